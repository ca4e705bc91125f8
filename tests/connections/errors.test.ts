import { describe, expect, test } from 'vitest';
import {
  act,
  aHubWithProvider,
  aProvider,
  auditOf,
  connected,
  type Fields,
  failing,
  oauth2,
  settingsOf,
  show,
  standing,
  synced,
  syncNow,
  type View,
} from './scene.ts';

const { hub, provider } = await aHubWithProvider();

const authenticate = (connection: Pick<View, 'id'>, credentials: Fields) =>
  hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, credentials);
const wrong = () => ({ ...oauth2(provider), clientSecret: 'not the secret' });

test('43: there are three types of error, and one at a time', async () => {
  const connection = await connected(hub, provider);
  const met: unknown[] = [];
  const meet = async () => {
    await act(hub, connection, 'test');
    met.push((await standing(hub, connection)).error);
  };
  provider.control.fault({ kind: 'cut', on: { collection: 'users' } });
  await meet();
  provider.control.clear();
  provider.control.fault({ kind: 'error', status: 500, on: { collection: 'users' } });
  await meet();
  // A broken transfer and a refused right at once: the one that keeps the other from being seen is told.
  provider.control.fault({ kind: 'cut', on: { collection: 'classes' } });
  provider.control.fault({ kind: 'error', status: 403, on: { collection: 'courses' } });
  await meet();
  expect(met).toEqual(['sync', 'system', 'auth']);
});

describe('44: a Sync Error is trouble on the way', () => {
  test.each([
    ['a time-out', { kind: 'hang', on: { collection: 'orgs' } }, 'connection.answer_timeout'],
    ['a transfer that breaks off halfway', { kind: 'cut', on: { collection: 'orgs' } }, 'connection.cut_off'],
  ] as const)('%s', async (_, fault, entry) => {
    const connection = await connected(hub, provider);
    provider.control.fault(fault);
    const { body } = await act(hub, connection, 'test');
    const { checks } = body as View;
    expect(checks.find(({ outcome }) => outcome === 'failed')?.explained?.entry).toBe(entry);
    expect(await standing(hub, connection)).toEqual(failing('sync'));
  });

  test('a connection that is refused', async () => {
    const gone = await aProvider(1);
    const connection = await connected(hub, gone);
    await gone.close();
    await act(hub, connection, 'test');
    expect(await standing(hub, connection)).toEqual(failing('sync'));
    expect((await show(hub, connection)).error?.message).toContain('refuses to be connected to');
  });

  test('a transfer that a run met', async () => {
    const connection = await connected(hub, provider);
    provider.control.fault({ kind: 'wrong_total', on: { collection: 'users' } });
    expect(await syncNow(hub, connection)).toMatchObject({ state: 'stopped', deleted: 0 });
    expect(await standing(hub, connection)).toEqual(failing('sync'));
  });
});

test('45: a Sync Error is resolved by re-syncing, once its cause is gone', async () => {
  const connection = await connected(hub, provider);
  provider.control.fault({ kind: 'redirect', to: 'https://elsewhere.example', on: { collection: 'classes' } });
  await syncNow(hub, connection);
  const { error } = await show(hub, connection);
  expect(await standing(hub, connection)).toEqual(failing('sync'));
  await syncNow(hub, connection);
  expect(await standing(hub, connection)).toEqual(failing('sync'));
  expect((await show(hub, connection)).error?.since).toBe(error?.since);
  provider.control.clear();
  await syncNow(hub, connection);
  expect(await standing(hub, connection)).toEqual(synced);
});

describe('46: an Auth Error is a refused sign-in or right', () => {
  test('wrong login details', async () => {
    const connection = await connected(hub, provider, { credentials: wrong() });
    expect(await standing(hub, connection)).toEqual(failing('auth'));
    expect(connection.checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'address passed',
      'sign_in failed',
      ...['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'].map((one) => `read:${one} skipped`),
    ]);
  });

  test('a token that has expired and is not renewed', async () => {
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    provider.control.revoke();
    provider.control.expireTokens();
    expect((await syncNow(hub, connection)).state).toBe('stopped');
    expect(await standing(hub, connection)).toEqual(failing('auth'));
  });

  test('insufficient rights', async () => {
    provider.control.fault({ kind: 'error', status: 403, on: { collection: 'enrollments' } });
    const connection = await connected(hub, provider);
    expect(await standing(hub, connection)).toEqual(failing('auth'));
    expect(connection.checks.at(-1)).toMatchObject({ name: 'read:enrollments', outcome: 'failed' });
    expect(connection.checks.at(-2)).toMatchObject({ name: 'read:users', outcome: 'passed' });
  });
});

