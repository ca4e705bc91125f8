import { type RawBuilder, sql } from 'kysely';
import { renderMail } from '../../mail/mail.model.ts';
import type { Queries } from '../../platform/database.ts';
import { type Ask, asking, type Statement } from '../../platform/pipelined.ts';
import { type Body, textsOf } from './body.model.ts';
import {
  type Account,
  type Attendance,
  type AttendanceSetting,
  type Course,
  type Former,
  type KnownStore,
  type MemberAt,
  makeKnown,
  type Person,
  type School,
  type SessionAt,
} from './known.model.ts';

// Looks up what requests name, in few statements however many requests there are.

/** The key in whose name is looked: its district and schools (null: all of the district). */
export type Eye = { readonly district: string; readonly schools: readonly string[] | null };

export type Wanted = {
  readonly schools: ReadonlySet<string>;
  readonly userIDs: ReadonlySet<string>;
  readonly emails: ReadonlySet<string>;
  readonly courseIDs: ReadonlySet<string>;
  readonly addCodes: ReadonlySet<string>;
  /** Whether sessions of the courses are looked at. */
  readonly sessions: boolean;
};

/** What must be known to judge bodies. E-mails are looked for without their case. */
export function wantedOf(bodies: readonly Body[], sessions: boolean): Wanted {
  const all = (fields: readonly string[]) =>
    new Set(bodies.flatMap((body) => fields.flatMap((field) => textsOf(body, field))));
  return {
    schools: all(['schoolID']),
    userIDs: all(['userID']),
    emails: new Set([...all(['email', 'ID', 'owner', 'admin'])].map((email) => email.toLowerCase())),
    courseIDs: all(['courseID']),
    addCodes: all(['addCode']),
    sessions,
  };
}

type SchoolRow = {
  id: string;
  name: string;
  rostering: { attendanceSettings?: readonly AttendanceSetting[]; duration?: number; welcomeEmail?: string } | null;
  subject: string | null;
  text: string | null;
  version: string;
};
export type PersonRow = {
  id: number;
  user_id: string | null;
  email: string | null;
  given_name: string;
  family_name: string;
  mapping_id: string | null;
  status: string;
  accounts: readonly Omit<Account, 'authorized'>[] | null;
};
type CourseRow = {
  id: number;
  api_id: string;
  add_code: string;
  school_id: string;
  status: string;
  fields: Record<string, unknown> | null;
  attendance: Attendance | null;
};

const withTemplate = `school s
    left join mail_template t on t.district_id = s.district_id and t.name = s.rostering->>'welcomeEmail'`;
// A row that was changed carries the number of the transaction that changed it.
const schoolVersion = "concat_ws(' ', s.xmin, t.xmin)";

const mayTouch = ({ schools }: Eye, school: string) => schools === null || schools.includes(school);

/** All that is known of what these bodies name. */
export async function lookUp(db: Queries | Ask, eye: Eye, wanted: Wanted): Promise<KnownStore> {
  const ask = asking(db);
  const [{ living: persons, former }, courses, named] = await Promise.all([
    findPersons(ask, eye, wanted),
    findCourses(ask, eye, wanted),
    findSchools(ask, eye, [...wanted.schools]),
  ]);
  const ids = courses.filter((course) => course.authorized && !course.archived).map((course) => course.id);
  const further = courses.map((course) => course.school).filter((school) => !wanted.schools.has(school));
  const [schools, members, sessions] = await Promise.all([
    findSchools(ask, eye, further),
    findMembers(ask, eye, ids, persons),
    wanted.sessions ? findSessions(ask, eye, ids) : [],
  ]);
  return makeKnown({ schools: [...named, ...schools], persons, former, courses, members, sessions });
}

async function findSchools(ask: Ask, eye: Eye, ids: readonly string[]): Promise<readonly School[]> {
  if (ids.length === 0) return [];
  const found = await ask(
    sql<SchoolRow>`select s.id, s.name, s.rostering, t.subject, t.text, ${sql.raw(schoolVersion)} as version from ${sql.raw(withTemplate)}
    where s.district_id = ${eye.district} and s.id = any(${[...new Set(ids)]}) and s.status = 'active'`,
    true,
  );
  return found.rows.map(({ id, name, rostering, subject, text, version }) => ({
    id,
    name,
    authorized: mayTouch(eye, id),
    rostering:
      rostering === null
        ? null
        : {
            attendanceSettings: rostering.attendanceSettings ?? [],
            duration: rostering.duration ?? 60,
            welcomeEmail: rostering.welcomeEmail ?? null,
          },
    template: templateOf(subject, text),
    version,
  }));
}

/** True for a school that is as it was when it was looked up; for a statement that writes something of it. */
export function schoolStands(district: string, school: School): Statement {
  return { text: schoolStandsText, values: [district, school.id, school.version] };
}
const schoolStandsText = `exists (select 1 from ${withTemplate}
  where s.district_id = $1 and s.id = $2 and s.status = 'active' and ${schoolVersion} = $3)`;

