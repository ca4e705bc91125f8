import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import { type Queries, sqlState } from '../platform/database.ts';

// Month partitions, and how one goes while others read and write its table. Detaching waits for those who use the table at
// that moment, and nobody waits for it; what is detached is used by nobody any more and can be dropped. Each step gives up
// after a moment and is tried again: a step that waits for a lock must not make others wait behind it.

export type Partition = {
  readonly table: string;
  readonly name: string;
  /** Its first day, `2026-11-01`. */
  readonly month: string;
  readonly bytes: number;
  /** Detaching it was begun and not ended. */
  readonly pending: boolean;
};

/** The months of these tables, the oldest first, with those that were detached and not dropped yet. */
export async function partitionsOf(db: Queries, tables: readonly string[]): Promise<readonly Partition[]> {
  const found = await sql<Partition>`
    select parent.relname as table, part.relname as name, i.inhdetachpending as pending,
      substring(pg_get_expr(part.relpartbound, part.oid) from '\\d{4}-\\d\\d-\\d\\d') as month,
      pg_total_relation_size(part.oid) as bytes
    from pg_inherits i join pg_class part on part.oid = i.inhrelid join pg_class parent on parent.oid = i.inhparent
    where parent.relname = any(${tables}) and parent.relnamespace = current_schema()::regnamespace
    order by 4, 1`.execute(db);
  return found.rows;
}

/** Months that a process which died had detached: they hold nothing that anybody looks for. */
export async function detachedOf(db: Queries, tables: readonly string[]): Promise<readonly string[]> {
  const found = await sql<{ name: string }>`select relname as name from pg_class
    where relkind = 'r' and not relispartition and relnamespace = current_schema()::regnamespace
      and relname ~ ${`^(${tables.join('|')})_\\d{4}_\\d\\d$`} order by 1`.execute(db);
  return found.rows.map(({ name }) => name);
}

const lockNotAvailable = '55P03';
const tries = 5;
/** So long a step waits for whoever uses the table, and so long it lets everybody go on before it tries again. */
const waitMs = 2_000;
const restMs = 500;

/** Drops a month. False: somebody uses it for long (a backup, a report); it is left for the next time. */
export async function dropPartition(session: pg.Client, partition: Partition): Promise<boolean> {
  const { table, name, pending } = partition;
  let begun = pending;
  const detached = await patiently(session, async () => {
    // A try that gave up may have begun it: then it can only be ended.
    begun ||= await isPending(session, name);
    const how = begun ? 'finalize' : 'concurrently';
    await session.query(`alter table ${quoted(table)} detach partition ${quoted(name)} ${how}`);
  });
  return detached && (await dropDetached(session, name));
}

export const dropDetached = (session: pg.Client, name: string): Promise<boolean> =>
  patiently(session, () => session.query(`drop table if exists ${quoted(name)}`));

async function isPending(session: pg.Client, name: string): Promise<boolean> {
  const found = await session.query<{ pending: boolean }>(
    'select inhdetachpending as pending from pg_inherits where inhrelid = to_regclass($1)',
    [quoted(name)],
  );
  return found.rows[0]?.pending === true;
}

/** Answers whether it was done. */
async function patiently(session: pg.Client, work: () => Promise<unknown>): Promise<boolean> {
  await session.query(`set lock_timeout = ${waitMs}`);
  for (let at = 1; ; at++) {
    try {
      await work();
      return true;
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) throw error;
      if (at === tries) return false;
      await pause(restMs);
    }
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
