import type { Statements } from '../../platform/database.ts';
import type { Attendance } from './known.model.ts';

// The only writer of what the rostering API brings. It is called inside the transaction that stores the outcomes of the
// same records (a test keeps it so). That a thing is unique, and that sessions do not overlap, is decided here by the
// database's constraints, and translated by `refusedBy`.

export type Target = { readonly district: string; readonly connection: number; readonly run: number };

export type UserWrite = {
  readonly id: number;
  readonly userID: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly mappingID: string | null;
  readonly account: { readonly school: string; readonly issuedID: string; readonly role: string };
};

/** A new person with an account. */
export async function insertUser(client: Statements, target: Target, user: UserWrite): Promise<void> {
  const { district, connection, run } = target;
  await client.query(
    `insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, email, mapping_id, print, created_run, changed_run)
     values ($1, $2, $3, $4::text, $4::text, $5, $6, $7, $8, 0, $9, $9)`,
    [district, user.id, connection, user.userID, user.firstName, user.lastName, user.email, user.mappingID, run],
  );
  await insertAccount(client, target, { person: user.id, ...user.account });
}

/** Takes back somebody who was deleted, with an account. */
export async function restoreUser(client: Statements, target: Target, user: UserWrite): Promise<void> {
  await updatePerson(client, target, user);
  await client.query("update person set status = 'active', deleted_run = null where district_id = $1 and id = $2", [
    target.district,
    user.id,
  ]);
  await insertAccount(client, target, { person: user.id, ...user.account });
}

/** What a constraint would have said, found without one. */
export class Taken extends Error {
  readonly constraint: string;
  constructor(constraint: string) {
    super(constraint);
    this.constraint = constraint;
  }
}

export type PersonChange = {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly mappingID: string | null;
};

export async function updatePerson(client: Statements, { district, run }: Target, person: PersonChange): Promise<void> {
  await client.query(
    `update person set given_name = $3, family_name = $4, email = $5, mapping_id = $6, changed_run = $7 where district_id = $1 and id = $2`,
    [district, person.id, person.firstName, person.lastName, person.email, person.mappingID, run],
  );
}

export type AccountWrite = {
  readonly person: number;
  readonly school: string;
  readonly issuedID: string | null;
  readonly role: string | null;
};

export async function insertAccount(client: Statements, { district }: Target, account: AccountWrite): Promise<void> {
  await client.query(
    'insert into account (district_id, school_id, person_id, role, issued_id, via_api) values ($1, $2, $3, $4, $5, true)',
    [district, account.school, account.person, account.role, account.issuedID],
  );
}

export async function updateAccount(client: Statements, { district }: Target, account: AccountWrite): Promise<void> {
  await client.query(
    'update account set role = $4, issued_id = $5 where district_id = $1 and school_id = $2 and person_id = $3',
    [district, account.school, account.person, account.role, account.issuedID],
  );
}

/** Ends an account; the person stays while another one does. Answers whether there was one. */
export async function deleteAccount(
  client: Statements,
  { district, run }: Target,
  person: number,
  school: string,
): Promise<boolean> {
  // The person's row is locked first, so that two deletions see each other's account go.
  await client.query('select 1 from person where district_id = $1 and id = $2 for update', [district, person]);
  const gone = await client.query('delete from account where district_id = $1 and person_id = $2 and school_id = $3', [
    district,
    person,
    school,
  ]);
  await client.query(
    `update person set status = 'tobedeleted', deleted_run = $3, changed_run = $3 where district_id = $1 and id = $2
       and not exists (select 1 from account where district_id = $1 and person_id = $2)`,
    [district, person, run],
  );
  return gone.rowCount === 1;
}

export type CourseWrite = {
  readonly id: number;
  readonly courseID: string;
  readonly addCode: string;
  readonly school: string;
  readonly title: string;
  readonly start: Date;
  readonly end: Date;
  /** Null: they stay as they are. */
  readonly owner: number | null;
  readonly admins: readonly number[] | null;
  readonly attendance: Attendance | null;
  readonly fields: Readonly<Record<string, unknown>>;
};

export async function insertCourse(client: Statements, target: Target, course: CourseWrite): Promise<void> {
  await client.query(
    `insert into class (district_id, id, connection_id, source_key, api_id, add_code, school_id, title, starts_at, ends_at, fields, print, created_run, changed_run)
     values ($1, $2, $3, $4::text, $4::text, $5, $6, $7, $8, $9, $10, 0, $11, $11)`,
    [
      target.district,
      course.id,
      target.connection,
      course.courseID,
      course.addCode,
      course.school,
      course.title,
      course.start,
      course.end,
      JSON.stringify(course.fields),
      target.run,
    ],
  );
  await writeStaff(client, target, course);
  if (course.attendance !== null) await writeAttendance(client, target, course.id, course.attendance);
}

/** Writes a course as it is now; an archived one is taken back. */
export async function updateCourse(client: Statements, target: Target, course: CourseWrite): Promise<void> {
  await client.query(
    `update class set add_code = $3, school_id = $4, title = $5, starts_at = $6, ends_at = $7, fields = $8, changed_run = $9,
       status = 'active', deleted_run = null where district_id = $1 and id = $2`,
    [
      target.district,
      course.id,
      course.addCode,
      course.school,
      course.title,
      course.start,
      course.end,
      JSON.stringify(course.fields),
      target.run,
    ],
  );
  await writeStaff(client, target, course);
  if (course.attendance !== null) await writeAttendance(client, target, course.id, course.attendance);
}

