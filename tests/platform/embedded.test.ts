import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  aFolder,
  aGuest,
  aHub,
  aMadeFolder,
  cleanUp,
  daemon,
  eventually,
  forgetMade,
  hallpass,
  healthy,
  kill,
  nothingRuns,
  query,
  realOr,
  runsAsRoot,
  serversOf,
  watchesOf,
} from './hub-process.ts';

// Some scenes start twenty processes on two cores.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
afterEach(cleanUp);
afterAll(forgetMade);

const addNorth = "insert into district (id, name, time_zone) values ('north', 'North', 'UTC')";
const districts = async (dir: string) => (await query(dir, 'select id from district')).map((row) => row['id']);
const figures = (text: string, ...ms: number[]) =>
  process.stdout.write(`${text}: ${ms.map((n) => `${(n / 1000).toFixed(2)} s`).join(', ')}\n`);

describe('a hub and its database', () => {
  test('the first start makes it within ten seconds, the next is quicker, and SIGTERM leaves nothing running', async () => {
    const dir = path.join(aFolder(), 'data');
    const first = await aHub(dir);
    expect(first.ms).toBeLessThan(10_000);
    await query(dir, addNorth);
    first.child.kill('SIGTERM');
    const ended = await first.ended;
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    expect(ended.out).toContain('/welcome#');
    expect(serversOf(dir)).toEqual([]);
    await nothingRuns(dir);

    const second = await aHub(dir);
    expect(await districts(dir)).toEqual(['north']);
    second.child.kill('SIGKILL');
    await second.ended;
    const third = await aHub(dir);
    expect(await districts(dir)).toEqual(['north']);
    figures('first start, second, after SIGKILL', first.ms, second.ms, third.ms);
  });

  test('a killed hub leaves no server, and every committed row', async () => {
    const dir = await aMadeFolder();
    const hub = await aHub(dir);
    await query(dir, addNorth);
    hub.child.kill('SIGKILL');
    await nothingRuns(dir, 5000);
    await aHub(dir);
    expect(await districts(dir)).toEqual(['north']);
  });

  test('a second hub on the folder is told so in one sentence, and the first goes on', async () => {
    const dir = await aMadeFolder();
    const first = await aHub(dir);
    const { code, out, err } = await hallpass(['serve'], dir).ended;
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toBe(
      `A hub is running on ${dir} already. Use that one, stop it first, or set DATA_DIR to another folder.\n`,
    );
    expect(await healthy(first.address)).toBe(true);
    expect(serversOf(dir)).toHaveLength(1);
  });

  test('an orphan, whose watch was killed with the hub, is adopted and then stopped', async () => {
    const dir = await aMadeFolder();
    const first = await aHub(dir);
    const before = serversOf(dir);
    watchesOf(dir).forEach(kill);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await aHub(dir);
    expect(serversOf(dir)).toEqual(before);
    expect(watchesOf(dir)).toHaveLength(1);
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    await nothingRuns(dir);
  });

  test('a server that was killed comes back, and a second hub is still refused', async () => {
    const dir = await aMadeFolder();
    const hub = await aHub(dir);
    await query(dir, addNorth);
    const before = serversOf(dir);
    for (const round of [1, 2]) {
      serversOf(dir).forEach(kill);
      await eventually(() => (serversOf(dir).some((pid) => !before.includes(pid)) ? true : undefined), 20_000);
      await eventually(async () => (await healthy(hub.address)) || undefined, 20_000);
      expect(await districts(dir), `round ${round}`).toEqual(['north']);
      before.push(...serversOf(dir));
    }
    expect((await hallpass(['serve'], dir).ended).code).toBe(2);
    hub.child.kill('SIGTERM');
    expect((await hub.ended).code).toBe(0);
    await nothingRuns(dir);
  });

  test('a folder of another major version is refused with what to do, and nothing is changed', async () => {
    const dir = await aMadeFolder();
    writeFileSync(path.join(dir, 'postgres', 'PG_VERSION'), '16\n');
    await nothingRuns(dir);
    const before = everythingIn(dir);
    for (const words of [['serve'], ['admin', 'link']]) {
      const { code, out, err } = await hallpass(words, dir).ended;
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toBe(
        `${dir}/postgres was made by PostgreSQL 16, and this Hallpass carries PostgreSQL 17. Run hallpass upgrade, which brings the data over and keeps the old files; nothing was changed.\n`,
      );
    }
    expect(everythingIn(dir)).toEqual(before);
  });
});

