import type { Facts } from '../../dictionary/facts.model.ts';

/** One rule that a request breaks: where (a JSON pointer), by which entry of the dictionary, and what was received there. */
export type Fault = {
  readonly pointer: string;
  readonly entry: string;
  readonly facts: Facts;
  readonly received?: unknown;
  /** What the seed prints in `info`. */
  readonly info?: Readonly<Record<string, unknown>>;
};

export function fault(pointer: string, entry: string, facts: Facts = {}, received?: unknown): Fault {
  return { pointer, entry, facts, ...(received === undefined ? {} : { received }) };
}

/** A fault for each field, each naming all that an entry prints together. */
export function missingFaults(entry: string, fields: readonly string[]): readonly Fault[] {
  return fields.map((field) => fault(`/${field}`, entry, { fields: fields.join(', ') }));
}
