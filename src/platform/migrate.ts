import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Database } from './database.ts';
import { Problem } from './problem.ts';

export type Migration = { readonly name: string; readonly text: string; readonly hash: string };

/** The numbered SQL files of a folder, in their order. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

const journalTable =
  'migration (name text primary key, hash text not null, applied_at timestamptz not null default now())';

const made = /^create (?:or replace )?(table|function|domain|type|view) (?:if not exists )?(\w+)/gim;
const dropOrder = ['view', 'table', 'function', 'domain', 'type'];

/** What migrations make, by kind and name. */
function madeBy(migrations: readonly Migration[]): readonly { readonly kind: string; readonly name: string }[] {
  const found = migrations.flatMap(({ text }) => [...text.matchAll(made)]);
  const named = found.map(([, kind = '', name = '']) => ({ kind: kind.toLowerCase(), name }));
  return [...named, { kind: 'table', name: 'migration' }];
}

/** Tables that no migration of ours makes: of another program, or of a newer Hallpass. */
export async function foreignTables(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const ours = madeBy(migrations).map(({ name }) => name);
  const { rows } = await client.query<{ name: string }>(
    `select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition and t.relname <> all($1) order by 1`,
    [ours],
  );
  return rows.map(({ name }) => name);
}

/** Makes the schema of the first migrations anew in the transaction of a session: what there was is gone. The journal is left empty. */
export async function remakeSchema(
  client: pg.ClientBase,
  migrations: readonly Migration[],
  first: number,
): Promise<void> {
  const names = madeBy(migrations);
  for (const kind of dropOrder)
    for (const one of names) if (one.kind === kind) await client.query(`drop ${kind} if exists ${one.name} cascade`);
  await client.query(`create table ${journalTable}`);
  for (const { text } of migrations.slice(0, first)) await client.query(text);
}

/** While a session holds it, no process brings the schema to another version, and none that is started goes on. */
export const schemaLock = "hashtext('hallpass-migrate')";

/**
 * Brings the database to the newest schema, each file in a transaction with its journal line.
 * One process at a time; a file that changed after it was applied is refused, and so is a database that is newer than this program.
 */
export async function migrate(db: Database, folder: string): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const client = await db.pool.connect();
  const applied: string[] = [];
  let broken: Error | undefined;
  try {
    await checkServer(client);
    await client.query(`select pg_advisory_lock(${schemaLock})`);
    await client.query(`create table if not exists ${journalTable}`);
    const journal = await client.query<{ name: string; hash: string }>(
      'select name, hash from migration order by name',
    );
    const done = new Map(journal.rows.map((row) => [row.name, row.hash]));
    for (const name of done.keys()) {
      if (!migrations.some((migration) => migration.name === name)) {
        throw otherVersion(
          `The database was made by a newer Hallpass (it has ${name}, which this one does not know). Start the newer version.`,
        );
      }
    }
    for (const migration of migrations) {
      const known = done.get(migration.name);
      if (known === migration.hash) continue;
      if (known !== undefined)
        throw otherVersion(
          `Migration ${migration.name} was changed after this database applied it. Use the release that made it.`,
        );
      await client.query('begin');
      try {
        await client.query(migration.text);
        await client.query('insert into migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      }
      applied.push(migration.name);
    }
  } finally {
    await client.query(`select pg_advisory_unlock(${schemaLock})`).catch((failure: Error) => {
      broken = failure;
    });
    client.release(broken);
  }
  return applied;
}

const otherVersion = (sentence: string) => new Problem('connection.database_other_version', sentence);

async function checkServer(client: pg.PoolClient): Promise<void> {
  const found = await client.query<{ version: string; number: number; encoding: string }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_setting('server_encoding') as encoding",
  );
  const { version = '', number = 0, encoding = '' } = found.rows[0] ?? {};
  if (number < 150_000)
    throw otherVersion(`The database server is PostgreSQL ${version}; Hallpass needs PostgreSQL 15 or newer.`);
  if (encoding !== 'UTF8')
    throw otherVersion(
      `The database keeps its text in ${encoding}; Hallpass needs one made with encoding UTF8 (create database … encoding 'UTF8' template template0).`,
    );
}
