import type { Entry, Saying } from './entry.schema.ts';
import { type Folded, fold } from './fold.model.ts';

// A message with {placeholders}, made ready to be found in other texts: literals in a fixed order, with anything between.

type Literal = {
  readonly letters: string;
  /** 1 for a letter that begins a word. */
  readonly begins: Uint8Array;
  /** It touches the placeholder before or after it, so that it need not begin or end a word. */
  readonly glued: { readonly before: boolean; readonly after: boolean };
};

/** What may stand between two literals: one fact, or several with only punctuation between them. */
type Gap = {
  readonly facts: readonly string[];
  /** The punctuation round the facts, as it is printed: before the first, between, behind the last. */
  readonly marks: readonly string[];
};

export type Template = {
  readonly entry: Entry;
  readonly saying: Saying;
  /** Where its entry and itself stand in the dictionary. */
  readonly order: number;
  readonly literals: readonly Literal[];
  /** `gaps[i]` stands before literal i, the last one behind all; null: nothing stands there. */
  readonly gaps: readonly (Gap | null)[];
  /** How many letters are literal: the more, the more specific. */
  readonly weight: number;
};

const placeholder = /\{([a-zA-Z]+)\}/;

/** Reads a message with placeholders. */
export function makeTemplate(entry: Entry, saying: Saying, message: string, order: number): Template {
  // Text and names alternate: text, name, text, name, …, text.
  const parts = message.split(placeholder);
  const literals: Literal[] = [];
  const gaps: (Gap | null)[] = [];
  let gap: { facts: string[]; marks: string[] } = { facts: [], marks: [] };
  const close = () => gaps.push(gap.facts.length === 0 ? null : gap);
  for (let i = 0; i < parts.length; i += 2) {
    const { lead, letters, begins, tail } = literalIn(parts[i] ?? '');
    gap.marks.push(lead);
    if (letters !== '') {
      close();
      const glued = { before: i > 0 && lead === '', after: i < parts.length - 1 && tail === '' };
      literals.push({ letters, begins, glued });
      gap = { facts: [], marks: [tail] };
    }
    const name = parts[i + 1];
    if (name !== undefined) gap.facts.push(name);
  }
  close();
  const weight = literals.reduce((sum, { letters }) => sum + letters.length, 0);
  return { entry, saying, order, literals, gaps, weight };
}

const none = new Uint8Array();

/** The letters of a text, and the punctuation before and behind them. */
function literalIn(text: string): { lead: string; letters: string; begins: Uint8Array; tail: string } {
  const { letters, length, begins, at } = fold(text);
  if (length === 0) return { lead: text, letters, begins: none, tail: '' };
  const tail = text.slice((at[length - 1] as number) + 1);
  return { lead: text.slice(0, at[0]), letters, begins: begins.slice(0, length), tail };
}

/** Where a template’s literals stand in a text: begin and end of each, counted in letters. */
export type Placed = readonly (readonly [begin: number, end: number])[];

/** Short messages are found only where they stand as a sentence of their own: their words alone prove little. */
const shortWeight = 30;

/** Finds all literals in their order; null: they are not there. Each is taken where it comes first. */
export function place(template: Template, text: Folded): Placed | null {
  const placed: [number, number][] = [];
  let from = 0;
  for (let k = 0; k < template.literals.length; k++) {
    const literal = template.literals[k] as Literal;
    const begin = findParted(literal, template.gaps[k], text, from);
    if (begin < 0) return null;
    from = begin + literal.letters.length;
    placed.push([begin, from]);
  }
  lastToTheEnd(template, text, placed);
  const [first] = placed;
  const last = placed.at(-1);
  if (first === undefined || last === undefined) return null;
  if (!isParted(template.gaps.at(-1), text, last[1], text.length)) return null;
  if (template.saying.ends === true && template.gaps.at(-1) === null && last[1] < text.length) return null;
  if (template.weight < shortWeight && !standsAlone(template, text, first[0], last[1])) return null;
  return placed;
}

/** The first place where a literal stands and leaves the facts before it told apart. */
function findParted(literal: Literal, gap: Gap | null | undefined, text: Folded, from: number): number {
  let begin = find(literal, text, from);
  for (let tries = 1; begin >= 0 && !isParted(gap, text, from, begin); tries++)
    begin = tries < mostTries ? find(literal, text, begin + 1) : -1;
  return begin;
}
const mostTries = 20;

