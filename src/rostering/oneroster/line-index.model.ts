// What each key's line was when it was last accepted, and what it is in the file now: a list of keys in the order of the
// file, and a table from key prints to places in it. A file that lists its keys in the order of last time is followed
// along the list; the table is asked only where they part. All in typed arrays: a million rows cost 40 MB and leave
// nothing to the collector.

/** `words` holds an entry of 8 words a key; `table` a place (counted from 1) a slot, at most three quarters full. */
export type LineIndex = { size: number; words: Uint32Array; table: Uint32Array; readonly threads: [number, number] };

// The words of an entry. A line print of 0,0 means "none"; a real one that happens to be 0 is stored as 0,1.
const entryWords = 8;
const keyLow = 0;
const keyHigh = 1;
const oldLow = 2;
const oldHigh = 3;
const newLow = 4;
const newHigh = 5;
/** The physical line where the key first stands in the file now; 0: not in it. */
const line = 6;
/** The id of the stored row; 0: not known. */
const id = 7;
const largestId = 2 ** 32 - 1;
/** How many keys of last time may be missing in a row before the table is asked. */
const lookAhead = 4;

export function makeIndex(rows: number): LineIndex {
  let slots = 1024;
  while (slots * 0.75 < rows) slots *= 2;
  return {
    size: 0,
    words: new Uint32Array(Math.max(16, rows) * entryWords),
    table: new Uint32Array(slots),
    threads: [0, 0],
  };
}

/** The slot of a key, or the free one where it would go. The low half of a key's print keeps neighbours together, and so lie their slots. */
function slotOf({ words, table }: LineIndex, low: number, high: number): number {
  const mask = table.length - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const entry = table[slot] as number;
    if (entry === 0) return slot;
    const place = (entry - 1) * entryWords;
    if (words[place + keyLow] === low && words[place + keyHigh] === high) return slot;
  }
}

/** The place of a key; -1: it is not known. */
function find(index: LineIndex, low: number, high: number): number {
  const entry = index.table[slotOf(index, low, high)] as number;
  return (entry - 1) * entryWords;
}

function placeOf(index: LineIndex, low: number, high: number): number {
  const slot = slotOf(index, low, high);
  const entry = index.table[slot] as number;
  if (entry !== 0) return (entry - 1) * entryWords;
  if (index.size + 1 > index.table.length * 0.75) {
    growTable(index);
    return placeOf(index, low, high);
  }
  if ((index.size + 1) * entryWords > index.words.length) growList(index);
  const place = index.size++ * entryWords;
  index.words[place + keyLow] = low;
  index.words[place + keyHigh] = high;
  index.table[slot] = index.size;
  return place;
}

function growTable(index: LineIndex): void {
  index.table = new Uint32Array(index.table.length * 2);
  for (let at = 0; at < index.size; at++) {
    const place = at * entryWords;
    index.table[slotOf(index, index.words[place + keyLow] as number, index.words[place + keyHigh] as number)] = at + 1;
  }
}

function growList(index: LineIndex): void {
  const bigger = new Uint32Array(Math.ceil(index.words.length * 1.3));
  bigger.set(index.words);
  index.words = bigger;
}

/** Notes that a key stands at a line of the file; answers its place, or -1 where it stood at an earlier line. */
export function seeKey(index: LineIndex, low: number, high: number, atLine: number): number {
  let place = follow(index, 0, low, high);
  if (place < 0) place = follow(index, 1, low, high);
  if (place < 0) place = leap(index, low, high);
  if (index.words[place + line] !== 0) return -1;
  index.words[place + line] = atLine;
  return place;
}

/** Where a thread goes on with this key, as it does in a file that is much as it was; -1: it does not. A list that came from two shards has two. */
function follow({ words, size, threads }: LineIndex, which: 0 | 1, low: number, high: number): number {
  const next = threads[which];
  const until = Math.min(size, next + lookAhead);
  for (let at = next; at < until; at++) {
    const place = at * entryWords;
    if (words[place + keyLow] !== low || words[place + keyHigh] !== high) continue;
    threads[which] = at + 1;
    return place;
  }
  return -1;
}

function leap(index: LineIndex, low: number, high: number): number {
  const { size, threads } = index;
  const place = placeOf(index, low, high);
  // A key that is new stands between two that are not, and leaves the threads as they are.
  if (index.size === size) {
    threads[1] = threads[0];
    threads[0] = place / entryWords + 1;
  }
  return place;
}

/** Stores the print of a key's line; answers whether it is the line of last time. */
export function seeLine({ words }: LineIndex, place: number, low: number, high: number): boolean {
  const stored = high === 0 && low === 0 ? 1 : high;
  words[place + newLow] = low;
  words[place + newHigh] = stored;
  return words[place + oldLow] === low && words[place + oldHigh] === stored;
}

