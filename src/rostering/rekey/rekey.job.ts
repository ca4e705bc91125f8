import type { Queries } from '../../platform/database.ts';
import type { Change, PartAtWork, PartWork } from '../../runs/job.ts';
import { pageBehind } from '../oneroster/listed.repository.ts';
import { dropSnapshots } from '../oneroster/snapshot.repository.ts';
import type { Join, RekeyKind } from './join.model.ts';
import { joinOf, type Pair, pairsBehind } from './rekey-pair.repository.ts';
import { joinRows } from './rekey-roster-write.repository.ts';

/** A part that joins records to those that their source brought under new ids, as a person confirmed their pairs. */
export async function openRekey(db: Queries, part: PartAtWork): Promise<PartWork<Pair, null, Join>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as RekeyKind;
  let total = 0;
  return {
    total: () => total,
    inOrder: true,
    asBefore: null,
    notes: () => [],
    async collect(after) {
      const page = await pageBehind(after, (behind, limit) => pairsBehind(db, part, behind, limit));
      total = page.progress;
      return page;
    },
    nameOf: ({ key }) => ({ key, byLine: false, line: null }),
    factsOf: ({ key }) => ({ key }),
    known: async () => null,
    check: () => [],
    plan(pair) {
      const body = joinOf(pair);
      // It does not stand any more as it was confirmed: what is there now is left as it is.
      if (body === null) return { to: 'unchanged' };
      const key = { kind, id: pair.key };
      return { to: 'write', change: { key, side: 'here', operation: 'update', body, repeatable: true } };
    },
    deletions: async () => ({ count: 0, known: 0 }),
    async write(client, changes: readonly Change<Join>[]) {
      await joinRows(
        client,
        { ...owner, run: part.run, flow: part.flow, kind },
        changes.map(({ body }) => body),
      );
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    // Rows have other keys and ids than the last reading knows: the next one is compared with nothing.
    invalidate: (client) => dropSnapshots(client, owner, kind, part.run),
    finish: async () => {},
    close: async () => {},
  };
}
