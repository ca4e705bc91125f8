import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureMonths, openSession } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { planPrune, prune } from '../../src/retention/prune.job.ts';
import { freshDatabase } from '../database/database.ts';
import { aDistrictOf, countOf, monthsOf, ranOn } from './scene.ts';

let app: App;
let north: string;
let west: string;
const now = new Date('2026-11-28T08:00:00Z');

beforeAll(async () => {
  app = await freshDatabase();
  north = await aDistrictOf(app, 'north');
  west = await aDistrictOf(app, 'west');
});
afterAll(() => app.close());

const keep = (district: string, name: string, days: number) =>
  sql`insert into retention (district_id, class, days) values (${district}, ${name}, ${days})
    on conflict (district_id, class) do update set days = excluded.days`.execute(app.db);

test('a month goes when its last day is older than 400 days, not a day before, and the numbers of its runs stay', async () => {
  await ranOn(app, north, { no: 1, at: '2025-09-15T02:00:00Z' });
  await ranOn(app, west, { no: 1, at: '2025-09-20T02:00:00Z' });
  await ranOn(app, north, { no: 2, at: '2025-10-15T02:00:00Z' });

  // September ended on 1 October 2025; 400 days later it is 5 November 2026.
  await prune(app, new Date('2026-11-04T23:59:59Z'));
  expect(await monthsOf(app, 'outcome')).toContain('outcome_2025_09');

  const done = await prune(app, new Date('2026-11-05T00:00:00Z'));
  expect(done?.months.map(({ table, month }) => `${table} ${month}`)).toEqual([
    'outcome 2025-09-01',
    'outcome_pack 2025-09-01',
    // Refused calls are kept as long.
    'exchange_refused 2025-09-01',
  ]);
  expect(done?.months.every(({ bytes }) => bytes > 0)).toBe(true);
  expect(await monthsOf(app, 'outcome')).not.toContain('outcome_2025_09');
  expect(await monthsOf(app, 'outcome')).toContain('outcome_2025_10');
  const runs = await sql<{ no: number; entered: number; gone: boolean }>`
    select no, entered, outcomes_removed_at is not null as gone from run where district_id = ${north} order by no`.execute(
    app.db,
  );
  expect(runs.rows).toEqual([
    { no: 1, entered: 3, gone: true },
    { no: 2, entered: 3, gone: false },
  ]);
  // So are the parts of a run whose records are gone.
  const parts = await sql<{ run_no: number }>`select run_no from part where district_id = ${north}`.execute(app.db);
  expect(parts.rows).toEqual([{ run_no: 2 }]);
});

test('a district that keeps shorter than another loses its rows of a month, and the other loses none', async () => {
  await keep(north, 'outcomes', 60);
  await ranOn(app, north, { no: 3, at: '2026-08-10T02:00:00Z' });
  await ranOn(app, west, { no: 3, at: '2026-08-10T02:00:00Z', rows: 5 });
  const before = { north: await countOf(app, 'outcome', north), west: await countOf(app, 'outcome', west) };
  // August has ended 89 days ago; October 2025 too.
  const would = await planPrune(app.db, now);
  expect(would.rows).toContainEqual({ class: 'outcomes', district: north, rows: 8 });

  await prune(app, now);
  expect(before).toEqual({ north: 6, west: 5 });
  expect(await countOf(app, 'outcome', north)).toBe(0);
  expect(await countOf(app, 'outcome_pack', north)).toBe(0);
  expect(await countOf(app, 'outcome', west)).toBe(5);
  expect(await countOf(app, 'part', west)).toBe(1);
  expect(await monthsOf(app, 'outcome')).toContain('outcome_2026_08');
});

test('a month in which a run has not ended stays, however long it is paused', async () => {
  await keep(north, 'outcomes', 400);
  await ranOn(app, north, { no: 4, at: '2025-03-10T02:00:00Z', open: true });
  await prune(app, now);
  expect(await monthsOf(app, 'outcome')).toContain('outcome_2025_03');
  await sql`update run set state = 'done', finished_at = ${now} where district_id = ${north} and no = 4`.execute(
    app.db,
  );
  await prune(app, now);
  expect(await monthsOf(app, 'outcome')).not.toContain('outcome_2025_03');
});

