import { sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import { changing, reading } from '../access/use-case.ts';
import { entryOf } from '../dictionary/explain.model.ts';
import { fill } from '../dictionary/facts.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { actorRow } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import { heldRecords } from './held.repository.ts';
import { inDigest } from './hold.repository.ts';
import type { Held, HeldBy, HoldOf, Job } from './job.ts';
import { insertRun } from './run.repository.ts';
import type { HoldView, holdDecision, holdsQuery } from './run.schema.ts';

type HoldRow = {
  no: number;
  flow_no: number;
  job: Job['id'];
  run_no: number;
  connection: HoldView['connection'];
  kind: string;
  operation: HoldView['operation'];
  reason: string;
  state: HoldView['state'];
  records: number;
  known: number;
  digest: string;
  percent: number;
  since: Date;
};

function holdRows(db: Queries, where: ReturnType<typeof sql>, limit: number) {
  return sql<HoldRow>`
    select hold.*, flow.job, json_build_object('id', connection.id::text, 'name', connection.name, 'system', connection.system) as connection
    from hold
    join flow on flow.district_id = hold.district_id and flow.no = hold.flow_no
    join connection on connection.district_id = flow.district_id and connection.id = flow.source_id
    where ${where} order by hold.no desc limit ${limit}`.execute(db);
}

function viewOf(row: HoldRow): HoldView {
  const facts = { count: String(row.records), known: String(row.known), kind: row.kind, share: String(row.percent) };
  return {
    id: row.no,
    run: row.run_no,
    connection: row.connection,
    kind: row.kind,
    operation: row.operation,
    reason: fill(entryOf(row.reason).message, facts),
    state: row.state,
    records: row.records,
    known: row.known,
    digest: row.digest,
    since: row.since.toISOString(),
  };
}

export const listHolds = reading('runs.read', async (db, scope, query: z.output<typeof holdsQuery>) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const where = sql`hold.district_id = ${scope.district}
    ${before === null ? sql`` : sql`and hold.no < ${before[0]}`}
    ${query.state === undefined ? sql`` : sql`and hold.state = ${query.state}`}`;
  const found = await holdRows(db, where, query.limit + 1);
  const page = pageOf(found.rows, query.limit, (row) => [row.no]);
  return { holds: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

async function findHold(db: Queries, district: string, no: number): Promise<HoldRow> {
  const found = await holdRows(db, sql`hold.district_id = ${district} and hold.no = ${no}`, 1);
  const row = found.rows[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'hold', id: String(no) });
  return row;
}

/** A hold with the first of what it lists. Names and values are shown to those who may see the roster of the whole district only. */
export const showHold = reading('runs.read', async (db, scope, { no, held }: Asked) => {
  const row = await findHold(db, scope.district, no);
  const { district } = scope;
  const { kind, operation } = row;
  const hold: HoldOf = { district, no, kind, operation, connection: Number(row.connection.id) };
  const mayRead = scope.actor.grants.some((grant) => grant.permission === 'roster.read' && grant.schools === null);
  const shows = heldOf(row, held);
  const schools = await shows.schools(db, hold);
  const sample = await shows.sample(db, hold, mayRead);
  const odd = row.state === 'open' ? await shows.odd(db, hold, schools) : [];
  return { ...viewOf(row), sample, schools, odd };
});

/** `held`: what each job shows of its records. */
type Asked = { readonly no: number; readonly held: HeldBy };
type Decision = z.output<typeof holdDecision> & Asked;

function heldOf({ job }: HoldRow, held: HeldBy): Held {
  const found = held[job];
  if (found === undefined) throw new Error(`nobody knows what is held of ${job}`);
  return found;
}

const listOf = (district: string, hold: HoldRow, { records, schools, held }: Decision) =>
  heldRecords({ district, no: hold.no }, { records, schools, school: heldOf(hold, held).schoolOf(hold.kind) });

async function countOf(db: Queries, list: ReturnType<typeof sql>): Promise<number> {
  const found = await sql<{ n: number }>`select count(*) as n from ${list}`.execute(db);
  return found.rows[0]?.n ?? 0;
}

async function openHoldOf(db: Queries, district: string, { no, digest }: Decision): Promise<HoldRow> {
  await sql`select 1 from hold where district_id = ${district} and no = ${no} for update`.execute(db);
  const row = await findHold(db, district, no);
  if (row.state !== 'open') throw refuse('request.hold_decided', { state: row.state });
  if (row.digest !== digest) throw refuse('request.hold_changed');
  return row;
}

/** Lets what was held go through: a run of its own, bound to the list that was seen, or to some of its records. */
export const releaseHold = changing('holds.decide', async (tx, scope, decision: Decision) => {
  const hold = await openHoldOf(tx, scope.district, decision);
  const under = await sql<{
    no: number;
  }>`select no from run where district_id = ${scope.district} and flow_no = ${hold.flow_no} and finished_at is null and scope->>'hold' = ${String(hold.no)}`.execute(
    tx,
  );
  const first = under.rows[0];
  if (first !== undefined) return { answer: { run: { id: first.no } }, audit: [] };
  const records = {
    ...(decision.records === undefined ? {} : { records: decision.records }),
    ...(decision.schools === undefined ? {} : { heldOf: decision.schools }),
  };
  const chosen = await countOf(tx, listOf(scope.district, hold, decision));
  const part = { unit: `hold ${hold.no}`, kind: hold.kind, level: 0, source: {}, store: null, rows: hold.records };
  const run = await insertRun(tx, scope.actor, scope.now, {
    flow: hold.flow_no,
    scope: { trigger: 'release', dry: false, hold: hold.no, ...records },
    parts: [part],
    notes: [],
    causeRun: hold.run_no,
  });
  await sql`update hold set decided_by = ${JSON.stringify(actorRow(scope.actor))}, decided_at = ${scope.now} where district_id = ${scope.district} and no = ${hold.no}`.execute(
    tx,
  );
  const details = { records: chosen, of: hold.records, kind: hold.kind, operation: hold.operation, run };
  return {
    answer: { run: { id: run } },
    audit: {
      action: 'hold.released',
      subject: { kind: 'hold', id: String(hold.no), name: `${hold.kind} of run ${hold.run_no}` },
      details,
    },
  };
});

/**
 * Leaves things as they are: what would be deleted stays until its source shows it again and drops it anew; what would be
 * new or changed is left out until somebody lets it in.
 */
export const dismissHold = changing('holds.decide', async (tx, scope, decision: Decision) => {
  const hold = await openHoldOf(tx, scope.district, decision);
  const actor = JSON.stringify(actorRow(scope.actor));
  const list = listOf(scope.district, hold, decision);
  const stays = hold.operation === 'delete' ? 'keep' : 'ignore';
  await sql`insert into exemption (district_id, flow_no, kind, key, decision, reason, hold_no, made_by, made_at)
    select record.district_id, record.flow_no, record.kind, record.key, ${stays}, ${`hold ${hold.no} was dismissed`}, ${hold.no}, ${actor}, ${scope.now}
    from ${list} on conflict do nothing`.execute(tx);
  await sql`delete from record where district_id = ${scope.district} and hold_no = ${hold.no}
    and key in (select record.key from ${list})`.execute(tx);
  // What was held counted for nothing fine; the next reading counts it anew.
  await sql`delete from snapshot using flow where flow.district_id = ${scope.district} and flow.no = ${hold.flow_no}
    and snapshot.district_id = flow.district_id and snapshot.connection_id = flow.source_id and snapshot.kind = ${hold.kind}`.execute(
    tx,
  );
  const left = await sql<{
    n: number;
    digest: string;
  }>`select count(*) as n, coalesce(md5(string_agg(${sql.raw(inDigest)}, chr(10) order by key)), '') as digest
    from record where district_id = ${scope.district} and hold_no = ${hold.no}`.execute(tx);
  const { n, digest } = left.rows[0] ?? { n: 0, digest: '' };
  // A hold that is done keeps the number that it was about.
  const rest =
    n === 0
      ? sql`state = 'dismissed', decided_by = ${actor}, decided_at = ${scope.now}`
      : sql`records = ${n}, digest = ${digest}`;
  await sql`update hold set ${rest} where district_id = ${scope.district} and no = ${hold.no}`.execute(tx);
  const after = await findHold(tx, scope.district, hold.no);
  const details = { records: hold.records - n, of: hold.records, kind: hold.kind, operation: hold.operation };
  return {
    answer: viewOf(after),
    audit: {
      action: 'hold.dismissed',
      subject: { kind: 'hold', id: String(hold.no), name: `${hold.kind} of run ${hold.run_no}` },
      details,
    },
  };
});
