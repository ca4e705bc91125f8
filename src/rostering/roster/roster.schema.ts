import { z } from 'zod';
import { explained } from '../../dictionary/entry.schema.ts';
import { instant, nextCursor, pageQuery } from '../../platform/page.schema.ts';
import { counts, outcomeWord, runState, triggerWord } from '../../runs/run.schema.ts';

// What people see of the roster: users and courses as files and keys brought them, and what each key sent.

const named = z.object({ id: z.string(), name: z.string() });
export const sourceView = z.object({ id: z.string(), name: z.string(), system: z.string() });

export const accountView = z.object({
  school: named,
  /** The role that counts; null: none was said. */
  role: z.string().nullable(),
  /** It is named as the person's own school. */
  primary: z.boolean(),
  issuedId: z.string().nullable(),
  /** Where the source tells roles one by one (OneRoster 1.2): all of them, the one that counts first. */
  roles: z.array(
    z.object({ role: z.string(), type: z.string(), begin: z.string().nullable(), end: z.string().nullable() }),
  ),
});
export type AccountView = z.infer<typeof accountView>;

export const userView = z.object({
  id: z.string(),
  /** The id by which the rostering API speaks of the person; null where only files do. */
  userId: z.string().nullable(),
  /** The id in the system that brings the person. */
  sourceId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  connection: sourceView,
  accounts: z.array(accountView),
});
export type UserView = z.infer<typeof userView>;
export const usersQuery = pageQuery.extend({
  /** A part of the name or e-mail, or a whole userID, issuedID or source id. */
  q: z.string().max(300).optional(),
  school: z.string().max(300).optional(),
  role: z.string().max(60).optional(),
});
export const usersAnswer = z.object({ users: z.array(userView), nextCursor });

/** A record that did not get through and has not since: what was asked last, and what to do. */
export const refusalView = z.object({
  kind: z.string(),
  key: z.string(),
  outcome: outcomeWord,
  connection: sourceView,
  run: z.number().int(),
  /** When the run of the last such request began. */
  at: instant,
  since: instant,
  explained,
});
export type RefusalView = z.infer<typeof refusalView>;

const courseRef = z.object({ id: z.string(), title: z.string(), courseId: z.string().nullable() });
export const membershipView = z.object({
  course: courseRef,
  school: named,
  /** `owner` and `admin` run the course; any other role is a member's. */
  role: z.string(),
  staff: z.boolean(),
  viaApi: z.boolean(),
});
export type MembershipView = z.infer<typeof membershipView>;

export const userDetail = userView.extend({
  /** The flow that brings the person; null: none any more. */
  flow: z.number().int().nullable(),
  username: z.string().nullable(),
  identifier: z.string().nullable(),
  mappingId: z.string().nullable(),
  grades: z.array(z.string()),
  createdRun: z.number().int(),
  changedRun: z.number().int(),
  memberships: z.array(membershipView),
  /** There are more memberships than are told. */
  moreMemberships: z.boolean(),
  refusals: z.array(refusalView),
});
export type UserDetail = z.infer<typeof userDetail>;

export const courseView = courseRef.extend({
  sourceId: z.string(),
  addCode: z.string().nullable(),
  school: named,
  connection: sourceView,
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  archived: z.boolean(),
  members: z.number().int(),
});
export type CourseView = z.infer<typeof courseView>;
export const coursesQuery = pageQuery.extend({
  /** A part of the title, or a whole courseID, addCode, class code or source id. */
  q: z.string().max(300).optional(),
  school: z.string().max(300).optional(),
  state: z.enum(['active', 'archived']).default('active'),
});
export const coursesAnswer = z.object({ courses: z.array(courseView), nextCursor });

