import type { Facts } from '../../dictionary/facts.model.ts';
import { type Fault, fault } from '../api/fault.model.ts';

// A refused line is stored with its outcome, from which its answer is made, and made again: all that is wrong with it is
// one of the outcome's facts.

const longestFaults = 64 * 1024;
const longestFact = 400;

/** What is stored of a refused line: its first fault as the outcome's own, and all of them. */
export function factsOfFaults(line: number, faults: readonly Fault[]): Facts {
  const first = Object.entries(faults[0]?.facts ?? {}).map(([name, text]) => [name, storable(text)]);
  let told = faults;
  // A list of a thousand broken addresses need not be told to its end.
  while (told.length > 1 && JSON.stringify(told).length > longestFaults)
    told = told.slice(0, Math.ceil(told.length / 2));
  return { ...Object.fromEntries(first), line: String(line), faults: JSON.stringify(told) };
}

/** The faults of a refused line, as they were told first. */
export function faultsOfFacts(entry: string, facts: Facts): readonly Fault[] {
  const { faults, ...own } = facts;
  return faults === undefined ? [fault('', entry, own)] : (JSON.parse(faults) as readonly Fault[]);
}

/** A text as PostgreSQL takes it, no longer than a person would read it. */
export const storable = (text: string): string =>
  text.replaceAll('\u0000', '').toWellFormed().slice(0, longestFact).toWellFormed();
