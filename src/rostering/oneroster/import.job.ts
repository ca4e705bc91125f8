import type { Pool, PoolClient } from 'pg';
import type { ByteSource } from '../../platform/byte-source.ts';
import type { Queries } from '../../platform/database.ts';
import { type Change, type Job, type PartAtWork, type PartWork, type Plan, Stop } from '../../runs/job.ts';
import { analyzeKind, countActive, hasAny, type Owner, orphanedSince } from '../roster.repository.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { writeRoster } from '../roster-write.repository.ts';
import { fileOf, type Kind, selfReferring } from './columns.model.ts';
import { type Deletion, living } from './deletions.repository.ts';
import {
  collectGone,
  type FileSource,
  headerNotes,
  listDeletions,
  type Opened,
  rowPages,
  wantedOf,
} from './file-pages.job.ts';
import { beginScan, type FileScan, forget, inShard, rememberId, spotAt } from './file-scan.model.ts';
import {
  exemptKeys,
  lookUp,
  orphanedByLink,
  type ParentStore,
  somethingArrived,
  somethingHeld,
  trimParents,
} from './import-known.repository.ts';
import { checkItem, type Item, itemFacts, type Known, planItem } from './item.model.ts';
import { forgetLines, pack, packChanges } from './line-index.model.ts';
import { orderByParents } from './parents.model.ts';
import { openRelease } from './release.job.ts';
import { isReadable, type Mode, readRow } from './row.model.ts';
import {
  dropSnapshots,
  invalidateSnapshots,
  linesBefore,
  loadSnapshot,
  patchSnapshot,
  type Reading,
  readingHash,
  type Snapshot,
  saveSnapshot,
  scopeOf,
} from './snapshot.repository.ts';
import { spotReader } from './spots.repository.ts';