/** Somebody of a course; `id` null where the reader may not open the person. */
const personRef = z.object({
  id: z.string().nullable(),
  userId: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
});
export const attendanceView = z.object({
  name: z.string(),
  conversion: z.boolean(),
  strategy: z.string().nullable(),
  totalTime: z.number().nullable(),
  syncTime: z.number().nullable(),
  asyncTime: z.number().nullable(),
  awardedTime: z.number().nullable(),
  maxAwardedTimePerDay: z.number().nullable(),
});
export type AttendanceView = z.infer<typeof attendanceView>;
export const courseDetail = courseView.extend({
  /** The flow that brings it; null: none any more. */
  flow: z.number().int().nullable(),
  classCode: z.string().nullable(),
  location: z.string().nullable(),
  days: z.string().nullable(),
  instructorName: z.string().nullable(),
  mappingId: z.string().nullable(),
  createdRun: z.number().int(),
  changedRun: z.number().int(),
  attendance: attendanceView.nullable(),
  staff: z.array(z.object({ person: personRef, role: z.enum(['owner', 'admin']) })),
  sessions: z.number().int(),
  refusals: z.array(refusalView),
});
export type CourseDetail = z.infer<typeof courseDetail>;

export const memberView = z.object({
  id: z.string(),
  person: personRef,
  role: z.string(),
  viaApi: z.boolean(),
  mappingId: z.string().nullable(),
});
export type MemberView = z.infer<typeof memberView>;
export const membersAnswer = z.object({ members: z.array(memberView), nextCursor });

export const sessionView = z.object({
  id: z.string(),
  attendanceId: z.string(),
  startsAt: instant,
  endsAt: instant,
  /** The same in the district's time zone: 2026-09-01, 09:00. */
  day: z.string(),
  from: z.string(),
  until: z.string(),
  run: z.number().int(),
});
export type SessionView = z.infer<typeof sessionView>;
export const sessionsAnswer = z.object({ sessions: z.array(sessionView), nextCursor });

/** The person and the course that an outcome of a run speaks of, as far as they are there and may be seen. */
export const subjectQuery = z.object({
  run: z.coerce.number().int().positive(),
  kind: z.string().max(40),
  key: z.string().max(1000),
});
export const subjectAnswer = z.object({ user: named.nullable(), course: named.nullable() });

export const keyDay = z.object({
  day: z.string(),
  accepted: z.number().int(),
  waiting: z.number().int(),
  refused: z.number().int(),
});
export type KeyDay = z.infer<typeof keyDay>;
/** A key and what was sent over its connection, day by day, the newest day last. */
export const keyActivity = z.object({
  apiKey: z.object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    lastUsedAt: instant.nullable(),
    revokedAt: instant.nullable(),
  }),
  connection: z.object({ id: z.string(), name: z.string(), status: z.enum(['active', 'paused']) }).nullable(),
  days: z.array(keyDay),
});
export type KeyActivity = z.infer<typeof keyActivity>;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a day of the calendar')
  .optional();
export const keyRunsQuery = pageQuery.extend({ day });
export const keyRun = counts.extend({
  id: z.number().int(),
  trigger: triggerWord,
  state: runState,
  askedAt: instant,
  day: z.string(),
  /** The single calls of a day are a run a school; null: a batch, or calls that named no known school. */
  school: named.nullable(),
  /** Single calls, sent one by one. */
  singly: z.boolean(),
});
export type KeyRun = z.infer<typeof keyRun>;
export const keyRunsAnswer = z.object({ runs: z.array(keyRun), nextCursor });

export const keyCausesQuery = z.object({ day });
export const keyRefused = z.object({
  kind: z.string(),
  key: z.string(),
  run: z.number().int(),
  at: instant,
  /** It has not gone through since. */
  open: z.boolean(),
  message: z.string(),
});
export type KeyRefused = z.infer<typeof keyRefused>;
/** What was refused by what must be changed, the most frequent first, each with its newest records. */
export const keyCause = z.object({
  kind: z.string(),
  outcome: outcomeWord,
  count: z.number().int(),
  explained,
  records: z.array(keyRefused),
});
export type KeyCause = z.infer<typeof keyCause>;
export const keyCausesAnswer = z.object({ causes: z.array(keyCause) });
