import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { unpackKeys } from '../../src/runs/outcome-pack.model.ts';
import { line, ndjsonOf, readAnswer } from './batch-scene.ts';
import { aCourse, aRosteringHub, aUser, type Hub, keys } from './scene.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');
let hub: Hub;
let data: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  hub = await aRosteringHub();
  data = await mkdtemp(path.join(tmpdir(), 'hallpass-batch-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});
afterAll(async () => {
  await hub.close();
  await rm(data, { recursive: true, force: true });
});

/** A hub in a process of its own, on the database of the test. */
async function aHubProcess(): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: hub.app.database.url,
    DATA_DIR: data,
    SECRET_KEY: 'k'.repeat(40),
    LOG_LEVEL: 'error',
    PORT: '0',
  };
  const child = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (told += text));
  for (const until = Date.now() + 30_000; ; await pause(20)) {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
    if (address !== undefined) return { child, address };
    if (Date.now() > until || child.exitCode !== null) throw new Error(`the hub did not start: ${told}`);
  }
}

const send = (address: string, payload: string, key = 'the-night') =>
  fetch(`${address}/rostering/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.main}`,
      'content-type': 'application/x-ndjson',
      'idempotency-key': key,
    },
    body: payload,
  });

/** What the parts of the run have counted so far; null: there is no run. */
async function progressOf(): Promise<{ entered: number; finished: boolean } | null> {
  const found = await sql<{ entered: number; finished: boolean }>`
    select (select sum(entered)::int from part where part.district_id = run.district_id and part.run_no = run.no) as entered,
      finished_at is not null as finished
    from run where trigger = 'api' order by no desc limit 1`.execute(hub.app.db);
  return found.rows[0] ?? null;
}

async function untilProgress(reached: (now: { entered: number; finished: boolean }) => boolean): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(3)) {
    const now = await progressOf();
    if (now !== null && reached(now)) return;
  }
  throw new Error(`the run did not come so far: ${JSON.stringify(await progressOf())}`);
}

/** Every accepted key of the run, as often as it was told. */
async function acceptedKeys(): Promise<readonly string[]> {
  const packs = await sql<{ kind: string; keys: Buffer }>`select kind, keys from outcome_pack`.execute(hub.app.db);
  return packs.rows.flatMap((pack) => unpackKeys(pack.keys).map((key) => `${pack.kind} ${key}`));
}

describe('a hub that is killed in the middle of a batch', () => {
  test('loses no line and does none twice: the next one goes on, and the answer can be had again', {
    timeout: 150_000,
  }, async () => {
    const teacher = aUser({ role: 'instructor' });
    const algebra = await aCourse(hub, { owner: teacher['email'] });
    const users = Array.from({ length: 12_000 }, (_, at) => aUser(at % 50 === 0 ? { email: 'none' } : {}));
    const payload = ndjsonOf([
      ...users.map(({ email }) => line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] })),
      line('course', 'create', algebra),
      line('user', 'create', teacher),
      ...users.map((each) => line('user', 'create', each)),
    ]);
    let kills = 0;
    const first = await aHubProcess();
    const answered = send(first.address, payload).then(
      (answer) => answer.text(),
      () => 'cut off',
    );
    // Some pages of users are in, and then some of members.
    for (const lines of [2500, 15_000]) {
      const { child } = kills === 0 ? first : await aHubProcess();
      await untilProgress(({ entered }) => entered >= lines);
      if ((await progressOf())?.finished === true) break;
      child.kill('SIGKILL');
      kills++;
      await pause(100);
      // As if half a minute had passed, so that nobody need wait for the dead one's lease.
      await sql`update part set lease_until = now() - interval '1 second' where state = 'running' and kind <> 'push'`.execute(
        hub.app.db,
      );
    }
    expect(await answered).toBe('cut off');
    expect(kills).toBeGreaterThan(0);
    const last = await aHubProcess();
    await untilProgress(({ finished }) => finished);

    const refused = 240;
    const accepted = await acceptedKeys();
    expect(accepted).toHaveLength(2 * (12_000 - refused) + 2);
    expect(new Set(accepted).size).toBe(accepted.length);
    const counts = await sql<{ state: string; created: number; rejected: number; blocked: number; parts_left: number }>`
      select state, created, rejected, blocked, parts_left from run where trigger = 'api'`.execute(hub.app.db);
    expect(counts.rows).toEqual([
      { state: 'done', created: accepted.length, rejected: refused, blocked: refused, parts_left: 0 },
    ]);
    const rows = await sql<{ members: number; people: number; bodies: number }>`select
      (select count(*)::int from enrollment) as members, (select count(*)::int from person) as people,
      (select count(body)::int from batch_page) as bodies`.execute(hub.app.db);
    expect(rows.rows).toEqual([{ members: 12_000 - refused, people: 12_000 - refused + 1, bodies: 0 }]);

    const again = await send(last.address, payload);
    const { told, summary } = readAnswer(await again.text());
    expect(told).toHaveLength(24_002);
    expect(told[0]).toMatchObject({ line: 1, outcome: 'blocked' });
    expect(told[1]).toEqual({ line: 2, outcome: 'created' });
    expect(summary).toMatchObject({ entered: 24_002, created: accepted.length, rejected: refused, blocked: refused });
  });
});

describe('a hub that is stopped in the middle of a batch', () => {
  test('leaves it at the end of a page, and whoever starts next goes on at once', { timeout: 90_000 }, async () => {
    const users = Array.from({ length: 20_000 }, () => aUser());
    const payload = ndjsonOf(users.map((each) => line('user', 'create', each)));
    const before = (await sql<{ no: number }>`select max(no) as no from run`.execute(hub.app.db)).rows[0]?.no ?? 0;
    const first = await aHubProcess();
    const answered = send(first.address, payload, 'the-morning').then(
      (answer) => answer.text(),
      () => 'cut off',
    );
    const ended = new Promise((resolve) => first.child.once('exit', resolve));
    for (const until = Date.now() + 30_000; Date.now() < until; await pause(3)) {
      const now = await sql<{
        entered: number;
      }>`select entered from part where run_no > ${before} and entered > 0`.execute(hub.app.db);
      if (now.rows.length > 0) break;
    }
    first.child.kill('SIGTERM');
    await ended;
    expect(await answered).toBe('cut off');
    const left = await sql<{ state: string }>`select state from part where run_no > ${before}`.execute(hub.app.db);
    expect(left.rows).toEqual([{ state: 'waiting' }]);
    const next = await aHubProcess();
    await untilProgress(({ finished }) => finished);
    const { told, summary } = readAnswer(await (await send(next.address, payload, 'the-morning')).text());
    expect(told).toHaveLength(20_000);
    expect(summary).toMatchObject({ entered: 20_000, created: 20_000 });
  });
});
