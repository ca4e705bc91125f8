import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { carryOutPlans } from '../../src/connections/calendar.usecases.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import {
  act,
  aHub,
  aProvider,
  auditOf,
  connected,
  endOf,
  type Fields,
  failing,
  type Hub,
  oauth2,
  paused,
  runsOf,
  show,
  standing,
  synced,
  type View,
} from './scene.ts';

// The clock of the hub is set, and only goes forward; the district lies in Chicago, six hours behind UTC in winter.

let hub: Hub;
let provider: Provider;
const year = 2027;
beforeAll(async () => {
  provider = await aProvider(3);
});
beforeEach(async () => {
  hub = await aHub();
  return () => hub.close();
});
afterAll(() => provider.close());

/** Sets the clock, by UTC. */
const at = (instant: string) => hub.later(Date.parse(`${year}-${instant}Z`) - hub.app.clock().getTime());
/** What the hub does by itself at that moment. */
const passing = async (instant: string) => {
  await at(instant);
  await carryOutPlans(hub.app);
  await hub.due();
};
const settle = async (connection: View) => {
  await hub.work();
  for (const run of await runsOf(hub, connection)) await endOf(hub, Number(run['id']));
  await hub.rest();
};
const change = (connection: View, body: Fields) =>
  hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, body);
const count = async (connection: View) => (await runsOf(hub, connection)).length;
const nightly = { schedule: { every: 'night', at: '02:00' } };

describe('a blackout', () => {
  test('of a connection keeps what is due until it ends, and then runs it once', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, {
      schedule: { every: 'hour' },
      blackouts: [{ from: '08:00', to: '16:00', days: ['monday'] }],
    });
    for (const hour of ['14', '15', '18', '21']) await passing(`02-01T${hour}:00:05`);
    expect(await count(connection)).toBe(0);
    expect((await show(hub, connection)).nextDueAt).toBe('2027-02-01T22:00:00.000Z');
    await passing('02-01T22:00:05');
    expect(await count(connection)).toBe(1);
    await passing('02-01T22:30:00');
    expect(await count(connection)).toBe(1);
    expect((await show(hub, connection)).nextDueAt).toBe('2027-02-01T23:00:00.000Z');
  });

  test('of the district keeps all of its connections, and no other district', async () => {
    await at('02-01T12:00:00');
    const here = await connected(hub, provider, nightly);
    const set = await hub.ask('PUT', '/api/v1/calendar', { blackouts: [{ from: '2027-02-02', to: '2027-02-03' }] });
    expect(set.body).toEqual({ timeZone: 'America/Chicago', blackouts: [{ from: '2027-02-02', to: '2027-02-03' }] });
    await passing('02-02T08:00:05');
    await passing('02-03T08:00:05');
    expect(await count(here)).toBe(0);
    await passing('02-04T06:00:05');
    expect(await count(here)).toBe(1);
    expect((await auditOf(hub, 'district.blackouts_set'))[0]?.details).toEqual({
      before: 'none',
      after: '2027-02-02 to 2027-02-03',
    });
  });

  test('that is taken away lets what waited run at once', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, {
      ...nightly,
      blackouts: [{ from: '2027-02-02', to: '2027-02-20', reason: 'The SIS moves' }],
    });
    await passing('02-02T08:00:05');
    expect(await count(connection)).toBe(0);
    await change(connection, { blackouts: [] });
    await passing('02-02T12:00:00');
    expect(await count(connection)).toBe(1);
  });

  test('refuses who asks, and says until when', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { blackouts: [{ from: '2027-02-01', to: '2027-02-02' }] });
    const refused = await act(hub, connection, 'sync');
    expect([refused.status, refused.entry]).toEqual([409, 'request.connection_blackout']);
    expect(refused.text).toContain('is not read before 2027-02-03 00:00');
    expect(await count(connection)).toBe(0);
  });

  test('lets a run go on that was started before', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider);
    await act(hub, connection, 'sync');
    await change(connection, { blackouts: [{ from: '2027-02-01', to: '2027-02-02' }] });
    await settle(connection);
    expect((await runsOf(hub, connection))[0]?.state).toBe('done');
  });

  test('keeps what resuming would catch up with until it ends', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { blackouts: [{ from: '2027-02-01', to: '2027-02-02' }] });
    await act(hub, connection, 'pause');
    expect((await act(hub, connection, 'resume')).status).toBe(200);
    await passing('02-02T12:00:00');
    expect(await count(connection)).toBe(0);
    await passing('02-03T06:00:05');
    expect(await count(connection)).toBe(1);
    await passing('02-04T06:00:05');
    expect(await count(connection)).toBe(1);
  });
});

