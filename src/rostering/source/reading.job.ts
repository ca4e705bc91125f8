import type { Connector, Outside } from '../../connectors/connector.ts';
import type { Patience } from '../../connectors/patience.ts';
import type { AnyPartWork, PartAtWork } from '../../runs/job.ts';
import type { Store } from '../oneroster/file-set.repository.ts';

export type ReadDeps = {
  readonly store: Store;
  readonly storeName: string;
  /** Opens the way to a connection’s system. */
  open(part: PartAtWork, signal: AbortSignal): Promise<{ readonly connector: Connector; readonly outside: Outside }>;
  /** How long what may pass by itself is tried again. */
  readonly patience: Patience;
};

const never = () => {
  throw new Error('a part that reads a provider carries no record');
};

/** A part that reads, so that other parts may carry: it has no record, and writes and deletes nothing. */
export const carriesNothing: Omit<AnyPartWork, 'total' | 'collect' | 'finish'> = {
  inOrder: true,
  asBefore: null,
  notes: () => [],
  nameOf: never,
  factsOf: never,
  known: async () => null,
  check: never,
  plan: never,
  deletions: async () => ({ count: 0, known: 0 }),
  write: never,
  invalidate: async () => {},
  close: async () => {},
};
