import { isIP } from 'node:net';
import { decidedByDatabase, refuseField } from '../access/constraint.model.ts';
import { numberIn } from '../access/list-query.model.ts';
import { type AuditLine, changing } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { type Statements, statementsOf, type Tx } from '../platform/database.ts';
import { addressGuard } from '../platform/outbound-address.ts';
import { randomToken, type Secrets } from '../platform/secrets.ts';
import { eventOfNews, isWanted, oldSecretMs, testType } from './webhook.model.ts';
import { webhookOf } from './webhook.read-model.ts';
import {
  addSecret,
  deleteWebhookRows,
  insertWebhook,
  lockWebhook,
  type NewWebhook,
  type StoredWebhook,
  updateWebhook,
  type WebhookOf,
} from './webhook.repository.ts';
import type { Want } from './webhook.schema.ts';
import { newsBetween, queueWebhook, requeue } from './webhook-event.repository.ts';

/** The form in which Standard Webhooks writes a secret: 32 random bytes. */
const newSecret = () => `whsec_${Buffer.from(randomToken(), 'base64url').toString('base64')}`;

/** Makes an endpoint. Its secret is in this answer and nowhere else. */
export const makeWebhook = changing(
  'webhooks.write',
  async (tx, scope, { secrets, ...made }: NewWebhook & { readonly secrets: Secrets }) => {
    refuseAddress(made.address);
    const { district, now } = scope;
    const webhook = await uniqueName(made.name, () => insertWebhook(tx, scope.actor, made, now));
    const secret = newSecret();
    await addSecret(tx, secrets, { district, webhook }, secret, { now, oldEnds: now });
    const id = String(webhook);
    return {
      answer: { webhook: await webhookOf(tx, scope, id), secret },
      audit: auditOf('webhook.created', id, made.name, { kinds: made.wants.map(({ kind }) => kind) }),
    };
  },
);

type Changed = Partial<NewWebhook> & { readonly state?: 'active' | 'off' };

