import type { Facts } from '../../dictionary/facts.model.ts';
import type { Finding } from '../../runs/job.ts';
import { type Column, gradeCodes } from './columns.model.ts';

/** A value as the roster stores it; references are still the keys of the source. */
export type Value = string | boolean | readonly string[] | null;

/** Where a row stands, and what was found wrong with it; nothing is made of it while nothing is wrong. */
export type RowNotes = { readonly file: string; readonly line: number; key: string | null; found: Finding[] | null };

/** Notes that a value is refused. */
export function refuseValue(notes: RowNotes, entry: string, column: Column, value: string, more: Facts = {}): void {
  const key: Facts = notes.key === null ? {} : { key: shorten(notes.key) };
  const facts = {
    file: notes.file,
    line: String(notes.line),
    ...key,
    column: column.name,
    value: shorten(value),
    ...more,
  };
  notes.found ??= [];
  notes.found.push({ level: 'refuse', entry, facts });
}

/** A text of the file as it may be told: not too long, and without control characters, which no database and no page takes. */
export function shorten(text: string): string {
  const told = text.length <= 200 ? text : `${text.slice(0, 200)}…`;
  return anyControl.test(told) ? told.replace(/\p{Cc}/gu, '\ufffd') : told;
}

/** Blanks and tabs round a value mean nothing; other white space is part of it. */
export function trim(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  if (first !== 32 && first !== 9 && last !== 32 && last !== 9) return text;
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const anyControl = /[\u0000-\u001f\u007f]/;
const longestKey = 400;

function longest(column: Column): number {
  if (column.is === 'text') return column.max;
  return column.is === 'list' || column.is === 'refs' || column.is === 'roles' ? 20_000 : longestKey;
}

/** Reads one value, or notes why it cannot be read. `clean`: the whole row holds no control character. */
export function readValue(notes: RowNotes, column: Column, raw: string, clean: boolean): Value {
  if (!clean) {
    // A line break may stand in a title, never in a key: keys are told a line each.
    const bad = (column.is === 'text' ? control : anyControl).exec(raw);
    if (bad !== null) {
      const received = `U+${bad[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
      refuseValue(notes, 'oneroster.text_control', column, '', { received });
      return null;
    }
  }
  if (!fits(notes, column, raw)) return null;
  switch (column.is) {
    case 'boolean':
      return readBoolean(notes, column, raw);
    case 'date':
      return readDate(notes, column, raw);
    case 'year':
      return readYear(notes, column, raw);
    case 'word':
      return readWord(notes, column, raw);
    case 'list':
    case 'refs':
      return readList(notes, column, raw);
    default:
      return raw;
  }
}

/** Whether a value is short enough to be kept; notes it where it is not. */
export function fits(notes: RowNotes, column: Column, raw: string): boolean {
  const max = longest(column);
  if (raw.length <= max) return true;
  refuseValue(notes, 'oneroster.value_too_long', column, raw, { received: String(raw.length), expected: String(max) });
  return false;
}

function readBoolean(notes: RowNotes, column: Column, raw: string): Value {
  const word = raw.toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  refuseValue(notes, 'oneroster.boolean_unreadable', column, raw);
  return null;
}

// The same few hundred days stand in a million rows.
const goodDays = new Set<string>();

/** A calendar day that exists, written YYYY-MM-DD. */
function readDate(notes: RowNotes, column: Column, raw: string): Value {
  if (goodDays.has(raw)) return raw;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw);
  if (parts !== null && dayExists(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    if (goodDays.size < 5000) goodDays.add(raw);
    return raw;
  }
  refuseValue(notes, 'oneroster.date_unreadable', column, raw, { expected: 'a date as YYYY-MM-DD' });
  return null;
}

function dayExists(year: number, month: number, day: number): boolean {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number);
}

function readYear(notes: RowNotes, column: Column, raw: string): Value {
  if (/^(19|20)\d{2}$/.test(raw)) return raw;
  refuseValue(notes, 'oneroster.value_not_allowed', column, raw, {
    expected: 'the year in which the school year ends, such as 2027',
  });
  return null;
}

function readWord(notes: RowNotes, column: Column & { is: 'word' }, raw: string): Value {
  const word = column.words.includes(raw) ? raw : column.words.find((one) => one.toLowerCase() === raw.toLowerCase());
  if (word !== undefined) return word;
  // Version 1.2 opens its vocabularies to words that begin with ext:
  if (column.open === true && /^ext:\S+$/.test(raw)) return raw;
  refuseValue(notes, 'oneroster.value_not_allowed', column, raw, { expected: column.words.join(', ') });
  return null;
}

function readList(notes: RowNotes, column: Column, raw: string): Value {
  if (!raw.includes(',') && column.name !== 'grades') return [raw];
  const items = raw
    .split(',')
    .map(trim)
    .filter((item) => item !== '');
  if (column.name === 'grades') {
    const odd = items.find((item) => !gradeCodes.has(item));
    if (odd !== undefined) {
      notes.found ??= [];
      notes.found.push({
        level: 'warn',
        entry: 'oneroster.grade_unknown',
        facts: { file: notes.file, value: shorten(odd) },
      });
    }
  }
  return [...new Set(items)];
}
