import type { Finding } from '../../runs/job.ts';
import type { Column, FileSpec } from './columns.model.ts';
import { type Cells, cellsOf } from './csv.model.ts';
import { type Meaning, type Meanings, meant } from './meaning.model.ts';
import { addText, beginPrint, endPrint } from './print.model.ts';
import { readRoles } from './roles.model.ts';
import { fits, type RowNotes, readValue, refuseValue, shorten, trim, type Value } from './value.model.ts';

export type Mode = 'bulk' | 'delta' | 'changes';

/** What the first line of a file says about its columns. */
export type Header = {
  readonly file: FileSpec;
  readonly width: number;
  /** For each cell of a row, the place of its column in the file's list; -1: not read. */
  readonly places: Int16Array;
  readonly keyAt: number;
  readonly statusAt: number;
  readonly modifiedAt: number;
  readonly metadata: readonly { readonly at: number; readonly name: string }[];
  /** Places of the columns where something begins and ends; -1: the file has none. */
  readonly span: { readonly from: number; readonly to: number };
  readonly missing: readonly string[];
  readonly vendor: readonly string[];
  readonly secrets: readonly string[];
  readonly taken: ReadonlySet<number>;
  /** What the source's own words mean, by the place of their column; null: it has none. */
  readonly meanings: readonly (ReadonlyMap<string, Meaning> | undefined)[] | null;
  /** Set where the header itself cannot be read. */
  readonly flaw: 'utf8' | 'quote' | null;
};

/** Whether a first line tells the columns that every row must have. */
export const isReadable = (header: Header) => header.flaw === null && header.missing.length === 0;

/** Columns that are never kept, whatever they are called. */
export const secretName = /password|passwort|passwd|pwd/i;

/** Reads the header. Names are matched as OneRoster writes them, upper and lower case ignored; a column of its own is left, a password always. */
export function readHeader(
  file: FileSpec,
  bytes: Buffer,
  start: number,
  end: number,
  mode: Mode,
  meanings: Meanings | null = null,
): Header {
  const read = cellsOf(bytes, start, end);
  // A lone carriage return means the line ends of old Macintosh systems: then the whole file is one line.
  const names = read.ok && !bytes.subarray(start, end).includes(13) ? read.cells.map((cell) => cell.trim()) : [];
  const sorted = sortColumns(file, names);
  const at = (is: Column['is']) => sorted.places.findIndex((place) => file.columns[place]?.is === is);
  const needed = (column: Column) =>
    column.required || (mode === 'delta' && (column.is === 'status' || column.is === 'modified'));
  return {
    ...sorted,
    file,
    width: names.length,
    keyAt: at('key'),
    statusAt: at('status'),
    modifiedAt: at('modified'),
    span: {
      from: file.columns.findIndex((column) => column.into === 'start_date' || column.into === 'begin_date'),
      to: file.columns.findIndex((column) => column.into === 'end_date'),
    },
    missing: file.columns
      .filter((column, place) => needed(column) && !sorted.taken.has(place))
      .map((column) => column.name),
    flaw: read.ok ? null : read.reason,
    meanings: meanings === null ? null : file.columns.map(({ name }) => meanings.get(name)),
  };
}

/** A row's status in small letters, as it is meant. `key`: whose it is. */
export function statusMeant({ file, meanings }: Header, text: string, key: () => string | null): string {
  const status = text.toLowerCase();
  return meanings === null ? status : meant(meanings[statusPlace(file)], status, key());
}

const statusPlace = (file: FileSpec) => file.columns.findIndex((column) => column.is === 'status');

/** Which cell holds which column, and which columns are none of OneRoster's. */
function sortColumns(file: FileSpec, names: readonly string[]) {
  const wanted = new Map(file.columns.map((column, place) => [column.name.toLowerCase(), place]));
  const places = new Int16Array(names.length).fill(-1);
  const vendor: string[] = [];
  const secrets: string[] = [];
  const metadata: { at: number; name: string }[] = [];
  const taken = new Set<number>();
  for (const [at, name] of names.entries()) {
    const place = wanted.get(name.toLowerCase()) ?? -1;
    const column = file.columns[place];
    if (secretName.test(name)) secrets.push(shorten(name));
    else if (column !== undefined && !taken.has(place)) {
      taken.add(place);
      if (column.is !== 'ignored') places[at] = place;
    } else if (name.toLowerCase().startsWith('metadata.') && !/\p{Cc}/u.test(name))
      metadata.push({ at, name: name.slice('metadata.'.length) });
    else if (name !== '') vendor.push(shorten(name));
  }
  return { places, vendor, secrets, metadata, taken };
}

