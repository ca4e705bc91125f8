import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import {
  act,
  aHubWithProvider,
  auditOf,
  connected,
  endOf,
  failing,
  hours,
  keys,
  oauth2,
  paused,
  type Run,
  rowsOf,
  runsOf,
  show,
  standing,
  synced,
  syncNow,
  type View,
} from './scene.ts';

const { hub, provider } = await aHubWithProvider();

const wrong = () => ({ ...oauth2(provider), clientSecret: 'not the secret' });
const failOnce = (fault: Parameters<Provider['control']['fault']>[0]) => provider.control.fault(fault);
/** The run that the connection asked for last, when it has ended. */
const lastRun = async (connection: Pick<View, 'id'>): Promise<Run> => {
  const [run] = await runsOf(hub, connection);
  return endOf(hub, run?.['id'] ?? 0);
};
const personOf = async (connection: Pick<View, 'id'>, key: string) => {
  const found = await sql<{
    name: string;
    changed: number;
  }>`select given_name as name, changed_run as changed from person
    where district_id = 'north' and connection_id = ${connection.id}::bigint and source_key = ${key}`.execute(
    hub.app.db,
  );
  return found.rows[0];
};
const somePeople = async (connection: Pick<View, 'id'>) => {
  const found = await sql<{ key: string }>`select source_key as key from person
    where district_id = 'north' and connection_id = ${connection.id}::bigint order by id limit 2`.execute(hub.app.db);
  return found.rows.map(({ key }) => key);
};

test('51: no error pauses a connection', async () => {
  const connection = await connected(hub, provider);
  const faults = [
    { kind: 'redirect', to: 'https://elsewhere.example', on: { collection: 'orgs' } },
    { kind: 'error', status: 400, on: { collection: 'orgs' } },
    { kind: 'error', status: 403, on: { collection: 'orgs' } },
  ] as const;
  for (const fault of faults) {
    failOnce(fault);
    await syncNow(hub, connection);
    expect((await show(hub, connection)).status).toBe('active');
    provider.control.clear();
  }
  expect(await standing(hub, connection)).toEqual(failing('auth'));
});

describe('52: while paused no data comes', () => {
  test('on its schedule', async () => {
    const connection = await connected(hub, provider, { schedule: { every: 'hour' } });
    await act(hub, connection, 'pause');
    await hub.later(hours(3));
    await hub.due();
    expect(await runsOf(hub, connection)).toEqual([]);
  });

  test('when somebody asks for it', async () => {
    const connection = await connected(hub, provider);
    await act(hub, connection, 'pause');
    const asked = await act(hub, connection, 'sync');
    expect([asked.status, asked.entry]).toEqual([409, 'request.connection_paused']);
  });

  test('in real time', async () => {
    const { body } = await hub.ask('GET', '/api/v1/connections?q=sender');
    const [sender] = (body as { connections: View[] }).connections;
    if (sender === undefined) throw new Error('the key has no connection');
    expect(sender).toMatchObject({ name: 'sender (rostering API)', status: 'active', health: 'synced' });
    await act(hub, sender, 'pause');
    const pushed = await hub.ask('GET', '/rostering/v1/users', undefined, keys.push);
    expect([pushed.status, pushed.entry]).toEqual([503, 'rostering.request.paused']);
    await act(hub, sender, 'resume');
    expect((await hub.ask('GET', '/rostering/v1/users', undefined, keys.push)).status).toBe(200);
    expect(await standing(hub, sender)).toEqual(synced);
  });

  test('of a run that was under way', async () => {
    const connection = await connected(hub, provider);
    failOnce({ kind: 'slow', bytesPerSecond: 20_000, on: { collection: 'enrollments' } });
    const asked = await act(hub, connection, 'sync');
    const { run } = asked.body as { run: { id: number } };
    await hub.work();
    await readingBegan(run.id);
    await act(hub, connection, 'pause');
    provider.control.clear();
    const { body } = await hub.ask('GET', `/api/v1/runs/${run.id}`);
    expect(body).toMatchObject({ state: 'paused', created: 0, parts: [{ unit: 'reading', state: 'waiting' }] });
    await act(hub, connection, 'resume');
    // What waited goes on, and is not asked for a second time.
    expect((await runsOf(hub, connection)).map(({ id }) => id)).toEqual([run.id]);
    const ended = await endOf(hub, run.id);
    expect(ended).toMatchObject({ state: 'done', partsLeft: 0 });
    const rows = await rowsOf(hub, connection);
    const stored = ['term', 'course', 'class', 'person', 'enrollment'].reduce(
      (sum, table) => sum + (rows[table] ?? 0),
      0,
    );
    // Its schools belong to the connection that brought them first.
    expect(ended['created']).toBe(stored + (rows['school'] ?? 0));
  });
});

