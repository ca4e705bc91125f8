import type { Counts, Outcome } from './run.schema.ts';
import { outcomeWords } from './run.schema.ts';

export const noCounts: Counts = {
  entered: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  unchanged: 0,
  invalid: 0,
  held: 0,
  conflict: 0,
  rejected: 0,
  blocked: 0,
  standing: 0,
};

export const countNames = ['entered', ...outcomeWords, 'standing'] as const;

/** Counts a number of records of one outcome: they have entered with it. */
export function count(counts: Counts, outcome: Outcome, n = 1): void {
  counts[outcome] += n;
  counts.entered += n;
}

/** A mass change is held when it passes both the number and the share of what was known. */
export function isMassChange(
  change: { readonly count: number; readonly known: number },
  above: { readonly share: number; readonly count: number },
): boolean {
  return change.count > above.count && change.count > change.known * above.share;
}