/** A template that does not parse is as good as none. */
function templateOf(subject: string | null, text: string | null): School['template'] {
  if (subject === null || text === null) return null;
  return renderMail({ subject, text }, {}).ok ? { subject, text } : null;
}

async function findPersons(
  ask: Ask,
  eye: Eye,
  { userIDs, emails }: Wanted,
): Promise<{ readonly living: readonly Person[]; readonly former: readonly Former[] }> {
  if (userIDs.size === 0 && emails.size === 0) return { living: [], former: [] };
  const where = (condition: RawBuilder<unknown>) =>
    ask(sql<PersonRow>`select id, user_id, email, given_name, family_name, mapping_id, status,
      (select json_agg(json_build_object('school', school_id, 'role', role, 'issuedID', issued_id) order by school_id)
       from account where account.district_id = ${eye.district} and account.person_id = person.id) as accounts
      from person where district_id = ${eye.district} and ${condition}`);
  const none = { rows: [] as readonly PersonRow[] };
  const [ofUserID, ofEmail] = await Promise.all([
    userIDs.size === 0 ? none : where(sql`user_id = any(${[...userIDs]})`),
    emails.size === 0
      ? none
      : where(sql`lower(email) = any(${[...emails]}) and email is not null and status = 'active'`),
  ]);
  const rows = [...new Map([...ofUserID.rows, ...ofEmail.rows].map((row) => [row.id, row])).values()];
  const former = rows.flatMap(({ id, user_id: userID, status }) =>
    status === 'active' || userID === null ? [] : [{ id, userID }],
  );
  const living = rows.filter((row) => row.status === 'active').map((row) => personOfRow(row, eye));
  return { living, former };
}

/** A row as the person it tells of, seen by a key. */
export function personOfRow(row: Omit<PersonRow, 'status'>, eye: Eye): Person {
  const accounts = (row.accounts ?? []).map((account) => ({ ...account, authorized: mayTouch(eye, account.school) }));
  return {
    id: row.id,
    userID: row.user_id,
    email: row.email,
    firstName: row.given_name,
    lastName: row.family_name,
    mappingID: row.mapping_id,
    accounts,
    visible: accounts.some(({ authorized }) => authorized),
  };
}

async function findCourses(ask: Ask, eye: Eye, { courseIDs, addCodes }: Wanted): Promise<readonly Course[]> {
  if (courseIDs.size === 0 && addCodes.size === 0) return [];
  const found =
    await ask(sql<CourseRow>`select c.id, c.api_id, c.add_code, c.school_id, c.status, c.fields, case when a.class_id is null then null else
      json_build_object('name', a.name, 'conversion', a.conversion, 'strategy', a.strategy, 'totalTime', a.total_time, 'syncTime', a.sync_time,
        'asyncTime', a.async_time, 'awardedTime', a.awarded_time, 'maxAwardedTimePerDay', a.max_awarded_time_per_day) end as attendance
    from class c left join class_attendance a on a.district_id = c.district_id and a.class_id = c.id
    where c.district_id = ${eye.district} and c.api_id is not null
      and (c.api_id = any(${[...courseIDs]}) or lower(c.add_code) = any(${[...addCodes].map((code) => code.toLowerCase())}))`);
  return found.rows.map((row) => ({
    id: row.id,
    courseID: row.api_id,
    addCode: row.add_code,
    school: row.school_id,
    authorized: mayTouch(eye, row.school_id),
    archived: row.status !== 'active',
    attendance: row.attendance,
    fields: row.fields ?? {},
  }));
}

export type MemberRow = {
  id: number;
  class_id: number;
  person_id: number;
  role: string;
  mapping_id: string | null;
  status: string;
};

async function findMembers(
  ask: Ask,
  { district }: Eye,
  courses: readonly number[],
  persons: readonly Person[],
): Promise<readonly MemberAt[]> {
  if (courses.length === 0 || persons.length === 0) return [];
  const found = await ask(sql<MemberRow>`select id, class_id, person_id, role, mapping_id, status from enrollment
    where district_id = ${district} and via_api and class_id = any(${courses}) and person_id = any(${persons.map(({ id }) => id)})`);
  return found.rows.map(memberOfRow);
}

export const memberOfRow = (row: MemberRow): MemberAt => ({
  id: row.id,
  course: row.class_id,
  person: row.person_id,
  role: row.role,
  mappingID: row.mapping_id,
  dropped: row.status !== 'active',
});

export type SessionRow = {
  id: number;
  class_id: number;
  attendance_id: string;
  starts_at: Date;
  ends_at: Date;
  fields: Record<string, unknown>;
};

async function findSessions(ask: Ask, { district }: Eye, courses: readonly number[]): Promise<readonly SessionAt[]> {
  if (courses.length === 0) return [];
  const found = await ask(sql<SessionRow>`select id, class_id, attendance_id, starts_at, ends_at, fields from session
    where district_id = ${district} and class_id = any(${courses})`);
  return found.rows.map(sessionOfRow);
}

export const sessionOfRow = (row: SessionRow): SessionAt => ({
  id: row.id,
  course: row.class_id,
  attendanceID: row.attendance_id,
  start: row.starts_at,
  end: row.ends_at,
  fields: row.fields,
});
