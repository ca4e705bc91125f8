import type { Entry, SystemId } from '../../dictionary/entry.schema.ts';
import { text } from '../text/text.ts';
import type { BuiltIn } from './built-in.ts';

/** The dictionary as its pages read it: the built-in entries with those of the district behind them. */
export interface Book {
  builtIn: BuiltIn;
  entries: readonly Entry[];
  byName: ReadonlyMap<string, Entry>;
  bySystem: ReadonlyMap<SystemId, readonly Entry[]>;
  /** Each entry once for every cause that one of its messages has. */
  byCause: ReadonlyMap<string, readonly Entry[]>;
}

export function makeBook(builtIn: BuiltIn, own: readonly Entry[]): Book {
  const entries = [...builtIn.entries, ...own];
  const byCause = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const cause of causesOf(entry)) byCause.set(cause, [...(byCause.get(cause) ?? []), entry]);
  }
  return {
    builtIn,
    entries,
    byName: new Map(entries.map((entry) => [entry.entry, entry])),
    bySystem: Map.groupBy(entries, ({ system }) => system),
    byCause,
  };
}

const causesOf = (entry: Entry): ReadonlySet<string> =>
  new Set([entry.cause, ...(entry.also ?? []).map(({ cause }) => cause)]);

export const isCanonical = ({ builtIn }: Book, cause: string): boolean => Object.hasOwn(builtIn.causes, cause);

/** The title of a cause; one that a district named has none but its name. */
export const causeTitle = (book: Book, cause: string): string => book.builtIn.causes[cause]?.title ?? cause;

export interface CanonicalCause {
  cause: string;
  title: string;
  meaning: string;
  /** How many systems say it. */
  systems: number;
}

/** All causes by what they are about; those that a district named itself stand last. */
export function causesByTopic(book: Book): readonly { title: string; causes: readonly CanonicalCause[] }[] {
  const { causes, topics } = book.builtIn;
  const names = [...new Set([...Object.keys(causes), ...book.byCause.keys()])];
  const all = names.map((cause) => ({
    cause,
    title: causeTitle(book, cause),
    meaning: causes[cause]?.meaning ?? '',
    systems: new Set(book.byCause.get(cause)?.map(({ system }) => system)).size,
  }));
  const topicOf = ({ cause }: CanonicalCause) => topics.find(({ areas }) => areas.includes(cause.split('.')[0] ?? ''));
  const byTopic = Map.groupBy(all, (one) => topicOf(one)?.title ?? text.dictionary.causes.others);
  const titles = [...topics.map(({ title }) => title), text.dictionary.causes.others];
  return titles.map((title) => ({ title, causes: byTopic.get(title) ?? [] }));
}

/** Whether the district wrote the entry itself. */
export const isOwn = (entry: string): boolean => entry.startsWith('district.');

/** Entries of other systems that say the same. */
export function siblingsOf(book: Book, entry: Entry): readonly Entry[] {
  const same = [...causesOf(entry)].flatMap((cause) => book.byCause.get(cause) ?? []);
  return [...new Set(same)].filter((one) => one.system !== entry.system);
}

/** Entries in which all words stand; those that have them in the title come first. */
export function search(entries: readonly Entry[], typed: string): readonly Entry[] {
  const words = wordsOf(typed);
  if (words.length === 0) return entries;
  const found = entries.flatMap((entry) => {
    const rank = rankOf(entry, words);
    return rank === null ? [] : [{ entry, rank }];
  });
  return found.toSorted((one, other) => one.rank - other.rank).map(({ entry }) => entry);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** 0: in the title; 1: in a message; 2: somewhere; null: nowhere. */
function rankOf(entry: Entry, words: readonly string[]): number | null {
  const texts = textsOf(entry);
  for (let rank = 0; rank < texts.length; rank++) {
    const read = texts.slice(0, rank + 1).join(' ');
    if (words.every((word) => read.includes(word))) return rank;
  }
  return null;
}

const texts = new WeakMap<Entry, readonly string[]>();

/** Title, messages, and all else of an entry as it is searched. */
function textsOf(entry: Entry): readonly string[] {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const sayings = [entry, ...(entry.also ?? [])];
  const made = [
    `${entry.title} ${entry.entry}`,
    sayings.flatMap(({ message, aliases }) => [message, ...(aliases ?? [])]).join(' '),
    sayings.flatMap(({ cause, causes }) => [cause, ...causes.flatMap((one) => [one.meaning, ...one.steps])]).join(' '),
  ].map((text) => text.toLowerCase());
  texts.set(entry, made);
  return made;
}

/** What the parts of a template stand for in a message; null: it is no message of this template. */
export function factsIn({ builtIn }: Book, template: string, message: string): Readonly<Record<string, string>> | null {
  const entry: Entry = {
    entry: 'district.draft',
    system: 'request',
    title: '',
    message: template,
    cause: '',
    blocking: true,
    retry: 'none',
    causes: [],
  };
  const [match] = builtIn.makeMatcher([entry]).match({ message });
  return match === undefined || match.cut ? null : match.facts;
}
