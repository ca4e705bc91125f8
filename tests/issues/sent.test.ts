import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { listIssueRecords } from '../../src/issues/issue.read-model.ts';
import { closePushDays } from '../../src/runs/push.repository.ts';
import { act, aHub, connected, endOf, type Hub, syncNow } from '../connections/scene.ts';
import { aRosteringHub, aUser, keys, type Hub as RosteringHub } from '../rostering-api/scene.ts';

type Issue = { id: number; entry: string; state: string; owner: string; records: number; waiting: number };

describe('what a key sends', () => {
  let hub: RosteringHub;
  beforeAll(async () => {
    hub = await aRosteringHub();
  });
  afterAll(() => hub.close());

  /** What the hub does every few seconds, and when it starts again. */
  const account = () => closePushDays(hub.app.database.pool, hub.app.clock(), true);
  const issues = async (query = '') => {
    const { json } = await hub.call('GET', `/api/v1/issues${query}`, undefined, { key: keys.ops });
    return (json['issues'] as Issue[]).map(({ entry, state, records }) => [entry, state, records]);
  };

  test('is an issue soon after it was refused, and resolved soon after it went through', async () => {
    const one = aUser({ email: 'no address' });
    await hub.call('POST', '/users', one);
    await hub.call('POST', '/users', aUser({ email: 'none either', schoolID: 'sch-2' }));
    await account();
    expect(await issues()).toEqual([['rostering.user.email_malformed', 'open', 2]]);
    await hub.call('POST', '/users', { ...one, email: 'mia.right@north.example' });
    await account();
    expect(await issues()).toEqual([['rostering.user.email_malformed', 'open', 1]]);
    await hub.call('POST', '/users', { ...one, firstName: '' });
    await account();
    expect(await issues()).toContainEqual(['rostering.user.fields_missing', 'open', 1]);
  });

  test('cannot be asked for again from here, and the refusal says who sends it', async () => {
    const { json } = await hub.call('GET', '/api/v1/issues', undefined, { key: keys.ops });
    const [issue] = json['issues'] as Issue[];
    const shown = await hub.call('GET', `/api/v1/issues/${issue?.id}`, undefined, { key: keys.ops });
    expect(shown.json['notRetried']).toMatchObject({ entry: 'request.connection_not_fetched' });
    const asked = await hub.call('POST', `/api/v1/issues/${issue?.id}/retry`, undefined, { key: keys.ops });
    expect([asked.status, asked.error?.help.entry]).toEqual([409, 'request.connection_not_fetched']);
    expect(asked.error?.help.violations).toEqual([]);
  });

  test('what our own people must fix is owned by support', async () => {
    await hub.call('POST', '/users', aUser({ schoolID: 'sch-other' }), { key: keys.ours });
    await hub.call('POST', '/users', aUser({ schoolID: 'sch-other' }), { key: keys.small });
    await account();
    expect(await issues('?owner=integration_manager&q=not_authorized')).toEqual([]);
    const found = await hub.call('GET', '/api/v1/issues?q=school_not_authorized', undefined, { key: keys.ops });
    expect((found.json['issues'] as Issue[]).map(({ owner }) => owner)).toEqual(['support', 'support']);
  });

  test('somebody of one school sees what named it, and nothing else', async () => {
    const { json } = await hub.call('GET', '/api/v1/issues?q=email_malformed', undefined, { key: keys.ops });
    const [issue] = json['issues'] as Issue[];
    await hub.call('POST', '/users', aUser({ email: 'broken', schoolID: 'sch-1', userID: 'of-1' }));
    await account();
    const of = (school: string) => ({
      kind: 'person' as const,
      id: '1',
      name: 'Principal',
      district: 'north',
      grants: [{ permission: 'issues.read', schools: [school] }],
    });
    const seen = async (school: string) =>
      (await listIssueRecords(hub.app, of(school), { no: issue?.id ?? 0, limit: 10 })).records.map(({ key }) => key);
    expect(await seen('sch-1')).toContain('of-1');
    expect(await seen('sch-2')).not.toContain('of-1');
    await expect(seen('sch-none')).rejects.toMatchObject({ entry: 'request.not_found' });
  });
});

describe('a source that is read', () => {
  let hub: Hub;
  let provider: Provider;
  beforeAll(async () => {
    hub = await aHub();
    provider = await startProvider({ students: 20 });
  });
  afterAll(async () => {
    await provider.close();
    await hub.close();
  });
  const post = (id: number, what: string, body?: unknown) => hub.ask('POST', `/api/v1/issues/${id}/${what}`, body);

  test('is asked again from the issue, which is gone when the record is in', async () => {
    const connection = await connected(hub, provider);
    provider.control.change({ collection: 'users', sourcedId: 'STU-000002', set: { role: 'pupil' } });
    await syncNow(hub, connection);
    const found = await hub.ask('GET', `/api/v1/issues?connection=${connection.id}&state=present`);
    const [issue] = (found.body as { issues: Issue[] }).issues;
    expect(issue).toMatchObject({ entry: 'oneroster.value_not_allowed', records: 1 });
    const id = issue?.id ?? 0;

    provider.control.change({ collection: 'users', sourcedId: 'STU-000002', set: { role: 'student' } });
    const asked = await post(id, 'retry');
    expect(asked.status).toBe(202);
    await endOf(hub, (asked.body as { run: { id: number } }).run.id);
    const shown = await hub.ask('GET', `/api/v1/issues/${id}`);
    expect(shown.body).toMatchObject({ state: 'resolved', records: 0, notRetried: null });
    expect((shown.body as { history: { what: string }[] }).history.map(({ what }) => what)).toEqual([
      'resolved',
      'retried',
      'opened',
    ]);

    expect((await act(hub, connection, 'pause')).status).toBe(200);
    expect((await post(id, 'retry')).entry).toBe('request.connection_paused');
  });

  test('is put aside, woken, muted and given away over HTTP', async () => {
    const connection = await connected(hub, provider);
    provider.control.change({ collection: 'users', sourcedId: 'STU-000003', set: { role: 'pupil' } });
    await syncNow(hub, connection);
    const found = await hub.ask('GET', `/api/v1/issues?connection=${connection.id}&state=present`);
    const id = (found.body as { issues: Issue[] }).issues[0]?.id ?? 0;
    expect((await post(id, 'snooze', { records: 5 })).body).toMatchObject({
      state: 'snoozed',
      snooze: { records: 5, until: null },
    });
    expect((await post(id, 'wake')).body).toMatchObject({ state: 'open' });
    expect((await post(id, 'mute', { reason: 'Known.' })).body).toMatchObject({ state: 'muted', reason: 'Known.' });
    expect((await post(id, 'unmute')).body).toMatchObject({ state: 'open', reason: null });
    expect((await post(id, 'assign', { assignee: '999' })).status).toBe(404);
    expect((await post(id, 'assign', { assignee: null })).body).toMatchObject({ assignee: null });
    for (const [what, body] of [
      ['snooze', {}],
      ['snooze', { until: '2030-01-01', endOfTerm: true }],
      ['snooze', { until: 'tomorrow' }],
      ['mute', { reason: ' ' }],
      ['assign', {}],
    ] as const)
      expect([what, (await post(id, what, body)).status]).toEqual([what, 400]);
    expect((await hub.ask('GET', '/api/v1/issues/assignees')).body).toEqual({ people: [] });
    expect((await hub.ask('GET', '/api/v1/issues/9999')).status).toBe(404);
  });
});
