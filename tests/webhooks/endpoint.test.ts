import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resealColumns } from '../../src/connections/resealing.repository.ts';
import { statementsOf } from '../../src/platform/database.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { queueWebhook } from '../../src/webhooks/webhook-event.repository.ts';
import { aHub, anEndpoint, endpoint, eventsOf, type Hub, keys, type Webhook } from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
});
afterAll(() => hub.close());

const address = 'https://desk.example/hooks';
const wants = [{ kind: 'run', changes: ['ended'] }];

describe('an endpoint', () => {
  test('has a secret that is shown when it is made and never again', async () => {
    const made = await hub.ask<{ webhook: Webhook; secret: string }>('POST', '', {
      name: 'Shown once',
      address,
      wants,
    });
    expect(made.status).toBe(201);
    const { webhook, secret } = made.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ name: 'Shown once', address, wants, state: 'active', waiting: 0, failed: 0 });
    for (const url of ['', `/${webhook.id}`]) expect((await hub.ask('GET', url)).text).not.toContain(secret);
    const stored = await hub.app.db.selectFrom('webhook_secret').select(['sealed']).execute();
    expect(stored.map(({ sealed }) => sealed.toString('latin1')).join()).not.toContain(secret);
  });

  test.each([
    ['http://desk.example/', 'must be an address that begins with https://'],
    ['desk.example', 'must be an address that begins with https://'],
    ['https://user:word@desk.example/', 'must not hold a user or a password'],
    ['https://desk.example/#top', 'must not hold a #'],
    ['https://127.0.0.1/', 'must lead to a public address; webhooks never reach this machine or a private network'],
    [
      'https://localhost:8443/',
      'must lead to a public address; webhooks never reach this machine or a private network',
    ],
    ['https://10.20.30.40/', 'must lead to a public address; webhooks never reach this machine or a private network'],
    [
      'https://169.254.169.254/',
      'must lead to a public address; webhooks never reach this machine or a private network',
    ],
    ['https://[::1]/', 'must lead to a public address; webhooks never reach this machine or a private network'],
    ['https://2130706433/', 'must lead to a public address; webhooks never reach this machine or a private network'],
  ])('at %s is refused, and says why', async (wrong, why) => {
    const answer = await hub.ask<{ error: { message: string } }>('POST', '', { name: 'Wrong', address: wrong, wants });
    expect([answer.status, answer.entry]).toEqual([400, 'request.body_invalid']);
    expect(answer.body.error.message).toContain(`/address: ${why}`);
  });

  test.each([
    ['to hear of webhooks', [{ kind: 'webhook' }]],
    ['to hear of what does not happen', [{ kind: 'run', changes: ['exploded'] }]],
  ])('that wants %s is refused', async (_, wanted: object[]) => {
    const answer = await hub.ask('POST', '', { name: 'Wrong', address, wants: wanted });
    expect([answer.status, answer.entry]).toEqual([400, 'request.body_invalid']);
  });

  test('has a name of its own', async () => {
    await anEndpoint(hub, address, wants, 'Taken');
    const second = await hub.ask('POST', '', { name: 'Taken', address, wants });
    expect([second.status, second.entry]).toEqual([409, 'request.name_taken']);
  });

  test('is not there for another district, nor its events', async () => {
    const { id } = await anEndpoint(hub, address, wants, 'North alone');
    expect((await hub.ask<{ webhooks: [] }>('GET', '', undefined, keys.west)).body.webhooks).toEqual([]);
    for (const [method, url, body] of [
      ['GET', `/${id}`, undefined],
      ['GET', `/${id}/events`, undefined],
      ['PATCH', `/${id}`, { state: 'off' }],
      ['DELETE', `/${id}`, undefined],
      ['POST', `/${id}/test`, undefined],
      ['POST', `/${id}/rotate`, undefined],
      ['POST', `/${id}/replay`, { failed: true }],
    ] as const)
      expect([url, (await hub.ask(method, url, body, keys.west)).status]).toEqual([url, 404]);
    expect((await endpoint(hub, id)).state).toBe('active');
  });

  test('that is off sends nothing again, and says what to do', async () => {
    const { id } = await anEndpoint(hub, address, wants, 'Off');
    await hub.ask('PATCH', `/${id}`, { state: 'off' });
    const answer = await hub.ask('POST', `/${id}/replay`, { failed: true });
    expect([answer.status, answer.entry]).toEqual([409, 'request.webhook_off']);
  });

  test('is deleted with all that was told to it', async () => {
    const { id } = await anEndpoint(hub, address, wants, 'Short-lived');
    await hub.ask('POST', `/${id}/test`);
    expect((await hub.ask('DELETE', `/${id}`)).status).toBe(204);
    expect((await hub.ask('GET', `/${id}`)).status).toBe(404);
    for (const table of ['webhook_event', 'webhook_secret'] as const) {
      const left = await hub.app.db.selectFrom(table).selectAll().where('webhook_no', '=', Number(id)).execute();
      expect(left).toEqual([]);
    }
  });

  test('that is told of the same thing twice gets it once', async () => {
    const { id } = await anEndpoint(hub, address, wants, 'Once');
    const event = { type: 'ticket.sent', about: 'ticket 5', at: hub.app.clock(), data: { ticket: 5 } };
    const queue = (webhook: number) =>
      hub.app.db
        .transaction()
        .execute((tx) => queueWebhook(statementsOf(tx), 'north', webhook, event, hub.app.clock()));
    const numbers = await Promise.all([queue(Number(id)), queue(Number(id)), queue(Number(id))]);
    expect(numbers.filter((no) => no !== null)).toHaveLength(1);
    expect(await eventsOf(hub, id)).toHaveLength(1);
    expect(await queue(999)).toBeNull();
  });

  test('keeps its secret through a change of the installation’s key', async () => {
    const { app } = hub;
    const now = makeSecrets('another key of at least thirty-two letters');
    const before = await app.db.selectFrom('webhook_secret').select(['sealed']).execute();
    const told = await resealColumns(app.db, { before: app.secrets, now });
    expect(told).toMatchObject({ unreadable: 0, already: 0 });
    expect(told.resealed).toBeGreaterThanOrEqual(before.length);
    const back = await resealColumns(app.db, { before: now, now: app.secrets });
    expect(back.resealed).toBe(told.resealed);
  });
});
