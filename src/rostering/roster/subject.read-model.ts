import { sql } from 'kysely';
import type { z } from 'zod';
import { reading } from '../../access/use-case.ts';
import type { Queries } from '../../platform/database.ts';
import type { Key } from '../../runs/job.ts';
import type { Sight } from './refusal.read-model.ts';
import type { subjectAnswer, subjectQuery } from './roster.schema.ts';

type Subject = z.infer<typeof subjectAnswer>;
type Ref = { id: string; name: string };

/** The person and the course that an outcome of a run speaks of: by the ids of the system that the run's connection leads to. */
export const findSubject = reading(
  'roster.read',
  async (db, scope, { run, kind, key }: z.output<typeof subjectQuery>): Promise<Subject> => {
    const from = await sql<{ id: number; system: string }>`select c.id, c.system from run r
      join flow f on f.district_id = r.district_id and f.no = r.flow_no
      join connection c on c.district_id = f.district_id and c.id = f.source_id
      where r.district_id = ${scope.district} and r.no = ${run}`.execute(db);
    const connection = from.rows[0];
    return connection === undefined
      ? { user: null, course: null }
      : subjectOf(db, scope, connection, { kind, id: key });
  },
);

/** The same of a record that came over a connection. */
export function subjectOf(
  db: Queries,
  sight: Sight,
  { id, system }: { readonly id: number; readonly system: string },
  record: Key,
): Promise<Subject> {
  return system === 'rostering'
    ? pushed(db, sight, record.kind, record.id)
    : filed(db, sight, id, record.kind, record.id);
}

/** What a pushed key names: a user's id or address, a course's id or addCode, "address course", "course session". */
function namesIn(kind: string, key: string): { readonly user: string | null; readonly course: string | null } {
  const space = key.indexOf(' ');
  if (kind === 'user') return { user: key, course: null };
  if (kind === 'course') return { user: null, course: key };
  if (kind === 'courseMember') return { user: key.slice(0, space), course: key.slice(space + 1) };
  return { user: null, course: kind === 'attendanceSession' ? key.slice(0, space) : null };
}

async function pushed(db: Queries, sight: Sight, kind: string, key: string): Promise<Subject> {
  const { user, course } = namesIn(kind, key);
  const address = sql`(p.user_id = ${user} or (p.email is not null and lower(p.email) = lower(${user})))`;
  const name = sql`(c.api_id = ${course} or (c.api_id is not null and c.add_code = ${course}))`;
  return {
    user: user === null ? null : await personBy(db, sight, address),
    course: course === null ? null : await courseBy(db, sight, name),
  };
}

async function filed(db: Queries, sight: Sight, connection: number, kind: string, key: string): Promise<Subject> {
  const own = (alias: string) =>
    sql`${sql.ref(`${alias}.connection_id`)} = ${connection} and ${sql.ref(`${alias}.source_key`)} = ${key}`;
  if (kind === 'user') return { user: await personBy(db, sight, own('p')), course: null };
  if (kind === 'class') return { user: null, course: await courseBy(db, sight, own('c')) };
  if (kind === 'role')
    return {
      user: await personBy(
        db,
        sight,
        sql`p.id = (select r.person_id from person_role r where r.district_id = ${sight.district} and ${own('r')})`,
      ),
      course: null,
    };
  if (kind !== 'enrollment') return { user: null, course: null };
  const through = (column: string) =>
    sql`(select ${sql.ref(`e.${column}`)} from enrollment e where e.district_id = ${sight.district} and ${own('e')})`;
  return {
    user: await personBy(db, sight, sql`p.id = ${through('person_id')}`),
    course: await courseBy(db, sight, sql`c.id = ${through('class_id')}`),
  };
}

/** One person that may be seen. An address that several share means none of them. */
async function personBy(
  db: Queries,
  { district, schools }: Sight,
  condition: ReturnType<typeof sql>,
): Promise<Ref | null> {
  const at = schools === null ? sql`true` : sql`a.school_id = any(${schools})`;
  const found = await sql<Ref>`select p.id::text as id, p.given_name || ' ' || p.family_name as name from person p
    where p.district_id = ${district} and p.status = 'active' and ${condition}
      and exists (select 1 from account a where a.district_id = ${district} and a.person_id = p.id and ${at}) limit 2`.execute(
    db,
  );
  return found.rows.length === 1 ? (found.rows[0] ?? null) : null;
}

async function courseBy(
  db: Queries,
  { district, schools }: Sight,
  condition: ReturnType<typeof sql>,
): Promise<Ref | null> {
  const at = schools === null ? sql`true` : sql`c.school_id = any(${schools})`;
  const found = await sql<Ref>`select c.id::text as id, c.title as name from class c
    where c.district_id = ${district} and ${condition} and ${at} limit 2`.execute(db);
  return found.rows.length === 1 ? (found.rows[0] ?? null) : null;
}
