import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import {
  act,
  aHub,
  aProvider,
  connected,
  endOf,
  type Hub,
  type Run,
  rowsOf,
  syncNow,
  type View,
} from '../connections/scene.ts';

// "Sync only this" of a provider's record: it is asked for alone, and goes through the same pipeline as a whole night.

let hub: Hub;
let provider: Provider;
let connection: View;
let flow: number;
let key: string;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider();
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
  const found = await sql<{ flow: number; key: string }>`select f.no as flow, p.source_key as key
    from flow f join person p on p.district_id = f.district_id and p.connection_id = f.source_id
    where f.district_id = 'north' and f.source_id = ${connection.id}::bigint order by p.id limit 1`.execute(hub.app.db);
  flow = found.rows[0]?.flow ?? 0;
  key = found.rows[0]?.key ?? '';
});
beforeEach(() => {
  provider.control.clear();
  provider.control.forgetRequests();
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});

const query = (of = key, kind = 'user') => new URLSearchParams({ flow: String(flow), kind, key: of }).toString();
const passport = async (of = key, kind = 'user') =>
  (await hub.ask('GET', `/api/v1/passport?${query(of, kind)}`)).body as {
    title: string;
    syncAlone: { how: string | null; whyNot: { entry: string } | null };
    present: { outcome: string } | null;
    stored: { active: boolean };
  };
const askAlone = (of = key, kind = 'user') => hub.ask('POST', `/api/v1/passport/sync?${query(of, kind)}`);
async function syncAlone(of = key, kind = 'user'): Promise<Run & { error: { entry: string } | null }> {
  const asked = await askAlone(of, kind);
  expect(asked.status, asked.text).toBe(202);
  await hub.work();
  return (await endOf(hub, (asked.body as { run: { id: number } }).run.id)) as never;
}
const change = (set: Record<string, unknown>) => provider.control.change({ collection: 'users', sourcedId: key, set });

test('a changed person comes in alone, and nothing else is asked for or written', async () => {
  expect((await passport()).syncAlone).toEqual({ how: 'source', whyNot: null });
  const before = await rowsOf(hub, connection);
  change({ givenName: 'Annemarie' });
  expect(await syncAlone()).toMatchObject({ state: 'done', trigger: 'retry', entered: 1, updated: 1 });
  expect((await passport()).title).toMatch(/^Annemarie /);
  const lists = provider.control.requests().filter(({ path }) => path.includes('/ims/'));
  expect(lists.map(({ path }) => path.split('/').at(-2))).toEqual(['users']);
  const { person, enrollment, class: classes } = before;
  expect(await rowsOf(hub, connection)).toMatchObject({ person, enrollment, class: classes });
  expect(await syncAlone()).toMatchObject({ state: 'done', entered: 1, unchanged: 1 });
  // The night that follows finds it as it is, and deletes nobody.
  expect(await syncNow(hub, connection)).toMatchObject({ state: 'done', created: 0, updated: 0, deleted: 0 });
});

test('a person who was otherwise for an hour only is put back by the night, though its list is that of the night before', async () => {
  const name = async () => (await passport()).title.split(' ')[0];
  await syncNow(hub, connection);
  const before = await name();
  change({ givenName: 'Otherwise' });
  expect(await syncAlone()).toMatchObject({ updated: 1 });
  change({ givenName: before });
  expect(await syncNow(hub, connection)).toMatchObject({ state: 'done', created: 0, updated: 1, deleted: 0 });
  expect(await name()).toBe(before);
});

test('one that was refused goes through as soon as it is put right', async () => {
  change({ role: 'headmaster' });
  expect(await syncNow(hub, connection)).toMatchObject({ invalid: 1 });
  expect((await passport()).present?.outcome).toBe('invalid');
  const source = (await hub.ask('GET', `/api/v1/passport/source?${query()}`)).body as {
    row: { cells: { name: string; value: string; read: string | null }[] };
  };
  expect(source.row.cells.find(({ name }) => name === 'role')).toMatchObject({ value: 'headmaster', read: null });
  expect(await syncAlone()).toMatchObject({ entered: 1, invalid: 1 });
  change({ role: 'teacher' });
  expect(await syncAlone()).toMatchObject({ entered: 1, invalid: 0 });
  expect((await passport()).present).toBeNull();
});

