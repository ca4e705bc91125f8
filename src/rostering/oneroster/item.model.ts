import type { Facts } from '../../dictionary/facts.model.ts';
import type { Change, Finding, Name, Plan } from '../../runs/job.ts';
import { type Account, accountsOfRoles } from '../account.model.ts';
import {
  type ColumnValue,
  copyText,
  emptyValue,
  type Parent,
  type RosterBody,
  rosterTables,
  type Stored,
} from '../roster-table.model.ts';
import type { Column, FileSpec, Kind } from './columns.model.ts';
import { rolesIn } from './roles.model.ts';
import type { RowRead } from './row.model.ts';
import type { Value } from './value.model.ts';

/** What is known when a page is planned: the stored rows of its keys, the records they refer to, and free ids for new ones. */
export type Known = {
  readonly stored: ReadonlyMap<string, Stored>;
  parent(kind: Kind, key: string): Parent | undefined;
  /** Whether a missing parent is one that was refused itself. */
  wasRefused(kind: Kind, key: string): boolean;
  nextId(): number;
  /** Records that are not deleted although their source no longer shows them. */
  readonly kept: ReadonlySet<string>;
  /** Why a record is left out; of other kinds only those are known that a record of the page refers to. */
  leftOut(kind: Kind, key: string): string | undefined;
  /** Whose records may be deleted. */
  readonly connection: number;
};

/** One record of a page: a row of the file, or a known record that the file no longer shows or marks as deleted. */
export type Item = {
  /** As outcomes name it; `(line 17)` where the row has no key of its own. */
  readonly key: string;
  readonly byLine: boolean;
  readonly line: number | null;
  readonly row: RowRead | null;
  readonly gone: boolean;
  readonly findings: readonly Finding[];
};

export const itemFacts = (file: FileSpec, item: Name): Facts =>
  item.line === null
    ? { file: file.name, key: item.key }
    : { file: file.name, line: String(item.line), ...(item.byLine ? {} : { key: item.key }) };

/** Whose import it is: its connection, and the only schools of others that it may touch (null: all). */
export type Importer = { readonly connection: number; readonly schools: readonly string[] | null };

/** What is wrong with a record, in the order in which it is told. */
export function checkItem(file: FileSpec, importer: Importer, item: Item, known: Known): readonly Finding[] {
  if (item.findings.length > 0 || item.row === null) return whyLeft(file, item, known) === null ? item.findings : [];
  const more =
    file.kind === 'org'
      ? checkOrg(file, importer, item, item.row, known)
      : checkSchools(file, importer, item, item.row, known);
  return more === null || whyLeft(file, item, known) !== null ? item.findings : [...item.findings, more];
}

/** Why a record is left out by decision; null: it is not. A row that is known by its line is nobody in particular. */
function whyLeft(file: FileSpec, item: Item, known: Known): string | null {
  return item.byLine || item.gone ? null : (known.leftOut(file.kind, item.key) ?? null);
}

/** Why somebody is left out who was forgotten. */
export const wasForgotten = 'was forgotten';

function left(file: FileSpec, item: Item, reason: string): Plan<never> {
  // Of somebody who was forgotten, and of what is theirs, no key is kept.
  if (reason === wasForgotten)
    return {
      to: 'left',
      entry: 'oneroster.forgotten',
      note: 'oneroster.rows_forgotten',
      facts: { file: file.name },
      nameless: true,
    };
  return {
    to: 'left',
    entry: 'oneroster.left_out',
    note: 'oneroster.rows_left_out',
    facts: { ...itemFacts(file, item), reason },
  };
}

