import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../src/platform/database.ts';
import { batch, line, ndjsonOf, outcomesOf, runsOf } from './batch-scene.ts';
import {
  aCourse,
  aRosteringHub,
  aSession,
  aUser,
  course,
  type Fields,
  type Hub,
  keys,
  many,
  next,
  owner,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

describe('a request that breaks off', () => {
  test('writes nothing at all, however much of it has come', async () => {
    await hub.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = hub.server.server.address() as AddressInfo;
    const [rows, runs] = [await hub.rows(), await runsOf(hub)];
    const sending = request({
      port,
      host: '127.0.0.1',
      path: '/rostering/v1/batch',
      method: 'POST',
      headers: { authorization: `Bearer ${keys.main}`, 'content-type': 'application/x-ndjson' },
    });
    sending.on('error', () => {});
    const closed = new Promise((resolve) => sending.once('close', resolve));
    const text = ndjsonOf(Array.from({ length: 6000 }, () => line('user', 'create', aUser())));
    sending.write(text);
    await pause(200);
    sending.destroy();
    await closed;
    await pause(200);
    expect(await hub.rows()).toEqual(rows);
    expect(await runsOf(hub)).toEqual(runs);
  });
});

describe('a dry run', () => {
  test('tells of every level what a run would, and leaves no run, page or record', async () => {
    const [student, nobody] = [aUser(), aUser({ email: 'none' })];
    const algebra = await aCourse(hub);
    const known = await course(hub);
    const lines = [
      line('courseMember', 'create', { ID: student['email'], courseID: algebra['courseID'] }),
      line('courseMember', 'create', { ID: student['email'], courseID: algebra['courseID'] }),
      line('courseMember', 'create', { ID: nobody['email'], courseID: algebra['courseID'] }),
      line('attendanceSession', 'create', aSession(algebra)),
      line('attendanceSession', 'create', aSession(algebra)),
      line('course', 'upsert', known),
      line('course', 'create', algebra),
      line('user', 'create', student),
      line('user', 'create', nobody),
      line('user', 'update', { userID: student['userID'], firstName: 'Ada' }),
      line('user', 'delete', { userID: next('nobody'), schoolID: 'sch-1' }),
      '{',
    ];
    const [rows, runs] = [await hub.rows(), await runsOf(hub)];
    const dry = await batch(hub, lines, { query: '?dryRun=true' });
    expect([await hub.rows(), await runsOf(hub)]).toEqual([rows, runs]);
    const wet = await batch(hub, lines);
    expect(outcomesOf(dry.told)).toEqual([
      'created',
      'rejected',
      'blocked',
      'created',
      'rejected',
      'unchanged',
      'created',
      'created',
      'rejected',
      'updated',
      'rejected',
      'rejected',
    ]);
    const plain = (told: readonly Fields[]) =>
      told.map((each) => JSON.stringify(each).replaceAll(/"requestId":"[^"]*"/g, ''));
    expect(plain(dry.told)).toEqual(plain(wet.told));
    expect(dry.summary).toEqual({ ...wet.summary, runId: null });
  });
});

describe('a batch with an Idempotency-Key', () => {
  test('is done once: the same lines are answered again, others are refused', async () => {
    const headers = { 'idempotency-key': next('key') };
    const lines = [line('user', 'create', aUser()), line('user', 'create', aUser({ email: 'x' })), '{'];
    const first = await batch(hub, lines, { headers });
    const [rows, runs] = [await hub.rows(), await runsOf(hub)];
    const again = await batch(hub, lines, { headers });
    expect(again.text).toBe(first.text);
    expect([await hub.rows(), await runsOf(hub)]).toEqual([rows, runs]);
    const other = await batch(hub, [line('user', 'create', aUser())], { headers });
    expect([other.status, other.error?.help.entry]).toEqual([422, 'rostering.request.idempotency_other_body']);
    expect((await batch(hub, lines, { headers: { 'idempotency-key': 'a b' } })).status).toBe(400);
  });

  test('sent twice at once is carried out once', async () => {
    const headers = { 'idempotency-key': next('key') };
    const lines = Array.from({ length: 300 }, () => line('user', 'create', aUser()));
    const before = (await runsOf(hub)).runs.length;
    const answers = await Promise.all([1, 2, 3].map(() => batch(hub, lines, { headers })));
    expect((await runsOf(hub)).runs.length).toBe(before + 1);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(200);
  });
});

describe('a batch and others at the same time', () => {
  /** Holds a write of somebody else open until the batch waits for it, then commits it. */
  async function whileAnotherWrites(statement: string, work: () => Promise<Awaited<ReturnType<typeof batch>>>) {
    const session = await openSession(hub.app.database.url);
    try {
      await session.query('begin');
      await session.query(statement);
      const answered = work();
      for (const until = Date.now() + 20_000; Date.now() < until; await pause(10)) {
        const waiting = await sql<{
          n: number;
        }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          hub.app.db,
        );
        if ((waiting.rows[0]?.n ?? 0) > 0) break;
      }
      await session.query('commit');
      return await answered;
    } finally {
      await session.end();
    }
  }

  test('a single call that is faster takes the address; that line alone is rejected, by its entry', async () => {
    const taken = aUser();
    const users = Array.from({ length: 20 }, () => aUser());
    users[7] = { ...taken, userID: next('other') };
    const { told, summary } = await whileAnotherWrites(
      `with made as (insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, email, print, created_run, changed_run)
         select 'north', 900001, (select min(id) from connection where district_id = 'north'), 'faster', 'faster', 'A', 'B', '${taken['email']}', 0, 1, 1 returning id)
       insert into account (district_id, school_id, person_id, role, via_api) select 'north', 'sch-1', id, 'student', true from made`,
      () =>
        batch(
          hub,
          users.map((each) => line('user', 'create', each)),
        ),
    );
    expect(told.filter(({ outcome }) => outcome !== 'created')).toMatchObject([
      { line: 8, outcome: 'rejected', status: 400, error: { help: { entry: 'rostering.user.email_taken' } } },
    ]);
    expect(summary).toMatchObject({ entered: 20, created: 19, rejected: 1 });
  });

  test('an upsert that meets the same record becomes an update or changes nothing', async () => {
    const same = aUser({ issuedID: 'i-1', firstName: 'A', lastName: 'B' });
    const { told } = await whileAnotherWrites(
      `with made as (insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, email, print, created_run, changed_run)
         select 'north', 900002, (select min(id) from connection where district_id = 'north'), '${same['userID']}', '${same['userID']}', 'A', 'B', '${same['email']}', 0, 1, 1 returning id)
       insert into account (district_id, school_id, person_id, role, issued_id, via_api) select 'north', 'sch-1', id, 'student', 'i-1', true from made`,
      () => batch(hub, [line('user', 'upsert', same), line('user', 'upsert', { ...same, firstName: 'C' })]),
    );
    expect(outcomesOf(told)).toEqual(['unchanged', 'updated']);
    expect(many(await hub.call('GET', `/users?userID=${same['userID']}`), 'users')).toMatchObject([{ firstName: 'C' }]);
  });

  test('a session that another call puts into the same hour is told with it', async () => {
    const algebra = await course(hub);
    const { told } = await whileAnotherWrites(
      `insert into session (district_id, class_id, id, connection_id, attendance_id, starts_at, ends_at, created_run)
       select 'north', id, 900003, connection_id, 'faster', '2026-09-01T14:30:00Z', '2026-09-01T14:45:00Z', 1 from class where api_id = '${algebra['courseID']}'`,
      () =>
        batch(hub, [
          line('attendanceSession', 'create', aSession(algebra)),
          line('attendanceSession', 'create', aSession(algebra, { startTime: '11:00', endTime: '12:00' })),
        ]),
    );
    expect(outcomesOf(told)).toEqual(['rejected', 'created']);
    expect(told[0]).toMatchObject({ error: { code: 2109, info: { attendanceID: 'faster' } } });
  });

  test('two batches of the same members have one winner for each', async () => {
    const algebra = await course(hub);
    const people = await Promise.all(Array.from({ length: 10 }, () => user(hub)));
    const lines = people.map(({ email }) =>
      line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] }),
    );
    const answers = await Promise.all([batch(hub, lines), batch(hub, lines.toReversed(), { key: keys.small })]);
    const created = answers.map(({ summary }) => Number(summary['created']));
    expect(created.reduce((sum, n) => sum + n, 0)).toBe(10);
    const found = await hub.call('GET', `/course-members?courseID=${algebra['courseID']}`);
    expect(many(found, 'courseMembers')).toHaveLength(10);
  });
});

