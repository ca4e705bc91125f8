import type { Facts } from '../../dictionary/explain.model.ts';
import type { ByteSource } from '../../platform/byte-source.ts';
import type { Queries } from '../../platform/database.ts';
import type { Cursor, Finding, Note, Page, PartAtWork } from '../../runs/job.ts';
import type { Owner } from '../roster.repository.ts';
import type { FileSpec, Kind, Version } from './columns.model.ts';
import { longestRow } from './csv.model.ts';
import { type Deletion, missingKeys } from './deletions.repository.ts';
import { type FileScan, firstFrom, lineOfKey, type Shard, type Spot, spotAt } from './file-scan.model.ts';
import type { ParentStore, Wanted } from './import-known.repository.ts';
import { type Item, keysOf } from './item.model.ts';
import type { orderByParents } from './parents.model.ts';
import { type Mode, type RowRead, readRow } from './row.model.ts';
import type { Snapshot } from './snapshot.repository.ts';
import { spotReader } from './spots.repository.ts';

// Rows of one page: enough to make a transaction worth its price, few enough to hold in memory and to lose in a kill.
const rowsAPage = 5000;
const bytesAPage = 2 * 1024 * 1024;

/** What a part of a file import knows of its source; stored with the part. */
export type FileSource = {
  readonly file: string;
  readonly sha256: string;
  readonly version: Version;
  readonly mode: Mode;
  readonly shard: Shard;
  readonly path: string;
  readonly sealed: boolean;
};

export type Opened = {
  readonly db: Queries;
  readonly url: string;
  readonly part: PartAtWork;
  readonly owner: Owner;
  readonly from: FileSource;
  readonly file: FileSpec;
  readonly source: ByteSource;
  readonly snapshot: Snapshot | null;
  readonly scan: FileScan;
  /** For rows that name each other as parents: their order, how deep each lies, and which form a circle. */
  readonly family: ReturnType<typeof orderByParents> | null;
  readonly empty: boolean;
  readonly exempt: ReadonlySet<string>;
};

/** Pages of the rows that must be read, in the order in which they can be taken. */
export function rowPages(opened: Opened): (after: Cursor | null) => Promise<Page<Item>> {
  const { scan, from, family } = opened;
  const order = family?.order ?? null;
  const { changed } = scan;
  const read = spotReader(opened.source);
  return async (after) => {
    const given = typeof after?.['at'] === 'number' ? after['at'] : null;
    const start = given === null ? 0 : order === null ? firstFrom(changed, given) : given;
    const items: Item[] = [];
    let at = start;
    for (let bytes = 0; at < changed.count && items.length < rowsAPage && bytes < bytesAPage; at++) {
      const place = order === null ? at : (order[at] as number);
      // A parent must be stored before its children are looked at: a page ends where the next generation begins.
      if (at > start && family !== null && family.depth[place] !== family.depth[order?.[at - 1] ?? 0]) break;
      const spot = spotAt(changed, place);
      bytes += spot.length;
      items.push(await readItem(opened, read, spot, family?.loops.has(place) === true));
    }
    const last = at >= changed.count;
    const sameUntil = last ? scan.same : (changed.sameBefore[at] as number);
    const sameFrom =
      start === 0 || order !== null ? 0 : start < changed.count ? (changed.sameBefore[start] as number) : scan.same;
    const same = order === null ? sameUntil - sameFrom : 0;
    const progress = at + (order === null ? sameUntil : 0);
    const toGo = from.mode === 'bulk' || scan.deleted.count > 0;
    const next = last ? (toGo ? { gone: '' } : null) : { at: order === null ? (changed.offset[at] as number) : at };
    return { items, same, next, phase: 'rows', progress };
  };
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
  const { scan, from, owner, part, db, url, exempt } = opened;
  const read = spotReader(opened.source);
  const list: Deletion[] = [];
  for (let at = 0; at < scan.deleted.count; at++) {
    const spot = spotAt(scan.deleted, at);
    const { bytes, start, end } = await read(spot);
    const { key } = readRow(scan.header, bytes, start, end, spot.line, 'changes');
    list.push({ key: key ?? `(line ${spot.line})`, spot: at });
  }
  if (from.mode === 'bulk') {
    const complete = opened.snapshot !== null && part.cursor === null;
    const missing = await missingKeys({
      db,
      url,
      owner,
      flow: part.flow,
      kind: part.kind as Kind,
      shard: from.shard,
      scan,
      complete,
      empty: opened.empty,
      exempt,
    });
    for (const key of missing) list.push({ key, spot: null });
  }
  return list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** A page of deletions behind a key. */
export async function collectGone(opened: Opened, list: readonly Deletion[], after: string): Promise<Page<Item>> {
  const { scan, from } = opened;
  const read = spotReader(opened.source);
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
  const references = file.columns.flatMap((column, place) =>
    column.is === 'ref' || column.is === 'refs' ? [{ place, to: column.to }] : [],
  );
  const wanted = references.map(({ place, to }) => ({ place, to, known: store.get(to), keys: new Set<string>() }));
  const keys: string[] = [];
  for (const item of items) {
    if (item.row === null && !item.gone) continue;
    keys.push(item.key);
    if (item.row === null || item.gone) continue;
    for (const one of wanted) {
      for (const key of keysOf(item.row.values[one.place] ?? null)) if (one.known?.has(key) !== true) one.keys.add(key);
    }
  }
  const parents = new Map<Kind, Set<string>>();
  for (const { to, keys: missing } of wanted) parents.set(to, (parents.get(to) ?? new Set()).union(missing));
  return { keys, parents };
}

/** What the header and the whole file show, beside single rows. */
export function headerNotes({ scan, file, from }: Opened): readonly Note[] {
  if (from.shard.at !== 0) return [];
  const { header } = scan;
  const notes: Note[] = [];
  const about = (entry: string, count: number, facts: Facts) =>
    notes.push({ entry, count, facts: { file: file.name, count: String(count), ...facts } });
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
