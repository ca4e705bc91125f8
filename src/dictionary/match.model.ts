import type { Entry, Question, ResourceName, Saying } from './entry.schema.ts';
import { type Folded, fold } from './fold.model.ts';
import { factsOf, makeTemplate, place, placeCut, type Template } from './template.model.ts';

// Finds the entry of a message. A template is looked at only where six letters of one of its literals begin a word of
// the message, so that the work grows with the message and not with the dictionary.

export type Match = {
  readonly entry: Entry;
  readonly saying: Saying;
  readonly facts: Readonly<Record<string, string>>;
  /** The message ends before the entry’s does. */
  readonly cut: boolean;
  /** How many letters of the message are the entry’s own. */
  readonly weight: number;
};

export type Matcher = {
  /** With a system at most one match. Without, the best of each system, the most specific first. None: it is unknown. */
  match(question: Question): readonly Match[];
  /** Whether the message is the beginning of an entry’s that says more than what it was found to be, so that what follows it may belong to it. */
  mayGoOn(question: Question, found?: Match): boolean;
};

type Facts = Readonly<Record<string, string>>;
type Found = {
  readonly template: Template;
  readonly weight: number;
  readonly facts: Facts;
  /** How long the text is that it was found in: all of the message, or a string in it. */
  readonly room: number;
  readonly cut: boolean;
  /** Cut off so early that it proves nothing. */
  readonly weak: boolean;
  /** Cut off within its words, not within a value. */
  readonly begun: boolean;
};

const keyLength = 6;

/** Makes entries findable. */
export function makeMatcher(entries: readonly Entry[]): Matcher {
  const templates = templatesOf(entries);
  const index = indexByRarestKey(templates);
  const heads = indexByHead(templates);
  return {
    match(question) {
      const found: Found[] = [];
      lookIn(fold(question.message), question);
      for (const text of stringsOf(question.message)) lookIn(fold(text), question);
      return decide(found, question);

      function lookIn(text: Folded, asked: Question) {
        const before = found.length;
        findWhole(index, text, asked, found);
        findCut(heads, text, asked, found, before);
      }
    },
    mayGoOn(question, known) {
      const found: Found[] = [];
      findCut(heads, fold(question.message), question, found, 0);
      if (known === undefined || known.cut) return found.length > 0;
      return found.some(({ template }) => template.entry === known.entry && template.weight > known.weight);
    },
  };
}

/** The best of each system, the most specific first. */
function decide(found: readonly Found[], { system }: Question): readonly Match[] {
  const [only] = found;
  if (only === undefined) return [];
  if (found.length === 1 && !only.cut) return [told(only)];
  const bySystem = Map.groupBy(found, ({ template }) => template.entry.system);
  const all = [...bySystem.values()].flatMap(decided);
  all.sort((a, b) => b.weight - a.weight || Number(a.cut) - Number(b.cut) || a.template.order - b.template.order);
  return (system === undefined ? all : all.slice(0, 1)).map(told);
}

/** Whether an entry could be found in a message at all: for a single message it costs less to ask than to make all findable. */
export function mayBe(entry: Entry, message: string): boolean {
  const texts = [message, ...stringsOf(message)].map((text) => fold(text).letters);
  return [entry, ...(entry.also ?? [])].some((saying) =>
    [saying.message, ...(saying.aliases ?? [])].some((template) => {
      const [word] = longWord.exec(template.replaceAll(placeholders, ' ')) ?? [''];
      const head = fold(template.slice(0, 60)).letters.slice(0, keyLength);
      return texts.some((text) => text.includes(word.toLowerCase()) || text.startsWith(head));
    }),
  );
}

const longWord = /[a-z]{4,}/i;
const placeholders = /\{[a-zA-Z]+\}/g;

/** A message can be found by six letters of its own in a row; with fewer it could be anything. */
function templatesOf(entries: readonly Entry[]): readonly Template[] {
  let order = 0;
  const all = entries.flatMap((entry) =>
    [entry, ...(entry.also ?? [])].flatMap((saying) =>
      [saying.message, ...(saying.aliases ?? [])].map((message) => makeTemplate(entry, saying, message, order++)),
    ),
  );
  return all.filter((template) => keysOf(template).length > 0);
}