describe('a planned pause', () => {
  const plan = { from: '2027-02-10', to: '2027-02-12', reason: 'Winter break' };

  test('begins and ends by itself, catches up, and is told as the plan of who made it', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { ...nightly, pauses: [plan] });
    expect((await show(hub, connection)) as unknown).toMatchObject({
      status: 'active',
      resumesAt: null,
      pauses: [
        {
          ...plan,
          state: 'planned',
          by: 'ops',
          beginsAt: '2027-02-10T06:00:00.000Z',
          endsAt: '2027-02-13T06:00:00.000Z',
        },
      ],
    });
    await passing('02-10T05:59:00');
    expect(await standing(hub, connection)).toEqual(synced);
    await settle(connection);
    const before = await count(connection);
    await passing('02-10T06:00:05');
    expect(await standing(hub, connection)).toEqual(paused);
    expect((await show(hub, connection)) as unknown).toMatchObject({ resumesAt: '2027-02-13T06:00:00.000Z' });
    for (const day of ['11', '12']) await passing(`02-${day}T08:00:05`);
    expect(await count(connection)).toBe(before);
    await passing('02-13T06:00:05');
    expect(await standing(hub, connection)).toEqual(synced);
    expect(await count(connection)).toBe(before + 1);
    const why = { by: 'plan', from: '2027-02-10', until: '2027-02-12' };
    for (const action of ['connection.paused', 'connection.resumed'])
      expect((await auditOf(hub, action))[0]).toMatchObject({ actor: { name: 'ops' }, details: why });
  });

  test('does not undo the pause of a person, before it or in it', async () => {
    await at('02-01T12:00:00');
    const before = await connected(hub, provider, { pauses: [plan] });
    const meanwhile = await connected(hub, provider, { pauses: [plan] });
    await act(hub, before, 'pause');
    await passing('02-10T06:00:05');
    await act(hub, meanwhile, 'resume');
    await act(hub, meanwhile, 'pause');
    await passing('02-13T06:00:05');
    await passing('03-13T06:00:05');
    expect(await standing(hub, before)).toEqual(paused);
    expect(await standing(hub, meanwhile)).toEqual(paused);
  });

  test('is over when a person resumes, and does not begin again', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { pauses: [plan] });
    await passing('02-10T06:00:05');
    await act(hub, connection, 'resume');
    await passing('02-11T06:00:05');
    expect(await standing(hub, connection)).toEqual(synced);
    expect(((await show(hub, connection)) as unknown as { pauses: { state: string }[] }).pauses[0]?.state).toBe('over');
  });

  test('that nobody carried out in time begins late, and not at all when it is over', async () => {
    await at('02-01T12:00:00');
    const late = await connected(hub, provider, { pauses: [plan] });
    await passing('02-12T20:00:00');
    expect(await standing(hub, late)).toEqual(paused);
    const never = await connected(hub, provider, { pauses: [{ from: '2027-02-14', to: '2027-02-15' }] });
    await passing('02-20T20:00:00');
    expect(await standing(hub, never)).toEqual(synced);
    expect(await standing(hub, late)).toEqual(synced);
    expect((await auditOf(hub, 'connection.paused')).length).toBe(1);
  });

  test('may be made longer while it has begun; taken away, the connection stays paused until a person resumes it', async () => {
    await at('02-01T12:00:00');
    const longer = await connected(hub, provider, { pauses: [plan] });
    const gone = await connected(hub, provider, { pauses: [plan] });
    await passing('02-10T06:00:05');
    await change(longer, { pauses: [{ ...plan, to: '2027-02-14' }] });
    await change(gone, { pauses: [] });
    await passing('02-13T06:00:05');
    expect(await standing(hub, longer)).toEqual(paused);
    expect(await standing(hub, gone)).toEqual(paused);
    await passing('02-15T06:00:05');
    expect(await standing(hub, longer)).toEqual(synced);
    expect(await standing(hub, gone)).toEqual(paused);
  });

  test('of two that overlap, the connection is paused until the later one ends', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { pauses: [plan, { from: '2027-02-11', to: '2027-02-20' }] });
    await passing('02-10T06:00:05');
    await passing('02-11T06:00:05');
    await passing('02-13T06:00:05');
    expect(await standing(hub, connection)).toEqual(paused);
    await passing('02-21T06:00:05');
    expect(await standing(hub, connection)).toEqual(synced);
  });

  test('of a connection that nobody lets in ends with its sign-in being tried, and no run', async () => {
    await at('02-01T12:00:00');
    const credentials = { ...oauth2(provider), clientSecret: 'another' };
    const connection = await connected(hub, provider, { credentials, pauses: [plan] });
    await passing('02-10T06:00:05');
    await passing('02-13T06:00:05');
    expect(await standing(hub, connection)).toEqual(failing('auth'));
    expect(await count(connection)).toBe(0);
  });

  test('goes with its connection', async () => {
    await at('02-01T12:00:00');
    const connection = await connected(hub, provider, { pauses: [plan] });
    await hub.ask('DELETE', `/api/v1/connections/${connection.id}?confirm=${encodeURIComponent(connection.name)}`);
    await hub.removeDeleted();
    await passing('02-10T06:00:05');
    expect((await hub.ask('GET', `/api/v1/connections/${connection.id}`)).status).toBe(404);
    expect((await hub.app.db.selectFrom('pause_plan').select('no').execute()).length).toBe(0);
  });
});

