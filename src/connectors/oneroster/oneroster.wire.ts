import type { Collection } from '../connector.ts';

// Records of OneRoster REST 1.1 and 1.2 as cells of OneRoster CSV of the same version. What a record holds is not judged
// here: whatever cannot be a cell goes over as it is, so that the import says what is wrong with it.

export type Version = '1.1' | '1.2';
type Json = Readonly<Record<string, unknown>>;
export type Cells = Readonly<Record<string, string>>;
/** Reads one cell; `zone`: where the provider's instants become days. */
type Read = (record: Json, zone: string | undefined) => string;
type Columns = readonly (readonly [column: string, read: Read])[];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The id in a reference; some providers send nothing but the id. */
const idOf = (value: unknown) => textOf(isObject(value) ? value['sourcedId'] : value);
const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
/** Lists stand in one cell, parted by commas. */
const joined = (values: readonly string[]) => values.filter((value) => value !== '').join(',');

const text =
  (field: string): Read =>
  (record) =>
    textOf(record[field]);
const list =
  (field: string): Read =>
  (record) =>
    joined(itemsOf(record[field]).map(textOf));
const ref =
  (field: string): Read =>
  (record) =>
    idOf(record[field]);
const refs =
  (field: string): Read =>
  (record) =>
    joined(itemsOf(record[field]).map(idOf));
/** 1.1 writes true, 1.2 writes "true"; both are met in both. */
const flag =
  (field: string): Read =>
  (record) => {
    const word = textOf(record[field]).toLowerCase();
    return word === 'true' || word === 'false' ? word : textOf(record[field]);
  };
const day =
  (field: string): Read =>
  (record, zone) =>
    dayOf(textOf(record[field]), zone);

/** A day that is written as an instant: midnight anywhere is that day, another hour the day that it is in the zone. */
function dayOf(value: string, zone: string | undefined): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:/.test(value)) return value;
  if (/T00:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(value)) return value.slice(0, 10);
  const instant = new Date(value);
  if (zone === undefined || Number.isNaN(instant.getTime())) return value;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  formats.set(zone, format);
  return format.format(instant);
}
/** Making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

const base: Columns = [
  ['sourcedId', text('sourcedId')],
  ['status', (record) => textOf(record['status']) || 'active'],
  ['dateLastModified', text('dateLastModified')],
];

const person: Columns = [
  ...base,
  ['enabledUser', flag('enabledUser')],
  ['username', (record) => textOf(record['username']) || profileName(record)],
  ['userIds', (record) => joined(itemsOf(record['userIds']).map(userIdOf))],
  ['givenName', text('givenName')],
  ['familyName', text('familyName')],
  ['middleName', text('middleName')],
  ['identifier', text('identifier')],
  ['email', text('email')],
  ['sms', text('sms')],
  ['phone', text('phone')],
  ['agentSourcedIds', refs('agents')],
  ['grades', list('grades')],
  // Passwords are never taken along.
];

function userIdOf(value: unknown): string {
  return isObject(value) ? `{${textOf(value['type'])}:${textOf(value['identifier'])}}` : textOf(value);
}

/** 1.2 may leave the username to the credentials of a profile. */
function profileName(record: Json): string {
  const credentials = itemsOf(record['userProfiles'])
    .filter(isObject)
    .flatMap((profile) => itemsOf(profile['credentials']))
    .filter(isObject);
  return credentials.map(({ username }) => textOf(username)).find((name) => name !== '') ?? '';
}

const rolesOf = (record: Json) => itemsOf(record['roles']);

/** The schools at which a person of 1.2 has a role. */
const roleOrgs = (record: Json) =>
  joined([...new Set(rolesOf(record).map((role) => (isObject(role) ? idOf(role['org']) : '')))].sort());

/** The roles of a person of 1.2 as JSON, in an order of ours: a provider that changes its own changes nothing. */
function rolesCell(record: Json, zone: string | undefined): string {
  const roles = rolesOf(record);
  if (!roles.every(isObject)) return textOf(record['roles']);
  const told = roles.map((role) => JSON.stringify(roleTold(role, zone)));
  return told.length === 0 ? '' : `[${told.sort().join(',')}]`;
}

