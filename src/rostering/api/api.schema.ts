import { z } from 'zod';
import { entriesOfOperation } from '../../dictionary/operation.model.ts';

// What the API's documentation says of each operation. Requests are judged by the rules and not by these shapes, so that
// every mistake is told in the words of the dictionary.

const text = z.string();
const optional = z.string().optional();
const time = z.number().nullable().optional();

const user = {
  schoolID: text.describe('the school of the account; it must be one of the key’s'),
  issuedID: text.describe('the school’s own number of the person'),
  firstName: text,
  lastName: text,
  email: text.describe('unique among the people that the API made, case ignored'),
  role: z.enum(['student', 'instructor', 'admin']),
  userID: optional.describe('the id by which you speak of the person; made where it is left out'),
  mappingID: optional,
};
const schedule = {
  start: optional.describe('ISO date and time; with `end` in place of the five fields below'),
  end: optional,
  startDate: optional.describe('M/D/YYYY or MM/DD/YYYY'),
  endDate: optional,
  startTime: optional.describe('H:mm or H:mm:ss'),
  endTime: optional,
  timeZone: optional.describe('IANA name, such as America/Chicago'),
};
const course = {
  schoolID: text,
  name: text,
  owner: text.describe('e-mail of a user of the school who is no student'),
  courseID: optional,
  title: optional,
  addCode: optional.describe('at most 25 characters, one of them no digit; made where it is left out'),
  admin: z.array(z.string()).optional().describe('e-mails'),
  days: optional.describe('such as `Monday Wednesday`'),
  instructorName: optional,
  attendanceName: optional.describe('needed where the school has several attendance settings'),
  strategy: z.enum(['uniform', 'fixed']).optional(),
  totalTime: time,
  syncTime: time,
  asyncTime: time,
  awardedTime: time,
  maxAwardedTimePerDay: time,
  mappingID: optional,
  ...schedule,
};
const inCourse = { courseID: optional, addCode: optional.describe('in place of `courseID`') };
const member = {
  ID: text.describe('the e-mail of a user'),
  ...inCourse,
  role: z.enum(['student', 'instructor', 'admin']).optional(),
  mappingID: optional,
};
const session = { attendanceID: optional, mappingID: optional, ...schedule };
const page = { limit: z.coerce.number().int().min(1).max(500).optional(), cursor: optional };

/** An error's envelope: contract of every refusal. */
const refusal = z.object({
  error: z.object({
    code: z.number().optional(),
    message: z.string(),
    info: z.record(z.string(), z.unknown()),
    help: z.object({
      entry: z.string(),
      requestId: z.string(),
      owner: z.string(),
      retry: z.string(),
      meaning: z.string(),
      steps: z.array(z.string()),
      violations: z.array(
        z.object({ pointer: z.string(), entry: z.string(), message: z.string(), received: z.unknown().optional() }),
      ),
    }),
  }),
});

const record = z.record(z.string(), z.unknown());
const one = (name: string) => z.object({ [name]: record });
const many = (name: string) => z.object({ [name]: z.array(record), nextCursor: z.string().nullable() });

type Document = {
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** Takes an Idempotency-Key. */
  readonly once?: boolean;
};

