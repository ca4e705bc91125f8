import type { FileSpec } from './columns.model.ts';
import { cellsOf, eachRow, type RowFlaw, type Visit } from './csv.model.ts';
import {
  doubtKey,
  forgetKey,
  type LineIndex,
  lineAt,
  makeIndex,
  seeKey,
  seeLine,
  setId,
  unpack,
} from './line-index.model.ts';
import type { OwnWords } from './meaning.model.ts';
import { hashBytes, hashKey, hashKeyBytes, hasKeyPrint, type KeyPrints, keyPrints, print } from './print.model.ts';
import { type Header, type Mode, readHeader, statusMeant } from './row.model.ts';

/** A row that must be read in full: it differs from last time, or nothing is known of last time. */
export type Spot = {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly mark: Mark;
  /** Where its bytes were kept; -1: they were not. */
  readonly kept: number;
};
export type Mark = 'row' | 'repeated' | 'unclosed' | 'too_long' | 'keyless' | 'deleted';
const marks: readonly Mark[] = ['row', 'repeated', 'unclosed', 'too_long', 'keyless', 'deleted'];

/** Where rows stand, in growing typed arrays: a million spots cost 25 MB. */
export type Spots = {
  count: number;
  offset: Float64Array;
  length: Uint32Array;
  line: Uint32Array;
  sameBefore: Uint32Array;
  kept: Int32Array;
  mark: Uint8Array;
};

/** What a file shows, as far as it was read. */
export type FileScan = {
  readonly header: Header;
  /** Only rows with these keys are looked at; null: all. */
  readonly only: KeyPrints | null;
  readonly index: LineIndex;
  ended: boolean;
  /** Rows of this shard, and how many of them are proved to be as they were. */
  rows: number;
  same: number;
  statusFilled: number;
  readonly changed: Spots;
  /** Rows marked tobedeleted. */
  readonly deleted: Spots;
  /** The bytes of changed rows, where few have changed: they lie far apart in the file, and would be read a second time with all between them. */
  readonly kept: { readonly bytes: Buffer; length: number };
};

/** Which rows are this part's: a large file is cut by the print of the key, so that parts can be read at once. */
export type Shard = { readonly at: number; readonly of: number };

function makeSpots(room: number): Spots {
  return {
    count: 0,
    offset: new Float64Array(room),
    length: new Uint32Array(room),
    line: new Uint32Array(room),
    sameBefore: new Uint32Array(room),
    kept: new Int32Array(room),
    mark: new Uint8Array(room),
  };
}

function push(spots: Spots, offset: number, length: number, line: number, sameBefore: number, mark: Mark): void {
  if (spots.count === spots.offset.length) {
    const bigger = <T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(lane: T): T => {
      const copy = new (lane.constructor as new (n: number) => T)(lane.length * 2);
      copy.set(lane as never);
      return copy;
    };
    for (const lane of ['offset', 'length', 'line', 'sameBefore', 'kept', 'mark'] as const)
      spots[lane] = bigger(spots[lane]) as never;
  }
  const at = spots.count++;
  spots.offset[at] = offset;
  spots.length[at] = length;
  spots.line[at] = line;
  spots.sameBefore[at] = sameBefore;
  spots.kept[at] = -1;
  spots.mark[at] = marks.indexOf(mark);
}