/** The line at which a key first stands in the file; 0: it does not. */
export function lineAt(index: LineIndex, low: number, high: number): number {
  const place = find(index, low, high);
  return place < 0 ? 0 : (index.words[place + line] as number);
}

/** Remembers the id under which a key is stored. */
export function setId(index: LineIndex, low: number, high: number, stored: number): void {
  const place = find(index, low, high);
  if (place >= 0 && stored <= largestId) index.words[place + id] = stored;
}

/** Takes a key's line out of what will be known: it does not stand well. */
export function forgetKey(index: LineIndex, low: number, high: number): void {
  const place = find(index, low, high);
  if (place >= 0) index.words.fill(0, place + newLow, place + newHigh + 1);
}

// No line has this print: a key with it stays known, so that one that goes is missed, but no line is the same as its.
const noLine = [0, 1] as const;

/** A key that must be looked at in the file even where its line is that of last time. */
export function doubtKey(index: LineIndex, low: number, high: number): void {
  const place = find(index, low, high);
  if (place >= 0 && hasOld(index.words, place)) index.words.set(noLine, place + oldLow);
}

/** The rows at these lines cannot be read: they are looked at again next time. */
export function forgetLines({ words, size }: LineIndex, lines: ReadonlySet<number>): void {
  for (let place = 0; place < size * entryWords; place += entryWords) {
    if (lines.has(words[place + line] as number)) words.set(noLine, place + newLow);
  }
}

const hasOld = (words: Uint32Array, place: number) => words[place + oldLow] !== 0 || words[place + oldHigh] !== 0;

/** The ids of rows that were in the file last time and are not now; null: of one of them the id is not known. */
export function vanishedIds({ words, size }: LineIndex): readonly number[] | null {
  const ids: number[] = [];
  for (let place = 0; place < size * entryWords; place += entryWords) {
    if (words[place + line] !== 0 || !hasOld(words, place)) continue;
    const stored = words[place + id] as number;
    if (stored === 0) return null;
    ids.push(stored);
  }
  return ids;
}

const packedWords = 5;
/** What a packed line takes; a piece of a packed index is whole lines. */
export const packedBytes = packedWords * 4;

/** The lines of now, 20 bytes each: key print, line print, id. */
export function pack({ size, words }: LineIndex): Buffer {
  const packed = new Uint32Array(size * packedWords);
  let at = 0;
  for (let place = 0; place < size * entryWords; place += entryWords) {
    if (words[place + newLow] === 0 && words[place + newHigh] === 0) continue;
    packed[at++] = words[place + keyLow] as number;
    packed[at++] = words[place + keyHigh] as number;
    packed[at++] = words[place + newLow] as number;
    packed[at++] = words[place + newHigh] as number;
    packed[at++] = words[place + id] as number;
  }
  return Buffer.from(packed.buffer, 0, at * 4);
}

/** What has changed since last time, in the same form; a line print of 0,0 says that the key has gone. */
export function packChanges({ words, size }: LineIndex): Buffer {
  const packed: number[] = [];
  for (let place = 0; place < size * entryWords; place += entryWords) {
    if (words[place + newLow] === words[place + oldLow] && words[place + newHigh] === words[place + oldHigh]) continue;
    for (const word of [keyLow, keyHigh, newLow, newHigh, id]) packed.push(words[place + word] as number);
  }
  return Buffer.from(Uint32Array.from(packed).buffer);
}

/** The same form for keys that stay known while nothing is known of their lines: each is looked at, whatever its line is. */
export function packDoubted(
  keys: readonly { readonly low: number; readonly high: number; readonly id: number }[],
): Buffer {
  const packed = keys.flatMap(({ low, high, id: stored }) => [low, high, ...noLine, stored <= largestId ? stored : 0]);
  return Buffer.from(Uint32Array.from(packed).buffer);
}

/** Takes packed lines as those of last time: a whole index, or later changes of it. Its bytes begin at a multiple of four. */
export function unpack(index: LineIndex, lines: Buffer): void {
  const packed = new Uint32Array(lines.buffer, lines.byteOffset, lines.byteLength >> 2);
  for (let at = 0; at + packedWords <= packed.length; at += packedWords) {
    const place = placeOf(index, packed[at] as number, packed[at + 1] as number);
    index.words[place + oldLow] = packed[at + 2] as number;
    index.words[place + oldHigh] = packed[at + 3] as number;
    index.words[place + id] = packed[at + 4] as number;
  }
}