/** Changes an endpoint. Switched on, it hears of what happens from then on, and of what still waits for it. */
export const changeWebhook = changing(
  'webhooks.write',
  async (tx, scope, { id, change }: { readonly id: string; readonly change: Changed }) => {
    if (change.address !== undefined) refuseAddress(change.address);
    const of = { district: scope.district, webhook: numberIn(id) ?? 0 };
    const before = await locked(tx, of, id);
    const after = { ...before, ...change };
    const names = (Object.keys(change) as (keyof Changed)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    if (names.length === 0) return { answer: await webhookOf(tx, scope, id), audit: [] };
    const switchedOn = after.state === 'active' && before.state !== 'active';
    await uniqueName(after.name, () => updateWebhook(tx, of, after, switchedOn ? scope.now : undefined));
    return {
      answer: await webhookOf(tx, scope, id),
      audit: auditOf('webhook.changed', id, after.name, { changed: names, state: after.state }),
    };
  },
);

export const deleteWebhook = changing('webhooks.write', async (tx, scope, id: string) => {
  const of = { district: scope.district, webhook: numberIn(id) ?? 0 };
  const { name } = await locked(tx, of, id);
  const events = await deleteWebhookRows(tx, of);
  return { answer: null, audit: auditOf('webhook.deleted', id, name, { events }) };
});

/** Gives an endpoint a new secret, shown once; for a day the old one signs as well. */
export const rotateWebhook = changing(
  'webhooks.write',
  async (tx, scope, { id, secrets }: { readonly id: string; readonly secrets: Secrets }) => {
    const { district, now } = scope;
    const of = { district, webhook: numberIn(id) ?? 0 };
    const { name } = await locked(tx, of, id);
    const secret = newSecret();
    await addSecret(tx, secrets, of, secret, { now, oldEnds: new Date(now.getTime() + oldSecretMs) });
    return {
      answer: { webhook: await webhookOf(tx, scope, id), secret },
      audit: auditOf('webhook.rotated', id, name, {}),
    };
  },
);

/** Queues a test, which is attempted once; answers its number. */
export const testWebhook = changing('webhooks.write', async (tx, scope, id: string) => {
  const { district, now } = scope;
  const of = { district, webhook: numberIn(id) ?? 0 };
  const { name } = await locked(tx, of, id);
  const event = { type: testType, about: `test ${now.toISOString()}`, at: now, data: { test: true } };
  const no = await queueWebhook(statementsOf(tx), district, of.webhook, event, now);
  if (no === null) throw refuse('request.too_many', { seconds: '1' });
  return { answer: no, audit: auditOf('webhook.tested', id, name, { event: no }) };
});

type Replay = { readonly id: string; readonly base: string } & (
  | { readonly no: number }
  | { readonly failed: true }
  | { readonly from: Date; readonly to: Date }
);
const pageOfNews = 500;

/**
 * Sends again what was told: one event, those that failed, or everything of a span of time, also what was never sent since the
 * endpoint was off. Answers how many events are queued by it.
 */
export const replayWebhook = changing('webhooks.write', async (tx, scope, asked: Replay) => {
  const { district, now } = scope;
  const of = { district, webhook: numberIn(asked.id) ?? 0 };
  const endpoint = await locked(tx, of, asked.id);
  if (endpoint.state !== 'active') throw refuse('request.webhook_off', { name: endpoint.name });
  const db = statementsOf(tx);
  const again = await requeue(db, of, asked, now);
  if ('no' in asked && again === 0) throw refuse('request.not_found', { what: 'webhook event', id: String(asked.no) });
  const first = 'from' in asked ? await queueUntold(db, of, endpoint.wants, asked, now) : 0;
  const queued = again + first;
  return {
    answer: queued,
    audit: queued === 0 ? [] : auditOf('webhook.replayed', asked.id, endpoint.name, { events: queued }),
  };
});

/** Queues what happened in a span of time and was never queued for an endpoint; answers how many. */
async function queueUntold(
  db: Statements,
  { district, webhook }: WebhookOf,
  wants: readonly Want[],
  { base, ...span }: { readonly from: Date; readonly to: Date; readonly base: string },
  now: Date,
): Promise<number> {
  let queued = 0;
  for (let after = 0; ; ) {
    const news = await newsBetween(db, district, { ...span, after, most: pageOfNews });
    for (const one of news.filter((told) => isWanted(wants, told)))
      if ((await queueWebhook(db, district, webhook, eventOfNews(one, base), now)) !== null) queued++;
    after = news.at(-1)?.no ?? after;
    if (news.length < pageOfNews) return queued;
  }
}

async function locked(tx: Tx, of: { district: string; webhook: number }, id: string): Promise<StoredWebhook> {
  const found = await lockWebhook(tx, of);
  if (found === null) throw refuse('request.not_found', { what: 'webhook', id });
  return found;
}

const auditOf = (action: AuditLine['action'], id: string, name: string, details: Record<string, unknown>) => ({
  action,
  subject: { kind: 'webhook', id, name },
  details,
});

const uniqueName = <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> =>
  decidedByDatabase(
    { webhook_district_id_name_key: () => refuse('request.name_taken', { what: 'webhook', name }) },
    work,
  );

const isPublic = addressGuard([]);

/**
 * What can be told of an address without calling it. Whether its name leads to a public address is seen at each attempt, by the
 * very address that is called.
 */
function refuseAddress(text: string): void {
  const url = URL.parse(text);
  const wrong = (message: string) => refuseField('/address', message);
  if (url === null || url.protocol !== 'https:') throw wrong('must be an address that begins with https://');
  if (url.username !== '' || url.password !== '') throw wrong('must not hold a user or a password');
  if (url.hash !== '') throw wrong('must not hold a #');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (literal === 'localhost' || literal.endsWith('.localhost') || (isIP(literal) !== 0 && !isPublic(literal)))
    throw wrong('must lead to a public address; webhooks never reach this machine or a private network');
}