function find({ letters, glued }: Literal, text: Folded, start: number): number {
  for (let from = start; ; from++) {
    from = text.letters.indexOf(letters, from);
    if (from < 0) return -1;
    const end = from + letters.length;
    const begins = glued.before || text.begins[from] === 1;
    const ends = glued.after || end === text.length || text.begins[end] === 1;
    if (begins && ends) return from;
  }
}

/** Several facts in one gap are told apart by the punctuation between them, which must be there. */
function isParted(gap: Gap | null | undefined, { source, at, length }: Folded, from: number, to: number): boolean {
  if (gap === null || gap === undefined || gap.facts.length < 2) return true;
  const begin = from === 0 ? 0 : (at[from - 1] as number) + 1;
  let rest = bare(source.slice(begin, to === length ? source.length : at[to]), gap.marks[0] ?? '', '');
  for (let i = 1; i < gap.facts.length; i++) {
    const found = indexOfMark(rest, gap.marks[i] ?? '');
    if (found < 0) return false;
    rest = rest.slice(found + 1);
  }
  return true;
}

/** Where the message ends with the last literal, that one is meant: the value before it may hold the same words. */
function lastToTheEnd(template: Template, text: Folded, placed: [number, number][]): void {
  const literal = template.literals.at(-1);
  const last = placed.at(-1);
  const before = placed.at(-2);
  const head = template.literals[0];
  if (template.gaps.at(-1) !== null || before === undefined) return;
  if (literal === undefined || last === undefined || head === undefined) return;
  const begin = text.length - literal.letters.length;
  if (begin <= last[0] || find(literal, text, begin) !== begin) return;
  // Two messages in one text: the first is taken.
  const again = text.letters.indexOf(head.letters, before[1]);
  if (again >= 0 && again < begin) return;
  last[0] = begin;
  last[1] = text.length;
}

