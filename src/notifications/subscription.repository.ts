import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import type { ErrorRow } from '../platform/tables.ts';
import type { Subscription } from './subscription.model.ts';
import type { Choices, SubscriptionView } from './subscription.schema.ts';

const chosen = sql.raw(
  's.no, s.sign_in_id as "signIn", s.flow_no as flow, s.runs, s.changes, s.digest_at as "digestAt", s.quiet, s.still_open_hours as "stillOpenHours", s.since',
);

/** All subscriptions of a district whose person may still sign in and whose mail does not rest. */
export async function activeSubscriptions(db: Queries, district: string): Promise<readonly Subscription[]> {
  const { rows } = await sql<Subscription>`select ${chosen} from subscription s
    join sign_in p on p.district_id = ${district} and p.id = s.sign_in_id and not p.disabled
    where s.district_id = ${district} and s.rests_since is null order by s.no`.execute(db);
  return rows;
}

/** One subscription with whose it is, locked until the transaction ends; null: it is gone, or somebody else has it. */
export async function lockSubscription(tx: Tx, district: string, no: number): Promise<LockedSubscription | null> {
  const { rows } = await sql<LockedSubscription>`
    select ${chosen}, s.rests_since as "restsSince", p.name, p.email, p.disabled, d.name as "districtName", d.time_zone as zone
    from subscription s join sign_in p on p.district_id = ${district} and p.id = s.sign_in_id
    join district d on d.id = ${district}
    where s.district_id = ${district} and s.no = ${no} for update of s skip locked`.execute(tx);
  return rows[0] ?? null;
}
export type LockedSubscription = Subscription & {
  readonly restsSince: Date | null;
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  readonly districtName: string;
  readonly zone: string;
};

type Row = Subscription & {
  readonly flowView: SubscriptionView['flow'];
  readonly rests: Date | null;
  readonly last: { subject: string; at: string; state: string; error: ErrorRow | null } | null;
};

/** What a person has chosen, the choice for all flows first. */
export async function subscriptionsOf(
  db: Queries,
  district: string,
  signIn: number,
  no: number | null = null,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select ${chosen}, s.rests_since as rests, last.mail as last,
      case when f.no is not null then json_build_object('no', f.no, 'job', f.job,
        'connection', json_build_object('id', c.id::text, 'name', c.name)) end as "flowView"
    from subscription s
    left join flow f on f.district_id = ${district} and f.no = s.flow_no
    left join connection c on c.district_id = ${district} and c.id = f.source_id
    left join lateral (select json_build_object('subject', m.subject, 'at', coalesce(m.sent_at, m.made_at),
        'state', m.state, 'error', m.error) as mail from mail m
      where m.district_id = ${district} and m.about = s.no::text and m.kind = 'news' order by m.no desc limit 1) last on true
    where s.district_id = ${district} and s.sign_in_id = ${signIn} ${no === null ? sql`` : sql`and s.no = ${no}`}
    order by s.flow_no nulls first`.execute(db);
  return rows;
}

/** Writes what was chosen: a new subscription, or in place of the one there is. News from `now` on are for it. */
export async function writeSubscription(
  tx: Tx,
  district: string,
  one: Choices & { readonly no: number; readonly signIn: number; readonly flow: number | null },
  now: Date,
): Promise<void> {
  const quiet = JSON.stringify(one.quiet);
  await sql`insert into subscription (district_id, no, sign_in_id, flow_no, runs, changes, digest_at, quiet, still_open_hours, since, made_at)
    values (${district}, ${one.no}, ${one.signIn}, ${one.flow}, ${one.runs}, ${one.changes}, ${one.digestAt}, ${quiet}, ${one.stillOpenHours}, ${now}, ${now})
    on conflict (district_id, no) do update set flow_no = excluded.flow_no, runs = excluded.runs, changes = excluded.changes,
      digest_at = excluded.digest_at, quiet = excluded.quiet, still_open_hours = excluded.still_open_hours`.execute(tx);
}

/** Removes a subscription with what it was told and what waits; a mail that is not in a sender's hand yet is not sent. */
export async function dropSubscription(tx: Tx, district: string, no: number): Promise<void> {
  await sql`delete from mail where district_id = ${district} and about = ${String(no)} and kind = 'news'
    and state = 'queued' and lease_until is null`.execute(tx);
  await sql`delete from notification where district_id = ${district} and subscription_no = ${no}`.execute(tx);
  await sql`delete from subscription where district_id = ${district} and no = ${no}`.execute(tx);
}

/** The flows that one can be told of. */
export async function flowsOf(db: Queries, district: string) {
  const { rows } = await sql<NonNullable<SubscriptionView['flow']>>`
    select f.no, f.job, json_build_object('id', c.id::text, 'name', c.name) as connection
    from flow f join connection c on c.district_id = ${district} and c.id = f.source_id and c.deleted_at is null
    where f.district_id = ${district} order by lower(c.name), f.job, f.no limit 2000`.execute(db);
  return rows;
}

/** The connection at the source of each flow of a district. */
export async function sourcesOf(db: Queries, district: string): Promise<ReadonlyMap<number, number | null>> {
  const { rows } = await sql<{ no: number; source: number | null }>`
    select no, source_id as source from flow where district_id = ${district}`.execute(db);
  return new Map(rows.map(({ no, source }) => [no, source]));
}
