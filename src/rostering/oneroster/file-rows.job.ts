import type { ByteSource } from '../../platform/byte-source.ts';
import type { Change, PartWork } from '../../runs/job.ts';
import { pastAmong } from '../archive.repository.ts';
import { countActive } from '../roster.repository.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { writeRoster } from '../roster-write.repository.ts';
import { selfReferring } from './columns.model.ts';
import { type Deletion, living } from './deletions.repository.ts';
import { collectGone, listDeletions, type Opened, rowPages, wantedOf } from './file-pages.job.ts';
import { type ScanAtWork, spotAt } from './file-scan.model.ts';
import { lookUp, type ParentStore, trimParents } from './import-known.repository.ts';
import { checkItem, type Item, itemFacts, type Known, planItem } from './item.model.ts';
import { orderByParents } from './parents.model.ts';
import { type Mode, readRow } from './row.model.ts';
import { keysBySchool, livingBySchool, schoolsOfKeys } from './school-of.repository.ts';
import { shadowed } from './shadow.repository.ts';
import { spotReader } from './spots.repository.ts';

type Work = PartWork<Item, Known, RosterBody>;
type Rows = Pick<
  Work,
  | 'inOrder'
  | 'asBefore'
  | 'collect'
  | 'nameOf'
  | 'factsOf'
  | 'known'
  | 'check'
  | 'plan'
  | 'deletions'
  | 'census'
  | 'write'
>;

/** How rows of an opened file are read, judged and written, whether all of them are carried or some. `listed`: what would be deleted. */
export function fileRows(
  opened: Opened,
): Rows & { listed(): Promise<readonly Deletion[]> /** Rows written so far. */; written(): number } {
  const { db, part, owner, from, file, decided } = opened;
  const { kind } = file;
  const parents: ParentStore = new Map();
  let gone: Promise<readonly Deletion[]> | undefined;
  const listed = () => {
    gone ??= listDeletions(opened);
    return gone;
  };
  const collectRows = rowPages(opened);
  const importer = { connection: owner.connection, schools: part.scope.schools ?? null };
  const { shadow, family } = opened;
  const leaving = async () => {
    const keys = (await listed()).map(({ key }) => key).filter((key) => !decided.kept.has(key));
    const past = await pastAmong(db, owner, kind, keys);
    return living(
      db,
      owner,
      kind,
      keys.filter((key) => !past.has(key)),
    );
  };
  /** What a source marks as deleted of a year that is over stays too. */
  const keptAmong = async (items: readonly Item[]) => {
    const gone = items.filter((item) => item.gone).map(({ key }) => key);
    const past = await pastAmong(db, owner, kind, gone);
    return past.size === 0 ? decided : { ...decided, kept: new Set([...decided.kept, ...past]) };
  };
  let written = 0;
  return {
    inOrder: opened.family !== null,
    asBefore: null,
    async collect(after) {
      if (typeof after?.['gone'] === 'string') return collectGone(opened, await listed(), after['gone']);
      return collectRows(after);
    },
    nameOf: ({ key, byLine, line }) => ({ key, byLine, line }),
    factsOf: (name) => itemFacts(file, name),
    async known(items) {
      const wanted = wantedOf(file, items, trimParents(parents));
      const kept = await keptAmong(items);
      const known = await lookUp(db, owner, part.flow, kind, wanted, parents, opened.empty, kept, shadow !== null);
      return shadow === null ? known : shadowed(known, shadow, owner);
    },
    check(item, known) {
      const findings = checkItem(file, importer, item, known);
      if (family !== null && findings.some(({ level }) => level === 'refuse')) shadow?.note(kind, item.key, 'refused');
      return findings;
    },
    plan(item, known) {
      const plan = planItem(file, item, known);
      // Rows of a file that name each other see what those before them would do.
      if (family !== null && !item.gone && plan.to === 'write') shadow?.note(kind, item.key, 'made');
      if (family !== null && plan.to === 'wait') shadow?.note(kind, item.key, 'refused');
      return plan;
    },
    async deletions() {
      const alive = await leaving();
      // A shard sees its share of the deletions; keys are spread evenly over shards.
      const count = alive.length * from.shard.of;
      // What was fine last time is about what is known; all rows are counted only where it comes near the threshold.
      const about = opened.snapshot?.fine ?? 0;
      return { count, known: count * 20 < about ? about : await countActive(db, owner, kind, part.run) };
    },
    census: {
      shares: from.shard.of,
      living: () => livingBySchool(db, owner, kind, part.run),
      gone: async () => keysBySchool(db, owner, kind, await leaving()),
      async schoolsOf(changes) {
        const unsaid = changes.filter(({ school }) => school === undefined).map(({ key }) => key.id);
        const stored = await schoolsOfKeys(db, owner, kind, unsaid);
        return changes.map(({ key, school }) => school ?? stored.get(key.id) ?? '');
      },
    },
    async write(client, changes) {
      written += changes.length;
      await writeRoster(client, { ...owner, run: part.run, kind }, changes as readonly Change<RosterBody>[]);
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    listed,
    written: () => written,
  };
}

/** Orgs and sessions name each other as parents: they are read once in full to find the order. Null: rows of the kind do not. */
export async function familyOf(
  { scan, until }: Pick<ScanAtWork, 'scan' | 'until'>,
  source: ByteSource,
  mode: Mode,
): Promise<Opened['family']> {
  const { file } = scan.header;
  if (!selfReferring.has(file.kind)) return null;
  await until(() => false);
  const read = spotReader(source, scan);
  const children = [];
  const place = file.columns.findIndex((column) => column.into === 'parent_id');
  for (let at = 0; at < scan.changed.count; at++) {
    const spot = spotAt(scan.changed, at);
    const { bytes, start, end } = await read(spot);
    const row = spot.mark === 'row' ? readRow(scan.header, bytes, start, end, spot.line, mode) : null;
    const parent = row?.values[place];
    children.push({ key: row?.key ?? null, parent: typeof parent === 'string' ? parent : null });
  }
  return orderByParents(children);
}
