import { Webhook as Receiver } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aHub,
  anEndpoint,
  aReceiver,
  become,
  days,
  endpoint,
  eventOf,
  eventsOf,
  eventually,
  type Hub,
  hours,
  minutes,
  type Received,
  runEnded,
  seconds,
} from './scene.ts';

let hub: Hub;
let receiver: Awaited<ReturnType<typeof aReceiver>>;
beforeEach(async () => {
  [hub, receiver] = await Promise.all([aHub(), aReceiver()]);
});
afterEach(async () => {
  await hub.close();
  await receiver.close();
});

const runs = [{ kind: 'run' }];
const all = (n: number) => eventually(() => (receiver.received.length >= n ? true : undefined));

describe('a webhook', () => {
  test('is told what it wants and nothing else, signed so that its receiver knows that it is from here', async () => {
    await hub.tell([runEnded(1)]);
    hub.later(1_000);
    const { id, secret } = await anEndpoint(hub, receiver.address, [{ kind: 'issue', changes: ['opened'] }, ...runs]);
    hub.sender();
    const issue = { kind: 'issue', subject: '4', version: '9', facts: {} } as const;
    await hub.tell([runEnded(9), { ...issue, change: 'resolved' }]);
    await hub.tell([runEnded(5)], 'west');
    await become(hub, id, 'delivered', 1);
    const [one, ...others] = receiver.received;
    expect(others).toEqual([]);
    const told = new Receiver(secret);
    const sentAt = Date.parse('2026-11-24T08:00:01Z') / 1000;
    expect(one?.headers['webhook-timestamp']).toBe(String(sentAt));
    expect(one?.headers['webhook-signature']).toBe(
      told.sign(one?.headers['webhook-id'] ?? '', new Date(sentAt * 1000), one?.body ?? ''),
    );
    expect(one?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(one?.body ?? '')).toEqual({
      type: 'run.ended',
      timestamp: '2026-11-24T08:00:01.000Z',
      data: {
        district: 'north',
        no: 2,
        subject: { kind: 'run', id: '9' },
        connection: null,
        flow: null,
        facts: { state: 'done', entered: 120, rejected: 3, entry: 'connection.auth_error' },
        entries: { 'connection.auth_error': 'Auth Error' },
        link: 'https://hub.example/runs/9',
      },
    });
  });

  test('is told each thing once and in its order, however many processes send', async () => {
    const { id } = await anEndpoint(hub, receiver.address, runs);
    for (let n = 0; n < 3; n++) hub.sender();
    for (let no = 1; no <= 40; no++) await hub.tell([runEnded(no)]);
    await hub.tell([runEnded(7)]);
    await all(40);
    await eventually(async () => ((await endpoint(hub, id)).waiting === 0 ? true : undefined));
    const told = receiver.received.map(({ body }) => Number(JSON.parse(body).data.subject.id));
    expect(told).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
  });

  test('that does not take it is asked again after longer and longer waits, for a day, under the same id', async () => {
    receiver.behaves({ status: 503, body: 'busy' });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    const longest = [seconds(6), minutes(5.5), minutes(33), hours(2.2), hours(5.5), hours(11), hours(11)];
    for (const [at, wait] of longest.entries()) {
      await become(hub, id, 'queued', at + 1);
      hub.later(wait);
    }
    const failed = await become(hub, id, 'failed', 8);
    expect(failed.tries).toHaveLength(8);
    expect(failed.tries[0]).toMatchObject({
      status: 503,
      answer: 'busy',
      error: {
        entry: 'connection.webhook_refused',
        message: `The webhook at desk.example:${receiver.port} answered with status 503.`,
      },
    });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const news = await hub.app.db.selectFrom('news').selectAll().where('kind', '=', 'webhook').execute();
    expect(news).toMatchObject([{ subject: id, change: 'failed', facts: { entry: 'connection.webhook_refused' } }]);
    // Somebody mends it, and has it sent again.
    receiver.behaves({});
    expect((await hub.ask('POST', `/${id}/replay`, { failed: true })).body).toEqual({ queued: 1 });
    const delivered = await become(hub, id, 'delivered', 1);
    expect(delivered.tries).toHaveLength(9);
    expect(delivered.id).toBe(failed.id);
    expect(await endpoint(hub, id)).toMatchObject({ failingSince: null, failed: 0, waiting: 0 });
  });

  test('that asks to be left alone for longer is', async () => {
    receiver.behaves({ status: 429, headers: { 'retry-after': '3600' } });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    const { dueAt } = await become(hub, id, 'queued', 1);
    expect(dueAt).toBe('2026-11-24T09:00:00.000Z');
  });

  test('that says that it is gone is disabled at once, and switched on again hears of what comes then', async () => {
    receiver.behaves({ status: 410 });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    await become(hub, id, 'failed', 1);
    expect((await endpoint(hub, id)).state).toBe('disabled');
    hub.later(1_000);
    await hub.tell([runEnded(2)]);
    receiver.behaves({});
    hub.later(1_000);
    expect((await hub.ask('PATCH', `/${id}`, { state: 'active' })).status).toBe(200);
    await hub.tell([runEnded(3)]);
    await become(hub, id, 'delivered', 1);
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.subject.id)).toEqual(['1', '3']);
    // What happened while it was off is sent by the span of time.
    const span = { from: '2026-11-24T08:00:00Z', to: '2026-11-24T08:00:02Z' };
    expect((await hub.ask('POST', `/${id}/replay`, span)).body).toEqual({ queued: 2 });
    await all(4);
    expect(receiver.received.slice(2).map(({ body }) => JSON.parse(body).data.subject.id)).toEqual(['1', '2']);
  });

  test('that fails for five days is disabled, and what waits goes out once it is on again', async () => {
    receiver.behaves({ status: 500 });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    await become(hub, id, 'queued', 1);
    hub.later(days(4));
    await become(hub, id, 'queued', 2);
    expect((await endpoint(hub, id)).state).toBe('active');
    hub.later(days(1));
    await become(hub, id, 'queued', 3);
    expect(await endpoint(hub, id)).toMatchObject({ state: 'disabled', failingSince: '2026-11-24T08:00:00.000Z' });
    const news = await hub.app.db.selectFrom('news').select(['change']).where('kind', '=', 'webhook').execute();
    expect(news).toEqual([{ change: 'disabled' }]);
    receiver.behaves({});
    hub.later(days(1));
    await hub.ask('PATCH', `/${id}`, { state: 'active' });
    hub.later(0);
    await become(hub, id, 'delivered', 4);
  });

  test('is not followed to another address', async () => {
    const other = await aReceiver();
    receiver.behaves({ status: 307, headers: { location: `https://desk.example:${other.port}/` } });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    const { tries } = await become(hub, id, 'queued', 1);
    expect(tries[0]?.error?.entry).toBe('connection.webhook_redirected');
    expect(other.received).toEqual([]);
    await other.close();
  });

  test('that keeps one waiting is left, and keeps nobody else waiting', async () => {
    const other = await aReceiver();
    receiver.behaves({ afterMs: 1_500 });
    const slow = await anEndpoint(hub, receiver.address, runs);
    const quick = await anEndpoint(hub, other.address, runs, 'Quick desk');
    hub.sender();
    await hub.tell([runEnded(1)]);
    await become(hub, quick.id, 'delivered', 1);
    const { tries } = await become(hub, slow.id, 'queued', 1);
    expect(tries[0]).toMatchObject({ status: null, error: { entry: 'connection.webhook_unreachable' } });
    expect(tries[0]?.error?.message).toBe(
      `The webhook at desk.example:${receiver.port} cannot be reached: it did not answer in time.`,
    );
    expect(tries[0]?.ms).toBeGreaterThan(500);
    await other.close();
  });

  test('may answer what it likes: only its beginning is kept, without addresses and secrets', async () => {
    const token = 'sk_live_4242424242424242424242';
    receiver.behaves({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `Thanks, mia.nunez@north.example! Your token ${token} works.\n${'x '.repeat(50_000)}`,
    });
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    const { tries } = await become(hub, id, 'delivered', 1);
    expect(tries[0]?.answer).toMatch(/^Thanks, \[address\]! Your token \[secret\] works\.\nx x x/);
    expect(tries[0]?.answer?.length).toBeLessThanOrEqual(2048);
  });

  test('signs with both secrets for a day after a rotation, and then with the new one alone', async () => {
    const { id, secret: old } = await anEndpoint(hub, receiver.address, runs);
    hub.later(1_000);
    const rotated = await hub.ask<{ secret: string }>('POST', `/${id}/rotate`);
    hub.sender();
    await hub.tell([runEnded(1)]);
    await become(hub, id, 'delivered', 1);
    const signatures = (n: number) => receiver.received[n]?.headers['webhook-signature']?.split(' ') ?? [];
    const signed = (n: number, secret: string) => {
      const { headers, body } = receiver.received[n] as Received;
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      return new Receiver(secret).sign(headers['webhook-id'] ?? '', at, body);
    };
    expect(signatures(0)).toEqual([signed(0, rotated.body.secret), signed(0, old)]);
    hub.later(days(1));
    await hub.tell([runEnded(2)]);
    await all(2);
    expect(signatures(1)).toEqual([signed(1, rotated.body.secret)]);
  });

  test('gets a test also while it is off, and hears nothing else', async () => {
    const { id } = await anEndpoint(hub, receiver.address, runs);
    await hub.ask('PATCH', `/${id}`, { state: 'off' });
    hub.sender();
    await hub.tell([runEnded(1)]);
    receiver.behaves({ status: 500 });
    expect((await hub.ask('POST', `/${id}/test`)).status).toBe(202);
    const failed = await become(hub, id, 'failed', 1);
    expect(failed.type).toBe('webhook.test');
    receiver.behaves({});
    hub.later(1_000);
    await hub.ask('POST', `/${id}/test`);
    await become(hub, id, 'delivered', 1);
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['webhook.test', 'webhook.test']);
    expect(await endpoint(hub, id)).toMatchObject({ state: 'off', failingSince: null });
  });

  test('is told one thing again when somebody asks for it', async () => {
    const { id } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1), runEnded(2)]);
    await all(2);
    const first = (await eventsOf(hub, id)).at(-1)?.no ?? 0;
    await eventually(async () => ((await endpoint(hub, id)).waiting === 0 ? true : undefined));
    expect((await hub.ask('POST', `/${id}/events/${first}/replay`)).status).toBe(200);
    await all(3);
    expect(receiver.received[2]?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id']);
    const tries = () => eventOf(hub, id, first).then((event) => event.tries.length);
    await eventually(async () => ((await tries()) === 2 ? true : undefined));
  });

  test('on this machine or in a private network is never called, whatever connections may reach', async () => {
    expect(hub.app.config.outboundAllow).toEqual(['127.0.0.0/8']);
    const { id } = await anEndpoint(hub, receiver.address, runs);
    // As if its name had come to lead here since it was made.
    await hub.app.db
      .updateTable('webhook')
      .set({ address: `https://127.0.0.1:${receiver.port}/` })
      .execute();
    // The way that every hub opens, not the one of these tests.
    const { startWebhooks } = await import('../../src/webhooks/webhook.job.ts');
    const worker = startWebhooks(hub.app);
    await hub.tell([runEnded(1)]);
    worker.wake();
    const { tries } = await become(hub, id, 'queued', 1);
    await worker.stop();
    expect(tries[0]?.error).toMatchObject({
      entry: 'connection.webhook_address_closed',
      message: `The webhook at 127.0.0.1:${receiver.port} leads to an address that is not public.`,
    });
    expect(receiver.received).toEqual([]);
  });

  test('leaves neither its address nor its secret nor what it was told in the log', async () => {
    receiver.behaves({ status: 500, headers: { 'content-type': 'text/plain' }, body: 'Mia Nuñez is unknown' });
    const { id, secret } = await anEndpoint(hub, receiver.address, runs);
    hub.sender();
    await hub.tell([runEnded(1)]);
    await become(hub, id, 'queued', 1);
    await hub.rest();
    const log = hub.logged.join('');
    expect(log).toContain('A webhook was not taken.');
    for (const hidden of ['hush-hush', secret, 'Nuñez', 'entered', 'msg_']) expect(log).not.toContain(hidden);
    const audit = JSON.stringify(await hub.app.db.selectFrom('audit').select(['action', 'details']).execute());
    expect(audit).toContain('webhook.created');
    for (const hidden of ['hush-hush', secret]) expect(audit).not.toContain(hidden);
  });
});
