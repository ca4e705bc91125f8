import { sql } from 'kysely';
import type pg from 'pg';
import { allocate, type Tx } from '../platform/database.ts';
import type { ErrorRow } from '../platform/tables.ts';
import { type MailTemplate, type MailValues, type RenderedMail, renderMail } from './mail.model.ts';
import type { MailState } from './mail.schema.ts';

export type NewMail = {
  readonly district: string;
  readonly to: string;
  readonly template: MailTemplate;
  readonly values: MailValues;
  /** What sort of mail it is, such as `welcome`. */
  readonly kind: string;
  /** The id of what it belongs to, such as a person's. */
  readonly about: string | null;
  /** Who is answered, where that is not the sender. */
  readonly replyTo?: string | null;
  readonly attachments?: readonly Attachment[];
  /** Its number of the counter `mail`, where the caller took it before (`platform/numbers.ts`). */
  readonly no?: number;
};
/** A file that goes with a mail. `type`: its media type. */
export type Attachment = { readonly name: string; readonly type: string; readonly content: Buffer };
export type QueuedMail = { readonly ok: true; readonly no: number } | Extract<RenderedMail, { ok: false }>;

/**
 * Queues a mail in the caller's transaction: it is sent if that commits, and was never there if not. A template that
 * cannot be read is told as a value, and nothing is queued. Without a number of its own it locks the district's counter
 * until the commit: give one where many are written at once, and never mix both in one transaction.
 */
export async function queueMail(tx: Tx, mail: NewMail, now: Date): Promise<QueuedMail> {
  const rendered = renderMail(mail.template, mail.values);
  if (!rendered.ok) return rendered;
  const no = mail.no ?? (await allocate(tx, mail.district, 'mail'));
  await sql`insert into mail (district_id, no, kind, about, recipient, subject, text, due_at, made_at, reply_to)
    values (${mail.district}, ${no}, ${mail.kind}, ${mail.about}, ${mail.to}, ${rendered.subject}, ${rendered.text}, ${now}, ${now},
      ${mail.replyTo ?? null})`.execute(tx);
  for (const [at, { name, type, content }] of (mail.attachments ?? []).entries())
    await sql`insert into mail_attachment (district_id, mail_no, no, name, type, content)
      values (${mail.district}, ${no}, ${at + 1}, ${name}, ${type}, ${content})`.execute(tx);
  return { ok: true, no };
}

/** A mail as it was written, with a form of its own for programs that show HTML. */
export type WrittenMail = {
  readonly district: string;
  readonly to: string;
  readonly kind: string;
  readonly about: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Beside the usual ones. */
  readonly headers: Readonly<Record<string, string>>;
  /** The domain that ends its Message-ID, which later mails of the same thread name. */
  readonly domain: string;
  /** When it is no news any more, and is not sent. */
  readonly staleAt: Date;
};

/** Queues a mail that was written before, in the caller's transaction; answers its number. */
export async function queueWritten(tx: Tx, mail: WrittenMail, now: Date): Promise<number> {
  const no = await allocate(tx, mail.district, 'mail');
  await sql`insert into mail (district_id, no, kind, about, recipient, subject, text, html, headers, message_id, stale_at, due_at, made_at)
    values (${mail.district}, ${no}, ${mail.kind}, ${mail.about}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html},
      ${JSON.stringify(mail.headers)}, '<' || gen_random_uuid() || '@' || ${mail.domain}::text || '>', ${mail.staleAt}, ${now}, ${now})`.execute(
    tx,
  );
  return no;
}

/** A mail in a sender's hand. Owner and attempt are the fence: only who still holds it may write what came of it. */
export type MailClaim = {
  readonly district: string;
  readonly no: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Null: it is made of the text. */
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly replyTo: string | null;
  readonly messageId: string;
  readonly owner: string;
  readonly attempt: number;
};
type ClaimRow = Omit<MailClaim, 'owner'>;

