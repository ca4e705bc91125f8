import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { refuseInBlackout } from '../../connections/calendar.repository.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/database.ts';
import { flowOf, insertRun } from '../../runs/run.repository.ts';
import type { Trigger } from '../../runs/run.schema.ts';
import type { ReadSource } from './read-source.model.ts';

export type ReadAsked = {
  readonly connection: number;
  readonly trigger: Extract<Trigger, 'schedule' | 'person' | 'api'>;
  /** Only what changed since then; null: everything. */
  readonly since: Date | null;
  /** Nothing is written: the run says what would be. */
  readonly dry?: boolean;
};

/** Asks for a run that reads a connection’s roster. One of its kind that waits or is under way is answered instead of a new one; none is asked for in a blackout. */
export async function askRosterRead(
  tx: Tx,
  actor: Actor,
  now: Date,
  { connection, trigger, since, dry = false }: ReadAsked,
): Promise<{ readonly run: number; readonly joined: boolean }> {
  const { district } = actor;
  await refuseInBlackout(tx, district, connection, now);
  const flow = await flowOf(tx, district, 'rostering', connection);
  // One asking at a time a flow.
  await sql`select 1 from flow where district_id = ${district} and no = ${flow} for update`.execute(tx);
  const open = await sql<{ no: number }>`select no from run where district_id = ${district} and flow_no = ${flow}
    and finished_at is null and trigger in ('schedule', 'person', 'api') and scope ->> 'dry' = ${String(dry)} order by no limit 1`.execute(
    tx,
  );
  const under = open.rows[0]?.no;
  if (under !== undefined) return { run: under, joined: true };
  const source: ReadSource = { mode: 'read', folder: `read-${randomUUID()}`, since: since?.toISOString() ?? null };
  const run = await insertRun(tx, actor, now, {
    flow,
    scope: { trigger, dry },
    parts: [{ unit: 'reading', kind: 'reading', level: 0, source, store: null, rows: 0 }],
    notes: [],
  });
  return { run, joined: false };
}
