import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../../access/list-query.model.ts';
import type { Queries } from '../../platform/database.ts';
import type { Eye } from './known.repository.ts';
import { viewOf, viewOfCourse, viewOfMember, viewOfSession } from './view.model.ts';

// What a key can read of its schools, a page at a time in the order of ids.

export type Asked = {
  readonly limit: number;
  readonly cursor?: string;
  readonly filters: Readonly<Record<string, string>>;
};
type Page<View> = { readonly rows: readonly View[]; readonly nextCursor: string | null };

const own = ({ schools }: Eye, column: RawBuilder<unknown>) =>
  schools === null ? sql`true` : sql`${column} = any(${[...schools]})`;

/** `column = value` for each filter that is given. */
function matching(
  filters: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, (value: string) => RawBuilder<unknown>>>,
) {
  const all = Object.entries(columns).flatMap(([name, condition]) => {
    const value = filters[name];
    return value === undefined ? [] : [condition(value)];
  });
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `);
}

type UserRow = {
  id: number;
  school_id: string;
  user_id: string | null;
  given_name: string;
  family_name: string;
  email: string | null;
  mapping_id: string | null;
  role: string | null;
  issued_id: string | null;
};

/** Users: a person once for each of its accounts at the key's schools. */
export async function listUsers(db: Queries, eye: Eye, { limit, cursor, filters }: Asked): Promise<Page<object>> {
  const after = readCursor(cursor, z.tuple([z.number().int(), z.string()]));
  const found =
    await sql<UserRow>`select p.id, a.school_id, p.user_id, p.given_name, p.family_name, p.email, p.mapping_id, a.role, a.issued_id
    from account a join person p on p.district_id = a.district_id and p.id = a.person_id
    where a.district_id = ${eye.district} and p.status = 'active' and ${own(eye, sql`a.school_id`)}
      and ${matching(filters, {
        userID: (value) => sql`p.user_id = ${value}`,
        email: (value) => sql`lower(p.email) = lower(${value})`,
        schoolID: (value) => sql`a.school_id = ${value}`,
      })}
      and ${after === null ? sql`true` : sql`(p.id, a.school_id) > (${after[0]}, ${after[1]})`}
    order by p.id, a.school_id limit ${limit + 1}`.execute(db);
  const page = pageOf(found.rows, limit, (row) => [row.id, row.school_id]);
  const views = page.rows.map((row) =>
    viewOf(
      {
        userID: row.user_id,
        firstName: row.given_name,
        lastName: row.family_name,
        email: row.email,
        mappingID: row.mapping_id,
      },
      { school: row.school_id, issuedID: row.issued_id, role: row.role },
    ),
  );
  return { rows: views, nextCursor: page.nextCursor };
}

type CourseRow = {
  id: number;
  api_id: string;
  add_code: string;
  school_id: string;
  fields: Record<string, unknown> | null;
};

const courseFilters = {
  courseID: (value: string) => sql`c.api_id = ${value}`,
  addCode: (value: string) => sql`c.add_code = ${value}`,
};

export async function listCourses(db: Queries, eye: Eye, { limit, cursor, filters }: Asked): Promise<Page<object>> {
  const after = readCursor(cursor, z.tuple([z.number().int()]));
  const found = await sql<CourseRow>`select c.id, c.api_id, c.add_code, c.school_id, c.fields from class c
    where c.district_id = ${eye.district} and c.api_id is not null and c.status = 'active' and ${own(eye, sql`c.school_id`)}
      and ${matching(filters, { ...courseFilters, schoolID: (value) => sql`c.school_id = ${value}` })}
      and ${after === null ? sql`true` : sql`c.id > ${after[0]}`} order by c.id limit ${limit + 1}`.execute(db);
  const page = pageOf(found.rows, limit, (row) => [row.id]);
  const views = page.rows.map((row) =>
    viewOfCourse({
      courseID: row.api_id,
      addCode: row.add_code,
      school: row.school_id,
      attendance: null,
      fields: row.fields ?? {},
    }),
  );
  return { rows: views, nextCursor: page.nextCursor };
}

type MemberRow = {
  id: number;
  api_id: string;
  add_code: string;
  email: string | null;
  user_id: string | null;
  role: string;
  mapping_id: string | null;
};

export async function listCourseMembers(
  db: Queries,
  eye: Eye,
  { limit, cursor, filters }: Asked,
): Promise<Page<object>> {
  const after = readCursor(cursor, z.tuple([z.number().int()]));
  const found = await sql<MemberRow>`select e.id, c.api_id, c.add_code, p.email, p.user_id, e.role, e.mapping_id
    from enrollment e join class c on c.district_id = e.district_id and c.id = e.class_id
    join person p on p.district_id = e.district_id and p.id = e.person_id
    where e.district_id = ${eye.district} and e.via_api and e.status = 'active' and c.status = 'active' and ${own(eye, sql`c.school_id`)}
      and ${matching(filters, { ...courseFilters, ID: (value) => sql`lower(p.email) = lower(${value})` })}
      and ${after === null ? sql`true` : sql`e.id > ${after[0]}`} order by e.id limit ${limit + 1}`.execute(db);
  const page = pageOf(found.rows, limit, (row) => [row.id]);
  const views = page.rows.map((row) =>
    viewOfMember(
      { courseID: row.api_id, addCode: row.add_code },
      { email: row.email, userID: row.user_id },
      { role: row.role, mappingID: row.mapping_id },
    ),
  );
  return { rows: views, nextCursor: page.nextCursor };
}

type SessionRow = {
  id: number;
  api_id: string;
  add_code: string;
  attendance_id: string;
  fields: Record<string, unknown>;
};

export async function listAttendanceSessions(
  db: Queries,
  eye: Eye,
  { limit, cursor, filters }: Asked,
): Promise<Page<object>> {
  const after = readCursor(cursor, z.tuple([z.number().int()]));
  const found = await sql<SessionRow>`select s.id, c.api_id, c.add_code, s.attendance_id, s.fields
    from session s join class c on c.district_id = s.district_id and c.id = s.class_id
    where s.district_id = ${eye.district} and c.status = 'active' and ${own(eye, sql`c.school_id`)}
      and ${matching(filters, { ...courseFilters, attendanceID: (value) => sql`s.attendance_id = ${value}` })}
      and ${after === null ? sql`true` : sql`s.id > ${after[0]}`} order by s.id limit ${limit + 1}`.execute(db);
  const page = pageOf(found.rows, limit, (row) => [row.id]);
  const views = page.rows.map((row) =>
    viewOfSession(
      { courseID: row.api_id, addCode: row.add_code },
      { attendanceID: row.attendance_id, fields: row.fields },
    ),
  );
  return { rows: views, nextCursor: page.nextCursor };
}

type SchoolRow = {
  id: string;
  name: string;
  rostering: { attendanceSettings?: readonly object[]; duration?: number; welcomeEmail?: string } | null;
};

/** The settings of one school of the key; null: there is none. */
export async function showSchool(db: Queries, eye: Eye, id: string): Promise<object | null> {
  const found =
    await sql<SchoolRow>`select id, name, rostering from school s where district_id = ${eye.district} and id = ${id} and status = 'active' and ${own(eye, sql`s.id`)}`.execute(
      db,
    );
  const row = found.rows[0];
  if (row === undefined) return null;
  const settings = row.rostering;
  return {
    schoolID: row.id,
    name: row.name,
    configured: settings !== null,
    attendanceSettings: settings?.attendanceSettings ?? [],
    duration: settings?.duration ?? null,
    welcomeEmail: settings?.welcomeEmail ?? null,
  };
}
