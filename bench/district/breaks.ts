import type { FileName, Version } from './columns.ts';
import { csvLine } from './csv-file.ts';

export type BreakableFile = Extract<FileName, 'users' | 'classes' | 'enrollments'>;

export type SoundRow = {
  readonly columns: readonly string[];
  readonly cells: readonly string[];
  /** The sourcedId of a sound row before this one in the file. */
  readonly earlierKey: string;
};

/** Either cells still to be written as CSV, or the bytes of the line without its end. */
export type BrokenCells = { readonly cells: readonly string[] } | { readonly bytes: Buffer };

export type Break = {
  readonly name: string;
  readonly file: BreakableFile;
  /** Where only one version has the column. */
  readonly version?: Version;
  readonly needsEarlierKey?: true;
  readonly apply: (row: SoundRow) => BrokenCells;
  readonly expected: { readonly outcome: 'invalid' | 'blocked'; readonly entry: string };
};

type Apply = Break['apply'];

const longValue = 'x'.repeat(20_000);
const nowhere = 'NOWHERE-9';

const put =
  (column: string, value: string): Apply =>
  (row) => ({ cells: row.cells.with(indexOf(row, column), value) });
const addTo =
  (column: string, value: string): Apply =>
  (row) => {
    const at = indexOf(row, column);
    return { cells: row.cells.with(at, `${row.cells[at] ?? ''},${value}`) };
  };
const oneCellMore: Apply = (row) => ({ cells: [...row.cells, 'left over'] });
const twoCellsFewer: Apply = (row) => ({ cells: row.cells.slice(0, -2) });
const earlierKey: Apply = (row) => ({ cells: row.cells.with(0, row.earlierKey) });

const reversedDates: Apply = (row) => {
  const begin = indexOf(row, 'beginDate');
  const end = indexOf(row, 'endDate');
  return { cells: row.cells.with(begin, row.cells[end] ?? '').with(end, row.cells[begin] ?? '') };
};

/** `"value"x` : a quoted cell that goes on after its closing quote; the quotes of the line stay even. */
const textAfterQuote =
  (column: string): Apply =>
  (row) => ({ bytes: lineWith(row, column, (value) => Buffer.from(`"${value.replaceAll('"', '""')}"x`)) });

/** A byte of Windows-1252 in a UTF-8 file, as spreadsheets save them. */
const strayByte =
  (column: string): Apply =>
  (row) => ({ bytes: lineWith(row, column, withStrayByte) });

function withStrayByte(value: string): Buffer {
  const cell = csvLine([value]);
  const end = cell.startsWith('"') ? cell.length - 1 : cell.length;
  return Buffer.concat([Buffer.from(cell.slice(0, end)), Buffer.from([0xe9]), Buffer.from(cell.slice(end))]);
}

function indexOf(row: SoundRow, column: string): number {
  const at = row.columns.indexOf(column);
  if (at < 0) throw new Error(`no column ${column}`);
  return at;
}

function lineWith(row: SoundRow, column: string, write: (value: string) => Buffer): Buffer {
  const at = indexOf(row, column);
  const before = at === 0 ? '' : `${csvLine(row.cells.slice(0, at))},`;
  const after = at === row.cells.length - 1 ? '' : `,${csvLine(row.cells.slice(at + 1))}`;
  return Buffer.concat([Buffer.from(before), write(row.cells[at] ?? ''), Buffer.from(after)]);
}

const invalid = (entry: string): Break['expected'] => ({ outcome: 'invalid', entry: `oneroster.${entry}` });
const blocked: Break['expected'] = { outcome: 'blocked', entry: 'oneroster.parent_missing' };

