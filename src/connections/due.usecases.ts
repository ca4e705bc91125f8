import { sql } from 'kysely';
import { everything } from '../access/permission.model.ts';
import { changing } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import type { Actor } from '../platform/actor.ts';
import type { House } from '../platform/house.ts';
import { askRosterRead } from '../rostering/source/ask-read.usecases.ts';
import { closedUntil } from './calendar.repository.ts';
import { type ConnectionRow, connectionRow } from './connection.repository.ts';
import type { Schedule } from './connection.schema.ts';
import { lastReadBegan } from './connection-run.repository.ts';
import { changedSince, nextDue, readsAll } from './schedule.model.ts';

/** At most so many are asked for at a time; the others a moment later. */
const most = 500;

/**
 * Asks for the runs that are due, and answers how many there are. What became due while nobody looked is asked for once.
 * This looks at all districts: who is due where is one question.
 */
export async function askWhatIsDue(house: House): Promise<number> {
  const due = await sql<{ district: string; flow: number }>`select district_id as district, no as flow from flow
    where next_due_at <= ${house.clock()} and (not_before is null or not_before <= ${house.clock()})
    order by next_due_at limit ${most}`.execute(house.db);
  let asked = 0;
  for (const { district, flow } of due.rows) if (await askOne(house, clockOf(district), flow)) asked++;
  return asked;
}

const clockOf = (district: string): Actor => ({
  kind: 'system',
  id: null,
  name: 'Schedule',
  district,
  grants: everything,
});

/**
 * One flow: its next time is set, and a run is asked for where the connection may run now. In a blackout it stays due, and
 * so is run once behind it, however often its time came meanwhile.
 */
const askOne = changing('connections.write', async (tx, { actor, district, now }, flow: number) => {
  const found = await sql<{ source: number; schedule: Schedule | null }>`
    select source_id as source, schedule from flow
    where district_id = ${district} and no = ${flow} and next_due_at <= ${now} for update skip locked`.execute(tx);
  const due = found.rows[0];
  if (due === undefined) return { answer: false, audit: [] };
  const { schedule } = due;
  const row = await connectionRow(tx, district, String(due.source));
  const closed = mayRun(row) ? await closedUntil(tx, district, row.id, now) : null;
  if (closed !== null) {
    await sql`update flow set not_before = ${closed} where district_id = ${district} and no = ${flow}`.execute(tx);
    return { answer: false, audit: [] };
  }
  // Without a schedule it was due this once, since it was resumed in a blackout.
  const next = schedule === null ? null : nextDue(schedule, row.zone, now);
  await sql`update flow set next_due_at = ${next}, not_before = null where district_id = ${district} and no = ${flow}`.execute(
    tx,
  );
  if (!mayRun(row)) return { answer: false, audit: [] };
  const last = schedule === null || readsAll(schedule) ? null : await lastReadBegan(tx, district, row.id);
  const since = last === null ? null : changedSince(last);
  const asked = { connection: row.id, trigger: 'schedule', since } as const;
  const { run, joined } = await askRosterRead(tx, actor, now, asked);
  return {
    answer: !joined,
    audit: joined
      ? []
      : {
          action: 'run.asked',
          subject: { kind: 'run', id: String(run), name: `run ${run}` },
          details: { connection: row.name, trigger: 'schedule' },
        },
  };
});

/** Not while it is paused, and not in an auth error: tries without a sign-in that holds would lock the account. */
function mayRun({ status, error, system }: ConnectionRow): boolean {
  return status === 'active' && error?.type !== 'auth' && connectorOf(system)?.roster !== undefined;
}
