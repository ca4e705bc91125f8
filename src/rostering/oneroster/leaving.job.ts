import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { Name, PartAtWork, PartWork } from '../../runs/job.ts';
import type { Kind } from './columns.model.ts';
import { listed, pageBehind } from './listed.repository.ts';
import { dropSnapshots } from './snapshot.repository.ts';

type Left = Name & { readonly reason: string };

/** A part that carries records which shall not come: nothing of them is read or written, and each is told as what it is. */
export async function openLeaving(db: Queries, part: PartAtWork): Promise<PartWork<Left, null, never>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as Kind;
  const records = listed(part);
  const { rows } = await sql<{ n: number; reason: string }>`select count(*) as n,
    (select asked -> 'values' ->> 'reason' from fix where district_id = ${part.district} and no = ${part.scope.fix}) as reason
    from ${records}`.execute(db);
  const { n, reason } = rows[0] ?? { n: 0, reason: '' };
  const nothing = async () => {};
  return {
    total: () => n,
    inOrder: true,
    asBefore: null,
    notes: () => [],
    collect: (after) =>
      pageBehind(after, async (behind, limit) => {
        const found = await sql<{
          key: string;
        }>`select key from ${records} and key > ${behind} order by key limit ${limit}`.execute(db);
        return found.rows.map(({ key }) => ({ key, byLine: false, line: null, reason }));
      }),
    nameOf: ({ key, byLine, line }) => ({ key, byLine, line }),
    factsOf: ({ key }) => ({ key }),
    known: async () => null,
    check: () => [],
    plan: ({ key, reason: why }) => ({
      to: 'left',
      entry: 'oneroster.left_out',
      note: 'oneroster.rows_left_out',
      facts: { key, kind: part.kind, reason: why },
    }),
    deletions: async () => ({ count: 0, known: 0 }),
    write: async () => [],
    invalidate: nothing,
    // What the last reading knew was without them: when it ends, nothing of it may hide them.
    finish: (client) => dropSnapshots(client, owner, kind, part.run),
    close: nothing,
  };
}
