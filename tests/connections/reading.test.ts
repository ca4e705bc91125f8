import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { type Collection, collections } from '../../src/connectors/connector.ts';
import { act, aHub, connected, endOf, type Hub, hours, oauth2, type Run, rowsOf, syncNow, type View } from './scene.ts';

// A provider's roster through the whole pipeline, also by one that behaves badly in every way we know.

let hub: Hub;
let provider: Provider;
let connection: View;
let arrivals = 0;
let someSchool = '';
const arrive = (sourcedId: string) =>
  provider.control.add({
    collection: 'users',
    record: {
      sourcedId,
      givenName: 'Ada',
      familyName: 'Late',
      username: sourcedId,
      enabledUser: true,
      role: 'student',
      orgs: [{ sourcedId: someSchool, type: 'org' }],
    },
  });
beforeAll(async () => {
  hub = await aHub();
  provider = await startProvider({ students: 60, maxLimit: 40 });
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
  const found = await sql<{ key: string }>`select id as key from school
    where district_id = 'north' and parent_id is not null limit 1`.execute(hub.app.db);
  someSchool = found.rows[0]?.key ?? '';
});
/** Somebody came since the last reading, so that there is something to carry. */
beforeEach(async () => {
  provider.control.clear();
  provider.control.restore();
  await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, oauth2(provider));
  arrive(`new-${++arrivals}`);
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});

const tables = {
  orgs: 'school',
  academicSessions: 'term',
  courses: 'course',
  classes: 'class',
  users: 'person',
  enrollments: 'enrollment',
} as const satisfies Record<Collection, string>;
const heldBy = ({ control }: Provider) =>
  Object.fromEntries(collections.map((one) => [tables[one], control.state().records[one]]));