/** One row as it was understood. `values` stand in the order of the file's columns. */
export type RowRead = {
  readonly key: string | null;
  readonly values: readonly Value[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly findings: readonly Finding[];
  readonly print: string;
};

const none: readonly Finding[] = [];

/** Reads and judges one row by OneRoster's rules. Everything wrong with it is found, not the first thing only. */
export function readRow(header: Header, bytes: Buffer, start: number, end: number, line: number, mode: Mode): RowRead {
  const notes: RowNotes = { file: header.file.name, line, key: null, found: null };
  const read = cellsOf(bytes, start, end);
  if (!read.ok) return unread(notes, malformed(notes, read));
  const { cells } = read;
  notes.key = header.keyAt < 0 ? null : trim(cells[header.keyAt] ?? '') || null;
  if (!isReadable(header)) return unread(notes, headerFinding(notes, header));
  if (cells.length !== header.width) {
    const facts = { ...whereOf(notes), received: String(cells.length), expected: String(header.width) };
    return unread(notes, { level: 'refuse', entry: 'oneroster.row_ragged', facts });
  }
  return readCells(header, read, notes, mode);
}

function unread(notes: RowNotes, finding: Finding): RowRead {
  return { key: usable(notes.key), values: [], metadata: null, findings: [finding], print: '0' };
}

/** A key that can be told and stored; one that is far too long or holds control characters is none. */
function usable(key: string | null): string | null {
  return key !== null && key.length <= 400 && !/\p{Cc}/u.test(key) ? key : null;
}

const whereOf = ({ file, line, key }: RowNotes) => ({
  file,
  line: String(line),
  ...(key === null ? {} : { key: shorten(key) }),
});

function malformed(notes: RowNotes, read: Cells & { ok: false }): Finding {
  if (read.reason === 'utf8')
    return { level: 'refuse', entry: 'oneroster.text_not_utf8', facts: { ...whereOf(notes), column: 'the row' } };
  return { level: 'refuse', entry: 'oneroster.quote_malformed', facts: { ...whereOf(notes), reason: read.told } };
}

function headerFinding(notes: RowNotes, header: Header): Finding {
  if (header.flaw !== null)
    return { level: 'refuse', entry: 'oneroster.text_not_utf8', facts: { ...whereOf(notes), column: 'the header' } };
  const expected = header.file.columns.filter((column) => column.required).map((column) => column.name);
  return {
    level: 'refuse',
    entry: 'oneroster.column_missing',
    facts: { ...whereOf(notes), column: header.missing.join(', '), expected: expected.join(', ') },
  };
}

function readCells(header: Header, { cells, clean }: Cells & { ok: true }, notes: RowNotes, mode: Mode): RowRead {
  const { columns } = header.file;
  const values = new Array<Value>(columns.length).fill(null);
  if (notes.key === null) notes.found = [{ level: 'refuse', entry: 'oneroster.key_missing', facts: whereOf(notes) }];
  beginPrint(header.file.level);
  for (let at = 0; at < cells.length; at++) {
    const place = header.places[at] as number;
    if (place < 0) continue;
    const column = columns[place] as Column;
    if (column.is === 'status' || column.is === 'modified') continue;
    const said = trim(cells[at] as string);
    values[place] = readCell(notes, column, said, clean, header.meanings?.[place]);
  }
  // In the order of the format, not of the file: columns that change places change nothing.
  for (let place = 0; place < values.length; place++) addValue(place, values[place] as Value);
  const metadata = header.metadata.length === 0 ? null : readMetadata(header, cells);
  if (metadata !== null) addText(columns.length, JSON.stringify(metadata));
  checkStatus(header, cells, notes, mode);
  checkDates(header, values, notes);
  return { key: usable(notes.key), values, metadata, findings: notes.found ?? none, print: endPrint() };
}

function readCell(
  notes: RowNotes,
  column: Column,
  said: string,
  clean: boolean,
  meanings: ReadonlyMap<string, Meaning> | undefined,
): Value {
  if (column.is === 'roles' && said !== '')
    return fits(notes, column, said)
      ? readRoles(notes, column, said, (word) => meant(meanings, word, notes.key))
      : null;
  const raw = meanings === undefined ? said : meant(meanings, said, notes.key);
  return raw === '' ? emptyCell(notes, column) : readValue(notes, column, raw, clean);
}

function emptyCell(notes: RowNotes, column: Column): null {
  if (column.required && column.is !== 'key') refuseValue(notes, 'oneroster.value_missing', column, '');
  return null;
}

function addValue(place: number, value: Value): void {
  if (value === null) return;
  if (typeof value === 'string') addText(place, value);
  else if (typeof value === 'boolean') addText(place, value ? 't' : 'f');
  else for (const item of value) addText(place, item);
}

function readMetadata(header: Header, cells: readonly string[]): Readonly<Record<string, string>> | null {
  let found: Record<string, string> | null = null;
  for (const { at, name } of header.metadata) {
    const value = trim(cells[at] ?? '');
    if (value === '' || /\p{Cc}/u.test(value)) continue;
    found ??= {};
    found[name] = value.slice(0, 2000);
  }
  return found;
}

function checkStatus(header: Header, cells: readonly string[], notes: RowNotes, mode: Mode): void {
  if (header.statusAt < 0) return;
  const column = header.file.columns[1] as Column;
  const status = statusMeant(header, trim(cells[header.statusAt] as string), () => notes.key);
  if (status !== '' && status !== 'active' && status !== 'tobedeleted') {
    refuseValue(notes, 'oneroster.value_not_allowed', column, status, { expected: 'active, tobedeleted' });
  }
  if (mode !== 'delta') return;
  const modified = trim(cells[header.modifiedAt] ?? '');
  if (status === '') refuseValue(notes, 'oneroster.status_missing', column, '');
  else if (modified === '') refuseValue(notes, 'oneroster.status_missing', header.file.columns[2] as Column, '');
  else if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(modified)) {
    refuseValue(notes, 'oneroster.date_unreadable', header.file.columns[2] as Column, modified, {
      expected: 'an instant as 2026-02-03T00:00:00.000Z',
    });
  }
}

function checkDates(header: Header, values: readonly Value[], notes: RowNotes): void {
  const { from, to } = header.span;
  if (from < 0 || to < 0) return;
  const begin = values[from];
  const end = values[to];
  if (typeof begin !== 'string' || typeof end !== 'string' || end >= begin) return;
  const { columns } = header.file;
  refuseValue(notes, 'oneroster.dates_reversed', columns[to] as Column, end, {
    other: (columns[from] as Column).name,
    expected: begin,
  });
}
