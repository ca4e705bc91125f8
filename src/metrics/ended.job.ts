import { sql } from 'kysely';
import type { App } from '../platform/house.ts';
import type { EndedRun } from '../platform/metrics.ts';

/** Counts a run that has just ended, by what it became of its records. A dry run has carried none. */
export async function countEnded(
  { db, metrics, log }: Pick<App, 'db' | 'metrics' | 'log'>,
  district: string,
  no: number,
): Promise<void> {
  try {
    const found = await sql<EndedRun>`
      select f.job, r.state, r.created, r.updated, r.deleted, r.unchanged, r.invalid, r.held, r.conflict, r.rejected, r.blocked
      from run r join flow f on f.district_id = r.district_id and f.no = r.flow_no
      where r.district_id = ${district} and r.no = ${no} and r.finished_at is not null
        and r.scope ->> 'dry' is distinct from 'true'`.execute(db);
    for (const run of found.rows) metrics.ended(run);
  } catch (error) {
    log.debug({ district, run: no, reason: String(error) }, 'A run that has ended could not be counted for /metrics.');
  }
}
