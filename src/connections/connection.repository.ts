import { sql } from 'kysely';
import { decidedByDatabase } from '../access/constraint.model.ts';
import { containing, numberIn } from '../access/list-query.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import type { ConnectionError } from '../platform/tables.ts';
import type { Threshold } from '../runs/threshold.schema.ts';
import type { PlanRow } from './calendar.repository.ts';
import type { Blackout } from './calendar.schema.ts';
import type { Schedule } from './connection.schema.ts';
import type { State, Status } from './connection-state.model.ts';
import { nextDue } from './schedule.model.ts';

export type ConnectionRow = {
  readonly id: number;
  readonly name: string;
  /** Its name as lists are sorted by it. */
  readonly sort: string;
  readonly system: string;
  readonly status: Status;
  readonly health: 'synced' | 'error' | null;
  /** It stands while the connection is paused. */
  readonly error: ConnectionError | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly last_synced_at: Date | null;
  readonly schedule: Schedule | null;
  readonly next_due_at: Date | null;
  readonly kind: string | null;
  readonly set_at: Date | null;
  /** Of the district. */
  readonly zone: string;
  readonly blackouts: readonly Blackout[];
  readonly district_blackouts: readonly Blackout[];
  /** The plan that paused it and may resume it. */
  readonly pause_plan_no: number | null;
  readonly pauses: readonly KeptPause[];
  readonly thresholds: readonly Threshold[];
};
/** A planned pause, its instants as texts. */
export type KeptPause = Pick<PlanRow, 'no' | 'begins' | 'ends' | 'reason' | 'state'> & {
  readonly begins_at: string;
  readonly ends_at: string;
  readonly by: string;
};
type Filter = {
  readonly id?: number;
  readonly q?: string | undefined;
  readonly status?: Status | undefined;
  readonly health?: 'synced' | 'error' | undefined;
  readonly after?: readonly [string, number] | null;
  readonly limit: number;
};

const notThere = (id: string) => refuse('request.not_found', { what: 'connection', id });

/** Connections by name, without those that are being removed. */
export async function readConnections(db: Queries, district: string, filter: Filter): Promise<ConnectionRow[]> {
  const { id, q, status, health, after, limit } = filter;
  const rows = await sql<ConnectionRow>`
    select c.id, c.name, lower(c.name) as sort, c.system, c.status, c.health, c.error, c.settings, c.last_synced_at,
      f.schedule, coalesce(f.thresholds, '[]') as thresholds, greatest(f.next_due_at, f.not_before) as next_due_at, k.kind, k.set_at, d.time_zone as zone, c.blackouts, d.blackouts as district_blackouts,
      c.pause_plan_no, p.pauses
    from connection c
    join district d on d.id = c.district_id
    left join lateral (select coalesce(json_agg(json_build_object('no', no, 'begins', begins, 'ends', ends, 'reason', reason,
        'state', state, 'begins_at', begins_at, 'ends_at', ends_at, 'by', made_by ->> 'name') order by begins_at), '[]') as pauses
      from pause_plan where district_id = ${district} and connection_id = c.id) p on true
    left join lateral (select schedule, thresholds, next_due_at, not_before from flow
      where district_id = ${district} and source_id = c.id order by no limit 1) f on true
    left join lateral (select kind, set_at from credential
      where district_id = ${district} and connection_id = c.id limit 1) k on true
    where c.district_id = ${district} and c.deleted_at is null
      ${id === undefined ? sql`` : sql`and c.id = ${id}`}
      ${q === undefined || q === '' ? sql`` : sql`and c.name ilike ${containing(q)}`}
      ${status === undefined ? sql`` : sql`and c.status = ${status}`}
      ${health === undefined ? sql`` : sql`and c.health = ${health}`}
      ${after == null ? sql`` : sql`and (lower(c.name), c.id) > (${after[0]}, ${after[1]})`}
    order by lower(c.name), c.id limit ${limit}`.execute(db);
  return rows.rows;
}

export async function connectionRow(db: Queries, district: string, id: string): Promise<ConnectionRow> {
  const number = numberIn(id);
  const row = number === null ? undefined : (await readConnections(db, district, { id: number, limit: 1 }))[0];
  if (row === undefined) throw notThere(id);
  return row;
}

