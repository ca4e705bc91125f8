import { sql } from 'kysely';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import { flowOf } from '../runs/run.repository.ts';
import type { NotificationState, WantedNotification } from './subscription.model.ts';
import { writeSubscription } from './subscription.repository.ts';

// What people are told by mail, as the district file names it: people by their e-mail, flows by their connection.

/** The e-mails by which people sign in, in small letters. */
export async function emailsOf(db: Queries, district: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    email: string;
  }>`select lower(email) as email from sign_in where district_id = ${district}`.execute(db);
  return new Set(rows.map(({ email }) => email));
}

export async function namedSubscriptions(db: Queries, district: string): Promise<readonly NotificationState[]> {
  const { rows } = await sql<NotificationState>`select s.no, p.email as person, c.name as connection, s.runs, s.changes,
      s.digest_at as "digestAt", s.quiet, s.still_open_hours as "stillOpenHours"
    from subscription s join sign_in p on p.district_id = ${district} and p.id = s.sign_in_id
    left join flow f on f.district_id = ${district} and f.no = s.flow_no
    left join connection c on c.district_id = ${district} and c.id = f.source_id
    where s.district_id = ${district} and (f.no is null or f.job = 'rostering') order by lower(p.email), c.name nulls first`.execute(
    db,
  );
  return rows;
}

/** Writes one as the file says; `no` null: a new one. A connection that the file made just now has its flow by then. */
export async function writeNamed(
  tx: Tx,
  district: string,
  { no, notification }: { readonly no: number | null; readonly notification: WantedNotification },
  now: Date,
): Promise<void> {
  const { person, connection, ...choices } = notification;
  const found = await sql<{ id: number; source: number | null }>`select p.id,
      (select c.id from connection c where c.district_id = ${district} and c.name = ${connection} and c.deleted_at is null) as source
    from sign_in p where p.district_id = ${district} and lower(p.email) = lower(${person})`.execute(tx);
  const row = found.rows[0];
  if (row === undefined || (connection !== null && row.source === null))
    throw new Error(`${person} cannot be told of ${connection}`);
  const flow = row.source === null ? null : await flowOf(tx, district, 'rostering', row.source);
  const number = no ?? (await allocate(tx, district, 'subscription'));
  await writeSubscription(tx, district, { ...choices, no: number, signIn: row.id, flow }, now);
}
