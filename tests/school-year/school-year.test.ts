import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { carryOutPlans } from '../../src/connections/calendar.usecases.ts';
import {
  act,
  aHub,
  aProvider,
  auditOf,
  connected,
  type Fields,
  type Hub,
  keys,
  show,
  syncNow,
  type View,
} from '../connections/scene.ts';
import { at } from '../expectations/scene.ts';
import { begun, carriedOut, confirm, idsByKey, step } from './scene.ts';

// The provider's year is 2026/27, of two semesters; the last day of the year is said to be 30 June 2027.

let hub: Hub;
let provider: Provider;
let connection: View;
beforeEach(async () => {
  hub = await aHub();
  provider = await aProvider(60);
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
});
afterEach(async () => {
  await provider.close();
  await hub.close();
});

const courses = async (state: string) => {
  const { body } = await hub.ask('GET', `/api/v1/courses?state=${state}&limit=500`);
  return (body as { courses: { archived: boolean }[] }).courses.length;
};

describe('a new school year', () => {
  test('is begun once, and shows what it would archive', async () => {
    const { year, archive, findings, connections } = await begun(hub);
    expect(year).toMatchObject({ title: '2027/28', endsOn: '2027-06-30', by: 'ops', archivedAt: null, pause: null });
    expect(archive.terms.map(({ title, end }) => [title, end])).toContainEqual(['Semester 2', '2027-06-05']);
    expect(archive.sections).toBe((await idsByKey(hub, 'class', connection)).size);
    expect(archive.enrollments).toBe((await idsByKey(hub, 'enrollment', connection)).size);
    expect(findings).toEqual([{ what: 'next_missing', connection: connection.name, term: null, from: null, to: null }]);
    expect(connections.map(({ name, status, fetched }) => [name, status, fetched])).toEqual([
      [connection.name, 'active', true],
    ]);
    const again = await hub.ask('POST', '/api/v1/school-year', { title: '2028/29', endsOn: '2028-06-30' });
    expect([again.status, again.entry]).toEqual([409, 'request.school_year_open']);
  });

  test('is begun by one of several who begin it at once', async () => {
    const asked = Array.from({ length: 5 }, () =>
      hub.ask('POST', '/api/v1/school-year', { title: '2027/28', endsOn: '2027-06-30' }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409, 409]);
  });

  test('is nobody’s who may not, and no other district’s', async () => {
    await begun(hub);
    const read = await hub.ask('GET', '/api/v1/school-year', undefined, keys.west);
    expect((read.body as { year: unknown }).year).toBeNull();
    const pushed = await hub.ask('PUT', '/api/v1/school-year/archive', confirm, keys.push);
    expect(pushed.status).toBe(403);
  });
});

describe('a year that is archived', () => {
  test('needs its name typed, is out of the lists of now, and comes back as it was', async () => {
    await begun(hub);
    const all = await courses('active');
    const wrong = await hub.ask('PUT', '/api/v1/school-year/archive', { confirm: '2026/27' });
    expect([wrong.status, wrong.entry]).toEqual([409, 'request.school_year_confirm']);
    expect(wrong.text).toContain('Type 2027/28 to confirm');
    const { findings } = await step(hub, 'PUT', '/archive', confirm);
    expect(findings.map(({ what }) => what)).toEqual(['next_missing']);
    expect([await courses('active'), await courses('archived')]).toEqual([0, all]);
    // Doing it again changes nothing, and is not told twice.
    await step(hub, 'PUT', '/archive', confirm);
    expect((await auditOf(hub, 'school_year.archived')).length).toBe(1);
    await step(hub, 'DELETE', '/archive');
    expect([await courses('active'), await courses('archived')]).toEqual([all, 0]);
  });

  test('is not missed when its source drops it, and nothing of it is deleted or held', async () => {
    await begun(hub);
    await step(hub, 'PUT', '/archive', confirm);
    const sections = await idsByKey(hub, 'class', connection);
    const enrollments = await idsByKey(hub, 'enrollment', connection);
    provider.control.empty({ collection: 'enrollments' });
    provider.control.empty({ collection: 'classes' });
    provider.control.empty({ collection: 'academicSessions' });
    expect(await syncNow(hub, connection)).toMatchObject({ state: 'done', deleted: 0, held: 0 });
    expect(await idsByKey(hub, 'class', connection)).toEqual(sections);
    expect(await idsByKey(hub, 'enrollment', connection)).toEqual(enrollments);
  });

  test('is not deleted either where the source marks it as deleted', async () => {
    await begun(hub);
    await step(hub, 'PUT', '/archive', confirm);
    const sections = await idsByKey(hub, 'class', connection);
    for (const sourcedId of sections.keys()) provider.control.delete({ collection: 'classes', sourcedId });
    expect(await syncNow(hub, connection)).toMatchObject({ state: 'done', deleted: 0, held: 0 });
    expect((await idsByKey(hub, 'class', connection)).size).toBe(sections.size);
  });

  test('without it, the same night would have been held', async () => {
    provider.control.empty({ collection: 'enrollments' });
    provider.control.empty({ collection: 'classes' });
    expect((await syncNow(hub, connection))['held']).toBeGreaterThan(0);
  });
});

