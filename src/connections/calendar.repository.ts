import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import { type Actor, actorRow } from '../platform/actor.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import { blackoutUntil, shownIn, spanOf } from './calendar.model.ts';
import type { Blackout, Pause } from './calendar.schema.ts';
import type { Schedule } from './connection.schema.ts';
import { nextDue } from './schedule.model.ts';

/** When the blackout ends that keeps a connection from running now, its own or the district's; null: none does. */
export async function closedUntil(db: Queries, district: string, connection: number, now: Date): Promise<Date | null> {
  const found = await sql<{ zone: string; blackouts: Blackout[] }>`
    select d.time_zone as zone, d.blackouts || c.blackouts as blackouts from connection c
    join district d on d.id = c.district_id where c.district_id = ${district} and c.id = ${connection}`.execute(db);
  const row = found.rows[0];
  return row === undefined ? null : blackoutUntil(row.blackouts, row.zone, now);
}

/** Refuses what would read the connection's source while a blackout stands, and tells until when. */
export async function refuseInBlackout(db: Queries, district: string, connection: number, now: Date): Promise<void> {
  const until = await closedUntil(db, district, connection, now);
  if (until === null) return;
  const found = await sql<{ name: string; zone: string }>`select c.name, d.time_zone as zone from connection c
    join district d on d.id = c.district_id where c.district_id = ${district} and c.id = ${connection}`.execute(db);
  const { name, zone } = found.rows[0] ?? { name: 'The connection', zone: 'UTC' };
  throw refuse('request.connection_blackout', { name, until: shownIn(zone, until) });
}

export async function setBlackouts(
  tx: Tx,
  district: string,
  connection: number,
  blackouts: readonly Blackout[],
): Promise<void> {
  await sql`update connection set blackouts = ${JSON.stringify(blackouts)} where district_id = ${district} and id = ${connection}`.execute(
    tx,
  );
  await lookAgain(tx, district, sql`source_id = ${connection}`);
}

export async function setDistrictBlackouts(tx: Tx, district: string, blackouts: readonly Blackout[]): Promise<void> {
  await sql`update district set blackouts = ${JSON.stringify(blackouts)} where id = ${district}`.execute(tx);
  await lookAgain(tx, district, sql`true`);
}

/** What waits for the end of a blackout is judged by those that there are now. */
async function lookAgain(tx: Tx, district: string, which: ReturnType<typeof sql>): Promise<void> {
  await sql`update flow set not_before = null where district_id = ${district} and not_before is not null and ${which}`.execute(
    tx,
  );
}

export async function districtBlackouts(
  db: Queries,
  district: string,
): Promise<{ readonly zone: string; readonly blackouts: Blackout[] }> {
  const found = await sql<{ zone: string; blackouts: Blackout[] }>`
    select time_zone as zone, blackouts from district where id = ${district}`.execute(db);
  return found.rows[0] ?? { zone: 'UTC', blackouts: [] };
}

/** A planned pause as it is kept. */
export type PlanRow = {
  readonly no: number;
  readonly begins: string;
  readonly ends: string;
  readonly begins_at: Date;
  readonly ends_at: Date;
  readonly reason: string;
  readonly state: 'planned' | 'begun' | 'over';
  readonly made_by: ActorRow;
};

export async function pausePlans(db: Queries, district: string, connection: number): Promise<PlanRow[]> {
  const found = await sql<PlanRow>`
    select no, begins, ends, begins_at, ends_at, reason, state, made_by from pause_plan
    where district_id = ${district} and connection_id = ${connection} order by begins_at`.execute(db);
  return found.rows;
}

/** The planned pauses of a connection as they are asked for. */
export const plannedOf = ({
  pauses,
}: {
  readonly pauses: readonly Pick<PlanRow, 'begins' | 'ends' | 'reason'>[];
}): Pause[] =>
  pauses.map(({ begins, ends, reason }) => ({ from: begins, to: ends, ...(reason === '' ? {} : { reason }) }));

/** Who plans, when, and by which clocks. */
type Planning = { readonly actor: Actor; readonly now: Date; readonly zone: string };

/**
 * Makes the planned pauses of a connection these. One that begins as another did is the same plan with another end, also
 * while it has begun; one that is taken away while it has begun leaves the connection paused until a person resumes it.
 */
