import { sql } from 'kysely';
import { numberIn } from '../access/list-query.model.ts';
import { type AuditLine, type Change, changing, type Scope } from '../access/use-case.ts';
import { lockConnection, stateOf } from '../connections/connection.repository.ts';
import { moved } from '../connections/connection-state.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { lockIssue } from '../issues/issue.repository.ts';
import { queueMail } from '../mail/mail.repository.ts';
import { allocate, statementsOf, type Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { queueWebhook } from '../webhooks/webhook-event.repository.ts';
import { filesOf, zipName } from './bundle.model.ts';
import { gatherBundle } from './bundle.read-model.ts';
import { noteSent, readBundle, type StoredBundle, storeBundle, zipOf } from './bundle.repository.ts';
import { deskOf } from './desk.repository.ts';
import { detailOf, mailTo } from './ticket.read-model.ts';
import {
  addEvent,
  insertTicket,
  lockTicket,
  type NewEvent,
  setTicketState,
  type TicketRow,
  tellTicket,
  ticketRow,
  ticketRows,
} from './ticket.repository.ts';
import type { DeskView, TicketDetail } from './ticket.schema.ts';
import { movedTicket, type TicketMove } from './ticket-state.model.ts';

type Opened = { readonly made: boolean; readonly ticket: TicketDetail };

/** Opens a ticket about a system error: one an error, so that asking again answers the one there is. */
export const openTicket = changing(
  'connections.write',
  async (tx, scope, { id, words }: { id: string; words: string }): Promise<Change<Opened>> => {
    const row = await lockConnection(tx, scope.district, id);
    const move = moved(stateOf(row), 'ticket');
    if ('refused' in move) throw refuse(move.refused, { name: row.name });
    const { error } = row;
    if (error === null) throw refuse('request.no_system_error', { name: row.name });
    const about = sql`t.connection_id = ${row.id} and t.error_since = ${new Date(error.since)}`;
    return openAbout(tx, scope, about, { connection: row.id, error, issue: null, words });
  },
);

/** Opens a ticket about an issue: one an issue. One that is closed is open again, if the issue is not resolved. */
export const openIssueTicket = changing(
  'connections.write',
  async (tx, scope, { no, words }: { no: number; words: string }): Promise<Change<Opened>> => {
    const issue = await lockIssue(tx, scope.district, no);
    const about = sql`t.issue_no = ${no}`;
    const [known] = await ticketRows(tx, scope.district, about, 1);
    if (known?.state === 'closed' && issue.state !== 'resolved') {
      const { answer, audit } = await moveTicket(tx, scope, known, 'reopen', { what: 'reopened', words });
      return { answer: { made: false, ticket: answer }, audit };
    }
    return openAbout(tx, scope, about, { connection: issue.connection_id, error: null, issue: no, words });
  },
);

async function openAbout(
  tx: Tx,
  scope: Scope,
  where: ReturnType<typeof sql>,
  about: Parameters<typeof insertTicket>[3],
): Promise<Change<Opened>> {
  const { district, actor, now } = scope;
  const [known] = await ticketRows(tx, district, where, 1);
  if (known !== undefined) return { answer: { made: false, ticket: await detailOf(tx, district, known) }, audit: [] };
  const no = await allocate(tx, district, 'ticket');
  await insertTicket(tx, actor, no, about, now);
  const row = await ticketRow(tx, district, no, String(no));
  await tell(tx, scope, row, { what: 'opened' });
  return { answer: { made: true, ticket: await detailOf(tx, district, row) }, audit: lineOf(row, 'ticket.opened') };
}

/** Adds what happened, and tells it where it is news. */
async function tell(tx: Tx, { district, actor, now }: Scope, row: TicketRow, event: NewEvent): Promise<void> {
  const version = await addEvent(statementsOf(tx), actor, row.no, event, now);
  if (event.what === 'note') return;
  const facts = { entry: entryOf(row), issue: row.issue?.no ?? null };
  const of = { no: row.no, connection: Number(row.connection.id) };
  await tellTicket(statementsOf(tx), { district, now }, of, event.what, version, facts);
}

const entryOf = ({ error, issue }: TicketRow): string => error?.entry ?? issue?.entry ?? '';

const lineOf = (row: TicketRow, action: `ticket.${string}`, details: AuditLine['details'] = {}): AuditLine => ({
  action,
  subject: { kind: 'ticket', id: String(row.no), name: `ticket ${row.no}` },
  details: { connection: row.connection.name, entry: entryOf(row), ...details },
});

async function moveTicket(
  tx: Tx,
  scope: Scope,
  row: TicketRow,
  move: TicketMove,
  event: NewEvent,
): Promise<Change<TicketDetail>> {
  const { district, now } = scope;
  const to = movedTicket(row.state, move);
  if (to === null) throw refuse('request.ticket_state', { id: String(row.no), state: row.state });
  await setTicketState(tx, district, row.no, to, now);
  await tell(tx, scope, row, event);
  const answer = await detailOf(tx, district, await ticketRow(tx, district, row.no, String(row.no)));
  return { answer, audit: lineOf(row, `ticket.${event.what}`) };
}

type Said = { readonly id: string; readonly words: string };

/** Notes something about a ticket; it changes nothing. */
export const noteTicket = changing('connections.write', async (tx, scope, { id, words }: Said) => {
  const row = await lockTicket(tx, scope.district, numberIn(id), id);
  await tell(tx, scope, row, { what: 'note', words });
  return { answer: await detailOf(tx, scope.district, row), audit: lineOf(row, 'ticket.noted') };
});

/** What the desk has answered. */
export const answerTicket = changing('connections.write', async (tx, scope, { id, words }: Said) =>
  moveTicket(tx, scope, await lockTicket(tx, scope.district, numberIn(id), id), 'answer', { what: 'answered', words }),
);

export const closeTicket = changing('connections.write', async (tx, scope, id: string) =>
  moveTicket(tx, scope, await lockTicket(tx, scope.district, numberIn(id), id), 'close', { what: 'closed' }),
);

export const reopenTicket = changing('connections.write', async (tx, scope, id: string) =>
  moveTicket(tx, scope, await lockTicket(tx, scope.district, numberIn(id), id), 'reopen', { what: 'reopened' }),
);

type Making = { readonly id: string; readonly secrets: Secrets; readonly version: string };

/** Makes the bundle of a ticket of what is known now, to be looked at before it goes. */
export const makeBundle = changing('connections.write', async (tx, scope, { id, ...deps }: Making) => {
  const { district, now } = scope;
  const row = await lockTicket(tx, district, numberIn(id), id);
  const bundle = await gatherBundle(tx, deps, district, row);
  await storeBundle(tx, district, row.no, filesOf(bundle), now);
  return {
    answer: await detailOf(tx, district, row),
    audit: lineOf(row, 'ticket.bundled', { samples: bundle.samples.length }),
  };
});

/** Sends the bundle that was looked at to the desk of the system. One that was sent is not sent a second time. */
export const sendTicket = changing(
  'connections.write',
  async (tx, scope, { id, digest }: { id: string; digest: string }) => {
    const { district } = scope;
    const row = await lockTicket(tx, district, numberIn(id), id);
    if (movedTicket(row.state, 'send') === null) throw refuse('request.ticket_state', { id, state: row.state });
    const bundle = await readBundle(tx, district, row.no);
    if (bundle === null || bundle.digest !== digest) throw refuse('request.bundle_changed', { id });
    if (bundle.sentAt !== null) return { answer: await detailOf(tx, district, row), audit: [] };
    const desk = await deskOf(tx, district, row.connection.system);
    if (desk === null) throw refuse('request.no_desk', { system: row.connection.system });
    const way = await dispatch(tx, scope, row, bundle, desk);
    await noteSent(tx, district, row.no, scope.now);
    const { answer, audit } = await moveTicket(tx, scope, row, 'send', { what: 'sent', desk: desk.name, ...way });
    return { answer, audit };
  },
);

/** Hands the bundle to the queue of mails or of webhooks, in the transaction that says so. */
async function dispatch(
  tx: Tx,
  { district, actor, now }: Scope,
  row: TicketRow,
  bundle: StoredBundle,
  desk: DeskView,
): Promise<Pick<NewEvent, 'mail' | 'webhookEvent'>> {
  const mail = await mailTo(tx, district, row, bundle, desk);
  if (mail === null) return { webhookEvent: await toWebhook(tx, district, row, bundle, desk, now) };
  const queued = await queueMail(
    tx,
    {
      district,
      to: mail.to,
      template: { subject: '{{subject}}', text: '{{text}}' },
      values: mail,
      kind: 'ticket',
      about: String(row.no),
      replyTo: actor.kind === 'person' ? await addressOf(tx, district, actor.id) : null,
      attachments: [{ name: zipName(row.no), type: 'application/zip', content: await zipOf(bundle) }],
    },
    now,
  );
  if (!queued.ok) throw new Error(`the mail of a ticket cannot be written: ${queued.reason}`);
  return { mail: queued.no };
}

async function toWebhook(tx: Tx, district: string, row: TicketRow, bundle: StoredBundle, desk: DeskView, now: Date) {
  const text = bundle.files.find(({ name }) => name.endsWith('.json'))?.text ?? '{}';
  const no = await queueWebhook(
    statementsOf(tx),
    district,
    numberIn(desk.webhook?.id ?? '') ?? 0,
    {
      type: 'ticket.handover',
      about: `ticket ${row.no} ${bundle.digest}`,
      at: now,
      connection: Number(row.connection.id),
      data: { ticket: row.no, bundle: JSON.parse(text) as unknown },
    },
    now,
  );
  if (no === null) throw refuse('request.no_desk', { system: row.connection.system });
  return no;
}

/** By which whoever sends a ticket is answered. */
async function addressOf(tx: Tx, district: string, id: string | null): Promise<string | null> {
  const found = await tx
    .selectFrom('sign_in')
    .select('email')
    .where('district_id', '=', district)
    .where('id', '=', numberIn(id ?? '') ?? 0)
    .executeTakeFirst();
  return found?.email ?? null;
}
