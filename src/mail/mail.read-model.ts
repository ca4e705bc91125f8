import { sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import { explain } from '../dictionary/explain.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { ErrorRow } from '../platform/tables.ts';
import { htmlWithoutLinks, withoutLinks } from './mail.model.ts';
import type { MailDetail, MailState, MailView, mailsQuery } from './mail.schema.ts';

type Row = {
  no: number;
  kind: string;
  about: string | null;
  recipient: string;
  subject: string;
  state: MailState;
  attempts: number;
  due_at: Date;
  made_at: Date;
  sent_at: Date | null;
  error: ErrorRow | null;
};
type DetailRow = Row & {
  text: string;
  html: string | null;
  message_id: string | null;
  attachments: MailDetail['attachments'];
};

const columns = sql.raw('no, kind, about, recipient, subject, state, attempts, due_at, made_at, sent_at, error');

/** Whether links are shown whole: in the demo, whose people are invented. */
type Links = { readonly links: 'whole' | 'cut' };

/** The mails of a district, the newest first. */
export const listMails = reading('mail.read', async (db, scope, query: z.output<typeof mailsQuery> & Links) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const rows = await sql<Row>`
    select ${columns} from mail where district_id = ${scope.district}
      ${before === null ? sql`` : sql`and no < ${before[0]}`}
      ${query.state === undefined ? sql`` : sql`and state = ${query.state}`}
      ${query.kind === undefined || query.kind === '' ? sql`` : sql`and kind = ${query.kind}`}
    order by no desc limit ${query.limit + 1}`.execute(db);
  const page = pageOf(rows.rows, query.limit, (row) => [row.no]);
  return { mails: page.rows.map((row) => viewOf(row, query)), nextCursor: page.nextCursor };
});

export const showMail = reading(
  'mail.read',
  async (db, scope, asked: { no: number } & Links): Promise<Omit<MailDetail, 'sending'>> => {
    const rows = await sql<DetailRow>`select ${columns}, text, html, message_id, coalesce((
        select json_agg(json_build_object('name', a.name, 'bytes', length(a.content)) order by a.no) from mail_attachment a
        where a.district_id = mail.district_id and a.mail_no = mail.no), '[]') as attachments from mail
      where district_id = ${scope.district} and no = ${asked.no}`.execute(db);
    const row = rows.rows[0];
    if (row === undefined) throw refuse('request.not_found', { what: 'mail', id: String(asked.no) });
    const text = asked.links === 'whole' ? row.text : withoutLinks(row.text);
    return {
      ...viewOf(row, asked),
      text,
      html: row.html === null || asked.links === 'whole' ? row.html : htmlWithoutLinks(row.html),
      linksCut: text !== row.text,
      messageId: row.message_id,
      attachments: row.attachments,
    };
  },
);

function viewOf(row: Row, { links }: Links): MailView {
  return {
    no: row.no,
    kind: row.kind,
    about: row.about,
    to: row.recipient,
    subject: links === 'whole' ? row.subject : withoutLinks(row.subject),
    state: row.state,
    attempts: row.attempts,
    dueAt: row.state === 'queued' ? row.due_at.toISOString() : null,
    madeAt: row.made_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    error: row.error === null ? null : explain(row.error.entry, row.error.facts),
  };
}
