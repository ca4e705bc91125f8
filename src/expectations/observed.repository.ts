import { sql } from 'kysely';
import type { Blackout } from '../connections/calendar.schema.ts';
import type { Queries } from '../platform/database.ts';
import type { TermDays } from '../runs/threshold.model.ts';
import type { Calendar, ChangedOn, FlowNow, RowsOf, RowsRead } from './watch.model.ts';
import type { Ending, Room, Sender, SentOn } from './watch-sender.model.ts';

// What there was, read from runs, parts and days of pushes as they are kept anyway: nothing is counted for this alone.

type Of = { readonly district: string };

export type DistrictNow = {
  readonly zone: string;
  readonly today: string;
  readonly minutes: number;
  /** By connection; of the district: its blackouts, and the terms of all. */
  calendarOf(connection: number | null): Calendar;
};

type Closed = {
  id: number;
  blackouts: Blackout[];
  pauses: { begins_at: string; ends_at: string }[];
  terms: TermDays[];
};

/** The calendars of a district and its connections. */
export async function districtNow(db: Queries, { district }: Of, now: Date): Promise<DistrictNow> {
  const found = await sql<{ zone: string; blackouts: Blackout[]; today: string; minutes: number }>`
    select time_zone as zone, blackouts, (${now}::timestamptz at time zone time_zone)::date::text as today,
      (extract(hour from ${now}::timestamptz at time zone time_zone) * 60 + extract(minute from ${now}::timestamptz at time zone time_zone))::int as minutes
    from district where id = ${district}`.execute(db);
  const { zone, blackouts, today, minutes } = found.rows[0] ?? { zone: 'UTC', blackouts: [], today: '', minutes: 0 };
  const connections = await sql<Closed>`select c.id, c.blackouts,
      coalesce((select json_agg(json_build_object('begins_at', begins_at, 'ends_at', ends_at)) from pause_plan p
        where p.district_id = ${district} and p.connection_id = c.id), '[]') as pauses,
      coalesce((select json_agg(json_build_object('start', t.start_date, 'end', t.end_date)) from term t
        where t.district_id = ${district} and t.connection_id = c.id and t.status = 'active' and t.type in ('term', 'semester')), '[]') as terms
    from connection c where c.district_id = ${district} and c.deleted_at is null`.execute(db);
  const calendars = new Map(
    connections.rows.map(({ id, ...own }) => [
      id,
      {
        zone,
        blackouts: [...blackouts, ...own.blackouts],
        pauses: own.pauses.map(({ begins_at, ends_at }) => ({
          begins_at: new Date(begins_at),
          ends_at: new Date(ends_at),
        })),
        terms: own.terms,
      },
    ]),
  );
  const all = connections.rows.flatMap(({ terms }) => terms);
  const whole: Calendar = { zone, blackouts, pauses: [], terms: all };
  return {
    zone,
    today,
    minutes,
    calendarOf(connection) {
      const own = connection === null ? undefined : calendars.get(connection);
      // What only sends has no terms of its own.
      return own === undefined ? whole : own.terms.length === 0 ? { ...own, terms: all } : own;
    },
  };
}

type FlowRow = Omit<FlowNow, 'open'> & {
  readonly open_run: number | null;
  readonly open_at: Date | null;
  readonly moving: boolean;
  /** The run that ended last. */
  readonly last: number | null;
};

/** The flows of connections that are there, and how they stand. Whether a worker lives is a question to the database's own clock. */
export async function flowsNow(db: Queries, { district }: Of): Promise<readonly (FlowNow & { last: number | null })[]> {
  const found = await sql<FlowRow>`
    select f.no as flow, c.id as connection, f.schedule, greatest(f.next_due_at, f.not_before) as "dueAt",
      (c.status = 'paused' or coalesce(c.error ->> 'type' = 'auth', false)) as resting,
      o.no as open_run, o.asked_at as open_at, coalesce(o.moving, false) as moving,
      (select no from run l where l.district_id = ${district} and l.flow_no = f.no and l.state = 'done' and l.trigger <> 'push'
        order by l.no desc limit 1) as last
    from flow f
    join connection c on c.district_id = f.district_id and c.id = f.source_id and c.deleted_at is null
    left join lateral (
      select r.no, r.asked_at, exists (select 1 from part p where p.district_id = ${district} and p.run_no = r.no
          and (p.lease_until > now() or p.finished_at > now() - interval '10 minutes')) as moving
      from run r where r.district_id = ${district} and r.flow_no = f.no and r.finished_at is null and r.trigger <> 'push'
      order by r.no limit 1) o on true
    where f.district_id = ${district}`.execute(db);
  return found.rows.map(({ open_run, open_at, moving, ...row }) => ({
    ...row,
    open: open_run === null || open_at === null ? null : { run: open_run, askedAt: open_at, moving },
  }));
}

