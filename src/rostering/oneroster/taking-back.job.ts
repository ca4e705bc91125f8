import type { Queries } from '../../platform/database.ts';
import type { Change, PartAtWork, PartWork } from '../../runs/job.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { writeRoster } from '../roster-write.repository.ts';
import { type Touched, touchedBy } from '../stored-image.repository.ts';
import type { Kind } from './columns.model.ts';
import { pageBehind } from './listed.repository.ts';
import { dropSnapshots } from './snapshot.repository.ts';

/** A part that takes back what a fix brought into the roster: what was not there before is deleted, all else is what it was. */
export async function openTakingBack(
  db: Queries,
  part: PartAtWork,
): Promise<PartWork<Touched & { readonly byLine: false; readonly line: null }, null, RosterBody>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as Kind;
  const fix = part.scope.fix ?? 0;
  let total = 0;
  return {
    total: () => total,
    inOrder: true,
    asBefore: null,
    notes: () => [],
    async collect(after) {
      const page = await pageBehind(after, (behind, limit) => touchedBy(db, owner, { fix, kind, behind, limit }));
      total = page.progress;
      return { ...page, items: page.items.map((one) => ({ ...one, byLine: false, line: null })) };
    },
    nameOf: ({ key, byLine, line }) => ({ key, byLine, line }),
    factsOf: ({ key }) => ({ key }),
    known: async () => null,
    check: () => [],
    plan({ key, id, print, before }) {
      const change = { key: { kind, id: key }, side: 'here', repeatable: true } as const;
      return before === null
        ? { to: 'write', change: { ...change, operation: 'delete', body: { id, print } } }
        : { to: 'write', change: { ...change, operation: 'update', body: { id, ...before } } };
    },
    deletions: async () => ({ count: 0, known: 0 }),
    async write(client, changes) {
      await writeRoster(client, { ...owner, run: part.run, kind }, changes as readonly Change<RosterBody>[]);
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    invalidate: (client) => dropSnapshots(client, owner, kind, part.run),
    finish: async () => {},
    close: async () => {},
  };
}
