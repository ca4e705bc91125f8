import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Queries } from '../../platform/database.ts';
import type { Owner } from '../roster.repository.ts';
import type { Kind } from './columns.model.ts';
import type { Shard } from './file-scan.model.ts';
import type { Mode } from './row.model.ts';

/** Raised whenever a rule, a column or a fingerprint changes, so that what was read under older rules is read anew. */
const rules = 1;

export type Snapshot = {
  readonly run: number;
  readonly hash: Buffer;
  readonly fine: number;
  readonly bodies: readonly Buffer[];
};

/** What must be equal for two readings of a file to come out the same: its bytes, how they are read, and our rules. */
export function readingHash(sha256: string, version: string, mode: Mode): Buffer {
  return createHash('sha256').update(`${sha256} ${version} ${mode} ${rules}`).digest();
}

const scopeOf = (mode: Mode, shard: Shard) => `${mode} ${shard.at}/${shard.of}`;

/** What was known after the last reading of a connection's file in this mode, for one shard or, from all its shards, for the whole; null where that is incomplete. */
export async function loadSnapshot(
  db: Queries,
  owner: Owner,
  kind: Kind,
  mode: Mode,
  shard: Shard,
): Promise<Snapshot | null> {
  const found = await sql<{ scope: string; run_no: number; hash: Buffer; fine: number; body: Buffer }>`
    select scope, run_no, hash, fine, body from snapshot
    where district_id = ${owner.district} and connection_id = ${owner.connection} and kind = ${kind} and scope like ${`${mode} %`}`.execute(
    db,
  );
  const exact = found.rows.filter((row) => row.scope === scopeOf(mode, shard));
  const first = found.rows[0];
  if (first === undefined) return null;
  const whole =
    shard.of === 1 &&
    found.rows.length === Number(first.scope.split('/')[1]) &&
    found.rows.every((row) => row.hash.equals(first.hash));
  const rows = exact.length > 0 ? exact : whole ? found.rows : [];
  if (rows.length === 0) return null;
  return {
    run: Math.min(...rows.map((row) => row.run_no)),
    hash: first.hash,
    fine: rows.reduce((sum, row) => sum + row.fine, 0),
    bodies: rows.map((row) => row.body),
  };
}

/** Whether the last reading of a file left an index for the whole of it, so that it can be read in one piece again. */
export async function hasSnapshot(db: Queries, owner: Owner, kind: Kind, mode: Mode): Promise<boolean> {
  const found =
    await sql`select 1 from snapshot where district_id = ${owner.district} and connection_id = ${owner.connection} and kind = ${kind} and scope like ${`${mode} %`} limit 1`.execute(
      db,
    );
  return found.rows.length > 0;
}

/** From now on nothing is known of earlier readings: a run has begun to write past them. */
export async function dropSnapshots(client: PoolClient, owner: Owner, kind: Kind, before: number): Promise<void> {
  await client.query(
    'delete from snapshot where district_id = $1 and connection_id = $2 and kind = $3 and run_no < $4',
    [owner.district, owner.connection, kind, before],
  );
}

export async function saveSnapshot(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  mode: Mode,
  shard: Shard,
  snapshot: { run: number; hash: Buffer; fine: number; body: Buffer },
): Promise<void> {
  await dropSnapshots(client, owner, kind, snapshot.run);
  await client.query(
    `insert into snapshot (district_id, connection_id, kind, scope, run_no, fetched_at, hash, fine, body) values ($1, $2, $3, $4, $5, now(), $6, $7, $8)
     on conflict (district_id, connection_id, kind, scope) do update set run_no = excluded.run_no, fetched_at = excluded.fetched_at, hash = excluded.hash, fine = excluded.fine, body = excluded.body`,
    [
      owner.district,
      owner.connection,
      kind,
      scopeOf(mode, shard),
      snapshot.run,
      snapshot.hash,
      snapshot.fine,
      snapshot.body,
    ],
  );
}
