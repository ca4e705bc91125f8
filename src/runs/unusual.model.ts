import type { Facts } from '../dictionary/facts.model.ts';
import type { Key } from './job.ts';
import type { Operation } from './threshold.schema.ts';

/** A record that is left out by decision: it counts as unchanged, and is told by name. */
export type Left = { readonly key: string; readonly entry: string; readonly facts: Facts };

/** A record that did not go through, as it is told. */
export type Unusual = {
  readonly key: string;
  /** It has no key of its own and is known by its line. */
  readonly byLine: boolean;
  readonly outcome: 'invalid' | 'held' | 'rejected' | 'blocked';
  readonly tried: boolean;
  readonly entry: string;
  readonly facts: Facts;
  readonly waits: Key | null;
  readonly hold: number | null;
  /** Of a held change: what would be written. */
  readonly change: HeldChange | null;
};

/** What waits under a hold, so that it can be shown and carried out as it was; null of deletions, which their key tells. */
export type HeldChange = { readonly operation: Operation; readonly school: string; readonly body: unknown };
