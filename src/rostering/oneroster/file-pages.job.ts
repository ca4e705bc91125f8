import type { Pool } from 'pg';
import type { Facts } from '../../dictionary/facts.model.ts';
import type { ByteSource } from '../../platform/byte-source.ts';
import type { Queries } from '../../platform/database.ts';
import type { Cursor, Finding, Note, Page, PartAtWork } from '../../runs/job.ts';
import { pastAmong } from '../archive.repository.ts';
import type { Owner } from '../roster.repository.ts';
import type { FileSpec, Kind } from './columns.model.ts';
import { longestRow } from './csv.model.ts';
import type { Decisions } from './decisions.repository.ts';
import { type Deletion, missingKeys } from './deletions.repository.ts';
import { type FileScan, firstFrom, lineOfKey, type ScanAtWork, type Spot, spotAt } from './file-scan.model.ts';
import type { FileSource } from './file-source.model.ts';
import type { ParentStore, Wanted } from './import-known.repository.ts';
import { type Item, keysOf } from './item.model.ts';
import type { orderByParents } from './parents.model.ts';
import { isReadable, type RowRead, readRow } from './row.model.ts';
import type { Shadow } from './shadow.repository.ts';
import type { Snapshot } from './snapshot.repository.ts';
import { spotReader } from './spots.repository.ts';

// Rows of one page: enough to make a transaction worth its price, few enough to hold in memory and to lose in a kill.
const rowsAPage = 2500;
const bytesAPage = 1024 * 1024;

export type Opened = {
  readonly db: Queries;
  readonly pool: Pool;
  readonly part: PartAtWork;
  readonly owner: Owner;
  readonly from: FileSource;
  readonly file: FileSpec;
  readonly source: ByteSource;
  readonly snapshot: Snapshot | null;
  readonly scan: FileScan;
  /** Waits until enough of the file was read, or all. */
  readonly until: ScanAtWork['until'];
  /** For rows that name each other as parents: their order, how deep each lies, and which form a circle. */
  readonly family: ReturnType<typeof orderByParents> | null;
  readonly empty: boolean;
  readonly decided: Decisions;
  /** Of a dry run: what its earlier parts would have done. */
  readonly shadow: Shadow | null;
};

/** Pages of the rows that must be read, in the order in which they can be taken. */
export function rowPages(opened: Opened): (after: Cursor | null) => Promise<Page<Item>> {
  const { scan, family, until } = opened;
  const { changed } = scan;
  const read = spotReader(opened.source, opened.scan);
  return async (after) => {
    const given = typeof after?.['at'] === 'number' ? after['at'] : 0;
    if (family === null) await until(() => changed.count > 0 && (changed.offset[changed.count - 1] as number) >= given);
    const start = family === null ? firstFrom(changed, given) : given;
    // One more than the page holds, so that it is known where the next one begins.
    await until(() => changed.count > start + rowsAPage);
    const end = pageEnd(opened, start);
    const items: Item[] = [];
    for (let at = start; at < end; at++) {
      const place = placeAt(opened, at);
      items.push(await readItem(opened, read, spotAt(changed, place), family?.loops.has(place) === true));
    }
    const sameUntil = sameBefore(scan, end);
    const same = sameUntil - (start === 0 ? 0 : sameBefore(scan, start));
    return { items, same, next: nextAfter(opened, end), phase: 'rows', progress: end + sameUntil };
  };
}

const placeAt = ({ family }: Opened, at: number): number => family?.order[at] ?? at;

/** Where a page that begins at a row ends: full, or, among parents and children, where the next generation begins. */
function pageEnd(opened: Opened, start: number): number {
  const { family } = opened;
  const { changed } = opened.scan;
  let at = start;
  for (let bytes = 0; at < changed.count && at - start < rowsAPage && bytes < bytesAPage; at++) {
    bytes += changed.length[placeAt(opened, at)] as number;
    // A parent must be stored before its children are looked at.
    if (family !== null && at > start && family.depth[placeAt(opened, at)] !== family.depth[placeAt(opened, at - 1)])
      break;
  }
  return at;
}

