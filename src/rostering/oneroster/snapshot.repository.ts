import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
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
  readonly scopes: readonly string[];
};

/** What must be equal for two readings of a file to come out the same: its bytes, how they are read, our rules, and which schools the sender may touch. */
export function readingHash(
  sha256: string,
  version: string,
  mode: Mode,
  schools: readonly string[] | undefined,
): Buffer {
  const whose = schools === undefined ? 'all schools' : JSON.stringify([...schools].sort());
  return createHash('sha256').update(`${sha256} ${version} ${mode} ${rules} ${whose}`).digest();
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
  const found = await sql<{ scope: string; run_no: number; hash: Buffer; fine: number }>`
    select scope, run_no, hash, fine from snapshot
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
    scopes: rows.map((row) => row.scope),
  };
}

/** The packed indexes of a snapshot; read only where the file has changed. By COPY, since the driver would read so many bytes as text. */
export async function loadBodies(pool: Pool, owner: Owner, kind: Kind, snapshot: Snapshot): Promise<readonly Buffer[]> {
  const scopes = snapshot.scopes.map(escapeLiteral).join(', ');
  const client = await pool.connect();
  try {
    const stream = client.query(
      copyTo(`copy (select body from snapshot where district_id = ${escapeLiteral(owner.district)}
        and connection_id = ${owner.connection} and kind = ${escapeLiteral(kind)} and scope in (${scopes})) to stdout (format binary)`),
    );
    return valuesOf(await buffer(stream));
  } finally {
    client.release();
  }
}

// PostgreSQL's binary COPY: a head of 19 bytes, then for each row the number of its columns and, for each, length and bytes; -1 ends it.
const copyHead = 19;

function valuesOf(copied: Buffer): readonly Buffer[] {
  const values: Buffer[] = [];
  for (let at = copyHead; copied.readInt16BE(at) === 1; ) {
    const length = copied.readInt32BE(at + 2);
    values.push(copied.subarray(at + 6, at + 6 + length));
    at += 6 + length;
  }
  return values;
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
