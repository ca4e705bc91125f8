import { type RawBuilder, sql } from 'kysely';
import type { Facts } from '../dictionary/facts.model.ts';
import type { Queries } from '../platform/database.ts';
import type { Kind } from '../rostering/oneroster/columns.model.ts';
import { rosterTables } from '../rostering/roster-table.model.ts';
import { imageOf, rowOf } from '../rostering/stored-image.repository.ts';
import type { Deed, Group } from './fix.ts';

// The records that a fix is for, as they stand, and those that wait for them.

type Of = Omit<Deed, 'no'>;
/** Of a group all records, or only those that were picked. */
export type Chosen = { readonly group: Group; readonly records: readonly string[] | null };

const kinds = Object.keys(rosterTables) as readonly Kind[];
/** For the record `r`: what `each` says of its kind. */
const byKind = (each: (kind: Kind) => RawBuilder<unknown>) =>
  sql`case r.kind ${sql.join(
    kinds.map((kind) => sql`when ${kind} then ${each(kind)}`),
    sql` `,
  )} end`;
const isStored = (of: Of) =>
  byKind((kind) => sql`exists (select 1 from ${rowOf(kind, of, sql`r.key`)} and t.status = 'active')`);

/** A row that is known by its line only is nobody in particular, and what is held has a decision of its own. */
const chosen = ({ district, flow }: Of, { group, records }: Chosen) => sql`
  r.district_id = ${district} and r.flow_no = ${flow} and r.entry = ${group.entry} and r.state <> 'held' and not r.by_line
    and (${group.kind}::text is null or r.kind = ${group.kind}) and r.facts @> ${JSON.stringify(group.facts)}::jsonb
    and (${records}::text[] is null or r.key = any(${records}))`;

export type TouchedRow = {
  readonly kind: string;
  readonly key: string;
  readonly facts: Facts;
};

export async function touchedRows(
  db: Queries,
  of: Of,
  which: Chosen,
  after: readonly [kind: string, key: string] | null,
  limit: number,
): Promise<readonly TouchedRow[]> {
  const { rows } = await sql<TouchedRow>`select r.kind, r.key, r.facts from record r where ${chosen(of, which)}
    ${after === null ? sql`` : sql`and (r.kind, r.key) > (${after[0]}, ${after[1]})`}
    order by r.kind, r.key limit ${limit}`.execute(db);
  return rows;
}

export type Sum = {
  readonly records: number;
  /** Of these the roster holds something already. */
  readonly stored: number;
  /** Records that wait for these, or for one that does. */
  readonly waiting: number;
  /** Names the list as it is: what was seen, and how it stands. */
  readonly digest: string;
  /** The last run that found one of them. */
  readonly run: number;
};

export async function sumOf(db: Queries, of: Of, which: Chosen): Promise<Sum> {
  const { rows } = await sql<Sum>`
    with recursive ${closure(of, which, [])}
    select count(*) as records, count(*) filter (where ${isStored(of)}) as stored,
      (select count(*) from (select kind, key from touched where dependent except select kind, key from touched where not dependent) w) as waiting, coalesce(max(r.last_run), 0) as run,
      count(*) || '-' || coalesce(md5(string_agg(concat_ws(' ', r.kind, r.key, r.state, r.facts ->> 'value', r.facts ->> 'also'), chr(10)
        order by r.kind, r.key)), '') as digest
    from record r where ${chosen(of, which)}`.execute(db);
  return rows[0] as Sum;
}

/** What is chosen, and all that waits for it, as `touched`. */
const closure = (of: Of, which: Chosen, without: readonly string[]) => sql`
  touched (kind, key, unit, dependent) as (
    select r.kind, r.key, r.unit, false from record r where ${chosen(of, which)} and r.key <> all(${without})
    union
    select r.kind, r.key, r.unit, true from touched
    join record r on r.district_id = ${of.district} and r.flow_no = ${of.flow} and r.state = 'blocked' and not r.by_line
      and r.waits_kind = touched.kind and r.waits_key = touched.key)`;

/** Lists what a fix touches, with what the roster holds of it now; answers how many were chosen, and how many wait for these. */
export async function listTouched(
  db: Queries,
  deed: Deed,
  which: Chosen,
  without: readonly string[],
): Promise<{ readonly records: number; readonly dependents: number }> {
  const { rows } = await sql<{ records: number; dependents: number }>`
    with recursive ${closure(deed, which, without)},
    listed as (
      insert into fix_record (district_id, fix_no, kind, key, unit, dependent, stored)
      select ${deed.district}, ${deed.no}, r.kind, r.key, r.unit, r.dependent, ${byKind((kind) => imageOf(kind, deed, sql`r.key`))}
      from (select distinct on (kind, key) * from touched order by kind, key, dependent) r
      returning dependent)
    select count(*) filter (where not dependent) as records, count(*) filter (where dependent) as dependents from listed`.execute(
    db,
  );
  return rows[0] ?? { records: 0, dependents: 0 };
}

/** The units of the records that are chosen. */
export async function unitsOf(db: Queries, of: Of, which: Chosen): Promise<readonly Unit[]> {
  const { rows } = await sql<Unit>`select distinct r.kind, r.unit from record r where ${chosen(of, which)}`.execute(db);
  return rows;
}
export type Unit = { readonly kind: string; readonly unit: string };
