import { type AuditLine, writeAuditLine } from '../access/use-case.ts';
import { changes, type News } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import type { Statements } from '../platform/database.ts';
import { reopenTickets } from '../tickets/ticket.repository.ts';
import { type IssueEvent, movedIssue, type Standing } from './issue-state.model.ts';
import { setStanding } from './standing.repository.ts';

// Brings the issues of a flow up to date with `record`: in the transaction that ends a run, and after pushed records were
// counted. What it costs grows with what is refused, never with what is fine.

/** Whose issues, and by which run. */
export type Upkeep = { readonly district: string; readonly flow: number; readonly run: number };

const lives = "state <> 'held'";
/** Records that have no issue yet, each with the record that it waits for, where that did not get through either. */
const fresh = `record f left join record p on f.state = 'blocked' and p.district_id = $1 and p.flow_no = $2
    and p.kind = f.waits_kind and p.key = f.waits_key and p.${lives}`;
const isFresh = `f.district_id = $1 and f.flow_no = $2 and f.issue_no is null and f.${lives}`;

/**
 * The end of a run: every record has its issue, each issue its state. It answers the lines that tell of it, which
 * `tellMoves` writes at the end of the transaction: before that others still wait for what it has locked.
 */
export async function keepIssues(db: Statements, of: Upkeep): Promise<readonly AuditLine[]> {
  await lockIssues(db, of);
  await beReady(db, of);
  await leaveVanishedParents(db, of);
  const { lines, counted } = await sortAndMove(db, of);
  await db.query(
    `update issue i set last_run = run.no, last_seen = run.asked_at from run
     where i.district_id = $1 and i.flow_no = $2 and run.district_id = $1 and run.no = $3 and i.last_run < run.no
       and exists (select 1 from record r where r.district_id = $1 and r.issue_no = i.no and r.last_run = $3)`,
    valuesOf(of),
  );
  await db.query(
    `insert into issue_run (district_id, issue_no, run_no, records, waiting)
     select $1, no, $2, records, waiting from jsonb_to_recordset($3::jsonb) as one (no bigint, records bigint, waiting bigint)
     on conflict do nothing`,
    [of.district, of.run, JSON.stringify(counted)],
  );
  return lines;
}

/** After pushed records of a flow were counted: the same where something moved, and one look where nothing did. */
export async function keepPushedIssues(db: Statements, of: Upkeep): Promise<void> {
  if (!(await hasMoved(db, of))) return;
  await lockIssues(db, of);
  await tellMoves(db, of, (await sortAndMove(db, of)).lines);
}

const valuesOf = ({ district, flow, run }: Upkeep) => [district, flow, run];

/** Two runs of a flow that end at once follow each other, so that they do not make two issues of one cause. */
async function lockIssues(db: Statements, { district, flow }: Upkeep): Promise<void> {
  await db.query("select pg_advisory_xact_lock(hashtext('hallpass-issues'), hashtext($1))", [`${district} ${flow}`]);
}

async function hasMoved(db: Statements, { district, flow }: Upkeep): Promise<boolean> {
  const found = await db.query<{ moved: boolean }>(
    `select exists (select 1 from record f where ${isFresh})
       or exists (select 1 from issue i where i.district_id = $1 and i.flow_no = $2 and (i.until_records is not null
         or i.state in ('open', 'regressed', 'snoozed')
           and not exists (select 1 from record r where r.district_id = $1 and r.issue_no = i.no))) as moved`,
    [district, flow],
  );
  return found.rows[0]?.moved ?? true;
}

/**
 * A record that this run read and that still waits for one which is no longer refused waits for one that is nowhere: had
 * that got through, this one would have been taken. It counts for itself from now on.
 */
async function leaveVanishedParents(db: Statements, of: Upkeep): Promise<void> {
  await db.query(
    `update record f set issue_no = null from issue i
     where f.district_id = $1 and f.flow_no = $2 and f.state = 'blocked' and f.last_run = $3
       and i.district_id = $1 and i.no = f.issue_no and i.entry <> f.entry
       and not exists (select 1 from record p where p.district_id = $1 and p.flow_no = $2
         and p.kind = f.waits_kind and p.key = f.waits_key and p.${lives})`,
    valuesOf(of),
  );
}

/** The lines that tell of what moved, and what each issue counts that has records, or had some until now. */
type Kept = {
  readonly lines: readonly AuditLine[];
  readonly counted: readonly Pick<Row, 'no' | 'records' | 'waiting'>[];
};

async function sortAndMove(db: Statements, of: Upkeep): Promise<Kept> {
  const opened = await openIssues(db, of);
  await sortRecords(db, of);
  return moveIssues(db, of, new Set(opened));
}

const many = 1000;

/** After a bulk of refusals the planner still believes in an empty table, and would read all of it to find each parent. */
async function beReady(db: Statements, { district, flow }: Upkeep): Promise<void> {
  const found = await db.query(`select 1 from record f where ${isFresh} limit ${many}`, [district, flow]);
  if (found.rows.length === many) await db.query('analyze (skip_locked) record');
}

/** Opens an issue for each cause that has none, and answers their numbers. */
async function openIssues(db: Statements, of: Upkeep): Promise<readonly number[]> {
  const opened = await db.query<{ no: number }>(
    `with cause as (select distinct f.entry from ${fresh} where ${isFresh} and p.key is null
         and not exists (select 1 from issue i where i.district_id = $1 and i.flow_no = $2 and i.entry = f.entry)),
       number as (insert into counter as c (district_id, name, value)
         select $1, 'issue', n from (select count(*) as n from cause) counted where n > 0
         on conflict (district_id, name) do update set value = c.value + excluded.value returning value)
     insert into issue (district_id, no, flow_no, entry, since, first_run, last_run, first_seen, last_seen)
     select $1, number.value + 1 - row_number() over (order by cause.entry desc), $2, cause.entry, clock_timestamp(),
       run.no, run.no, run.asked_at, run.asked_at
     from cause, number, run where run.district_id = $1 and run.no = $3
     returning no`,
    valuesOf(of),
  );
  return opened.rows.map(({ no }) => no);
}

