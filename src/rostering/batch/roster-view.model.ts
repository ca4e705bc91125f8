import type { Course, Known, Member, MemberAt, Person, School, Session, SessionAt } from '../api/known.model.ts';
import type { Write } from './planned.model.ts';
import type { RefusedParents } from './refused-parents.model.ts';

// What the lines of a batch are judged by: what was found in the roster, and what earlier lines will have done to it.

export type RosterView = Known & {
  /** The line of a user or course of this batch that was refused and goes by this name. */
  refused(name: string): number | undefined;
  /** Whether a person that this connection brought was deleted: by userID, or `email …`. */
  wasDeleted(name: string): boolean;
  /** Counts a planned write as done. */
  apply(write: Write): void;
};

/** What was looked up; of a thing that the batch itself has changed its own word counts. */
export type ViewStore = RosterView & {
  foundSchool(id: string, school: School | undefined): void;
  foundPerson(person: Person): void;
  foundCourse(course: Course): void;
  foundMembers(members: readonly MemberAt[]): void;
  foundSessions(sessions: readonly SessionAt[]): void;
  foundOtherCase(addCode: string): void;
  foundDeleted(name: string): void;
};

/** Schools, people and courses, as far as they were looked up. */
export type Parents = ReturnType<typeof makeParents>;
export const makeParents = () => ({
  schools: new Map<string, School>(),
  people: personStore(),
  courses: courseStore(),
  deleted: new Set<string>(),
});

/** `parents` may be those of the page before: then only what they lack is looked up. */
export function makeView(refused: RefusedParents, parents: Parents = makeParents()): ViewStore {
  const { schools, people, courses, deleted } = parents;
  const members = memberStore();
  const sessions = sessionStore();
  const stores = { people, members, sessions, courses, deleted };
  return {
    ...people.known,
    ...courses.known,
    ...sessions.known,
    school: (id) => schools.get(id),
    member: members.get,
    refused: (name) => refused.lineOf(name),
    wasDeleted: (name) => deleted.has(name),
    apply: (write) => applyTo(stores, write),
    foundSchool: (id, school) => void (school === undefined || schools.set(id, school)),
    foundPerson: people.found,
    foundCourse: courses.found,
    foundMembers(list) {
      for (const member of list) if (members.get(member.course, member.person) === undefined) members.put(member);
    },
    foundSessions: sessions.found,
    foundOtherCase: courses.foundOtherCase,
    foundDeleted: (name) => void deleted.add(name),
  };
}

type Stores = Omit<Parents, 'schools'> & {
  readonly members: ReturnType<typeof memberStore>;
  readonly sessions: ReturnType<typeof sessionStore>;
};

function applyTo({ people, courses, deleted, members, sessions }: Stores, write: Write): void {
  switch (write.do) {
    case 'createUser':
    case 'addAccount':
    case 'updateUser':
      people.put(write.person);
      return;
    case 'deleteUser':
      if (people.end(write.person, write.school)) deleted.add(write.person.userID ?? '');
      return;
    case 'createCourse':
    case 'updateCourse':
    case 'deleteCourse':
      courses.put(write.course);
      return;
    case 'createMember':
    case 'updateMember':
    case 'deleteMember':
      members.put(write.member);
      return;
    case 'createSession':
    case 'updateSession':
      sessions.put(write.session);
      return;
    case 'deleteSessions':
      for (const session of write.sessions) sessions.drop(session);
  }
}

/** Rows by one of their names; a row that goes by another name now is not found by its old one. Almost all names are one row's. */
function nameIndex<Row extends { readonly id: number }>(
  rows: ReadonlyMap<number, Row>,
  nameOf: (row: Row) => string | null,
) {
  const index = new Map<string, number | Set<number>>();
  return {
    add(row: Row) {
      const name = nameOf(row);
      const ids = name === null ? row.id : index.get(name);
      if (name === null || ids === row.id) return;
      if (ids === undefined) index.set(name, row.id);
      else if (typeof ids === 'number') index.set(name, new Set([ids, row.id]));
      else ids.add(row.id);
    },
    get(name: string): readonly Row[] {
      const ids = index.get(name);
      if (ids === undefined) return [];
      if (typeof ids !== 'number')
        return [...ids].flatMap((id) => rows.get(id) ?? []).filter((row) => nameOf(row) === name);
      const row = rows.get(ids);
      return row !== undefined && nameOf(row) === name ? [row] : [];
    },
  };
}

