import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { act, aHub, aProvider, auditOf, connected, endOf, type Hub, rowsOf, runsOf, show, syncNow } from './scene.ts';

let hub: Hub;
let provider: Provider;
beforeAll(async () => {
  hub = await aHub();
});
beforeEach(async () => {
  provider = await aProvider(5);
  return () => provider.close();
});
afterAll(() => hub.close());

const roster = ['school', 'term', 'course', 'class', 'person', 'enrollment', 'snapshot', 'record', 'hold'];
const rosterOf = async (connection: { id: string }) => {
  const rows = await rowsOf(hub, connection);
  return Object.fromEntries(roster.map((table) => [table, rows[table]]));
};
const dryRun = async (connection: { id: string }) => {
  const asked = await act(hub, connection, 'sync', { dry: true });
  expect(asked.status).toBe(202);
  await hub.work();
  return endOf(hub, (asked.body as { run: { id: number } }).run.id);
};

test('a dry sync reads all, says what a sync would do, and leaves everything as it is', async () => {
  const connection = await connected(hub, provider);
  const before = await rosterOf(connection);
  const dry = await dryRun(connection);
  expect(dry).toMatchObject({ state: 'done', dry: true });
  expect(dry['created']).toBeGreaterThan(20);
  expect(await rosterOf(connection)).toEqual(before);
  expect((await show(hub, connection)).lastSyncedAt).toBeNull();
  const real = await syncNow(hub, connection);
  expect(real).toMatchObject({ dry: false, created: dry['created'], entered: dry['entered'] });
  expect((await auditOf(hub, 'run.asked')).map(({ details }) => details['dry'] ?? false).slice(0, 2)).toEqual([
    false,
    true,
  ]);
});

test('after a sync it finds nothing to do, and the next sync still reads only what has changed', async () => {
  const connection = await connected(hub, provider);
  await syncNow(hub, connection);
  const { lastSyncedAt } = await show(hub, connection);
  const dry = await dryRun(connection);
  expect(dry['unchanged']).toBe(dry['entered']);
  expect((await show(hub, connection)).lastSyncedAt).toBe(lastSyncedAt);
});

test('a sync that is asked for meanwhile is a run of its own', async () => {
  const connection = await connected(hub, provider);
  await hub.rest();
  const dry = await act(hub, connection, 'sync', { dry: true });
  const real = await act(hub, connection, 'sync');
  const again = await act(hub, connection, 'sync', { dry: true });
  expect(again.body).toEqual(dry.body);
  expect(real.body).not.toEqual(dry.body);
  await hub.work();
  for (const run of await runsOf(hub, connection)) await endOf(hub, Number(run['id']));
  expect((await runsOf(hub, connection)).map(({ dry: is, created }) => [is, Number(created) > 0])).toEqual([
    [false, true],
    [true, true],
  ]);
});