/** How many rows before the changed row at a place are as they were. */
function sameBefore(scan: FileScan, at: number): number {
  return at < scan.changed.count ? (scan.changed.sameBefore[at] as number) : scan.same;
}

/** Whether what is not among the rows is not there; of some rows only nothing can be said of the others. */
const showsWhole = ({ scan, from }: Pick<Opened, 'scan' | 'from'>) => from.mode === 'bulk' && scan.only === null;

function nextAfter({ scan, from, family }: Opened, end: number): Cursor | null {
  if (end < scan.changed.count) return { at: family === null ? (scan.changed.offset[end] as number) : end };
  return showsWhole({ scan, from }) || scan.deleted.count > 0 ? { gone: '' } : null;
}

async function readItem(opened: Opened, read: ReturnType<typeof spotReader>, spot: Spot, loop: boolean): Promise<Item> {
  const { scan, file, from } = opened;
  const where: Facts = { file: file.name, line: String(spot.line) };
  const refusedAs = (entry: string, facts: Facts, key: string | null = null): Item => ({
    key: key === null ? `(line ${spot.line})` : `${key} (line ${spot.line})`,
    byLine: true,
    line: spot.line,
    row: null,
    gone: false,
    findings: [{ level: 'refuse', entry, facts: { ...where, ...facts } }],
  });
  if (spot.mark === 'too_long')
    return refusedAs('oneroster.row_too_long', { received: String(spot.length), expected: String(longestRow) });
  if (spot.mark === 'unclosed')
    return refusedAs('oneroster.quote_malformed', { reason: 'a quote opens and never closes' });
  const { bytes, start, end } = await read(spot);
  const row = readRow(scan.header, bytes, start, end, spot.line, from.mode);
  if (spot.mark === 'repeated' && row.key !== null) {
    return refusedAs(
      'oneroster.id_repeated',
      { key: row.key, column: 'sourcedId', value: row.key, first: String(lineOfKey(scan.index, row.key)) },
      row.key,
    );
  }
  return itemOf(row, spot, loop ? [...row.findings, loopFinding(row, where)] : row.findings);
}

function loopFinding(row: RowRead, where: Facts): Finding {
  return {
    level: 'refuse',
    entry: 'oneroster.parent_loop',
    facts: { ...where, key: row.key ?? '', column: 'parentSourcedId' },
  };
}

function itemOf(row: RowRead, spot: Spot, findings: readonly Finding[]): Item {
  const refused = findings.some((finding) => finding.level === 'refuse');
  return {
    key: row.key ?? `(line ${spot.line})`,
    byLine: row.key === null,
    line: spot.line,
    row: refused ? null : row,
    gone: spot.mark === 'deleted',
    findings,
  };
}