const opening = /[\s"'`“”‘’«»\\()[\]{}<>]/;
const wordLike = /[\p{L}\p{M}_]/u;
const wordOrDigit = /[\p{L}\p{M}\p{N}_]/u;

/** Nothing but punctuation, or a number before it, stands between the message and whatever else the text holds. */
function standsAlone(template: Template, text: Folded, begin: number, end: number): boolean {
  const { source, at } = text;
  if (template.gaps[0] === null) {
    let before = (at[begin] as number) - 1;
    while (before >= 0 && opening.test(source[before] as string)) before--;
    if (before >= 0 && wordLike.test(source[before] as string)) return false;
  }
  if (template.gaps.at(-1) === null) {
    let after = (at[end - 1] as number) + 1;
    while (after < source.length && opening.test(source[after] as string)) after++;
    if (after < source.length && wordOrDigit.test(source[after] as string)) return false;
  }
  return true;
}

/** How far a text that was cut off goes along a template: the literals that it has whole, and letters of the next. */
export type Cut = {
  readonly placed: Placed;
  readonly weight: number;
  /** It ends within words of the template, not within a value. */
  readonly begun: boolean;
};

/** Where the text is a template without its tail; null: it is not. It must begin with the template. */
export function placeCut(template: Template, text: Folded): Cut | null {
  const placed: [number, number][] = [];
  let from = 0;
  let weight = 0;
  const head = template.literals[0]?.letters ?? '';
  if (!text.letters.startsWith(head))
    return head.startsWith(text.letters) ? { placed, weight: text.length, begun: true } : null;
  for (let k = 0; k < template.literals.length; k++) {
    const literal = template.literals[k] as Literal;
    const begin = find(literal, text, from);
    if (k === 0 && begin !== 0) return null;
    if (begin < 0) {
      const mark = markBefore(template, k);
      const begun = overlap(text, literal.letters, from, mark);
      return begun === 0 && wentOn(text, from, mark) ? null : { placed, weight: weight + begun, begun: begun > 0 };
    }
    weight += literal.letters.length;
    from = begin + literal.letters.length;
    placed.push([begin, from]);
  }
  // All is there but what it ends with; without such an end it was judged as a whole.
  return template.gaps.at(-1) === null ? null : { placed, weight, begun: false };
}

/** The punctuation that ends the value before literal k, where it is more than quotes and brackets. */
const markBefore = ({ gaps }: Template, k: number) => (gaps[k]?.marks.at(-1) ?? '').replace(/[\s"'`()[\]{}<>]/g, '');

/** The value that the text ends in has ended before, and something else than the next literal follows. */
function wentOn({ source, at }: Folded, from: number, mark: string): boolean {
  const rest = source.slice((at[from - 1] ?? 0) + 1).trimEnd();
  return rest.length > longestValue || (mark !== '' && rest.slice(0, -1).includes(` ${mark} `, 1));
}
const longestValue = 100;

/** How many letters at the end of the text, right behind the mark, are the beginning of a literal. */
function overlap({ letters, begins, source, at }: Folded, literal: string, from: number, mark: string): number {
  const most = Math.min(literal.length - 1, letters.length - from);
  for (let count = most; count > 0; count--) {
    const begin = letters.length - count;
    if (begins[begin] !== 1 || !literal.startsWith(letters.slice(begin))) continue;
    if (
      source
        .slice(0, at[begin])
        .replace(/[\s"'`“”‘’()[\]{}<>]+$/, '')
        .endsWith(mark)
    )
      return count;
  }
  return 0;
}

/** The values that stand in the gaps of what was placed, by the names of their facts. */
export function factsOf(template: Template, text: Folded, placed: Placed): Readonly<Record<string, string>> {
  const facts: Record<string, string> = {};
  for (let k = 0; k <= placed.length; k++) {
    const gap = template.gaps[k];
    // Of a text that was cut off, the value in which it ends may be half of one.
    if (gap === null || gap === undefined || (k === placed.length && k < template.literals.length)) continue;
    valuesOf(gap, between(text, placed, k), facts);
  }
  return facts;
}

/** What stands in gap k. */
function between({ source, at }: Folded, placed: Placed, k: number): string {
  const before = placed[k - 1];
  const after = placed[k];
  const begin = before === undefined ? 0 : (at[before[1] - 1] as number) + 1;
  return source.slice(begin, after === undefined ? source.length : (at[after[0]] as number));
}

function valuesOf({ facts, marks }: Gap, between: string, into: Record<string, string>): void {
  let rest = bare(between, marks[0] ?? '', marks.at(-1) ?? '');
  for (const [i, name] of facts.entries()) {
    const mark = i < facts.length - 1 ? (marks[i + 1] ?? '') : '';
    const found = mark === '' ? -1 : indexOfMark(rest, mark);
    const value = found < 0 ? rest : rest.slice(0, found);
    rest = found < 0 ? '' : rest.slice(found).replace(mark.trim(), '');
    into[name] ??= bare(value, '', '');
  }
}

function indexOfMark(text: string, mark: string): number {
  const exact = text.indexOf(mark);
  return exact >= 0 ? exact : text.indexOf(mark.trim());
}

const quotes = new Set([...' \n\r\t\u00a0\u202f\ufeff"\'`“”‘’«»\\'].map((one) => one.charCodeAt(0)));

/** Without white space and quotes round it. */
function unquoted(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && quotes.has(text.charCodeAt(begin))) begin++;
  while (end > begin && quotes.has(text.charCodeAt(end - 1))) end--;
  return begin === 0 && end === text.length ? text : text.slice(begin, end);
}

/** A value without the quotes and brackets round it, and without the punctuation that the template has at its ends. */
function bare(value: string, lead: string, tail: string): string {
  let text = unquoted(value.replace(sentenceEnd, '$1'));
  const before = lead === '' ? '' : unquoted(lead);
  const behind = tail === '' ? '' : unquoted(tail);
  if (before !== '' && text.startsWith(before)) text = unquoted(text.slice(before.length));
  if (behind !== '' && text.endsWith(behind)) text = unquoted(text.slice(0, -behind.length));
  for (;;) {
    const stripped = withoutBrackets(text);
    if (stripped === text) return text;
    text = unquoted(stripped);
  }
}

/** What ends the sentence that the value stands at the end of, behind the quote or bracket that ends the value. */
const sentenceEnd = /(["'”’\])}>])\s*[.,;]\s*$/;
const opens = '[({<';
const closes = '])}>';

/** Without a pair of brackets round it, or a bracket at one end that has no other half. */
function withoutBrackets(text: string): string {
  const open = opens.indexOf(text[0] ?? ' ');
  if (open >= 0) {
    const closed = text.indexOf(closes[open] as string);
    if (closed === text.length - 1) return text.slice(1, -1);
    if (closed < 0) return text.slice(1);
  }
  const close = closes.indexOf(text.at(-1) ?? ' ');
  return close >= 0 && !text.includes(opens[close] as string) ? text.slice(0, -1) : text;
}