const everythingIn = (dir: string) =>
  [dir, ...readdirSync(dir, { recursive: true }).map((name) => path.join(dir, String(name)))]
    .map((place) => ({ place, ...statSync(place) }))
    .map(({ place, mode, uid, size, mtimeMs, ctimeMs }) => ({ place, mode, uid, size, mtimeMs, ctimeMs }));

describe('a command and its database', () => {
  test('without a hub it starts the server for its own time', async () => {
    const dir = path.join(aFolder(), 'data');
    const { code, out, err } = await hallpass(['admin', 'link'], dir).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\S+\/welcome#\S+\n$/);
    expect(serversOf(dir)).toEqual([]);
    await nothingRuns(dir);
  });

  test('beside a hub it uses the hub’s, and leaves it running', async () => {
    const dir = await aMadeFolder();
    const hub = await aHub(dir);
    const before = { servers: serversOf(dir), links: await query(dir, 'select * from directory') };
    expect((await hallpass(['admin', 'link'], dir).ended).code).toBe(0);
    expect(serversOf(dir)).toEqual(before.servers);
    expect(watchesOf(dir)).toHaveLength(1);
    expect(await query(dir, 'select * from directory')).not.toEqual(before.links);
    expect(await healthy(hub.address)).toBe(true);
  });

  test('while it runs, a hub may start, stop and be killed; the last one out stops the server', async () => {
    const dir = await aMadeFolder();
    const guest = await aGuest(dir);
    const server = serversOf(dir);
    const first = await aHub(dir);
    expect(serversOf(dir)).toEqual(server);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(await guest.ask('select 1 as n')).toContain('[{"n":1}]');
    const second = await aHub(dir);
    second.child.kill('SIGKILL');
    await second.ended;
    // Longer than a watch would need to stop it.
    expect(await guest.ask('select 2 as n, pg_sleep(1)')).toContain('"n":2');
    expect(serversOf(dir)).toEqual(server);
    expect((await guest.leave()).code).toBe(0);
    expect(serversOf(dir)).toEqual([]);
    await nothingRuns(dir);
  });

  test('killed after its hub, it leaves no server either', async () => {
    const dir = await aMadeFolder();
    const hub = await aHub(dir);
    const guest = await aGuest(dir);
    hub.child.kill('SIGTERM');
    await hub.ended;
    expect(serversOf(dir)).toHaveLength(1);
    guest.child.kill('SIGKILL');
    await nothingRuns(dir, 5000);
  });
});

describe('at the same time', () => {
  test('three commands and a hub begin on an empty folder', async () => {
    const dir = path.join(aFolder(), 'data');
    const commands = [1, 2, 3].map(() => hallpass(['admin', 'link'], dir));
    const hub = await aHub(dir);
    for (const { ended } of commands) expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(await healthy(hub.address)).toBe(true);
    expect(serversOf(dir)).toHaveLength(1);
    expect(readdirSync(dir).filter((name) => name.startsWith('postgres-new'))).toEqual([]);
  });

  test('one leaves as another enters', async () => {
    const dir = await aMadeFolder();
    let leaving = await aGuest(dir);
    for (let round = 0; round < 8; round++) {
      // Around the moment at which a new process knocks: 300 to 500 ms after its start on a quiet machine.
      const entering = aGuest(dir);
      await delay(250 + round * 30);
      const left = leaving.leave();
      const next = await entering;
      expect(await left).toMatchObject({ code: 0, err: '' });
      expect(await next.ask(`select ${round} as n`)).toContain(`"n":${round}`);
      leaving = next;
    }
    expect((await leaving.leave()).code).toBe(0);
    await nothingRuns(dir);
  });

  test('a hub and a command begin while the server recovers from a kill', async () => {
    const dir = await aMadeFolder();
    const hub = await aHub(dir);
    await query(
      dir,
      'create table filled as select n, repeat(md5(n::text), 20) as text from generate_series(1, 200000) n',
    );
    watchesOf(dir).forEach(kill);
    hub.child.kill('SIGKILL');
    serversOf(dir).forEach(kill);
    const command = hallpass(['admin', 'link'], dir);
    const [next, told] = await Promise.all([aHub(dir), command.ended]);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(await query(dir, 'select count(*)::int as n from filled')).toEqual([{ n: 200_000 }]);
    figures('start with a recovery', next.ms);
  });

  test('a number in postmaster.pid that another program has now does not keep the server from starting', async () => {
    const dir = await aMadeFolder();
    const data = path.join(dir, 'postgres');
    const { uid, gid } = statSync(data);
    const other = spawn('sleep', ['60'], runsAsRoot ? { uid, gid } : {});
    try {
      writeFileSync(
        path.join(data, 'postmaster.pid'),
        `${other.pid}\n${data}\n1700000000\n5432\n${dir}/postgres-socket\n`,
      );
      expect((await aHub(dir)).ms).toBeLessThan(10_000);
      expect(other.exitCode).toBeNull();
    } finally {
      other.kill();
    }
  });
});

