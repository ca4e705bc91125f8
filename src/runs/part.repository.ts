import type { Pool, PoolClient } from 'pg';
import type { NoteRow } from '../platform/tables.ts';
import { countNames } from './count.model.ts';
import type { Cursor, PartAtWork, RunScope } from './job.ts';
import type { Counts } from './run.schema.ts';

/** How long a part belongs to a worker that no longer says that it lives. */
const leaseSeconds = 30;

/** A claimed part: what its job needs, and what the fence checks. */
export type Claim = PartAtWork & {
  readonly owner: string;
  readonly attempt: number;
  readonly seq: number;
  readonly notes: readonly NoteRow[];
  readonly month: string;
  /** Whoever had it before was not heard of any more. */
  readonly takenOver: boolean;
};

/** What each line of the log about a part says of it: numbers and words of our own. */
export const aboutPart = ({ district, run, unit }: PartAtWork) => ({
  district,
  run,
  // Behind a comma stands the key of the one record that is read.
  part: unit.split(', ')[0],
});

/** Another worker has the part, or its run was ended: nothing of the page in hand may be stored. */
export class Fenced extends Error {
  constructor() {
    super('the part belongs to another worker or its run has ended');
    this.name = 'Fenced';
  }
}

type ClaimRow = {
  district_id: string;
  run_no: number;
  flow_no: number;
  source_id: number;
  unit: string;
  kind: string;
  scope: RunScope;
  source: Record<string, unknown>;
  cursor: Cursor | null;
  attempt: number;
  seq: number;
  notes: NoteRow[];
  month: string;
  taken_over: boolean;
};

// Each candidate is looked at by itself (`offset 0`): joined, many open parts would be compared with each other whenever
// the planner's numbers are behind, and each claim would cost the square of what waits.
const claimSql = `
with next as (
  select p.district_id, p.run_no, p.unit, p.state = 'running' as taken_over, r.scope, f.source_id, to_char(date_trunc('month', r.asked_at at time zone 'UTC'), 'YYYY-MM-DD') as month
  from part p
  cross join lateral (select scope, state, asked_at from run
    where run.district_id = p.district_id and run.no = p.run_no offset 0) r
  join flow f on f.district_id = p.district_id and f.no = p.flow_no
  left join connection c on c.district_id = f.district_id and c.id = f.source_id
  where (p.state = 'waiting' or (p.state = 'running' and p.lease_until < now()))
    and r.state in ('queued', 'running') and (p.store is null or p.store = $2)
    -- What writes nothing may also say of a paused connection what it would do.
    and (coalesce(c.status, 'active') = 'active' or r.scope -> 'dry' = 'true')
    and not exists (select 1 from part lower where lower.district_id = p.district_id and lower.run_no = p.run_no
      and lower.level < p.level and lower.state in ('waiting', 'running') offset 0)
    -- The run of a day of pushes stays open until the day ends; nothing waits for it.
    and not exists (select 1 from part older where older.district_id = p.district_id and older.flow_no = p.flow_no
      and older.run_no < p.run_no and older.state in ('waiting', 'running') and older.kind <> 'push' offset 0)
    and ($3::text is null or (p.district_id = $3 and p.run_no = $4))
    and ($5::boolean is null or (p.kind = 'reading') = $5)
  order by r.asked_at, p.district_id, p.run_no, p.level, p.unit
  limit 1 for update of p skip locked
)
update part set state = 'running', owner = $1, lease_until = now() + interval '${leaseSeconds} seconds', attempt = part.attempt + 1,
  started_at = coalesce(part.started_at, now())
from next where part.district_id = next.district_id and part.run_no = next.run_no and part.unit = next.unit
returning part.district_id, part.run_no, part.flow_no, next.source_id, part.unit, part.kind, next.scope, part.source, part.cursor, part.attempt, part.seq, part.notes, next.month, next.taken_over`;

/** Whose parts are wanted; null: anybody's. */
export type OfRun = { readonly district: string; readonly run: number };

/** Parts that wait for an outside system most of their time (`reading`), or that work; left out: any. */
export type Lane = 'reading' | 'carrying';

