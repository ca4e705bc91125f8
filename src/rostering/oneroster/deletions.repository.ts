import { createInterface } from 'node:readline';
import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Queries } from '../../platform/database.ts';
import { activeKeysSql, keysOfIds, type Owner, storedOf } from '../roster.repository.ts';
import type { Kind } from './columns.model.ts';
import { type FileScan, inShard, lineOfKey, type Shard } from './file-scan.model.ts';
import { recordKeys } from './import-known.repository.ts';
import { vanishedIds } from './line-index.model.ts';
import { isReadable } from './row.model.ts';

/** A record that would be deleted: it is not in the file, or stands in it marked as deleted (then at `spot`). */
export type Deletion = { readonly key: string; readonly spot: number | null };

type Search = {
  readonly db: Queries;
  readonly pool: Pool;
  readonly owner: Owner;
  readonly flow: number;
  readonly kind: Kind;
  readonly shard: Shard;
  readonly scan: FileScan;
  /** Everything fine was in the index when the file was scanned, so that what vanished is counted there. */
  readonly complete: boolean;
  /** Nothing was known before this reading. */
  readonly empty: boolean;
  /** Keys of which the index need not know how they stood. */
  readonly unsure: readonly string[];
};

/** The living keys that the whole list does not show any more. The index says whose they were, so that nothing else is looked at. */
export async function missingKeys(search: Search): Promise<readonly string[]> {
  // A file whose first line is none, or another, is no list: nothing is missing from it.
  if (search.empty || !isReadable(search.scan.header)) return [];
  const ids = search.complete ? vanishedIds(search.scan.index) : null;
  if (ids === null) return streamMissing(search);
  const { db, owner, kind, flow } = search;
  const vanished = await keysOfIds(db, owner, kind, ids);
  // Not in the index are only those that stood ill, and those that somebody decided about.
  const unsure = [...(await recordKeys(db, owner.district, flow, kind)), ...search.unsure].filter((key) =>
    isMissing(search, key),
  );
  return [...new Set([...vanished, ...(await living(db, owner, kind, unsure))])];
}

function isMissing({ scan, shard }: Search, key: string): boolean {
  return inShard(key, shard) && lineOfKey(scan.index, key) === 0;
}

/** Those of the keys that are alive and the connection's own. */
export async function living(
  db: Queries,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < keys.length; at += 20_000) {
    const stored = await storedOf(db, owner, kind, keys.slice(at, at + 20_000));
    for (const [key, row] of stored) if (row.active && row.connection === owner.connection) found.push(key);
  }
  return found;
}

/** Streams all living keys past the index. */
async function streamMissing(search: Search): Promise<readonly string[]> {
  const session = await search.pool.connect();
  try {
    const stream = session.query(copyTo(activeKeysSql(search.owner, search.kind)));
    const missing: string[] = [];
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const key = line.includes('\\')
        ? line.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter)
        : line;
      if (isMissing(search, key)) missing.push(key);
    }
    return missing;
  } finally {
    session.release();
  }
}
