import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { openSession } from '../../src/platform/database.ts';
import { openEmbedded } from '../../src/platform/embedded-postgres.ts';
import { makeLog } from '../../src/platform/log.ts';
import { bareDatabase } from '../platform/bare-database.ts';
import { aFolder, aHub, cleanUp, eventually, hallpass, kill, nothingRuns, serversOf } from '../platform/hub-process.ts';
import { accountOf, type Same } from './scene.ts';

// The commands as real processes: the embedded database on one side, the server of the suite on the other.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const secret = 'the secret key of a hub of a school';
const env = { SECRET_KEY: secret, BACKUP_KEY: 'a passphrase of a school' };

let roster: string;
let embedded: string;
let home: string;
beforeAll(async () => {
  home = aFolder();
  roster = path.join(home, 'roster');
  await generateDistrict(roster, { students: 400, seed: 11, version: '1.1', mode: 'bulk', brokenShare: 0.02 });
  embedded = path.join(home, 'data');
  const { code } = await run(['import', roster], embedded);
  expect(code).toBe(1);
});
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});
afterAll(cleanUp);

const run = async (words: readonly string[], dir: string, more: Readonly<Record<string, string>> = {}) =>
  hallpass(words, dir, { env: { ...env, ...more } }).ended;

async function aServer(): Promise<string> {
  const bare = await bareDatabase();
  opened.push(() => bare.close());
  return bare.db.url;
}

/** Where a machine keeps its files is its own. */
const ownPlace = (dir: string): Same => [
  [path.join(dir, 'files'), 'FILES'],
  [readFileSync(path.join(dir, 'store-name'), 'utf8').trim(), 'STORE'],
];

/** What a data folder's database holds. */
async function accountOfFolder(dir: string) {
  const server = await openEmbedded(dir, makeLog('silent'), false);
  try {
    return await accountOf(server.url, ownPlace(dir));
  } finally {
    await server.close();
  }
}