/** No chain of parents is so long; it ends where a source tells of a circle. */
const deepest = 50;

/** Gives new refusals their issue, and all that waits for them the same. */
async function sortRecords(db: Statements, { district, flow }: Upkeep): Promise<void> {
  await db.query(
    `with recursive reached as (
       select f.kind, f.key, coalesce(p.issue_no, i.no) as issue_no, 0 as depth
       from ${fresh} left join issue i on p.key is null and i.district_id = $1 and i.flow_no = $2 and i.entry = f.entry
       where ${isFresh} and (p.key is null or p.issue_no is not null)
       union all
       select c.kind, c.key, reached.issue_no, depth + 1 from reached
       join record c on c.district_id = $1 and c.flow_no = $2 and c.state = 'blocked'
         and c.waits_kind = reached.kind and c.waits_key = reached.key
       where depth < ${deepest})
     update record r set issue_no = found.issue_no
     -- One that is new itself and waits for something new is reached twice: what stands highest decides.
     from (select distinct on (kind, key) kind, key, issue_no from reached order by kind, key, depth desc) found
     where r.district_id = $1 and r.flow_no = $2 and r.kind = found.kind and r.key = found.key
       and r.issue_no is distinct from found.issue_no`,
    [district, flow],
  );
}

type Row = Standing & {
  readonly no: number;
  readonly entry: string;
  readonly until_records: number | null;
  readonly records: number;
  readonly waiting: number;
};

/** Moves each issue of the flow by what it counts now, with a line for each that moved or was opened. */
async function moveIssues(db: Statements, of: Upkeep, opened: ReadonlySet<number>): Promise<Kept> {
  const { rows } = await db.query<Row>(
    `select i.no, i.entry, i.state, i.was, i.until_records, n.records, n.waiting from issue i
     cross join lateral (select count(*) filter (where r.entry = i.entry) as records, count(*) filter (where r.entry <> i.entry) as waiting
       from record r where r.district_id = $1 and r.issue_no = i.no) n
     where i.district_id = $1 and i.flow_no = $2 order by i.no for no key update of i`,
    [of.district, of.flow],
  );
  const lines: AuditLine[] = [];
  for (const row of rows) {
    const event = eventOf(row);
    const to = event === null ? null : movedIssue(row, event);
    if (to !== null) await setStanding(db, { district: of.district, no: row.no }, to, null);
    const what = to === null ? (opened.has(row.no) ? 'opened' : null) : event === 'due' ? 'woken' : to.state;
    if (what === null) continue;
    lines.push({
      action: `issue.${what}`,
      subject: { kind: 'issue', id: String(row.no), name: row.entry },
      details: { run: of.run, records: row.records, waiting: row.waiting },
    });
  }
  const counted = rows.filter(({ state, records, waiting }) => state !== 'resolved' || records + waiting > 0);
  return { lines, counted: counted.map(({ no, records, waiting }) => ({ no, records, waiting })) };
}

function eventOf({ state, records, waiting, until_records: until }: Row): IssueEvent | null {
  if (records + waiting === 0) return 'cleared';
  if (state === 'resolved') return 'refused';
  return until !== null && records >= until ? 'due' : null;
}

/** Writes what moved into the audit, and tells it as news. */
export async function tellMoves(db: Statements, of: Upkeep, lines: readonly AuditLine[]): Promise<void> {
  if (lines.length === 0) return;
  const { district, run } = of;
  const counted = await db.query<{ value: number; at: Date }>(
    `insert into counter (district_id, name, value) values ($1, 'audit', $2)
     on conflict (district_id, name) do update set value = counter.value + $2 returning value, clock_timestamp() as at`,
    [district, lines.length],
  );
  const { value = lines.length, at = new Date() } = counted.rows[0] ?? {};
  const actor = { kind: 'system' as const, id: null, name: `Run ${run}`, district, grants: [] };
  for (const [n, line] of lines.entries()) await writeAuditLine(db, actor, at, value - lines.length + 1 + n, line);
  const flow = await db.query<{ connection: number | null }>(
    'select source_id as connection from flow where district_id = $1 and no = $2',
    [district, of.flow],
  );
  await tellNews(db, district, at, newsOf(of, flow.rows[0]?.connection ?? null, at, lines));
  const regressed = lines.filter(({ action }) => action === 'issue.regressed').map(({ subject }) => Number(subject.id));
  await reopenTickets(db, of, regressed, at);
}

/** What people hear of it: a snooze that ended by itself is no news of the source. */
function newsOf(of: Upkeep, connection: number | null, at: Date, lines: readonly AuditLine[]): readonly News[] {
  return lines.flatMap(({ action, subject, details }): News[] => {
    const change = changes.issue.find((word) => action === `issue.${word}`);
    if (change === undefined) return [];
    const { records, waiting } = details as Pick<Row, 'records' | 'waiting'>;
    return [
      {
        kind: 'issue',
        subject: subject.id,
        change,
        // What is pushed may go and come several times in the run of one day.
        version: `${of.run} ${at.toISOString()}`,
        flow: of.flow,
        connection,
        facts: { entry: subject.name, records, waiting, run: of.run },
      },
    ];
  });
}
