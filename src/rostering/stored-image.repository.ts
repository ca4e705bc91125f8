import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Kind } from './oneroster/columns.model.ts';
import type { Owner } from './roster.repository.ts';
import { type RosterBody, rosterTables } from './roster-table.model.ts';

/** What the roster held of a record: all that its source filled, so that it can be put back. */
type Image = Required<Pick<RosterBody, 'print' | 'values'>> & Pick<RosterBody, 'terms' | 'accounts'>;

const hanging: { readonly [kind in Kind]?: RawBuilder<unknown> } = {
  class: sql`, 'terms', (select coalesce(jsonb_agg(term_id), '[]') from class_term link
    where link.district_id = t.district_id and link.class_id = t.id)`,
  user: sql`, 'accounts', (select coalesce(jsonb_agg(jsonb_build_object('school', school_id, 'role', role, 'primary', is_primary, 'roles', roles)), '[]')
    from account link where link.district_id = t.district_id and link.person_id = t.id and not via_api)`,
};

/** A kind's living row of a key, as `t`: a school is one for the district, all else is the connection's own. */
export function rowOf(kind: Kind, { district, connection }: Owner, key: RawBuilder<unknown>): RawBuilder<unknown> {
  const { table, key: name } = rosterTables[kind];
  const own = kind === 'org' ? sql`true` : sql`t.connection_id = ${connection}`;
  return sql`${sql.table(table)} t where t.district_id = ${district} and ${own} and t.${sql.ref(name)} = ${key}`;
}

/** The image of a key's living row as one value; null where there is none. */
export function imageOf(kind: Kind, owner: Owner, key: RawBuilder<unknown>): RawBuilder<unknown> {
  const values = sql.join(rosterTables[kind].columns.map(([name]) => sql`t.${sql.ref(name)}`));
  return sql`(select jsonb_build_object('print', t.print::text, 'values', jsonb_build_array(${values}) ${hanging[kind] ?? sql``})
    from ${rowOf(kind, owner, key)} and t.status = 'active')`;
}

/** A record as a run left it, and what was there before. */
export type Touched = {
  readonly key: string;
  readonly id: number | string;
  readonly print: string;
  readonly before: Image | null;
};

type OfFix = { readonly fix: number; readonly kind: Kind };

/** Records of a fix that are still as they came in by it. What others changed meanwhile is theirs. */
const asLeft = (owner: Owner, { fix, kind }: OfFix) => sql`fix_record one
  join fix on fix.district_id = ${owner.district} and fix.no = one.fix_no
  join lateral (select t.id, t.print, t.status, t.changed_run from ${rowOf(kind, owner, sql`one.key`)}) t on true
  where one.district_id = ${owner.district} and one.fix_no = ${fix} and one.kind = ${kind}
    and t.changed_run in (fix.run_no, fix.settled_run) and t.status = 'active'`;

/** A page of them, in the order of their keys. */
export async function touchedBy(
  db: Queries,
  owner: Owner,
  { behind, limit, ...of }: OfFix & { readonly behind: string; readonly limit: number },
): Promise<readonly Touched[]> {
  const { rows } = await sql<Touched>`select one.key, t.id, t.print::text as print, one.stored as before
    from ${asLeft(owner, of)} and one.key > ${behind} order by one.key limit ${limit}`.execute(db);
  return rows;
}

/** How many of them were not there before, and how many were otherwise. */
export async function countTouched(
  db: Queries,
  owner: Owner,
  of: OfFix,
): Promise<{ readonly removed: number; readonly restored: number }> {
  const { rows } = await sql<{ removed: number; restored: number }>`
    select count(*) filter (where one.stored is null) as removed, count(*) filter (where one.stored is not null) as restored
    from ${asLeft(owner, of)}`.execute(db);
  return rows[0] ?? { removed: 0, restored: 0 };
}
