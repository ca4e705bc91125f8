import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  act,
  aHubWithProvider,
  connected,
  endOf,
  failing,
  hours,
  minutes,
  paused,
  runsOf,
  show,
  standing,
  synced,
  syncNow,
} from './scene.ts';

const { hub, provider } = await aHubWithProvider();

describe('statuses', () => {
  test('37: a connection has exactly one of two statuses, Active and Paused', async () => {
    const connection = await connected(hub, provider);
    expect(connection.status).toBe('active');
    await act(hub, connection, 'pause');
    expect((await show(hub, connection)).status).toBe('paused');
    const other = sql`update connection set status = 'broken' where district_id = 'north'`.execute(hub.app.db);
    await expect(other).rejects.toThrow('connection_status_check');
  });

  test('38: an active one is in exactly one of two states, Synced and Error', async () => {
    const connection = await connected(hub, provider);
    expect(await standing(hub, connection)).toEqual(synced);
    provider.control.fault({ kind: 'redirect', to: 'https://elsewhere.example', on: { times: 1 } });
    await act(hub, connection, 'test');
    expect(await standing(hub, connection)).toEqual(failing('sync'));
  });

  test('39: synced, it delivers on a set schedule', async () => {
    const connection = await connected(hub, provider, { schedule: { every: 'night', at: '02:00' } });
    expect(await hub.due()).toBe(0);
    await hub.later(hours(24));
    expect(await hub.due()).toBe(1);
    expect(await hub.due()).toBe(0);
    await hub.work();
    const [run] = await runsOf(hub, connection);
    expect(await endOf(hub, run?.['id'] ?? 0)).toMatchObject({ state: 'done', trigger: 'schedule' });
    expect((await show(hub, connection)).lastSyncedAt).not.toBeNull();
  });

  test('39: synced, it delivers in real time what has changed', async () => {
    const connection = await connected(hub, provider, { schedule: { every: 'realtime' } });
    const first = await syncNow(hub, connection);
    const userId = await aUserOf(connection.id);
    provider.control.change({ collection: 'users', sourcedId: userId, set: { givenName: 'Renamed' } });
    await hub.later(minutes(6));
    expect(await hub.due()).toBe(1);
    const [run] = await runsOf(hub, connection);
    const carried = await endOf(hub, run?.['id'] ?? 0);
    expect(carried).toMatchObject({ state: 'done', updated: 1 });
    expect(carried['entered'] ?? 0).toBeLessThan(first['entered'] ?? 0);
    await hub.ask('DELETE', `/api/v1/connections/${connection.id}?confirm=${encodeURIComponent(connection.name)}`);
  });

  test('40: in an error its data is marked as not current until the error is resolved', async () => {
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    const { lastSyncedAt } = await show(hub, connection);
    expect(lastSyncedAt).not.toBeNull();
    const { id } = provider.control.fault({
      kind: 'redirect',
      to: 'https://elsewhere.example',
      on: { collection: 'users' },
    });
    expect((await syncNow(hub, connection)).state).toBe('stopped');
    const failed = await show(hub, connection);
    expect(failed).toMatchObject({ health: 'error', lastSyncedAt });
    expect(failed.error?.since).toBeDefined();
    provider.control.clear({ id });
    await syncNow(hub, connection);
    const mended = await show(hub, connection);
    expect(mended).toMatchObject({ health: 'synced', error: null });
    expect(new Date(mended.lastSyncedAt ?? 0).getTime()).toBeGreaterThan(new Date(lastSyncedAt ?? 0).getTime());
  });

  test('41: a paused one shows Paused, neither Synced nor Error', async () => {
    const fine = await connected(hub, provider);
    await act(hub, fine, 'pause');
    expect(await standing(hub, fine)).toEqual(paused);
    const ill = await connected(hub, provider, { credentials: null });
    expect(await standing(hub, ill)).toEqual(failing('auth'));
    await act(hub, ill, 'pause');
    expect(await standing(hub, ill)).toEqual(paused);
  });

  test('42: no other state or type of error exists', async () => {
    const connection = await connected(hub, provider);
    const error = JSON.stringify({ type: 'unknown', entry: 'connection.defect', facts: {}, since: '' });
    await expect(
      sql`update connection set error = ${error} where district_id = 'north' and id = ${connection.id}::bigint`.execute(
        hub.app.db,
      ),
    ).rejects.toThrow('connection_error_check');
    await expect(
      sql`update connection set health = 'unknown' where district_id = 'north'`.execute(hub.app.db),
    ).rejects.toThrow('health');
  });
});

async function aUserOf(connection: string): Promise<string> {
  const found = await sql<{ key: string }>`select source_key as key from person
    where district_id = 'north' and connection_id = ${connection}::bigint order by id limit 1`.execute(hub.app.db);
  return found.rows[0]?.key ?? '';
}
