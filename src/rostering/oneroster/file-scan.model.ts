import type { FileSpec } from './columns.model.ts';
import { cellsOf, eachRow, type RowFlaw } from './csv.model.ts';
import { find, type LineIndex, makeIndex, slotOf } from './line-index.model.ts';
import { hashBytes, hashKey, keySeed, print } from './print.model.ts';
import { type Header, type Mode, readHeader } from './row.model.ts';

/** A row that must be read in full: it differs from last time, or nothing is known of last time. */
export type Spot = { readonly offset: number; readonly length: number; readonly line: number; readonly mark: Mark };
export type Mark = 'row' | 'repeated' | 'unclosed' | 'too_long' | 'keyless' | 'deleted';
const marks: readonly Mark[] = ['row', 'repeated', 'unclosed', 'too_long', 'keyless', 'deleted'];

/** Where rows stand, in growing typed arrays: a million spots cost 17 MB. */
export type Spots = {
  count: number;
  offset: Float64Array;
  length: Uint32Array;
  line: Uint32Array;
  sameBefore: Uint32Array;
  mark: Uint8Array;
};

export type FileScan = {
  readonly header: Header;
  readonly index: LineIndex;
  /** Rows of this shard, and how many of them are proved to be as they were. */
  rows: number;
  same: number;
  statusFilled: number;
  readonly changed: Spots;
  /** Rows marked tobedeleted. */
  readonly deleted: Spots;
};

/** Which rows are this part's: a large file is cut by the print of the key, so that parts can be read at once. */
export type Shard = { readonly at: number; readonly of: number };

function makeSpots(): Spots {
  return {
    count: 0,
    offset: new Float64Array(256),
    length: new Uint32Array(256),
    line: new Uint32Array(256),
    sameBefore: new Uint32Array(256),
    mark: new Uint8Array(256),
  };
}

function push(spots: Spots, offset: number, length: number, line: number, sameBefore: number, mark: Mark): void {
  if (spots.count === spots.offset.length) {
    const bigger = <T extends Float64Array | Uint32Array | Uint8Array>(lane: T): T => {
      const copy = new (lane.constructor as new (n: number) => T)(lane.length * 2);
      copy.set(lane as never);
      return copy;
    };
    for (const lane of ['offset', 'length', 'line', 'sameBefore', 'mark'] as const)
      spots[lane] = bigger(spots[lane]) as never;
  }
  const at = spots.count++;
  spots.offset[at] = offset;
  spots.length[at] = length;
  spots.line[at] = line;
  spots.sameBefore[at] = sameBefore;
  spots.mark[at] = marks.indexOf(mark);
}

export function spotAt(spots: Spots, at: number): Spot {
  return {
    offset: spots.offset[at] as number,
    length: spots.length[at] as number,
    line: spots.line[at] as number,
    mark: marks[spots.mark[at] as number] as Mark,
  };
}