/** Opens a part of a file import: proves that nothing changed, or scans the file and prepares to read what did. */
export async function openFilePart(
  db: Queries,
  pool: Pool,
  part: PartAtWork,
  from: FileSource,
  source: ByteSource,
): Promise<PartWork<Item, Known, RosterBody>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as Kind;
  const file = fileOf(from.version, kind);
  const exempt = await exemptKeys(db, part.district, part.flow, kind);
  const snapshot = await loadSnapshot(db, owner, kind, from.mode, from.shard);
  const orphans = await orphansOf(db, owner, kind, snapshot);
  // Rows that refer to each other are few and always read in full; all others only where their line has changed.
  const before = selfReferring.has(kind) ? null : snapshot;
  if (before !== null && orphans.length === 0 && (await standsAsBefore(db, owner, part, from, before))) {
    return unchangedWork(source, from.shard.of === 1 ? null : part.unit, before);
  }
  const last = before === null ? null : linesBefore(pool, owner, kind, before, orphans);
  const { scan, known, until, stop } = await beginScan(file, source, from.mode, from.shard, last);
  try {
    const empty = !(await hasAny(db, owner, kind));
    if (selfReferring.has(kind)) await until(() => false);
    const family = selfReferring.has(kind) ? await orderOf(scan, source, from.mode) : null;
    // Another part of the same file may have begun to write meanwhile: then nothing is known of last time.
    const opened = {
      db,
      pool,
      part,
      owner,
      from,
      file,
      source,
      snapshot: known ? before : null,
      scan,
      until,
      family,
      empty,
      exempt,
    };
    return work(opened, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keys that look the same but whose parents are gone since the last reading. */
async function orphansOf(db: Queries, owner: Owner, kind: Kind, snapshot: Snapshot | null): Promise<readonly string[]> {
  if (snapshot === null) return [];
  const { run } = snapshot;
  return [...(await orphanedSince(db, owner, kind, run)), ...(await orphanedByLink(db, owner, kind, run))];
}

/** The same bytes, read in the same way, and nothing that they wait for has come or been asked for: all stands as it did. */
async function standsAsBefore(
  db: Queries,
  owner: Owner,
  part: PartAtWork,
  from: FileSource,
  before: Snapshot,
): Promise<boolean> {
  const kind = part.kind as Kind;
  const hash = readingHash(from.sha256, from.version, from.mode, part.scope.schools);
  if (part.cursor !== null || !before.hash.equals(hash)) return false;
  if (part.scope.allowDeletions === true && (await somethingHeld(db, part.district, part.flow, kind))) return false;
  return !(await somethingArrived(db, owner, part.flow, kind));
}

/** Orgs and sessions name each other as parents: they are read once in full to find the order. */
async function orderOf(scan: FileScan, source: ByteSource, mode: Mode) {
  const read = spotReader(source, scan);
  const children = [];
  const place = scan.header.file.columns.findIndex((column) => column.into === 'parent_id');
  for (let at = 0; at < scan.changed.count; at++) {
    const spot = spotAt(scan.changed, at);
    const { bytes, start, end } = await read(spot);
    const row = spot.mark === 'row' ? readRow(scan.header, bytes, start, end, spot.line, mode) : null;
    const parent = row?.values[place];
    children.push({ key: row?.key ?? null, parent: typeof parent === 'string' ? parent : null });
  }
  return orderByParents(children);
}

function unchangedWork(source: ByteSource, unit: string | null, before: Snapshot): PartWork<Item, Known, RosterBody> {
  const never = () => {
    throw new Error('a part that stands as before has nothing to read');
  };
  return {
    total: () => before.fine,
    inOrder: false,
    asBefore: { unchanged: before.fine, unit, since: before.run },
    notes: () => [],
    collect: never,
    nameOf: never,
    factsOf: never,
    known: never,
    check: never,
    plan: never,
    deletions: never,
    write: never,
    invalidate: never,
    finish: async () => {},
    close: () => source.close(),
  };
}

function work(opened: Opened, stop: () => Promise<void>): PartWork<Item, Known, RosterBody> {
  const { db, part, owner, from, file, source, scan, exempt } = opened;
  const kind = file.kind;
  const parents: ParentStore = new Map();
  let gone: Promise<readonly Deletion[]> | undefined;
  const deletionsOnce = () => {
    gone ??= listDeletions(opened);
    return gone;
  };
  const collectRows = rowPages(opened);
  let written = 0;
  return {
    // Until the file was read to its end: as many as last time.
    total: () => (scan.ended ? scan.rows : Math.max(scan.rows, opened.snapshot?.fine ?? 0)),
    inOrder: opened.family !== null,
    asBefore: null,
    notes: () => headerNotes(opened),
    async collect(after) {
      if (typeof after?.['gone'] === 'string') return collectGone(opened, await deletionsOnce(), after['gone']);
      return collectRows(after);
    },
    nameOf: ({ key, byLine, line }) => ({ key, byLine, line }),
    factsOf: (name) => itemFacts(file, name),
    known: (items) =>
      lookUp(db, owner, part.flow, kind, wantedOf(file, items, trimParents(parents)), parents, opened.empty, exempt),
    check: (item, known) =>
      checkItem(file, { connection: owner.connection, schools: part.scope.schools ?? null }, item, known),
    plan(item, known) {
      const plan = planItem(file, item, known);
      if (opened.family === null) remember(scan, item, known, plan);
      return plan;
    },
    async deletions() {
      const listed = (await deletionsOnce()).map(({ key }) => key).filter((key) => !exempt.has(key));
      const keys = await living(db, owner, kind, listed);
      // A shard sees its share of the deletions; keys are spread evenly over shards.
      const count = keys.length * from.shard.of;
      // What was fine last time is about what is known; all rows are counted only where it comes near the threshold.
      const about = opened.snapshot?.fine ?? 0;
      return { count, known: count * 20 < about ? about : await countActive(db, owner, kind, part.run) };
    },
    async write(client, changes) {
      written += changes.length;
      await writeRoster(client, { ...owner, run: part.run, kind }, changes as readonly Change<RosterBody>[]);
      return changes.map(() => ({ got: 'accepted' as const }));
    },
    invalidate: (client) => invalidateSnapshots(client, owner, kind, part.run),
    async finish(client) {
      if (!(await source.unchanged())) throw new Stop('connection.file_changed', { file: from.file });
      await settleRecords(client, opened);
      // Of a file whose first line is none nothing is known: the next one is read as if it were the first.
      if (!isReadable(scan.header)) return dropSnapshots(client, owner, kind, part.run + 1);
      const lines = await forgetRefused(client, opened);
      const kept = (await deletionsOnce()).filter(({ key, spot }) => spot === null && exempt.has(key)).length;
      const hash = readingHash(from.sha256, from.version, from.mode, part.scope.schools);
      await saveReading(client, opened, { run: part.run, hash, fine: scan.rows - lines + kept });
    },
    async close() {
      await stop();
      await source.close();
      // After a bulk load the planner still believes in an empty table, and would read all of it to find a few rows.
      if (written > 1000 && written * 5 > scan.rows) await analyzeKind(db, kind);
    },
  };
}

/** What was read becomes what is known: as a patch on the last reading where that is what it was compared with, else whole. */
async function saveReading(client: PoolClient, opened: Opened, reading: Reading): Promise<void> {
  const { owner, from, scan, snapshot, file, family } = opened;
  const scope = scopeOf(from.mode, from.shard);
  const known = family === null ? (snapshot?.scopes ?? []) : [];
  if (known.length > 0) {
    const changes = packChanges(scan.index);
    if (await patchSnapshot(client, owner, file.kind, known, scope, reading, changes)) return;
  }
  const body = family === null ? pack(scan.index) : Buffer.alloc(0);
  await saveSnapshot(client, owner, file.kind, scope, reading, body);
}

/** The index keeps each row's id, so that a row that vanishes one night is found without reading all others. */
function remember(scan: FileScan, item: Item, known: Known, plan: Plan<RosterBody>): void {
  const id = plan.to === 'write' ? plan.change.body.id : known.stored.get(item.key)?.id;
  if (typeof id === 'number') rememberId(scan.index, item.key, id);
}

/** Takes the lines of refused rows out of what is known, so that they are judged again next time; answers how many rows of the file they are. */
async function forgetRefused(client: PoolClient, { part, scan }: Opened): Promise<number> {
  const { index } = scan;
  const refused = await client.query<{ key: string; by_line: boolean; line: number | null }>(
    "select key, by_line, (facts->>'line')::int as line from record where district_id = $1 and flow_no = $2 and kind = $3 and last_run = $4 and unit = $5",
    [part.district, part.flow, part.kind, part.run, part.unit],
  );
  const lines = new Set<number>();
  for (const row of refused.rows) {
    if (!row.by_line) forget(index, row.key);
    else if (row.line !== null) lines.add(row.line);
  }
  if (lines.size > 0) forgetLines(index, lines);
  return refused.rows.filter((row) => row.line !== null).length;
}

/** Records that this reading did not carry are gone with it: all of them after a whole list, those known by line only after changes. */
async function settleRecords(client: PoolClient, { part, from }: Opened): Promise<void> {
  const stale = await client.query<{ key: string; by_line: boolean }>(
    'select key, by_line from record where district_id = $1 and flow_no = $2 and kind = $3 and last_run < $4',
    [part.district, part.flow, part.kind, part.run],
  );
  const gone = stale.rows.filter((row) =>
    row.by_line ? from.shard.at === 0 : from.mode === 'bulk' && inShard(row.key, from.shard),
  );
  if (gone.length === 0) return;
  await client.query(
    'delete from record where district_id = $1 and flow_no = $2 and kind = $3 and last_run < $4 and key = any($5)',
    [part.district, part.flow, part.kind, part.run, gone.map((row) => row.key)],
  );
}

/** The rostering job as far as files go: opens the bytes of a part, wherever they lie. */
export function fileImportJob(deps: { readonly pool: Pool; open(source: FileSource): Promise<ByteSource> }): Job {
  return {
    id: 'rostering',
    refused: 'invalid',
    holdAbove: { share: 0.1, count: 10 },
    massChangeEntry: 'oneroster.mass_deletion',
    notStoredEntry: 'oneroster.not_stored',
    async open(house, part) {
      if (part.scope.hold !== undefined) return openRelease(house.db, part, part.scope.hold);
      const from = part.source as FileSource;
      let source: ByteSource;
      try {
        source = await deps.open(from);
      } catch (error) {
        if (error instanceof Stop) throw error;
        throw new Stop('connection.upload_lost', {
          file: from.file,
          reason: error instanceof Error ? error.message.replace(/['"].*['"]/g, '').trim() : 'it cannot be opened',
        });
      }
      try {
        return await openFilePart(house.db, deps.pool, part, from, source);
      } catch (error) {
        await source.close();
        throw error;
      }
    },
  };
}
