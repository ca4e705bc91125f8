import { sql } from 'kysely';
import { explain } from '../dictionary/explain.model.ts';
import type { Queries } from '../platform/database.ts';

// The numbers of the whole installation, for whoever runs it: of all districts together, and of none by name. Each
// statement reads a partial index or a small table, however much history there is.

export type Figures = {
  readonly parts: Readonly<Record<'waiting' | 'running', number>>;
  /** Seconds since the run of the longest waiting part was asked for; 0: none waits. */
  readonly oldestPart: number;
  readonly connections: Readonly<Record<string, number>>;
  readonly issues: Readonly<Record<string, number>>;
  readonly holds: number;
  readonly mails: Queue;
  readonly webhooks: Queue;
  /** Processes that were heard of lately. */
  readonly processes: Readonly<Record<string, number>>;
};
/** What waits to be sent, and seconds since the oldest of it was made. */
type Queue = { readonly waiting: number; readonly oldest: number };
type Named = { readonly name: string; readonly n: number };

export async function readFigures(db: Queries): Promise<Figures> {
  const parts = await sql<{ waiting: number; running: number; oldest: number }>`
    select count(*) filter (where p.state = 'waiting')::int as waiting, count(*) filter (where p.state = 'running' and p.kind <> 'push')::int as running,
      coalesce(extract(epoch from now() - min(r.asked_at) filter (where p.state = 'waiting')), 0)::float8 as oldest
    from part p join run r on r.district_id = p.district_id and r.no = p.run_no where p.state in ('waiting', 'running')`.execute(
    db,
  );
  const connections = await sql<Named>`
    select case when status = 'paused' then 'paused' when error is null then 'synced' else (error ->> 'type') || '_error' end as name,
      count(*)::int as n from connection where deleted_at is null group by 1`.execute(db);
  const issues = await sql<Named>`
    select entry as name, count(*)::int as n from issue where state in ('open', 'regressed') group by 1`.execute(db);
  const holds = await sql<{ n: number }>`select count(*)::int as n from hold where state = 'open'`.execute(db);
  const [first] = parts.rows;
  return {
    parts: { waiting: first?.waiting ?? 0, running: first?.running ?? 0 },
    oldestPart: Math.max(0, first?.oldest ?? 0),
    connections: sums(connections.rows, (name) => name),
    issues: sums(issues.rows, (entry) => explain(entry, {}).owner),
    holds: holds.rows[0]?.n ?? 0,
    mails: await queueOf(db, sql`mail e`, sql`e.state = 'queued'`),
    webhooks: await queueOf(
      db,
      sql`webhook_event e join webhook w on w.district_id = e.district_id and w.no = e.webhook_no`,
      sql`e.state = 'queued' and w.state = 'active'`,
    ),
    processes: sums(
      (
        await sql<Named>`select kind as name, count(*)::int as n from worker
          where seen_at > now() - interval '45 seconds' group by 1`.execute(db)
      ).rows,
      (name) => name,
    ),
  };
}

type Sql = ReturnType<typeof sql>;

async function queueOf(db: Queries, table: Sql, waits: Sql): Promise<Queue> {
  const found = await sql<Queue>`select count(*)::int as waiting,
      coalesce(extract(epoch from now() - min(e.made_at)), 0)::float8 as oldest
    from ${table} where ${waits}`.execute(db);
  const { waiting, oldest } = found.rows[0] ?? { waiting: 0, oldest: 0 };
  return { waiting, oldest: Math.max(0, oldest) };
}

function sums(rows: readonly Named[], nameOf: (name: string) => string): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const { name, n } of rows) sum[nameOf(name)] = (sum[nameOf(name)] ?? 0) + n;
  return sum;
}