/** The place of the first spot at or behind an offset. */
export function firstFrom(spots: Spots, offset: number): number {
  let low = 0;
  let high = spots.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spots.offset[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Readable = { readonly size: number; read(target: Uint8Array, position: number): Promise<number> };
/** What is known of last time: `old` fills the index; `due` says that a key must be looked at though its line is the same. */
type Before = {
  readonly old: ((index: LineIndex) => void) | null;
  readonly due: (low: number, high: number) => boolean;
  readonly rows: number;
};

/**
 * Reads a file once from end to end without parsing it: finds each row's key and line print, what changed since last time,
 * what stands twice and what is marked as deleted.
 */
export async function scanFile(
  file: FileSpec,
  source: Readable,
  mode: Mode,
  shard: Shard,
  before: Before,
): Promise<FileScan> {
  const index = makeIndex(Math.max(before.rows, Math.floor(source.size / 120 / shard.of)));
  before.old?.(index);
  let scan: FileScan | null = null;
  let lineSeed = 0;
  await eachRow(source, (bytes, start, end, offset, line, flaw) => {
    if (scan === null) {
      // The header is part of every line's meaning: another order of columns changes every print.
      hashBytes(bytes, start, end, 1 + (mode === 'bulk' ? 0 : 1));
      lineSeed = print.low;
      const header = readHeader(file, bytes, start, end, mode);
      scan = { header, index, rows: 0, same: 0, statusFilled: 0, changed: makeSpots(), deleted: makeSpots() };
      return;
    }
    visitRow(scan, shard, before, lineSeed, bytes, start, end, offset, line, flaw);
  });
  return scan ?? emptyScan(file, index, mode);
}

function emptyScan(file: FileSpec, index: LineIndex, mode: Mode): FileScan {
  return {
    header: readHeader(file, Buffer.alloc(0), 0, 0, mode),
    index,
    rows: 0,
    same: 0,
    statusFilled: 0,
    changed: makeSpots(),
    deleted: makeSpots(),
  };
}

// The key's and the status's place in the row in hand, written by `locate`.
const place = { keyFrom: 0, keyTo: 0, status: 0 };
const noStatus = 0;
const otherStatus = 1;
const toBeDeleted = 2;

function visitRow(
  scan: FileScan,
  shard: Shard,
  before: Before,
  lineSeed: number,
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  line: number,
  flaw: RowFlaw | null,
): void {
  const { header, index } = scan;
  const keyed = flaw === null && header.keyAt >= 0 && locate(header, bytes, start, end);
  if (!keyed) {
    // A row without a key belongs to the first shard.
    if (shard.at !== 0) return;
    scan.rows++;
    push(scan.changed, offset, end - start, line, scan.same, flaw ?? 'keyless');
    return;
  }
  if (place.keyFrom >= 0) hashBytes(bytes, place.keyFrom, place.keyTo, keySeed);
  const { low, high } = print;
  if (shard.of > 1 && high % shard.of !== shard.at) return;
  scan.rows++;
  if (place.status !== noStatus) scan.statusFilled++;
  const slot = slotOf(index, low, high);
  if (index.line[slot] !== 0) {
    push(scan.changed, offset, end - start, line, scan.same, 'repeated');
    return;
  }
  index.line[slot] = line;
  if (place.status === toBeDeleted) {
    push(scan.deleted, offset, end - start, line, scan.same, 'deleted');
    return;
  }
  hashBytes(bytes, start, end, lineSeed);
  const lineHigh = print.high === 0 && print.low === 0 ? 1 : print.high;
  index.newLow[slot] = print.low;
  index.newHigh[slot] = lineHigh;
  if (index.oldLow[slot] === print.low && index.oldHigh[slot] === lineHigh && !before.due(low, high)) scan.same++;
  else push(scan.changed, offset, end - start, line, scan.same, 'row');
}

/** Finds key and status of a row; false: it has no key. A row with quotes is read cell by cell, and its key hashed at once. */
function locate(header: Header, bytes: Buffer, start: number, end: number): boolean {
  const until = Math.max(header.keyAt, header.statusAt);
  place.status = noStatus;
  place.keyFrom = place.keyTo = start;
  let from = start;
  for (let cell = 0; cell <= until && from <= end; cell++) {
    if (bytes[from] === 34) return locateQuoted(header, bytes, start, end);
    let to = from;
    while (to < end && bytes[to] !== 44) to++;
    if (cell === header.keyAt || cell === header.statusAt) {
      let first = from;
      let last = to;
      while (first < last && (bytes[first] === 32 || bytes[first] === 9)) first++;
      while (last > first && (bytes[last - 1] === 32 || bytes[last - 1] === 9)) last--;
      if (cell === header.keyAt) {
        place.keyFrom = first;
        place.keyTo = last;
      } else if (last > first)
        place.status =
          bytes.toString('latin1', first, last).toLowerCase() === 'tobedeleted' ? toBeDeleted : otherStatus;
    }
    from = to + 1;
  }
  return place.keyTo > place.keyFrom;
}

function locateQuoted(header: Header, bytes: Buffer, start: number, end: number): boolean {
  const read = cellsOf(bytes, start, end);
  if (!read.ok) return locateBroken(header, bytes, start, end);
  const key = (read.cells[header.keyAt] ?? '').replace(/^[ \t]+|[ \t]+$/g, '');
  const status = (read.cells[header.statusAt] ?? '').trim().toLowerCase();
  place.status = status === '' ? noStatus : status === 'tobedeleted' ? toBeDeleted : otherStatus;
  if (key === '') return false;
  hashKey(key);
  place.keyFrom = -1;
  return true;
}

/** A row that cannot be told apart still shows its first cell: whose row it was is enough not to take that record for missing. */
function locateBroken(header: Header, bytes: Buffer, start: number, end: number): boolean {
  if (header.keyAt !== 0) return false;
  const quoted = bytes[start] === 34;
  const from = quoted ? start + 1 : start;
  let to = from;
  while (to < end && bytes[to] !== (quoted ? 34 : 44)) to++;
  place.keyFrom = from;
  place.keyTo = to;
  place.status = noStatus;
  return to > from;
}

/** The line at which a key first stands in the file; 0: it does not. */
export function lineOfKey(index: LineIndex, key: string): number {
  hashKey(key);
  const slot = find(index, print.low, print.high);
  return slot < 0 ? 0 : (index.line[slot] as number);
}

/** Whether a key belongs to a shard, by the same print as in the file. */
export function inShard(key: string, shard: Shard): boolean {
  if (shard.of === 1) return true;
  hashKey(key);
  return print.high % shard.of === shard.at;
}

/** Marks a key as not standing well: its line is no longer taken for known. */
export function forget(index: LineIndex, key: string): void {
  hashKey(key);
  const slot = find(index, print.low, print.high);
  if (slot < 0) return;
  index.newLow[slot] = 0;
  index.newHigh[slot] = 0;
}

/** The same for rows that are known by their lines only. */
export function forgetLines(index: LineIndex, lines: ReadonlySet<number>): void {
  for (let slot = 0; slot <= index.mask; slot++) {
    if (!lines.has(index.line[slot] as number)) continue;
    index.newLow[slot] = 0;
    index.newHigh[slot] = 0;
  }
}

/** How many keys of last time are not in the file now. */
export function vanished(index: LineIndex): number {
  let count = 0;
  for (let slot = 0; slot <= index.mask; slot++) {
    if (index.line[slot] === 0 && (index.oldLow[slot] !== 0 || index.oldHigh[slot] !== 0)) count++;
  }
  return count;
}
