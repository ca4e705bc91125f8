import { connectionEntries } from './entries/connection.ts';
import { mailEntries } from './entries/mail.ts';
import { onerosterEntries } from './entries/oneroster.ts';
import { requestEntries } from './entries/request.ts';
import { rosteringEntries } from './entries/rostering.ts';
import type { Entry, Explained, OwnerName } from './entry.schema.ts';

/** What a message was told with: `{file: "users.csv", line: "17"}`. Values are text as it is shown. */
export type Facts = Readonly<Record<string, string>>;

/** All entries of the dictionary, by system and in the order in which they are documented. */
export const entries: readonly Entry[] = [
  ...onerosterEntries,
  ...rosteringEntries,
  ...connectionEntries,
  ...mailEntries,
  ...requestEntries,
];

/** The owners as people call them. */
export const ownerTitles: Readonly<Record<OwnerName, string>> = {
  teacher: 'the teacher of the section',
  registrar: 'the registrar',
  scheduler: 'the scheduler',
  lms_admin: 'the LMS administrator',
  sis_admin: 'the SIS administrator',
  integration_manager: 'the manager of the integration',
  support: 'support',
};

const byName = new Map(entries.map((entry) => [entry.entry, entry]));

/** The entry of a name. A name that is not in the dictionary is a defect of ours, and is told as one. */
export function entryOf(name: string): Entry {
  const found = byName.get(name) ?? byName.get('connection.defect');
  if (found === undefined) throw new Error(`The dictionary has no entry ${name}`);
  return found;
}

/** Puts facts into `{placeholders}`; one that has no fact is shown as "…". */
export function fill(text: string, facts: Facts): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => facts[name] ?? '…');
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