async function writeStaff(client: Statements, { district }: Target, { id, owner, admins }: CourseWrite): Promise<void> {
  const staff = { owner: owner === null ? null : [owner], admin: admins };
  for (const [role, people] of Object.entries(staff)) {
    if (people === null) continue;
    await client.query(
      'delete from class_staff where district_id = $1 and class_id = $2 and role = $3 and person_id <> all($4::bigint[])',
      [district, id, role, people],
    );
    await client.query(
      `insert into class_staff (district_id, class_id, person_id, role)
       select distinct $1, $2::bigint, person, $3 from unnest($4::bigint[]) as one (person) on conflict do nothing`,
      [district, id, role, people],
    );
  }
}

async function writeAttendance(
  client: Statements,
  { district }: Target,
  course: number,
  attendance: Attendance,
): Promise<void> {
  const { name, conversion, strategy, totalTime, syncTime, asyncTime, awardedTime, maxAwardedTimePerDay } = attendance;
  await client.query(
    `insert into class_attendance (district_id, class_id, name, conversion, strategy, total_time, sync_time, async_time, awarded_time, max_awarded_time_per_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (district_id, class_id) do update set name = excluded.name, conversion = excluded.conversion, strategy = excluded.strategy, total_time = excluded.total_time,
       sync_time = excluded.sync_time, async_time = excluded.async_time, awarded_time = excluded.awarded_time, max_awarded_time_per_day = excluded.max_awarded_time_per_day`,
    [district, course, name, conversion, strategy, totalTime, syncTime, asyncTime, awardedTime, maxAwardedTimePerDay],
  );
}

/** Archives a course: its settings, members and sessions stay. Answers whether it was live. */
export async function archiveCourse(client: Statements, { district, run }: Target, course: number): Promise<boolean> {
  const done = await client.query(
    "update class set status = 'tobedeleted', deleted_run = $3, changed_run = $3 where district_id = $1 and id = $2 and status = 'active'",
    [district, course, run],
  );
  return done.rowCount === 1;
}

export type MemberWrite = {
  readonly id: number;
  readonly course: number;
  readonly person: number;
  readonly school: string;
  readonly role: string;
  readonly mappingID: string | null;
};

/** Makes somebody a member; who was dropped before is taken back. */
export async function insertMember(
  client: Statements,
  { district, connection, run }: Target,
  member: MemberWrite,
): Promise<void> {
  const done = await client.query(
    `insert into enrollment (district_id, id, connection_id, source_key, class_id, person_id, school_id, role, mapping_id, via_api, print, created_run, changed_run)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, 0, $10, $10)
     on conflict (district_id, class_id, person_id) where via_api do update set role = excluded.role, mapping_id = excluded.mapping_id,
       changed_run = excluded.changed_run, status = 'active', deleted_run = null where enrollment.status = 'tobedeleted'`,
    [
      district,
      member.id,
      connection,
      `${member.course} ${member.person}`,
      member.course,
      member.person,
      member.school,
      member.role,
      member.mappingID,
      run,
    ],
  );
  if (done.rowCount !== 1) throw new Taken('enrollment_via_api');
}

export async function updateMember(
  client: Statements,
  { district, run }: Target,
  member: { readonly id: number; readonly role: string; readonly mappingID: string | null },
): Promise<boolean> {
  const done = await client.query(
    "update enrollment set role = $3, mapping_id = $4, changed_run = $5 where district_id = $1 and id = $2 and status = 'active'",
    [district, member.id, member.role, member.mappingID, run],
  );
  return done.rowCount === 1;
}

export async function dropMember(client: Statements, { district, run }: Target, id: number): Promise<boolean> {
  const done = await client.query(
    "update enrollment set status = 'tobedeleted', deleted_run = $3, changed_run = $3 where district_id = $1 and id = $2 and status = 'active'",
    [district, id, run],
  );
  return done.rowCount === 1;
}

export type SessionWrite = {
  readonly id: number;
  readonly course: number;
  readonly attendanceID: string;
  readonly start: Date;
  readonly end: Date;
  readonly fields: Readonly<Record<string, unknown>>;
};

export async function insertSession(
  client: Statements,
  { district, connection, run }: Target,
  session: SessionWrite,
): Promise<void> {
  await client.query(
    'insert into session (district_id, class_id, id, connection_id, attendance_id, starts_at, ends_at, fields, created_run) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      district,
      session.course,
      session.id,
      connection,
      session.attendanceID,
      session.start,
      session.end,
      JSON.stringify(session.fields),
      run,
    ],
  );
}

/** Removes sessions; answers which of them were there. */
export async function deleteSessions(
  client: Statements,
  { district }: Target,
  course: number,
  attendanceIDs: readonly string[],
): Promise<readonly string[]> {
  const gone = await client.query<{ attendance_id: string }>(
    'delete from session where district_id = $1 and class_id = $2 and attendance_id = any($3) returning attendance_id',
    [district, course, attendanceIDs],
  );
  return gone.rows.map((row) => row.attendance_id);
}

/** The constraint that refused a write; null: it was something else. */
export function refusedBy(error: unknown): string | null {
  if (error instanceof Taken) return error.constraint;
  if (!(error instanceof Error) || !('code' in error)) return null;
  return /^23/.test(String(error.code)) && 'constraint' in error ? String(error.constraint) : null;
}