async function readingBegan(run: number): Promise<void> {
  for (;;) {
    const { body } = await hub.ask('GET', `/api/v1/runs/${run}`);
    const { parts } = body as { parts: { progress: { done: number } }[] };
    if ((parts[0]?.progress.done ?? 0) > 0) return;
    await pause(10);
  }
}

test('53: a paused connection is resumed when somebody wants it', async () => {
  const connection = await connected(hub, provider);
  await act(hub, connection, 'pause');
  await hub.later(hours(24 * 30));
  const resumed = await act(hub, connection, 'resume');
  expect([resumed.status, (resumed.body as View).status]).toEqual([200, 'active']);
  expect((await auditOf(hub, 'connection')).slice(0, 2).map(({ action, actor }) => [action, actor.name])).toEqual([
    ['connection.resumed', 'ops'],
    ['connection.paused', 'ops'],
  ]);
});

test('54: on resume updates go on from where they left off, and none comes twice', async () => {
  const connection = await connected(hub, provider);
  const first = await syncNow(hub, connection);
  const [changed = '', before = ''] = await somePeople(connection);
  provider.control.change({ collection: 'users', sourcedId: before, set: { givenName: 'Before' } });
  const second = await syncNow(hub, connection);
  expect(second).toMatchObject({ updated: 1 });
  await act(hub, connection, 'pause');
  provider.control.change({ collection: 'users', sourcedId: changed, set: { givenName: 'Meanwhile' } });
  await act(hub, connection, 'resume');
  const caughtUp = await lastRun(connection);
  expect(caughtUp).toMatchObject({ state: 'done', created: 0, updated: 1, deleted: 0 });
  expect(caughtUp['unchanged']).toBe((first['entered'] ?? 0) - 1);
  expect(await personOf(connection, changed)).toEqual({ name: 'Meanwhile', changed: caughtUp['id'] });
  expect(await personOf(connection, before)).toEqual({ name: 'Before', changed: second['id'] });
});

describe('55: pausing and resuming', () => {
  test('a synced one and one in an error can be paused', async () => {
    const fine = await connected(hub, provider);
    const ill = await connected(hub, provider, { credentials: wrong() });
    for (const connection of [fine, ill]) {
      expect((await act(hub, connection, 'pause')).status).toBe(200);
      expect(await standing(hub, connection)).toEqual(paused);
    }
  });

  test('a paused one is not paused again, an active one not resumed', async () => {
    const connection = await connected(hub, provider);
    const resumed = await act(hub, connection, 'resume');
    expect([resumed.status, resumed.entry]).toEqual([409, 'request.connection_not_paused']);
    await act(hub, connection, 'pause');
    const again = await act(hub, connection, 'pause');
    expect([again.status, again.entry]).toEqual([409, 'request.connection_paused']);
  });

  test('nothing but a person resumes it: not its test, its credentials, its settings or its schedule', async () => {
    const connection = await connected(hub, provider, { credentials: wrong(), schedule: { every: 'hour' } });
    await act(hub, connection, 'pause');
    await act(hub, connection, 'test');
    await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, oauth2(provider));
    await hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, { schedule: { every: 'realtime' } });
    await hub.later(hours(2));
    await hub.due();
    expect(await standing(hub, connection)).toEqual(paused);
  });
});

test('56: what was delivered stays during a pause', async () => {
  const connection = await connected(hub, provider);
  await syncNow(hub, connection);
  const before = await rowsOf(hub, connection);
  await act(hub, connection, 'pause');
  expect(await rowsOf(hub, connection)).toEqual(before);
  expect(before['person']).toBeGreaterThan(0);
});

describe('57: after resuming', () => {
  test('it is active, and its first sync finds out how it stands', async () => {
    const connection = await connected(hub, provider);
    failOnce({ kind: 'redirect', to: 'https://elsewhere.example', on: { collection: 'classes' } });
    await syncNow(hub, connection);
    await act(hub, connection, 'pause');
    provider.control.clear();
    const resumed = await act(hub, connection, 'resume');
    expect(resumed.body).toMatchObject({ status: 'active', health: 'error', error: { type: 'sync' } });
    await lastRun(connection);
    expect(await standing(hub, connection)).toEqual(synced);
  });

  test('an error that is not resolved shows again', async () => {
    const connection = await connected(hub, provider, { credentials: wrong() });
    await act(hub, connection, 'pause');
    await act(hub, connection, 'resume');
    expect(await standing(hub, connection)).toEqual(failing('auth'));
    expect(await runsOf(hub, connection)).toEqual([]);
  });

  test('in an Auth Error only the sign-in is tried; let in by now, it catches up', async () => {
    provider.control.revoke();
    const connection = await connected(hub, provider);
    expect(await standing(hub, connection)).toEqual(failing('auth'));
    await act(hub, connection, 'pause');
    provider.control.restore();
    await act(hub, connection, 'resume');
    expect((await lastRun(connection)).state).toBe('done');
    expect(await standing(hub, connection)).toEqual(synced);
  });
});