/** All that would be deleted, in the order of keys: what the whole list lacks, and rows marked tobedeleted. */
export async function listDeletions(opened: Opened): Promise<readonly Deletion[]> {
  const { scan, from, owner, part, db, pool, decided } = opened;
  // What is missing is told by the whole file; a part that goes on at its deletions comes here before it was read.
  await opened.until(() => false);
  const read = spotReader(opened.source, opened.scan);
  const list: Deletion[] = [];
  for (let at = 0; at < scan.deleted.count; at++) {
    const spot = spotAt(scan.deleted, at);
    const { bytes, start, end } = await read(spot);
    const { key } = readRow(scan.header, bytes, start, end, spot.line, 'changes');
    list.push({ key: key ?? `(line ${spot.line})`, spot: at });
  }
  if (showsWhole(opened)) {
    const complete = opened.snapshot !== null && part.cursor === null;
    const missing = await missingKeys({
      db,
      pool,
      owner,
      flow: part.flow,
      kind: part.kind as Kind,
      shard: from.shard,
      scan,
      complete,
      empty: opened.empty,
      unsure: [...decided.kept, ...decided.ended],
    });
    // Of a year that is over nothing is missed.
    const past = await pastAmong(db, owner, part.kind as Kind, missing);
    for (const key of missing) if (!past.has(key)) list.push({ key, spot: null });
  }
  return list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** A page of deletions behind a key. */
export async function collectGone(opened: Opened, list: readonly Deletion[], after: string): Promise<Page<Item>> {
  const { scan, from } = opened;
  const read = spotReader(opened.source, opened.scan);
  const start = list.findIndex(({ key }) => key > after);
  const page = start < 0 ? [] : list.slice(start, start + rowsAPage);
  const items: Item[] = [];
  for (const { key, spot: at } of page) {
    if (at === null) {
      items.push({ key, byLine: false, line: null, row: null, gone: true, findings: [] });
      continue;
    }
    const spot = spotAt(scan.deleted, at);
    const { bytes, start: first, end } = await read(spot);
    const row = readRow(scan.header, bytes, first, end, spot.line, from.mode);
    // Of a row that is to be deleted only its key and its status matter.
    items.push(
      itemOf(
        row,
        spot,
        row.findings.filter((finding) => deletionNeeds.has(finding.entry)),
      ),
    );
  }
  const last = items.at(-1);
  const more = start >= 0 && start + rowsAPage < list.length;
  return {
    items,
    same: 0,
    next: more && last !== undefined ? { gone: last.key } : null,
    phase: 'gone',
    progress: scan.rows,
  };
}

const deletionNeeds: ReadonlySet<string> = new Set([
  'oneroster.key_missing',
  'oneroster.text_not_utf8',
  'oneroster.quote_malformed',
  'oneroster.row_ragged',
  'oneroster.column_missing',
  'oneroster.status_missing',
]);

/** The keys of a page, and those parents of its rows that are not known yet. */
export function wantedOf(file: FileSpec, items: readonly Item[], store: ParentStore): Wanted {
  const keys: string[] = [];
  for (const item of items) if (item.row !== null || item.gone) keys.push(item.key);
  const parents = new Map<Kind, Set<string>>();
  for (const [place, column] of file.columns.entries()) {
    if (column.is !== 'ref' && column.is !== 'refs') continue;
    const missing = parents.get(column.to) ?? new Set();
    parents.set(column.to, missing);
    addMissing(items, place, store.get(column.to), missing);
  }
  return { keys, parents };
}

function addMissing(
  items: readonly Item[],
  place: number,
  known: ReadonlyMap<string, unknown> | undefined,
  missing: Set<string>,
): void {
  for (const { row, gone } of items) {
    if (row === null || gone) continue;
    for (const key of keysOf(row.values[place] ?? null)) if (known?.has(key) !== true) missing.add(key);
  }
}

/** What the header and the whole file show, beside single rows. */
export function headerNotes({ scan, file, from }: Opened): readonly Note[] {
  if (from.shard.at !== 0) return [];
  const { header } = scan;
  const notes: Note[] = [];
  const about = (entry: string, count: number, facts: Facts) =>
    notes.push({ entry, count, facts: { file: file.name, count: String(count), ...facts } });
  // Where rows follow, each of them says so itself.
  if (!isReadable(header) && scan.rows === 0) about('oneroster.header_unreadable', 1, {});
  if (header.vendor.length > 0)
    about('oneroster.columns_left', header.vendor.length, {
      columns: header.vendor
        .map((name) => name.slice(0, 60))
        .slice(0, 20)
        .join(', '),
    });
  if (header.secrets.length > 0)
    about('oneroster.password_dropped', header.secrets.length, { columns: header.secrets.join(', ') });
  if (from.mode === 'bulk' && scan.statusFilled > 0) about('oneroster.status_in_bulk', scan.statusFilled, {});
  return notes;
}
