import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDatabase, openSession } from '../../src/platform/database.ts';
import { migrate, readMigrations } from '../../src/platform/migrate.ts';
import { databaseOn } from '../database/server.ts';
import { bareDatabase } from './bare-database.ts';

const real = path.join(import.meta.dirname, '..', '..', 'migrations');
let folder: string;
let bare: Awaited<ReturnType<typeof bareDatabase>>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-migrate-'));
  bare = await bareDatabase();
});
afterEach(async () => {
  await bare.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (name: string, text: string) => writeFile(path.join(folder, name), text);
const rows = async (text: string) => (await bare.db.pool.query(text)).rows;
const journal = () => rows('select name, hash from migration order by name');
const tables = async () =>
  (await rows("select tablename from pg_tables where schemaname = 'public' order by 1")).map((row) => row.tablename);

describe('migrations', () => {
  test('are applied in their order, once, and written down', async () => {
    await put('0002_second.sql', 'alter table one add column two int;');
    await put('0001_first.sql', 'create table one (id int primary key);');
    await put('notes.sql', 'this is no migration');
    expect(await migrate(bare.db, folder)).toEqual(['0001_first.sql', '0002_second.sql']);
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(await journal()).toEqual([
      { name: '0001_first.sql', hash: hash('create table one (id int primary key);') },
      { name: '0002_second.sql', hash: hash('alter table one add column two int;') },
    ]);
    expect(await migrate(bare.db, folder)).toEqual([]);
    await put('0003_third.sql', 'create table three (id int);');
    expect(await migrate(bare.db, folder)).toEqual(['0003_third.sql']);
  });

  test('of this program build a database from nothing', async () => {
    const names = (await readMigrations(real)).map(({ name }) => name);
    expect(await migrate(bare.db, real)).toEqual(names);
    expect((await tables()).length).toBeGreaterThan(20);
  });

  test('a file that was changed after it was applied is refused, and nothing more is done', async () => {
    await put('0001_first.sql', 'create table one (id int);');
    await migrate(bare.db, folder);
    await put('0001_first.sql', 'create table one (id bigint);');
    await put('0002_second.sql', 'create table two (id int);');
    await expect(migrate(bare.db, folder)).rejects.toMatchObject({
      exit: 2,
      message: 'Migration 0001_first.sql was changed after this database applied it. Use the release that made it.',
    });
    expect(await tables()).toEqual(['migration', 'one']);
  });

  test('a database of a newer program is refused', async () => {
    await put('0001_first.sql', 'create table one (id int);');
    await put('0002_second.sql', 'create table two (id int);');
    await migrate(bare.db, folder);
    await rm(path.join(folder, '0002_second.sql'));
    await expect(migrate(bare.db, folder)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('made by a newer Hallpass (it has 0002_second.sql'),
    });
    expect(await journal()).toHaveLength(2);
  });

  test('a file that fails leaves nothing of itself, and what came before stays', async () => {
    await put('0001_first.sql', 'create table one (id int);');
    await put('0002_second.sql', 'create table two (id int); insert into one values (1); create table one (id int);');
    await put('0003_third.sql', 'create table three (id int);');
    await expect(migrate(bare.db, folder)).rejects.toThrow('relation "one" already exists');
    expect(await tables()).toEqual(['migration', 'one']);
    expect(await rows('select * from one')).toEqual([]);
    expect(await journal()).toHaveLength(1);
    // Mended, it goes on from there; no lock was left behind.
    await put('0002_second.sql', 'create table two (id int);');
    expect(await migrate(bare.open(), folder)).toEqual(['0002_second.sql', '0003_third.sql']);
  });

  test('five processes at once apply each file once', async () => {
    await cp(real, folder, { recursive: true });
    await put('0900_counted.sql', 'create table counted (n int); select pg_sleep(0.2);');
    await put('0901_counted.sql', 'insert into counted values (1);');
    const done = await Promise.all([1, 2, 3, 4, 5].map(() => migrate(bare.open(), folder)));
    const names = (await readMigrations(folder)).map(({ name }) => name);
    expect(done.filter((applied) => applied.length > 0)).toEqual([names]);
    expect(await rows('select n from counted')).toEqual([{ n: 1 }]);
  });

  test('a session that is cut off in the middle leaves the next one a clean database', async () => {
    await put('0001_first.sql', 'create table one (id int); select pg_sleep(30);');
    const cut = expect(migrate(bare.db, folder)).rejects.toThrow();
    const other = bare.open();
    for (let ended = 0; ended === 0; )
      ended = (
        await other.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()",
        )
      ).rows.length;
    await cut;
    await put('0001_first.sql', 'create table one (id int);');
    expect(await migrate(other, folder)).toEqual(['0001_first.sql']);
  });

  test('a database that is not in UTF-8 is refused', async () => {
    const server = inject('databaseServer');
    const session = await openSession(server);
    await session.query('drop database if exists hallpass_latin');
    await session.query("create database hallpass_latin template template0 encoding 'LATIN1' locale 'C'");
    const latin = openDatabase(databaseOn(server, 'hallpass_latin'), 1);
    await expect(migrate(latin, folder)).rejects.toMatchObject({ exit: 2, message: expect.stringContaining('UTF8') });
    await latin.close();
    await session.query('drop database hallpass_latin');
    await session.end();
  });

  test('the file of a migration is read as it stands', async () => {
    const [first] = await readMigrations(real);
    expect(first?.text).toBe(await readFile(path.join(real, '0001_house.sql'), 'utf8'));
  });
});
