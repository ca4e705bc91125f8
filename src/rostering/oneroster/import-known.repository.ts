import { sql } from 'kysely';
import { allocate, type Queries } from '../../platform/database.ts';
import { type AlsoGone, goneSince, none, type Owner, storedOf } from '../roster.repository.ts';
import type { Parent, Stored } from '../roster-table.model.ts';
import type { Kind } from './columns.model.ts';
import { type Decisions, leftAmong } from './decisions.repository.ts';
import { type Known, wasForgotten } from './item.model.ts';

export type Wanted = { readonly keys: readonly string[]; readonly parents: ReadonlyMap<Kind, ReadonlySet<string>> };

/** Parents found once need not be looked up again: they are never removed while a part is at work. */
export type ParentStore = Map<Kind, Map<string, Parent>>;
const mostParents = 150_000;

export async function lookUp(
  db: Queries,
  owner: Owner,
  flow: number,
  kind: Kind,
  wanted: Wanted,
  store: ParentStore,
  empty: boolean,
  decided: Decisions,
  dry = false,
): Promise<Known> {
  const [stored] = await Promise.all([
    empty ? new Map<string, Stored>() : storedOf(db, owner, kind, wanted.keys),
    ...[...wanted.parents].map(([to, keys]) => findParents(db, owner, to, keys, store)),
  ]);
  const refused = new Set<string>();
  const left = new Map<string, string>();
  for (const [to, keys] of wanted.parents) {
    const missing = [...keys].filter((key) => store.get(to)?.has(key) !== true);
    for (const key of await refusedAmong(db, owner.district, flow, to, missing)) refused.add(`${to} ${key}`);
    if (decided.print === '') continue;
    for (const [key, why] of await leftAmong(db, owner.district, flow, to, missing)) left.set(`${to} ${key}`, why);
  }
  const fresh = wanted.keys.filter((key) => !stored.has(key)).length;
  let next = kind === 'org' || fresh === 0 || dry ? 0 : await allocate(db, owner.district, kind, fresh);
  return {
    stored,
    parent: (to, key) => store.get(to)?.get(key),
    wasRefused: (to, key) => refused.has(`${to} ${key}`),
    nextId: () => next++,
    kept: decided.kept,
    leftOut: (of, key) => {
      if (of === 'user' && decided.forgotten?.has(key) === true) return wasForgotten;
      return of === kind ? decided.left.get(key) : left.get(`${of} ${key}`);
    },
    connection: owner.connection,
  };
}

async function findParents(
  db: Queries,
  owner: Owner,
  to: Kind,
  keys: ReadonlySet<string>,
  store: ParentStore,
): Promise<void> {
  const cache = cacheOf(store, to);
  const unknown = [...keys].filter((key) => !cache.has(key));
  if (unknown.length === 0) return;
  const found = await storedOf(db, owner, to, unknown);
  for (const [key, { id, connection, active }] of found) if (active) cache.set(key, { id, connection });
}

function cacheOf(store: ParentStore, kind: Kind): Map<string, Parent> {
  const known = store.get(kind);
  if (known !== undefined) return known;
  const fresh = new Map<string, Parent>();
  store.set(kind, fresh);
  return fresh;
}

/** Forgets parents before they fill the memory; between pages only, since a page counts on what it found. */
export function trimParents(store: ParentStore): ParentStore {
  for (const [kind, known] of store) if (known.size > mostParents) store.delete(kind);
  return store;
}

async function refusedAmong(
  db: Queries,
  district: string,
  flow: number,
  kind: Kind,
  keys: readonly string[],
): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const found = await sql<{
    key: string;
  }>`select key from record where district_id = ${district} and flow_no = ${flow} and kind = ${kind}
    and key = any(${keys}) and state in ('invalid', 'blocked', 'rejected', 'conflict')`.execute(db);
  return found.rows.map((row) => row.key);
}

/** Keys of records of this flow and kind that are not fine and have a key of their own. */
export async function recordKeys(db: Queries, district: string, flow: number, kind: Kind): Promise<readonly string[]> {
  const found = await sql<{
    key: string;
  }>`select key from record where district_id = ${district} and flow_no = ${flow} and kind = ${kind} and not by_line`.execute(
    db,
  );
  return found.rows.map((row) => row.key);
}

/** Whether deletions of this flow and kind are held. */
export async function somethingHeld(db: Queries, district: string, flow: number, kind: Kind): Promise<boolean> {
  const found =
    await sql`select 1 from record where district_id = ${district} and flow_no = ${flow} and kind = ${kind} and state = 'held' limit 1`.execute(
      db,
    );
  return found.rows.length > 0;
}

/** Keys of living records that lost a term, or a school that they name beside their class's, by a run later than `since`. */
export async function orphanedByLink(
  db: Queries,
  owner: Owner,
  kind: Kind,
  since: number,
  alsoGone: AlsoGone = none,
): Promise<readonly string[]> {
  const gone = (table: 'term' | 'school') =>
    goneSince(owner, table === 'term' ? 'academicSession' : 'org', since, alsoGone);
  const children = {
    class: sql`class child where id in (select class_id from class_term where district_id = ${owner.district} and term_id in (${gone('term')})) and`,
    user: sql`person child where id in (select person_id from account where district_id = ${owner.district} and school_id in (${gone('school')})) and`,
    enrollment: sql`enrollment child where exists (${gone('school')}) and school_id in (${gone('school')}) and`,
  };
  if (kind !== 'class' && kind !== 'user' && kind !== 'enrollment') return [];
  const found = await sql<{ key: string }>`select child.source_key as key from ${children[kind]}
    child.district_id = ${owner.district} and child.connection_id = ${owner.connection} and child.status = 'active'`.execute(
    db,
  );
  return found.rows.map((row) => row.key);
}

/** Whether something that blocked records wait for has arrived meanwhile; `arrives`: what the roster does not show yet. */
export async function somethingArrived(
  db: Queries,
  owner: Owner,
  flow: number,
  kind: Kind,
  arrives: (kind: Kind, key: string) => boolean,
): Promise<boolean> {
  const waiting = await sql<{ waits_kind: Kind; waits_key: string }>`select distinct waits_kind, waits_key from record
    where district_id = ${owner.district} and flow_no = ${flow} and kind = ${kind} and state = 'blocked' and waits_key is not null`.execute(
    db,
  );
  const byKind = Map.groupBy(waiting.rows, (row) => row.waits_kind);
  for (const [to, rows] of byKind) {
    if (rows.some((row) => arrives(to, row.waits_key))) return true;
    const found = await storedOf(
      db,
      owner,
      to,
      rows.map((row) => row.waits_key),
    );
    if ([...found.values()].some((parent) => parent.active)) return true;
  }
  return false;
}
