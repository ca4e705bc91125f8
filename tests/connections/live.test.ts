import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { mountRoutes } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';
import {
  act,
  aHub,
  aProvider,
  connected,
  endOf,
  type Hub,
  keys,
  oauth2,
  runsOf,
  settingsOf,
  syncNow,
} from './scene.ts';

// What somebody sees of a connection while they look: what moves, a checklist line by line, what happened, what is being removed.

type Line = {
  list?: { name: string }[];
  check?: { name: string; outcome: string };
  answer?: { health: string; checks: unknown[] };
  error?: { message: string };
};

describe('a connection that somebody looks at', () => {
  let hub: Hub;
  let provider: Provider;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    hub = await aHub();
    provider = await aProvider();
    server = await makeServer({ log: pino({ level: 'silent' }), trustProxy: [], secure: false });
    await mountRoutes(server, hub.app, { demo: false });
    address = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server?.close();
    await provider?.close();
    await hub?.close();
  });

  const withKey = (key: string, accept = 'application/json') => ({ authorization: `Bearer ${key}`, accept });

  /** Listens as a page does; `heard` grows. */
  async function follow(key: string) {
    const leaving = new AbortController();
    const answer = await fetch(`${address}/api/v1/events`, { headers: withKey(key), signal: leaving.signal });
    const heard: string[] = [];
    const reading = (async () => {
      let text = '';
      for await (const bytes of answer.body ?? []) {
        text += Buffer.from(bytes).toString();
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        heard.push(...events);
      }
    })().catch(() => {});
    return {
      answer,
      heard,
      async until(event: string) {
        for (const end = Date.now() + 10_000; !heard.includes(event); await pause(20))
          if (Date.now() > end) throw new Error(`not heard: ${event}\n${heard.join('\n')}`);
      },
      async leave() {
        leaving.abort();
        await reading;
      },
    };
  }
  const moved = (kind: string, id: string | number) => `event: moved\ndata: {"kind":"${kind}","id":"${id}"}`;

  /** Asks for the answer line by line; `onFirst` happens when the first has come. */
  async function lines(method: string, path: string, body: unknown, onFirst = async () => {}) {
    const answer = await fetch(address + path, {
      method,
      headers: { ...withKey(keys.ops, 'application/x-ndjson'), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told: Line[] = [];
    let text = '';
    for await (const bytes of answer.body ?? []) {
      text += Buffer.from(bytes).toString();
      const whole = text.split('\n');
      text = whole.pop() ?? '';
      if (told.length === 0) await onFirst();
      told.push(...whole.map((line) => JSON.parse(line) as Line));
    }
    return { status: answer.status, told };
  }

  test('a page hears of its district’s connections and runs as they move, by kind and number, and of no other district', async () => {
    const north = await follow(keys.ops);
    const west = await follow(keys.west);
    expect(north.answer.headers.get('content-type')).toBe('text/event-stream');
    const connection = await connected(hub, provider);
    await north.until(moved('connection', connection.id));
    const run = await syncNow(hub, connection);
    await north.until(moved('run', Number(run['id'])));
    await act(hub, connection, 'pause');
    const before = north.heard.length;
    await pause(600);
    await act(hub, connection, 'resume');
    await expect.poll(() => north.heard.slice(before)).toContain(moved('connection', connection.id));
    for (const event of north.heard)
      expect(event).toMatch(/^(retry: 2000|event: moved\ndata: \{"kind":"(run|connection)","id":"\d+"\})$/);
    expect(west.heard).toEqual(['retry: 2000']);
    await north.leave();
    await west.leave();
  });

  test('when the database had gone away, the page is told to look at everything anew', async () => {
    const page = await follow(keys.ops);
    await hub.app.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query = 'listen hallpass_moved'`,
    );
    await page.until('event: missed\ndata: {}');
    const connection = await connected(hub, provider);
    await page.until(moved('connection', connection.id));
    await page.leave();
  });

  test('nobody hears anything without a sign-in, nor with a key that only sends rosters', async () => {
    expect((await fetch(`${address}/api/v1/events`)).status).toBe(401);
    expect((await fetch(`${address}/api/v1/events`, { headers: withKey(keys.push) })).status).toBe(403);
  });

  test('a checklist is told line by line, with all of its lines first', async () => {
    const made = await lines('POST', '/api/v1/connections', {
      name: 'Line by line',
      system: 'oneroster',
      settings: settingsOf(provider),
      credentials: oauth2(provider),
    });
    expect(made.status).toBe(201);
    const [first, ...others] = made.told;
    const names = ['address', 'sign_in', 'orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'].map(
      (name, at) => (at < 2 ? name : `read:${name}`),
    );
    expect(first?.list?.map(({ name }) => name)).toEqual(names);
    expect(others.slice(0, -1).map(({ check }) => [check?.name, check?.outcome])).toEqual(
      names.map((name) => [name, 'passed']),
    );
    expect(others.at(-1)?.answer).toMatchObject({ health: 'synced', checks: { length: 8 } });
  });

  test('what is refused before the first line is refused as ever, and a refusal behind them is the last line', async () => {
    const refused = await fetch(`${address}/api/v1/connections/999/test`, {
      method: 'POST',
      headers: withKey(keys.ops, 'application/x-ndjson'),
    });
    expect(refused.status).toBe(404);
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
    const connection = await connected(hub, provider);
    provider.control.fault({ kind: 'slow', bytesPerSecond: 2_000 });
    const place = `/api/v1/connections/${connection.id}`;
    const other = { settings: { ...settingsOf(provider), version: '1.2' } };
    const { told } = await lines('PUT', `${place}/credentials`, oauth2(provider), async () => {
      expect((await hub.ask('PUT', `${place}/settings`, other)).status).toBe(200);
    });
    provider.control.clear();
    expect(told[0]?.list).toHaveLength(8);
    expect(told.at(-1)?.error?.message).toMatch(/changed/);
  });

  test('a sync for what changed reads only that, and everything where nothing was read before', async () => {
    const connection = await connected(hub, provider);
    const sync = async () => {
      const asked = await act(hub, connection, 'sync', { only: 'changed' });
      expect(asked.status).toBe(202);
      await hub.work();
      return endOf(hub, (asked.body as { run: { id: number } }).run.id);
    };
    const first = await sync();
    expect(first['created']).toBeGreaterThan(100);
    await hub.later(60 * 60_000);
    expect(await sync()).toMatchObject({ state: 'done', created: 0, deleted: 0 });
    expect(await runsOf(hub, connection)).toHaveLength(2);
    expect((await act(hub, connection, 'sync', { only: 'everything' })).status).toBe(400);
  });

  test('the list is narrowed by status and health', async () => {
    const good = await connected(hub, provider, { name: 'Filter good' });
    const bad = await connected(hub, provider, {
      name: 'Filter bad',
      credentials: { ...oauth2(provider), clientSecret: 'x' },
    });
    const resting = await connected(hub, provider, { name: 'Filter resting' });
    await act(hub, resting, 'pause');
    const ids = async (query: string) => {
      const { body } = await hub.ask('GET', `/api/v1/connections?q=Filter&${query}`);
      return (body as { connections: { id: string }[] }).connections.map(({ id }) => id);
    };
    expect(await ids('health=error')).toEqual([bad.id]);
    expect(await ids('health=synced')).toEqual([good.id]);
    expect(await ids('status=paused')).toEqual([resting.id]);
  });

  test('what happened to a connection is told the newest first, also to who may not see the audit, and never a secret', async () => {
    const connection = await connected(hub, provider);
    await act(hub, connection, 'pause');
    const { body, text } = await hub.ask('GET', `/api/v1/connections/${connection.id}/history`);
    const { events } = body as { events: { action: string; by: string; details: object }[] };
    expect(events.map(({ action, by }) => [action, by])).toEqual([
      ['connection.paused', 'ops'],
      ['connection.created', 'ops'],
    ]);
    expect(text).not.toContain(provider.credentials.clientSecret);
    expect((await hub.ask('GET', `/api/v1/connections/${connection.id}/history`, undefined, keys.west)).status).toBe(
      404,
    );
  });

  test('a ticket is found by its number, in its own district only', async () => {
    const connection = await connected(hub, provider);
    provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
    await act(hub, connection, 'test');
    provider.control.clear();
    const opened = await act(hub, connection, 'ticket', { words: 'Since the update on Monday.' });
    expect(opened.status).toBe(201);
    const { id } = opened.body as { id: number };
    const shown = await hub.ask('GET', `/api/v1/tickets/${id}`);
    expect(shown.body).toEqual(opened.body);
    expect((await hub.ask('GET', `/api/v1/tickets/${id}`, undefined, keys.west)).status).toBe(404);
    expect((await hub.ask('GET', '/api/v1/tickets/none')).status).toBe(404);
  });

  test('a deletion that goes on is told with what there was and what is left, under the name that it had', async () => {
    const connection = await connected(hub, provider, { name: 'Going away' });
    await syncNow(hub, connection);
    await hub.rest();
    const held = await hub.app.database.pool.connect();
    // Somebody else has it in hand, so that nothing is removed yet.
    await held.query('begin');
    await held.query('lock table enrollment in exclusive mode');
    const deleting = hub.ask('DELETE', `/api/v1/connections/${connection.id}?confirm=Going%20away`);
    const removals = async () => {
      const { body } = await hub.ask('GET', '/api/v1/removals');
      return (body as { removals: { name: string; rows: number; left: number }[] }).removals;
    };
    await expect.poll(removals).toHaveLength(1);
    const [one] = await removals();
    expect(one?.name).toBe('Going away');
    expect(one?.rows).toBeGreaterThan(100);
    expect(one?.left).toBe(one?.rows);
    await held.query('rollback');
    held.release();
    await deleting;
    await hub.removeDeleted();
    expect(await removals()).toEqual([]);
  });

  test('another district never hears of it by name', async () => {
    await apply(hub.app, {
      text: 'district: { id: west, name: west Unified, timeZone: America/Chicago }\n',
      fileName: 'west.yaml',
      env: {},
    });
    expect((await hub.ask('GET', '/api/v1/removals', undefined, keys.west)).body).toEqual({ removals: [] });
  });
});
