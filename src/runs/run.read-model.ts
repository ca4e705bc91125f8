import { sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import { entryOf, explain } from '../dictionary/explain.model.ts';
import type { Facts } from '../dictionary/facts.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { monthOf } from '../platform/clock.ts';
import type { Queries } from '../platform/database.ts';
import type { ActorRow, ErrorRow, NoteRow } from '../platform/tables.ts';
import { commonFacts } from './cause.model.ts';
import { countNames } from './count.model.ts';
import type { Counts, outcomeWord, RunCause, RunDetail, RunView, runsQuery } from './run.schema.ts';

type RunRow = Counts & {
  no: number;
  job: RunView['job'];
  connection: RunView['connection'];
  trigger: RunView['trigger'];
  dry: boolean;
  actor: ActorRow;
  state: RunView['state'];
  asked_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  outcomes_removed_at: Date | null;
  parts_left: number;
  done: number;
  of: number;
  notes: NoteRow[];
  error: ErrorRow | null;
  holds: RunView['holds'] | null;
};

const ownCounts = countNames.map((name) => `run.${name}`);
/** While a run is under way its numbers are those of its parts so far. */
const counts = sql.raw(
  countNames
    .map(
      (name, at) =>
        `case when run.finished_at is null then coalesce(p.${name}, 0) else ${ownCounts[at]} end as ${name}`,
    )
    .join(', '),
);
const sums = sql.raw(countNames.map((name) => `sum(${name}) as ${name}`).join(', '));

function runRows(db: Queries, where: ReturnType<typeof sql>, limit: number) {
  return sql<RunRow>`
    select run.no, flow.job, json_build_object('id', connection.id::text, 'name', connection.name, 'system', connection.system) as connection,
      run.trigger, run.scope -> 'dry' = 'true' as dry, run.actor, run.state, run.asked_at, run.started_at, run.finished_at, run.outcomes_removed_at, run.parts_left, run.notes, run.error, ${counts},
      coalesce(p.done, 0) as done, greatest(coalesce(p.of, 0), coalesce(p.done, 0)) as of,
      (select json_agg(json_build_object('id', hold.no, 'kind', hold.kind, 'records', hold.records) order by hold.no)
       from hold where hold.district_id = run.district_id and hold.run_no = run.no and hold.state = 'open') as holds
    from run
    join flow on flow.district_id = run.district_id and flow.no = run.flow_no
    join connection on connection.district_id = flow.district_id and connection.id = flow.source_id
    left join lateral (select ${sums}, sum(progress_done) as done, sum(progress_of) as of from part
      where part.district_id = run.district_id and part.run_no = run.no) p on true
    where ${where} order by run.no desc limit ${limit}`.execute(db);
}

function viewOf(row: RunRow): RunView {
  const view = Object.fromEntries(countNames.map((name) => [name, Number(row[name])])) as Counts;
  return {
    ...view,
    id: row.no,
    job: row.job,
    connection: row.connection,
    trigger: row.trigger,
    dry: row.dry,
    askedBy: row.actor.name,
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    recordsRemovedAt: row.outcomes_removed_at?.toISOString() ?? null,
    partsLeft: row.parts_left,
    progress: { done: Number(row.done), of: Number(row.of) },
    error: row.error === null ? null : explain(row.error.entry, row.error.facts),
    holds: row.holds ?? [],
  };
}

/** The runs of a district, the newest first. */
export const listRuns = reading('runs.read', async (db, scope, query: z.output<typeof runsQuery>) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const where = sql`run.district_id = ${scope.district}
    ${before === null ? sql`` : sql`and run.no < ${before[0]}`}
    ${query.state === undefined ? sql`` : sql`and run.state = ${query.state}`}
    ${query.connection === undefined ? sql`` : sql`and (connection.name = ${query.connection} or connection.id::text = ${query.connection})`}`;
  const found = await runRows(db, where, query.limit + 1);
  const page = pageOf(found.rows, query.limit, (row) => [row.no]);
  return { runs: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

type PartRow = Counts & {
  unit: string;
  kind: string;
  level: number;
  state: 'waiting' | 'running' | 'done' | 'left';
  source: { mode?: string };
  started_at: Date | null;
  finished_at: Date | null;
  progress_done: number;
  progress_of: number;
  notes: NoteRow[];
};

const noteOf = (note: NoteRow) => {
  const told = explain(note.entry, { ...note.facts, count: String(note.count) });
  return { entry: note.entry, title: told.title, message: told.message, count: note.count };
};

/** One run with its parts and remarks. */
export const showRun = reading('runs.read', (db, scope, no: number) => runOf(db, scope.district, no, null));

/** A run that came over one connection, for whoever sends by it; another's is not there. */
export const showRunOfConnection = reading('runs.import', (db, scope, asked: { no: number; connection: string }) =>
  runOf(db, scope.district, asked.no, asked.connection),
);

async function runOf(db: Queries, district: string, no: number, connection: string | null): Promise<RunDetail> {
  const found = await runRows(
    db,
    sql`run.district_id = ${district} and run.no = ${no} and (${connection}::text is null or connection.name = ${connection})`,
    1,
  );
  const row = found.rows[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'run', id: String(no) });
  const parts =
    await sql<PartRow>`select unit, kind, level, state, source, started_at, finished_at, progress_done, progress_of, notes, ${sql.raw(countNames.join(', '))}
    from part where district_id = ${district} and run_no = ${no} order by level, unit`.execute(db);
  return {
    ...viewOf(row),
    notes: row.notes.map(noteOf),
    wouldHold: row.dry ? await wouldHold(db, district, row) : [],
    parts: parts.rows.map((part) => ({
      ...(Object.fromEntries(countNames.map((name) => [name, Number(part[name])])) as Counts),
      unit: part.unit,
      kind: part.kind,
      level: part.level,
      state: part.state,
      mode: part.source.mode ?? 'release',
      startedAt: part.started_at?.toISOString() ?? null,
      finishedAt: part.finished_at?.toISOString() ?? null,
      progress: { done: part.progress_done, of: Math.max(part.progress_of, part.progress_done) },
      notes: part.notes.map(noteOf),
    })),
  };
}

async function wouldHold(db: Queries, district: string, { no, asked_at }: RunRow): Promise<RunDetail['wouldHold']> {
  const found = await sql<{ kind: string; entry: string; records: number; facts: Facts }>`
    select kind, entry, count(*) as records, (array_agg(facts))[1] as facts from outcome
    where district_id = ${district} and month = ${monthOf(asked_at)} and run_no = ${no} and outcome = 'held'
    group by kind, entry order by kind, entry`.execute(db);
  return found.rows.map(({ facts, ...row }) => ({ ...row, message: explain(row.entry, facts).message }));
}

/** The month whose partitions hold a run's outcomes; a run that is not there is refused. */
export async function monthOfRun(db: Queries, district: string, no: number): Promise<string> {
  const found = await sql<{
    month: string;
  }>`select to_char(date_trunc('month', asked_at at time zone 'UTC'), 'YYYY-MM-DD') as month
    from run where district_id = ${district} and no = ${no}`.execute(db);
  const month = found.rows[0]?.month;
  if (month === undefined) throw refuse('request.not_found', { what: 'run', id: String(no) });
  return month;
}

const groupsShown = 20;

/** Records that are still as a run left them, by the facts that their entry groups by. */
async function groupsStill(
  db: Queries,
  district: string,
  { no, outcome, kind, entry }: Omit<CauseRow, 'n'> & { readonly no: number },
): Promise<RunCause['groups']> {
  const names = entryOf(entry).groupBy ?? [];
  const facts = sql.join(names.map((name) => sql`${name}::text, r.facts ->> ${name}::text`));
  const found = await sql<Pick<RunCause['groups'][number], 'flow' | 'facts' | 'records'>>`
    select r.flow_no as flow, jsonb_strip_nulls(jsonb_build_object(${facts})) as facts, count(*)::int as records
    from run join record r on r.district_id = run.district_id and r.flow_no = run.flow_no
    where run.district_id = ${district} and run.no = ${no} and r.kind = ${kind} and r.entry = ${entry}
      and r.state = ${outcome} and r.since_run <= run.no
    group by 1, 2 order by 3 desc, 2 limit ${groupsShown}`.execute(db);
  return found.rows.map((group) => ({ ...group, entry, kind }));
}

type CauseRow = { outcome: z.output<typeof outcomeWord>; kind: string; entry: string; n: number };
type Example = { key: string; facts: Record<string, string> };

/** What went wrong in a run, by what must be changed: one row an entry, kind and outcome, the most frequent first. */
export const listCauses = reading('runs.read', (db, scope, no: number) => causesOf(db, scope.district, no));

/** The same for whoever sends over one connection. */
export const listCausesOfConnection = reading(
  'runs.import',
  async (db, scope, asked: { no: number; connection: string }) => {
    await runOf(db, scope.district, asked.no, asked.connection);
    return causesOf(db, scope.district, asked.no);
  },
);

async function causesOf(db: Queries, district: string, no: number) {
  const month = await monthOfRun(db, district, no);
  const groups = await sql<CauseRow>`
    select outcome, kind, entry, count(*)::int as n from outcome
    where district_id = ${district} and month = ${month} and run_no = ${no} and outcome <> 'unchanged'
    group by outcome, kind, entry order by n desc, entry, kind`.execute(db);
  const causes = [];
  for (const { outcome, kind, entry, n } of groups.rows) {
    const examples = await sql<Example>`
      select key, facts from outcome
      where district_id = ${district} and month = ${month} and run_no = ${no} and outcome = ${outcome} and entry = ${entry} and kind = ${kind}
      order by unit, seq limit 50`.execute(db);
    const keys = examples.rows.slice(0, 3).map((row) => row.key);
    const facts = examples.rows.map((row) => row.facts);
    // The help is told for all of them; the message is one example, whole.
    const explained = { ...explain(entry, commonFacts(facts, n)), message: explain(entry, facts[0] ?? {}).message };
    const still = await groupsStill(db, district, { no, outcome, kind, entry });
    causes.push({ outcome, kind, count: n, explained, examples: keys, groups: still });
  }
  return { causes };
}
