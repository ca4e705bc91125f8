import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { program } from '../../src/app.ts';
import { backup } from '../../src/backup/backup.usecases.ts';
import { type RestoreAsked, restore } from '../../src/backup/restore.usecases.ts';
import type { Config } from '../../src/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';

/** What the making and the restoring of a backup themselves leave in a database, and what processes say of themselves. */
const leftOut: Readonly<Record<string, string>> = {
  audit: "action not like 'backup.%' and action not in ('database.upgraded', 'district.exported', 'district.imported')",
  news: "kind <> 'backup'",
  counter: "name not in ('audit', 'news')",
  news_reader: 'false',
  worker: 'false',
  disk_day: 'false',
};

export type Account = Readonly<Record<string, string>>;

export type Same = readonly (readonly [string, string])[];

/** The rows of each table as a count and a hash that hangs on no order. `same`: text that is to be read as another, such as a folder. */
export async function accountOf(url: string, same: Same = [], district?: string): Promise<Account> {
  const database = openDatabase(url, 1);
  try {
    const { rows } = await database.pool.query<{ name: string }>(
      `select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace
       where n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition order by 1`,
    );
    const own = (name: string) => `${name === 'district' ? 'id' : 'district_id'} = '${district}'`;
    const without = ['migration', 'worker', 'disk_day'];
    const account: Record<string, string> = {};
    for (const { name } of rows)
      if (district === undefined) account[name] = await tableOf(database.pool, name, same);
      else if (!without.includes(name)) account[name] = await tableOf(database.pool, name, same, own(name));
    return account;
  } finally {
    await database.close();
  }
}

/** What is sealed with the key of its installation. */
const sealed: Readonly<Record<string, readonly string[]>> = {
  credential: ['sealed', 'key_version'],
  data_key: ['sealed'],
  unknown_message: ['samples'],
  idempotency: ['answer'],
  webhook_secret: ['sealed', 'key_version'],
  erasure: ['sealed'],
  batch_page: ['body'],
};

async function tableOf(pool: pg.Pool, name: string, same: Same, own = 'true'): Promise<string> {
  // Between installations sealed values are sealed anew.
  const row =
    own === 'true' || sealed[name] === undefined ? 't::text' : `(to_jsonb(t) - '{${sealed[name]}}'::text[])::text`;
  const text = same.reduce((line, [from, to]) => `replace(${line}, '${from}', '${to}')`, row);
  const { rows } = await pool.query<{ said: string }>(
    `select count(*) || ' ' || coalesce(md5(string_agg(line, chr(10) order by line collate "C")), '') as said
     from (select ${text} as line from "${name}" t where ${leftOut[name] ?? 'true'} and ${own}) lines`,
  );
  return rows[0]?.said ?? '';
}

/** What is to be read as the same where a data folder took the place of another. */
export function movedTo(app: App, dataDir: string): Same {
  return [
    [path.join(dataDir, 'files'), app.files.folder],
    [readFileSync(path.join(dataDir, 'store-name'), 'utf8').trim(), app.files.store],
  ];
}

/** A place to write to that keeps what it is given. */
export function memory() {
  const chunks: Buffer[] = [];
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { out, bytes: () => Buffer.concat(chunks) };
}

/** A backup in memory. */
export async function backedUp(app: App, key?: string): Promise<Buffer> {
  const { out, bytes } = memory();
  await backup(app, { out, key, program, progress: () => {} }, async () => {});
  return bytes();
}

/** Restores from memory into the database of a configuration. */
export async function restored(config: Config, bytes: Uint8Array, more: Partial<RestoreAsked> = {}) {
  const database = openDatabase(config.databaseUrl ?? '', 2);
  try {
    const archive = { open: () => Readable.from([Buffer.from(bytes)]), again: true };
    const asked = { archive, key: undefined, program, progress: () => {}, confirm: async () => null, otherKey: false };
    return await restore({ config, database, clock: systemClock }, { ...asked, ...more });
  } finally {
    await database.close();
  }
}

export const restoredFile = async (config: Config, file: string) => restored(config, await readFile(file));
