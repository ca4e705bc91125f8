import { causes } from './causes.ts';
import type { Entry, Saying, SystemId, ToldMatch } from './entry.schema.ts';
import { tellSaying } from './explanation.model.ts';
import { fill } from './facts.model.ts';
import { proseOf, type Word, wordsIn } from './glossary.model.ts';
import { type System, systemIds, systems } from './systems.ts';
import { sayingsOf } from './told.model.ts';

// The reference guide of a system: all its known errors, told for reading and printing; and the canonical causes with
// all that say them. Documents and the console show the same.

/** What causes are about, by the areas of their names, in the order in which guides tell them. */
export const topics: readonly { readonly title: string; readonly areas: readonly string[] }[] = [
  { title: 'Categories and grade scales', areas: ['category', 'gradescale'] },
  { title: 'Due dates and grading periods', areas: ['due_date', 'period'] },
  { title: 'Assignments', areas: ['lineitem', 'link', 'title', 'points'] },
  { title: 'Scores', areas: ['score'] },
  { title: 'Students', areas: ['student'] },
  { title: 'Sections', areas: ['section', 'gradebook'] },
  { title: 'Courses', areas: ['course'] },
  { title: 'Meetings, rooms and instructors', areas: ['meeting', 'room', 'instructor'] },
  { title: 'Combined sections', areas: ['relationship'] },
  { title: 'People, schools and membership', areas: ['person', 'school', 'membership'] },
  { title: 'Attendance sessions', areas: ['session'] },
  { title: 'Records and their values', areas: ['record', 'change'] },
  { title: 'Files', areas: ['upload', 'source', 'file'] },
  { title: 'Requests', areas: ['request', 'idempotency', 'batch'] },
  { title: 'Sign-in, rights and settings', areas: ['auth', 'access', 'passback'] },
  { title: 'The systems and the sync itself', areas: ['system', 'connection', 'merge', 'run'] },
  { title: 'Hallpass itself', areas: ['hallpass', 'mail', 'notification', 'webhook'] },
];

const otherTopic = { title: 'Other messages', areas: [] };
const topicOf = (cause: string) => topics.find(({ areas }) => areas.includes(cause.split('.')[0] ?? '')) ?? otherTopic;

/** A message as a guide tells it: placeholders in plain words, `{assignmentId}` as `{assignment id}`. */
export type GuideSaying = ToldMatch & {
  /** Its core, without what wraps it; the title where it has no words of its own. */
  readonly short: string;
};

export type GuideEntry = {
  readonly entry: string;
  readonly title: string;
  readonly source: string | null;
  readonly sayings: readonly GuideSaying[];
};

export type Guide = Pick<System, 'title' | 'about'> & {
  readonly system: SystemId;
  /** By what their causes are about. */
  readonly sections: readonly { readonly title: string; readonly entries: readonly GuideEntry[] }[];
  /** The words of the guide that not everybody knows. */
  readonly words: readonly Word[];
  /** What to do about a message that is not in the guide. */
  readonly unlisted: string;
  /** Guides of systems that say more about the same things. */
  readonly see: readonly { readonly system: SystemId; readonly title: string }[];
};

/** Our own surfaces that have a guide, since whoever runs another product meets these messages as well. */
const ours: Readonly<Partial<Record<SystemId, Pick<System, 'title' | 'about'>>>> = {
  merge: { title: 'Merge', about: systems.merge.about },
  connection: { title: 'Connections', about: 'The three errors that a connection to an outside system can show.' },
};

/** The systems that have a guide. */
export const guideSystems: readonly SystemId[] = systemIds.filter(
  (id) => systems[id].kind !== 'hallpass' || ours[id] !== undefined,
);

/** Whether a guide tells an entry: of connections, those errors that others show too, and not what only Hallpass says. */
export const hasGuide = ({ entry, system, source }: Pick<GuideEntry, 'entry' | 'source'> & Pick<Entry, 'system'>) =>
  guideSystems.includes(system) && (system !== 'connection' || source !== null || !/^(connection|mail)\./.test(entry));

