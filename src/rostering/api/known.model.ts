// What the roster holds of the things that a request names, as far as the rules of the rostering API look at it.

export type AttendanceSetting = { readonly name: string; readonly conversion: boolean };

export type School = {
  readonly id: string;
  readonly name: string;
  /** The key may touch it. */
  readonly authorized: boolean;
  /** Null: it has no integration configuration. */
  readonly rostering: {
    readonly attendanceSettings: readonly AttendanceSetting[];
    readonly duration: number;
    readonly welcomeEmail: string | null;
  } | null;
  /** The template that its configuration names; null where it names none or there is none of that name. */
  readonly template: { readonly subject: string; readonly text: string } | null;
  /** Another one as soon as the school or its template is changed. */
  readonly version: string;
};

export type Account = {
  readonly school: string;
  readonly role: string | null;
  readonly issuedID: string | null;
  /** The key may touch its school. */
  readonly authorized: boolean;
};

export type Person = {
  readonly id: number;
  readonly userID: string | null;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly mappingID: string | null;
  readonly accounts: readonly Account[];
  /** It has an account at a school of the key. */
  readonly visible: boolean;
};

/** How attendance is counted in a course; times in minutes, as they were sent. */
export type Attendance = {
  readonly name: string;
  readonly conversion: boolean;
  readonly strategy: 'uniform' | 'fixed' | null;
  readonly totalTime: number | null;
  readonly syncTime: number | null;
  readonly asyncTime: number | null;
  readonly awardedTime: number | null;
  readonly maxAwardedTimePerDay: number | null;
};

export type Course = {
  readonly id: number;
  readonly courseID: string;
  readonly addCode: string;
  readonly school: string;
  /** The key may touch its school. */
  readonly authorized: boolean;
  readonly archived: boolean;
  readonly attendance: Attendance | null;
  /** The fields as they were sent, beside ids, addCode and attendance. */
  readonly fields: Readonly<Record<string, unknown>>;
};

export type Member = {
  readonly id: number;
  readonly role: string;
  readonly mappingID: string | null;
  readonly dropped: boolean;
};

export type Session = {
  readonly id: number;
  readonly attendanceID: string;
  readonly start: Date;
  readonly end: Date;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** What was looked up for a request. A name that was looked for and is not there answers nothing. */
export type Known = {
  school(id: string): School | undefined;
  personByUserID(userID: string): Person | undefined;
  /** The id of somebody of this userID who was deleted. */
  formerByUserID?(userID: string): number | undefined;
  /** All who have this e-mail, case ignored. */
  personsByEmail(email: string): readonly Person[];
  courseByID(courseID: string): Course | undefined;
  /** All courses of the district with this addCode, case kept. */
  coursesByAddCode(addCode: string): readonly Course[];
  /** Whether a course has this addCode in another case. */
  addCodeInOtherCase(addCode: string): boolean;
  member(course: number, person: number): Member | undefined;
  session(course: number, attendanceID: string): Session | undefined;
  /** The sessions of a course that share time with a span. */
  overlapping(course: number, start: Date, end: Date): readonly Session[];
};

/** Somebody who was deleted and may come back. */
export type Former = { readonly id: number; readonly userID: string };
export type MemberAt = Member & { readonly course: number; readonly person: number };
export type SessionAt = Session & { readonly course: number };

/** What is known, and what a batch adds to it while it is planned. */
export type KnownStore = Known & {
  putPerson(person: Person): void;
  putCourse(course: Course): void;
  putMember(member: MemberAt): void;
  putSession(session: SessionAt): void;
  dropSession(course: number, attendanceID: string): void;
};

export function makeKnown(found: {
  readonly schools: readonly School[];
  readonly persons: readonly Person[];
  readonly former?: readonly Former[];
  readonly courses: readonly Course[];
  readonly members: readonly MemberAt[];
  readonly sessions: readonly SessionAt[];
}): KnownStore {
  const schools = new Map(found.schools.map((school) => [school.id, school]));
  const persons = new Map(found.persons.map((person) => [person.id, person]));
  const courses = new Map(found.courses.map((course) => [course.id, course]));
  const members = new Map(found.members.map((member) => [`${member.course} ${member.person}`, member]));
  const sessions = Map.groupBy(found.sessions, (session) => session.course);
  const former = new Map((found.former ?? []).map(({ id, userID }) => [userID, id]));
  const byUserID = new Map(found.persons.map((person) => [person.userID, person.id]));
  const byCourseID = new Map(found.courses.map((course) => [course.courseID, course.id]));
  const byEmail = new Map<string, Set<number>>();
  const byAddCode = new Map<string, Set<number>>();
  const list = (index: Map<string, Set<number>>, key: string, id: number) => {
    const ids = index.get(key) ?? new Set();
    index.set(key, ids.add(id));
  };
  const listPerson = ({ email, id }: Person) => email !== null && list(byEmail, email.toLowerCase(), id);
  const listCourse = ({ addCode, id }: Course) => list(byAddCode, addCode.toLowerCase(), id);
  for (const person of found.persons) listPerson(person);
  for (const course of found.courses) listCourse(course);
  const all = <T>(from: ReadonlyMap<number, T>, ids: Iterable<number> = []): readonly T[] =>
    [...ids].flatMap((id) => from.get(id) ?? []);
  const inAnyCase = (addCode: string) => all(courses, byAddCode.get(addCode.toLowerCase()));
  return {
    school: (id) => schools.get(id),
    personByUserID: (userID) => persons.get(byUserID.get(userID) ?? -1),
    formerByUserID: (userID) => former.get(userID),
    personsByEmail: (email) =>
      all(persons, byEmail.get(email.toLowerCase())).filter((one) => one.email?.toLowerCase() === email.toLowerCase()),
    courseByID: (courseID) => courses.get(byCourseID.get(courseID) ?? -1),
    coursesByAddCode: (addCode) => inAnyCase(addCode).filter((course) => course.addCode === addCode),
    addCodeInOtherCase: (addCode) =>
      inAnyCase(addCode).some((course) => course.authorized && !course.archived && course.addCode !== addCode),
    member: (course, person) => members.get(`${course} ${person}`),
    session: (course, attendanceID) => sessions.get(course)?.find((one) => one.attendanceID === attendanceID),
    overlapping: (course, start, end) =>
      (sessions.get(course) ?? []).filter((one) => one.start < end && start < one.end),
    putPerson(person) {
      persons.set(person.id, person);
      byUserID.set(person.userID, person.id);
      if (person.userID !== null) former.delete(person.userID);
      listPerson(person);
    },
    putCourse(course) {
      courses.set(course.id, course);
      byCourseID.set(course.courseID, course.id);
      listCourse(course);
    },
    putMember: (member) => void members.set(`${member.course} ${member.person}`, member),
    putSession(session) {
      sessions.set(session.course, [...(sessions.get(session.course) ?? []), session]);
    },
    dropSession(course, attendanceID) {
      sessions.set(
        course,
        (sessions.get(course) ?? []).filter((one) => one.attendanceID !== attendanceID),
      );
    },
  };
}
