import { readFileSync } from 'node:fs';
import { breaks } from './breaks.ts';
import type { Version } from './columns.ts';
import type { BrokenRow, DistrictSummary } from './district.schema.ts';
import { asRow, bytesOf, keysOf, listOf, type Row, read } from './read-back.ts';

/** What each break must look like in the file: for tests; typed here, not taken from the table of breaks. */
type Seen = {
  readonly raw: Buffer;
  readonly cells: readonly string[];
  readonly row: Row;
  readonly width: number;
  readonly before: (id: string) => boolean;
  readonly known: (file: string, id: string) => boolean;
};
type Sight = (seen: Seen) => boolean;
const blank =
  (column: string): Sight =>
  ({ row }) =>
    row[column] === '';
const huge =
  (column: string): Sight =>
  ({ row }) =>
    row[column]?.length === 20_000;
const longer: Sight = ({ cells, width }) => cells.length > width;
const shorter: Sight = ({ cells, width }) => cells.length < width;
const repeated: Sight = ({ row, before }) => before(row['sourcedId'] ?? '');
const afterQuote: Sight = ({ raw, cells }) => cells.length === 0 && /"x(,|$)/.test(raw.toString('latin1'));
const notUtf8: Sight = ({ raw }) => !isUtf8(raw);
const nowhere =
  (column: string, file: string): Sight =>
  ({ row, known }) =>
    listOf(row[column]).some((id) => !known(file, id));

export const sights: Readonly<Record<string, readonly [entry: string, sight: Sight]>> = {
  'user-without-family-name': ['oneroster.value_missing', blank('familyName')],
  'user-of-unknown-role': ['oneroster.value_not_allowed', ({ row }) => row['role'] === 'pupil'],
  'user-maybe-enabled': ['oneroster.boolean_unreadable', ({ row }) => row['enabledUser'] === 'maybe'],
  'user-with-a-cell-too-many': ['oneroster.row_ragged', longer],
  'user-with-cells-too-few': ['oneroster.row_ragged', shorter],
  'user-with-text-after-a-quote': ['oneroster.quote_malformed', afterQuote],
  'user-id-repeated': ['oneroster.id_repeated', repeated],
  'user-without-id': ['oneroster.key_missing', blank('sourcedId')],
  'user-of-unknown-org': ['oneroster.parent_missing', nowhere('orgSourcedIds', 'orgs')],
  'user-of-unknown-primary-org': ['oneroster.parent_missing', nowhere('primaryOrgSourcedId', 'orgs')],
  'user-with-a-huge-name': ['oneroster.value_too_long', huge('givenName')],
  'user-not-in-utf8': ['oneroster.text_not_utf8', notUtf8],
  'class-without-title': ['oneroster.value_missing', blank('title')],
  'class-without-course': ['oneroster.value_missing', blank('courseSourcedId')],
  'class-of-unknown-type': [
    'oneroster.value_not_allowed',
    ({ row }) => !['homeroom', 'scheduled'].includes(row['classType'] ?? ''),
  ],
  'class-with-a-cell-too-many': ['oneroster.row_ragged', longer],
  'class-with-cells-too-few': ['oneroster.row_ragged', shorter],
  'class-with-text-after-a-quote': ['oneroster.quote_malformed', afterQuote],
  'class-id-repeated': ['oneroster.id_repeated', repeated],
  'class-without-id': ['oneroster.key_missing', blank('sourcedId')],
  'class-of-unknown-course': ['oneroster.parent_missing', nowhere('courseSourcedId', 'courses')],
  'class-of-unknown-school': ['oneroster.parent_missing', nowhere('schoolSourcedId', 'orgs')],
  'class-of-a-term-nowhere': ['oneroster.parent_missing', nowhere('termSourcedIds', 'academicSessions')],
  'class-with-a-huge-title': ['oneroster.value_too_long', huge('title')],
  'class-not-in-utf8': ['oneroster.text_not_utf8', notUtf8],
  'enrollment-without-user': ['oneroster.value_missing', blank('userSourcedId')],
  'enrollment-of-unknown-role': ['oneroster.value_not_allowed', ({ row }) => row['role'] === 'pupil'],
  'enrollment-with-day-first-date': ['oneroster.date_unreadable', ({ row }) => row['endDate'] === '31/12/2026'],
  'enrollment-on-a-day-that-is-not': ['oneroster.date_unreadable', ({ row }) => row['beginDate'] === '2026-09-31'],
  'enrollment-maybe-primary': ['oneroster.boolean_unreadable', ({ row }) => row['primary'] === 'maybe'],
  'enrollment-with-a-cell-too-many': ['oneroster.row_ragged', longer],
  'enrollment-with-cells-too-few': ['oneroster.row_ragged', shorter],
  'enrollment-with-text-after-a-quote': ['oneroster.quote_malformed', afterQuote],
  'enrollment-id-repeated': ['oneroster.id_repeated', repeated],
  'enrollment-without-id': ['oneroster.key_missing', blank('sourcedId')],
  'enrollment-of-unknown-class': [
    'oneroster.parent_missing',
    ({ row, known }) => row['classSourcedId'] === 'NOWHERE-9' && !known('classes', 'NOWHERE-9'),
  ],
  'enrollment-of-unknown-user': [
    'oneroster.parent_missing',
    ({ row, known }) => row['userSourcedId'] === 'NOWHERE-9' && !known('users', 'NOWHERE-9'),
  ],
  'enrollment-of-unknown-school': ['oneroster.parent_missing', nowhere('schoolSourcedId', 'orgs')],
  'enrollment-with-a-huge-user-id': ['oneroster.value_too_long', huge('userSourcedId')],
  'enrollment-not-in-utf8': ['oneroster.text_not_utf8', notUtf8],
  'enrollment-that-ends-before-it-begins': [
    'oneroster.dates_reversed',
    ({ row }) => (row['endDate'] ?? '') < (row['beginDate'] ?? ''),
  ],
};

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export const breakable = ['users', 'classes', 'enrollments'] as const;
export const kindOf = { users: 'user', classes: 'class', enrollments: 'enrollment' } as const;

