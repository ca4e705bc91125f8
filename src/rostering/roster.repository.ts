import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { isPast } from './archive.repository.ts';
import type { Kind } from './oneroster/columns.model.ts';
import { rosterTables, type Stored } from './roster-table.model.ts';

/** Whose rows are meant: a connection's of a district. */
export type Owner = { readonly district: string; readonly connection: number };

/** The stored rows of these keys. Schools are one for the district, whoever brings them; all else is the connection's own. */
export async function storedOf(
  db: Queries,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Stored>> {
  if (keys.length === 0) return new Map();
  const { table, key } = rosterTables[kind];
  const own = kind === 'org' ? sql`true` : sql`connection_id = ${owner.connection}`;
  const found = await sql<{
    key: string;
    id: number | string;
    print: string;
    active: boolean;
    connection: number | null;
  }>`
    select ${sql.ref(key)} as key, id, print::text as print, status = 'active' as active, connection_id as connection
    from ${sql.table(table)} where district_id = ${owner.district} and ${own} and ${sql.ref(key)} = any(${keys})`.execute(
    db,
  );
  return new Map(found.rows.map((row) => [row.key, row]));
}

/** The keys of living rows, by their ids. */
export async function keysOfIds(
  db: Queries,
  owner: Owner,
  kind: Kind,
  ids: readonly number[],
): Promise<readonly string[]> {
  const { table, key } = rosterTables[kind];
  const keys: string[] = [];
  for (let at = 0; at < ids.length; at += 20_000) {
    const found = await sql<{ key: string }>`select ${sql.ref(key)} as key from ${sql.table(table)}
      where district_id = ${owner.district} and id = any(${ids.slice(at, at + 20_000)}) and connection_id = ${owner.connection} and status = 'active'`.execute(
      db,
    );
    for (const row of found.rows) keys.push(row.key);
  }
  return keys;
}

/** Whether a connection has brought anything of a kind yet; at the first reading nothing needs to be looked up. */
export async function hasAny(db: Queries, owner: Owner, kind: Kind): Promise<boolean> {
  const { table } = rosterTables[kind];
  const own = kind === 'org' ? sql`true` : sql`connection_id = ${owner.connection}`;
  const found =
    await sql`select 1 from ${sql.table(table)} where district_id = ${owner.district} and ${own} limit 1`.execute(db);
  return found.rows.length > 0;
}

/** How many living records of a kind a connection had before a run, without those of a year that is over. */
export async function countActive(db: Queries, owner: Owner, kind: Kind, run: number): Promise<number> {
  const { table } = rosterTables[kind];
  const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} one
    where district_id = ${owner.district} and connection_id = ${owner.connection} and status = 'active' and created_run < ${run}
      and not ${isPast(kind, owner.district, 'one')}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** The keys of all living records of a kind that a connection brought, as lines for COPY. */
export function activeKeysSql(owner: Owner, kind: Kind): string {
  const { table, key } = rosterTables[kind];
  const district = owner.district.replaceAll("'", "''");
  return `copy (select ${key} from ${table} where district_id = '${district}' and connection_id = ${owner.connection} and status = 'active') to stdout`;
}

// For each kind: the tables it refers to, by which column.
const references: Readonly<Record<Kind, readonly { readonly to: Kind; readonly column: string }[]>> = {
  org: [],
  academicSession: [],
  course: [
    { to: 'org', column: 'school_id' },
    { to: 'academicSession', column: 'school_year_id' },
  ],
  class: [
    { to: 'course', column: 'course_id' },
    { to: 'org', column: 'school_id' },
  ],
  user: [],
  role: [
    { to: 'user', column: 'person_id' },
    { to: 'org', column: 'school_id' },
  ],
  enrollment: [
    { to: 'class', column: 'class_id' },
    { to: 'user', column: 'person_id' },
  ],
};

/** Keys of records of a kind that a run would delete, and the roster still shows. */
export type AlsoGone = (kind: Kind) => readonly string[];
export const none: AlsoGone = () => [];

/** The ids of records that were deleted by a run later than `since`, or would be. */
export function goneSince({ district, connection }: Owner, kind: Kind, since: number, alsoGone: AlsoGone) {
  const { table, key } = rosterTables[kind];
  const keys = alsoGone(kind);
  const would = sql`or (connection_id = ${connection} and ${sql.ref(key)} = any(${keys}))`;
  return sql<{ id: number | string }>`select id from ${sql.table(table)} where district_id = ${district}
    and ((deleted_run > ${since} and status = 'tobedeleted') ${keys.length === 0 ? sql`` : would})`;
}

/** Keys of living records whose parent was deleted by a run later than `since`: they look the same and must be judged anew. */
export async function orphanedSince(
  db: Queries,
  owner: Owner,
  kind: Kind,
  since: number,
  alsoGone: AlsoGone = none,
): Promise<readonly string[]> {
  const keys: string[] = [];
  const { table, key } = rosterTables[kind];
  for (const { to, column } of references[kind]) {
    // Deleted parents are few and indexed; only where there are any are their children looked for.
    const gone = await goneSince(owner, to, since, alsoGone).execute(db);
    if (gone.rows.length === 0) continue;
    const found = await sql<{ key: string }>`select ${sql.ref(key)} as key from ${sql.table(table)}
      where district_id = ${owner.district} and ${sql.ref(column)} = any(${gone.rows.map((row) => row.id)})
        and connection_id = ${owner.connection} and status = 'active'`.execute(db);
    for (const row of found.rows) keys.push(row.key);
  }
  return keys;
}

/** Tells the planner what a table holds now. */
export async function analyzeKind(db: Queries, kind: Kind): Promise<void> {
  await sql`analyze ${sql.table(rosterTables[kind].table)}`.execute(db);
}
