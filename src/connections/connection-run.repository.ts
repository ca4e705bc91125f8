import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';

// What becomes of a connection's runs when it is paused, resumed or deleted.

const ofConnection = (district: string, connection: number) => sql`district_id = ${district} and flow_no in
  (select no from flow where district_id = ${district} and source_id = ${connection})`;

/**
 * Locks the connection's open runs, before the connection itself: whoever ends a run goes the same way. A claim locks a
 * part and then its run; here it is the other way round, so the two must not meet.
 */
export async function lockRuns(tx: Tx, district: string, connection: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('hallpass-claim'))`.execute(tx);
  await sql`select no from run where ${ofConnection(district, connection)} and finished_at is null order by no for update`.execute(
    tx,
  );
}

/**
 * Takes the parts at work from their workers: what is committed stands, the page in hand is not stored, and whoever
 * claims the part after the pause goes on at its cursor. What was pushed is there already.
 */
export async function pauseRuns(tx: Tx, district: string, connection: number): Promise<void> {
  await sql`update part set state = 'waiting', owner = null, lease_until = null
    where ${ofConnection(district, connection)} and state = 'running' and kind <> 'push'`.execute(tx);
  await sql`update run set state = 'paused'
    where ${ofConnection(district, connection)} and state = 'running' and trigger <> 'push'`.execute(tx);
}

export async function resumeRuns(tx: Tx, district: string, connection: number): Promise<void> {
  await sql`update run set state = 'running' where ${ofConnection(district, connection)} and state = 'paused'`.execute(
    tx,
  );
  await sql`select pg_notify('hallpass_part', '')`.execute(tx);
}

/** Ends all that is open, and nothing runs by itself any more. */
export async function endRuns(tx: Tx, district: string, connection: number, now: Date): Promise<void> {
  await sql`update part set state = 'left', finished_at = ${now}
    where ${ofConnection(district, connection)} and state in ('waiting', 'running')`.execute(tx);
  await sql`update run set state = 'cancelled', finished_at = ${now}
    where ${ofConnection(district, connection)} and finished_at is null`.execute(tx);
  await sql`update flow set schedule = null, next_due_at = null
    where district_id = ${district} and source_id = ${connection}`.execute(tx);
}

/** When the last reading began that carried everything; null: there was none. */
export async function lastReadBegan(tx: Tx, district: string, connection: number): Promise<Date | null> {
  const found = await sql<{ began: Date | null }>`select max(started_at) as began from run
    where ${ofConnection(district, connection)} and state = 'done' and parts_left = 0
      and trigger in ('schedule', 'person', 'api') and scope ->> 'dry' = 'false'`.execute(tx);
  return found.rows[0]?.began ?? null;
}
