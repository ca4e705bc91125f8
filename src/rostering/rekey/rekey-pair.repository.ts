import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { PartAtWork } from '../../runs/job.ts';
import { rosterTables } from '../roster-table.model.ts';
import type { Join, RekeyKind } from './join.model.ts';

/** A pair that is to be joined; `b` null: it does not stand as it did when it was confirmed. */
export type Pair = {
  readonly key: string;
  readonly oldKey: string;
  readonly a: number | null;
  readonly b: number | null;
};

/** A page of the confirmed pairs of a part, in the order of their new keys. */
export async function pairsBehind(
  db: Queries,
  part: PartAtWork,
  behind: string,
  limit: number,
): Promise<readonly Pair[]> {
  const kind = part.kind as RekeyKind;
  const found = await (kind === 'enrollment'
    ? enrollments(part, behind, limit)
    : confirmed(part, kind, behind, limit)
  ).execute(db);
  return found.rows;
}

const rowOf = (part: PartAtWork, kind: RekeyKind, key: RawBuilder<unknown>) => sql`(select one.id
  from ${sql.table(rosterTables[kind].table)} one where one.district_id = ${part.district}
    and one.connection_id = ${part.connection} and one.source_key = ${key})`;

const confirmed = (part: PartAtWork, kind: RekeyKind, behind: string, limit: number) => sql<Pair>`
  select pair.new_key as key, pair.old_key as "oldKey", ${rowOf(part, kind, sql`pair.old_key`)} as a,
    (select one.id from ${sql.table(rosterTables[kind].table)} one where one.district_id = ${part.district}
      and one.connection_id = ${part.connection} and one.source_key = pair.new_key and one.status = 'active') as b
  from rekey_pair pair where pair.district_id = ${part.district} and pair.rekey_no = ${part.scope.rekey}
    and pair.kind = ${kind} and pair.new_key > ${behind} order by pair.new_key limit ${limit}`;

/**
 * Enrollments of joined sections and people that stand twice: the older one is missing from its source, or was deleted.
 * Where somebody was in a section twice, the first of one goes with the first of the other.
 */
const enrollments = (part: PartAtWork, behind: string, limit: number) => sql<Pair>`
  with joined as (
    select one.id, pair.kind from rekey_pair pair
    join class one on pair.kind = 'class' and one.district_id = pair.district_id and one.connection_id = ${part.connection} and one.source_key = pair.new_key
    where pair.district_id = ${part.district} and pair.rekey_no = ${part.scope.rekey}
    union all select one.id, pair.kind from rekey_pair pair
    join person one on pair.kind = 'user' and one.district_id = pair.district_id and one.connection_id = ${part.connection} and one.source_key = pair.new_key
    where pair.district_id = ${part.district} and pair.rekey_no = ${part.scope.rekey}),
  touched as (
    select e.* from enrollment e where e.district_id = ${part.district} and e.connection_id = ${part.connection} and not e.via_api
      and (e.class_id in (select id from joined where kind = 'class') or e.person_id in (select id from joined where kind = 'user'))),
  judged as (
    select t.id, t.source_key, t.class_id, t.person_id, t.role, t.created_run, t.begin_date, t.status,
      (t.status = 'tobedeleted' or exists (select 1 from record r where r.district_id = ${part.district} and r.flow_no = ${part.flow}
        and r.kind = 'enrollment' and r.key = t.source_key and r.state = 'held' and r.held_change is null)) as gone
    from touched t),
  placed as (
    select *, row_number() over (partition by class_id, person_id, role, gone order by begin_date nulls first, source_key) as place
    from judged)
  select newer.source_key as key, older.source_key as "oldKey", older.id as a, newer.id as b
  from placed newer join placed older on older.gone and older.class_id = newer.class_id and older.person_id = newer.person_id
    and older.role = newer.role and older.place = newer.place and older.created_run < newer.created_run
  where not newer.gone and newer.source_key > ${behind} order by newer.source_key limit ${limit}`;

export const joinOf = ({ key, oldKey, a, b }: Pair): Join | null =>
  a === null || b === null || a === b ? null : { a, b, oldKey, newKey: key };
