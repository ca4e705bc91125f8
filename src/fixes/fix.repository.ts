import { type RawBuilder, sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import { type Actor, actorRow } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import type { FixState, FixView } from './fix.schema.ts';
import type { Deed, Fix, Group, Values } from './fix.ts';
import { type Offer, offerOf } from './offer.model.ts';

export type OfFlow = Omit<Deed, 'no'> & {
  readonly name: string /** The day that it is in the district. */;
  readonly today: string;
};

/** The flow of a group: its connection, and what day it is there. */
export async function flowOfDistrict(db: Queries, district: string, flow: number, now: Date): Promise<OfFlow> {
  const { rows } = await sql<Pick<OfFlow, 'connection' | 'name' | 'today'>>`
    select connection.id as connection, connection.name, to_char(${now}::timestamptz at time zone district.time_zone, 'YYYY-MM-DD') as today
    from flow join connection on connection.district_id = flow.district_id and connection.id = flow.source_id
    join district on district.id = flow.district_id
    where flow.district_id = ${district} and flow.no = ${flow} and connection.deleted_at is null`.execute(db);
  const found = rows[0];
  if (found === undefined) throw refuse('request.not_found', { what: 'flow', id: String(flow) });
  return { district, flow, ...found };
}

/** One fix at a time a flow, so that what is asked for twice at once is seen to be the same. */
export async function lockFlow(db: Queries, { district, flow }: Pick<Deed, 'district' | 'flow'>): Promise<void> {
  await sql`select 1 from flow where district_id = ${district} and no = ${flow} for update`.execute(db);
}

/** What was asked for, as it is stored: two that ask the same are one. */
export type Asked = {
  readonly values: Values;
  readonly records: readonly string[] | null;
  readonly without: readonly string[];
};

/** Fixes of the same list that are in force. */
export async function fixesOfList(
  db: Queries,
  { district, flow }: Pick<Deed, 'district' | 'flow'>,
  digest: string,
): Promise<readonly { readonly no: number; readonly name: string; readonly state: FixState; readonly asked: Asked }[]> {
  const { rows } = await sql<{ no: number; name: string; state: FixState; asked: Asked }>`
    select no, name, state, asked from fix
    where district_id = ${district} and flow_no = ${flow} and digest = ${digest} and state <> 'undone' order by no desc`.execute(
    db,
  );
  return rows;
}

export async function insertFix(
  db: Queries,
  deed: Deed,
  made: {
    readonly name: Fix['name'];
    readonly group: Group;
    readonly asked: Asked;
    readonly digest: string;
    readonly by: Actor;
    readonly at: Date;
  },
): Promise<void> {
  const { name, group, asked, digest, by, at } = made;
  await sql`insert into fix (district_id, no, flow_no, name, entry, kind, facts, asked, digest, state, records, dependents, after_run, made_by, made_at)
    values (${deed.district}, ${deed.no}, ${deed.flow}, ${name}, ${group.entry}, ${group.kind}, ${JSON.stringify(group.facts)},
      ${JSON.stringify(asked)}, ${digest}, 'applied', 0, 0,
      coalesce((select value from counter where district_id = ${deed.district} and name = 'run'), 0), ${JSON.stringify(actorRow(by))}, ${at})`.execute(
    db,
  );
}

export async function completeFix(
  db: Queries,
  { district, no }: Pick<Deed, 'district' | 'no'>,
  { records, dependents, run }: { readonly records: number; readonly dependents: number; readonly run: number | null },
): Promise<void> {
  await sql`update fix set records = ${records}, dependents = ${dependents}, run_no = ${run}
    where district_id = ${district} and no = ${no}`.execute(db);
}

export async function markUndone(
  db: Queries,
  { district, no }: Pick<Deed, 'district' | 'no'>,
  { run, by, at }: { readonly run: number | null; readonly by: Actor; readonly at: Date },
): Promise<void> {
  await sql`update fix set state = 'undone', undo_run = ${run}, undone_by = ${JSON.stringify(actorRow(by))}, undone_at = ${at}
    where district_id = ${district} and no = ${no}`.execute(db);
}

export type FixRow = {
  readonly no: number;
  readonly flow_no: number;
  readonly name: Fix['name'];
  readonly entry: string;
  readonly kind: string | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly asked: Asked;
  readonly state: FixState;
  readonly records: number;
  readonly dependents: number;
  readonly run_no: number | null;
  /** Whether that run has ended; true where there is none. */
  readonly ended: boolean;
  readonly undo_run: number | null;
  readonly made_by: ActorRow;
  readonly made_at: Date;
  readonly settled_at: Date | null;
  readonly undone_by: ActorRow | null;
  readonly undone_at: Date | null;
  readonly connection: FixView['connection'];
  readonly refused: number;
  readonly not_carried: number;
};

/** Fixes, the newest first, and how their records stand. */
export async function fixRows(db: Queries, where: RawBuilder<unknown>, limit: number): Promise<readonly FixRow[]> {
  const { rows } = await sql<FixRow>`
    select fix.*, run.finished_at is not null or fix.run_no is null as ended, stand.refused, stand.not_carried,
      json_build_object('id', connection.id::text, 'name', connection.name, 'system', connection.system) as connection
    from fix
    join flow on flow.district_id = fix.district_id and flow.no = fix.flow_no
    join connection on connection.district_id = flow.district_id and connection.id = flow.source_id and connection.deleted_at is null
    left join run on run.district_id = fix.district_id and run.no = fix.run_no
    left join lateral (
      select count(*) filter (where record.last_run > fix.after_run) as refused,
        count(*) filter (where record.last_run <= fix.after_run) as not_carried
      from fix_record one
      join record on record.district_id = one.district_id and record.flow_no = fix.flow_no and record.kind = one.kind and record.key = one.key
      where one.district_id = fix.district_id and one.fix_no = fix.no and not one.dependent and fix.state in ('applied', 'failed')
    ) stand on true
    where ${where} order by fix.no desc limit ${limit}`.execute(db);
  return rows;
}

export async function fixOfDistrict(db: Queries, district: string, no: number): Promise<FixRow> {
  const [row] = await fixRows(db, sql`fix.district_id = ${district} and fix.no = ${no}`, 1);
  if (row === undefined) throw refuse('request.not_found', { what: 'fix', id: String(no) });
  return row;
}

/** What a fix that was applied is for, and what it does. */
export const groupOfRow = ({ flow_no, entry, kind, facts }: FixRow): Group => ({ flow: flow_no, entry, kind, facts });
export const offerOfRow = (row: FixRow): Offer | undefined => offerOf(groupOfRow(row), row.name);
