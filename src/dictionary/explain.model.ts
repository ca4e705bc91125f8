import { entries } from './entries.ts';
import type { Entry, Explained } from './entry.schema.ts';
import { type Facts, fill } from './facts.model.ts';

const byName = new Map(entries.map((entry) => [entry.entry, entry]));

/** The entry of a name. A name that is not in the dictionary is a defect of ours, and is told as one. */
export function entryOf(name: string): Entry {
  const found = byName.get(name) ?? byName.get('connection.defect');
  if (found === undefined) throw new Error(`The dictionary has no entry ${name}`);
  return found;
}

/** An entry told for one case, by its first cause. */
export function explain(name: string, facts: Facts): Explained {
  const entry = entryOf(name);
  const cause = entry.causes[0];
  if (cause === undefined) throw new Error(`The entry ${entry.entry} has no cause`);
  return {
    entry: entry.entry,
    title: entry.title,
    cause: entry.cause,
    message: fill(entry.message, facts),
    meaning: fill(cause.meaning, facts),
    owner: cause.owner,
    steps: cause.steps.map((step) => fill(step, facts)),
    prevention: cause.prevention.map((step) => fill(step, facts)),
    retry: entry.retry,
  };
}