describe('data folders', () => {
  test.each([
    ['with blanks, a comma, quotes and letters of its own', `my "data", it's ünser`],
    ['with a path longer than a socket may have', `${'deep/'.repeat(30)}data`],
  ])('%s', async (_, name) => {
    const dir = path.join(aFolder(), name);
    mkdirSync(path.dirname(dir), { recursive: true });
    const hub = await aHub(dir);
    expect((await hallpass(['admin', 'link'], dir, { env: { TMPDIR: '/var/tmp' } }).ended).code).toBe(0);
    expect(serversOf(dir)).toHaveLength(1);
    hub.child.kill('SIGKILL');
    await nothingRuns(dir, 5000);
    expect((await hallpass(['admin', 'link'], dir).ended).code).toBe(0);
    await nothingRuns(dir);
  });

  test('a file in the folder’s place is refused with a sentence', async () => {
    const dir = path.join(aFolder(), 'data');
    writeFileSync(dir, '');
    const { code, err } = await hallpass(['serve'], dir).ended;
    expect(code).toBe(2);
    expect(err).toMatch(/^The data folder .*data cannot be used by this user \(\w+\)\. .*\n$/);
  });
});

const sourceIsPublic = () => {
  for (let place = import.meta.dirname; place !== '/'; place = path.dirname(place))
    if ((statSync(place).mode & 0o001) === 0) return false;
  return true;
};

describe('users', () => {
  beforeEach((context) => {
    if (!runsAsRoot) context.skip('only root can be several users');
  });

  test('an ordinary user with a home of its own', async (context) => {
    if (!sourceIsPublic()) context.skip('this checkout lies below a private folder');
    const dir = path.join(aFolder(daemon), 'data');
    const hub = await aHub(dir, { as: daemon });
    await query(dir, addNorth);
    expect(statSync(path.join(dir, 'postgres')).uid).toBe(daemon.uid);
    hub.child.kill('SIGKILL');
    await nothingRuns(dir, 5000);
    const again = await aHub(dir, { as: daemon });
    expect(await districts(dir)).toEqual(['north']);
    again.child.kill('SIGTERM');
    expect((await again.ended).code).toBe(0);
    await nothingRuns(dir);
  });

  test('root’s command on an ordinary user’s folder leaves it usable, with a hub and without', async (context) => {
    if (!sourceIsPublic()) context.skip('this checkout lies below a private folder');
    const dir = path.join(aFolder(daemon), 'data');
    const hub = await aHub(dir, { as: daemon });
    expect((await hallpass(['admin', 'link'], dir).ended).code).toBe(0);
    hub.child.kill('SIGTERM');
    await hub.ended;
    expect((await hallpass(['admin', 'link'], dir).ended).code).toBe(0);
    expect((await hallpass(['admin', 'link'], dir, { as: daemon }).ended).code).toBe(0);
    await nothingRuns(dir);
  });

  test('an ordinary user on root’s folder is refused with a sentence', async (context) => {
    if (!sourceIsPublic()) context.skip('this checkout lies below a private folder');
    const dir = path.join(aFolder(), 'data');
    const hub = await aHub(dir);
    const { code, err } = await hallpass(['admin', 'link'], dir, { as: daemon }).ended;
    expect(code).toBe(2);
    expect(err).toMatch(/Run Hallpass as the user who made the data folder, or set DATA_DIR to another folder\.\n$/);
    expect(await healthy(hub.address)).toBe(true);
  });

  test('root below a private folder keeps the database in /var/lib/hallpass, where it follows the data folder', async () => {
    const folder = aFolder();
    chmodSync(folder, 0o700);
    const dir = path.join(folder, 'data');
    const hub = await aHub(dir);
    const place = realOr(path.join(dir, 'postgres'));
    expect(place).toMatch(/^\/var\/lib\/hallpass\/[0-9a-f]{16}\/postgres$/);
    await query(dir, addNorth);
    hub.child.kill('SIGKILL');
    await nothingRuns(dir, 5000);
    // The folder opened to others later: the database is still the same.
    chmodSync(folder, 0o755);
    const again = await aHub(dir);
    expect(await districts(dir)).toEqual(['north']);
    again.child.kill('SIGTERM');
    await again.ended;
    // Removed, it begins anew.
    rmSync(dir, { recursive: true });
    try {
      await aHub(dir);
      expect(await districts(dir)).toEqual([]);
    } finally {
      rmSync(path.dirname(place), { recursive: true });
    }
  });
});