/** What a school's file can have wrong, and what an import must answer. Each row gets one break only, so the answer is never a matter of order. */
export const breaks: readonly Break[] = [
  { name: 'user-without-family-name', file: 'users', apply: put('familyName', ''), expected: invalid('value_missing') },
  {
    name: 'user-of-unknown-role',
    file: 'users',
    version: '1.1',
    apply: put('role', 'pupil'),
    expected: invalid('value_not_allowed'),
  },
  {
    name: 'user-maybe-enabled',
    file: 'users',
    apply: put('enabledUser', 'maybe'),
    expected: invalid('boolean_unreadable'),
  },
  { name: 'user-with-a-cell-too-many', file: 'users', apply: oneCellMore, expected: invalid('row_ragged') },
  { name: 'user-with-cells-too-few', file: 'users', apply: twoCellsFewer, expected: invalid('row_ragged') },
  {
    name: 'user-with-text-after-a-quote',
    file: 'users',
    apply: textAfterQuote('givenName'),
    expected: invalid('quote_malformed'),
  },
  {
    name: 'user-id-repeated',
    file: 'users',
    needsEarlierKey: true,
    apply: earlierKey,
    expected: invalid('id_repeated'),
  },
  { name: 'user-without-id', file: 'users', apply: put('sourcedId', ''), expected: invalid('key_missing') },
  {
    name: 'user-of-unknown-org',
    file: 'users',
    version: '1.1',
    apply: put('orgSourcedIds', nowhere),
    expected: blocked,
  },
  {
    name: 'user-of-unknown-primary-org',
    file: 'users',
    version: '1.2',
    apply: put('primaryOrgSourcedId', nowhere),
    expected: blocked,
  },
  {
    name: 'user-with-a-huge-name',
    file: 'users',
    apply: put('givenName', longValue),
    expected: invalid('value_too_long'),
  },
  { name: 'user-not-in-utf8', file: 'users', apply: strayByte('givenName'), expected: invalid('text_not_utf8') },

  { name: 'class-without-title', file: 'classes', apply: put('title', ''), expected: invalid('value_missing') },
  {
    name: 'class-without-course',
    file: 'classes',
    apply: put('courseSourcedId', ''),
    expected: invalid('value_missing'),
  },
  {
    name: 'class-of-unknown-type',
    file: 'classes',
    apply: put('classType', 'lesson'),
    expected: invalid('value_not_allowed'),
  },
  { name: 'class-with-a-cell-too-many', file: 'classes', apply: oneCellMore, expected: invalid('row_ragged') },
  { name: 'class-with-cells-too-few', file: 'classes', apply: twoCellsFewer, expected: invalid('row_ragged') },
  {
    name: 'class-with-text-after-a-quote',
    file: 'classes',
    apply: textAfterQuote('title'),
    expected: invalid('quote_malformed'),
  },
  {
    name: 'class-id-repeated',
    file: 'classes',
    needsEarlierKey: true,
    apply: earlierKey,
    expected: invalid('id_repeated'),
  },
  { name: 'class-without-id', file: 'classes', apply: put('sourcedId', ''), expected: invalid('key_missing') },
  { name: 'class-of-unknown-course', file: 'classes', apply: put('courseSourcedId', nowhere), expected: blocked },
  { name: 'class-of-unknown-school', file: 'classes', apply: put('schoolSourcedId', nowhere), expected: blocked },
  { name: 'class-of-a-term-nowhere', file: 'classes', apply: addTo('termSourcedIds', nowhere), expected: blocked },
  {
    name: 'class-with-a-huge-title',
    file: 'classes',
    apply: put('title', longValue),
    expected: invalid('value_too_long'),
  },
  { name: 'class-not-in-utf8', file: 'classes', apply: strayByte('title'), expected: invalid('text_not_utf8') },

  {
    name: 'enrollment-without-user',
    file: 'enrollments',
    apply: put('userSourcedId', ''),
    expected: invalid('value_missing'),
  },
  {
    name: 'enrollment-of-unknown-role',
    file: 'enrollments',
    apply: put('role', 'pupil'),
    expected: invalid('value_not_allowed'),
  },
  {
    name: 'enrollment-with-day-first-date',
    file: 'enrollments',
    apply: put('endDate', '31/12/2026'),
    expected: invalid('date_unreadable'),
  },
  {
    name: 'enrollment-on-a-day-that-is-not',
    file: 'enrollments',
    apply: put('beginDate', '2026-09-31'),
    expected: invalid('date_unreadable'),
  },
  {
    name: 'enrollment-maybe-primary',
    file: 'enrollments',
    apply: put('primary', 'maybe'),
    expected: invalid('boolean_unreadable'),
  },
  { name: 'enrollment-with-a-cell-too-many', file: 'enrollments', apply: oneCellMore, expected: invalid('row_ragged') },
  { name: 'enrollment-with-cells-too-few', file: 'enrollments', apply: twoCellsFewer, expected: invalid('row_ragged') },
  {
    name: 'enrollment-with-text-after-a-quote',
    file: 'enrollments',
    apply: textAfterQuote('role'),
    expected: invalid('quote_malformed'),
  },
  {
    name: 'enrollment-id-repeated',
    file: 'enrollments',
    needsEarlierKey: true,
    apply: earlierKey,
    expected: invalid('id_repeated'),
  },
  { name: 'enrollment-without-id', file: 'enrollments', apply: put('sourcedId', ''), expected: invalid('key_missing') },
  {
    name: 'enrollment-of-unknown-class',
    file: 'enrollments',
    apply: put('classSourcedId', nowhere),
    expected: blocked,
  },
  { name: 'enrollment-of-unknown-user', file: 'enrollments', apply: put('userSourcedId', nowhere), expected: blocked },
  {
    name: 'enrollment-of-unknown-school',
    file: 'enrollments',
    apply: put('schoolSourcedId', nowhere),
    expected: blocked,
  },
  {
    name: 'enrollment-with-a-huge-user-id',
    file: 'enrollments',
    apply: put('userSourcedId', longValue),
    expected: invalid('value_too_long'),
  },
  { name: 'enrollment-not-in-utf8', file: 'enrollments', apply: strayByte('role'), expected: invalid('text_not_utf8') },
  {
    name: 'enrollment-that-ends-before-it-begins',
    file: 'enrollments',
    apply: reversedDates,
    expected: invalid('dates_reversed'),
  },
];

export function breaksFor(
  file: BreakableFile,
  version: Version,
  names: readonly string[] | undefined,
): readonly Break[] {
  return breaks.filter(
    (b) => b.file === file && (b.version ?? version) === version && (names === undefined || names.includes(b.name)),
  );
}

/** Throws where a name is unknown: a misspelt break would otherwise make a test that cannot fail. */
export function checkBreakNames(names: readonly string[]): void {
  const unknown = names.find((name) => !breaks.some((b) => b.name === name));
  if (unknown !== undefined) throw new Error(`There is no break named ${unknown}.`);
}
