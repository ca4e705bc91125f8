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

export const scopeOf = (mode: Mode, shard: Shard) => `${mode} ${shard.at}/${shard.of}`;

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
    where district_id = ${owner.district} and connection_id = ${owner.connection} and kind = ${kind} and scope like ${`${mode} %`} and patch = 0 and valid`.execute(
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

/**
 * The packed indexes of a snapshot, each followed by its patches; null where it is no longer valid. Read only where the
 * file has changed, and by COPY, since the driver would read so many bytes as text.
 */
export async function loadBodies(
  pool: Pool,
  owner: Owner,
  kind: Kind,
  snapshot: Snapshot,
): Promise<readonly Buffer[] | null> {
  const scopes = snapshot.scopes.map(escapeLiteral).join(', ');
  const client = await pool.connect();
  try {
    const stream = client.query(
      copyTo(`copy (select patch, body from snapshot where district_id = ${escapeLiteral(owner.district)}
        and connection_id = ${owner.connection} and kind = ${escapeLiteral(kind)} and scope in (${scopes}) and valid
        order by scope, patch) to stdout (format binary)`),
    );
    const rows = rowsOf(await buffer(stream));
    const whole = rows.filter((row) => row.patch === 0).length === snapshot.scopes.length;
    return whole ? rows.map((row) => row.body) : null;
  } finally {
    client.release();
  }
}

// PostgreSQL's binary COPY: a head of 19 bytes, then for each row the number of its columns (two here) and, for each,
// length and bytes; -1 ends it.
const copyHead = 19;
const toPatch = 2 + 4;
const toBody = toPatch + 4 + 4;

function rowsOf(copied: Buffer): readonly { readonly patch: number; readonly body: Buffer }[] {
  const rows = [];
  for (let at = copyHead; copied.readInt16BE(at) === 2; ) {
    const length = copied.readInt32BE(at + toBody - 4);
    rows.push({ patch: copied.readInt32BE(at + toPatch), body: copied.subarray(at + toBody, at + toBody + length) });
    at += toBody + length;
  }
  return rows;
}

/** Whether the last reading of a file left an index for the whole of it, so that it can be read in one piece again. */
export async function hasSnapshot(db: Queries, owner: Owner, kind: Kind, mode: Mode): Promise<boolean> {
  const found =
    await sql`select 1 from snapshot where district_id = ${owner.district} and connection_id = ${owner.connection} and kind = ${kind} and scope like ${`${mode} %`} and valid limit 1`.execute(
      db,
    );
  return found.rows.length > 0;
}

/** From now on nothing is known of earlier readings: a run has begun to write past them. */
export async function invalidateSnapshots(client: PoolClient, owner: Owner, kind: Kind, run: number): Promise<void> {
  await client.query(
    'update snapshot set valid = false where district_id = $1 and connection_id = $2 and kind = $3 and run_no < $4 and valid',
    [owner.district, owner.connection, kind, run],
  );
}

/** Nothing of the kind is known any more. */
export async function dropSnapshots(client: PoolClient, owner: Owner, kind: Kind, before: number): Promise<void> {
  await client.query(
    'delete from snapshot where district_id = $1 and connection_id = $2 and kind = $3 and run_no < $4',
    [owner.district, owner.connection, kind, before],
  );
}

/** A reading that has ended: of which run, of which bytes, and how many rows stood fine. */
export type Reading = { readonly run: number; readonly hash: Buffer; readonly fine: number };

/** Stores a whole reading in place of all earlier ones. */
export async function saveSnapshot(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  scope: string,
  reading: Reading,
  body: Buffer,
): Promise<void> {
  await dropSnapshots(client, owner, kind, reading.run);
  await insertBody(client, owner, kind, scope, 0, reading, body);
}

const mostPatches = 14;
const largestShare = 0.1;

/** Adds what a reading changed of the one before it. False: too much has changed, or too many patches lie on it; it must be stored whole. */
export async function patchSnapshot(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  scope: string,
  reading: Reading,
  changes: Buffer,
): Promise<boolean> {
  const key = [owner.district, owner.connection, kind, scope];
  const found = await client.query<{ last: number; bytes: number }>(
    `select max(patch) as last, (sum(octet_length(body)) filter (where patch = 0))::int8 as bytes from snapshot
     where district_id = $1 and connection_id = $2 and kind = $3 and scope = $4`,
    key,
  );
  const { last, bytes } = found.rows[0] ?? { last: mostPatches, bytes: 0 };
  if (last === null || last >= mostPatches || changes.length > bytes * largestShare) return false;
  await client.query(
    'update snapshot set valid = true, run_no = $5, hash = $6, fine = $7, fetched_at = now() where district_id = $1 and connection_id = $2 and kind = $3 and scope = $4',
    [...key, reading.run, reading.hash, reading.fine],
  );
  if (changes.length > 0) await insertBody(client, owner, kind, scope, last + 1, reading, changes);
  // What other readings left (of another mode, of other shards) is not what was read last.
  await dropSnapshots(client, owner, kind, reading.run);
  return true;
}

async function insertBody(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  scope: string,
  patch: number,
  { run, hash, fine }: Reading,
  body: Buffer,
): Promise<void> {
  await client.query(
    `insert into snapshot (district_id, connection_id, kind, scope, patch, run_no, fetched_at, hash, fine, body) values ($1, $2, $3, $4, $5, $6, now(), $7, $8, $9)
     on conflict (district_id, connection_id, kind, scope, patch) do update set valid = true, run_no = excluded.run_no, fetched_at = excluded.fetched_at, hash = excluded.hash, fine = excluded.fine, body = excluded.body`,
    [owner.district, owner.connection, kind, scope, patch, run, hash, fine, body],
  );
}