describe('hallpass backup and restore', () => {
  test('carry a hub from its embedded database to a server and back, and all is equal', async () => {
    const file = path.join(home, 'one.hallpass');
    const made = await run(['backup', file, '--json'], embedded);
    expect({ code: made.code, err: made.err.replaceAll(/table .*\n|the file .*\n/g, '') }).toEqual({
      code: 0,
      err: '',
    });
    const told = JSON.parse(made.out);
    expect(told).toMatchObject({ encrypted: true, holdsSecretKey: false, districts: ['district'], files: 0 });
    expect(told.rows).toBeGreaterThan(2500);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBe(told.bytes);

    const server = await aServer();
    const there = await run(['restore', file, '--json'], path.join(home, 'there'), { DATABASE_URL: server });
    expect(there.code).toBe(0);
    expect(JSON.parse(there.out)).toMatchObject({ rows: told.rows, migrated: 0, sameKey: true });

    const again = path.join(home, 'two.hallpass');
    expect((await run(['backup', again], path.join(home, 'there'), { DATABASE_URL: server })).code).toBe(0);
    const back = path.join(home, 'back');
    expect((await run(['restore', again], back)).code).toBe(0);
    const [first, between, last] = [
      await accountOfFolder(embedded),
      await accountOf(server, ownPlace(path.join(home, 'there'))),
      await accountOfFolder(back),
    ];
    expect(between).toEqual(first);
    expect(last).toEqual(first);
    process.stdout.write(
      `embedded → server → embedded: ${told.rows} rows, ${Object.keys(first).length} tables, ${told.bytes} bytes\n`,
    );
  });

  test('a restore that is killed anywhere has changed nothing, and the next one does it all', async () => {
    const file = path.join(home, 'kill.hallpass');
    expect((await run(['backup', file], embedded)).code).toBe(0);
    const server = await aServer();
    const more = { DATABASE_URL: server };
    const dir = path.join(home, 'killed');
    // What is there beforehand must be there afterwards.
    expect((await run(['apply', districtFile('east')], dir, more)).code).toBe(0);
    const before = await accountOf(server);
    let killed = 0;
    for (const stage of ['copy "person"', 'copy "enrollment"', 'alter table']) {
      const going = hallpass(['restore', file, '--replace', '--confirm', 'east'], dir, { env: { ...env, ...more } });
      const seen = await seenAt(server, stage, going.child);
      if (going.child.pid !== undefined) kill(going.child.pid);
      await going.ended;
      await noneOfOurs(server);
      if (!seen) break;
      killed += 1;
      expect(await accountOf(server), `killed at ${stage}`).toEqual(before);
    }
    expect(killed).toBeGreaterThanOrEqual(2);
    const done = await run(['restore', file, '--replace', '--confirm', 'east', '--json'], dir, more);
    expect({ code: done.code, err: done.code === 0 ? '' : done.err }).toEqual({ code: 0, err: '' });
    expect((await accountOf(server))['person']).toEqual((await accountOfFolder(embedded))['person']);
    process.stdout.write(`restores killed in the middle: ${killed}\n`);
  });

  test('a restore is refused while a hub runs, and onto data unless that was typed', async () => {
    const file = path.join(home, 'refused.hallpass');
    expect((await run(['backup', file], embedded)).code).toBe(0);
    const hub = await aHub(embedded, { env });
    const refused = await run(['restore', file], embedded);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('A hub is running on');
    hub.child.kill('SIGTERM');
    await hub.ended;
    const onto = await run(['restore', file], embedded);
    expect(onto.code).toBe(2);
    expect(onto.err).toContain('The database holds the district district. Restore into an empty one, or say --replace');
    const replaced = await run(['restore', file, '--replace', '--confirm', 'district'], embedded);
    expect(replaced.code).toBe(0);
  });

  test('an encrypted backup of an embedded hub brings its secret key along; one in the open does not, and says both', async () => {
    const dir = path.join(home, 'keyed');
    const bare = { SECRET_KEY: '' };
    expect((await run(['apply', districtFile('south')], dir, bare)).code).toBe(0);
    const open = await run(['backup', path.join(home, 'open.hallpass')], dir, { ...bare, BACKUP_KEY: '' });
    expect(open.err).toContain('This backup is not encrypted: whoever has the file reads all records in it.');
    expect(open.out).toMatch(
      /sealed with the secret key [0-9a-f]{16} \(the file secret-key in DATA_DIR\), which is not in the file/,
    );
    const sealed = await run(['backup', path.join(home, 'sealed.hallpass')], dir, bare);
    expect(sealed.out).toContain('It holds the secret key of this hub');

    const other = path.join(home, 'keyed-elsewhere');
    const without = await run(['restore', path.join(home, 'open.hallpass')], other, bare);
    expect(without.code).toBe(2);
    expect(without.err).toContain('Put the file secret-key of the hub that it was made by into DATA_DIR');
    expect((await run(['restore', path.join(home, 'sealed.hallpass')], other, bare)).code).toBe(0);
    const keyOf = (folder: string) => readFileSync(path.join(folder, 'secret-key'), 'utf8').trim();
    expect(keyOf(other)).toBe(keyOf(dir));
    expect(statSync(path.join(other, 'secret-key')).mode & 0o777).toBe(0o600);
  });

  test('a backup takes no other file’s place, is whole or not there, and can be looked at', async () => {
    const letter = path.join(home, 'letter.txt');
    writeFileSync(letter, 'Dear parents');
    const refused = await run(['backup', letter], embedded);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('is there and is no backup. Choose another name; it was not touched.');
    expect(readFileSync(letter, 'utf8')).toBe('Dear parents');
    const nowhere = await run(['backup', path.join(home, 'no', 'where')], embedded);
    expect(nowhere.err).toContain('There is no folder');

    const file = path.join(home, 'looked.hallpass');
    const going = hallpass(['backup', file], embedded, { env });
    await eventually(() => (readdirSync(home).some((name) => name.startsWith('.looked')) ? true : undefined), 60_000);
    going.child.kill('SIGKILL');
    await going.ended;
    expect(readdirSync(home)).not.toContain('looked.hallpass');
    await nothingRuns(embedded);
    expect((await run(['backup', file], embedded)).code).toBe(0);
    expect(readdirSync(home).filter((name) => name.startsWith('.looked'))).toEqual([]);

    const looked = await run(['backup', '--verify', file, '--json'], embedded);
    expect(JSON.parse(looked.out)).toMatchObject({ districts: ['district'], encrypted: true });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    const broken = await run(['backup', '--verify', file], embedded);
    expect(broken).toMatchObject({ code: 2, out: '' });
    expect(broken.err).toContain('The file is damaged or was cut off');
    expect(serversOf(embedded)).toEqual([]);
  });
});

function districtFile(id: string): string {
  const file = path.join(home, `${id}.yaml`);
  writeFileSync(file, `district: { id: ${id}, name: ${id} Unified, timeZone: America/Chicago }\n`);
  return file;
}

/** Waits until a process's session carries out such a statement; false: the process ended before. */
async function seenAt(url: string, statement: string, child: { exitCode: number | null }): Promise<boolean> {
  const session = await openSession(url);
  try {
    await session.query("set application_name = 'onlooker'");
    for (const until = Date.now() + 60_000; Date.now() < until && child.exitCode === null; await pause(2)) {
      const { rowCount } = await session.query(
        "select 1 from pg_stat_activity where application_name like 'hallpass-%' and datname = current_database() and state = 'active' and query ilike $1",
        [`${statement}%`],
      );
      if (rowCount !== 0) return true;
    }
    return false;
  } finally {
    await session.end();
  }
}

/** The server notices that a killed process is gone when it next writes to it. */
async function noneOfOurs(url: string): Promise<void> {
  const session = await openSession(url);
  await session.query("set application_name = 'onlooker'");
  await eventually(async () => {
    const { rowCount } = await session.query(
      "select 1 from pg_stat_activity where application_name like 'hallpass-%' and datname = current_database()",
    );
    return rowCount === 0 ? true : undefined;
  }, 60_000);
  await session.end();
}
