import { sql } from 'kysely';

/**
 * Who looks: the district and the schools (null: all of it). `taughtBy`: instead of schools, the sections that this sign-in
 * teaches.
 */
export type Sight = {
  readonly district: string;
  readonly schools: readonly string[] | null;
  readonly taughtBy?: number | null;
};

/**
 * Whether a record (`r`, which came over the connection `c`) is one of the schools that are seen. What was sent by itself
 * belongs to the school that it named; a row of a file or a list to the school of what it brought before. Where neither
 * is known (a batch, a new row, a term), nobody of a single school sees it.
 */
export function seenBy({ district, schools, taughtBy = null }: Sight): ReturnType<typeof sql> {
  if (schools === null) return sql`true`;
  if (taughtBy !== null) return ofSections(district, taughtBy);
  const brought = (
    table: string,
  ) => sql`exists (select 1 from ${sql.table(table)} own where own.district_id = ${district}
    and own.connection_id = c.id and own.source_key = r.key and own.school_id = any(${schools}))`;
  return sql`case when c.system = 'rostering' then exists (select 1 from push_day d
      where d.district_id = ${district} and d.run_no = r.last_run and d.school_id = any(${schools}))
    when r.kind = 'org' then r.key = any(${schools})
    when r.kind = 'course' then ${brought('course')}
    when r.kind = 'class' then ${brought('class')}
    when r.kind = 'enrollment' then ${brought('enrollment')}
    when r.kind = 'role' then ${brought('person_role')}
    when r.kind = 'user' then exists (select 1 from person own
      join account a on a.district_id = ${district} and a.person_id = own.id and a.school_id = any(${schools})
      where own.district_id = ${district} and own.connection_id = c.id and own.source_key = r.key)
    else false end`;
}

/** Whether a record is a section that a person teaches, or an enrollment in one: known by the e-mail by which they sign in. */
function ofSections(district: string, signIn: number): ReturnType<typeof sql> {
  const taught = sql`exists (select 1 from sign_in who
    join person p on p.district_id = ${district} and lower(p.email) = lower(who.email) and p.status = 'active'
    where who.district_id = ${district} and who.id = ${signIn} and (
      exists (select 1 from class_staff s where s.district_id = ${district} and s.class_id = own.id and s.person_id = p.id)
      or exists (select 1 from enrollment e where e.district_id = ${district} and e.class_id = own.id and e.person_id = p.id
        and e.role = 'teacher' and e.status = 'active')))`;
  const section = (is: ReturnType<typeof sql>) => sql`exists (select 1 from class own
    where own.district_id = ${district} and own.connection_id = c.id and ${is} and ${taught})`;
  return sql`case when r.kind = 'class' then ${section(sql`own.source_key = r.key`)}
    when r.kind = 'course' and c.system = 'rostering' then ${section(sql`own.api_id = r.key`)}
    when r.kind = 'enrollment' then ${section(sql`(r.waits_kind = 'class' and own.source_key = r.waits_key
      or own.id = (select class_id from enrollment mine where mine.district_id = ${district} and mine.connection_id = c.id
        and mine.source_key = r.key))`)}
    else false end`;
}
