import { sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { keepPushedIssues } from '../issues/issue-upkeep.repository.ts';
import { type Actor, actorRow } from '../platform/actor.ts';
import { monthOf } from '../platform/clock.ts';
import { allocate, inTransaction, type Queries, sqlState, statementsOfClient } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { countNames } from './count.model.ts';
import { endRun, flowOf } from './run.repository.ts';
import type { Outcome } from './run.schema.ts';

// What is sent record by record is a run too: one a connection, school and day. Its only part is appended to and never
// claimed; its numbers are counted from its outcomes, so that no row of counters is written by every call.

/** The run of a day that a pushed record belongs to. */
export type PushRun = {
  readonly district: string;
  readonly run: number;
  readonly flow: number;
  readonly unit: string;
  readonly month: string;
};

export type PushFrom = {
  readonly actor: Actor;
  readonly connection: number;
  /** The school that the record names; empty where it names none that is known. */
  readonly school: string;
  readonly now: Date;
};

export type PushRuns = {
  of(from: PushFrom): Promise<PushRun>;
  /** An outcome was stored. */
  note(run: PushRun, outcome: Outcome): void;
  /** Adds what was noted since the last time to the numbers of the runs. */
  count(): Promise<void>;
};

const counted = countNames.filter((name) => name !== 'entered' && name !== 'standing');

export function makePushRuns({ db, database }: Pick<App, 'db' | 'database'>): PushRuns {
  const known = new Map<string, PushRun>();
  const zones = new Map<string, string>();
  const noted = new Map<string, { readonly run: PushRun; readonly counts: Map<Outcome, number> }>();
  // A run of each flow whose issues may have moved.
  const toKeep = new Map<string, PushRun>();
  // A plan that is kept by a session of what was an empty table reads all of it later; new statistics make new plans.
  let sinceAnalyzed = 0;
  let analyzeAfter = 100;
  const zoneOf = async (district: string) => {
    const zone = zones.get(district) ?? (await timeZoneOf(db, district));
    zones.set(district, zone);
    return zone;
  };
  return {
    async of(from) {
      const { district } = from.actor;
      const day = dayIn(await zoneOf(district), from.now);
      const name = `${district} ${from.connection} ${day} ${from.school}`;
      const run = known.get(name) ?? (await openRun(db, from, day));
      // Days that have passed are forgotten in one go.
      if (known.size > 5000) known.clear();
      known.set(name, run);
      return run;
    },
    note(run, outcome) {
      const name = `${run.district} ${run.run}`;
      const { counts } = noted.get(name) ?? { counts: new Map<Outcome, number>() };
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      noted.set(name, { run, counts });
      toKeep.set(`${run.district} ${run.flow}`, run);
      sinceAnalyzed++;
    },
    async count() {
      const all = [...noted.values()];
      noted.clear();
      for (const { run, counts } of all) await addNumbers(database.pool, run, counts);
      for (const [name, run] of toKeep) {
        toKeep.delete(name);
        await keepAfter(database.pool, run).catch((error: unknown) => {
          toKeep.set(name, run);
          throw error;
        });
      }
      if (sinceAnalyzed < analyzeAfter) return;
      sinceAnalyzed = 0;
      analyzeAfter *= 3;
      await database.pool.query('analyze person, account, class, enrollment, session');
    },
  };
}

async function addNumbers(
  pool: Pool,
  { district, run, unit }: PushRun,
  counts: ReadonlyMap<Outcome, number>,
): Promise<void> {
  const told = [...counts];
  const sum = told.reduce((total, [, n]) => total + n, 0);
  const set = told.map(([name, n]) => `${name} = ${name} + ${n}`).join(', ');
  await pool.query(
    `update part set ${set}, entered = entered + $4, progress_done = progress_done + $4, progress_of = progress_of + $4
     where district_id = $1 and run_no = $2 and unit = $3 and state = 'running'`,
    [district, run, unit, sum],
  );
}

const keepAfter = (pool: Pool, run: PushRun): Promise<void> =>
  inTransaction(pool, (client) => keepPushedIssues(statementsOfClient(client), run));

async function timeZoneOf(db: Queries, district: string): Promise<string> {
  const row = await db.selectFrom('district').select('time_zone').where('id', '=', district).executeTakeFirstOrThrow();
  return row.time_zone;
}

// Making one costs more than a call, and to ask one costs more than it should.
const formats = new Map<string, Intl.DateTimeFormat>();
const lately = new Map<string, { readonly minute: number; readonly day: string }>();

/** The calendar day of an instant in a zone: 2026-11-24. */
export function dayIn(zone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000);
  const last = lately.get(zone);
  if (last?.minute === minute) return last.day;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  const day = format.format(at);
  lately.set(zone, { minute, day });
  return day;
}

