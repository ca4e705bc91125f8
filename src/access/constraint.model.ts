import type { Facts } from '../dictionary/facts.model.ts';
import { type Refusal, refuse } from '../dictionary/refusal.model.ts';

const unique = '23505';
const foreignKey = '23503';

/** The name of the unique or foreign key constraint that an error tells of; null where it tells of something else. */
export function violated(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && 'constraint' in error)) return null;
  const told = error.code === unique || error.code === foreignKey;
  return told && typeof error.constraint === 'string' ? error.constraint : null;
}

/**
 * Races are decided by the database: of two that want the same name, one meets a constraint.
 * Runs `work` and tells a constraint of `refusals` as its refusal; any other error passes.
 */
export async function decidedByDatabase<Answer>(
  refusals: Readonly<Record<string, () => Refusal>>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusals[violated(error) ?? ''];
    throw refusal === undefined ? error : refusal();
  }
}

/** A refusal of one field of the request's body. */
export function refuseField(
  pointer: string,
  message: string,
  entry = 'request.body_invalid',
  facts: Facts = { reason: `${pointer}: ${message}` },
): Refusal {
  return refuse(entry, facts, [{ pointer, entry, message }]);
}
