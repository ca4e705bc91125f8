import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { Change, PartAtWork, PartWork } from '../../runs/job.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { writeRoster } from '../roster-write.repository.ts';
import type { Kind } from './columns.model.ts';
import { lookUp } from './import-known.repository.ts';
import type { Item, Known } from './item.model.ts';
import { planDeletion } from './item.model.ts';
import { dropSnapshots } from './snapshot.repository.ts';

const recordsAPage = 10_000;

/** A part that carries out what a hold listed: the deletions that a person released. What has come back meanwhile is no longer on the list. */
export async function openRelease(
  db: Queries,
  part: PartAtWork,
  hold: number,
): Promise<PartWork<Item, Known, RosterBody>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as Kind;
  const chosen = part.scope.records === undefined ? sql`true` : sql`key = any(${part.scope.records as string[]})`;
  const count = await sql<{
    n: number;
  }>`select count(*)::int as n from record where district_id = ${part.district} and hold_no = ${hold} and ${chosen}`.execute(
    db,
  );
  return {
    total: () => count.rows[0]?.n ?? 0,
    inOrder: true,
    asBefore: null,
    notes: () => [],
    async collect(after) {
      const behind = typeof after?.['key'] === 'string' ? after['key'] : '';
      const found = await sql<{
        key: string;
      }>`select key from record where district_id = ${part.district} and hold_no = ${hold} and ${chosen} and key > ${behind} collate "C"
        order by key limit ${recordsAPage}`.execute(db);
      const items = found.rows.map(
        ({ key }): Item => ({ key, byLine: false, line: null, row: null, gone: true, findings: [] }),
      );
      const last = items.at(-1);
      return {
        items,
        same: 0,
        next: items.length === recordsAPage && last !== undefined ? { key: last.key } : null,
        phase: 'rows',
        progress: items.length,
      };
    },
    nameOf: ({ key }) => ({ key, byLine: false, line: null }),
    factsOf: ({ key }) => ({ key }),
    known: (items) =>
      lookUp(
        db,
        owner,
        part.flow,
        kind,
        { keys: items.map(({ key }) => key), parents: new Map() },
        new Map(),
        false,
        new Set(),
      ),
    check: () => [],
    plan: (item, known) => planDeletion(kind, item, known),
    deletions: async () => ({ count: 0, known: 0 }),
    async write(client, changes) {
      await writeRoster(client, { ...owner, run: part.run, kind }, changes as readonly Change<RosterBody>[]);
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    // Rows that were held are counted anew by the next reading.
    invalidate: (client) => dropSnapshots(client, owner, kind, part.run),
    finish: async () => {},
    close: async () => {},
  };
}
