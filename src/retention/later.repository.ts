import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Later } from './erasure.schema.ts';
import { rowsThatMention, textOf, textTables } from './mentions.repository.ts';
import { seek, type Traces } from './traces.model.ts';

/** What is not removed by an erasure, or only later: whoever asks for one is told beforehand. */
export async function laterOf(
  db: Queries,
  district: string,
  traces: Traces,
  email: string | null,
): Promise<readonly Later[]> {
  const found = await sql<{
    sign_in: number;
    other_machines: number;
    same_name: number;
    own_files: number;
    sender: number;
  }>`select
    (select count(*) from sign_in where district_id = ${district} and lower(email) = lower(${email})) as sign_in,
    (select greatest(count(distinct store) - 1, 0) from part p join run r on r.district_id = p.district_id and r.no = p.run_no
       join flow f on f.district_id = r.district_id and f.no = r.flow_no
     where p.district_id = ${district} and f.source_id = ${traces.connection} and p.source ? 'path') as other_machines,
    ${traces.given.length === 0 ? 1 : 0}::int as same_name,
    (select count(*) from part p join run r on r.district_id = p.district_id and r.no = p.run_no
       join flow f on f.district_id = r.district_id and f.no = r.flow_no
     where p.district_id = ${district} and f.source_id = ${traces.connection} and p.source ? 'path'
       and p.source ->> 'sealed' is distinct from 'true') as own_files,
    (select count(*) from person p where p.district_id = ${district} and p.id = ${traces.person} and p.user_id is not null) as sender`.execute(
    db,
  );
  const told: Later[] = Object.entries(found.rows[0] ?? {}).map(([what, n]) => ({ what: what as Later['what'], n }));
  return [{ what: 'backups', n: 1 }, ...told.filter(({ n }) => n > 0), ...(await inSources(db, district, traces))];
}

/** Texts of sections and schools in which the person stands: their source brings them so again. */
async function inSources(db: Queries, district: string, traces: Traces): Promise<readonly Later[]> {
  const sought = seek(traces);
  let n = 0;
  for (const table of await textTables(db, 'sources')) {
    if (['person', 'account', 'enrollment', 'person_role', 'class_staff'].includes(table.table)) continue;
    for await (const row of rowsThatMention(db, district, table, traces.words))
      if (sought.isIn(textOf(table, row))) n++;
  }
  return n === 0 ? [] : [{ what: 'source_texts', n }];
}