describe('a batch that is cancelled', () => {
  test('is answered: what was carried out, and which lines were left', { timeout: 120_000 }, async () => {
    const users = Array.from({ length: 11_000 }, () => aUser());
    const session = await openSession(hub.app.database.url);
    /** Who waits for another session, as soon as somebody does. */
    const waiterFor = async (pid: number): Promise<number> => {
      for (const until = Date.now() + 50_000; Date.now() < until; await pause(10)) {
        const found = await sql<{ pid: number }>`select pid from pg_stat_activity
          where wait_event_type = 'Lock' and ${pid}::int = any(pg_blocking_pids(pid))`.execute(hub.app.db);
        if (found.rows[0] !== undefined) return found.rows[0].pid;
      }
      throw new Error(`nobody waits for ${pid}`);
    };
    try {
      // The second page waits for somebody else's write, and the cancelling waits for the page.
      await session.query('begin');
      await session.query(
        `insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, print, created_run, changed_run)
         select 'north', 900004, min(id), 'cancelled', '${users[6000]?.['userID']}', 'A', 'B', 0, 1, 1 from connection where district_id = 'north'`,
      );
      const answered = batch(
        hub,
        users.map((each) => line('user', 'create', each)),
      );
      const own = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
      const page = await waiterFor(own.rows[0]?.pid ?? 0);
      const { no } = (await runsOf(hub)).runs.at(-1) ?? { no: 0 };
      const headers = { authorization: `Bearer ${keys.ops}` };
      const cancelled = hub.server.inject({ method: 'POST', url: `/api/v1/runs/${no}/cancel`, headers });
      await waiterFor(page);
      await session.query('rollback');
      expect((await cancelled).statusCode).toBe(200);
      const { told, summary } = await answered;
      expect(summary).toMatchObject({ runId: no, entered: 10_000, created: 10_000 });
      expect(told).toHaveLength(11_000);
      expect(told[9999]).toEqual({ line: 10_000, outcome: 'created' });
      expect(told[10_000]).toMatchObject({
        line: 10_001,
        outcome: 'left',
        error: { help: { entry: 'connection.cancelled' } },
      });
      expect((await runsOf(hub)).bodies).toBe(0);
    } finally {
      await session.end();
    }
  });
});

describe('a large batch', () => {
  test('of 20,000 lines in any order is answered line by line in little memory', { timeout: 120_000 }, async () => {
    const instructor = await owner(hub);
    const algebra = await aCourse(hub, { owner: instructor });
    const users = Array.from({ length: 9000 }, () => aUser());
    const lines = [
      ...users.map(({ email }) => line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] })),
      ...users.map((each, at) => line('user', 'create', at % 10 === 0 ? { ...each, role: 'king' } : each)),
      ...users.slice(0, 2000).map((each) => line('user', 'upsert', each)),
      line('course', 'create', algebra),
    ];
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const { told, summary } = await batch(hub, lines);
    clearInterval(watch);
    expect(told.map((each) => each['line'])).toEqual(lines.map((_, at) => at + 1));
    // Of 9,000 users 900 are kings and refused; 200 of these come by their upsert, so that their members go through.
    expect(summary).toMatchObject({
      entered: 20_001,
      created: 8100 + 200 + 1 + 8300,
      unchanged: 1800,
      rejected: 900,
      blocked: 700,
    });
    expect((most - before) / 2 ** 20).toBeLessThan(250);
    expect(await runsOf(hub)).toMatchObject({ bodies: 0 });
  });
});