test('what a dry run said goes after a week, while another run of the same month stays', async () => {
  await ranOn(app, north, { no: 5, at: '2026-11-20T02:00:00Z', dry: true, rows: 12_000 });
  await ranOn(app, north, { no: 6, at: '2026-11-20T02:00:00Z' });
  await ranOn(app, north, { no: 7, at: '2026-11-22T02:00:00Z', dry: true });
  expect((await planPrune(app.db, now)).rows).toEqual([{ class: 'dry_runs', district: north, rows: 12_001 }]);
  const done = await prune(app, now);
  expect(done?.rows).toEqual([{ class: 'dry_runs', district: north, rows: 12_001 }]);
  const left = await sql<{ run_no: number; n: number }>`select run_no, count(*) as n from outcome
    where district_id = ${north} group by 1 order by 1`.execute(app.db);
  expect(left.rows).toEqual([
    { run_no: 6, n: 3 },
    { run_no: 7, n: 3 },
  ]);
});

test('nobody waits while a month goes that somebody has been reading for hours: readers and writers go on, and it goes when the reader has ended', async () => {
  await ranOn(app, west, { no: 8, at: '2025-06-10T02:00:00Z' });
  const reader = await openSession(app.database.url);
  await reader.query('begin isolation level repeatable read');
  await reader.query('select count(*) from outcome');
  let longest = 0;
  let written = 0;
  let stopped = false;
  const going = (async () => {
    for (; !stopped; await pause(5)) {
      const start = performance.now();
      await sql`insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, entry)
        values (${west}, '2026-11-01', 99, 'users.csv', ${written++}, 'user', 'w', 'invalid', 'oneroster.value_missing')`.execute(
        app.db,
      );
      await sql`select count(*) from outcome where district_id = ${west} and run_no = 99`.execute(app.db);
      longest = Math.max(longest, performance.now() - start);
    }
  })();
  const first = await prune(app, now);
  // A new month can be made all the while.
  const start = performance.now();
  await ensureMonths(app.db, new Date('2027-03-01T00:00:00Z'));
  const making = performance.now() - start;
  expect(first?.months.map(({ table }) => table)).not.toContain('outcome');
  await reader.query('commit');
  await reader.end();
  const second = await prune(app, now);
  stopped = true;
  await going;

  expect(second?.months.map(({ table, month }) => `${table} ${month}`)).toContain('outcome 2025-06-01');
  expect(await monthsOf(app, 'outcome')).not.toContain('outcome_2025_06');
  expect(written).toBeGreaterThan(50);
  // The job waited ten seconds for the reader; a statement behind such a wait would have taken two.
  expect(longest).toBeLessThan(1500);
  expect(making).toBeLessThan(1500);
  const left = await sql<{
    n: number;
  }>`select count(*) as n from outcome where district_id = ${west} and run_no = 99`.execute(app.db);
  expect(left.rows[0]?.n).toBe(written);
}, 60_000);

test('a month that a killed process had detached and not dropped goes with the next', async () => {
  await ranOn(app, west, { no: 9, at: '2025-05-10T02:00:00Z' });
  await app.database.pool.query('alter table outcome detach partition outcome_2025_05 concurrently');
  await prune(app, now);
  expect(await monthsOf(app, 'outcome')).not.toContain('outcome_2025_05');
});

test('two processes do not do it at once', async () => {
  const other = await openSession(app.database.url);
  await other.query("select pg_advisory_lock(hashtext('hallpass-retention'))");
  expect(await prune(app, now)).toBeNull();
  await other.end();
});

test('mail, news and what fixes changed go by their own days, and a mail that is being sent stays', async () => {
  const mail = (no: number, made: string, lease: string | null) =>
    sql`insert into mail (district_id, no, kind, recipient, subject, text, state, due_at, made_at, lease_until, sent_at)
      values (${west}, ${no}, 'welcome', 'x@west.example', 's', 't', ${lease === null ? 'sent' : 'queued'}, ${made}, ${made}, ${lease}, ${lease === null ? made : null})`.execute(
      app.db,
    );
  await keep(west, 'mail', 30);
  await mail(1, '2026-10-01T00:00:00Z', null);
  await mail(2, '2026-10-02T00:00:00Z', '2999-01-01T00:00:00Z');
  await mail(3, '2026-10-29T08:00:01Z', null);
  await mail(4, '2026-11-20T00:00:00Z', null);
  await prune(app, now);
  const left = await sql<{ no: number }>`select no from mail where district_id = ${west} order by no`.execute(app.db);
  expect(left.rows.map(({ no }) => no)).toEqual([2, 3, 4]);
});
