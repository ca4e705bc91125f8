import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { tellRefusals } from '../../src/dictionary/refusal.routes.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import type { News } from '../../src/notifications/news.model.ts';
import { tellNews } from '../../src/notifications/news.repository.ts';
import { ensureMonths, statementsOf } from '../../src/platform/database.ts';
import { makeServer } from '../../src/platform/server.ts';
import { startWebhooks, type WebhookWorker } from '../../src/webhooks/webhook.job.ts';
import { webhookRoutes } from '../../src/webhooks/webhook.routes.ts';
import { freshDatabase } from '../database/database.ts';
import { testCertificate, testKey } from './certificate.ts';
import { wayToReceivers } from './way.ts';

/** Waits until there is something, looking again and again. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 15_000; ; await delay(10)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not come to pass');
  }
}

export type Received = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly path: string;
};
type Behaviour = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly afterMs?: number;
};

/** A program that receives webhooks over TLS, and does with each what the test says. */
export async function aReceiver() {
  const received: Received[] = [];
  let behave: (one: Received) => Behaviour = () => ({});
  const server = createServer({ key: testKey, cert: testCertificate }, async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const one = { headers: request.headers as Record<string, string>, body, path: request.url ?? '' };
    received.push(one);
    const { status = 204, headers = {}, body: answer = '', afterMs = 0 } = behave(one);
    await delay(afterMs);
    response.writeHead(status, headers).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `https://desk.example:${port}/hooks/hush-hush`,
    received,
    behaves(how: Behaviour | ((one: Received) => Behaviour)) {
      behave = typeof how === 'function' ? how : () => how;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ops = 'hp_live_ops_0123456789abcdefgh';
const west = 'hp_live_west_0123456789abcdefg';
export const keys = { ops, west } as const;
const file = (id: string, secret: string) => `
district: { id: ${id}, name: ${id} Unified, timeZone: America/Chicago }
apiKeys:
  - { name: ops, secret: ${secret}, scopes: [manage] }
`;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A hub with two districts, a clock that the test sets, a log that it reads, and as many senders as it starts. */
export async function aHub(at = new Date('2026-11-24T08:00:00Z')) {
  const fresh = await freshDatabase();
  let now = at;
  await ensureMonths(fresh.db, now);
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const config = { ...fresh.config, publicUrl: 'https://hub.example' };
  const app = { ...fresh, clock: () => now, log, config };
  await apply(app, { text: file('north', ops), fileName: 'north.yaml', env: {} });
  await apply(app, { text: file('west', west), fileName: 'west.yaml', env: {} });
  const server = await makeServer({ log, trustProxy: [], secure: false });
  const workers: WebhookWorker[] = [];
  tellRefusals(server);
  webhookRoutes(server, app, () => workers[0]?.wake());
  await server.ready();
  const ask = async <T = never>(method: Method, url: string, body?: unknown, key: string = ops) => {
    const answer = await server.inject({
      method,
      url: `/api/v1/webhooks${url}`,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const json = answer.body === '' ? undefined : answer.json();
    return { status: answer.statusCode, body: json as T, text: answer.body, entry: json?.error?.help?.entry as string };
  };
  return {
    app,
    logged,
    ask,
    /** News of a district, written as a change of state writes them. */
    async tell(news: readonly News[], district = 'north') {
      await app.db.transaction().execute((tx) => tellNews(statementsOf(tx), district, now, news));
      for (const worker of workers) worker.wake();
    },
    /** A sender of its own, as another process would start it. */
    sender(way = wayToReceivers()): WebhookWorker {
      const worker = startWebhooks(app, way);
      workers.push(worker);
      return worker;
    },
    async rest() {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    },
    later(ms: number) {
      now = new Date(now.getTime() + ms);
      for (const worker of workers) worker.wake();
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await server.close();
      await fresh.close();
    },
  };
}
export type Hub = Awaited<ReturnType<typeof aHub>>;

export type Webhook = {
  readonly id: string;
  readonly state: string;
  readonly failingSince: string | null;
  readonly waiting: number;
  readonly failed: number;
  readonly oldSecretEndsAt: string | null;
};
export type Event = {
  readonly no: number;
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly tries: readonly {
    readonly status: number | null;
    readonly answer: string | null;
    readonly ms: number;
    readonly error: { readonly entry: string; readonly message: string } | null;
  }[];
};

/** An endpoint, made over HTTP. */
export async function anEndpoint(hub: Hub, address: string, wants: readonly object[], name = 'Help desk') {
  const made = await hub.ask<{ webhook: Webhook; secret: string }>('POST', '', { name, address, wants });
  if (made.status !== 201) throw new Error(made.text);
  return { id: made.body.webhook.id, secret: made.body.secret };
}

export const endpoint = async (hub: Hub, id: string): Promise<Webhook> =>
  (await hub.ask<Webhook>('GET', `/${id}`)).body;
export const eventsOf = async (hub: Hub, id: string): Promise<readonly Event[]> =>
  (await hub.ask<{ events: Event[] }>('GET', `/${id}/events?limit=500`)).body.events;
export const eventOf = async (hub: Hub, id: string, no: number): Promise<Event> =>
  (await hub.ask<Event>('GET', `/${id}/events/${no}`)).body;

/** Waits until the newest event of an endpoint stands so. */
export const become = (hub: Hub, id: string, state: string, attempts: number): Promise<Event> =>
  eventually(async () => {
    const [newest] = await eventsOf(hub, id);
    return newest?.state === state && newest.attempts === attempts ? eventOf(hub, id, newest.no) : undefined;
  });

/** A run that has ended. */
export const runEnded = (no: number): News => ({
  kind: 'run',
  subject: String(no),
  change: 'ended',
  version: String(no),
  facts: { state: 'done', entered: 120, rejected: 3, entry: 'connection.auth_error' },
});

export const seconds = (n: number) => n * 1_000;
export const minutes = (n: number) => n * 60_000;
export const hours = (n: number) => n * 3_600_000;
export const days = (n: number) => n * 86_400_000;