/** Longer than a sender's pulse, short enough that the mails of a killed one go out soon. */
export const leaseMs = 60_000;
const leaseFrom = (now: Date) => new Date(now.getTime() + leaseMs);

/** Takes up to `most` mails that are due and that nobody holds, the longest due first. `domain` ends their Message-IDs. */
export async function claimMails(
  pool: pg.Pool,
  { owner, domain, most, now }: { owner: string; domain: string; most: number; now: Date },
): Promise<readonly MailClaim[]> {
  const { rows } = await pool.query<ClaimRow>(
    `with due as (
       select district_id, no from mail
       where state = 'queued' and due_at <= $1 and (lease_until is null or lease_until <= $1)
         and (stale_at is null or stale_at > $1)
       order by due_at, no limit $2 for update skip locked)
     update mail set owner = $3, lease_until = $4, attempts = attempts + 1,
       message_id = coalesce(message_id, '<' || gen_random_uuid() || '@' || $5::text || '>')
     from due where mail.district_id = due.district_id and mail.no = due.no
     returning mail.district_id as district, mail.no, recipient as to, subject, text, html, headers, reply_to as "replyTo", message_id as "messageId", attempts as attempt`,
    [now, most, owner, leaseFrom(now), domain],
  );
  return rows.map((row) => ({ ...row, owner }));
}

/** What goes with a mail, in order. */
export async function attachmentsOf(
  pool: pg.Pool,
  { district, no }: Pick<MailClaim, 'district' | 'no'>,
): Promise<readonly Attachment[]> {
  const { rows } = await pool.query<Attachment>(
    'select name, type, content from mail_attachment where district_id = $1 and mail_no = $2 order by no',
    [district, no],
  );
  return rows;
}

const fence = `district_id = $1 and no = $2 and owner = $3 and attempts = $4 and state = 'queued'`;
const held = ({ district, no, owner, attempt }: MailClaim) => [district, no, owner, attempt];

/** A slow server is no reason for a second sender to begin. */
export async function renewLease(pool: pg.Pool, claim: MailClaim, now: Date): Promise<void> {
  await pool.query(`update mail set lease_until = $5 where ${fence}`, [...held(claim), leaseFrom(now)]);
}

export async function storeSent(pool: pg.Pool, claim: MailClaim, now: Date): Promise<void> {
  await pool.query(
    `update mail set state = 'sent', sent_at = $5, owner = null, lease_until = null, error = null where ${fence}`,
    [...held(claim), now],
  );
}

/** `due` null: it is not tried again by itself. */
export async function storeFailure(pool: pg.Pool, claim: MailClaim, error: ErrorRow, due: Date | null): Promise<void> {
  await pool.query(
    `update mail set state = case when $6::timestamptz is null then 'failed' else 'queued' end,
       due_at = coalesce($6, due_at), owner = null, lease_until = null, error = $5 where ${fence}`,
    [...held(claim), JSON.stringify(error), due],
  );
}

/** Mails that waited until they were no news any more are not sent. This looks at all districts. */
export async function leaveStale(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    `update mail set state = 'failed', error = $2 where state = 'queued' and stale_at <= $1
       and (lease_until is null or lease_until <= $1)`,
    [now, JSON.stringify({ entry: 'connection.mail_stale', facts: {} })],
  );
}

/** A mail's state, its row locked until the transaction ends; null where there is none. */
export async function stateOfMail(tx: Tx, district: string, no: number): Promise<MailState | null> {
  const found = await sql<{ state: MailState }>`
    select state from mail where district_id = ${district} and no = ${no} for update`.execute(tx);
  return found.rows[0]?.state ?? null;
}

/** Whoever holds the mail goes on: while its lease lasts nobody else begins, and its tries keep their count. */
export async function makeDue(tx: Tx, district: string, no: number, now: Date): Promise<void> {
  await sql`update mail set state = 'queued', due_at = ${now}, stale_at = null,
      attempts = case when lease_until is null then 0 else attempts end
    where district_id = ${district} and no = ${no} and state <> 'sent'`.execute(tx);
}