/** The roster of a connection, by table: what is there and not deleted. */
async function roster(): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of Object.values(tables)) {
    const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
      where district_id = 'north' and connection_id = ${connection.id}::bigint and deleted_run is null`.execute(
      hub.app.db,
    );
    counts[table] = found.rows[0]?.n ?? 0;
  }
  return counts;
}
/** How often each page was asked for. */
const asked = () => {
  const times = new Map<string, number>();
  for (const { path, query, status } of provider.control.requests())
    if (status === 200) times.set(`${path}?${query}`, (times.get(`${path}?${query}`) ?? 0) + 1);
  return times;
};

test('a whole roster comes in, and the second night changes nothing', async () => {
  const run = await syncNow(hub, connection);
  expect(run.state).toBe('done');
  expect(await roster()).toEqual(heldBy(provider));
  const again = await syncNow(hub, connection);
  expect(again).toMatchObject({ state: 'done', created: 0, updated: 0, deleted: 0, entered: run['entered'] });
});

describe('a bad answer ends in a named outcome, and nothing is deleted', () => {
  const on = { collection: 'users' } as const;
  test.each([
    ['never answers', { kind: 'hang', on }, 'connection.answer_timeout', 'sync'],
    ['stops after its headers', { kind: 'hang', afterHeaders: true, on }, 'connection.body_timeout', 'sync'],
    ['cuts the connection', { kind: 'cut', after: 0.5, on }, 'connection.cut_off', 'sync'],
    ['answers without end', { kind: 'endless', on }, 'connection.too_large', 'sync'],
    ['shows a proxy’s page', { kind: 'html', on }, 'connection.server_failed', 'system'],
    ['shows a page as if it were data', { kind: 'html', status: 200, on }, 'connection.html_instead', 'sync'],
    ['fails', { kind: 'error', on }, 'connection.server_failed', 'system'],
    ['is throttled for good', { kind: 'throttle', retryAfter: 60, on }, 'connection.throttled', 'sync'],
    ['refuses a right', { kind: 'error', status: 403, on }, 'connection.right_missing', 'auth'],
    ['forgets the account', { kind: 'revoke', on }, 'connection.credentials_refused', 'auth'],
    ['sends elsewhere', { kind: 'redirect', to: 'http://169.254.169.254/', on }, 'connection.redirected', 'sync'],
    ['answers something else', { kind: 'wrong_json', on }, 'connection.answer_unexpected', 'system'],
    ['breaks off its JSON', { kind: 'json_cut', after: 0.5, on }, 'connection.json_cut', 'sync'],
    ['sends one page for ever', { kind: 'same_page', on }, 'connection.page_repeated', 'sync'],
    ['repeats pages', { kind: 'repeat_page', on: { ...on, from: 2 } }, 'connection.page_repeated', 'sync'],
    ['skips pages', { kind: 'skip_page', on }, 'connection.page_repeated', 'sync'],
    ['changes under each reading', { kind: 'drift', on }, 'connection.changed_while_read', 'sync'],
    ['lies about its count', { kind: 'wrong_total', on }, 'connection.count_wrong', 'sync'],
  ] as const)('%s', async (_, fault, entry, type) => {
    const before = await roster();
    provider.control.fault(fault);
    const run = (await syncNow(hub, connection)) as Run & { error: { entry: string } | null };
    expect([run.state, run.error?.entry]).toEqual(['stopped', entry]);
    const shown = await hub.ask('GET', `/api/v1/connections/${connection.id}`);
    expect((shown.body as View).error?.type).toBe(type);
    expect(await roster()).toEqual(before);
  });
});

describe('what passes by itself is waited out within the run', () => {
  const on = { collection: 'users', times: 1 } as const;
  test.each([
    ['a page that was cut', { kind: 'cut', on }],
    ['a page that failed', { kind: 'error', status: 503, on }],
    ['a throttled page', { kind: 'throttle', retryAfter: 1, on }],
    ['a roster that changed once while it was read', { kind: 'drift', on: { collection: 'users', request: 1 } }],
    ['a page that came twice', { kind: 'repeat_page', on: { collection: 'users', request: 2, times: 1 } }],
    ['a page that was skipped', { kind: 'skip_page', on: { collection: 'users', request: 1 } }],
    ['a token that expired', { kind: 'expire_tokens', on }],
  ] as const)('%s', async (_, fault) => {
    provider.control.fault(fault);
    expect((await syncNow(hub, connection)).state).toBe('done');
    expect(await roster()).toEqual(heldBy(provider));
  });
});

test('a worker that is stopped while it reads leaves the place to the next, who asks for no page again', async () => {
  provider.control.forgetRequests();
  provider.control.fault({ kind: 'hang', on: { collection: 'users', from: 2 } });
  const { body } = await act(hub, connection, 'sync');
  await hub.work();
  await pause(250);
  await hub.rest();
  provider.control.clear();
  await hub.work();
  expect((await endOf(hub, (body as { run: { id: number } }).run.id)).state).toBe('done');
  expect(await roster()).toEqual(heldBy(provider));
  expect([...asked().values()].filter((times) => times > 1)).toEqual([]);
});

test('a pause in the middle of reading stops asking, and the resumed run takes the changes of the pause along', async () => {
  provider.control.fault({ kind: 'slow', bytesPerSecond: 40_000, on: { collection: 'users' } });
  const { body } = await act(hub, connection, 'sync');
  await pause(200);
  expect((await act(hub, connection, 'pause')).status).toBe(200);
  provider.control.clear();
  arrive('late-1');
  // What is in hand may still come in: a page, and the one that was asked for ahead of it.
  await pause(1_500);
  const before = provider.control.state().requests;
  await pause(1_000);
  expect(provider.control.state().requests).toBe(before);
  await act(hub, connection, 'resume');
  await endOf(hub, (body as { run: { id: number } }).run.id);
  await hub.later(hours(1));
  const run = await syncNow(hub, connection);
  expect(run).toMatchObject({ state: 'done', updated: 0, deleted: 0 });
  const found = await sql<{ n: number }>`select count(*)::int as n from person
    where district_id = 'north' and connection_id = ${connection.id}::bigint and source_key = 'late-1'`.execute(
    hub.app.db,
  );
  expect(found.rows[0]?.n).toBe(1);
});

test('a night in which nothing changed leaves as many rows behind, however large the roster is', async () => {
  const grown = async (students: number) => {
    const its = await startProvider({ students });
    try {
      const own = await connected(hub, its);
      await syncNow(hub, own);
      const before = await rowsOf(hub, own);
      await syncNow(hub, own);
      const after = await rowsOf(hub, own);
      return Object.fromEntries(Object.keys(after).map((table) => [table, (after[table] ?? 0) - (before[table] ?? 0)]));
    } finally {
      await its.close();
    }
  };
  expect(await grown(400)).toEqual(await grown(20));
});