const documents = {
  createUser: {
    summary: 'Create a user: a person with an account at a school',
    body: z.object({ ...user, sendWelcomeEmail: z.boolean().optional() }),
    answers: { 201: one('user') },
    once: true,
  },
  updateUser: {
    summary: 'Change a user; `userID`, else `email`, says whom',
    body: z.object(user).partial(),
    answers: { 200: one('user') },
  },
  deleteUser: {
    summary: 'End a user’s account at a school',
    query: z.object({ userID: optional, email: optional, schoolID: text }).partial(),
    answers: { 200: one('user') },
  },
  listUsers: {
    summary: 'List users, once for each account',
    query: z.object({ userID: optional, email: optional, schoolID: optional, ...page }),
    answers: { 200: many('users') },
  },
  createCourse: { summary: 'Create a course', body: z.object(course), answers: { 201: one('course') }, once: true },
  updateCourse: {
    summary: 'Change a course; `courseID`, else `addCode`, says which',
    body: z.object(course).partial(),
    answers: { 200: one('course') },
  },
  deleteCourse: {
    summary: 'Archive a course',
    params: z.object({ courseID: text }),
    answers: { 200: one('course') },
  },
  listCourses: {
    summary: 'List courses',
    query: z.object({ courseID: optional, addCode: optional, schoolID: optional, ...page }),
    answers: { 200: many('courses') },
  },
  createCourseMember: {
    summary: 'Make a user a member of a course',
    body: z.object(member),
    answers: { 201: one('courseMember') },
    once: true,
  },
  updateCourseMember: {
    summary: 'Change a course member',
    body: z.object(member).partial(),
    answers: { 200: one('courseMember') },
  },
  deleteCourseMember: {
    summary: 'Drop a course member',
    query: z.object({ ID: text, ...inCourse }).partial(),
    answers: { 200: one('courseMember') },
  },
  listCourseMembers: {
    summary: 'List course members',
    query: z.object({ ID: optional, ...inCourse, ...page }),
    answers: { 200: many('courseMembers') },
  },
  createAttendanceSession: {
    summary: 'Create an attendance session',
    body: z.object({ ...inCourse, ...session }),
    answers: { 201: one('attendanceSession') },
    once: true,
  },
  createAttendanceSessions: {
    summary: 'Create attendance sessions of one course, each with its own outcome',
    body: z.object({ ...inCourse, session: z.array(z.object(session)) }),
    answers: { 200: z.object({ outcomes: z.array(record) }) },
    once: true,
  },
  deleteAttendanceSession: {
    summary: 'Delete attendance sessions, all or none',
    query: z.object({ ...inCourse, attendanceID: text }).partial(),
    answers: { 200: one('attendanceSession') },
  },
  deleteAttendanceSessions: {
    summary: 'Delete attendance sessions, all or none',
    body: z.object({ ...inCourse, attendanceID: z.array(z.string()) }),
    answers: { 200: one('attendanceSession') },
    once: true,
  },
  listAttendanceSessions: {
    summary: 'List attendance sessions',
    query: z.object({ ...inCourse, attendanceID: optional, ...page }),
    answers: { 200: many('attendanceSessions') },
  },
  batch: {
    summary:
      'Carry out many records, a JSON object a line: `{"resource","operation","data"}`. Lines may stand in any order; each is answered by a line of its own, in the order given, and the last line sums up',
    body: z.object({
      resource: z.enum(['user', 'course', 'courseMember', 'attendanceSession']),
      operation: z.enum(['create', 'update', 'upsert', 'delete']).describe('an attendanceSession has no update'),
      data: z.record(z.string(), z.unknown()).describe('the fields of the single operation'),
    }),
    query: z.object({ dryRun: z.enum(['true', 'false']).optional().describe('true: nothing is written') }),
    answers: { 200: z.object({ line: z.number(), outcome: z.string(), status: z.number().optional() }) },
    once: true,
  },
  showSchool: {
    summary: 'The settings of a school and its attendance names',
    params: z.object({ schoolID: text }),
    answers: { 200: z.object({ school: record }) },
  },
} as const satisfies Readonly<Record<string, Document>>;
export type DocumentedOperation = keyof typeof documents;

/** What the documentation says of an operation, with the entries of the dictionary that it can answer. */
export function documentOf(operation: DocumentedOperation) {
  const document: Document = documents[operation];
  const { summary, body, query, params, answers, once } = document;
  return {
    operationId: operation,
    tags: ['Rostering'],
    summary,
    description: `${once === true ? 'Takes an `Idempotency-Key`: the same request again within a day is answered and not done again.\n\n' : ''}${refusalsOf(operation)}`,
    ...(body === undefined ? {} : { body }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(params === undefined ? {} : { params }),
    response: { ...answers, '4xx': refusal },
  };
}

/** The refusals of an operation as a table. */
function refusalsOf(operation: string): string {
  const rows = entriesOfOperation(operation).map(
    ({ entry, status, code, message }) =>
      `| ${status ?? 400} | ${code ?? ''} | ${message.replaceAll('|', '\\|')} | ${entry} |`,
  );
  if (rows.length === 0) return '';
  return ['Refusals:', '', '| status | code | message | entry |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