function checkOrg(file: FileSpec, importer: Importer, item: Item, row: RowRead, known: Known): Finding | null {
  const stored = known.stored.get(item.key);
  if (stored === undefined || stored.connection === importer.connection) return null;
  if (!mayTouch(importer, item.key, stored))
    return {
      level: 'refuse',
      entry: 'oneroster.school_not_permitted',
      facts: { ...itemFacts(file, item), value: item.key },
    };
  if (item.gone || !stored.active || stored.connection === null || stored.print === row.print) return null;
  return {
    level: 'refuse',
    entry: 'oneroster.owned_elsewhere',
    facts: { ...itemFacts(file, item), owner: `no. ${stored.connection}` },
  };
}

function checkSchools(file: FileSpec, importer: Importer, item: Item, row: RowRead, known: Known): Finding | null {
  if (importer.schools === null) return null;
  for (const [place, column] of file.columns.entries()) {
    if ((column.is !== 'ref' && column.is !== 'refs') || column.to !== 'org') continue;
    for (const key of keysOf(row.values[place] ?? null)) {
      const school = known.parent('org', key);
      if (school === undefined || mayTouch(importer, key, school)) continue;
      return {
        level: 'refuse',
        entry: 'oneroster.school_not_permitted',
        facts: { ...itemFacts(file, item), column: column.name, value: key },
      };
    }
  }
  return null;
}

/** A source may always touch the schools that it brings itself; of others only those that who asked was given. */
function mayTouch(importer: Importer, school: string, stored: { readonly connection: number | null }): boolean {
  return importer.schools === null || stored.connection === importer.connection || importer.schools.includes(school);
}

/** Compares a record with what is known: leave, wait for its parent, or write. */
export function planItem(file: FileSpec, item: Item, known: Known): Plan<RosterBody> {
  const stored = known.stored.get(item.key);
  if (item.gone) return planDeletion(file.kind, item, known);
  const why = whyLeft(file, item, known);
  if (why !== null) return left(file, item, why);
  const row = item.row as RowRead;
  const waits = missingParent(file, item, row, known);
  if (waits !== null) return waits;
  if (stored?.active === true && stored.print === row.print && stored.connection !== null) return { to: 'unchanged' };
  const operation = stored === undefined ? 'create' : 'update';
  const id = stored?.id ?? (file.kind === 'org' ? item.key : known.nextId());
  return {
    to: 'write',
    change: {
      ...change(file.kind, item.key, operation, bodyOf(file, row, id, known, stored === undefined)),
      school: schoolOf(file, item, row),
    },
  };
}

/** The school of a row: itself, the one that it names, or of a person's their own or the first; '': none. */
function schoolOf(file: FileSpec, item: Item, row: RowRead): string {
  if (file.kind === 'org') return item.key;
  for (const place of placesOfSchools(file)) {
    const [school] = [...keysOf(row.values[place] ?? null)].sort();
    if (school !== undefined) return school;
  }
  return '';
}
const placesKnown = new WeakMap<FileSpec, readonly number[]>();

function placesOfSchools(file: FileSpec): readonly number[] {
  const known = placesKnown.get(file);
  if (known !== undefined) return known;
  const places = file.columns.flatMap((column, place) => ('to' in column && column.to === 'org' ? [place] : []));
  placesKnown.set(file, places);
  return places;
}

/** A record that is no longer shown is deleted, unless it is not there, another source brings it, or somebody decided to keep it. */
function planDeletion(kind: Kind, item: Item, known: Known): Plan<RosterBody> {
  const stored = known.stored.get(item.key);
  if (stored?.active !== true || stored.connection !== known.connection || known.kept.has(item.key))
    return { to: 'unchanged' };
  return { to: 'write', change: change(kind, item.key, 'delete', { id: stored.id, print: stored.print }) };
}

function change(
  kind: Kind,
  id: string,
  operation: Change<RosterBody>['operation'],
  body: RosterBody,
): Change<RosterBody> {
  return { key: { kind, id }, side: 'here', operation, body, repeatable: true };
}

/** The first reference of a row that leads nowhere. */
function missingParent(file: FileSpec, item: Item, row: RowRead, known: Known): Plan<RosterBody> | null {
  for (const [place, column] of file.columns.entries()) {
    if (column.is !== 'ref' && column.is !== 'refs') continue;
    for (const key of keysOf(row.values[place] ?? null)) {
      if (known.parent(column.to, key) === undefined) return withoutParent(file, item, column, key, known);
    }
  }
  return null;
}

