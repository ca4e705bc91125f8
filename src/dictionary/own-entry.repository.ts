import { sql } from 'kysely';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import { builtInMatcher } from './built-in.ts';
import { entries } from './entries.ts';
import { type Matcher, makeMatcher } from './match.model.ts';
import { entryOfOwn, idOf } from './own-entry.model.ts';
import type { OwnEntry } from './own-entry.schema.ts';

export type OwnRow = { readonly own: OwnEntry; readonly updatedAt: Date };

/** The entries that a district has named, by name. */
export async function ownRows(db: Queries, district: string): Promise<readonly OwnRow[]> {
  const found = await sql<{ name: string; body: Omit<OwnEntry, 'name'>; updated_at: Date }>`
    select name, body, updated_at from district_entry where district_id = ${district} order by name`.execute(db);
  return found.rows.map(({ name, body, updated_at }) => ({ own: { ...body, name }, updatedAt: updated_at }));
}

const changes = 'district_entry';

/** Tells all hubs that what they remember of the district's entries is old. Of two that change them, one waits. */
export async function beginChange(tx: Tx, district: string): Promise<void> {
  await allocate(tx, district, changes);
}

export async function writeOwn(tx: Tx, district: string, { name, ...body }: OwnEntry, now: Date): Promise<void> {
  await sql`insert into district_entry (district_id, name, body, updated_at)
    values (${district}, ${name}, ${JSON.stringify(body)}, ${now})
    on conflict (district_id, name) do update set body = excluded.body, updated_at = excluded.updated_at`.execute(tx);
}

/** Removes an entry, and what people answered about it: another may have its name some day. */
export async function dropOwn(tx: Tx, district: string, name: string): Promise<void> {
  await sql`delete from district_entry where district_id = ${district} and name = ${name}`.execute(tx);
  await sql`delete from entry_answer where district_id = ${district} and entry = ${idOf(name)}`.execute(tx);
}

/** A matcher over the built-in entries and a district's own; what any hub changes is in it from the next asking on. */
export type Matchers = { of(db: Queries, district: string): Promise<Matcher> };

/** A matcher holds all templates once more: those of so many districts are remembered. */
const mostRemembered = 16;

export function makeMatchers(): Matchers {
  const remembered = new Map<string, { readonly version: number; readonly matcher: Matcher }>();
  return {
    async of(db, district) {
      const version = await versionOf(db, district);
      const before = remembered.get(district);
      const current = before?.version === version ? before : { version, matcher: await makeFor(db, district) };
      // The one that was asked for last stands last.
      remembered.delete(district);
      remembered.set(district, current);
      for (const oldest of remembered.keys()) if (remembered.size > mostRemembered) remembered.delete(oldest);
      return current.matcher;
    },
  };
}

/** Counts up with each change; 0: nothing was ever named. */
async function versionOf(db: Queries, district: string): Promise<number> {
  const row = await db
    .selectFrom('counter')
    .select('value')
    .where('district_id', '=', district)
    .where('name', '=', changes)
    .executeTakeFirst();
  return row?.value ?? 0;
}

async function makeFor(db: Queries, district: string): Promise<Matcher> {
  const own = await ownRows(db, district);
  return own.length === 0 ? builtInMatcher() : makeMatcher([...entries, ...own.map((row) => entryOfOwn(row.own))]);
}
