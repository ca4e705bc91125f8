import type { Column } from './columns.model.ts';

/** What a source means by a value of its own; in the records of `except` it means nothing. */
export type Meaning = { readonly word: string; readonly except: ReadonlySet<string> };
/** By the name of the column, then by the value as the source writes it. */
export type Meanings = ReadonlyMap<string, ReadonlyMap<string, Meaning>>;

/** What a file is read with: its own words and what they mean, and a print of them, since lines that read otherwise are no longer the same. */
export type OwnWords = { readonly meanings: Meanings; readonly digest: string; readonly seed: number };

/** The words that a column can hold at all; null: it holds no words. A status is compared in small letters. */
export function wordsOf(column: Column): readonly string[] | null {
  if (column.is === 'word' || column.is === 'roles') return column.words;
  if (column.is === 'boolean') return ['true', 'false'];
  return column.is === 'status' ? ['active', 'tobedeleted'] : null;
}

/** A value as it is read: as a word of OneRoster where it was said what it means. */
export function meant(meanings: ReadonlyMap<string, Meaning> | undefined, value: string, key: string | null): string {
  const found = meanings?.get(value);
  return found === undefined || (key !== null && found.except.has(key)) ? value : found.word;
}
