import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Kind } from './oneroster/columns.model.ts';
import { rosterTables } from './roster-table.model.ts';

// A school year that is over: its terms are archived by a person, and what belongs to archived terms alone is with them.
// It stays as it is and is found by its id; it is in no list of now, and a source that no longer shows it takes nothing
// away. Where nothing is archived, all of this costs a look into an empty index.

type Owner = { readonly district: string; readonly connection: number };

const archivedTerms = (district: RawBuilder<unknown>) => sql`select term_id from archived_term
  where archived_term.district_id = ${district}`;

/** The ids of sections all of whose terms are archived. */
const pastClasses = (district: RawBuilder<unknown>) => sql`select at.class_id from archived_term past
  join class_term at on at.district_id = past.district_id and at.term_id = past.term_id
  where past.district_id = ${district}
    and not exists (select 1 from class_term also where also.district_id = past.district_id and also.class_id = at.class_id
      and not exists (select 1 from archived_term other where other.district_id = past.district_id and other.term_id = also.term_id))`;

/** Whether a row of a kind (as `alias`) is of a year that is over. */
export function isPast(kind: Kind, district: string, alias: string): RawBuilder<boolean> {
  const here = sql`${district}::text`;
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const among = (name: string, ids: RawBuilder<unknown>) =>
    sql<boolean>`(${column(name)} is not null and ${column(name)} in (${ids}))`;
  if (kind === 'academicSession') return among('id', archivedTerms(here));
  if (kind === 'course') return among('school_year_id', archivedTerms(here));
  if (kind === 'class') return among('id', pastClasses(here));
  return kind === 'enrollment' ? among('class_id', pastClasses(here)) : sql<boolean>`false`;
}

async function hasArchive(db: Queries, { district, connection }: Owner): Promise<boolean> {
  const found = await sql`select 1 from archived_term past
    join term on term.district_id = past.district_id and term.id = past.term_id
    where past.district_id = ${district} and term.connection_id = ${connection} limit 1`.execute(db);
  return found.rows.length > 0;
}

const keysAtOnce = 20_000;

/** Those of the keys of a connection's records whose year is over. */
export async function pastAmong(
  db: Queries,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const past = new Set<string>();
  if (keys.length === 0 || kind === 'user' || kind === 'org' || !(await hasArchive(db, owner))) return past;
  const { table, key } = rosterTables[kind];
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const found = await sql<{ key: string }>`select ${sql.ref(`one.${key}`)} as key from ${sql.table(table)} one
      where one.district_id = ${owner.district} and one.connection_id = ${owner.connection}
        and ${sql.ref(`one.${key}`)} = any(${keys.slice(at, at + keysAtOnce)}) and ${isPast(kind, owner.district, 'one')}`.execute(
      db,
    );
    for (const row of found.rows) past.add(row.key);
  }
  return past;
}
