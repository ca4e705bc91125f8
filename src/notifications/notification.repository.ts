import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import { statementsOf } from '../platform/database.ts';
import type { NewsFacts, ToldNews } from './news.model.ts';
import type { Due, Subscription } from './subscription.model.ts';

/** What a subscription is told. */
export type Notification = Pick<ToldNews, 'kind' | 'subject' | 'version' | 'at' | 'flow' | 'connection'> & {
  readonly change: string;
  readonly facts: NewsFacts;
};
export type ToTell = { readonly subscription: number; readonly told: Notification; readonly due: Due };

/** Notes what is to be told; what was noted before is left as it is, so that nothing is told twice. */
export async function noteNotifications(tx: Tx, district: string, all: readonly ToTell[]): Promise<void> {
  if (all.length === 0) return;
  const rows = all.map(({ subscription, told, due }) => ({ ...told, subscription, due: due.at, bundle: due.bundle }));
  await statementsOf(tx).query(
    `insert into notification (district_id, subscription_no, kind, subject, change, version, at, flow_no, connection_id, facts, due_at, bundle)
     select $1, one.subscription, kind, subject, change, version, at, flow, connection, facts, due, bundle
     from jsonb_to_recordset($2::jsonb) as one (subscription bigint, kind text, subject text, change text, version text,
       at timestamptz, flow bigint, connection bigint, facts jsonb, due timestamptz, bundle text)
     on conflict do nothing`,
    [district, JSON.stringify(rows)],
  );
}

/** What waits for the end of a run is due with it, so that a run brings one mail. */
export async function makeDueWithRun(
  tx: Tx,
  district: string,
  run: number,
  subscription: number,
  at: Date,
): Promise<void> {
  await sql`update notification set due_at = ${at} where district_id = ${district} and subscription_no = ${subscription}
    and bundle = ${`run ${run}`} and state = 'waiting' and due_at > ${at}`.execute(tx);
}

export type LastTold = Pick<ToldNews, 'kind' | 'subject'> & {
  readonly subscription: number;
  readonly change: string;
  readonly dueAt: Date;
};

/** What subscriptions were told last of subjects; `sent`: only what has gone into a mail. */
export async function lastTold(
  db: Queries,
  district: string,
  subjects: readonly Pick<ToldNews, 'kind' | 'subject'>[],
  only: { readonly subscription?: number; readonly sent?: boolean } = {},
): Promise<readonly LastTold[]> {
  if (subjects.length === 0) return [];
  const states = only.sent === true ? ['sent'] : ['sent', 'waiting'];
  const { rows } = await sql<LastTold>`
    select distinct on (n.subscription_no, n.kind, n.subject) n.subscription_no as subscription, n.kind, n.subject, n.change, n.due_at as "dueAt"
    from notification n
    join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as one (kind text, subject text)
      on one.kind = n.kind and one.subject = n.subject
    where n.district_id = ${district} and n.state = any(${states})
      ${only.subscription === undefined ? sql`` : sql`and n.subscription_no = ${only.subscription}`}
    order by n.subscription_no, n.kind, n.subject, n.at desc`.execute(db);
  return rows;
}

/** Who has an issue now. */
export async function assigneesOf(
  db: Queries,
  district: string,
  issues: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (issues.length === 0) return new Map();
  const { rows } = await sql<{ no: string; assignee: number }>`select no::text, assignee_id as assignee from issue
    where district_id = ${district} and no::text = any(${issues}) and assignee_id is not null`.execute(db);
  return new Map(rows.map(({ no, assignee }) => [no, assignee]));
}

/** Subscriptions for which something is due. This looks at all districts. */
export async function dueSubscriptions(db: Queries, now: Date): Promise<readonly { district: string; no: number }[]> {
  const { rows } = await sql<{ district: string; no: number }>`
    select distinct district_id as district, subscription_no as no from notification
    where state = 'waiting' and due_at <= ${now}`.execute(db);
  return rows;
}

