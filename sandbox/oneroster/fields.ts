import type { Item, Kind, Refs, Version } from './record.ts';

/** `free`: anything may stand below it. `to`: a reference, or a list of them. `parts`: a list of objects. */
type Field = 'text' | 'dateTime' | 'free' | { readonly to: Kind } | { readonly parts: Fields };
export type Fields = { readonly [name: string]: Field };
export type Leaf = 'text' | 'dateTime';

const base: Fields = { sourcedId: 'text', status: 'text', dateLastModified: 'dateTime', metadata: 'free' };
const reference: Fields = { href: 'text', sourcedId: 'text', type: 'text' };
const userIds: Fields = { type: 'text', identifier: 'text' };

const person: Fields = {
  ...base,
  ...texts('username enabledUser givenName familyName middleName identifier email sms phone grades password'),
  userIds: { parts: userIds },
  agents: { to: 'users' },
};

const inBoth: Record<Exclude<Kind, 'users'>, Fields> = {
  orgs: { ...base, ...texts('name type identifier'), parent: { to: 'orgs' }, children: { to: 'orgs' } },
  academicSessions: {
    ...base,
    ...texts('title startDate endDate type schoolYear'),
    parent: { to: 'academicSessions' },
    children: { to: 'academicSessions' },
  },
  courses: {
    ...base,
    ...texts('title courseCode grades subjects subjectCodes'),
    schoolYear: { to: 'academicSessions' },
    org: { to: 'orgs' },
  },
  classes: {
    ...base,
    ...texts('title classCode classType location grades subjects subjectCodes periods'),
    course: { to: 'courses' },
    school: { to: 'orgs' },
    terms: { to: 'academicSessions' },
  },
  enrollments: {
    ...base,
    ...texts('role primary beginDate endDate'),
    user: { to: 'users' },
    class: { to: 'classes' },
    school: { to: 'orgs' },
  },
};

const users: Record<Version, Fields> = {
  '1.1': { ...person, role: 'text', orgs: { to: 'orgs' } },
  '1.2': {
    ...person,
    ...texts('userMasterIdentifier preferredFirstName preferredMiddleName preferredLastName pronouns'),
    roles: { parts: { ...texts('roleType role userProfile beginDate endDate'), org: { to: 'orgs' } } },
    primaryOrg: { to: 'orgs' },
  },
};

/** The fields of a record (standards.md 2 and 3): what `fields`, `sort` and `filter` may name. */
export function fieldsOf(kind: Kind, version: Version): Fields {
  return kind === 'users' ? users[version] : inBoth[kind];
}

/** What stands at a dotted path; null where there is no such field, or no single value in it. */
export function leafAt(fields: Fields, [name = '', ...rest]: readonly string[]): Leaf | null {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return null;
  if (field === 'free') return rest.length > 0 ? 'text' : null;
  if (typeof field === 'string') return rest.length === 0 ? field : null;
  return rest.length === 0 ? null : leafAt('to' in field ? reference : field.parts, rest);
}

/** A change or a new record with its references made whole. Unknown fields and wrong values are kept: bad records are wanted here too. */
export function wholeRefs(given: Readonly<Record<string, unknown>>, fields: Fields, refs: Refs): Partial<Item> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, wholeValue(value ?? undefined, fields[name], refs)]),
  );
}

function wholeValue(value: unknown, field: Field | undefined, refs: Refs): unknown {
  if (Array.isArray(value)) return value.map((one) => wholeValue(one, field, refs));
  if (typeof value !== 'object' || value === null || typeof field !== 'object') return value;
  if ('parts' in field) return wholeRefs(value as Readonly<Record<string, unknown>>, field.parts, refs);
  const { sourcedId } = value as { readonly sourcedId?: unknown };
  return typeof sourcedId === 'string' ? refs.of(field.to, sourcedId) : value;
}

function texts(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'text' as const]));
}
