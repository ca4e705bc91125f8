import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import { isPast } from '../archive.repository.ts';
import type { Owner } from '../roster.repository.ts';
import { rosterTables } from '../roster-table.model.ts';
import type { Kind } from './columns.model.ts';

// Which school a record of the roster belongs to. Of a person at several schools it is the primary one, or the first.

const schoolOf: Readonly<Record<Kind, RawBuilder<string>>> = {
  org: sql`one.id`,
  academicSession: sql`''`,
  course: sql`coalesce(one.school_id, '')`,
  class: sql`one.school_id`,
  user: sql`coalesce((select a.school_id from account a where a.district_id = one.district_id and a.person_id = one.id
    order by a.is_primary desc nulls last, a.school_id limit 1), '')`,
  role: sql`one.school_id`,
  enrollment: sql`one.school_id`,
};

const rowsOf = (kind: Kind, { district, connection }: Owner) =>
  sql`${sql.table(rosterTables[kind].table)} one where one.district_id = ${district} and one.connection_id = ${connection}`;

/** The school of the stored record of a key, as one value; '' where it is of none, null where nothing is stored. */
export function schoolOfKey(kind: Kind, owner: SqlOwner, key: RawBuilder<unknown>): RawBuilder<string | null> {
  const { table, key: name } = rosterTables[kind];
  return sql`(select ${schoolOf[kind]} from ${sql.table(table)} one where one.district_id = ${owner.district}
    and one.connection_id = ${owner.connection} and ${sql.ref(`one.${name}`)} = ${key})`;
}
type SqlOwner = { readonly district: RawBuilder<unknown>; readonly connection: RawBuilder<unknown> };

type Counted = { readonly school: string; readonly n: number };
const mapOf = (rows: readonly Counted[]) => new Map(rows.map(({ school, n }) => [school, n]));

/** How many living records of a kind a connection had before a run, by school, without those of a year that is over. */
export async function livingBySchool(db: Queries, owner: Owner, kind: Kind, run: number): Promise<Map<string, number>> {
  const found = await sql<Counted>`select ${schoolOf[kind]} as school, count(*) as n from ${rowsOf(kind, owner)}
    and one.status = 'active' and one.created_run < ${run} and not ${isPast(kind, owner.district, 'one')} group by 1`.execute(
    db,
  );
  return mapOf(found.rows);
}

const keysAtOnce = 20_000;

/** The schools of stored records, by their keys. */
export async function schoolsOfKeys(
  db: Queries,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const schools = new Map<string, string>();
  const key = sql.ref(`one.${rosterTables[kind].key}`);
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const found = await sql<{ key: string; school: string }>`select ${key} as key, ${schoolOf[kind]} as school
      from ${rowsOf(kind, owner)} and ${key} = any(${keys.slice(at, at + keysAtOnce)})`.execute(db);
    for (const row of found.rows) schools.set(row.key, row.school);
  }
  return schools;
}

/** How many of these records there are, by school. */
export async function keysBySchool(
  db: Queries,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const school of (await schoolsOfKeys(db, owner, kind, keys)).values())
    counts.set(school, (counts.get(school) ?? 0) + 1);
  return counts;
}