describe('the pause', () => {
  const pause = (more: Fields = {}) => ({
    connections: [connection.id],
    from: '2027-07-01',
    to: '2027-07-15',
    ...more,
  });

  test('is planned for the chosen connections, moved, and taken back', async () => {
    await begun(hub);
    const planned = await step(hub, 'PUT', '/pause', pause());
    expect(planned.connections[0]?.pause).toEqual({ from: '2027-07-01', to: '2027-07-15', state: 'planned' });
    expect(planned.year?.pause).toMatchObject({ from: '2027-07-01', to: '2027-07-15', by: 'ops' });
    await step(hub, 'PUT', '/pause', pause({ from: '2027-07-02' }));
    const { pauses } = (await show(hub, connection)) as View & { pauses: { from: string }[] };
    expect(pauses.map(({ from }) => from)).toEqual(['2027-07-02']);
    await step(hub, 'DELETE', '/pause');
    expect(((await show(hub, connection)) as View & { pauses: unknown[] }).pauses).toEqual([]);
    const wrong = await hub.ask('PUT', '/api/v1/school-year/pause', pause({ to: '2027-06-01' }));
    expect(wrong.text).toContain('must not be before it begins');
  });

  test('lets the first night be tried while it lasts, and writes nothing', async () => {
    await begun(hub);
    await at(hub, '2027-06-30T18:00:00Z');
    await step(hub, 'PUT', '/pause', pause());
    await at(hub, '2027-07-02T18:00:00Z');
    await carryOutPlans(hub.app);
    expect((await show(hub, connection)).status).toBe('paused');
    for (const n of [1, 2, 3])
      provider.control.delete({ collection: 'users', sourcedId: `STU-00000${n}`, outright: true });
    const before = await idsByKey(hub, 'person', connection);
    const asked = await step(hub, 'POST', '/dry-run', { connection: connection.id });
    const run = asked.connections[0]?.dryRun?.run ?? 0;
    const dry = await carriedOut(hub, run);
    expect(dry).toMatchObject({ state: 'done', deleted: expect.any(Number) });
    expect(dry['deleted']).toBeGreaterThanOrEqual(3);
    const shown = await step(hub, 'GET', '');
    expect(shown.connections[0]?.dryRun).toMatchObject({ run, state: 'done', deleted: dry['deleted'] });
    expect(await idsByKey(hub, 'person', connection)).toEqual(before);
    expect((await show(hub, connection)).status).toBe('paused');
  });
});

describe('thresholds of a rollover', () => {
  const rules = async () => ((await show(hub, connection)) as View & { thresholds: { phase?: string }[] }).thresholds;
  const own = [{ operation: 'delete', kind: 'user', above: { count: 3, percent: 1 } }];

  test('hold while the year is begun, and are as they were when it is finished', async () => {
    await hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, { thresholds: own });
    await begun(hub);
    const set = await step(hub, 'PUT', '/thresholds');
    expect(set.connections[0]?.rolloverThresholds).toBe(true);
    expect((await rules()).length).toBe(6);
    // A school that would lose more than 30 % of its people waits for a person; by the own rule four would.
    for (let n = 1; n <= 5; n++)
      provider.control.delete({ collection: 'users', sourcedId: `STU-00000${n}`, outright: true });
    expect((await syncNow(hub, connection))['held']).toBe(0);
    await step(hub, 'POST', '/finish', confirm);
    expect(await rules()).toEqual(own);
    expect((await step(hub, 'GET', '')).last?.title).toBe('2027/28');
    for (let n = 6; n <= 9; n++)
      provider.control.delete({ collection: 'users', sourcedId: `STU-00000${n}`, outright: true });
    expect((await syncNow(hub, connection))['held']).toBe(4);
  });

  test('that somebody changed meanwhile keep the change when they are taken back', async () => {
    await begun(hub);
    await step(hub, 'PUT', '/thresholds');
    await hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, { thresholds: [...(await rules()), ...own] });
    await step(hub, 'DELETE', '/thresholds');
    expect(await rules()).toEqual(own);
  });
});

test('a year is given up only when nothing is archived, and leaves no trace but in the audit', async () => {
  await begun(hub);
  await step(hub, 'PUT', '/thresholds');
  await step(hub, 'PUT', '/archive', confirm);
  const refused = await hub.ask('DELETE', '/api/v1/school-year');
  expect([refused.status, refused.entry]).toEqual([409, 'request.school_year_state']);
  await step(hub, 'DELETE', '/archive');
  await step(hub, 'DELETE', '');
  expect(((await show(hub, connection)) as View & { thresholds: unknown[] }).thresholds).toEqual([]);
  const left = await sql`select 1 from school_year where district_id = 'north'`.execute(hub.app.db);
  expect(left.rows).toEqual([]);
  expect((await auditOf(hub, 'school_year.given_up')).length).toBe(1);
});

test('a connection that is deleted takes its archived terms and its new ids with it', async () => {
  await begun(hub);
  await step(hub, 'PUT', '/archive', confirm);
  await act(hub, connection, 'pause');
  await hub.ask('DELETE', `/api/v1/connections/${connection.id}?confirm=${encodeURIComponent(connection.name)}`);
  await hub.removeDeleted();
  const left = await sql<{
    n: number;
  }>`select (select count(*) from archived_term)::int + (select count(*) from rekey)::int as n`.execute(hub.app.db);
  expect(left.rows[0]?.n).toBe(0);
  expect((await step(hub, 'GET', '')).connections).toEqual([]);
});
