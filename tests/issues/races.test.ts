import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { endRun, insertRun } from '../../src/runs/run.repository.ts';
import { cancelRun } from '../../src/runs/run.usecases.ts';
import { aDistrict, aHall, type District, type Hall } from '../import/scene.ts';
import { issuesOf, read, standing, usersOf } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

/** A run of the flow whose part is done and that nobody has ended yet. */
async function aRunToEnd({ app, actor, id }: District, unit: string): Promise<number> {
  const run = await insertRun(app.db, actor, app.clock(), {
    flow: 1,
    scope: { trigger: 'person', dry: false },
    parts: [{ unit, kind: 'user', level: 5, source: {}, store: 'nobody', rows: 0 }],
    notes: [],
  });
  await sql`insert into record (district_id, flow_no, kind, key, state, unit, entry, since_run, last_run)
    values (${id}, 1, 'user', ${unit}, 'invalid', ${unit}, 'oneroster.value_missing', ${run}, ${run})`.execute(app.db);
  return run;
}

/** Some session waits for a lock that another holds. */
async function isWaiting({ db }: App): Promise<void> {
  for (;;) {
    const waiting = await sql`select 1 from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
    if (waiting.rows.length > 0) return;
    await pause(5);
  }
}

const finishParts = ({ app, id }: District, run: number) =>
  sql`update part set state = 'done' where district_id = ${id} and run_no = ${run}`.execute(app.db);

test('two runs that end at the same moment make one issue of one cause', async () => {
  const district = await aDistrict(hall);
  await read(district);
  await hall.rest();
  const { app, id } = district;
  const runs = [await aRunToEnd(district, 'a'), await aRunToEnd(district, 'b')];
  for (const run of runs) await finishParts(district, run);
  await Promise.all(runs.map((run) => inTransaction(app.database.pool, (client) => endRun(client, id, run))));
  expect(await standing(district)).toEqual([['oneroster.value_missing', 'open', 2, 0]]);
  await hall.work();
});

test('the second waits for the first, and finds the issue that it has opened', async () => {
  const district = await aDistrict(hall);
  await read(district);
  await hall.rest();
  const { app, id } = district;
  const [first, second] = [await aRunToEnd(district, 'a'), await aRunToEnd(district, 'b')];
  for (const run of [first, second]) await finishParts(district, run);
  let late: Promise<boolean> | undefined;
  await inTransaction(app.database.pool, async (client) => {
    await endRun(client, id, first);
    late = inTransaction(app.database.pool, (other) => endRun(other, id, second));
    await isWaiting(app);
  });
  expect(await late).toBe(true);
  expect((await issuesOf(district)).map(({ records, firstRun }) => [records, firstRun])).toEqual([[2, first]]);
  await hall.work();
});

test('what a run had refused before it was cancelled is told as well', async () => {
  const district = await aDistrict(hall);
  await read(district);
  await hall.rest();
  await cancelRun(district.app, district.actor, await aRunToEnd(district, 'a'));
  expect(await standing(district)).toEqual([['oneroster.value_missing', 'open', 1, 0]]);
  await hall.work();
});

test('what it costs to keep issues does not grow with the records that are fine', async () => {
  const statements = async (fine: number) => {
    const district = await aDistrict(hall);
    const people = Object.fromEntries(Array.from({ length: fine }, (_, at) => [`m-${at}`, 'student']));
    await read(district, { users: usersOf({ ...people, 'x-1': 'pupil' }) });
    await read(district, { users: usersOf({ ...people, 'x-1': 'pupil' }) });
    await hall.rest();
    const { app, id } = district;
    const run = await aRunToEnd(district, 'again');
    await finishParts(district, run);
    const asked: string[] = [];
    await inTransaction(app.database.pool, (client) => {
      const watched = new Proxy(client, {
        get: (target, name) => {
          const found: unknown = Reflect.get(target, name);
          if (name !== 'query') return typeof found === 'function' ? found.bind(target) : found;
          return (text: string, values: unknown[]) => {
            asked.push(text);
            return target.query(text, values);
          };
        },
      });
      return endRun(watched, id, run);
    });
    await hall.work();
    return asked.length;
  };
  const few = await statements(5);
  expect(few).toBeGreaterThan(5);
  expect(await statements(2500)).toBe(few);
});