/** Whole readings are kept in mind for a school year and the summer, and at most so many. */
const days = 400;
const mostRuns = 400;

const endedRuns = (district: string, flow: number) => sql`
  select r.no, r.asked_at, (r.asked_at at time zone d.time_zone)::date::text as day
  from run r join district d on d.id = r.district_id
  where r.district_id = ${district} and r.flow_no = ${flow} and r.state = 'done' and r.scope -> 'dry' = 'false'
    and r.trigger in ('schedule', 'person', 'api') and not r.scope ? 'records'`;

/**
 * What whole readings of a flow read, by kind, the oldest first. Records that the source no longer showed were read by
 * nobody: they are deleted, or held for review.
 */
export async function rowsRead(
  db: Queries,
  { district }: Of,
  flow: number,
  now: Date,
): Promise<ReadonlyMap<string, readonly RowsRead[]>> {
  const since = new Date(now.getTime() - days * 86_400_000);
  const found = await sql<RowsRead & { kind: string }>`
    select p.kind, ended.no as run, ended.asked_at as at, ended.day, sum(p.entered - p.deleted - p.held)::bigint as came
    from (${endedRuns(district, flow)} and r.asked_at > ${since} order by r.no desc limit ${mostRuns}) ended
    join part p on p.district_id = ${district} and p.run_no = ended.no and p.source ->> 'mode' = 'bulk'
    group by 1, 2, 3, 4 order by ended.no`.execute(db);
  return Map.groupBy(found.rows, ({ kind }) => kind);
}

/** On how many of the last days something changed; days without a reading are left out. */
export async function changesByDay(
  db: Queries,
  { district }: Of,
  flow: number,
  now: Date,
): Promise<readonly ChangedOn[]> {
  const since = new Date(now.getTime() - 60 * 86_400_000);
  const found =
    await sql<ChangedOn>`select ended.day, sum(r.created + r.updated + r.deleted + r.held)::bigint as changed
    from (${endedRuns(district, flow)} and r.asked_at > ${since}) ended
    join run r on r.district_id = ${district} and r.no = ended.no
    group by 1 order by 1`.execute(db);
  return found.rows;
}

type Sent = { connection: number; school: string; day: string; minutes: number };

/** When each key's connection first sent something, by school and day, of connections that may send. */
export async function sentByDay(
  db: Queries,
  { district }: Of,
  now: Date,
): Promise<readonly { readonly sender: Sender; readonly sent: SentOn }[]> {
  const since = new Date(now.getTime() - 70 * 86_400_000);
  const found = await sql<Sent>`
    select p.connection_id as connection, p.school_id as school, p.day::text as day,
      (extract(hour from r.asked_at at time zone d.time_zone) * 60 + extract(minute from r.asked_at at time zone d.time_zone))::int as minutes
    from push_day p
    join run r on r.district_id = ${district} and r.no = p.run_no
    join district d on d.id = ${district}
    join connection c on c.district_id = ${district} and c.id = p.connection_id and c.deleted_at is null and c.status = 'active'
    where p.district_id = ${district} and p.day > ${since} and p.school_id <> ''
      and exists (select 1 from api_key k where k.district_id = ${district} and k.connection_id = p.connection_id and k.revoked_at is null)`.execute(
    db,
  );
  const bySender = Map.groupBy(found.rows, ({ connection, school }) => `${connection} ${school}`);
  return [...bySender.values()].map((rows) => {
    const { connection, school } = rows[0] as Sent;
    return { sender: { connection, school }, sent: new Map(rows.map((row) => [row.day, row.minutes])) };
  });
}