function withoutParent(
  file: FileSpec,
  item: Item,
  { name, to }: Column & { is: 'ref' | 'refs' },
  parent: string,
  known: Known,
): Plan<RosterBody> {
  // What belongs to a record that shall not come shall not come either.
  const why = known.leftOut(to, parent);
  if (why !== undefined) return left(file, item, why === wasForgotten ? why : `${to} ${parent}: ${why}`);
  const entry = known.wasRefused(to, parent) ? 'oneroster.parent_refused' : 'oneroster.parent_missing';
  const facts = { ...itemFacts(file, item), column: name, parentKind: to, parent, value: parent };
  return { to: 'wait', waitsFor: { kind: to, id: parent }, entry, facts };
}

/** The keys that a reference's cell names. */
export function keysOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
}

type Layout = readonly ((row: RowRead, known: Known) => ColumnValue)[];
const layouts = new WeakMap<FileSpec, Layout>();

/** For each column of the roster's table, how its value is taken from a row; worked out once a file format. */
function layoutOf(file: FileSpec): Layout {
  const ready = layouts.get(file);
  if (ready !== undefined) return ready;
  const layout = rosterTables[file.kind].columns.map(([name]) => readerOf(file, name));
  layouts.set(file, layout);
  return layout;
}

function readerOf(file: FileSpec, name: string): Layout[number] {
  if (name === 'metadata') return (row) => row.metadata;
  const place = file.columns.findIndex((column) => column.into === name);
  const column = file.columns[place];
  if (column === undefined) return () => null;
  if (column.is === 'ref') {
    const { to } = column;
    return (row, known) => {
      const key = row.values[place];
      return typeof key === 'string' ? (known.parent(to, key)?.id ?? null) : null;
    };
  }
  return (row) => row.values[place] ?? null;
}

/** What is written of a row. A new one is put into the form of COPY at once: a text lies lighter in memory than its values. */
function bodyOf(file: FileSpec, row: RowRead, id: number | string, known: Known, isNew: boolean): RosterBody {
  const layout = layoutOf(file);
  const { columns } = rosterTables[file.kind];
  const values = layout.map((read, at) => read(row, known) ?? emptyValue((columns[at] as (typeof columns)[number])[1]));
  const body = { id, print: row.print, ...(isNew ? { copy: values.map(copyText).join('\t') } : { values }) };
  if (file.kind === 'class') return { ...body, terms: termsOf(file, row, known) };
  if (file.kind === 'user') return { ...body, accounts: accountsOf(file, row) };
  return body;
}

function termsOf(file: FileSpec, row: RowRead, known: Known): readonly number[] {
  const place = file.columns.findIndex((column) => column.is === 'refs');
  return keysOf(row.values[place] ?? null).flatMap((key) => {
    const id = known.parent('academicSession', key)?.id;
    return typeof id === 'number' ? [id] : [];
  });
}

/** 1.1 says a person's orgs and one role for all of them; 1.2 says the primary org here, and roles beside it or in a file of their own. */
function accountsOf(file: FileSpec, row: RowRead): readonly Account[] {
  const cellOf = (wanted: (column: Column) => boolean) => row.values[file.columns.findIndex(wanted)] ?? null;
  if (file.columns.some((column) => column.into === 'primary_org')) {
    const roles = rolesIn(cellOf((column) => column.is === 'roles'));
    return accountsOfRoles(roles, keysOf(cellOf((column) => column.into === 'primary_org')));
  }
  const role = cellOf((column) => column.into === 'role');
  const orgs = keysOf(cellOf((column) => column.is === 'refs'));
  return orgs.map((school) => ({ school, role: typeof role === 'string' ? role : null, primary: null, roles: null }));
}
