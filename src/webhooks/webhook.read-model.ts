import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import { explain } from '../dictionary/explain.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import type { ErrorRow } from '../platform/tables.ts';
import { testType } from './webhook.model.ts';
import type {
  AttemptView,
  EventDetail,
  EventState,
  EventView,
  eventsQuery,
  Want,
  WebhookState,
  WebhookView,
} from './webhook.schema.ts';

type Row = {
  readonly no: number;
  readonly name: string;
  readonly address: string;
  readonly wants: Want[];
  readonly state: WebhookState;
  readonly failing_since: Date | null;
  readonly waiting: number;
  readonly failed: number;
  readonly delivered_at: Date | null;
  readonly ends_at: Date | null;
  readonly made_at: Date;
};

type Shown = { readonly district: string; readonly now: Date };

async function rowsOf(
  db: Queries,
  { district, now }: Shown,
  of: { readonly no?: number; readonly before?: number | undefined; readonly limit: number },
): Promise<readonly Row[]> {
  const mine = sql`district_id = ${district} and webhook_no = w.no`;
  const found = await sql<Row>`
    select w.no, w.name, w.address, w.wants, w.state, w.failing_since, w.made_at,
      (select count(*)::int from webhook_event where ${mine} and state = 'queued') as waiting,
      (select count(*)::int from webhook_event where ${mine} and state = 'failed' and type <> ${testType}) as failed,
      (select max(ended_at) from webhook_event where ${mine} and state = 'delivered') as delivered_at,
      (select max(ends_at) from webhook_secret where ${mine} and ends_at > ${now}) as ends_at
    from webhook w where w.district_id = ${district}
      ${of.no === undefined ? sql`` : sql`and w.no = ${of.no}`}
      ${of.before === undefined ? sql`` : sql`and w.no < ${of.before}`}
    order by w.no desc limit ${of.limit}`.execute(db);
  return found.rows;
}

/** One endpoint; refuses where there is none. */
export async function webhookOf(db: Queries, shown: Shown, id: string): Promise<WebhookView> {
  const no = numberIn(id);
  const [row] = no === null ? [] : await rowsOf(db, shown, { no, limit: 1 });
  if (row === undefined) throw refuse('request.not_found', { what: 'webhook', id });
  return viewOf(row);
}

/** Endpoints, the newest first. */
export const listWebhooks = reading(
  'webhooks.read',
  async (db, scope, query: { limit: number; cursor?: string | undefined }) => {
    const before = readCursor(query.cursor, z.tuple([z.number().int()]));
    const rows = await rowsOf(db, scope, { before: before?.[0], limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => [row.no]);
    return { webhooks: page.rows.map(viewOf), nextCursor: page.nextCursor };
  },
);

export const showWebhook = reading('webhooks.read', (db, scope, id: string) => webhookOf(db, scope, id));

function viewOf(row: Row): WebhookView {
  return {
    id: String(row.no),
    name: row.name,
    address: row.address,
    wants: row.wants,
    state: row.state,
    failingSince: row.failing_since?.toISOString() ?? null,
    waiting: row.waiting,
    failed: row.failed,
    lastDeliveredAt: row.delivered_at?.toISOString() ?? null,
    oldSecretEndsAt: row.ends_at?.toISOString() ?? null,
    madeAt: row.made_at.toISOString(),
  };
}

type AttemptRow = {
  readonly no: number;
  readonly at: Date | string;
  readonly ms: number;
  readonly status: number | null;
  readonly error: ErrorRow | null;
  readonly answer: string | null;
};
type EventRow = {
  readonly no: number;
  readonly id: string;
  readonly type: string;
  readonly state: EventState;
  readonly attempts: number;
  readonly due_at: Date;
  readonly made_at: Date;
  readonly ended_at: Date | null;
  readonly last: AttemptRow | null;
};

const eventColumns = (district: string) => sql`e.no, e.id, e.type, e.state, e.attempts, e.due_at, e.made_at, e.ended_at,
  (select to_jsonb(a) from webhook_attempt a where a.district_id = ${district} and a.event_no = e.no order by a.no desc limit 1) as last`;

/** What an endpoint was told, the newest first. */
export const listEvents = reading(
  'webhooks.read',
  async (db, scope, { id, ...query }: z.output<typeof eventsQuery> & { id: string }) => {
    const { id: webhook } = await webhookOf(db, scope, id);
    const before = readCursor(query.cursor, z.tuple([z.number().int()]));
    const found = await sql<EventRow>`select ${eventColumns(scope.district)} from webhook_event e
      where e.district_id = ${scope.district} and e.webhook_no = ${Number(webhook)}
        ${before === null ? sql`` : sql`and e.no < ${before[0]}`}
        ${query.state === undefined ? sql`` : sql`and e.state = ${query.state}`}
      order by e.no desc limit ${query.limit + 1}`.execute(db);
    const page = pageOf(found.rows, query.limit, (row) => [row.no]);
    return { events: page.rows.map(eventOf), nextCursor: page.nextCursor };
  },
);

/** One event with all attempts, the newest first. */
export const showEvent = reading(
  'webhooks.read',
  async (db, scope, asked: { id: string; no: number }): Promise<EventDetail> => {
    const { id: webhook } = await webhookOf(db, scope, asked.id);
    const found = await sql<
      EventRow & { body: string }
    >`select ${eventColumns(scope.district)}, e.body from webhook_event e
      where e.district_id = ${scope.district} and e.webhook_no = ${Number(webhook)} and e.no = ${asked.no}`.execute(db);
    const event = found.rows[0];
    if (event === undefined) throw refuse('request.not_found', { what: 'webhook event', id: String(asked.no) });
    const tries = await sql<AttemptRow>`select no, at, ms, status, error, answer from webhook_attempt
      where district_id = ${scope.district} and event_no = ${asked.no} order by no desc limit 100`.execute(db);
    return { ...eventOf(event), body: event.body, tries: tries.rows.map(attemptOf) };
  },
);

function eventOf(row: EventRow): EventView {
  return {
    no: row.no,
    id: row.id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.state === 'queued' ? row.due_at.toISOString() : null,
    madeAt: row.made_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    last: row.last === null ? null : attemptOf(row.last),
  };
}

function attemptOf({ no, at, ms, status, error, answer }: AttemptRow): AttemptView {
  return {
    no,
    at: new Date(at).toISOString(),
    ms,
    status,
    error: error === null ? null : explain(error.entry, error.facts),
    answer,
  };
}
