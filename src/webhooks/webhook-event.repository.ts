import type { Pool, PoolClient } from 'pg';
import type { ToldNews } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { inTransaction, type Statements, statementsOfClient } from '../platform/database.ts';
import { retentionClasses } from '../retention/retention.model.ts';
import { type Attempted, bodyOf, type Consequence, idOf, testType, type WebhookEvent } from './webhook.model.ts';
import type { WebhookOf } from './webhook.repository.ts';
import type { EventState, Want } from './webhook.schema.ts';

// The queue of what endpoints are told, and what came of it. An endpoint is in one process's hand at a time, which attempts
// its events one after the other; between "taken" and the row that says so lies a moment, in which a killed process leaves
// an event to be sent a second time, under the same id.

/**
 * Queues an event for one endpoint in the caller's transaction, and answers its number. Null: it was told of this already, or
 * there is no such endpoint.
 */
export async function queueWebhook(
  db: Statements,
  district: string,
  webhook: number,
  event: WebhookEvent,
  now: Date,
): Promise<number | null> {
  const { rows } = await db.query<{ no: number }>(
    `with next as (
       insert into counter as c (district_id, name, value)
       select $1::key_text, 'webhook_event', 1 from webhook where district_id = $1 and no = $2
       on conflict (district_id, name) do update set value = c.value + 1 returning value)
     insert into webhook_event (district_id, no, webhook_no, id, about, type, body, connection_id, due_at, made_at)
     select $1::key_text, value, $2, $3, $4, $5, $6, $7, $8, $9 from next
     on conflict (district_id, webhook_no, about) do nothing returning no`,
    [
      district,
      webhook,
      idOf(district, webhook, event.about),
      event.about,
      event.type,
      bodyOf(district, event),
      event.connection ?? null,
      now,
      event.at,
    ],
  );
  return rows[0]?.no ?? null;
}

export type Endpoint = {
  readonly no: number;
  readonly wants: readonly Want[];
  /** News from then on are for it. */
  readonly since: Date;
};

/** The endpoints of a district that are on. */
export async function endpointsOf(db: Statements, district: string): Promise<readonly Endpoint[]> {
  const { rows } = await db.query<Endpoint>(
    "select no, wants, since from webhook where district_id = $1 and state = 'active' order by no",
    [district],
  );
  return rows;
}

/** News of a span of time, in their order, from a number on. */
export async function newsBetween(
  db: Statements,
  district: string,
  span: { readonly from: Date; readonly to: Date; readonly after: number; readonly most: number },
): Promise<readonly ToldNews[]> {
  const { rows } = await db.query<ToldNews>(
    `select no, at, kind, subject, change, version, flow_no as flow, connection_id as connection, facts from news
     where district_id = $1 and at >= $2 and at < $3 and no > $4 order by no limit $5`,
    [district, span.from, span.to, span.after, span.most],
  );
  return rows;
}

/** Queues again what was ended; answers how many. What is queued is attempted now. */
export async function requeue(
  db: Statements,
  { district, webhook }: WebhookOf,
  of: { readonly no: number } | { readonly from: Date; readonly to: Date } | { readonly failed: true },
  now: Date,
): Promise<number> {
  const values: unknown[] = [district, webhook, now];
  const put = (value: unknown) => `$${values.push(value)}`;
  const which =
    'no' in of
      ? `no = ${put(of.no)}`
      : 'failed' in of
        ? "state = 'failed'"
        : `made_at >= ${put(of.from)} and made_at < ${put(of.to)}`;
  const { rowCount } = await db.query(
    `update webhook_event set state = 'queued', due_at = $3, ended_at = null,
       attempts = case when state = 'queued' then attempts else 0 end
     where district_id = $1 and webhook_no = $2 and type <> '${testType}' and ${which}`,
    values,
  );
  return rowCount;
}

/** An endpoint in a process's hand. The owner is the fence: only who still holds it may write what came of an attempt. */
export type WebhookClaim = WebhookOf & {
  readonly owner: string;
  readonly address: string;
  /** Whoever had it before was not heard of any more. */
  readonly takenOver: boolean;
};

/** Longer than any attempt may take. */
export const leaseMs = 45_000;
const leaseFrom = (now: Date) => new Date(now.getTime() + leaseMs);
/** What an endpoint may get now: a test also while it is off. */
const isDue = (event: string, webhook: string, now: string) =>
  `${event}.district_id = ${webhook}.district_id and ${event}.webhook_no = ${webhook}.no and ${event}.state = 'queued'
   and ${event}.due_at <= ${now} and (${webhook}.state = 'active' or ${event}.type = '${testType}')`;

/** Takes up to `most` endpoints for which something is due and that nobody holds, the longest due first. */
export async function claimWebhooks(
  pool: Pool,
  { owner, most, now }: { readonly owner: string; readonly most: number; readonly now: Date },
): Promise<readonly WebhookClaim[]> {
  const { rows } = await pool.query<Omit<WebhookClaim, 'owner'>>(
    `with due as (
       select w.district_id, w.no, w.lease_until is not null as taken_over
       from webhook w cross join lateral (select min(e.due_at) as at from webhook_event e where ${isDue('e', 'w', '$1')}) first
       where first.at is not null and (w.lease_until is null or w.lease_until <= $1)
       order by first.at limit $2 for no key update of w skip locked)
     update webhook set owner = $3, lease_until = $4 from due
     where webhook.district_id = due.district_id and webhook.no = due.no
     returning webhook.district_id as district, webhook.no as webhook, address, due.taken_over as "takenOver"`,
    [now, most, owner, leaseFrom(now)],
  );
  return rows.map((row) => ({ ...row, owner }));
}

