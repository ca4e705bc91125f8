import type { Statements } from '../platform/database.ts';
import type { Standing } from './issue-state.model.ts';

/** What ends a snooze, and why an issue is muted. */
export type Terms = { readonly until?: Date | null; readonly records?: number | null; readonly reason?: string };

/** How an issue stands from now on (null: by the database's clock). What a snooze waited for before is forgotten. */
export async function setStanding(
  db: Statements,
  { district, no }: { readonly district: string; readonly no: number },
  { state, was }: Standing,
  now: Date | null,
  { until = null, records = null, reason }: Terms = {},
): Promise<void> {
  await db.query(
    `update issue set state = $3, was = $4, since = coalesce($5, clock_timestamp()), until_at = $6, until_records = $7,
       reason = coalesce($8, reason)
     where district_id = $1 and no = $2`,
    [district, no, state, was, now, until, records, reason ?? null],
  );
}
