import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pruneRows } from '../../src/retention/prune.job.ts';
import { aDictionaryHub, type Browser, days, type Hub, staleBucket } from './scene.ts';

type Answers = {
  yes: number;
  no: number;
  mine: string | null;
  lastRuns: { run: number; at: string; refused: number }[];
};

let hub: Hub;
let viewer: Browser;
beforeAll(async () => {
  hub = await aDictionaryHub();
  viewer = await hub.person('viewer');
});
afterAll(() => hub.close());

const entry = 'oneroster.date_unreadable';
const answers = async (as: Browser, of = entry) =>
  (await hub.ask<Answers>('GET', `/dictionary/answers?entry=${of}`, { as })).body;
const answer = (as: Browser, fixed: string, of = entry) =>
  hub.ask<Answers>('POST', '/dictionary/answers', { body: { entry: of, fixed }, as });

/** Hours go by in which people look now and then, so that they stay signed in. */
async function pass(hours: number): Promise<void> {
  for (let left = hours; left > 0; left--) {
    hub.later(Math.min(1, left) * 3_600_000);
    await Promise.all([answers(viewer), answers(hub.admin)]);
  }
}

test('each person answers once a day, and may change their mind', async () => {
  expect(await answers(viewer)).toEqual({ yes: 0, no: 0, mine: null, lastRuns: [] });
  expect((await answer(viewer, 'yes')).body).toMatchObject({ yes: 1, no: 0, mine: 'yes' });
  await answer(viewer, 'yes');
  expect((await answer(viewer, 'no')).body).toMatchObject({ yes: 0, no: 1, mine: 'no' });
  expect(await answers(hub.admin)).toMatchObject({ yes: 0, no: 1, mine: null });
  expect((await answer(hub.admin, 'yes')).body).toMatchObject({ yes: 1, no: 1, mine: 'yes' });
  expect((await hub.audit('entry')).map(({ action, details }) => [action, details['fixed']])).toEqual([
    ['entry.answered', 'yes'],
    ['entry.answered', 'no'],
    ['entry.answered', 'yes'],
  ]);
  // 08:00 in UTC is 02:00 in Chicago: at 23:30 it is still the same day there.
  await pass(21.5);
  expect((await answers(viewer)).mine).toBe('no');
  await pass(1);
  expect((await answers(viewer)).mine).toBeNull();
  expect((await answer(viewer, 'yes')).body).toMatchObject({ yes: 2, no: 1, mine: 'yes' });
});

test('only people answer, and only about entries that are there', async () => {
  const key = await hub.ask('POST', '/dictionary/answers', { body: { entry, fixed: 'yes' } });
  expect([key.status, key.entry]).toEqual([400, 'request.body_invalid']);
  expect((await answer(viewer, 'yes', 'district.stale_bucket')).status).toBe(404);
  expect((await answer(viewer, 'perhaps')).status).toBe(400);
  await hub.ask('POST', '/dictionary/entries', { body: staleBucket });
  expect((await answer(viewer, 'yes', 'district.stale_bucket')).status).toBe(200);
  expect((await hub.ask('GET', '/dictionary/answers?entry=district.stale_bucket', { as: hub.west })).status).toBe(404);
  await hub.ask('DELETE', '/dictionary/entries/district.stale_bucket');
  await hub.ask('POST', '/dictionary/entries', { body: staleBucket });
  expect(await answers(viewer, 'district.stale_bucket')).toMatchObject({ yes: 0, no: 0 });
});

test('beside them stand the last five runs of the flows that told it, not of others, nor of other districts', async () => {
  const { db } = hub.app;
  for (const district of ['north', 'west'])
    for (const flow of [1, 2])
      await sql`insert into flow (district_id, no, job) values (${district}, ${flow}, ${flow === 1 ? 'rostering' : 'merge'})`.execute(
        db,
      );
  const run = async (
    no: number,
    flow: number,
    refused: number,
    more: { state?: string; dry?: boolean; district?: string } = {},
  ) => {
    const { state = 'done', dry = false, district = 'north' } = more;
    const at = new Date(Date.UTC(2026, 10, 24, no));
    await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, state, asked_at, finished_at)
      values (${district}, ${no}, ${flow}, 'person', '{}', ${JSON.stringify({ trigger: 'person', dry })}, ${state}, ${at}, ${state === 'running' ? null : at})`.execute(
      db,
    );
    for (let seq = 0; seq < refused; seq++)
      await sql`insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, entry)
        values (${district}, '2026-11-01', ${no}, 'users.csv', ${seq}, 'person', ${String(seq)}, ${['invalid', 'rejected', 'blocked'][seq % 3]}, ${entry})`.execute(
        db,
      );
  };
  await run(1, 1, 9);
  for (const no of [2, 3, 4]) await run(no, 1, 0);
  await run(5, 2, 0);
  await run(6, 1, 4);
  await run(7, 1, 1, { dry: true });
  await run(8, 1, 1, { state: 'running' });
  await run(6, 2, 7, { district: 'west' });
  const { lastRuns } = await answers(viewer);
  expect(lastRuns.map(({ run: no, refused }) => [no, refused])).toEqual([
    [6, 4],
    [4, 0],
    [3, 0],
    [2, 0],
    [1, 9],
  ]);
  expect(lastRuns[0]?.at).toBe('2026-11-24T06:00:00.000Z');
  expect((await answers(viewer, 'district.stale_bucket')).lastRuns).toEqual([]);
});

test('after 400 days answers are let go', async () => {
  await pruneRows(hub.app.db, new Date(hub.app.clock().getTime() + days(402)));
  expect(await answers(viewer)).toMatchObject({ yes: 0, no: 0 });
});
