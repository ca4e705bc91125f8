import type { RoleAt } from '../account.model.ts';
import { type Column, roleTypes } from './columns.model.ts';
import { type RowNotes, readValue, refuseValue, type Value } from './value.model.ts';

// Users of REST 1.2 hold their roles themselves. They stand in one cell, as a list of objects in JSON; every value of them
// is judged as it would be in roles.csv.

type Roles = Column & { readonly is: 'roles' };
type Parts = Readonly<Record<string, unknown>>;

/** The roles of a cell, each as the JSON of a `RoleAt`, in one order whatever order they came in. `meant`: a source's own word, as it is meant. */
export function readRoles(notes: RowNotes, column: Roles, raw: string, meant: (word: string) => string): Value {
  const list = listIn(raw);
  if (list === null) {
    refuseValue(notes, 'oneroster.value_not_allowed', { ...column, name: 'the list of roles' }, raw, {
      expected: 'a list of roles, each with role, roleType and org',
    });
    return null;
  }
  const read = list.map((parts) => readRole(notes, column, parts, meant));
  return [...new Set(read.filter((role) => role !== null).map((role) => JSON.stringify(role)))].sort();
}

/** What `readRoles` made of a cell. */
export const rolesIn = (value: Value): readonly RoleAt[] =>
  Array.isArray(value) ? value.map((role) => JSON.parse(role) as RoleAt) : [];

function listIn(raw: string): readonly Parts[] | null {
  try {
    const list: unknown = JSON.parse(raw);
    const whole = Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null);
    return whole ? (list as readonly Parts[]) : null;
  } catch {
    return null;
  }
}

function readRole(notes: RowNotes, column: Roles, parts: Parts, meant: (word: string) => string): RoleAt | null {
  const { words, required, into } = column;
  const cell = (holds: object, name: string, value: string, must: boolean): string | null => {
    const one = { ...holds, name, required, into } as Column;
    if (value !== '') return readValue(notes, one, value, false) as string | null;
    if (must) refuseValue(notes, 'oneroster.value_missing', one, '');
    return null;
  };
  const said = (name: string) => (typeof parts[name] === 'string' ? parts[name].trim() : '');
  // The word stands for the whole column, so that what a source means by its own words can be said of it.
  const role = cell({ is: 'word', words, open: true }, column.name, meant(said('role')), true);
  const type = cell({ is: 'word', words: roleTypes }, `${column.name}.roleType`, said('roleType'), true);
  const school = cell({ is: 'key' }, `${column.name}.org`, said('org'), true);
  const begin = cell({ is: 'date' }, `${column.name}.beginDate`, said('beginDate'), false);
  const end = cell({ is: 'date' }, `${column.name}.endDate`, said('endDate'), false);
  if (begin !== null && end !== null && end < begin)
    refuseValue(notes, 'oneroster.dates_reversed', { ...column, name: `${column.name}.endDate` }, end, {
      other: `${column.name}.beginDate`,
      expected: begin,
    });
  return role === null || type === null || school === null ? null : { school, role, type, begin, end };
}
