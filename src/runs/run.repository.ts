import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { settleRun } from '../connections/move.repository.ts';
import { settleFixes } from '../fixes/settle.repository.ts';
import { keepIssues, tellMoves } from '../issues/issue-upkeep.repository.ts';
import type { Actor } from '../platform/actor.ts';
import { actorRow } from '../platform/actor.ts';
import { allocate, type Queries, statementsOfClient } from '../platform/database.ts';
import { countNames } from './count.model.ts';
import type { Note, RunScope } from './job.ts';
import { tellRunEnded } from './run-news.repository.ts';

/** A part as it is asked for. `store` names the folder of stored files its bytes lie in; null: any worker reaches them. */
export type PartAsked = {
  readonly unit: string;
  readonly kind: string;
  readonly level: number;
  readonly source: object;
  readonly store: string | null;
  readonly rows: number;
};
export type RunAsked = {
  readonly flow: number;
  readonly scope: RunScope;
  readonly parts: readonly PartAsked[];
  readonly notes: readonly Note[];
  readonly causeRun?: number;
};

/** The flow of a job from one source to Hallpass itself; made where there is none. */
export async function flowOf(db: Queries, district: string, job: 'rostering', source: number): Promise<number> {
  const known = await db
    .selectFrom('flow')
    .select('no')
    .where('district_id', '=', district)
    .where('job', '=', job)
    .where('source_id', '=', source)
    .where('target_id', 'is', null)
    .executeTakeFirst();
  if (known !== undefined) return known.no;
  const no = await allocate(db, district, 'flow');
  await sql`insert into flow (district_id, no, job, source_id) values (${district}, ${no}, ${job}, ${source}) on conflict do nothing`.execute(
    db,
  );
  return flowOf(db, district, job, source);
}

/** Writes a run and its parts; they are at work as soon as the transaction is committed and a worker looks. */
export async function insertRun(db: Queries, actor: Actor, now: Date, asked: RunAsked): Promise<number> {
  const { district } = actor;
  const no = await allocate(db, district, 'run');
  await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, cause_run, state, notes, asked_at)
    values (${district}, ${no}, ${asked.flow}, ${asked.scope.trigger}, ${JSON.stringify(actorRow(actor))}, ${JSON.stringify(asked.scope)}, ${asked.causeRun ?? null}, 'queued', ${JSON.stringify(asked.notes)}, ${now})`.execute(
    db,
  );
  await sql`insert into part (district_id, run_no, unit, flow_no, level, kind, source, store, state, progress_of)
    select ${district}, ${no}, unit, ${asked.flow}, level, kind, source, store, 'waiting', rows
    from jsonb_to_recordset(${JSON.stringify(asked.parts)}::jsonb) as asked (unit text, kind text, level int, source jsonb, store text, rows bigint)`.execute(
    db,
  );
  await sql`select pg_notify('hallpass_part', '')`.execute(db);
  return no;
}

/** Adds parts to a run that is at work, in the transaction of the part that found them. */
export async function addParts(
  client: PoolClient,
  of: { readonly district: string; readonly run: number; readonly flow: number },
  parts: readonly PartAsked[],
): Promise<void> {
  await client.query(
    `insert into part (district_id, run_no, unit, flow_no, level, kind, source, store, state, progress_of)
     select $1, $2, unit, $3, level, kind, source, store, 'waiting', rows
     from jsonb_to_recordset($4::jsonb) as asked (unit text, kind text, level int, source jsonb, store text, rows bigint)`,
    [of.district, of.run, of.flow, JSON.stringify(parts)],
  );
  await client.query("select pg_notify('hallpass_part', '')");
}

/** The numbers of a run as the sums of its parts: what is selected of them (as `parts`), and what is set by it. */
export const sumsOfParts = countNames.map((name) => `coalesce(sum(${name}), 0) as ${name}`).join(', ');
export const numbersOfParts = countNames.map((name) => `${name} = parts.${name}`).join(', ');

/**
 * Ends a run none of whose parts is open: its numbers are the sums of its parts, and a constraint says that they add up.
 * Answers whether it ended now.
 */
export async function endRun(client: PoolClient, district: string, no: number): Promise<boolean> {
  const run = await client.query<{ flow_no: number; dry: boolean }>(
    "select flow_no, scope -> 'dry' = 'true' as dry from run where district_id = $1 and no = $2 and finished_at is null for update",
    [district, no],
  );
  const ended = run.rows[0];
  if (ended === undefined) return false;
  const open = await client.query(
    "select 1 from part where district_id = $1 and run_no = $2 and state in ('waiting', 'running') limit 1",
    [district, no],
  );
  if (open.rows.length > 0) return false;
  await client.query(
    `update run set ${numbersOfParts}, parts_left = parts.lost, finished_at = clock_timestamp(), started_at = coalesce(started_at, clock_timestamp()),
       error = coalesce(run.error, parts.error), state = case when run.error is not null or parts.error is not null then 'stopped' else 'done' end
     from (select ${sumsOfParts}, count(*) filter (where state = 'left') as lost,
             (array_agg(error order by level, unit) filter (where error is not null))[1] as error
           from part where district_id = $1 and run_no = $2) parts
     where run.district_id = $1 and run.no = $2`,
    [district, no],
  );
  // A dry run has changed nothing that anything else could be told of.
  if (ended.dry) return true;
  const db = statementsOfClient(client);
  const of = { district, flow: ended.flow_no, run: no };
  const moved = await keepIssues(db, of);
  await settleFixes(db, of);
  await settleRun(client, district, no);
  await tellRunEnded(db, district, no);
  await tellMoves(db, of, moved);
  return true;
}

/** Parts that have not been done become left; one that is at work is fenced off and stores nothing more. */
export async function leaveOpenParts(client: PoolClient, district: string, no: number): Promise<void> {
  await client.query(
    "update part set state = 'left', finished_at = now() where district_id = $1 and run_no = $2 and state in ('waiting', 'running')",
    [district, no],
  );
}