const held = ({ district, webhook, owner }: WebhookClaim) => [district, webhook, owner];

export type DueEvent = {
  readonly no: number;
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly attempts: number;
};

/** The next event that is due for a held endpoint, with its lease renewed; null: none, or it is no longer held. */
export async function nextDue(pool: Pool, claim: WebhookClaim, now: Date): Promise<DueEvent | null> {
  const { rows } = await pool.query<DueEvent>(
    `with mine as (update webhook set lease_until = $5 where district_id = $1 and no = $2 and owner = $3
       returning district_id, no, state)
     select e.no, e.id, e.type, e.body, e.attempts from webhook_event e join mine on ${isDue('e', 'mine', '$4')}
     where e.district_id = $1 order by e.due_at, e.no limit 1`,
    [...held(claim), now, leaseFrom(now)],
  );
  return rows[0] ?? null;
}

/** Gives an endpoint back, so that nobody waits for the lease. */
export async function releaseWebhook(pool: Pool, claim: WebhookClaim): Promise<void> {
  await pool.query(
    'update webhook set owner = null, lease_until = null where district_id = $1 and no = $2 and owner = $3',
    held(claim),
  );
}

/**
 * Writes what came of an attempt; its consequence is decided by since when the endpoint fails. Answers what came of the event;
 * null: the endpoint is held by another, or the event is gone, and nothing is written.
 */
export async function storeAttempt(
  pool: Pool,
  claim: WebhookClaim,
  event: DueEvent,
  attempted: Attempted,
  decide: (failingSince: Date) => Consequence,
): Promise<EventState | null> {
  return inTransaction(pool, async (client) => {
    const found = await client.query<{ failing_since: Date | null }>(
      'select failing_since from webhook where district_id = $1 and no = $2 and owner = $3 for no key update',
      held(claim),
    );
    const there = await client.query(
      "select 1 from webhook_event where district_id = $1 and no = $2 and state = 'queued' for update",
      [claim.district, event.no],
    );
    const [mine] = found.rows;
    if (mine === undefined || there.rows.length === 0) return null;
    const failingSince = mine.failing_since ?? attempted.at;
    const consequence = decide(failingSince);
    await storeEvent(client, claim.district, event, attempted, consequence);
    if (consequence.state === 'delivered') await storeWorking(client, claim);
    // That a test fails is told to whoever sent it, and is no news.
    else if (event.type !== testType) await storeFailing(client, claim, failingSince, attempted, consequence);
    return consequence.state;
  });
}

async function storeEvent(
  client: PoolClient,
  district: string,
  { no }: DueEvent,
  { at, ms, status, error, answer }: Attempted,
  { state, due }: Consequence,
): Promise<void> {
  await client.query(
    `insert into webhook_attempt (district_id, event_no, no, at, ms, status, error, answer)
     select $1::key_text, $2::bigint, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from webhook_attempt where district_id = $1 and event_no = $2`,
    [district, no, at, ms, status, error === null ? null : JSON.stringify(error), answer],
  );
  await client.query(
    `update webhook_event set state = $3, attempts = attempts + 1, due_at = coalesce($4, due_at), ended_at = $5
     where district_id = $1 and no = $2`,
    [district, no, state, due, state === 'queued' ? null : at],
  );
}

async function storeWorking(client: PoolClient, { district, webhook }: WebhookOf): Promise<void> {
  await client.query('update webhook set failing_since = null where district_id = $1 and no = $2', [district, webhook]);
}

/** Told once an outage: that the first event has failed for good, and that the endpoint was disabled. */
async function storeFailing(
  client: PoolClient,
  { district, webhook }: WebhookOf,
  since: Date,
  { at, error }: Attempted,
  { state, disables }: Consequence,
): Promise<void> {
  await client.query('update webhook set failing_since = $3 where district_id = $1 and no = $2', [
    district,
    webhook,
    since,
  ]);
  const disabled =
    disables &&
    (await client.query(
      "update webhook set state = 'disabled' where district_id = $1 and no = $2 and state = 'active'",
      [district, webhook],
    ));
  const facts = { entry: error?.entry ?? '', since: since.toISOString() };
  const told = { kind: 'webhook', subject: String(webhook), version: since.toISOString(), facts } as const;
  await tellNews(statementsOfClient(client), district, at, [
    ...(state === 'failed' ? [{ ...told, change: 'failed' } as const] : []),
    ...(disabled !== false && disabled.rowCount === 1 ? [{ ...told, change: 'disabled' } as const] : []),
  ]);
}

/** Removes what was told so long ago that its district keeps it no longer, some thousand rows at a time; answers how many. This looks at all districts. */
export async function sweepWebhooks(pool: Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `with old as (
       select e.district_id, e.no from district d cross join lateral (
         select district_id, no from webhook_event where district_id = d.id and state <> 'queued'
           and made_at < $1::timestamptz - coalesce((select days from retention k
             where k.district_id = d.id and k.class = 'webhook_deliveries'), $2::int) * interval '1 day'
         order by made_at limit 2000) e),
     attempts as (delete from webhook_attempt a using old where a.district_id = old.district_id and a.event_no = old.no)
     delete from webhook_event e using old where e.district_id = old.district_id and e.no = old.no`,
    [now, retentionClasses.webhook_deliveries.days],
  );
  return rowCount ?? 0;
}
