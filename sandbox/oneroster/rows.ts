import type { Item, Kind, Ref, Refs, Version } from './record.ts';

/** The cell of a column by its name in OneRoster CSV. */
export type Cell = (column: string) => string;
type Reader = (cell: Cell) => Item;

/** What the readers share. What many records have in common is one object. */
type Form = {
  readonly version: Version;
  readonly refs: Refs;
  readonly dateLastModified: string;
  base(cell: Cell): Item;
  words(text: string): readonly string[];
  ref(kind: Kind, id: string): Ref | undefined;
  refList(kind: Kind, text: string): readonly Ref[];
  /** JSON's own booleans in 1.1, the strings "true" and "false" in 1.2. */
  flag(text: string): boolean | string;
};

const noMetadata = {};

/** How a row of OneRoster CSV looks as a record of the REST binding (standards.md 1 to 4). */
export function readersOf(version: Version, refs: Refs, dateLastModified: string): Record<Kind, Reader> {
  const form = formOf(version, refs, dateLastModified);
  return {
    ...structureReaders(form),
    classes: classReader(form),
    users: userReader(form),
    enrollments: enrollmentReader(form),
  };
}

/** A role of a user, which is a row of its own in the CSV of 1.2. */
export function roleOf(cell: Cell, refs: Refs): Readonly<Record<string, unknown>> {
  return {
    roleType: cell('roleType'),
    role: cell('role'),
    org: refs.of('orgs', cell('orgSourcedId')),
    beginDate: text(cell('beginDate')),
    endDate: text(cell('endDate')),
  };
}

function formOf(version: Version, refs: Refs, dateLastModified: string): Form {
  const wordLists = new Map<string, readonly string[]>();
  const refLists = new Map<string, readonly Ref[]>();
  return {
    version,
    refs,
    dateLastModified,
    base: (cell) => ({ sourcedId: cell('sourcedId'), status: 'active', dateLastModified, metadata: noMetadata }),
    words(line) {
      const found = wordLists.get(line) ?? parts(line);
      wordLists.set(line, found);
      return found;
    },
    ref: (kind, id) => (id === '' ? undefined : refs.of(kind, id)),
    refList(kind, line) {
      const key = `${kind} ${line}`;
      const found = refLists.get(key) ?? parts(line).map((id) => refs.of(kind, id));
      refLists.set(key, found);
      return found;
    },
    flag: (word) => (version === '1.2' ? word : word === 'true'),
  };
}

function structureReaders({ base, ref, words }: Form): Record<'orgs' | 'academicSessions' | 'courses', Reader> {
  return {
    orgs: (cell) => ({
      ...base(cell),
      name: cell('name'),
      type: cell('type'),
      identifier: cell('identifier'),
      parent: ref('orgs', cell('parentSourcedId')),
      children: [],
    }),
    academicSessions: (cell) => ({
      ...base(cell),
      title: cell('title'),
      startDate: cell('startDate'),
      endDate: cell('endDate'),
      type: cell('type'),
      parent: ref('academicSessions', cell('parentSourcedId')),
      children: [],
      schoolYear: cell('schoolYear'),
    }),
    courses: (cell) => ({
      ...base(cell),
      title: cell('title'),
      schoolYear: ref('academicSessions', cell('schoolYearSourcedId')),
      courseCode: cell('courseCode'),
      grades: words(cell('grades')),
      subjects: words(cell('subjects')),
      org: ref('orgs', cell('orgSourcedId')),
      subjectCodes: words(cell('subjectCodes')),
    }),
  };
}

function classReader({ version, base, ref, refList, words }: Form): Reader {
  return (cell) => ({
    ...base(cell),
    title: cell('title'),
    classCode: cell('classCode'),
    classType: cell('classType'),
    location: text(cell('location')),
    grades: words(cell('grades')),
    subjects: words(cell('subjects')),
    course: ref('courses', cell('courseSourcedId')),
    school: ref('orgs', cell('schoolSourcedId')),
    terms: refList('academicSessions', cell('termSourcedIds')),
    subjectCodes: words(cell('subjectCodes')),
    periods: version === '1.2' ? words(cell('periods')) : cell('periods'),
  });
}

function userReader({ version, base, ref, refList, words, flag }: Form): Reader {
  const person: Reader = (cell) => ({
    ...base(cell),
    username: cell('username'),
    userIds: userIdsOf(cell('userIds')),
    enabledUser: flag(cell('enabledUser')),
    givenName: cell('givenName'),
    familyName: cell('familyName'),
    middleName: text(cell('middleName')),
    identifier: text(cell('identifier')),
    email: text(cell('email')),
    sms: text(cell('sms')),
    phone: text(cell('phone')),
    agents: refList('users', cell('agentSourcedIds')),
    grades: words(cell('grades')),
    password: text(cell('password')),
  });
  if (version === '1.1')
    return (cell) => ({ ...person(cell), role: cell('role'), orgs: refList('orgs', cell('orgSourcedIds')) });
  return (cell) => ({
    ...person(cell),
    userMasterIdentifier: text(cell('userMasterIdentifier')),
    preferredFirstName: text(cell('preferredGivenName')),
    preferredMiddleName: text(cell('preferredMiddleName')),
    preferredLastName: text(cell('preferredFamilyName')),
    pronouns: text(cell('pronouns')),
    primaryOrg: ref('orgs', cell('primaryOrgSourcedId')),
    // They follow as rows of their own.
    roles: [],
  });
}

/** Written out, without `base`: with a spread each of very many would take half as much memory again. */
function enrollmentReader({ refs, dateLastModified, flag }: Form): Reader {
  return (cell) => ({
    sourcedId: cell('sourcedId'),
    status: 'active',
    dateLastModified,
    metadata: noMetadata,
    user: refs.of('users', cell('userSourcedId')),
    class: refs.of('classes', cell('classSourcedId')),
    school: refs.of('orgs', cell('schoolSourcedId')),
    role: cell('role'),
    primary: flag(cell('primary')),
    beginDate: text(cell('beginDate')),
    endDate: text(cell('endDate')),
  });
}

function text(cell: string): string | undefined {
  return cell === '' ? undefined : cell;
}

function parts(line: string): readonly string[] {
  return line === '' ? [] : line.split(',');
}

/** `{SIS:123},{LDAP:t00001}`, as the CSV writes them. */
function userIdsOf(cell: string): readonly { readonly type: string; readonly identifier: string }[] {
  return [...cell.matchAll(/\{([^:{}]*):([^{}]*)\}/g)].map(([, type = '', identifier = '']) => ({ type, identifier }));
}
