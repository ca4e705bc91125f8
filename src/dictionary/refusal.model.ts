import type { Facts } from './facts.model.ts';

/** One thing wrong at one place of a request. */
export type Violation = {
  readonly pointer: string;
  readonly entry: string;
  readonly message: string;
  readonly received?: unknown;
};

/** A request that cannot go on. Told to whoever asked by the dictionary; never used for the failure of a record. */
export class Refusal extends Error {
  readonly entry: string;
  readonly facts: Facts;
  readonly violations: readonly Violation[];

  constructor(entry: string, facts: Facts, violations: readonly Violation[]) {
    super(entry);
    this.name = 'Refusal';
    this.entry = entry;
    this.facts = facts;
    this.violations = violations;
  }
}

/** Refuses a request by a dictionary entry of the system `request` or `oneroster`; the entry's status is in the table of its routes. */
export function refuse(entry: string, facts: Facts = {}, violations: readonly Violation[] = []): Refusal {
  return new Refusal(entry, facts, violations);
}
