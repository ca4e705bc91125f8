import { sql } from 'kysely';
import { z } from 'zod';
import { containing, numberIn, pageOf, readCursor } from '../../access/list-query.model.ts';
import { reading } from '../../access/use-case.ts';
import { refuse } from '../../dictionary/refusal.model.ts';
import type { Queries } from '../../platform/database.ts';
import type { pageQuery } from '../../platform/page.schema.ts';
import { isPast } from '../archive.repository.ts';
import { fileRefusals, flowOfConnection, type Names, pushedRefusals, type Sight } from './refusal.read-model.ts';
import type {
  AttendanceView,
  CourseDetail,
  CourseView,
  coursesQuery,
  MemberView,
  RefusalView,
  SessionView,
} from './roster.schema.ts';

type Row = {
  id: number;
  title: string;
  sort: string;
  api_id: string | null;
  source_key: string;
  add_code: string | null;
  class_code: string | null;
  location: string | null;
  status: string;
  /** Of a school year that is over. */
  past: boolean;
  starts_at: Date | null;
  ends_at: Date | null;
  fields: Record<string, unknown> | null;
  created_run: number;
  changed_run: number;
  connection_id: number;
  school_id: string;
  school: CourseView['school'];
  connection: CourseView['connection'];
  members: number;
};
type Filter = {
  readonly id?: number;
  readonly q?: string | undefined;
  readonly school?: string | undefined;
  readonly state?: 'active' | 'archived';
  readonly after?: readonly [string, number] | null;
  readonly limit: number;
};

