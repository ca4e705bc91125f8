import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { type Keeping, keepingOf, monthly, type RetentionClass } from './retention.model.ts';

/** A district with how long it keeps what, and the oldest month in which it has a run that has not ended. */
export type DistrictKeeping = {
  readonly district: string;
  readonly keeping: Keeping;
  readonly openSince: string | null;
};

/** All districts of the hub: a month of theirs is in the same partition. */
export async function keepings(db: Queries): Promise<readonly DistrictKeeping[]> {
  const found = await sql<{ district: string; set: Record<string, number> | null; since: string | null }>`
    select d.id as district,
      (select jsonb_object_agg(r.class, r.days) from retention r where r.district_id = d.id) as set,
      (select to_char(date_trunc('month', min(asked_at) at time zone 'UTC'), 'YYYY-MM-DD') from run
        where run.district_id = d.id and run.finished_at is null) as since
    from district d order by d.id`.execute(db);
  return found.rows.map(({ district, set, since }) => ({ district, keeping: keepingOf(set ?? {}), openSince: since }));
}

const page = 5_000;

/** Removes a page of a district’s rows of one month, or of one run in it; answers how many. Nothing changes them any more. */
export async function removeOfMonth(
  db: Queries,
  partition: string,
  district: string,
  run: number | null,
): Promise<number> {
  const of = run === null ? sql`true` : sql`run_no = ${run}`;
  const gone = await sql`delete from ${sql.table(partition)} where ctid = any(array(
    select ctid from ${sql.table(partition)} where district_id = ${district} and ${of} limit ${page}))`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}

/** Whether a district has rows in a month, and how many. */
export async function countOfMonth(db: Queries, partition: string, district: string): Promise<number> {
  const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(partition)}
    where district_id = ${district}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** Says of the runs of a month that what became of their records is gone; their numbers stay. */
export async function markRuns(db: Queries, district: string, month: string, now: Date): Promise<void> {
  await sql`update run set outcomes_removed_at = ${now} where district_id = ${district} and outcomes_removed_at is null
    and finished_at is not null and asked_at >= ${month}::timestamp at time zone 'UTC'
    and asked_at < (${month}::timestamp + interval '1 month') at time zone 'UTC'`.execute(db);
}

export type DryRun = { readonly district: string; readonly run: number; readonly month: string };

/** Dry runs of a district that ended before an instant, and whose outcomes are still there. */
export async function oldDryRuns(db: Queries, district: string, before: Date): Promise<readonly DryRun[]> {
  const found = await sql<DryRun>`select district_id as district, no as run,
      to_char(asked_at at time zone 'UTC', 'YYYY-MM-01') as month
    from run where district_id = ${district} and scope ->> 'dry' = 'true' and outcomes_removed_at is null
      and finished_at < ${before} order by finished_at limit 1000`.execute(db);
  return found.rows;
}

/** How many rows dry runs left that ended before an instant. */
export async function countDry(db: Queries, district: string, before: Date): Promise<number> {
  const runs = (await oldDryRuns(db, district, before)).map(({ run }) => run);
  const of = sql`district_id = ${district} and run_no = any(${runs})`;
  const found = await sql<{ n: number }>`select (select count(*) from outcome where ${of})
    + (select count(*) from outcome_pack where ${of}) as n`.execute(db);
  return found.rows[0]?.n ?? 0;
}

export async function markRun(db: Queries, { district, run }: DryRun, now: Date): Promise<void> {
  await sql`update run set outcomes_removed_at = ${now} where district_id = ${district} and no = ${run}`.execute(db);
}

/** Rows that stand among others: which of a district’s are older than an instant, as a condition, and their key behind the district. */
type Rows = {
  readonly class: RetentionClass;
  readonly table: string;
  readonly key: readonly string[];
  readonly old: (district: string, before: Date) => ReturnType<typeof sql>;
};