async function openRun(db: Queries, from: PushFrom, day: string): Promise<PushRun> {
  const { actor, connection, school, now } = from;
  const { district } = actor;
  const flow = await flowOf(db, district, 'rostering', connection);
  // One part of a unit is at work at a time, and yesterday's may not be accounted for yet.
  const unit = `${school === '' ? 'no school' : school} ${day}`;
  const found = await findRun(db, district, connection, school, day);
  if (found !== null) return { district, run: found.run, flow, unit, month: monthOf(found.askedAt) };
  await db
    .transaction()
    .execute(async (tx) => {
      const no = await allocate(tx, district, 'run');
      const scope = JSON.stringify({ trigger: 'push', dry: false });
      await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, state, asked_at, started_at)
      values (${district}, ${no}, ${flow}, 'push', ${JSON.stringify(actorRow(actor))}, ${scope}, 'running', ${now}, ${now})`.execute(
        tx,
      );
      await sql`insert into part (district_id, run_no, unit, flow_no, level, kind, source, state, started_at)
      values (${district}, ${no}, ${unit}, ${flow}, 1, 'push', ${JSON.stringify({ day })}, 'running', ${now})`.execute(
        tx,
      );
      await sql`insert into push_day (district_id, connection_id, school_id, day, run_no) values (${district}, ${connection}, ${school}, ${day}, ${no})`.execute(
        tx,
      );
    })
    .catch((error: unknown) => {
      // Somebody else has just opened it: the first one stands.
      if (sqlState(error) !== '23505') throw error;
    });
  return openRun(db, from, day);
}

async function findRun(db: Queries, district: string, connection: number, school: string, day: string) {
  const found = await sql<{
    run: number;
    askedAt: Date;
  }>`select d.run_no as run, r.asked_at as "askedAt" from push_day d
    join run r on r.district_id = d.district_id and r.no = d.run_no
    where d.district_id = ${district} and d.connection_id = ${connection} and d.school_id = ${school} and d.day = ${day}`.execute(
    db,
  );
  return found.rows[0] ?? null;
}

/** Sets the numbers of a push run to what its outcomes say. */
async function setNumbers(client: PoolClient, district: string, run: number): Promise<void> {
  const sums = counted.map((name) => `count(*) filter (where outcome = '${name}') as ${name}`).join(', ');
  const set = counted.map((name) => `${name} = told.${name}`).join(', ');
  await client.query(
    `update part set ${set}, entered = told.entered, progress_done = told.entered, progress_of = told.entered
     from (select count(*) as entered, ${sums} from outcome where district_id = $1 and run_no = $2) told
     where part.district_id = $1 and part.run_no = $2 and part.state = 'running'`,
    [district, run],
  );
}

type OpenPush = {
  readonly district_id: string;
  readonly run_no: number;
  readonly flow_no: number;
  readonly day: string;
  readonly time_zone: string;
};
/** A call may still be under way when its day ends. */
const grace = 5 * 60_000;

/**
 * Accounts for push runs whose day has ended, and answers those that it ended; `recount`: counts those that are open anew,
 * since a killed hub has noted nothing.
 */
export async function closePushDays(
  pool: Pool,
  now: Date,
  recount = false,
): Promise<readonly { readonly district: string; readonly run: number }[]> {
  const closed: { district: string; run: number }[] = [];
  const open = await pool.query<OpenPush>(
    `select d.district_id, d.run_no, r.flow_no, d.day::text as day, district.time_zone from push_day d
     join run r on r.district_id = d.district_id and r.no = d.run_no join district on district.id = d.district_id
     where r.finished_at is null`,
  );
  for (const { district_id: district, run_no: run, flow_no: flow, day, time_zone: zone } of open.rows) {
    const over = dayIn(zone, new Date(now.getTime() - grace)) > day;
    if (!over && !recount) continue;
    await inTransaction(pool, async (client) => {
      await setNumbers(client, district, run);
      if (!over) return keepPushedIssues(statementsOfClient(client), { district, flow, run });
      await client.query(
        "update part set state = 'done', finished_at = now() where district_id = $1 and run_no = $2 and state = 'running'",
        [district, run],
      );
      if (await endRun(client, district, run)) closed.push({ district, run });
    });
  }
  return closed;
}
