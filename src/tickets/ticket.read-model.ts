import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading, type Scope } from '../access/use-case.ts';
import { explain } from '../dictionary/explain.model.ts';
import type { Queries } from '../platform/database.ts';
import { mailOf } from './bundle.model.ts';
import { readBundle, type StoredBundle, zipOf } from './bundle.repository.ts';
import { deskOf } from './desk.repository.ts';
import { eventsOf, type TicketRow, ticketRow, ticketRows } from './ticket.repository.ts';
import type { DeskView, TicketDetail, TicketView, ticketsQuery } from './ticket.schema.ts';

export function ticketViewOf({ no, error, issue, since, opened_by, opened_at, ...row }: TicketRow): TicketView {
  return {
    ...row,
    id: no,
    since: since.toISOString(),
    error: error === null ? null : errorView(error),
    issue: issue === null ? null : issueView(issue),
    openedBy: opened_by.name,
    openedAt: opened_at.toISOString(),
  };
}

function errorView({ type, entry, facts, since }: NonNullable<TicketRow['error']>): NonNullable<TicketView['error']> {
  const explained = explain(entry, facts);
  return { type, message: explained.message, since, explained };
}

function issueView({ no, entry, state }: NonNullable<TicketRow['issue']>): NonNullable<TicketView['issue']> {
  const explained = explain(entry, {});
  return { id: no, entry, title: explained.title, state, explained };
}

/** Tickets, the newest first. */
export const listTickets = reading('connections.read', async (db, scope, query: z.output<typeof ticketsQuery>) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const where = sql`true
    ${before === null ? sql`` : sql`and t.no < ${before[0]}`}
    ${query.connection === undefined ? sql`` : sql`and t.connection_id = ${numberIn(query.connection)}`}
    ${query.issue === undefined ? sql`` : sql`and t.issue_no = ${query.issue}`}
    ${query.state === undefined ? sql`` : sql`and t.state = ${query.state}`}
    ${query.mine === true ? openedBy(scope) : sql``}`;
  const page = pageOf(await ticketRows(db, scope.district, where, query.limit + 1), query.limit, (row) => [row.no]);
  return { tickets: page.rows.map(ticketViewOf), nextCursor: page.nextCursor };
});

const openedBy = ({ actor }: Scope) =>
  sql`and t.opened_by ->> 'kind' = ${actor.kind} and t.opened_by ->> 'id' = ${actor.id}`;

/** A ticket with what happened to it, its bundle, and who would get it. */
export const showTicket = reading('connections.read', async (db, { district }, id: string) =>
  detailOf(db, district, await ticketRow(db, district, numberIn(id), id)),
);

export async function detailOf(db: Queries, district: string, row: TicketRow): Promise<TicketDetail> {
  const bundle = await readBundle(db, district, row.no);
  const desk = await deskOf(db, district, row.connection.system);
  return {
    ...ticketViewOf(row),
    events: await eventsOf(db, district, row.no),
    bundle: bundle === null ? null : bundleViewOf(bundle),
    desk,
    mail: bundle === null ? null : await mailTo(db, district, row, bundle, desk),
  };
}

const bundleViewOf = ({ madeAt, sentAt, digest, files }: StoredBundle): NonNullable<TicketDetail['bundle']> => ({
  madeAt: madeAt.toISOString(),
  sentAt: sentAt?.toISOString() ?? null,
  digest,
  files: [...files],
});

/** The mail to a desk; null where it is not asked by mail. */
export async function mailTo(
  db: Queries,
  district: string,
  row: TicketRow,
  { files }: Pick<StoredBundle, 'files'>,
  desk: DeskView | null,
): Promise<TicketDetail['mail']> {
  if (desk?.email == null) return null;
  const named = await db.selectFrom('district').select('name').where('id', '=', district).executeTakeFirstOrThrow();
  const { title } = explain(row.error?.entry ?? row.issue?.entry ?? '', {});
  const mail = mailOf(
    {
      district: named.name,
      ticket: { no: row.no, words: row.words },
      title,
      connection: row.connection,
    },
    files.map(({ name }) => name),
  );
  return { to: desk.email, ...mail };
}

/** The bundle as one file, for whoever hands it over by another way. */
export const bundleZip = reading('connections.read', async (db, { district }, id: string) => {
  const { no } = await ticketRow(db, district, numberIn(id), id);
  const bundle = await readBundle(db, district, no);
  return bundle === null ? null : { no, content: await zipOf(bundle) };
});