/** The connection, locked until the transaction ends: moves follow one another. */
export async function lockConnection(tx: Tx, district: string, id: string): Promise<ConnectionRow> {
  await sql`select id from connection where district_id = ${district} and id = ${numberIn(id)} for no key update`.execute(
    tx,
  );
  return connectionRow(tx, district, id);
}

export const stateOf = ({ status, error }: Pick<ConnectionRow, 'status' | 'error'>): State => ({
  status,
  standing: error === null ? 'synced' : error.type,
});

const nameTaken = (name: string) => ({
  connection_district_id_name_key: () => refuse('request.name_taken', { what: 'connection', name }),
});

/** The constraint decides in the end; this tells before the other system is asked. */
export async function refuseTakenName(db: Queries, district: string, name: string): Promise<void> {
  const found = await db
    .selectFrom('connection')
    .select('id')
    .where('district_id', '=', district)
    .where('name', '=', name)
    .executeTakeFirst();
  if (found !== undefined) throw refuse('request.name_taken', { what: 'connection', name });
}

export type NewConnection = {
  readonly name: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly schedule: Schedule | null;
  readonly error: ConnectionError | null;
  readonly blackouts: readonly Blackout[];
};

/** Makes a connection that is a source of rosters, with its flow into Hallpass. */
export async function insertConnection(tx: Tx, district: string, made: NewConnection, now: Date): Promise<number> {
  const id = await allocate(tx, district, 'connection');
  await decidedByDatabase(nameTaken(made.name), () =>
    sql`insert into connection (district_id, id, name, system, settings, error, blackouts)
      values (${district}, ${id}, ${made.name}, ${made.system}, ${JSON.stringify(made.settings)}, ${textOf(made.error)},
        ${JSON.stringify(made.blackouts)})`.execute(tx),
  );
  const no = await allocate(tx, district, 'flow');
  await sql`insert into flow (district_id, no, job, source_id) values (${district}, ${no}, 'rostering', ${id})`.execute(
    tx,
  );
  await setSchedule(tx, district, id, made.schedule, now);
  return id;
}

export async function renameConnection(tx: Tx, district: string, id: number, name: string): Promise<void> {
  await decidedByDatabase(nameTaken(name), () =>
    sql`update connection set name = ${name} where district_id = ${district} and id = ${id}`.execute(tx),
  );
}

export async function setSettings(tx: Tx, district: string, id: number, settings: object): Promise<void> {
  await sql`update connection set settings = ${JSON.stringify(settings)} where district_id = ${district} and id = ${id}`.execute(
    tx,
  );
}

/** From now on its flows run by this schedule; null: only when somebody asks. */
export async function setSchedule(
  tx: Tx,
  district: string,
  id: number,
  schedule: Schedule | null,
  now: Date,
): Promise<void> {
  const due = schedule === null ? null : nextDue(schedule, await timeZoneOf(tx, district), now);
  await sql`update flow set schedule = ${textOf(schedule)}, next_due_at = ${due}, not_before = null
    where district_id = ${district} and source_id = ${id}`.execute(tx);
}

/** From now on these rules say which of its changes wait for a person. */
export async function setThresholds(
  tx: Tx,
  district: string,
  id: number,
  thresholds: readonly Threshold[],
): Promise<void> {
  await sql`update flow set thresholds = ${JSON.stringify(thresholds)} where district_id = ${district} and source_id = ${id}`.execute(
    tx,
  );
}

/** Its flows are due, whatever their schedule says. */
export async function dueAt(tx: Tx, district: string, id: number, at: Date): Promise<void> {
  await sql`update flow set next_due_at = least(next_due_at, ${at}) where district_id = ${district} and source_id = ${id}`.execute(
    tx,
  );
}

export async function timeZoneOf(db: Queries, district: string): Promise<string> {
  const row = await db.selectFrom('district').select('time_zone').where('id', '=', district).executeTakeFirstOrThrow();
  return row.time_zone;
}

const textOf = (value: object | null) => (value === null ? null : JSON.stringify(value));
