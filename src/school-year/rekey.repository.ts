import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Section, Someone } from './rekey.model.ts';

// What a flow's source no longer shows (held for review, or deleted lately), and what it brought for the first time lately.

type Of = { readonly district: string; readonly flow: number; readonly connection: number };
/** How far back a record counts as lately gone, or lately come. */
const lately = 45;
const most = 50_000;

type Side = 'missing' | 'fresh';
export type Sides<One> = Readonly<Record<Side, readonly One[]>>;
const sidesOf = <One>(rows: readonly (One & { side: Side })[]): Sides<One> => ({
  missing: rows.filter(({ side }) => side === 'missing'),
  fresh: rows.filter(({ side }) => side === 'fresh'),
});

const firstRun = ({ district, flow }: Of, now: Date) => sql`(select coalesce(min(no), 0) from run
  where run.district_id = ${district} and run.flow_no = ${flow} and run.asked_at > ${new Date(now.getTime() - lately * 86_400_000)})`;

/** Which side a row is on; null: on neither. What was joined already is not missing. */
const sideOf = (of: Of, now: Date, kind: string) => sql<Side>`case
  when exists (select 1 from record r where r.district_id = ${of.district} and r.flow_no = ${of.flow} and r.kind = ${kind}
    and r.key = one.source_key and r.state = 'held' and r.held_change is null) then 'missing'
  when one.status = 'tobedeleted' and one.deleted_run >= ${firstRun(of, now)} and not exists (
    select 1 from rekey_pair p join rekey k on k.district_id = p.district_id and k.no = p.rekey_no
    where p.district_id = ${of.district} and k.flow_no = ${of.flow} and p.kind = ${kind} and p.old_key = one.source_key) then 'missing'
  when one.status = 'active' and one.created_run >= ${firstRun(of, now)}
    and one.created_run > (select min(r.no) from run r where r.district_id = ${of.district} and r.flow_no = ${of.flow}) then 'fresh' end`;

export async function sectionSides(db: Queries, of: Of, now: Date): Promise<Sides<Section>> {
  const { district, connection } = of;
  const members = (role: string) => sql`coalesce((select json_agg(distinct e.person_id) from enrollment e
    where e.district_id = ${district} and e.class_id = c.id and e.role = ${role}
      and (e.status = 'active' or e.deleted_run >= ${firstRun(of, now)})), '[]')`;
  const found = await sql<Section & { side: Side }>`
    select c.side, c.id, c.source_key as key, c.created_run as created, c.school_id as school, c.title, c.class_code as code,
      (select coalesce(course_code, title) from course where course.district_id = ${district} and course.id = c.course_id) as course,
      coalesce((select json_agg(t.title) from class_term at join term t on t.district_id = at.district_id and t.id = at.term_id
        where at.district_id = ${district} and at.class_id = c.id), '[]') as terms,
      ${members('teacher')} as teachers, ${members('student')} as students
    from (select one.*, ${sideOf(of, now, 'class')} as side from class one
      where one.district_id = ${district} and one.connection_id = ${connection} and one.api_id is null
        and not exists (select 1 from session s where s.district_id = ${district} and s.class_id = one.id and one.status = 'active'
          and one.created_run >= ${firstRun(of, now)})
        and not exists (select 1 from class_staff s where s.district_id = ${district} and s.class_id = one.id)) c
    where c.side is not null order by c.source_key limit ${most}`.execute(db);
  return sidesOf(found.rows);
}

export async function peopleSides(db: Queries, of: Of, now: Date): Promise<Sides<Someone>> {
  const { district, connection } = of;
  const found = await sql<Someone & { side: Side }>`
    select p.side, p.id, p.source_key as key, p.created_run as created, p.given_name || ' ' || p.family_name as name,
      p.identifier, p.username, p.email,
      coalesce((select a.school_id from account a where a.district_id = ${district} and a.person_id = p.id
        order by a.is_primary desc nulls last, a.school_id limit 1), '') as school
    from (select one.*, ${sideOf(of, now, 'user')} as side from person one
      where one.district_id = ${district} and one.connection_id = ${connection}
        and (one.user_id is null or one.status <> 'active' or one.created_run < ${firstRun(of, now)})) p
    where p.side is not null order by p.source_key limit ${most}`.execute(db);
  return sidesOf(found.rows);
}

/** The flow of a connection that brings a roster; null: it has none. */
export async function rosterFlow(db: Queries, district: string, connection: number): Promise<number | null> {
  const found = await sql<{
    no: number;
  }>`select no from flow where district_id = ${district} and source_id = ${connection}
    and job = 'rostering' order by no limit 1`.execute(db);
  return found.rows[0]?.no ?? null;
}

export async function schoolNames(db: Queries, district: string): Promise<ReadonlyMap<string, string>> {
  const found = await sql<{
    id: string;
    name: string;
  }>`select id, name from school where district_id = ${district}`.execute(db);
  return new Map(found.rows.map(({ id, name }) => [id, name]));
}

export async function lastRekey(db: Queries, district: string, flow: number): Promise<number | null> {
  const found = await sql<{ run: number }>`select run_no as run from rekey
    where district_id = ${district} and flow_no = ${flow} order by no desc limit 1`.execute(db);
  return found.rows[0]?.run ?? null;
}
