// What OneRoster CSV 1.1 and 1.2 ask of the files that are carried: their columns, what each holds, where it goes.
// Source: the OneRoster CSV tables of versions 1.1 and 1.2.

/** `1.2 REST`: what is read of a provider of 1.2, whose users hold their roles themselves; in CSV they are a file. */
export type Version = '1.1' | '1.2' | '1.2 REST';
/** Kinds in OneRoster's words; each is one file and one table of the roster. */
export type Kind = 'org' | 'academicSession' | 'course' | 'class' | 'user' | 'role' | 'enrollment';

type Holds =
  | { readonly is: 'key' | 'status' | 'modified' | 'boolean' | 'date' | 'list' | 'secret' | 'ignored' }
  | { readonly is: 'text'; readonly max: number }
  | { readonly is: 'word'; readonly words: readonly string[]; readonly open?: boolean }
  /** A list of roles, each with its school and dates, as the JSON of `role.model.ts`; `words`: what a role can be. */
  | { readonly is: 'roles'; readonly words: readonly string[] }
  | { readonly is: 'year' }
  | { readonly is: 'ref' | 'refs'; readonly to: Kind };

/** One column: `into` names the column of the roster's table (or, for references, the one that holds the id). */
export type Column = Holds & { readonly name: string; readonly required: boolean; readonly into: string | null };

export type FileSpec = {
  readonly name: string;
  readonly kind: Kind;
  readonly level: number;
  readonly columns: readonly Column[];
};

const column = (holds: Holds, name: string, into: string | null, required = false): Column => ({
  ...holds,
  name,
  into,
  required,
});
const text = (name: string, into: string, max = 500) => column({ is: 'text', max }, name, into);
const must = (one: Column): Column => ({ ...one, required: true });
const list = (name: string, into: string) => column({ is: 'list' }, name, into);
const ref = (to: Kind, name: string, into: string) => column({ is: 'ref', to }, name, into);
const refs = (to: Kind, name: string) => column({ is: 'refs', to }, name, null);
const date = (name: string, into: string) => column({ is: 'date' }, name, into);
const word = (words: readonly string[], name: string, into: string, open = false) =>
  column({ is: 'word', words, open }, name, into);
const left = (name: string) => column({ is: 'ignored' }, name, null);

const base = [
  must(column({ is: 'key' }, 'sourcedId', 'source_key')),
  column({ is: 'status' }, 'status', null),
  column({ is: 'modified' }, 'dateLastModified', null),
];

const userRoles = ['administrator', 'aide', 'guardian', 'parent', 'proctor', 'relative', 'student', 'teacher'];
export const roleTypes: readonly string[] = ['primary', 'secondary'];
/** 1.2 has more words, and leaves out `administrator`, which is met all the same. */
const roles12 = [
  ...userRoles,
  'counselor',
  'districtAdministrator',
  'principal',
  'siteAdministrator',
  'systemAdministrator',
];

const orgs: FileSpec = {
  name: 'orgs.csv',
  kind: 'org',
  level: 0,
  columns: [
    ...base,
    must(text('name', 'name')),
    must(word(['department', 'district', 'local', 'national', 'school', 'state'], 'type', 'type', true)),
    text('identifier', 'identifier'),
    ref('org', 'parentSourcedId', 'parent_id'),
  ],
};

const academicSessions: FileSpec = {
  name: 'academicSessions.csv',
  kind: 'academicSession',
  level: 1,
  columns: [
    ...base,
    must(text('title', 'title')),
    must(word(['gradingPeriod', 'semester', 'schoolYear', 'term'], 'type', 'type', true)),
    must(date('startDate', 'start_date')),
    must(date('endDate', 'end_date')),
    ref('academicSession', 'parentSourcedId', 'parent_id'),
    must(column({ is: 'year' }, 'schoolYear', 'school_year')),
  ],
};

const courses: FileSpec = {
  name: 'courses.csv',
  kind: 'course',
  level: 2,
  columns: [
    ...base,
    ref('academicSession', 'schoolYearSourcedId', 'school_year_id'),
    must(text('title', 'title', 1000)),
    text('courseCode', 'course_code'),
    list('grades', 'grades'),
    must(ref('org', 'orgSourcedId', 'school_id')),
    list('subjects', 'subjects'),
    list('subjectCodes', 'subject_codes'),
  ],
};