/** Courses by title, from files and from the API. */
export const listCourses = reading('roster.read', async (db, scope, query: z.output<typeof coursesQuery>) => {
  const after = readCursor(query.cursor, z.tuple([z.string(), z.number().int()]));
  const rows = await readCourses(db, scope, { ...query, after, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => [row.sort, row.id]);
  return { courses: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

export const showCourse = reading('roster.read', async (db, scope, id: string): Promise<CourseDetail> => {
  const row = await courseOf(db, scope, id);
  const [attendance, staff, sessions, refusals, flow] = await Promise.all([
    attendanceOf(db, scope.district, row.id),
    staffOf(db, scope, row.id),
    sql<{
      n: number;
    }>`select count(*)::int as n from session where district_id = ${scope.district} and class_id = ${row.id}`.execute(
      db,
    ),
    refusalsOf(db, scope, row),
    flowOfConnection(db, scope.district, row.connection_id),
  ]);
  const field = (name: string) => {
    const value = row.fields?.[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    ...viewOf(row),
    flow,
    classCode: row.class_code,
    location: row.location,
    days: field('days'),
    instructorName: field('instructorName'),
    mappingId: field('mappingID'),
    createdRun: row.created_run,
    changedRun: row.changed_run,
    attendance,
    staff,
    sessions: sessions.rows[0]?.n ?? 0,
    refusals,
  };
});

async function courseOf(db: Queries, sight: Sight, id: string): Promise<Row> {
  const number = numberIn(id);
  const row = number === null ? undefined : (await readCourses(db, sight, { id: number, limit: 1 }))[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'course', id });
  return row;
}

async function readCourses(db: Queries, { district, schools }: Sight, filter: Filter): Promise<Row[]> {
  const { id, q, school, state, after } = filter;
  const found = await sql<Row>`
    with page as (
      select c.*, lower(c.title) as sort from class c
      where c.district_id = ${district}
        ${schools === null ? sql`` : sql`and c.school_id = any(${schools})`}
        ${id === undefined ? sql`` : sql`and c.id = ${id}`}
        ${state === undefined ? sql`` : sql`and (c.status = 'active' and not ${isPast('class', district, 'c')}) = ${state === 'active'}`}
        ${school === undefined ? sql`` : sql`and c.school_id = ${school}`}
        ${q === undefined || q.trim() === '' ? sql`` : sql`and ${matching(q.trim())}`}
        ${after == null ? sql`` : sql`and (lower(c.title), c.id) > (${after[0]}, ${after[1]})`}
      order by lower(c.title), c.id limit ${filter.limit}
    )
    select page.id, page.title, page.sort, page.api_id, page.source_key, page.add_code, page.class_code, page.location, page.status,
      ${isPast('class', district, 'page')} as past, page.starts_at, page.ends_at, page.fields, page.created_run, page.changed_run, page.connection_id, page.school_id,
      json_build_object('id', s.id, 'name', s.name) as school, json_build_object('id', n.id::text, 'name', n.name, 'system', n.system) as connection,
      (select count(*)::int from enrollment e where e.district_id = ${district} and e.class_id = page.id and e.status = 'active') as members
    from page
    join school s on s.district_id = ${district} and s.id = page.school_id
    join connection n on n.district_id = ${district} and n.id = page.connection_id
    order by page.sort, page.id`.execute(db);
  return found.rows;
}

const matching = (q: string) =>
  sql`(c.title ilike ${containing(q)} or c.api_id = ${q} or lower(c.add_code) = lower(${q}) or c.class_code = ${q} or c.source_key = ${q})`;

function viewOf(row: Row): CourseView {
  return {
    id: String(row.id),
    title: row.title,
    courseId: row.api_id,
    sourceId: row.source_key,
    addCode: row.add_code,
    school: row.school,
    connection: row.connection,
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    archived: row.status !== 'active' || row.past,
    members: row.members,
  };
}

async function attendanceOf(db: Queries, district: string, course: number): Promise<AttendanceView | null> {
  const found =
    await sql<AttendanceView>`select name, conversion, strategy, total_time as "totalTime", sync_time as "syncTime", async_time as "asyncTime",
      awarded_time as "awardedTime", max_awarded_time_per_day as "maxAwardedTimePerDay"
    from class_attendance where district_id = ${district} and class_id = ${course}`.execute(db);
  return found.rows[0] ?? null;
}

/** A person as a course shows them: with a way to their own page where the reader may go there. */
const person = ({ district, schools }: Sight) => {
  const at = schools === null ? sql`true` : sql`a.school_id = any(${schools})`;
  return sql`json_build_object('id', case when p.status = 'active' and exists (
      select 1 from account a where a.district_id = ${district} and a.person_id = p.id and ${at}) then p.id::text end,
    'userId', p.user_id, 'firstName', p.given_name, 'lastName', p.family_name, 'email', p.email)`;
};

async function staffOf(db: Queries, sight: Sight, course: number): Promise<CourseDetail['staff']> {
  const found = await sql<CourseDetail['staff'][number]>`select ${person(sight)} as person, s.role
    from class_staff s join person p on p.district_id = ${sight.district} and p.id = s.person_id
    where s.district_id = ${sight.district} and s.class_id = ${course}
    order by s.role desc, lower(p.family_name), lower(p.given_name), p.id limit 200`.execute(db);
  return found.rows;
}

async function refusalsOf(db: Queries, sight: Sight, row: Row): Promise<RefusalView[]> {
  const namedBy = (course: string, only: Pick<Names, 'addCode'>): Names[] => [
    { kind: 'course', keys: [course], ...only },
    { kind: 'courseMember', tails: [course], ...only },
    { kind: 'attendanceSession', prefixes: [`${course} `], ...only },
  ];
  const byFile = await fileRefusals(db, sight, { connection: row.connection_id, kind: 'class', key: row.source_key });
  const { api_id: courseID, add_code: code } = row;
  if (courseID === null) return byFile;
  const addCode = { school: row.school_id, sole: code !== null && (await isSole(db, sight.district, code)) };
  const pushed = await pushedRefusals(db, sight, [
    ...namedBy(courseID, {}),
    ...(code === null || code === courseID ? [] : namedBy(code, { addCode })),
  ]);
  return [...byFile, ...pushed];
}

/** Whether an addCode, which is unique in a school, means one course in the whole district. */
async function isSole(db: Queries, district: string, addCode: string): Promise<boolean> {
  const found = await sql<{ n: number }>`select count(*)::int as n from class
    where district_id = ${district} and lower(add_code) = lower(${addCode}) and add_code is not null`.execute(db);
  return found.rows[0]?.n === 1;
}

type Page = z.output<typeof pageQuery> & { readonly id: string };
type MemberRow = Omit<MemberView, 'id'> & { id: number; family: string; given: string };

/** Members of a course by name. */
export const listMembers = reading('roster.read', async (db, scope, query: Page) => {
  const course = await courseOf(db, scope, query.id);
  const after = readCursor(query.cursor, z.tuple([z.string(), z.string(), z.number().int()]));
  const found = await sql<MemberRow>`
    select e.id, ${person(scope)} as person, e.role, e.via_api as "viaApi", e.mapping_id as "mappingId",
      lower(p.family_name) as family, lower(p.given_name) as given
    from enrollment e join person p on p.district_id = ${scope.district} and p.id = e.person_id
    where e.district_id = ${scope.district} and e.class_id = ${course.id} and e.status = 'active'
      ${after === null ? sql`` : sql`and (lower(p.family_name), lower(p.given_name), e.id) > (${after[0]}, ${after[1]}, ${after[2]})`}
    order by lower(p.family_name), lower(p.given_name), e.id limit ${query.limit + 1}`.execute(db);
  const page = pageOf(found.rows, query.limit, (row) => [row.family, row.given, row.id]);
  const members = page.rows.map(({ family: _family, given: _given, id, ...row }) => ({ ...row, id: String(id) }));
  return { members, nextCursor: page.nextCursor };
});

type SessionRow = { id: number; attendance_id: string; starts_at: Date; ends_at: Date; run: number } & Pick<
  SessionView,
  'day' | 'from' | 'until'
>;

/** Attendance sessions of a course in the order of time, told in the district's zone. */
export const listSessions = reading('roster.read', async (db, scope, query: Page) => {
  const course = await courseOf(db, scope, query.id);
  const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.number().int()]));
  const found = await sql<SessionRow>`
    select s.id, s.attendance_id, s.starts_at, s.ends_at, s.created_run as run,
      to_char(s.starts_at at time zone d.time_zone, 'YYYY-MM-DD') as day,
      to_char(s.starts_at at time zone d.time_zone, 'HH24:MI') as "from", to_char(s.ends_at at time zone d.time_zone, 'HH24:MI') as until
    from session s join district d on d.id = s.district_id
    where s.district_id = ${scope.district} and s.class_id = ${course.id}
      ${after === null ? sql`` : sql`and (s.starts_at, s.id) > (${after[0]}::timestamptz, ${after[1]})`}
    order by s.starts_at, s.id limit ${query.limit + 1}`.execute(db);
  const page = pageOf(found.rows, query.limit, (row) => [row.starts_at.toISOString(), row.id]);
  const sessions = page.rows.map(({ id, attendance_id, starts_at, ends_at, ...row }) => ({
    ...row,
    id: String(id),
    attendanceId: attendance_id,
    startsAt: starts_at.toISOString(),
    endsAt: ends_at.toISOString(),
  }));
  return { sessions, nextCursor: page.nextCursor };
});