function personStore() {
  const rows = new Map<number, Person>();
  const ours = new Set<number>();
  const byUserID = nameIndex(rows, ({ userID }: Person) => userID);
  const byEmail = nameIndex(rows, ({ email }: Person) => email?.toLowerCase() ?? null);
  const set = (person: Person) => {
    rows.set(person.id, person);
    byUserID.add(person);
    byEmail.add(person);
  };
  const put = (person: Person) => {
    ours.add(person.id);
    set(person);
  };
  return {
    put,
    found: (person: Person) => void (ours.has(person.id) || set(person)),
    /** Ends an account; answers whether it was the last, so that nobody knows the person any more. */
    end(person: Person, school: string): boolean {
      const accounts = person.accounts.filter((account) => account.school !== school);
      put({ ...person, accounts, visible: accounts.some(({ authorized }) => authorized) });
      if (accounts.length > 0) return false;
      rows.delete(person.id);
      return true;
    },
    known: {
      personByUserID: (userID: string) => byUserID.get(userID)[0],
      personsByEmail: (email: string) => byEmail.get(email.toLowerCase()),
    },
  };
}

function courseStore() {
  const rows = new Map<number, Course>();
  const ours = new Set<number>();
  const otherCase = new Set<string>();
  const byCourseID = nameIndex(rows, ({ courseID }: Course) => courseID);
  const byAddCode = nameIndex(rows, ({ addCode }: Course) => addCode.toLowerCase());
  const set = (course: Course) => {
    rows.set(course.id, course);
    byCourseID.add(course);
    byAddCode.add(course);
  };
  return {
    put(course: Course) {
      ours.add(course.id);
      set(course);
    },
    found: (course: Course) => void (ours.has(course.id) || set(course)),
    foundOtherCase: (addCode: string) => void otherCase.add(addCode),
    known: {
      courseByID: (courseID: string) => byCourseID.get(courseID)[0],
      coursesByAddCode: (addCode: string) =>
        byAddCode.get(addCode.toLowerCase()).filter((course) => course.addCode === addCode),
      addCodeInOtherCase: (addCode: string) =>
        otherCase.has(addCode) ||
        byAddCode
          .get(addCode.toLowerCase())
          .some((course) => course.authorized && !course.archived && course.addCode !== addCode),
    },
  };
}

function memberStore() {
  const byCourse = new Map<number, Map<number, Member>>();
  return {
    get: (course: number, person: number) => byCourse.get(course)?.get(person),
    put(member: MemberAt) {
      const of = byCourse.get(member.course) ?? new Map<number, Member>();
      byCourse.set(member.course, of.set(member.person, member));
    },
  };
}

function sessionStore() {
  const byCourse = new Map<number, Map<number, SessionAt>>();
  const ours = new Set<number>();
  const of = (course: number) => byCourse.get(course) ?? new Map<number, SessionAt>();
  const set = (session: SessionAt) => byCourse.set(session.course, of(session.course).set(session.id, session));
  const put = (session: SessionAt) => {
    ours.add(session.id);
    set(session);
  };
  return {
    put,
    drop(session: SessionAt) {
      ours.add(session.id);
      byCourse.get(session.course)?.delete(session.id);
    },
    found(sessions: readonly SessionAt[]) {
      for (const session of sessions) if (!ours.has(session.id)) set(session);
    },
    known: {
      session: (course: number, attendanceID: string): SessionAt | undefined =>
        [...of(course).values()].find((one) => one.attendanceID === attendanceID),
      overlapping: (course: number, start: Date, end: Date): readonly Session[] =>
        [...of(course).values()].filter((one) => one.start < end && start < one.end),
    },
  };
}