/** A number for the letters from a place on; different letters may share one, which costs a look and no more. */
function keyAt(codes: Uint16Array, at: number): number {
  let key = 0;
  for (let i = at; i < at + keyLength; i++) key = (Math.imul(key, 31) + (codes[i] as number)) | 0;
  return key;
}

const codesOf = (letters: string) => Uint16Array.from(letters, (letter) => letter.charCodeAt(0));

/** Templates by their keys. Most words of a message are in none, which `some` tells sooner: a bit for what a key ends in. */
type Index = { readonly byKey: ReadonlyMap<number, readonly Template[]>; readonly some: Uint8Array };
const bits = 0xffff;

/** Each template under that of its keys which the fewest others have. */
function indexByRarestKey(templates: readonly Template[]): Index {
  const keys = templates.map(keysOf);
  const counts = new Map<number, number>();
  for (const key of keys.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rarest = (its: readonly number[]) =>
    its.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))[0] ?? 0;
  const byKey = Map.groupBy(templates, (_, i) => rarest(keys[i] ?? []));
  const some = new Uint8Array(bits + 1);
  for (const key of byKey.keys()) some[key & bits] = 1;
  return { byKey, some };
}

/** The keys at the beginnings of words in a template’s literals. */
const keysOf = ({ literals }: Template): readonly number[] =>
  literals.flatMap(({ letters, begins, glued }) => {
    const keys: number[] = [];
    const codes = codesOf(letters);
    for (let at = glued.before ? 1 : 0; at + keyLength <= letters.length; at++)
      if (begins[at] === 1) keys.push(keyAt(codes, at));
    return keys;
  });

/** Templates by the first letters of what they begin with; to find those of a text that was cut off. */
function indexByHead(templates: readonly Template[]): ReadonlyMap<number, readonly Template[]> {
  const heads = templates.filter(
    ({ literals, gaps }) => gaps[0] === null && (literals[0]?.letters.length ?? 0) >= keyLength,
  );
  return Map.groupBy(heads, ({ literals }) => keyAt(codesOf(literals[0]?.letters ?? ''), 0));
}

/** Adds the templates that stand in a text as a whole. */
function findWhole({ byKey, some }: Index, text: Folded, question: Question, found: Found[]): void {
  const seen: Template[] = [];
  const { codes, begins } = text;
  const last = text.length - keyLength;
  for (let at = 0; at <= last; at++) {
    if (begins[at] === 0) continue;
    const key = keyAt(codes, at);
    if (some[key & bits] === 0) continue;
    for (const template of byKey.get(key) ?? none) {
      if (!isAsked(template, question) || seen.includes(template)) continue;
      seen.push(template);
      const whole = wholeIn(template, text);
      if (whole !== null) found.push(whole);
    }
  }
}

function wholeIn(template: Template, text: Folded): Found | null {
  const placed = place(template, text);
  if (placed === null) return null;
  const facts = factsOf(template, text, placed);
  if (!hasOnlyItsWords(template, facts)) return null;
  return { template, weight: template.weight, facts, room: text.source.length, cut: false, weak: false, begun: false };
}

/** A text without its tail is known by what it still has: a good part of the entry’s words. */
const cutWeight = { least: 16, enough: 40, share: 0.4 };

/** Adds the templates that a text may be the beginning of, but for those that were found as a whole. */
function findCut(
  heads: ReadonlyMap<number, readonly Template[]>,
  text: Folded,
  question: Question,
  found: Found[],
  from: number,
): void {
  if (text.length < keyLength) return;
  const whole = found.length;
  for (const template of heads.get(keyAt(text.codes, 0)) ?? none) {
    if (!isAsked(template, question) || isOutweighed(template, found, from, whole)) continue;
    const cut = placeCut(template, text);
    if (cut === null) continue;
    const wanted = Math.max(cutWeight.least, Math.min(cutWeight.enough, cutWeight.share * template.weight));
    const facts = factsOf(template, text, cut.placed);
    if (!hasOnlyItsWords(template, facts)) continue;
    const weak = cut.weight < wanted;
    const { weight, begun } = cut;
    found.push({ template, weight, facts, room: text.source.length, cut: true, weak, begun });
  }
}

const none: readonly Template[] = [];