export async function setPausePlans(
  tx: Tx,
  of: { readonly district: string; readonly connection: number },
  pauses: readonly Pause[],
  { actor, now, zone }: Planning,
): Promise<void> {
  const { district, connection } = of;
  const before = await pausePlans(tx, district, connection);
  const gone = before.filter(({ begins }) => pauses.every(({ from }) => from !== begins)).map(({ no }) => no);
  if (gone.length > 0) {
    await sql`update connection set pause_plan_no = null
      where district_id = ${district} and id = ${connection} and pause_plan_no = any(${gone})`.execute(tx);
    await sql`delete from pause_plan where district_id = ${district} and no = any(${gone})`.execute(tx);
  }
  for (const pause of pauses) {
    const known = before.find(({ begins }) => begins === pause.from);
    const reason = pause.reason ?? '';
    if (known?.ends === pause.to && known.reason === reason) continue;
    const { begins, ends } = spanOf(pause, zone);
    const [beginsAt, endsAt] = [new Date(begins), new Date(ends)];
    const no = known?.no ?? (await allocate(tx, district, 'pause_plan'));
    await sql`insert into pause_plan (district_id, no, connection_id, begins, ends, begins_at, ends_at, reason, state, made_by, made_at)
      values (${district}, ${no}, ${connection}, ${pause.from}, ${pause.to}, ${beginsAt}, ${endsAt}, ${reason},
        ${endsAt <= now ? 'over' : 'planned'}, ${JSON.stringify(actorRow(actor))}, ${now})
      on conflict (district_id, no) do update set ends = excluded.ends, ends_at = excluded.ends_at, reason = excluded.reason,
        made_by = excluded.made_by, made_at = excluded.made_at,
        state = case when pause_plan.state = 'over' then excluded.state else pause_plan.state end`.execute(tx);
  }
}

/** The clocks of the district are others now: what is still to come moves with them. */
export async function changeClocks(tx: Tx, district: string, zone: string, now: Date): Promise<void> {
  const plans = await sql<Pick<PlanRow, 'no' | 'begins' | 'ends'>>`select no, begins, ends from pause_plan
    where district_id = ${district} and state <> 'over'`.execute(tx);
  for (const { no, begins: from, ends: to } of plans.rows) {
    const { begins, ends } = spanOf({ from, to }, zone);
    await sql`update pause_plan set begins_at = ${new Date(begins)}, ends_at = ${new Date(ends)}
      where district_id = ${district} and no = ${no}`.execute(tx);
  }
  // What is due already stays due.
  const flows = await sql<{ no: number; schedule: Schedule }>`select no, schedule from flow
    where district_id = ${district} and schedule is not null and next_due_at > ${now}`.execute(tx);
  for (const { no, schedule } of flows.rows)
    await sql`update flow set next_due_at = ${nextDue(schedule, zone, now)} where district_id = ${district} and no = ${no}`.execute(
      tx,
    );
  await lookAgain(tx, district, sql`true`);
}

/** A plan that shall begin or end, and in whose name. */
export type DuePlan = { readonly district: string; readonly no: number; readonly made_by: ActorRow };

/** Plans of all districts that shall begin or end by now: who is due where is one question. */
export async function duePlans(db: Queries, now: Date): Promise<readonly DuePlan[]> {
  const found = await sql<DuePlan>`select p.district_id as district, p.no, p.made_by from pause_plan p
    join connection c on c.district_id = p.district_id and c.id = p.connection_id and c.deleted_at is null
    where (p.state = 'planned' and p.begins_at <= ${now}) or (p.state = 'begun' and p.ends_at <= ${now})
    order by p.begins_at`.execute(db);
  return found.rows;
}

export type LockedPlan = PlanRow & { readonly connection_id: number };

/** A plan that is due, for whoever comes first. */
export async function planOf(db: Queries, district: string, no: number): Promise<LockedPlan | undefined> {
  const found = await sql<LockedPlan>`select * from pause_plan where district_id = ${district} and no = ${no}`.execute(
    db,
  );
  return found.rows[0];
}

export async function setPlanState(tx: Tx, district: string, no: number, state: PlanRow['state']): Promise<void> {
  await sql`update pause_plan set state = ${state} where district_id = ${district} and no = ${no}`.execute(tx);
}

/** From now on this plan may resume the connection. */
export async function pausedByPlan(tx: Tx, district: string, connection: number, no: number): Promise<void> {
  await sql`update connection set pause_plan_no = ${no} where district_id = ${district} and id = ${connection}`.execute(
    tx,
  );
}

/** Another plan of the connection that has begun and goes on, in whose name it then stays paused. */
export async function planThatGoesOn(
  db: Queries,
  district: string,
  { no, connection_id }: LockedPlan,
  now: Date,
): Promise<number | null> {
  const found = await sql<{ no: number }>`select no from pause_plan where district_id = ${district}
    and connection_id = ${connection_id} and no <> ${no} and state <> 'over' and begins_at <= ${now} and ends_at > ${now}
    order by ends_at desc limit 1`.execute(db);
  return found.rows[0]?.no ?? null;
}