test('47: an Auth Error is resolved by re-authenticating, and by nothing else', async () => {
  const connection = await connected(hub, provider, { credentials: wrong() });
  const resync = await act(hub, connection, 'sync');
  expect([resync.status, resync.entry]).toEqual([409, 'request.connection_auth_error']);
  expect((await authenticate(connection, wrong())).status).toBe(200);
  expect(await standing(hub, connection)).toEqual(failing('auth'));
  const good = await authenticate(connection, oauth2(provider));
  expect(good.body).toMatchObject({ health: 'synced', error: null });
  expect(await standing(hub, connection)).toEqual(synced);
  expect((await syncNow(hub, connection)).state).toBe('done');
});

test('47: no run is started in an Auth Error, so that tries do not lock the account', async () => {
  const connection = await connected(hub, provider, { credentials: wrong(), schedule: { every: 'realtime' } });
  await hub.later(10 * 60_000);
  await hub.due();
  const { body } = await hub.ask('GET', `/api/v1/connections/${connection.id}/runs`);
  expect(body).toEqual({ runs: [], nextCursor: null });
});

test('48: a System Error is what is neither', async () => {
  const connection = await connected(hub, provider);
  provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
  expect((await syncNow(hub, connection)).state).toBe('stopped');
  expect(await standing(hub, connection)).toEqual(failing('system'));
});

test('49: a System Error is dealt with by a ticket, and goes when a later sync works', async () => {
  const connection = await connected(hub, provider);
  provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
  await syncNow(hub, connection);
  const opened = await act(hub, connection, 'ticket', { words: 'Since the update of last night.' });
  expect(opened.status).toBe(201);
  expect(opened.body).toMatchObject({
    state: 'open',
    connection: { id: connection.id, name: connection.name, system: 'oneroster' },
    error: { type: 'system' },
    words: 'Since the update of last night.',
    openedBy: 'ops',
  });
  const again = await act(hub, connection, 'ticket', {});
  expect([again.status, again.body]).toEqual([200, opened.body]);
  const { body } = await hub.ask('GET', `/api/v1/tickets?connection=${connection.id}`);
  const { id } = opened.body as { id: number };
  expect(body).toMatchObject({ tickets: [{ id, state: 'open', error: { type: 'system' } }], nextCursor: null });
  // Its bundle shows the call that was refused.
  const { bundle } = (await hub.ask('POST', `/api/v1/tickets/${id}/bundle`)).body as {
    bundle: { files: { text: string }[] };
  };
  const told = JSON.parse(bundle.files[1]?.text ?? '') as { samples: { status: number; address: string }[] };
  expect(told.samples).toMatchObject([{ status: 400, address: expect.stringContaining('/courses') }]);
  provider.control.clear();
  await syncNow(hub, connection);
  expect(await standing(hub, connection)).toEqual(synced);
});

test('50: each type of error offers its own action and only that one', async () => {
  const refusedSync = await connected(hub, provider, { credentials: wrong() });
  expect((await show(hub, refusedSync)).error?.action).toBe('reauthenticate');
  expect((await act(hub, refusedSync, 'sync')).status).toBe(409);
  expect((await act(hub, refusedSync, 'ticket', {})).entry).toBe('request.no_system_error');
  const connection = await connected(hub, provider);
  expect((await act(hub, connection, 'ticket', {})).entry).toBe('request.no_system_error');
  provider.control.fault({ kind: 'cut', on: { collection: 'orgs' } });
  await act(hub, connection, 'test');
  expect((await show(hub, connection)).error?.action).toBe('resync');
  expect((await act(hub, connection, 'ticket', {})).status).toBe(409);
  // Giving credentials anew is no way out of a Sync Error.
  provider.control.clear();
  await authenticate(connection, oauth2(provider));
  expect(await standing(hub, connection)).toEqual(failing('sync'));
});

test('each move is in the audit, with who did it and why', async () => {
  const connection = await connected(hub, provider);
  provider.control.fault({ kind: 'redirect', to: 'https://elsewhere.example', on: { collection: 'orgs' } });
  const failed = await syncNow(hub, connection);
  provider.control.clear();
  await syncNow(hub, connection);
  const lines = (await auditOf(hub, 'connection')).slice(0, 3);
  expect(lines.map(({ action }) => action)).toEqual([
    'connection.recovered',
    'connection.failed',
    'connection.created',
  ]);
  expect(lines[1]).toMatchObject({
    actor: { name: 'ops' },
    details: { from: 'synced', to: 'sync', entry: 'connection.redirected', run: failed['id'] },
  });
});

test('settings that are wrong are told all at once, and nothing is asked', async () => {
  const answer = await hub.ask('POST', '/api/v1/connections', {
    name: 'Wrong',
    system: 'oneroster',
    settings: { ...settingsOf(provider), baseUrl: 'ftp://sis.example', colour: 'red' },
    credentials: { kind: 'token', token: 'abc' },
  });
  expect(answer.status).toBe(400);
  const { error } = answer.body as { error: { help: { violations: { pointer: string }[] } } };
  expect(error.help.violations.map(({ pointer }) => pointer)).toEqual([
    '/settings/colour',
    '/settings/baseUrl',
    '/credentials/kind',
  ]);
});
