import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Queries, Statements } from '../../platform/database.ts';
import type { Owner } from '../roster.repository.ts';
import type { Kind } from './columns.model.ts';
import type { Before, Shard } from './file-scan.model.ts';
import { packedBytes } from './line-index.model.ts';
import type { Mode } from './row.model.ts';

/** Raised whenever a rule, a column or a fingerprint changes, so that what was read under older rules is read anew. */
const rules = 1;

export type Snapshot = {
  readonly run: number;
  readonly hash: Buffer;
  readonly fine: number;
  readonly scopes: readonly string[];
};

/** What must be equal for two readings of a file to come out the same: its bytes, how they are read, our rules, which schools the sender may touch, and what people decided about its words and records. */
export function readingHash(
  sha256: string,
  version: string,
  mode: Mode,
  schools: readonly string[] | undefined,
  decided: string,
): Buffer {
  const whose = schools === undefined ? 'all schools' : JSON.stringify([...schools].sort());
  return createHash('sha256').update(`${sha256} ${version} ${mode} ${rules} ${whose}${decided}`).digest();
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

/** What a snapshot knows, for a scan to compare with; keys that are due must be looked at though their line is the same. */
export function linesBefore(pool: Pool, owner: Owner, kind: Kind, snapshot: Snapshot, due: readonly string[]): Before {
  return { rows: snapshot.fine, due, lines: (take) => eachPiece(pool, owner, kind, snapshot, take) };
}

/**
 * Hands out the packed lines of a snapshot, whole indexes first and then their patches, in pieces of whole lines. False:
 * it is no longer valid as a whole. Read only where the file has changed, and by COPY, since the driver would make text
 * of so many bytes.
 */
async function eachPiece(
  pool: Pool,
  owner: Owner,
  kind: Kind,
  snapshot: Snapshot,
  take: (lines: Buffer) => void,
): Promise<boolean> {
  const scopes = snapshot.scopes.map(escapeLiteral).join(', ');
  const client = await pool.connect();
  try {
    const stream = client.query(
      copyTo(`copy (select patch, body from snapshot where district_id = ${escapeLiteral(owner.district)}
        and connection_id = ${owner.connection} and kind = ${escapeLiteral(kind)} and scope in (${scopes}) and valid
        order by patch, scope) to stdout (format binary)`),
    );
    return (await readBodies(stream, take)) === snapshot.scopes.length;
  } finally {
    client.release();
  }
}

// PostgreSQL's binary COPY: a head of 19 bytes, then for each row the number of its columns (two here) and, for each,
// length and bytes; -1 instead of the number ends it.
const copyHead = 19;
const toPatch = 2 + 4;
const toLength = toPatch + 4;
const rowHead = toLength + 4;
const piece = 50_000 * packedBytes;

/** Reads rows of patch number and body; answers how many bodies were whole indexes. */
async function readBodies(stream: AsyncIterable<Buffer>, take: (lines: Buffer) => void): Promise<number> {
  const chunks = stream[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  /** Fills a place with the next bytes; answers how many there still were. */
  const fill = async (into: Buffer) => {
    let got = 0;
    while (got < into.length) {
      if (at === chunk.length) {
        const next = await chunks.next();
        if (next.done === true) break;
        chunk = next.value;
        at = 0;
      }
      const size = chunk.copy(into, got, at);
      got += size;
      at += size;
    }
    return got;
  };
  const row = Buffer.alloc(rowHead);
  const lines = Buffer.from(new ArrayBuffer(piece));
  let whole = 0;
  await fill(Buffer.alloc(copyHead));
  while ((await fill(row)) === rowHead) {
    if (row.readInt32BE(toPatch) === 0) whole++;
    for (let left = row.readInt32BE(toLength); left > 0; ) {
      const got = await fill(lines.subarray(0, Math.min(left, piece)));
      if (got === 0) throw new Error('a snapshot was cut off while it was read');
      take(lines.subarray(0, got));
      left -= got;
    }
  }
  return whole;
}

/** Whether the last reading of a file left an index for the whole of it, so that it can be read in one piece again. */
export async function hasSnapshot(db: Statements, owner: Owner, kind: Kind, mode: Mode): Promise<boolean> {
  const found = await db.query(
    'select 1 from snapshot where district_id = $1 and connection_id = $2 and kind = $3 and scope like $4 and valid limit 1',
    [owner.district, owner.connection, kind, `${mode} %`],
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
/** A patch that would be a larger share of what it lies on is not worth keeping. */
export const largestShare = 0.1;

/** Adds what a reading changed of the one before it, which stands in one scope or in all shards of the file. False: too much has changed, or too many patches lie on it; it must be stored whole. */
export async function patchSnapshot(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  from: readonly string[],
  scope: string,
  reading: Reading,
  changes: Buffer,
): Promise<boolean> {
  const key = [owner.district, owner.connection, kind, scope];
  if (!from.includes(scope)) await joinShards(client, owner, kind, from, scope);
  const found = await client.query<{ last: number; bytes: number }>(
    `select max(patch) as last, sum(octet_length(body))::int8 as bytes from snapshot
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

/** What was read in shards stands from now on as one: a patch is no more than further lines, and so are other shards. */
async function joinShards(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  shards: readonly string[],
  scope: string,
): Promise<void> {
  const key = [owner.district, owner.connection, kind];
  const which = 'district_id = $1 and connection_id = $2 and kind = $3';
  await client.query(`delete from snapshot where ${which} and scope = $4`, [...key, scope]);
  await client.query(
    `update snapshot set scope = $5, patch = place.at
     from (select scope as shard, patch as before, row_number() over (order by patch, scope) - 1 as at from snapshot where ${which} and scope = any($4)) place
     where ${which} and scope = place.shard and patch = place.before`,
    [...key, shards, scope],
  );
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
