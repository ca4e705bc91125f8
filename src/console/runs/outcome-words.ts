import type { Outcome } from '../../runs/run.schema.ts';

/** The nine, in the address too; kept here so that the first page does not carry zod. The compiler holds it equal to the schema. */
const known: Readonly<Record<Outcome, true>> = {
  created: true,
  updated: true,
  deleted: true,
  unchanged: true,
  invalid: true,
  held: true,
  conflict: true,
  rejected: true,
  blocked: true,
};
export const outcomeWords = Object.keys(known) as Outcome[];