const unlisted: Readonly<Record<System['kind'], string>> = {
  gradebook: 'A message that is not listed here is one for Canvas Support.',
  lms: 'A message that is not listed here is one for Canvas Support.',
  registrar: 'A message that is not listed here is one for whoever looks after the integration with the SIS.',
  hallpass: 'A message that is not listed here may be one of the system on the other side: look there as well.',
};

const seeAlso: Readonly<Record<System['kind'], readonly SystemId[]>> = {
  gradebook: ['canvas', 'connection'],
  lms: ['connection'],
  registrar: ['merge', 'connection'],
  hallpass: ['connection'],
};

/** The guide of a system, from all entries or from some; each entry stands where the cause of its first message belongs. */
export function guideOf(system: SystemId, entries: readonly Entry[]): Guide {
  const its = entries.filter(
    (entry) => entry.system === system && hasGuide({ ...entry, source: entry.source ?? null }),
  );
  const sections = [...topics, otherTopic].flatMap((topic) => {
    const about = its.filter(({ cause }) => topicOf(cause) === topic).map(tellEntry);
    return about.length === 0 ? [] : [{ title: topic.title, entries: about }];
  });
  const { title, about, kind } = namesOf(system);
  const text = [about, ...sections.flatMap((section) => section.entries.flatMap(proseOfEntry))].join('\n');
  return {
    system,
    title,
    about,
    sections,
    words: wordsIn(text, system),
    unlisted: unlisted[kind],
    see: seeAlso[kind]
      .filter((other) => other !== system)
      .map((other) => ({ system: other, title: namesOf(other).title })),
  };
}

const namesOf = (system: SystemId): System => ({ ...systems[system], ...ours[system] });

const proseOfEntry = ({ sayings }: GuideEntry) => sayings.flatMap(({ causes: its }) => its.flatMap(proseOf));

const tellEntry = (entry: Entry): GuideEntry => ({
  entry: entry.entry,
  title: entry.title,
  source: entry.source ?? null,
  sayings: sayingsOf(entry).map((saying) => tellForReading(entry, saying)),
});

function tellForReading(entry: Entry, saying: Saying): GuideSaying {
  const names = [...saying.message.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name);
  const facts = Object.fromEntries(names.map((name) => [name, `{${inWords(name)}}`]));
  return {
    ...tellSaying(entry, saying, facts),
    message: fill(saying.message, facts),
    short: hasWords(saying.message) ? fill(shortest(saying), facts) : entry.title,
  };
}

const inWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Whether a message says anything beside its facts. */
const hasWords = (message: string) => /\p{L}/u.test(message.replaceAll(/\{[a-zA-Z]+\}/g, ''));

/** The shortest wording that stands in the message itself and begins like a sentence. */
function shortest({ message, aliases = [] }: Saying): string {
  const cores = aliases.filter(
    (alias) => /^[\p{L}\p{N}{]/u.test(alias) && !alias.startsWith('{"') && message.includes(alias),
  );
  return [message, ...cores].reduce((best, one) => (one.length < best.length ? one : best));
}

/** A canonical cause with all messages that say it. */
export type ToldCanonicalCause = {
  readonly cause: string;
  readonly title: string;
  readonly meaning: string;
  readonly said: readonly GuideSaying[];
};

/** All canonical causes by what they are about, each with how every system says it. */
export function causesByTopic(
  entries: readonly Entry[],
): readonly { readonly title: string; readonly causes: readonly ToldCanonicalCause[] }[] {
  const said = Map.groupBy(
    entries.flatMap((entry) => sayingsOf(entry).map((saying) => tellForReading(entry, saying))),
    ({ cause }) => cause,
  );
  const told = Object.entries(causes).map(([cause, { title, meaning }]) => ({
    cause,
    title,
    meaning,
    said: said.get(cause) ?? [],
  }));
  return topics.map((topic) => ({
    title: topic.title,
    causes: told.filter(({ cause }) => topicOf(cause) === topic),
  }));
}