export async function dueNotifications(tx: Tx, district: string, subscription: number, now: Date) {
  const { rows } = await sql<Notification & { readonly bundle: string }>`
    select kind, subject, change, version, at, flow_no as flow, connection_id as connection, facts, bundle from notification
    where district_id = ${district} and subscription_no = ${subscription} and state = 'waiting' and due_at <= ${now}
    order by at, kind, subject`.execute(tx);
  return rows;
}

/** Notes with which mail notifications went out, or why they did not. */
export async function endNotifications(
  tx: Tx,
  district: string,
  subscription: number,
  all: readonly Pick<Notification, 'kind' | 'subject' | 'change' | 'version'>[],
  end: { readonly mail: number } | { readonly why: 'disabled' | 'rests' | 'not_permitted' | 'passed' },
): Promise<void> {
  if (all.length === 0) return;
  const keys = all.map(({ kind, subject, change, version }) => ({ kind, subject, change, version }));
  const [state, mail, why] = 'mail' in end ? ['sent', end.mail, null] : ['dropped', null, end.why];
  await sql`update notification n set state = ${state}, mail_no = ${mail}, why = ${why}
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as one (kind text, subject text, change text, version text)
    where n.district_id = ${district} and n.subscription_no = ${subscription} and n.kind = one.kind and n.subject = one.subject
      and n.change = one.change and n.version = one.version`.execute(tx);
}

/** Message-IDs of the mails by which subjects were first told, by which mail programs put later ones under them. */
export async function threadsOf(
  tx: Tx,
  district: string,
  subscription: number,
  subjects: readonly Pick<ToldNews, 'kind' | 'subject'>[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.message_id as id from (
      select min(n.mail_no) as no from notification n
      join jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as one (kind text, subject text)
        on one.kind = n.kind and one.subject = n.subject
      where n.district_id = ${district} and n.subscription_no = ${subscription} and n.state = 'sent' and n.kind <> 'run'
      group by n.kind, n.subject) first
    join mail m on m.district_id = ${district} and m.no = first.no
    where m.message_id is not null group by m.message_id order by min(m.no) limit 10`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Whether the last mails to a subscription were all refused for their address, so that it should rest. */
export async function isRefused(
  tx: Tx,
  district: string,
  { no, since }: Pick<Subscription, 'no' | 'since'>,
  times: number,
) {
  const { rows } = await sql<{
    refused: boolean;
  }>`select state = 'failed' and error ->> 'entry' = any(${addressEntries}) as refused
    from mail where district_id = ${district} and about = ${String(no)} and kind = 'news' and state <> 'queued'
      and made_at >= ${since} order by no desc limit ${times}`.execute(tx);
  return rows.length === times && rows.every(({ refused }) => refused);
}
const addressEntries = ['connection.mail_refused', 'connection.mail_address_unusable'];

export async function letRest(tx: Tx, district: string, no: number, now: Date): Promise<void> {
  await sql`update subscription set rests_since = ${now} where district_id = ${district} and no = ${no}`.execute(tx);
}

type StillOpen = {
  readonly no: number;
  readonly entry: string;
  readonly since: Date;
  readonly flow: number;
  readonly connection: number | null;
  readonly assignee: number | null;
};

/** Issues that stand open since before an instant. */
export async function openIssues(db: Queries, district: string, before: Date): Promise<readonly StillOpen[]> {
  const { rows } = await sql<StillOpen>`select i.no, i.entry, i.since, i.flow_no as flow, f.source_id as connection,
      i.assignee_id as assignee
    from issue i join flow f on f.district_id = ${district} and f.no = i.flow_no
    join connection c on c.district_id = ${district} and c.id = f.source_id and c.deleted_at is null
    where i.district_id = ${district} and i.state in ('open', 'regressed') and i.since <= ${before}`.execute(db);
  return rows;
}

/** Districts in which somebody wants to hear of what stays open, with their calendar. This looks at all districts. */
export async function districtsThatRemind(db: Queries) {
  const { rows } = await sql<{ district: string; zone: string; closed: { from: string; to: string }[] }>`
    select id as district, time_zone as zone, blackouts as closed from district d
    where exists (select 1 from subscription s where s.district_id = d.id and s.still_open_hours is not null)`.execute(
    db,
  );
  return rows;
}