/** It stands there as a whole, or another message of its system does that has more words than it could ever show. */
function isOutweighed(template: Template, found: readonly Found[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const other = found[i]?.template;
    if (other === template) return true;
    if (other !== undefined && other.entry.system === template.entry.system && other.weight > template.weight)
      return true;
  }
  return false;
}

function isAsked({ entry, saying }: Template, { system, resource, status, code }: Question): boolean {
  if (system !== undefined && entry.system !== system) return false;
  if (status !== undefined && saying.status !== undefined && saying.status !== status) return false;
  if (entry.system !== 'rostering') return code === undefined || saying.code === undefined || saying.code === code;
  // The rostering API prints its codes, or prints none.
  if (code !== undefined && saying.code !== code) return false;
  return resource === undefined || entry.entry.startsWith(`rostering.${resourceNames[resource]}.`);
}

/** The resources as entries call them. */
const resourceNames: Readonly<Record<ResourceName, string>> = {
  user: 'user',
  course: 'course',
  courseMember: 'course_member',
  attendanceSession: 'attendance_session',
};

/** Where a fact can only be some words, it is nothing else. */
function hasOnlyItsWords({ saying }: Template, facts: Facts): boolean {
  if (saying.words === undefined) return true;
  return Object.entries(saying.words).every(([name, allowed]) =>
    (facts[name] ?? '')
      .split(/[\s,]+/)
      .every((word) => word === '' || allowed.some((one) => one.toLowerCase() === word.toLowerCase())),
  );
}

/** What was found in one system, decided: the most specific saying, or one for each resource; where it could be several, none. */
function decided(found: readonly Found[]): readonly Found[] {
  const whole = heaviest(found.filter(({ cut }) => !cut));
  const known = whole[0]?.weight ?? 0;
  const cut = heaviest(found.filter((one) => one.cut && mayOutweigh(one, known)));
  const heavier = cut[0] !== undefined && cut[0].weight > known;
  if (heavier) return cut.length === 1 ? cut.filter(({ weak }) => !weak) : [];
  // With words to come, it may have been one as well as the other.
  if (cut.length > 0 && whole.some(({ template }) => template.gaps.at(-1) !== null)) return [];
  const resources = new Set(whole.map(({ template }) => template.entry.entry.replace(/\.[^.]*$/, '')));
  return resources.size === whole.length ? whole : [];
}

/** A beginning counts against a whole message where it has more words and proves something, or as many. */
const mayOutweigh = ({ weight, weak, begun }: Found, known: number) =>
  weight === known || (weight > known && (!weak || begun || known === 0));

/** The most specific, each saying once: where it tells most. */
function heaviest(found: readonly Found[]): readonly Found[] {
  const weight = Math.max(...found.map((one) => one.weight));
  const best = new Map<Saying, Found>();
  for (const one of found) {
    if (one.weight < weight) continue;
    const before = best.get(one.template.saying);
    if (before === undefined || tellsMore(one, before) > 0) best.set(one.template.saying, one);
  }
  return [...best.values()];
}

/** More facts; as many in a shorter text, which is what the syntax round it was taken from; else the first wording. */
function tellsMore(found: Found, best: Found): number {
  const known = ({ facts }: Found) => Object.values(facts).filter((value) => value !== '').length;
  return known(found) - known(best) || best.room - found.room || best.template.order - found.template.order;
}

const told = ({ template, facts, cut, weight }: Found): Match => ({
  entry: template.entry,
  saying: template.saying,
  facts,
  cut,
  weight,
});

const mostStrings = 50;
/** What JSON begins and ends with. */
const json: ReadonlySet<string> = new Set(['{}', '[]', '""']);

/** Of a message that is JSON, the strings in it. */
function stringsOf(message: string): readonly string[] {
  const text = message.trim();
  return json.has(`${text[0]}${text.at(-1)}`) ? stringsIn(parsed(text)) : [];
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}

/** The strings of a value, those near its surface first; so many that an answer of any system is covered. */
function stringsIn(value: unknown): readonly string[] {
  const strings: string[] = [];
  const waiting: unknown[] = [value];
  for (let i = 0; i < waiting.length && strings.length < mostStrings && i < mostStrings * 20; i++) {
    const one = waiting[i];
    if (typeof one === 'string') strings.push(one);
    else if (typeof one === 'object' && one !== null) waiting.push(...Object.values(one).slice(0, mostStrings));
  }
  return strings;
}
