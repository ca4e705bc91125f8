import type { Pool, PoolClient } from 'pg';
import type { ByteSource } from '../../platform/byte-source.ts';
import type { Queries } from '../../platform/database.ts';
import { type AnyPartWork, type Job, type PartAtWork, type PartWork, type Plan, Stop } from '../../runs/job.ts';
import { usualHoldAbove } from '../../runs/threshold.model.ts';
import { openRekey } from '../rekey/rekey.job.ts';
import { analyzeKind, hasAny, type Owner, orphanedSince } from '../roster.repository.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { openChosen } from './chosen.job.ts';
import { carriedFiles, fileOf, type Kind, selfReferring } from './columns.model.ts';
import { decisionsOf } from './decisions.repository.ts';
import { headerNotes, type Opened } from './file-pages.job.ts';
import { familyOf, fileRows } from './file-rows.job.ts';
import { beginScan, type FileScan, forget, inShard, rememberId } from './file-scan.model.ts';
import type { FileSource } from './file-source.model.ts';
import { orphanedByLink, somethingArrived, somethingHeld } from './import-known.repository.ts';
import type { Item, Known } from './item.model.ts';
import { openLeaving } from './leaving.job.ts';
import { forgetLines, pack, packChanges } from './line-index.model.ts';
import type { OwnWords } from './meaning.model.ts';
import { ownWordsOf } from './own-words.repository.ts';
import { openRelease } from './release.job.ts';
import { isReadable } from './row.model.ts';
import { type Shadow, shadowOf } from './shadow.repository.ts';
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
import { openTakingBack } from './taking-back.job.ts';

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
  const decided = await decisionsOf(db, part.district, part.flow, kind);
  const words = await ownWordsOf(db, owner, kind);
  const snapshot = await loadSnapshot(db, owner, kind, from.mode, from.shard);
  const shadow = shadowOf(db, part);
  await shadow?.ready(carriedFiles(from.version).map((one) => one.kind));
  const orphans = await orphansOf(db, owner, kind, snapshot, shadow);
  // Rows that refer to each other are few and always read in full; all others only where their line has changed.
  const before = selfReferring.has(kind) ? null : snapshot;
  const hash = readingHash(from.sha256, from.version, from.mode, part.scope.schools, decidedPrint(words, decided));
  // What is left out is told anew each time, and so it is read.
  const asBefore = before !== null && orphans.length === 0 && decided.print === '';
  if (asBefore && (await standsAsBefore(db, owner, part, before, { hash, shadow }))) {
    return unchangedWork(source, from.shard.of === 1 ? null : part.unit, before);
  }
  const last = before === null ? null : linesBefore(pool, owner, kind, before, orphans);
  const { scan, known, until, stop } = await beginScan(file, source, from.mode, from.shard, last, { words });
  try {
    const empty = !(await hasAny(db, owner, kind));
    const family = await familyOf({ scan, until }, source, from.mode);
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
      decided,
      shadow,
    };
    return work(opened, hash, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keys that look the same but whose parents are gone since the last reading. */
async function orphansOf(
  db: Queries,
  owner: Owner,
  kind: Kind,
  snapshot: Snapshot | null,
  shadow: Shadow | null,
): Promise<readonly string[]> {
  if (snapshot === null) return [];
  const { run } = snapshot;
  const alsoGone = (of: Kind) => shadow?.keys(of, 'gone') ?? [];
  return [
    ...(await orphanedSince(db, owner, kind, run, alsoGone)),
    ...(await orphanedByLink(db, owner, kind, run, alsoGone)),
  ];
}

/** The same bytes, read in the same way, and nothing that they wait for has come or been asked for: all stands as it did. */
async function standsAsBefore(
  db: Queries,
  owner: Owner,
  part: PartAtWork,
  before: Snapshot,
  { hash, shadow }: { readonly hash: Buffer; readonly shadow: Shadow | null },
): Promise<boolean> {
  const kind = part.kind as Kind;
  if (part.cursor !== null || !before.hash.equals(hash)) return false;
  if (part.scope.allowDeletions === true && (await somethingHeld(db, part.district, part.flow, kind))) return false;
  const arrives = (of: Kind, key: string) => shadow?.is(of, key, 'made') === true;
  return !(await somethingArrived(db, owner, part.flow, kind, arrives));
}

/** What people decided about how a file is read, as far as it matters to the same bytes. */
const decidedPrint = (words: OwnWords | null, decided: { readonly print: string }) =>
  `${words?.digest ?? ''}${decided.print}`;

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

function work(opened: Opened, hash: Buffer, stop: () => Promise<void>): PartWork<Item, Known, RosterBody> {
  const { db, part, owner, from, file, source, scan, decided, family } = opened;
  const { kind } = file;
  const { listed, written, ...rows } = fileRows(opened);
  return {
    ...rows,
    // Until the file was read to its end: as many as last time.
    total: () => (scan.ended ? scan.rows : Math.max(scan.rows, opened.snapshot?.fine ?? 0)),
    notes: () => headerNotes(opened),
    plan(item, known) {
      const plan = rows.plan(item, known);
      if (family === null) remember(scan, item, known, plan);
      return plan;
    },
    invalidate: (client) => invalidateSnapshots(client, owner, kind, part.run),
    async finish(client) {
      if (!(await source.unchanged())) throw new Stop('connection.file_changed', { file: from.file });
      if (part.scope.dry) return;
      await settleRecords(client, opened);
      // Of a file whose first line is none nothing is known: the next one is read as if it were the first.
      if (!isReadable(scan.header)) return dropSnapshots(client, owner, kind, part.run + 1);
      await forgetLeft(client, opened);
      const lines = await forgetRefused(client, opened);
      const kept = (await listed()).filter(({ key, spot }) => spot === null && decided.kept.has(key)).length;
      await saveReading(client, opened, { run: part.run, hash, fine: scan.rows - lines + kept });
    },
    async close() {
      await stop();
      await source.close();
      // After a bulk load the planner still believes in an empty table, and would read all of it to find a few rows.
      if (written() > 1000 && written() * 5 > scan.rows) await analyzeKind(db, kind);
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

/** So are those that were left out: when that ends, they must not be taken for known. */
async function forgetLeft(client: PoolClient, { part, scan }: Opened): Promise<void> {
  const left = await client.query<{ key: string }>(
    "select key from outcome where district_id = $1 and run_no = $2 and kind = $3 and unit = $4 and outcome = 'unchanged'",
    [part.district, part.run, part.kind, part.unit],
  );
  for (const { key } of left.rows) forget(scan.index, key);
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
    holdAbove: usualHoldAbove,
    massChange: {
      create: 'oneroster.mass_creation',
      update: 'oneroster.mass_update',
      delete: 'oneroster.mass_deletion',
    },
    notStoredEntry: 'oneroster.not_stored',
    async open(house, part) {
      const listed = openListed(house.db, part);
      if (listed !== null) return listed;
      const from = part.source as FileSource;
      const source = await opened(from, deps.open);
      try {
        const { fix, records } = part.scope;
        const open = fix === undefined && records === undefined ? openFilePart : openChosen;
        return await open(house.db, deps.pool, part, from, source);
      } catch (error) {
        await source.close();
        throw error;
      }
    },
  };
}

/** A part whose records stand in a list and not in a file; null: it is none. */
function openListed(db: Queries, part: PartAtWork): Promise<AnyPartWork> | null {
  if (part.scope.hold !== undefined) return openRelease(db, part, part.scope.hold);
  if (part.scope.rekey !== undefined) return openRekey(db, part);
  if (part.source['mode'] === 'left') return openLeaving(db, part);
  return part.source['mode'] === 'take_back' ? openTakingBack(db, part) : null;
}

async function opened(from: FileSource, open: (source: FileSource) => Promise<ByteSource>): Promise<ByteSource> {
  try {
    return await open(from);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop('connection.upload_lost', {
      file: from.file,
      reason: error instanceof Error ? error.message.replace(/['"].*['"]/g, '').trim() : 'it cannot be opened',
    });
  }
}