const classes: FileSpec = {
  name: 'classes.csv',
  kind: 'class',
  level: 3,
  columns: [
    ...base,
    must(text('title', 'title', 1000)),
    list('grades', 'grades'),
    must(ref('course', 'courseSourcedId', 'course_id')),
    text('classCode', 'class_code'),
    must(word(['homeroom', 'scheduled'], 'classType', 'class_type', true)),
    text('location', 'location'),
    must(ref('org', 'schoolSourcedId', 'school_id')),
    must(refs('academicSession', 'termSourcedIds')),
    list('subjects', 'subjects'),
    list('subjectCodes', 'subject_codes'),
    list('periods', 'periods'),
  ],
};

const people = [
  column({ is: 'boolean' }, 'enabledUser', 'enabled', true),
  must(text('username', 'username')),
  list('userIds', 'user_ids'),
  must(text('givenName', 'given_name')),
  must(text('familyName', 'family_name')),
  text('middleName', 'middle_name'),
  text('identifier', 'identifier'),
  text('email', 'email', 320),
  text('sms', 'sms', 60),
  text('phone', 'phone', 60),
  list('agentSourcedIds', 'agent_keys'),
  list('grades', 'grades'),
  column({ is: 'secret' }, 'password', null),
];

const users11: FileSpec = {
  name: 'users.csv',
  kind: 'user',
  level: 3,
  columns: [...base, must(refs('org', 'orgSourcedIds')), must(word(userRoles, 'role', 'role')), ...people],
};

const people12 = [
  ...people,
  left('userMasterIdentifier'),
  text('preferredGivenName', 'preferred_given_name'),
  left('preferredMiddleName'),
  text('preferredFamilyName', 'preferred_family_name'),
  ref('org', 'primaryOrgSourcedId', 'primary_org'),
  left('pronouns'),
];

const users12: FileSpec = { name: 'users.csv', kind: 'user', level: 3, columns: [...base, ...people12] };

const usersOfRest: FileSpec = {
  ...users12,
  columns: [...users12.columns, refs('org', 'orgSourcedIds'), column({ is: 'roles', words: roles12 }, 'roles', null)],
};

const roles: FileSpec = {
  name: 'roles.csv',
  kind: 'role',
  level: 4,
  columns: [
    ...base,
    must(ref('user', 'userSourcedId', 'person_id')),
    must(word(roleTypes, 'roleType', 'role_type')),
    must(word(roles12, 'role', 'role', true)),
    date('beginDate', 'begin_date'),
    date('endDate', 'end_date'),
    must(ref('org', 'orgSourcedId', 'school_id')),
    left('userProfileSourcedId'),
  ],
};

const enrollments: FileSpec = {
  name: 'enrollments.csv',
  kind: 'enrollment',
  level: 4,
  columns: [
    ...base,
    must(ref('class', 'classSourcedId', 'class_id')),
    must(ref('org', 'schoolSourcedId', 'school_id')),
    must(ref('user', 'userSourcedId', 'person_id')),
    must(word(roles12, 'role', 'role', true)),
    column({ is: 'boolean' }, 'primary', 'is_primary'),
    date('beginDate', 'begin_date'),
    date('endDate', 'end_date'),
  ],
};

const shared = [orgs, academicSessions, courses, classes, enrollments];
const byVersion: Readonly<Record<Version, readonly FileSpec[]>> = {
  '1.1': [...shared, users11],
  '1.2': [...shared, users12, roles],
  '1.2 REST': [...shared, usersOfRest],
};

/** The carried files of a version in the order of dependency. */
export function carriedFiles(version: Version): readonly FileSpec[] {
  return [...byVersion[version]].sort((a, b) => a.level - b.level);
}

/** The file of a kind in a version; of a kind that the version does not have, as 1.2 has it. */
export function fileOf(version: Version, kind: Kind): FileSpec {
  const found = [...byVersion[version], ...byVersion['1.2']].find((file) => file.kind === kind);
  if (found === undefined) throw new Error(`no file carries ${kind}`);
  return found;
}

/** Every file name of either version, so that a file which is not carried is told apart from one that is none of OneRoster's. */
export const knownFiles: readonly string[] = [
  'academicSessions',
  'categories',
  'classes',
  'classResources',
  'courses',
  'courseResources',
  'demographics',
  'enrollments',
  'lineItemLearningObjectiveIds',
  'lineItems',
  'lineItemScoreScales',
  'orgs',
  'resources',
  'resultLearningObjectiveIds',
  'results',
  'resultScoreScales',
  'roles',
  'scoreScales',
  'userProfiles',
  'userResources',
  'users',
];

/** Kinds whose rows may name another row of the same file as parent. */
export const selfReferring: ReadonlySet<Kind> = new Set<Kind>(['org', 'academicSession']);

/** CEDS grade codes. */
export const gradeCodes: ReadonlySet<string> = new Set([
  'IT',
  'PR',
  'PK',
  'TK',
  'KG',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  'PS',
  'UG',
  'Other',
]);