function roleTold(role: Json, zone: string | undefined): Json {
  const parts = {
    role: textOf(role['role']),
    roleType: textOf(role['roleType']),
    org: idOf(role['org']),
    beginDate: dayOf(textOf(role['beginDate']), zone),
    endDate: dayOf(textOf(role['endDate']), zone),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
}

/** The org of a person in 1.2: the one named as such, else that of a role which is called primary, the same in whatever order roles come. */
function primaryOrg(record: Json): string {
  const named = idOf(record['primaryOrg']);
  if (named !== '') return named;
  const primary = rolesOf(record).filter((role) => isObject(role) && role['roleType'] === 'primary');
  return primary.map((role) => idOf((role as Json)['org'])).sort()[0] ?? '';
}

const shared = {
  orgs: [
    ...base,
    ['name', text('name')],
    ['type', text('type')],
    ['identifier', text('identifier')],
    ['parentSourcedId', ref('parent')],
  ],
  academicSessions: [
    ...base,
    ['title', text('title')],
    ['type', text('type')],
    ['startDate', day('startDate')],
    ['endDate', day('endDate')],
    ['parentSourcedId', ref('parent')],
    ['schoolYear', text('schoolYear')],
  ],
  courses: [
    ...base,
    ['schoolYearSourcedId', ref('schoolYear')],
    ['title', text('title')],
    ['courseCode', text('courseCode')],
    ['grades', list('grades')],
    ['orgSourcedId', ref('org')],
    ['subjects', list('subjects')],
    ['subjectCodes', list('subjectCodes')],
  ],
  classes: [
    ...base,
    ['title', text('title')],
    ['grades', list('grades')],
    ['courseSourcedId', ref('course')],
    ['classCode', text('classCode')],
    ['classType', text('classType')],
    ['location', text('location')],
    ['schoolSourcedId', ref('school')],
    ['termSourcedIds', refs('terms')],
    ['subjects', list('subjects')],
    ['subjectCodes', list('subjectCodes')],
    ['periods', list('periods')],
  ],
  enrollments: [
    ...base,
    ['classSourcedId', ref('class')],
    ['schoolSourcedId', ref('school')],
    ['userSourcedId', ref('user')],
    ['role', text('role')],
    ['primary', flag('primary')],
    ['beginDate', day('beginDate')],
    ['endDate', day('endDate')],
  ],
} as const satisfies Record<Exclude<Collection, 'users'>, Columns>;

const columns: Readonly<Record<Version, Readonly<Record<Collection, Columns>>>> = {
  '1.1': { ...shared, users: [...person, ['orgSourcedIds', refs('orgs')], ['role', text('role')]] },
  '1.2': {
    ...shared,
    users: [
      ...person,
      ['userMasterIdentifier', text('userMasterIdentifier')],
      ['preferredGivenName', text('preferredFirstName')],
      ['preferredMiddleName', text('preferredMiddleName')],
      ['preferredFamilyName', text('preferredLastName')],
      ['primaryOrgSourcedId', primaryOrg],
      ['orgSourcedIds', roleOrgs],
      ['roles', rolesCell],
      ['pronouns', text('pronouns')],
    ],
  },
};

const secret = /passw|pwd/i;

/** A record as cells by column name. What is no record at all becomes a row without an id, which the import refuses. */
export function cellsOf(version: Version, collection: Collection, record: unknown, zone: string | undefined): Cells {
  const given = isObject(record) ? record : {};
  const cells: Record<string, string> = {};
  for (const [column, read] of columns[version][collection]) cells[column] = read(given, zone);
  if (isObject(given['metadata'])) {
    for (const [name, value] of Object.entries(given['metadata']))
      if (!secret.test(name)) cells[`metadata.${name}`] = textOf(value);
  }
  return cells;
}
