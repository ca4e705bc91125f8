import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { program } from '../../src/app.ts';
import { backup } from '../../src/backup/backup.usecases.ts';
import { contentsOf } from '../../src/backup/manifest.model.ts';
import type { Config } from '../../src/config.ts';
import { readCredentials } from '../../src/connections/credential.repository.ts';
import { readArchive, writeArchive } from '../../src/platform/archive.ts';
import { openDatabase, openSession } from '../../src/platform/database.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { openSealed, sealStream } from '../../src/platform/sealed-file.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { aHub, aProvider, connected, type Hub, syncNow, type View } from '../connections/scene.ts';
import { bareDatabase } from '../platform/bare-database.ts';
import { accountOf, backedUp, memory, movedTo, restored } from './scene.ts';

const passphrase = 'a passphrase of a school';
let hub: Hub;
let provider: Provider;
let connection: View;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider(40);
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
  await hub.rest();
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A database without any table, and a data folder without any file, as a new machine has them. */
async function aNewMachine(secretKey = hub.app.config.secretKey): Promise<Config & { databaseUrl: string }> {
  const bare = await bareDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hallpass-new-'));
  closing.push(async () => {
    await bare.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { ...hub.app.config, databaseUrl: bare.db.url, dataDir, secretKey };
}

const tablesOf = async (url: string) => Object.keys(await accountOf(url));

describe('a backup that is restored', () => {
  test('gives an equal database, with partitions, keys, constraints and triggers at work', async () => {
    const before = await accountOf(hub.app.database.url);
    expect(Object.values(before).filter((said) => !said.startsWith('0 ')).length).toBeGreaterThan(15);
    const machine = await aNewMachine();
    const done = await restored(machine, await backedUp(hub.app));
    expect(done).toMatchObject({ districts: ['north', 'west'], migrated: 0, sameKey: true, encrypted: false });
    expect(await accountOf(machine.databaseUrl, movedTo(hub.app, machine.dataDir))).toEqual(before);

    const shape = async (url: string) => {
      const session = await openSession(url);
      const { rows } = await session.query(
        `select 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text as it from pg_trigger where not tgisinternal
         union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated::text from pg_constraint where connamespace = 'public'::regnamespace
         union all select indexdef from pg_indexes where schemaname = 'public'
         union all select 'part ' || inhrelid::regclass || ' ' || pg_get_expr(relpartbound, inhrelid) from pg_inherits join pg_class on pg_class.oid = inhrelid
         order by 1`,
      );
      await session.end();
      return rows.map(({ it }) => it);
    };
    expect(await shape(machine.databaseUrl)).toEqual(await shape(hub.app.database.url));
  });

  test('opens its credentials with the key of its hub', async () => {
    const machine = await aNewMachine();
    await restored(machine, await backedUp(hub.app, passphrase), { key: passphrase });
    const database = openDatabase(machine.databaseUrl, 1);
    const secrets = makeSecrets(machine.secretKey ?? '');
    const found = await readCredentials(database.kysely, secrets, 'north', Number(connection.id));
    await database.close();
    expect(found).toMatchObject({ kind: 'oauth2', clientSecret: provider.credentials.clientSecret });
  });

  test('brings the stored files that runs still need, where the new machine keeps them', async () => {
    const { files, secrets, db } = hub.app;
    const folder = path.join(files.folder, 'set-1');
    await mkdir(folder, { recursive: true });
    const stored = path.join(folder, 'users.csv.sealed');
    await sealStream(
      stored,
      secrets.keyFor('uploads'),
      (async function* () {
        yield Buffer.from('sourcedId\n1\n');
      })(),
    );
    const source = JSON.stringify({ mode: 'bulk', path: stored, sealed: true });
    await sql`update part set source = ${source}::jsonb, store = ${files.store} where district_id = 'north' and unit =
      (select min(unit) from part where district_id = 'north')`.execute(db);
    const machine = await aNewMachine();
    await restored(machine, await backedUp(hub.app));
    const database = openDatabase(machine.databaseUrl, 1);
    const found = await database.pool.query<{ place: string; store: string }>(
      "select source ->> 'path' as place, store from part where source ->> 'path' like '%/set-1/%'",
    );
    await database.close();
    const place = path.join(machine.dataDir, 'files', 'set-1', 'users.csv.sealed');
    expect(found.rows).toEqual([
      { place, store: (await readFile(path.join(machine.dataDir, 'store-name'), 'utf8')).trim() },
    ]);
    const opened = await openSealed(place, secrets.keyFor('uploads'));
    const bytes = Buffer.alloc(opened.size);
    await opened.read(bytes, 0).finally(() => opened.close());
    expect(bytes.toString()).toBe('sourcedId\n1\n');
    // The second name that kept the file while it was read is gone.
    expect((await readdir(path.dirname(files.folder))).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });

  test('of an older version is brought to this one', async () => {
    const older = await aNewMachine();
    const folder = path.join(older.dataDir, 'migrations');
    await mkdir(folder, { recursive: true });
    const names = (await readdir(program.migrations)).filter((name) => /^\d{4}_/.test(name)).sort();
    for (const name of names.slice(0, 12)) await cp(path.join(program.migrations, name), path.join(folder, name));
    const database = openDatabase(older.databaseUrl, 2);
    await migrate(database, folder);
    await database.pool.query(
      "insert into district (id, name, time_zone) values ('old', 'Old Unified', 'America/Chicago')",
    );
    const app = { ...hub.app, db: database.kysely, database, config: older };
    const bytes = await oldBackup(app, folder);
    await database.close();
    const machine = await aNewMachine();
    const done = await restored(machine, bytes);
    expect(done).toMatchObject({ districts: ['old'], migrated: names.length - 12 });
    const now = openDatabase(machine.databaseUrl, 1);
    const { rows } = await now.pool.query('select id, name, blackouts from district');
    await now.close();
    expect(rows).toEqual([{ id: 'old', name: 'Old Unified', blackouts: [] }]);
  });
});

/** As an older program would write it. Its database has no tables for the news of it, which is told after the file is whole. */
async function oldBackup(app: Parameters<typeof backedUp>[0], migrations: string): Promise<Buffer> {
  const { out, bytes } = memory();
  const asked = { out, key: undefined, program: { version: '0.0.9', migrations }, progress: () => {} };
  await expect(backup(app, asked, async () => {})).rejects.toThrow('relation "news" does not exist');
  return bytes();
}

describe('what cannot be restored is told, and changes nothing', () => {
  test('a file that is damaged, cut off or of something else', async () => {
    const whole = await backedUp(hub.app, passphrase);
    const machine = await aNewMachine();
    const damaged = Buffer.from(whole);
    damaged[Math.floor(whole.length / 2)] = (damaged[Math.floor(whole.length / 2)] ?? 0) ^ 4;
    for (const [bytes, told] of [
      [damaged, /damaged or was cut off/],
      [whole.subarray(0, whole.length - 500), /damaged or was cut off/],
      [Buffer.from('a letter to the parents'), /no file that Hallpass wrote/],
    ] as const) {
      await expect(restored(machine, bytes, { key: passphrase })).rejects.toThrow(told);
      // Not even where it comes through a pipe, and its fault shows only at its end.
      const piped = { open: () => pipeOf(bytes), again: false };
      await expect(restored(machine, bytes, { key: passphrase, archive: piped })).rejects.toThrow(told);
      expect(await tablesOf(machine.databaseUrl)).toEqual([]);
    }
  });

  test('a file of a newer version, in words', async () => {
    const machine = await aNewMachine();
    const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-older-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await cp(path.join(program.migrations, '0001_house.sql'), path.join(folder, '0001_house.sql'));
    const older = { ...program, migrations: folder };
    await expect(restored(machine, await backedUp(hub.app), { program: older })).rejects.toThrow(
      'It was made by a newer Hallpass (0.1.0; it has 0002_roster.sql, which this one does not know). Install that version or a later one, and restore with it. Nothing was changed.',
    );
    expect(await tablesOf(machine.databaseUrl)).toEqual([]);
  });

  test('another secret key, unless that is agreed to', async () => {
    const machine = await aNewMachine('another secret key of another installation');
    const bytes = await backedUp(hub.app);
    await expect(restored(machine, bytes)).rejects.toThrow(
      new RegExp(`opens with the secret key ${hub.app.secrets.version}; this installation has [0-9a-f]{16}`),
    );
    expect(await tablesOf(machine.databaseUrl)).toEqual([]);
    expect(await restored(machine, bytes, { otherKey: true })).toMatchObject({ sameKey: false });
  });

  test('rows that somebody changed who knows how backups are made, but not the secret key', async () => {
    const machine = await aNewMachine();
    await expect(restored(machine, await forged(await backedUp(hub.app)))).rejects.toThrow(
      'It was changed by somebody who does not have the secret key of its hub; nothing was changed.',
    );
    expect(await tablesOf(machine.databaseUrl)).toEqual([]);
  });

  test('a database that holds a district, unless its id was typed', async () => {
    const machine = await aNewMachine();
    const bytes = await backedUp(hub.app);
    await restored(machine, bytes);
    const session = await openSession(machine.databaseUrl);
    await session.query(
      "insert into district (id, name, time_zone) values ('east', 'East Unified', 'America/Chicago')",
    );
    await session.end();
    const before = await accountOf(machine.databaseUrl);
    await expect(restored(machine, bytes)).rejects.toThrow('The database holds the districts east north west.');
    await expect(restored(machine, bytes, { confirm: async () => 'north' })).rejects.toThrow(
      'What was typed is not east north west, so nothing was replaced or changed.',
    );
    expect(await accountOf(machine.databaseUrl)).toEqual(before);
    let asked: readonly string[] = [];
    await restored(machine, bytes, {
      confirm: async (districts) => {
        asked = districts;
        return 'east north west';
      },
    });
    expect(asked).toEqual(['east', 'north', 'west']);
    expect(await accountOf(machine.databaseUrl, movedTo(hub.app, machine.dataDir))).toEqual(
      await accountOf(hub.app.database.url),
    );
  });

  test('a database with tables of another program, and one that a hub has open', async () => {
    const machine = await aNewMachine();
    const bytes = await backedUp(hub.app);
    const session = await openSession(machine.databaseUrl);
    closing.unshift(() => session.end());
    await session.query("set application_name = 'hallpass-1'");
    await expect(restored(machine, bytes)).rejects.toThrow('1 other process of Hallpass use');
    await session.query("set application_name = 'psql'");
    await session.query('create table inventory (id int)');
    await expect(restored(machine, bytes)).rejects.toThrow(
      'The database holds tables that are not of this Hallpass: inventory.',
    );
    expect(await tablesOf(machine.databaseUrl)).toEqual(['inventory']);
  });
});

async function* chunksOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 50_000) yield Buffer.from(bytes.subarray(at, at + 50_000));
}
const pipeOf = (bytes: Uint8Array) => Readable.from(chunksOf(bytes));

/** The same archive with another name of the district, and sums that fit, but for the signature. */
async function forged(bytes: Buffer): Promise<Buffer> {
  const made = memory();
  const archive = await writeArchive(made.out, undefined, new Date());
  let hash = '';
  const { members } = await readArchive(pipeOf(bytes), undefined);
  for await (const { name, content } of members) {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    let text = Buffer.concat(parts);
    if (name === 'tables/district/000001') {
      text = Buffer.from(text.toString().replace('north Unified', 'South Unified'));
      hash = createHash('sha256').update(text).digest('hex');
    }
    if (name === 'sums.json') {
      const sums = JSON.parse(text.toString());
      sums.tables.district.sha256 = hash;
      text = Buffer.from(JSON.stringify(sums));
    }
    await archive.add(name, text);
  }
  await archive.end();
  return made.bytes();
}

test('the figures of a backup are those of the database', async () => {
  const sums = { manifest: '', tables: { a: { rows: 2, bytes: 9, sha256: '' } }, files: {} };
  const manifest = { madeAt: 'now', hallpass: '0.1.0', districts: [{ id: 'north', name: 'North' }], key: 'k' };
  expect(contentsOf(manifest as never, sums, true)).toEqual({
    madeAt: 'now',
    hallpass: '0.1.0',
    districts: ['north'],
    tables: 1,
    rows: 2,
    files: 0,
    key: 'k',
    encrypted: true,
  });
});
