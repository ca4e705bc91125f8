import type { PoolClient } from 'pg';
import type { Owner } from '../roster.repository.ts';
import { rosterTables } from '../roster-table.model.ts';
import { type Kind, selfReferring } from './columns.model.ts';
import { packDoubted } from './line-index.model.ts';
import { hashKey, print } from './print.model.ts';
import { dropSnapshots, largestShare } from './snapshot.repository.ts';

// Some records were carried by themselves: they stand otherwise than the last whole reading knows. The next one looks at
// them again, and at nothing else that is as it was.

type Doubted = { readonly low: number; readonly high: number; readonly id: number };
type Kept = { readonly scope: string; readonly last: number; readonly bytes: number };

/** Forgets the lines of these keys in all that is known of a kind; that there are records of these keys stays known. */
export async function doubtLines(
  client: PoolClient,
  owner: Owner,
  kind: Kind,
  keys: readonly string[],
  run: number,
): Promise<void> {
  const { district, connection } = owner;
  const kept = await client.query<Kept>(
    `select scope, max(patch) as last, sum(octet_length(body))::int8 as bytes from snapshot
     where district_id = $1 and connection_id = $2 and kind = $3 group by scope`,
    [district, connection, kind],
  );
  // Rows that name each other are always read in full.
  const doubted = selfReferring.has(kind) ? [] : await storedPrints(client, owner, kind, keys);
  const patches = kept.rows.map((one) => ({ ...one, lines: packDoubted(doubted.filter(inScope(one.scope))) }));
  if (patches.some(({ lines, bytes }) => lines.length > bytes * largestShare))
    return dropSnapshots(client, owner, kind, run);
  for (const { scope, last, lines } of patches) {
    const key = [district, connection, kind, scope];
    // Not even the same bytes are proof any more that all stands as it did.
    await client.query(
      `update snapshot set hash = '' where district_id = $1 and connection_id = $2 and kind = $3 and scope = $4`,
      key,
    );
    if (lines.length === 0) continue;
    await client.query(
      last > 0
        ? 'update snapshot set body = body || $5 where district_id = $1 and connection_id = $2 and kind = $3 and scope = $4 and patch = $6'
        : `insert into snapshot (district_id, connection_id, kind, scope, patch, run_no, fetched_at, hash, fine, valid, body)
           select district_id, connection_id, kind, scope, patch + 1, run_no, fetched_at, hash, fine, valid, $5 from snapshot
           where district_id = $1 and connection_id = $2 and kind = $3 and scope = $4 and patch = $6`,
      [...key, lines, last],
    );
  }
}

/** Those of the keys that are stored, alive or not. */
async function storedPrints(
  client: PoolClient,
  { district, connection }: Owner,
  kind: Kind,
  keys: readonly string[],
): Promise<readonly Doubted[]> {
  const { table, key } = rosterTables[kind];
  const found = await client.query<{ key: string; id: number }>(
    `select ${key} as key, id from ${table} where district_id = $1 and connection_id = $2 and ${key} = any($3)`,
    [district, connection, keys],
  );
  return found.rows.map((row) => {
    hashKey(row.key);
    return { low: print.low, high: print.high, id: row.id };
  });
}

/** Whether a key is of a scope such as `bulk 1/2`. */
function inScope(scope: string): (key: Doubted) => boolean {
  const [at = 0, of = 1] = (scope.split(' ')[1] ?? '').split('/').map(Number);
  return ({ high }) => high % of === at;
}
