import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { districtsWithNews, takeNews } from '../notifications/news.repository.ts';
import { type Statements, statementsOf } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { makeOutbound, type Outbound } from '../platform/outbound.ts';
import { OutboundFault } from '../platform/outbound-fault.ts';
import { retryAfterMs } from '../platform/retry-after.ts';
import {
  type Attempted,
  answerToKeep,
  consequenceOf,
  eventOfNews,
  isWanted,
  judgeFault,
  judgeStatus,
} from './webhook.model.ts';
import { secretsOf } from './webhook.repository.ts';
import {
  claimWebhooks,
  type DueEvent,
  endpointsOf,
  nextDue,
  queueWebhook,
  releaseWebhook,
  storeAttempt,
  sweepWebhooks,
  type WebhookClaim,
} from './webhook-event.repository.ts';

// Tells endpoints what happened: news become events, and events are attempted until they were taken. Any number of processes
// may do so: the database decides who takes the news of a district and who holds an endpoint.

export type WebhookWorker = {
  /** Ends when the attempts in hand have been told; an endpoint that keeps one waiting is left after a few seconds. */
  stop(): Promise<void>;
  /** Looks for events at once. */
  wake(): void;
};
type Deps = Pick<App, 'db' | 'database' | 'clock' | 'config' | 'secrets' | 'log' | 'metrics'>;

const endpointsAtOnce = 8;
/** So many events of an endpoint are attempted before another's turn comes. */
const eventsAtOnce = 25;
const newsAtOnce = 200;
const pollMs = 1_000;
const graceMs = 5_000;
const unstoredMs = 10_000;
const hourMs = 3_600_000;

/**
 * The way to endpoints: to public addresses only, whatever connections may reach; it follows nothing, and of what is answered it
 * reads no more than is kept.
 */
const openWay = (): Outbound =>
  makeOutbound([], {
    limits: { connect: 5_000, headers: 15_000, body: 5_000, whole: 20_000, bytes: 2_048 },
    redirects: 0,
    cut: true,
  });

/** Where links of events lead. */
export const baseOf = ({ publicUrl, host, port }: Deps['config']): string =>
  publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** `way`: another way to endpoints than the one that this opens. */
export function startWebhooks(deps: Deps, way: Outbound = openWay()): WebhookWorker {
  const {
    database: { pool },
    clock,
    log,
    metrics,
  } = deps;
  const owner = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const inHand = new Set<Promise<void>>();
  const stopping = new AbortController();
  const abandon = new AbortController();
  let ring = () => {};

  const carry = async (claim: WebhookClaim) => {
    if (claim.takenOver) metrics.takenOver('webhook');
    try {
      for (let n = 0; n < eventsAtOnce && !stopping.signal.aborted; n++) {
        const event = await nextDue(pool, claim, clock());
        if (event === null || !(await attempt(deps, way, claim, event, abandon.signal))) break;
      }
    } catch (error) {
      log.warn({ reason: String(error) }, 'What came of a webhook could not be stored; it is tried again.');
      // What cannot be stored is sent again: not at once, or its receiver would get it over and over.
      await pause(unstoredMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await releaseWebhook(pool, claim);
  };
  const take = async (): Promise<number> => {
    await spread(deps);
    const most = endpointsAtOnce - inHand.size;
    const claims = most > 0 ? await claimWebhooks(pool, { owner, most, now: clock() }) : [];
    for (const claim of claims) {
      const work: Promise<void> = carry(claim)
        // Its lease ends by itself.
        .catch((error: unknown) => log.warn({ reason: String(error) }, 'A webhook could not be given back.'))
        .finally(() => {
          inHand.delete(work);
          ring();
        });
      inHand.add(work);
    }
    return claims.length;
  };
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const resting = rest();
      const taken = await take().catch((error: unknown) => {
        log.warn({ reason: String(error) }, 'Webhooks could not be looked after; it is tried again.');
        return 0;
      });
      if (taken === 0) await resting;
    }
  };
  const sweep = async () => {
    while ((await sweepWebhooks(pool, clock())) > 0) if (stopping.signal.aborted) return;
  };
  const sweeping = setInterval(() => void sweep().catch(() => {}), hourMs);
  const ended = loop();
  return {
    wake: () => ring(),
    async stop() {
      clearInterval(sweeping);
      stopping.abort();
      ring();
      await ended;
      const grace = setTimeout(() => abandon.abort(), graceMs);
      await Promise.all(inHand);
      clearTimeout(grace);
      await way.close();
    },
  };
}

