import type { Statements } from '../../platform/database.ts';
import type { Numbers } from '../../platform/numbers.ts';
import type { Body } from './body.model.ts';
import type { Fault } from './fault.model.ts';
import type { Known } from './known.model.ts';
import type { Target } from './write.repository.ts';

/** A mail that a change asks for. */
export type Welcome = {
  readonly to: string;
  readonly person: number;
  readonly template: { readonly subject: string; readonly text: string };
  readonly values: Readonly<Record<string, string>>;
};

export type Done = {
  /** Whose record it is, as outcomes name it. */
  readonly key: string;
  /** The record as it is answered; null: it is gone. */
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly welcome?: Welcome;
};

/** What a write is done with: the open transaction, whose rows they are, and where new numbers come from. */
export type Hand = { readonly client: Statements; readonly target: Target; readonly numbers: Numbers };

/** One operation: its rules, whose it is, and how it is written once no rule is broken. */
export type Work = {
  /** Its statements fail where they cannot be done, so that they may be sent together without looking at their answers. */
  readonly inserts?: true;
  /** Its rules ask for nothing but the school; all else is decided by the database's constraints when it is written. */
  readonly asksSchoolOnly?: true;
  check(body: Body, known: Known): readonly Fault[];
  /** The school that the request belongs to, where it is known and the key's; empty: none. */
  schoolOf(body: Body, known: Known): string;
  /** The key of the record that a request speaks of, as far as it says; null: it does not. */
  keyOf(body: Body): string | null;
  write(hand: Hand, body: Body, known: Known): Promise<Done>;
};

/** What must be there, since no rule was broken. */
export function sure<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a request passed its rules without what it names');
  return value;
}

/** The record was there when the rules were asked and is not any more: somebody was faster. */
export class Vanished extends Error {}