/** Numbers count up with time: all below the first that is young enough are old, and no other row is looked at. */
const numbered = (table: string, at: string) => (district: string, before: Date) =>
  sql`no < coalesce((select no from ${sql.table(table)} where district_id = ${district} and ${sql.ref(at)} >= ${before}
    order by no limit 1), 9223372036854775807) and ${sql.ref(at)} < ${before}`;

const inHand = sql`not (lease_until is not null and lease_until > now())`;
const ofEnded = (district: string) =>
  sql`event_no in (select no from webhook_event where district_id = ${district} and state <> 'queued'`;

/** From what hangs on other rows to these. */
export const rowPlaces: readonly Rows[] = [
  {
    class: 'mail',
    table: 'mail_attachment',
    key: ['mail_no', 'no'],
    old: (district, before) => sql`mail_no in (select no from mail where district_id = ${district} and ${inHand}
      and ${numbered('mail', 'made_at')(district, before)})`,
  },
  {
    class: 'mail',
    table: 'mail',
    key: ['no'],
    old: (district, before) => sql`${numbered('mail', 'made_at')(district, before)} and ${inHand}`,
  },
  {
    class: 'news',
    table: 'notification',
    key: ['subscription_no', 'kind', 'subject', 'change', 'version'],
    old: (_, before) => sql`state <> 'waiting' and at < ${before}`,
  },
  {
    class: 'news',
    table: 'news',
    key: ['kind', 'subject', 'change', 'version'],
    old: (_, before) => sql`at < ${before}`,
  },
  {
    class: 'webhook_deliveries',
    table: 'webhook_attempt',
    key: ['event_no', 'no'],
    old: (district, before) => sql`${ofEnded(district)} and made_at < ${before})`,
  },
  {
    class: 'webhook_deliveries',
    table: 'webhook_event',
    key: ['no'],
    old: (district, before) => sql`state <> 'queued' and made_at < ${before}
      and not exists (select 1 from webhook_attempt a where a.district_id = ${district} and a.event_no = webhook_event.no)`,
  },
  {
    class: 'fix_images',
    table: 'fix_record',
    key: ['fix_no', 'kind', 'key'],
    old: (district, before) =>
      sql`fix_no in (select no from fix where district_id = ${district} and made_at < ${before})`,
  },
  { class: 'unknown_messages', table: 'unknown_message', key: ['id'], old: (_, before) => sql`last_seen < ${before}` },
  {
    class: 'unknown_messages',
    table: 'entry_answer',
    key: ['entry', 'sign_in_id', 'day'],
    old: (_, before) => sql`day < ${before}::date`,
  },
  // What hangs on runs whose records are gone.
  ...[
    { table: 'part', key: ['run_no', 'unit'] },
    { table: 'issue_run', key: ['issue_no', 'run_no'] },
  ].map(
    (place): Rows => ({
      ...place,
      class: 'outcomes',
      old: (district, before) => sql`run_no in (select no from run where district_id = ${district}
        and outcomes_removed_at is not null and asked_at < ${before})`,
    }),
  ),
];

/** Removes a page of old rows; answers how many. */
export async function removeOld(db: Queries, place: Rows, district: string, before: Date): Promise<number> {
  const { table, key, old } = place;
  const keys = sql.join(key.map((name) => sql.ref(name)));
  const gone = await sql`delete from ${sql.table(table)} where district_id = ${district} and (${keys}) in
    (select ${keys} from ${sql.table(table)} where district_id = ${district} and ${old(district, before)} limit ${page})`.execute(
    db,
  );
  return Number(gone.numAffectedRows ?? 0n);
}

export async function countOld(db: Queries, place: Rows, district: string, before: Date): Promise<number> {
  const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(place.table)}
    where district_id = ${district} and ${place.old(district, before)}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

/** Lets go of samples that are older than an instant, though their message is still met. */
export async function dropOldSamples(db: Queries, district: string, before: Date): Promise<void> {
  await sql`update unknown_message set samples = null, samples_since = null
    where district_id = ${district} and samples_since < ${before}`.execute(db);
}

/** Tables that go by month. */
export const monthlyTables: readonly string[] = monthly.flatMap(({ tables }) => tables);
