import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { ActorRow } from '../platform/tables.ts';
import type { Later } from './erasure.schema.ts';
import type { Traces } from './traces.model.ts';

// What was asked to be forgotten, how far it is, and what was done.

export const erasurePurpose = (district: string) => `erasure of ${district}`;

export type Of = { readonly district: string; readonly no: number };
export type ErasureRow = Of & {
  readonly state: 'asked' | 'done';
  readonly sealed: Buffer | null;
  readonly keep_away: boolean;
  readonly waits_for: number[] | null;
  readonly asked_by: ActorRow;
  readonly asked_at: Date;
  readonly removed: Record<string, number>;
  readonly later: Later[];
  readonly finished_at: Date | null;
};

const columns = sql.raw(
  `district_id as district, no, state, sealed, keep_away, waits_for, asked_by, asked_at, removed, later, finished_at`,
);

export async function insertErasure(
  tx: Tx,
  secrets: Secrets,
  { district, no }: Of,
  asked: {
    readonly traces: Traces;
    readonly later: readonly Later[];
    readonly keepAway: boolean;
    readonly by: ActorRow;
    readonly now: Date;
  },
): Promise<void> {
  const sealed = secrets.seal(erasurePurpose(district), Buffer.from(JSON.stringify(asked.traces)));
  await sql`insert into erasure (district_id, no, sealed, keep_away, later, asked_by, asked_at)
    values (${district}, ${no}, ${sealed}, ${asked.keepAway}, ${JSON.stringify(asked.later)}, ${JSON.stringify(asked.by)}, ${asked.now})`.execute(
    tx,
  );
}

export function tracesIn(
  secrets: Secrets,
  { district, sealed }: Pick<ErasureRow, 'district' | 'sealed'>,
): Traces | null {
  return sealed === null
    ? null
    : (JSON.parse(secrets.unseal(erasurePurpose(district), sealed).toString('utf8')) as Traces);
}

/** Erasures of a district, the newest first. */
export async function erasuresOf(db: Queries, district: string, limit: number): Promise<readonly ErasureRow[]> {
  const found = await sql<ErasureRow>`select ${columns} from erasure where district_id = ${district}
    order by no desc limit ${limit}`.execute(db);
  return found.rows;
}

export async function erasureOf(db: Queries, { district, no }: Of): Promise<ErasureRow | undefined> {
  const found =
    await sql<ErasureRow>`select ${columns} from erasure where district_id = ${district} and no = ${no}`.execute(db);
  return found.rows[0];
}

/** Those that have not ended, of one district or of all. */
export async function openErasures(db: Queries, district: string | null): Promise<readonly ErasureRow[]> {
  const found = await sql<ErasureRow>`select ${columns} from erasure
    where state = 'asked' and ${district === null ? sql`true` : sql`district_id = ${district}`} order by asked_at`.execute(
    db,
  );
  return found.rows;
}

/** Adds to what was removed, in the transaction that removes it. */
export async function noteRemoved(tx: Tx, { district, no }: Of, place: string, n: number): Promise<void> {
  if (n === 0) return;
  await sql`update erasure set removed = jsonb_set(removed, array[${place}::text],
      to_jsonb(coalesce((removed ->> ${place}::text)::bigint, 0) + ${n}::bigint))
    where district_id = ${district} and no = ${no}`.execute(tx);
}

export async function noteWaiting(db: Queries, { district, no }: Of, runs: readonly number[]): Promise<void> {
  const waits = runs.length === 0 ? null : JSON.stringify(runs);
  await sql`update erasure set waits_for = ${waits}::jsonb where district_id = ${district} and no = ${no}
    and waits_for is distinct from ${waits}::jsonb`.execute(db);
}

/** It has ended: from now on nothing says who it was. False: another process was faster. */
export async function endErasure(tx: Tx, { district, no }: Of, now: Date): Promise<boolean> {
  const done = await sql`update erasure set state = 'done', sealed = null, waits_for = null, finished_at = ${now}
    where district_id = ${district} and no = ${no} and state = 'asked'`.execute(tx);
  return (done.numAffectedRows ?? 0n) > 0n;
}
