import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import { heldRecords } from '../../runs/held.repository.ts';
import type { Change, PartAtWork, PartWork, Plan } from '../../runs/job.ts';
import type { HeldChange } from '../../runs/unusual.model.ts';
import { heldSchool } from '../held/held-list.read-model.ts';
import { storedOf } from '../roster.repository.ts';
import { type RosterBody, rosterTables, type Stored, valuesOfCopy } from '../roster-table.model.ts';
import { writeRoster } from '../roster-write.repository.ts';
import type { Kind } from './columns.model.ts';
import { dropSnapshots } from './snapshot.repository.ts';

const recordsAPage = 10_000;
/** A record of the list; null: it shall be deleted. */
type Listed = { readonly key: string; readonly change: (HeldChange & { readonly body: RosterBody }) | null };
type StoredOf = ReadonlyMap<string, Stored>;

/**
 * A part that carries out what a hold listed, as it was shown when a person released it. What the source shows otherwise
 * meanwhile is no longer on the list.
 */
export async function openRelease(
  db: Queries,
  part: PartAtWork,
  hold: number,
): Promise<PartWork<Listed, StoredOf, RosterBody>> {
  const { district, run } = part;
  const owner = { district, connection: part.connection };
  const kind = part.kind as Kind;
  const { records, heldOf: schools } = part.scope;
  const list = heldRecords({ district, no: hold }, { records, schools, school: heldSchool(kind) });
  const count = await sql<{ n: number }>`select count(*)::int as n from ${list}`.execute(db);
  return {
    total: () => count.rows[0]?.n ?? 0,
    inOrder: true,
    asBefore: null,
    notes: () => [],
    async collect(after) {
      const behind = typeof after?.['key'] === 'string' ? after['key'] : '';
      const { rows: items } = await sql<Listed>`select record.key, record.held_change as change from ${list}
        and record.key > ${behind} collate "C" order by record.key limit ${recordsAPage}`.execute(db);
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
      storedOf(
        db,
        owner,
        kind,
        items.map(({ key }) => key),
      ),
    check: () => [],
    plan: ({ key, change }, known) => planReleased(kind, key, change, known.get(key), owner.connection),
    deletions: async () => ({ count: 0, known: 0 }),
    async write(client, changes) {
      await writeRoster(client, { ...owner, run, kind }, changes as readonly Change<RosterBody>[]);
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    // Rows that were held are counted anew by the next reading.
    invalidate: (client) => dropSnapshots(client, owner, kind, run),
    finish: async () => {},
    close: async () => {},
  };
}

/** What was held, by what is there now: somebody else may have been faster. */
function planReleased(
  kind: Kind,
  key: string,
  held: Listed['change'],
  stored: Stored | undefined,
  connection: number,
): Plan<RosterBody> {
  const write = (operation: Change<RosterBody>['operation'], body: RosterBody): Plan<RosterBody> => ({
    to: 'write',
    change: { key: { kind, id: key }, side: 'here', operation, body, repeatable: true },
  });
  if (held === null) {
    if (stored?.active !== true || stored.connection !== connection) return { to: 'unchanged' };
    return write('delete', { id: stored.id, print: stored.print });
  }
  const { body } = held;
  if (stored === undefined) return write('create', body);
  if (stored.active && stored.print === body.print) return { to: 'unchanged' };
  const { copy, ...rest } = body;
  const values = rest.values ?? valuesOfCopy(rosterTables[kind], copy ?? '');
  return write('update', { ...rest, id: stored.id, values });
}
