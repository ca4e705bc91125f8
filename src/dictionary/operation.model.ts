import { entries } from './entries.ts';
import type { Entry } from './entry.schema.ts';

const byOperation = Map.groupBy(
  entries.flatMap((entry) => (entry.operations ?? []).map((operation) => ({ entry, operation }))),
  ({ operation }) => operation,
);

/** The entries that an operation of the rostering API can answer, in the order of the dictionary; none for one it does not know. */
export function entriesOfOperation(operation: string): readonly Entry[] {
  return (byOperation.get(operation) ?? []).map(({ entry }) => entry);
}
