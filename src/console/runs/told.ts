import type { Explained } from '../../dictionary/entry.schema.ts';
import type { Outcome, OutcomeView } from '../../runs/run.schema.ts';
import { text } from '../text/text.ts';

const lostBy: Readonly<Record<string, string>> = {
  'oneroster.key_missing': text.lost.keyless,
  'oneroster.id_repeated': text.lost.repeated,
};

/** Whether anything was lost with a record that did not go through. */
export const lostWith = (outcome: Outcome, { entry }: Explained): string =>
  lostBy[entry] ?? text.lost[outcome === 'blocked' ? 'blocked' : 'record'];

/** What happens next by itself with such a record. */
export function nextOf(outcome: Outcome, { retry }: Explained, waitsFor: OutcomeView['waitsFor'] = null): string {
  if (outcome === 'held') return text.next.held;
  return waitsFor === null ? text.retry[retry] : text.records.releases(waitsFor.kind, waitsFor.key.slice(0, 80));
}