describe('the district file', () => {
  const file = (more: string, whole = '') => `
district: { id: north, name: north Unified, timeZone: America/Chicago }
${whole}
connections:
  - name: SIS
    system: oneroster
    settings: { baseUrl: "${provider.address}", tokenUrl: "${provider.tokenUrl}", version: "1.1" }
    ${more}
`;
  const applied = async (text: string) => {
    const { changes, mistakes } = await apply(hub.app, { text, fileName: 'north.yaml', env: {} });
    return [
      ...changes.map(({ details }) => details.join('; ')),
      ...mistakes.map(({ line, message }) => `${line}: ${message}`),
    ];
  };

  test('sets blackouts and planned pauses; applied again it changes nothing, and it is given back', async () => {
    await at('02-01T12:00:00');
    await applied(file(''));
    const text = file(
      'pauses: [{ from: 2027-02-10, to: 2027-02-12 }]\n    blackouts: [{ from: 07:00, to: 15:30, days: [monday, friday] }]',
      'blackouts: [{ from: 2027-03-01, to: 2027-03-02, reason: Tests }]',
    );
    expect(await applied(text)).toEqual([
      'blackouts: “none” becomes “2027-03-01 to 2027-03-02 (Tests)”',
      'blackouts: “none” becomes “monday, friday 07:00 to 15:30”; pauses: “none” becomes “2027-02-10 to 2027-02-12”',
    ]);
    expect(await applied(text)).toEqual([]);
    expect(
      await applied(
        text.replace('pauses:', 'thresholds: [{ operation: delete, above: { count: 5, percent: 20 } }]\n    pauses:'),
      ),
    ).toEqual(['thresholds: “none” becomes “delete: above 5 and 20 %”']);
    const given = await hub.ask('GET', '/api/v1/district/file');
    expect(await applied(given.text)).toEqual([]);
    expect(given.text).toContain('pauses:');
  });

  test('that moves the district to another zone moves what is still to come', async () => {
    await at('02-01T12:00:00');
    const text = file('pauses: [{ from: 2027-02-10, to: 2027-02-12 }]\n    schedule: { every: night, at: "02:00" }');
    await applied(text);
    await applied(text.replace('America/Chicago', 'America/New_York'));
    const { body } = await hub.ask('GET', '/api/v1/connections?q=SIS');
    expect((body as { connections: unknown[] }).connections).toMatchObject([
      {
        nextDueAt: '2027-02-02T07:00:00.000Z',
        pauses: [{ beginsAt: '2027-02-10T05:00:00.000Z', endsAt: '2027-02-13T05:00:00.000Z' }],
      },
    ]);
  });

  test('tells mistakes with their lines', async () => {
    expect(
      await applied(file('pauses: [{ from: 2027-02-10, to: 2027-02-09 }]', 'blackouts: [{ from: noon, to: "13:00" }]')),
    ).toEqual([
      '3: from: must be a time such as 07:00, or a day such as 2026-12-20',
      '8: to: must not be before it begins',
    ]);
  });
});