export function spotAt(spots: Spots, at: number): Spot {
  return {
    offset: spots.offset[at] as number,
    length: spots.length[at] as number,
    line: spots.line[at] as number,
    mark: marks[spots.mark[at] as number] as Mark,
    kept: spots.kept[at] as number,
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
/** What is known of last time. */
export type Before = {
  readonly rows: number;
  /** Keys that must be looked at though their line is the same. */
  readonly due: readonly string[];
  /** Hands out last time's lines, packed; false: they are not known after all. */
  readonly lines: (take: (lines: Buffer) => void) => Promise<boolean>;
};

/** A scan that goes on by itself while its first rows are delivered. */
export type ScanAtWork = {
  readonly scan: FileScan;
  /** Whether it is compared with last time. */
  readonly known: boolean;
  /** Waits until enough was read, or all; throws where the file could not be read on. */
  until(enough: () => boolean): Promise<void>;
  /** Ends it where it stands. */
  stop(): Promise<void>;
};

/**
 * Reads a file once from end to end without parsing it: finds each row's key and line print, what changed since last time,
 * what stands twice and what is marked as deleted. It answers as soon as the header is known.
 */
export async function beginScan(
  file: FileSpec,
  source: Readable,
  mode: Mode,
  shard: Shard,
  before: Before | null,
  { words, only = null }: { readonly words: OwnWords | null; readonly only?: readonly string[] | null },
): Promise<ScanAtWork> {
  const rows = await estimateRows(source, shard);
  const remembered = before === null ? null : await recall(before, rows);
  const index = remembered ?? makeIndex(rows);
  // Where most rows are as they were, few change; else room is made for all at once, since growing costs memory.
  const room = remembered === null ? rows : 4096;
  const prints = only === null ? null : keyPrints(only);
  let scan: FileScan | null = null;
  let lineSeed = 0;
  let stopped = false;
  let failure: { readonly error: unknown } | null = null;
  let wake = Promise.withResolvers<void>();
  const tell = () => {
    wake.resolve();
    wake = Promise.withResolvers();
    return !stopped;
  };
  const visit: Visit = (bytes, start, end, offset, line, flaw) => {
    if (scan === null) {
      // The header is part of every line's meaning: another order of columns changes every print.
      hashBytes(bytes, start, end, 1 + (mode === 'bulk' ? 0 : 1));
      // So are the source's own words: with another meaning of them, what a line says may be another.
      lineSeed = (print.low ^ (words?.seed ?? 0)) >>> 0;
      scan = newScan(
        readHeader(file, bytes, start, end, mode, words?.meanings),
        index,
        room,
        remembered !== null,
        prints,
      );
    } else visitRow(scan, shard, lineSeed, bytes, start, end, offset, line, flaw);
  };
  const reading = eachRow(source, visit, tell)
    .then(() => {
      scan ??= newScan(readHeader(file, Buffer.alloc(0), 0, 0, mode), index, 16, false, prints);
      scan.ended = true;
    })
    .catch((error: unknown) => {
      failure = { error };
    })
    .finally(tell);
  const until = async (enough: () => boolean) => {
    while (failure === null && scan?.ended !== true && !enough()) await wake.promise;
    if (failure !== null) throw failure.error;
  };
  await until(() => scan !== null);
  return {
    scan: scan as unknown as FileScan,
    known: remembered !== null,
    until,
    async stop() {
      stopped = true;
      await reading;
    },
  };
}

/** An index of last time's lines; null: they are not known after all. */
async function recall({ lines, due, rows }: Before, atLeast: number): Promise<LineIndex | null> {
  const index = makeIndex(Math.max(rows, atLeast));
  if (!(await lines((some) => unpack(index, some)))) return null;
  for (const key of due) {
    hashKey(key);
    doubtKey(index, print.low, print.high);
  }
  return index;
}

const mostKept = 4 * 1024 * 1024;

function newScan(header: Header, index: LineIndex, room: number, known: boolean, only: KeyPrints | null): FileScan {
  return {
    header,
    only,
    index,
    ended: false,
    rows: 0,
    same: 0,
    statusFilled: 0,
    changed: makeSpots(room),
    deleted: makeSpots(256),
    kept: { bytes: Buffer.allocUnsafe(known ? mostKept : 0), length: 0 },
  };
}

/** About how many rows a file has for a shard, by the length of its first. */
async function estimateRows(source: Readable, shard: Shard): Promise<number> {
  const start = Buffer.alloc(Math.min(source.size, 64 * 1024));
  const got = await source.read(start, 0);
  let lines = 1;
  for (let at = start.indexOf(10); at >= 0; at = start.indexOf(10, at + 1)) lines++;
  return Math.ceil(((source.size / Math.max(1, got)) * lines * 1.1) / shard.of) + 256;
}

// The key's and the status's place in the row in hand, written by `locate`.
const found = { keyFrom: 0, keyTo: 0, statusFrom: 0, statusTo: 0, status: 0 };
const noStatus = 0;
const otherStatus = 1;
const toBeDeleted = 2;

function visitRow(
  scan: FileScan,
  shard: Shard,
  lineSeed: number,
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  line: number,
  flaw: RowFlaw | null,
): void {
  const { header, index } = scan;
  if (!hasKey(header, bytes, start, end, flaw)) {
    visitKeyless(scan, shard, offset, end - start, line, flaw ?? 'keyless');
    return;
  }
  if (found.keyFrom >= 0) hashKeyBytes(bytes, found.keyFrom, found.keyTo);
  const { low, high } = print;
  if ((shard.of > 1 && high % shard.of !== shard.at) || isPassed(scan, low, high)) return;
  scan.rows++;
  if (found.status !== noStatus) scan.statusFilled++;
  const place = seeKey(index, low, high, line);
  if (flaw !== null) push(scan.changed, offset, end - start, line, scan.same, flaw);
  else if (place < 0) push(scan.changed, offset, end - start, line, scan.same, 'repeated');
  else if (found.status === toBeDeleted) push(scan.deleted, offset, end - start, line, scan.same, 'deleted');
  else {
    hashBytes(bytes, start, end, lineSeed);
    if (seeLine(index, place, print.low, print.high)) scan.same++;
    else {
      push(scan.changed, offset, end - start, line, scan.same, 'row');
      keep(scan, bytes, start, end);
    }
  }
}

/** Where only some rows are looked at, all others are passed, and so are later ones with the same key. */
const isPassed = ({ only, index }: FileScan, low: number, high: number) =>
  only !== null && (!hasKeyPrint(only, low, high) || lineAt(index, low, high) !== 0);

function keep({ kept, changed }: FileScan, bytes: Buffer, start: number, end: number): void {
  if (kept.length + end - start > kept.bytes.length) return;
  changed.kept[changed.count - 1] = kept.length;
  kept.length += bytes.copy(kept.bytes, kept.length, start, end);
}

/** A row without a key belongs to the first shard. */
function visitKeyless(scan: FileScan, shard: Shard, offset: number, length: number, line: number, mark: Mark): void {
  if (shard.at !== 0 || scan.only !== null) return;
  scan.rows++;
  push(scan.changed, offset, length, line, scan.same, mark);
}

/** Finds a row's key, as far as it can be told; a row that is far too long or never ends still shows its first cell. */
function hasKey(header: Header, bytes: Buffer, start: number, end: number, flaw: RowFlaw | null): boolean {
  if (header.keyAt < 0) return false;
  return flaw === null ? locate(header, bytes, start, end) : locateBroken(header, bytes, start, end);
}

/** Finds key and status of a row; false: it has no key. A row with quotes is read cell by cell, and its key hashed at once. */
function locate(header: Header, bytes: Buffer, start: number, end: number): boolean {
  const until = Math.max(header.keyAt, header.statusAt);
  found.status = noStatus;
  found.keyFrom = found.keyTo = found.statusFrom = found.statusTo = start;
  for (let cell = 0, from = start; cell <= until && from <= end; cell++) {
    if (bytes[from] === quote) return locateQuoted(header, bytes, start, end);
    const to = cellEnd(bytes, from, end);
    if (cell === header.keyAt) trimInto(bytes, from, to);
    else if (cell === header.statusAt) {
      found.statusFrom = from;
      found.statusTo = to;
    }
    from = to + 1;
  }
  if (found.statusTo > found.statusFrom)
    found.status = statusOf(header, bytes.toString('utf8', found.statusFrom, found.statusTo), () =>
      bytes.toString('utf8', found.keyFrom, found.keyTo),
    );
  return found.keyTo > found.keyFrom;
}

const quote = 34;
const comma = 44;

function cellEnd(bytes: Buffer, from: number, end: number): number {
  let to = from;
  while (to < end && bytes[to] !== comma) to++;
  return to;
}

const isBlank = (byte: number | undefined) => byte === 32 || byte === 9;

function trimInto(bytes: Buffer, from: number, to: number): void {
  let first = from;
  let last = to;
  while (first < last && isBlank(bytes[first])) first++;
  while (last > first && isBlank(bytes[last - 1])) last--;
  found.keyFrom = first;
  found.keyTo = last;
}

function statusOf(header: Header, text: string, key: () => string): number {
  const word = statusMeant(header, text.trim(), key);
  if (word === '') return noStatus;
  return word === 'tobedeleted' ? toBeDeleted : otherStatus;
}

function locateQuoted(header: Header, bytes: Buffer, start: number, end: number): boolean {
  const read = cellsOf(bytes, start, end);
  if (!read.ok) return locateBroken(header, bytes, start, end);
  const key = (read.cells[header.keyAt] ?? '').replace(/^[ \t]+|[ \t]+$/g, '');
  found.status = statusOf(header, read.cells[header.statusAt] ?? '', () => key);
  if (key === '') return false;
  hashKey(key);
  found.keyFrom = -1;
  return true;
}

/** A row that cannot be told apart still shows its first cell: whose row it was is enough not to take that record for missing. */
function locateBroken(header: Header, bytes: Buffer, start: number, end: number): boolean {
  if (header.keyAt !== 0) return false;
  const quoted = bytes[start] === 34;
  const from = quoted ? start + 1 : start;
  let to = from;
  while (to < end && bytes[to] !== (quoted ? 34 : 44)) to++;
  found.keyFrom = from;
  found.keyTo = to;
  found.status = noStatus;
  return to > from;
}

/** The line at which a key first stands in the file; 0: it does not. */
export function lineOfKey(index: LineIndex, key: string): number {
  hashKey(key);
  return lineAt(index, print.low, print.high);
}

/** Whether a key belongs to a shard, by the same print as in the file. */
export function inShard(key: string, shard: Shard): boolean {
  if (shard.of === 1) return true;
  hashKey(key);
  return print.high % shard.of === shard.at;
}

/** A key that does not stand well: its line is no longer taken for known. */
export function forget(index: LineIndex, key: string): void {
  hashKey(key);
  forgetKey(index, print.low, print.high);
}

/** Remembers the id under which a key is stored. */
export function rememberId(index: LineIndex, key: string, id: number): void {
  hashKey(key);
  setId(index, print.low, print.high, id);
}
