import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { Kind } from './columns.model.ts';
import { type Forgotten, forgottenOf } from './forgotten.repository.ts';

/** What people decided about records of a kind. */
export type Decisions = {
  /** Not deleted, although the source no longer shows them. */
  readonly kept: ReadonlySet<string>;
  /** Left out, and why. */
  readonly left: ReadonlyMap<string, string>;
  /** People who were forgotten and shall not come again; null: there are none. */
  readonly forgotten: Forgotten | null;
  /** Left out until it ended: nothing is known of how they stood in the last reading. */
  readonly ended: readonly string[];
  /** A print of all that is left out of the flow, whatever its kind; empty: nothing is. */
  readonly print: string;
};

const inForce = sql`decision = 'ignore' and (until_at is null or until_at > now())`;

export async function decisionsOf(db: Queries, district: string, flow: number, kind: Kind): Promise<Decisions> {
  const ofFlow = sql`district_id = ${district} and flow_no = ${flow}`;
  const { rows } = await sql<{ key: string; decision: string; reason: string; now: boolean }>`
    select key, decision, reason, ${inForce} as now from exemption where ${ofFlow} and kind = ${kind}`.execute(db);
  const print = await sql<{ print: string | null }>`
    select md5(string_agg(kind || ' ' || key, chr(10) order by kind, key)) as print from exemption
    where ${ofFlow} and ${inForce}`.execute(db);
  const left = rows.filter((row) => row.now);
  return {
    kept: new Set(
      rows.filter((row) => row.now || row.decision === 'keep' || row.decision === 'never_delete').map(({ key }) => key),
    ),
    left: new Map(left.map(({ key, reason }) => [key, reason])),
    forgotten: await forgottenOf(db, district, flow),
    ended: rows.filter((row) => row.decision === 'ignore' && !row.now).map(({ key }) => key),
    print: print.rows[0]?.print ?? '',
  };
}

/** Those of the keys that are left out, and why. */
export async function leftAmong(
  db: Queries,
  district: string,
  flow: number,
  kind: Kind,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; reason: string }>`select key, reason from exemption
    where district_id = ${district} and flow_no = ${flow} and kind = ${kind} and key = any(${keys}) and ${inForce}`.execute(
    db,
  );
  return new Map(rows.map(({ key, reason }) => [key, reason]));
}