/** Sections of each school that a flow's source showed, and those that it lately showed no more (held, or deleted). */
export async function sectionsBySchool(
  db: Queries,
  { district }: Of,
  { flow, connection }: Omit<RowsOf, 'kind'>,
  now: Date,
): Promise<readonly { readonly school: string; readonly living: number; readonly gone: number }[]> {
  const since = new Date(now.getTime() - 30 * 86_400_000);
  const found = await sql<{ school: string; living: number; gone: number }>`
    with first as (select coalesce(min(no), 0) as no from run
        where district_id = ${district} and flow_no = ${flow} and asked_at > ${since}),
      missing as (select key from record where district_id = ${district} and flow_no = ${flow} and kind = 'class'
        and state = 'held' and held_change is null),
      counted as (select c.school_id as school,
          count(*) filter (where c.status = 'active' and m.key is null)::int as living,
          count(*) filter (where m.key is not null or (c.status = 'tobedeleted' and c.deleted_run >= first.no))::int as gone
        from class c cross join first left join missing m on m.key = c.source_key
        where c.district_id = ${district} and c.connection_id = ${connection} group by 1)
    select * from counted where living = 0 and gone > 0`.execute(db);
  return found.rows;
}

/** Ends of secrets that people told, of those that are still in use and were not given anew since. */
export async function endings(db: Queries, { district }: Of): Promise<readonly Ending[]> {
  const found = await sql<Ending>`
    select e.subject, e.connection_id as connection, e.ends_on as "endsOn" from expiry e
    where e.district_id = ${district} and (
      exists (select 1 from credential k join connection c on c.district_id = k.district_id and c.id = k.connection_id and c.deleted_at is null
        where k.district_id = ${district} and e.subject = 'credential ' || k.connection_id and k.set_at <= e.said_at)
      or exists (select 1 from api_key a where a.district_id = ${district} and e.subject = 'api_key ' || a.id and a.revoked_at is null))`.execute(
    db,
  );
  return found.rows;
}

export async function mailWaiting(
  db: Queries,
  { district }: Of,
  now: Date,
): Promise<{ readonly waiting: number; readonly oldest: Date | null }> {
  const found = await sql<{
    waiting: number;
    oldest: Date | null;
  }>`select count(*)::int as waiting, min(due_at) as oldest
    from mail where district_id = ${district} and state = 'queued' and due_at <= ${now}`.execute(db);
  return found.rows[0] ?? { waiting: 0, oldest: null };
}

/** Keeps the room of a day, the least of it, and answers that of the last month. */
export async function roomByDay(
  db: Queries,
  { district }: Of,
  today: string,
  room: { readonly free: number; readonly total: number },
): Promise<readonly Room[]> {
  await sql`insert into disk_day (district_id, day, free_bytes, total_bytes) values (${district}, ${today}, ${room.free}, ${room.total})
    on conflict (district_id, day) do update set free_bytes = least(disk_day.free_bytes, excluded.free_bytes), total_bytes = excluded.total_bytes`.execute(
    db,
  );
  await sql`delete from disk_day where district_id = ${district} and day < ${today}::date - 60`.execute(db);
  const found = await sql<{ day: number; free: number; total: number }>`
    select (day - '2000-01-01'::date) as day, free_bytes as free, total_bytes as total from disk_day
    where district_id = ${district} and day > ${today}::date - 31 order by day`.execute(db);
  return found.rows;
}

/** Flows that a schedule asks to run, with their schedule, for what was missed while no process lived. */
export async function runsAskedSince(
  db: Queries,
  { district }: Of,
  flow: number,
  since: Date,
): Promise<readonly Date[]> {
  const found = await sql<{ at: Date }>`select asked_at as at from run
    where district_id = ${district} and flow_no = ${flow} and asked_at >= ${since} and trigger <> 'push'`.execute(db);
  return found.rows.map(({ at }) => at);
}