export type Refused = {
  readonly file: string;
  readonly line: number;
  readonly entry: string;
  readonly isDependent: boolean;
};

/** Judges every row by the sights above and the rows it hangs on, as an import would, without a look at what the generator says. */
export function judge(district: DistrictSummary): Refused[] {
  const known = knownIn(district);
  const accepted = { users: new Set<string>(), classes: new Set<string>(), enrollments: new Set<string>() };
  const broken = breakable.flatMap((file) => {
    const [header, ...rows] = read(bytesOf(district, file));
    const own = sightsOf(file, district.options.version);
    return rows.flatMap(({ line, raw, cells = [] }): Refused[] => {
      const row = asRow(header?.cells ?? [], cells);
      const width = header?.cells?.length ?? 0;
      const entry = entryOf({ raw, cells, row, width, before: (id) => accepted[file].has(id), known }, own);
      if (entry !== undefined) return [{ file, line, entry, isDependent: false }];
      const stands =
        accepted.users.has(row['userSourcedId'] ?? '') && accepted.classes.has(row['classSourcedId'] ?? '');
      if (file === 'enrollments' && !stands)
        return [{ file, line, entry: 'oneroster.parent_missing', isDependent: true }];
      accepted[file].add(row['sourcedId'] ?? '');
      return [];
    });
  });
  return [...broken, ...rolesOfRefused(district, accepted.users)];
}

/** Rows of roles.csv, which 1.1 does not have, are never broken themselves: they hang on their user. */
function rolesOfRefused(district: DistrictSummary, users: ReadonlySet<string>): Refused[] {
  if (district.files['roles'] === undefined) return [];
  const [header, ...rows] = read(bytesOf(district, 'roles'));
  return rows.flatMap(({ line, cells = [] }): Refused[] => {
    if (users.has(asRow(header?.cells ?? [], cells)['userSourcedId'] ?? '')) return [];
    return [{ file: 'roles', line, entry: 'oneroster.parent_missing', isDependent: true }];
  });
}

/** Whether an id stands anywhere in a file, whatever became of its row. */
export function knownIn(district: DistrictSummary): Seen['known'] {
  const files = ['orgs', 'courses', 'academicSessions', 'users', 'classes'];
  const present = new Map(files.map((file) => [file, keysOf(district, file)]));
  return (file, id) => present.get(file)?.has(id) === true;
}

type NamedSight = (typeof sights)[string];

function sightsOf(file: string, version: Version): readonly NamedSight[] {
  const names = breaks.filter((b) => b.file === file && (b.version ?? version) === version).map((b) => b.name);
  return names.map((name) => sights[name] ?? ['no sight is typed for this break', () => true]);
}

function entryOf(seen: Seen, own: readonly NamedSight[]): string | undefined {
  // Where the quotes are malformed there are no cells to look at.
  const asked = seen.cells.length === 0 ? own.filter(([entry]) => entry === 'oneroster.quote_malformed') : own;
  return firstOf(new Set(asked.filter(([, sight]) => sight(seen)).map(([entry]) => entry)));
}

/** Of several signs on one row the one that is read first: bytes, cells, values, then references. */
function firstOf(entries: ReadonlySet<string>): string | undefined {
  const order = [
    'text_not_utf8',
    'quote_malformed',
    'row_ragged',
    'value_too_long',
    'key_missing',
    'id_repeated',
    'value_missing',
    'value_not_allowed',
    'boolean_unreadable',
    'date_unreadable',
    'dates_reversed',
    'parent_missing',
  ];
  const first = order.find((name) => entries.has(`oneroster.${name}`));
  return first === undefined ? undefined : `oneroster.${first}`;
}

export function expectedRows(path: string): BrokenRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BrokenRow);
}
