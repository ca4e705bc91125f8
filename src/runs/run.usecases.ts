import { sql } from 'kysely';
import { changing } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { keepIssues, tellMoves } from '../issues/issue-upkeep.repository.ts';
import { statementsOf } from '../platform/database.ts';
import { numbersOfParts, sumsOfParts } from './run.repository.ts';
import { tellRunEnded } from './run-news.repository.ts';

/** Cancels a run: what was accounted for stands, a part at work is fenced off, the rest are parts left. */
export const cancelRun = changing('runs.cancel', async (tx, scope, no: number) => {
  // A claim locks a part and then its run; this goes the other way, so the two must not meet.
  await sql`select pg_advisory_xact_lock(hashtext('hallpass-claim'))`.execute(tx);
  const found = await sql<{
    flow_no: number;
    finished_at: Date | null;
    trigger: string;
    dry: boolean;
  }>`select flow_no, finished_at, trigger, scope -> 'dry' = 'true' as dry from run where district_id = ${scope.district} and no = ${no} for update`.execute(
    tx,
  );
  const run = found.rows[0];
  if (run === undefined) throw refuse('request.not_found', { what: 'run', id: String(no) });
  if (run.finished_at !== null) throw refuse('request.run_finished', { id: String(no) });
  // What was pushed is there already: its run ends with its day.
  if (run.trigger === 'push') throw refuse('request.run_pushed', { id: String(no) });
  await sql`update part set state = 'left', finished_at = ${scope.now} where district_id = ${scope.district} and run_no = ${no} and state in ('waiting', 'running')`.execute(
    tx,
  );
  const error = JSON.stringify({ entry: 'connection.cancelled', facts: { who: scope.actor.name } });
  await sql`update run set ${sql.raw(numbersOfParts)}, parts_left = parts.lost, state = 'cancelled', error = ${error}, finished_at = ${scope.now}
    from (select ${sql.raw(sumsOfParts)}, count(*) filter (where state = 'left') as lost from part where district_id = ${scope.district} and run_no = ${no}) parts
    where run.district_id = ${scope.district} and run.no = ${no}`.execute(tx);
  const of = { district: scope.district, flow: run.flow_no, run: no };
  if (!run.dry) {
    const db = statementsOf(tx);
    const moved = await keepIssues(db, of);
    await tellRunEnded(db, scope.district, no);
    await tellMoves(db, of, moved);
  }
  return {
    answer: null,
    audit: { action: 'run.cancelled', subject: { kind: 'run', id: String(no), name: `run ${no}` } },
  };
});
