import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { readConfig } from '../../src/config.ts';
import { majorOf } from '../../src/platform/embedded-folder.ts';
import { type Binaries, openEmbedded } from '../../src/platform/embedded-postgres.ts';
import { makeLog } from '../../src/platform/log.ts';
import { aFolder, aHub, cleanUp, hallpass, kill, nothingRuns } from '../platform/hub-process.ts';
import { type Account, accountOf, restoredFile } from './scene.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// Data that PostgreSQL 15 of Debian made, as an earlier Hallpass would have it.
const debian15: Binaries = { major: '15', folder: async () => '/usr/lib/postgresql/15' };
const there = existsSync('/usr/lib/postgresql/15/bin/postgres');
const inCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');
const env = { SECRET_KEY: 'the secret key of a hub of a school' };
const log = makeLog('silent');

let home: string;
let backupFile: string;
let before: Account;
beforeAll(async () => {
  home = aFolder();
  const roster = path.join(home, 'roster');
  await generateDistrict(roster, { students: 200, seed: 3, version: '1.1', mode: 'bulk', brokenShare: 0.02 });
  const first = path.join(home, 'first');
  expect((await run(['import', roster], first)).code).toBe(1);
  backupFile = path.join(home, 'first.hallpass');
  expect((await run(['backup', backupFile], first)).code).toBe(0);
  before = await accountIn(first);
});
afterAll(cleanUp);

const run = async (words: readonly string[], dir: string) => hallpass(words, dir, { env }).ended;

async function accountIn(dir: string, binaries?: Binaries): Promise<Account> {
  const server = await openEmbedded(dir, log, false, binaries);
  try {
    return await accountOf(server.url);
  } finally {
    await server.close();
  }
}

/** A data folder whose database PostgreSQL 15 made. */
async function anOldFolder(name: string): Promise<string> {
  const dir = path.join(home, name);
  const server = await openEmbedded(dir, log, false, debian15);
  const read = readConfig({ DATABASE_URL: server.url, DATA_DIR: dir, ...env });
  if (!read.ok) throw new Error(read.problems.join());
  await restoredFile(read.config, backupFile);
  await server.close();
  await nothingRuns(dir);
  expect(majorOf(dir)).toBe('15');
  return dir;
}

describe.skipIf(!there && !inCi)('hallpass upgrade', () => {
  test('brings all data of PostgreSQL 15 over and keeps the old files; until then no hub starts on them', async () => {
    const dir = await anOldFolder('fifteen');
    const refused = await run(['serve'], dir);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('Run hallpass upgrade, which brings the data over and keeps the old files');
    const done = await run(['upgrade', '--json'], dir);
    expect({ code: done.code, err: done.code === 0 ? '' : done.err }).toEqual({ code: 0, err: '' });
    const kept = path.join(dir, 'postgres-15');
    expect(JSON.parse(done.out)).toMatchObject({ upgraded: true, from: '15', to: '17', kept });
    expect(existsSync(path.join(kept, 'PG_VERSION'))).toBe(true);
    expect(majorOf(dir)).toBe('17');
    expect(readdirSync(dir)).not.toContain('upgrade');
    expect(differing(before, await accountIn(dir))).toEqual([]);
    const again = await run(['upgrade'], dir);
    expect(again.out).toBe('Nothing is to be done: the database is of the PostgreSQL that Hallpass carries.\n');
    const hub = await aHub(dir, { env });
    hub.child.kill('SIGTERM');
    expect((await hub.ended).code).toBe(0);
  });

  test('killed at any moment it leaves the old data, or ends at the next call', async () => {
    const dir = await anOldFolder('killed');
    let killed = 0;
    for (let wait = 1500; ; wait *= 1.7) {
      const going = hallpass(['upgrade'], dir, { env });
      const ended = await Promise.race([going.ended, pause(wait)]);
      if (ended !== undefined) {
        expect(ended.code, ended.err).toBe(0);
        break;
      }
      kill(going.child.pid ?? 0);
      await going.ended;
      await nothingRuns(dir, 30_000);
      await nothingRuns(path.join(dir, 'upgrade'), 30_000);
      killed += 1;
      if (majorOf(dir) === '15') expect(differing(before, await accountIn(dir, debian15))).toEqual([]);
    }
    expect(killed).toBeGreaterThan(0);
    expect(differing(before, await accountIn(dir))).toEqual([]);
    process.stdout.write(`upgrades killed in the middle: ${killed}\n`);
  });

  test('ended between its last two steps, no empty database takes the place of the data', async () => {
    const dir = await anOldFolder('between');
    renameSync(path.join(dir, 'postgres'), path.join(dir, 'postgres-15'));
    const other = await anOldFolder('other');
    expect((await run(['upgrade'], other)).code).toBe(0);
    mkdirSync(path.join(dir, 'upgrade'));
    renameSync(path.join(other, 'postgres'), path.join(dir, 'upgrade', 'postgres'));
    const refused = await run(['serve'], dir);
    expect(refused.code).toBe(2);
    expect(refused.err).toBe(
      `An upgrade of ${dir} was ended in the middle. Run hallpass upgrade again, which brings it to its end.\n`,
    );
    const done = await run(['upgrade', '--json'], dir);
    expect(JSON.parse(done.out)).toMatchObject({ from: '15', to: '17', kept: path.join(dir, 'postgres-15') });
    expect(majorOf(dir)).toBe('17');
  });

  test('without the old PostgreSQL it says how to get it, and takes a backup instead', async () => {
    const dir = await anOldFolder('without');
    const wrong = await run(['upgrade', '--binaries', home], dir);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('holds no PostgreSQL 15 that can be run here');
    expect(majorOf(dir)).toBe('15');
    expect((await run(['upgrade', '--from', backupFile], dir)).code).toBe(0);
    expect(differing(before, await accountIn(dir))).toEqual([]);
  });
});

/** Tables whose rows are not the same; parts name the folder and the store of their machine. */
const differing = (a: Account, b: Account) =>
  Object.keys({ ...a, ...b }).filter((name) => name !== 'part' && a[name] !== b[name]);
