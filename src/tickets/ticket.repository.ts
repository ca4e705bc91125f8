import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import type { IssueState } from '../issues/issue.schema.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { type Actor, actorRow } from '../platform/actor.ts';
import type { Queries, Statements, Tx } from '../platform/database.ts';
import type { ActorRow, ConnectionError } from '../platform/tables.ts';
import type { TicketEventView, TicketState, TicketView } from './ticket.schema.ts';
import { movedTicket } from './ticket-state.model.ts';

export type TicketRow = {
  readonly no: number;
  readonly connection: TicketView['connection'];
  readonly state: TicketState;
  readonly since: Date;
  readonly error: ConnectionError | null;
  readonly issue: { readonly no: number; readonly entry: string; readonly state: IssueState } | null;
  readonly words: string;
  readonly opened_by: ActorRow;
  readonly opened_at: Date;
};

/** Tickets that fulfil a condition on `t`, the newest first. */
export async function ticketRows(
  db: Queries,
  district: string,
  where: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly TicketRow[]> {
  const found = await sql<TicketRow>`
    select t.no, t.state, t.since, t.error, t.words, t.opened_by, t.opened_at,
      json_build_object('id', c.id::text, 'name', c.name, 'system', c.system) as connection,
      case when i.no is not null then json_build_object('no', i.no, 'entry', i.entry, 'state', i.state) end as issue
    from ticket t join connection c on c.district_id = ${district} and c.id = t.connection_id and c.deleted_at is null
    left join issue i on i.district_id = ${district} and i.no = t.issue_no
    where t.district_id = ${district} and ${where} order by t.no desc limit ${limit}`.execute(db);
  return found.rows;
}

export async function ticketRow(db: Queries, district: string, no: number | null, id: string): Promise<TicketRow> {
  const [row] = no === null ? [] : await ticketRows(db, district, sql`t.no = ${no}`, 1);
  if (row === undefined) throw refuse('request.not_found', { what: 'ticket', id });
  return row;
}

/** The ticket, locked until the transaction ends. */
export async function lockTicket(tx: Tx, district: string, no: number | null, id: string): Promise<TicketRow> {
  await sql`select 1 from ticket where district_id = ${district} and no = ${no} for update`.execute(tx);
  return ticketRow(tx, district, no, id);
}

type About = {
  readonly connection: number;
  readonly error: ConnectionError | null;
  readonly issue: number | null;
  readonly words: string;
};

export async function insertTicket(tx: Tx, actor: Actor, no: number, about: About, now: Date): Promise<void> {
  const { connection, error, issue, words } = about;
  const by = JSON.stringify(actorRow(actor));
  await sql`insert into ticket (district_id, no, connection_id, error, error_since, issue_no, words, opened_by, opened_at, since)
    values (${actor.district}, ${no}, ${connection}, ${error === null ? null : JSON.stringify(error)}, ${error?.since ?? null},
      ${issue}, ${words}, ${by}, ${now}, ${now})`.execute(tx);
}

export async function setTicketState(tx: Tx, district: string, no: number, state: TicketState, now: Date) {
  await sql`update ticket set state = ${state}, since = case when state = ${state} then since else ${now} end
    where district_id = ${district} and no = ${no}`.execute(tx);
}

export type NewEvent = Pick<TicketEventView, 'what'> & {
  readonly words?: string;
  readonly desk?: string;
  readonly mail?: number;
  readonly webhookEvent?: number;
};

/** Adds to what happened to a ticket that is locked, and answers its number there. */
export async function addEvent(db: Statements, actor: Actor, ticket: number, event: NewEvent, now: Date) {
  const { what, words = '', desk = null, mail = null, webhookEvent = null } = event;
  const { rows } = await db.query<{ no: number }>(
    `insert into ticket_event (district_id, ticket_no, no, at, what, actor, words, desk, mail_no, webhook_event_no)
     select $1::key_text, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7, $8, $9
     from ticket_event where district_id = $1 and ticket_no = $2 returning no`,
    [actor.district, ticket, now, what, JSON.stringify(actorRow(actor)), words, desk, mail, webhookEvent],
  );
  return rows[0]?.no ?? 1;
}

type EventRow = Omit<TicketEventView, 'at' | 'by'> & { readonly at: Date; readonly actor: ActorRow };

/** What happened to a ticket, from its beginning. */
export async function eventsOf(db: Queries, district: string, ticket: number): Promise<TicketEventView[]> {
  const { rows } = await sql<EventRow>`select no, at, what, actor, words, desk, mail_no as mail from ticket_event
    where district_id = ${district} and ticket_no = ${ticket} order by no`.execute(db);
  return rows.map(({ at, actor, ...row }) => ({ ...row, at: at.toISOString(), by: actor.name }));
}

/** Tells that something happened to a ticket; `version`: the number of what happened. */
export const tellTicket = (
  db: Statements,
  { district, now }: { readonly district: string; readonly now: Date },
  { no, connection }: { readonly no: number; readonly connection: number },
  change: 'opened' | 'sent' | 'answered' | 'closed' | 'reopened',
  version: number,
  facts: { readonly entry: string; readonly issue: number | null },
): Promise<void> =>
  tellNews(db, district, now, [
    { kind: 'ticket', subject: String(no), change, version: String(version), connection, facts },
  ]);

type Regressed = {
  readonly no: number;
  readonly state: TicketState;
  readonly connection: number;
  readonly issue: number;
  readonly entry: string;
};

/** The issues have come again: tickets about them that were answered or closed are open again. In the transaction of their move. */
export async function reopenTickets(
  db: Statements,
  { district, run }: { readonly district: string; readonly run: number },
  issues: readonly number[],
  now: Date,
): Promise<void> {
  if (issues.length === 0) return;
  const { rows } = await db.query<Regressed>(
    `select t.no, t.state, t.connection_id as connection, i.no as issue, i.entry
     from ticket t join issue i on i.district_id = $1 and i.no = t.issue_no
     where t.district_id = $1 and t.issue_no = any($2) order by t.no for update of t`,
    [district, issues],
  );
  const actor: Actor = { kind: 'system', id: null, name: `Run ${run}`, district, grants: [] };
  for (const { no, state, connection, issue, entry } of rows) {
    const to = movedTicket(state, 'regress');
    if (to === null) continue;
    await db.query('update ticket set state = $3, since = $4 where district_id = $1 and no = $2', [
      district,
      no,
      to,
      now,
    ]);
    const event = await addEvent(db, actor, no, { what: 'reopened' }, now);
    await tellTicket(db, { district, now }, { no, connection }, 'reopened', event, { entry, issue });
  }
}
