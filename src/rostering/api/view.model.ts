import type { Attendance, Course, Person } from './known.model.ts';

// Records as the API answers them: the fields of their bodies, and their ids.

/** A person at a school, as the API answers it. */
export type UserView = {
  readonly userID: string | null;
  readonly schoolID: string | null;
  readonly issuedID: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly role: string | null;
  readonly mappingID?: string;
};

type Names = Pick<Person, 'userID' | 'firstName' | 'lastName' | 'email' | 'mappingID'>;

export function viewOf(
  person: Names,
  account: { readonly school: string; readonly issuedID: string | null; readonly role: string | null } | null,
): UserView {
  const { userID, firstName, lastName, email, mappingID } = person;
  return {
    userID,
    schoolID: account?.school ?? null,
    issuedID: account?.issuedID ?? null,
    firstName,
    lastName,
    email,
    role: account?.role ?? null,
    ...(mappingID === null ? {} : { mappingID }),
  };
}

/** A course as the API answers it: the fields that were sent, and its ids. */
export function viewOfCourse(
  course: Pick<Course, 'courseID' | 'addCode' | 'school' | 'fields'> & { readonly attendance: Attendance | null },
) {
  return { ...course.fields, courseID: course.courseID, schoolID: course.school, addCode: course.addCode };
}

type Says = { readonly role: string; readonly mappingID: string | null };

/** A course member as the API answers it. */
export function viewOfMember(
  course: Pick<Course, 'courseID' | 'addCode'>,
  person: Pick<Person, 'email' | 'userID'>,
  { role, mappingID }: Says,
) {
  return {
    ID: person.email,
    userID: person.userID,
    courseID: course.courseID,
    addCode: course.addCode,
    role,
    ...(mappingID === null ? {} : { mappingID }),
  };
}

/** An attendance session as the API answers it. */
export function viewOfSession(
  course: Pick<Course, 'courseID' | 'addCode'>,
  session: { readonly attendanceID: string; readonly fields: Readonly<Record<string, unknown>> },
) {
  return { ...session.fields, attendanceID: session.attendanceID, courseID: course.courseID, addCode: course.addCode };
}
