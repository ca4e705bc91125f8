import { entryOf } from './explain.model.ts';
import { type Facts, fill } from './facts.model.ts';

type Info = Readonly<Record<string, unknown>>;

/** What the rostering API prints of a refusal; the help beside it is ours and is added where it is answered. */
export type RosteringError = {
  readonly status: number;
  readonly error: { readonly code?: number; readonly message: string; readonly info: Info };
};

/** The status and body that an entry prints. An entry without a code has none in its body either. */
export function rosteringError(entryName: string, facts: Facts, info: Info = {}): RosteringError {
  const entry = entryOf(entryName);
  const code = entry.code === undefined ? {} : { code: entry.code };
  return { status: entry.status ?? 400, error: { ...code, message: fill(entry.message, facts), info } };
}
