import { sql } from 'kysely';
import { reading } from '../access/use-case.ts';
import type { WorkerView } from './presence.schema.ts';

type Row = {
  readonly id: string;
  readonly kind: 'hub' | 'worker';
  readonly host: string;
  readonly pid: number;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly quiet: boolean;
  readonly stopping: boolean;
  readonly here: { readonly run: number; readonly part: string; readonly done: number; readonly of: number }[];
  readonly elsewhere: number;
};

/** Behind a comma stands the key of the one record that is read; a list of processes needs none. */
const partName = sql`split_part(p.unit, ', ', 1)`;

/** The processes that work for all districts, and what they hold: of the asker's district by run, of others as a number. */
export const listWorkers = reading('runs.read', async (db, scope) => {
  const found = await sql<Row>`
    select w.id, w.kind, w.host, w.pid, w.started_at, w.seen_at, w.stopping, w.seen_at < now() - interval '45 seconds' as quiet,
      coalesce((select jsonb_agg(jsonb_build_object('run', p.run_no, 'part', ${partName}, 'done', p.progress_done, 'of', p.progress_of)
          order by p.run_no, p.unit)
        from part p where p.district_id = ${scope.district} and p.state = 'running' and starts_with(p.owner, w.id || '-')), '[]') as here,
      (select count(*)::int from part p where p.district_id <> ${scope.district} and p.state = 'running'
        and starts_with(p.owner, w.id || '-')) as elsewhere
    from worker w order by w.started_at, w.id`.execute(db);
  return { workers: found.rows.map(viewOf) };
});

function viewOf(row: Row): WorkerView {
  return {
    id: row.id,
    kind: row.kind,
    host: row.host,
    pid: row.pid,
    state: row.quiet ? 'quiet' : row.stopping ? 'stopping' : 'working',
    startedAt: row.started_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    parts: row.here,
    partsElsewhere: row.elsewhere,
  };
}