/** Takes the next part that may be worked on: of the oldest run of its flow, with all lower levels of the run behind it. */
export async function claimPart(
  pool: Pool,
  owner: string,
  store: string,
  { of = null, lane = null }: { readonly of?: OfRun | null; readonly lane?: Lane | null } = {},
): Promise<Claim | null> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // One claim at a time: two that look at once could pick parts of one flow and unit and collide.
    await client.query("select pg_advisory_xact_lock(hashtext('hallpass-claim'))");
    const found = await client.query<ClaimRow>(claimSql, [
      owner,
      store,
      of?.district ?? null,
      of?.run ?? null,
      lane === null ? null : lane === 'reading',
    ]);
    const row = found.rows[0];
    if (row !== undefined) {
      await client.query(
        "update run set state = 'running', started_at = coalesce(started_at, now()) where district_id = $1 and no = $2 and state = 'queued'",
        [row.district_id, row.run_no],
      );
    }
    await client.query('commit');
    return row === undefined ? null : claimOf(row, owner);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

function claimOf(row: ClaimRow, owner: string): Claim {
  return {
    district: row.district_id,
    run: row.run_no,
    flow: row.flow_no,
    connection: row.source_id,
    unit: row.unit,
    kind: row.kind,
    scope: row.scope,
    source: row.source,
    cursor: row.cursor,
    owner,
    attempt: row.attempt,
    seq: row.seq,
    notes: row.notes,
    month: row.month,
    takenOver: row.taken_over,
  };
}

const mine = 'district_id = $1 and run_no = $2 and unit = $3 and owner = $4 and attempt = $5';
const keyOf = (claim: Claim) => [claim.district, claim.run, claim.unit, claim.owner, claim.attempt];

/** Says that the worker lives. False: the part is no longer its own. */
export async function renewLease(pool: Pool, claim: Claim): Promise<boolean> {
  const found = await pool.query(
    `update part set lease_until = now() + interval '${leaseSeconds} seconds' where ${mine} and state = 'running'`,
    keyOf(claim),
  );
  return found.rowCount === 1;
}

/** Locks the part for the page's transaction, or throws: a worker that lost its part stores nothing. */
export async function fence(client: PoolClient, claim: Claim): Promise<void> {
  const found = await client.query(`select 1 from part where ${mine} and state = 'running' for update`, keyOf(claim));
  if (found.rowCount !== 1) throw new Fenced();
}

export type Advance = {
  readonly counts: Counts;
  readonly cursor: Cursor | null;
  readonly seq: number;
  readonly progress: number;
  readonly total: number;
  readonly notes: readonly NoteRow[];
  readonly done: boolean;
};

/** Moves the part to the end of a page, in the page's transaction and behind its fence. */
export async function advance(client: PoolClient, claim: Claim, step: Advance): Promise<void> {
  const add = countNames.map((name, at) => `${name} = ${name} + $${at + 12}`).join(', ');
  const found = await client.query(
    `update part set cursor = $6, seq = $7, progress_done = $8, progress_of = $9, notes = $10, ${add},
       lease_until = now() + interval '${leaseSeconds} seconds',
       state = case when $11 then 'done' else state end, finished_at = case when $11 then clock_timestamp() end
     where ${mine} and state = 'running'`,
    [
      ...keyOf(claim),
      step.cursor === null ? null : JSON.stringify(step.cursor),
      step.seq,
      step.progress,
      step.total,
      JSON.stringify(step.notes),
      step.done,
      ...countNames.map((name) => step.counts[name]),
    ],
  );
  if (found.rowCount !== 1) throw new Fenced();
}

/** Gives the part back to whoever comes next, at its cursor; whoever waits for work hears of it at once. */
export async function giveBack(pool: Pool, claim: Claim): Promise<void> {
  await pool.query(
    `with given as (update part set state = 'waiting', owner = null, lease_until = null where ${mine} and state = 'running' returning 1)
     select pg_notify('hallpass_part', '') from given`,
    keyOf(claim),
  );
}

/** Gives back whatever a process still has, so that nobody waits for its leases: what it has in hand stores nothing more. */
export async function giveAllBack(pool: Pool, owner: string): Promise<number> {
  const given = await pool.query(
    // One that its page still has locked is left to its lease: nobody could take it before the page has ended anyway.
    `with mine as (select district_id, run_no, unit from part where state = 'running' and starts_with(owner, $1) for update skip locked)
     update part set state = 'waiting', owner = null, lease_until = null from mine
     where part.district_id = mine.district_id and part.run_no = mine.run_no and part.unit = mine.unit`,
    [`${owner}-`],
  );
  await pool.query("select pg_notify('hallpass_part', '')");
  return given.rowCount ?? 0;
}

/** Ends the part for good because its source ended it; what was not read has not entered. */
export async function leavePart(
  client: PoolClient,
  claim: Claim,
  error: { entry: string; facts: object },
): Promise<void> {
  await client.query(
    `update part set state = 'left', error = $6, finished_at = clock_timestamp() where ${mine} and state = 'running'`,
    [...keyOf(claim), JSON.stringify(error)],
  );
}
