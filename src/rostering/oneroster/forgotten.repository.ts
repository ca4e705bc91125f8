import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries, Tx } from '../../platform/database.ts';
import type { ActorRow } from '../../platform/tables.ts';

// People who were forgotten and shall not come again. Nothing of them is kept but a digest of the key by which their
// source names them, with a salt that is the flow's: enough to know them when they come, not to tell who they were.

export type Forgotten = {
  /** Whether a person's key is one of those. */
  has(key: string): boolean;
};

const digestOf = (salt: string, key: string) => createHash('sha256').update(`${salt} ${key}`).digest('base64url');

/** The forgotten people of a flow; null: there is none. */
export async function forgottenOf(db: Queries, district: string, flow: number): Promise<Forgotten | null> {
  const found = await sql<{ key: string }>`select key from exemption
    where district_id = ${district} and flow_no = ${flow} and decision = 'forgotten'`.execute(db);
  if (found.rows.length === 0) return null;
  const digests = new Set(found.rows.map(({ key }) => key));
  const salts = new Set(found.rows.map(({ key }) => key.split('.')[0] ?? ''));
  return { has: (key) => [...salts].some((salt) => digests.has(`${salt}.${digestOf(salt, key)}`)) };
}

/** From now on the person of this key does not come by a file or a reading of the flow. */
export async function keepAway(
  tx: Tx,
  of: { readonly district: string; readonly flow: number; readonly key: string },
  by: ActorRow,
  now: Date,
): Promise<void> {
  const { district, flow, key } = of;
  const known = await sql<{ key: string }>`select key from exemption
    where district_id = ${district} and flow_no = ${flow} and decision = 'forgotten' limit 1`.execute(tx);
  const salt = known.rows[0]?.key.split('.')[0] ?? randomBytes(16).toString('base64url');
  await sql`insert into exemption (district_id, flow_no, kind, key, decision, reason, made_by, made_at)
    values (${district}, ${flow}, 'user', ${`${salt}.${digestOf(salt, key)}`}, 'forgotten', 'was forgotten', ${JSON.stringify(by)}, ${now})
    on conflict do nothing`.execute(tx);
}

/** The person of this key may come again by the connection; false: nobody of this key was kept away. */
export async function letCome(
  tx: Tx,
  { district, connection, key }: { readonly district: string; readonly connection: number; readonly key: string },
): Promise<boolean> {
  const found = await sql<{ flow: number; key: string }>`select e.flow_no as flow, e.key from exemption e
    join flow f on f.district_id = e.district_id and f.no = e.flow_no
    where e.district_id = ${district} and f.source_id = ${connection} and e.decision = 'forgotten'`.execute(tx);
  const theirs = found.rows.filter((row) => {
    const salt = row.key.split('.')[0] ?? '';
    return row.key === `${salt}.${digestOf(salt, key)}`;
  });
  for (const { flow, key: digest } of theirs)
    await sql`delete from exemption where district_id = ${district} and flow_no = ${flow} and kind = 'user' and key = ${digest}`.execute(
      tx,
    );
  return theirs.length > 0;
}
