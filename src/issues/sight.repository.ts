import { sql } from 'kysely';

/** Who looks: the district and the schools (null: all of it). */
export type Sight = { readonly district: string; readonly schools: readonly string[] | null };

/**
 * Whether a record (`r`, which came over the connection `c`) is one of the schools that are seen. What was sent by itself
 * belongs to the school that it named; a row of a file or a list to the school of what it brought before. Where neither
 * is known (a batch, a new row, a term), nobody of a single school sees it.
 */
export function seenBy({ district, schools }: Sight): ReturnType<typeof sql> {
  if (schools === null) return sql`true`;
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
    when r.kind = 'user' then exists (select 1 from person own
      join account a on a.district_id = ${district} and a.person_id = own.id and a.school_id = any(${schools})
      where own.district_id = ${district} and own.connection_id = c.id and own.source_key = r.key)
    else false end`;
}
