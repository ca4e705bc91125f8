import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';

/** What would be lost with a connection, and what other connections' data hangs on and would stay; counts by kind. */
export type Loss = {
  readonly lost: Readonly<Record<string, number>>;
  readonly handedOver: Readonly<Record<string, number>>;
};

const rosterKinds = ['schools', 'terms', 'courses', 'classes', 'people'] as const;
const kinds = [
  ...rosterKinds,
  'roles',
  'enrollments',
  'sessions',
  'runs',
  'outcomes',
  'holds',
  'issues',
  'fixes',
  'identities',
  'exchanges',
  'tickets',
  'apiKeys',
] as const;
type Counted = Readonly<Record<(typeof kinds)[number], number>> &
  Readonly<Record<`kept_${(typeof rosterKinds)[number]}`, number>>;

export async function lossOf(db: Queries, district: string, connection: number): Promise<Loss> {
  const d = sql`district_id = ${district}`;
  const own = sql`${d} and connection_id = ${connection}`;
  const living = sql`${own} and status = 'active'`;
  const ofFlows = sql`${d} and flow_no in (select no from flow where ${d} and source_id = ${connection})`;
  // What stays, from the top of the roster to what each hangs on; `foreign`: rows of other connections.
  const foreign = sql`${d} and connection_id <> ${connection}`;
  const found = await sql<Counted>`
    with recursive
      class_stays as (select id from class c where ${own} and (
        exists (select 1 from enrollment where ${foreign} and class_id = c.id)
        or exists (select 1 from session where ${foreign} and class_id = c.id))),
      classes_left as (select id, course_id, school_id from class where ${foreign}
        union all select id, course_id, school_id from class where ${d} and id in (select id from class_stays)),
      person_stays as (select id from person p where ${own} and (
        exists (select 1 from enrollment where ${foreign} and person_id = p.id)
        or exists (select 1 from class_staff where ${d} and person_id = p.id and class_id in (select id from classes_left)))),
      course_stays as (select id from course where ${own} and id in (select course_id from classes_left)),
      courses_left as (select school_id, school_year_id from course where ${foreign}
        union all select school_id, school_year_id from course where ${d} and id in (select id from course_stays)),
      term_stays as (select id, parent_id from term where ${own} and (
          id in (select term_id from class_term where ${d} and class_id in (select id from classes_left))
          or id in (select school_year_id from courses_left))
        union select t.id, t.parent_id from term t join term_stays s on t.id = s.parent_id where t.district_id = ${district}),
      school_stays as (select id, parent_id from school where ${own} and (
          rostering is not null
          or id in (select school_id from classes_left) or id in (select school_id from courses_left)
          or id in (select school_id from account a join person p on p.district_id = ${district} and p.id = a.person_id
            where a.district_id = ${district} and (p.connection_id <> ${connection} or p.id in (select id from person_stays)))
          or id in (select parent_id from school where ${d} and connection_id is distinct from ${connection})
          or id in (select school_id from grant_ where ${d})
          or id in (select k.school_id from api_key_school k join api_key a on a.district_id = ${district} and a.id = k.api_key_id
            where k.district_id = ${district} and a.revoked_at is null and a.connection_id is distinct from ${connection}))
        union select o.id, o.parent_id from school o join school_stays s on o.id = s.parent_id where o.district_id = ${district})
    select
      (select count(*) from school where ${living} and id not in (select id from school_stays)) as schools,
      (select count(*) from term where ${living} and id not in (select id from term_stays)) as terms,
      (select count(*) from course where ${living} and id not in (select id from course_stays)) as courses,
      (select count(*) from class where ${living} and id not in (select id from class_stays)) as classes,
      (select count(*) from person where ${living} and id not in (select id from person_stays)) as people,
      (select count(*) from person_role where ${living}) as roles,
      (select count(*) from enrollment where ${living}) as enrollments,
      (select count(*) from session where ${own}) as sessions,
      (select count(*) from run where ${ofFlows}) as runs,
      (select coalesce(sum(entered), 0)::bigint from run where ${ofFlows}) as outcomes,
      (select count(*) from hold where ${ofFlows} and state = 'open') as holds,
      (select count(*) from issue where ${ofFlows} and state <> 'resolved') as issues,
      (select count(*) from fix where ${ofFlows}) as fixes,
      (select count(*) from identity where ${own} and matched = 'by_hand') as identities,
      (select count(*) from exchange_refused where ${own}) + (select count(*) from exchange_accepted where ${d}
        and run_no in (select no from run where ${ofFlows})) as exchanges,
      (select count(*) from ticket where ${own}) as tickets,
      (select count(*) from api_key where ${own} and revoked_at is null) as "apiKeys",
      (select count(*) from school where ${living} and id in (select id from school_stays)) as kept_schools,
      (select count(*) from term where ${living} and id in (select id from term_stays)) as kept_terms,
      (select count(*) from course where ${living} and id in (select id from course_stays)) as kept_courses,
      (select count(*) from class where ${living} and id in (select id from class_stays)) as kept_classes,
      (select count(*) from person where ${living} and id in (select id from person_stays)) as kept_people`.execute(db);
  const counted = found.rows[0];
  if (counted === undefined) throw new Error('counting answered nothing');
  return {
    lost: Object.fromEntries(kinds.map((kind) => [kind, counted[kind]])),
    handedOver: Object.fromEntries(rosterKinds.map((kind) => [kind, counted[`kept_${kind}`]])),
  };
}
