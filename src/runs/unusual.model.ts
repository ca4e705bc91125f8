import type { Facts } from '../dictionary/facts.model.ts';
import type { Key } from './job.ts';

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
};
