// One table for a file: what each key's line was when it was last accepted, and what it is in the file now.
// Open addressing over one array of 32-byte slots, so that a key costs one look into memory, a million rows cost 67 MB
// at the most, and nothing is left to the collector.

/** A table from key prints to line prints, at most three quarters full. */
export type LineIndex = { size: number; slots: number; words: Uint32Array };

// The words of a slot. A print of 0,0 means "none"; a real one that happens to be 0 is stored as 0,1.
const slotWords = 8;
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

export function makeIndex(rows: number): LineIndex {
  let slots = 1024;
  while (slots * 0.7 < rows) slots *= 2;
  return { size: 0, slots, words: new Uint32Array(slots * slotWords) };
}

/** The place of a key, or the free one where it would go, as `-place - 1`. */
function find({ slots, words }: LineIndex, low: number, high: number): number {
  const wanted = high === 0 && low === 0 ? 1 : high;
  const mask = slots - 1;
  // The low half of a key's print keeps neighbours together, and so lie their slots.
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const place = slot * slotWords;
    const lowHere = words[place + keyLow];
    const highHere = words[place + keyHigh];
    if (lowHere === low && highHere === wanted) return place;
    if (lowHere === 0 && highHere === 0) return -place - 1;
  }
}

function placeOf(index: LineIndex, low: number, high: number): number {
  const found = find(index, low, high);
  if (found >= 0) return found;
  if (index.size > index.slots * 0.75) {
    grow(index);
    return placeOf(index, low, high);
  }
  const place = -found - 1;
  index.words[place + keyLow] = low;
  index.words[place + keyHigh] = high === 0 && low === 0 ? 1 : high;
  index.size++;
  return place;
}

function grow(index: LineIndex): void {
  const bigger: LineIndex = {
    size: index.size,
    slots: index.slots * 2,
    words: new Uint32Array(index.words.length * 2),
  };
  for (let place = 0; place < index.words.length; place += slotWords) {
    const low = index.words[place + keyLow] as number;
    const high = index.words[place + keyHigh] as number;
    if (low === 0 && high === 0) continue;
    bigger.words.set(index.words.subarray(place, place + slotWords), -find(bigger, low, high) - 1);
  }
  Object.assign(index, bigger);
}

/** Notes that a key stands at a line of the file; answers its place, or -1 where it stood at an earlier line. */
export function seeKey(index: LineIndex, low: number, high: number, atLine: number): number {
  const place = placeOf(index, low, high);
  if (index.words[place + line] !== 0) return -1;
  index.words[place + line] = atLine;
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

/** The rows at these lines cannot be read: no line will be the same as theirs, but their keys stay known, so that one that goes is missed. */
export function forgetLines({ words }: LineIndex, lines: ReadonlySet<number>): void {
  for (let place = 0; place < words.length; place += slotWords) {
    if (!lines.has(words[place + line] as number)) continue;
    words[place + newLow] = 0;
    words[place + newHigh] = 1;
  }
}

/** The ids of rows that were in the file last time and are not now; null: of one of them the id is not known. */
export function vanishedIds({ words }: LineIndex): readonly number[] | null {
  const ids: number[] = [];
  for (let place = 0; place < words.length; place += slotWords) {
    if (words[place + line] !== 0 || (words[place + oldLow] === 0 && words[place + oldHigh] === 0)) continue;
    const stored = words[place + id] as number;
    if (stored === 0) return null;
    ids.push(stored);
  }
  return ids;
}

const packedWords = 5;

/** The lines of now, 20 bytes each: key print, line print, id. */
export function pack({ size, words }: LineIndex): Buffer {
  const packed = new Uint32Array(size * packedWords);
  let at = 0;
  for (let place = 0; place < words.length; place += slotWords) {
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
export function packChanges({ words }: LineIndex): Buffer {
  const packed: number[] = [];
  for (let place = 0; place < words.length; place += slotWords) {
    if (words[place + newLow] === words[place + oldLow] && words[place + newHigh] === words[place + oldHigh]) continue;
    for (const word of [keyLow, keyHigh, newLow, newHigh, id]) packed.push(words[place + word] as number);
  }
  return Buffer.from(Uint32Array.from(packed).buffer);
}

/** What was packed, whole and then its changes in their order, as the lines of last time. */
export function unpackAll(index: LineIndex, bodies: readonly Buffer[]): void {
  for (const body of bodies) unpack(index, body);
}

function unpack(index: LineIndex, body: Buffer): void {
  const packed = new Uint32Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength));
  for (let at = 0; at + packedWords <= packed.length; at += packedWords) {
    const place = placeOf(index, packed[at] as number, packed[at + 1] as number);
    index.words[place + oldLow] = packed[at + 2] as number;
    index.words[place + oldHigh] = packed[at + 3] as number;
    index.words[place + id] = packed[at + 4] as number;
  }
}