test.each([
  ['is gone', () => provider.control.delete({ collection: 'enrollments', sourcedId: gone(), outright: true })],
  ['is marked as deleted', () => provider.control.delete({ collection: 'enrollments', sourcedId: gone() })],
])('one that %s there is not deleted by that: whole lists say what is gone', async (_, leave) => {
  enrollment = (await enrollments())[0] ?? '';
  leave();
  expect(await syncAlone(enrollment, 'enrollment')).toMatchObject({
    state: 'stopped',
    error: { entry: 'connection.record_not_there' },
    entered: 0,
    deleted: 0,
  });
  expect((await passport(enrollment, 'enrollment')).stored.active).toBe(true);
  expect(await syncNow(hub, connection)).toMatchObject({ state: 'done', deleted: 1 });
});
let enrollment = '';
const gone = () => enrollment;
const enrollments = async () =>
  (
    await sql<{
      key: string;
    }>`select source_key as key from enrollment where district_id = 'north' and status = 'active'
      order by id limit 1`.execute(hub.app.db)
  ).rows.map((row) => row.key);

test('a record of every kind can be synced alone, and is as it was', async () => {
  const found = await sql<{ kind: string; key: string }>`
    select 'org' as kind, id as key from (select id from school where connection_id is not null order by id limit 1) one
    union all select 'academicSession', source_key from (select * from term where parent_id is not null order by id limit 1) one
    union all select 'course', source_key from (select * from course order by id limit 1) one
    union all select 'class', source_key from (select * from class order by id limit 1) one
    union all select 'enrollment', source_key from (select * from enrollment where status = 'active' order by id limit 1) one`.execute(
    hub.app.db,
  );
  expect(found.rows).toHaveLength(5);
  for (const one of found.rows)
    expect(await syncAlone(one.key, one.kind), one.kind).toMatchObject({ state: 'done', entered: 1, unchanged: 1 });
});

test('a kind that no roster has cannot be asked for', async () => {
  expect(await askAlone(key, 'line_item')).toMatchObject({ status: 404, entry: 'request.not_found' });
});

test('a provider that answers nonsense ends in a named outcome, and what is held stays', async () => {
  provider.control.fault({ kind: 'html', status: 200, on: { collection: 'users' } });
  expect(await syncAlone()).toMatchObject({ state: 'stopped', error: { entry: 'connection.html_instead' } });
  expect((await passport()).stored.active).toBe(true);
});

test('asked twice it is one run, and a whole sync is none of its kind', async () => {
  await hub.rest();
  const [first, second] = [await askAlone(), await askAlone()];
  expect(first.body).toEqual(second.body);
  const whole = (await act(hub, connection, 'sync')).body as { run: { id: number } };
  expect(whole).not.toMatchObject(first.body);
  await hub.work();
  expect(await endOf(hub, whole.run.id)).toMatchObject({ state: 'done' });
});

test('it says nothing of when everything was read', async () => {
  const read = async () => (await hub.ask('GET', `/api/v1/connections/${connection.id}`)).body as View;
  const before = (await read()).lastSyncedAt;
  await syncAlone();
  expect((await read()).lastSyncedAt).toBe(before);
});

test('values and names never stand in the log', async () => {
  change({ givenName: 'Xanthippe', role: 'headmaster' });
  await syncAlone();
  await passport();
  await hub.ask('GET', `/api/v1/passport/source?${query()}`);
  expect(hub.logged.length).toBeGreaterThan(0);
  expect(hub.logged.filter((line) => /Xanthippe|headmaster/.test(line) || line.includes(key))).toEqual([]);
});