/** News that nobody has looked at become events of the endpoints that want them, each once. */
async function spread(deps: Deps): Promise<void> {
  for (const district of await districtsWithNews(statementsOf(deps.db), 'webhook'))
    await deps.db.transaction().execute((tx) => spreadIn(statementsOf(tx), district, deps));
}

async function spreadIn(db: Statements, district: string, { config, clock }: Deps): Promise<void> {
  const news = await takeNews(db, district, 'webhook', newsAtOnce);
  if (news.length === 0) return;
  const endpoints = await endpointsOf(db, district);
  for (const one of news) {
    const wanting = endpoints.filter(({ wants, since }) => one.at >= since && isWanted(wants, one));
    const event = eventOfNews(one, baseOf(config));
    for (const { no } of wanting) await queueWebhook(db, district, no, event, clock());
  }
}

/** Attempts one event and writes what came of it; answers whether the endpoint takes what it is sent. */
async function attempt(
  deps: Deps,
  way: Outbound,
  claim: WebhookClaim,
  event: DueEvent,
  abandon: AbortSignal,
): Promise<boolean> {
  const { database, log, metrics } = deps;
  const attempted = await send(deps, way, claim, event, abandon);
  if (attempted === null) return false;
  const { error } = attempted;
  const end = await storeAttempt(database.pool, claim, event, attempted, (failingSince) =>
    consequenceOf(event, attempted, failingSince, Math.random()),
  );
  const about = { district: claim.district, webhook: claim.webhook, event: event.no, attempt: event.attempts + 1 };
  if (end === null) {
    log.info(about, 'The webhook went to another process, or is gone.');
    return false;
  }
  metrics.delivered(end === 'queued' ? 'again' : end);
  if (error === null) log.debug(about, 'A webhook was delivered.');
  else log.warn({ ...about, entry: error.entry, status: attempted.status, end }, 'A webhook was not taken.');
  return error === null;
}

/** Null: it was given up since the process ends, and says nothing about the endpoint. */
async function send(
  { db, secrets, clock, metrics }: Deps,
  way: Outbound,
  claim: WebhookClaim,
  event: DueEvent,
  abandon: AbortSignal,
): Promise<Attempted | null> {
  const at = clock();
  const began = performance.now();
  const { host } = new URL(claim.address);
  const told = (more: Pick<Attempted, 'error'> & Partial<Attempted>): Attempted => ({
    at,
    ms: Math.round(performance.now() - began),
    status: null,
    answer: null,
    retryAfterMs: null,
    ...more,
  });
  const keys = await secretsOf(db, secrets, claim, at);
  if (keys === null) return told({ error: { entry: 'connection.webhook_key_lost', facts: {} } });
  const signatures = keys.map((secret) => new Webhook(secret).sign(event.id, at, event.body));
  try {
    const { status, headers, body } = await way.send(
      {
        method: 'POST',
        url: claim.address,
        headers: {
          'content-type': 'application/json',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signatures.join(' '),
        },
        body: event.body,
      },
      abandon,
    );
    metrics.asked('webhook', status, performance.now() - began);
    return told({
      status,
      answer: answerToKeep(body, headers['content-type']),
      retryAfterMs: retryAfterMs(headers['retry-after'], at),
      error: judgeStatus(status, host),
    });
  } catch (error) {
    if (abandon.aborted) return null;
    metrics.asked('webhook', null, performance.now() - began);
    const fault = error instanceof OutboundFault ? error : null;
    return told({ error: judgeFault(fault?.kind ?? 'not_http', fault?.facts ?? {}, host) });
  }
}
