// One table for a file: what each key's line was when it was last accepted, and what it is in the file now.
// Open addressing over typed arrays: 36 bytes a slot, so a million rows cost 75 MB at the most and nothing for the collector.

/** A table from key prints to line prints. A print of 0,0 means "none"; a real one that happens to be 0 is stored as 1. */
export type LineIndex = {
  size: number;
  mask: number;
  keyLow: Uint32Array;
  keyHigh: Uint32Array;
  oldLow: Uint32Array;
  oldHigh: Uint32Array;
  newLow: Uint32Array;
  newHigh: Uint32Array;
  /** The physical line where the key first stands in the file now; 0: not in it. */
  line: Uint32Array;
  /** The id of the stored row; 0: not known. */
  id: Float64Array;
};

export function makeIndex(rows: number): LineIndex {
  let slots = 1024;
  while (slots * 0.66 < rows) slots *= 2;
  return allocate(slots);
}

function allocate(slots: number): LineIndex {
  const lane = () => new Uint32Array(slots);
  return {
    size: 0,
    mask: slots - 1,
    keyLow: lane(),
    keyHigh: lane(),
    oldLow: lane(),
    oldHigh: lane(),
    newLow: lane(),
    newHigh: lane(),
    line: lane(),
    id: new Float64Array(slots),
  };
}

/** The slot of a key, made where there is none yet. */
export function slotOf(index: LineIndex, low: number, high: number): number {
  const found = find(index, low, high);
  if (found >= 0) return found;
  if (index.size > (index.mask + 1) * 0.75) {
    grow(index);
    return slotOf(index, low, high);
  }
  const slot = -found - 1;
  index.keyLow[slot] = low;
  index.keyHigh[slot] = high === 0 && low === 0 ? 1 : high;
  index.size++;
  return slot;
}

/** The slot of a key, or the free one where it would go, as `-slot - 1`. */
export function find(index: LineIndex, low: number, high: number): number {
  const wanted = high === 0 && low === 0 ? 1 : high;
  let slot = (low ^ (high >>> 7)) & index.mask;
  for (;;) {
    const lowHere = index.keyLow[slot] as number;
    const highHere = index.keyHigh[slot] as number;
    if (lowHere === 0 && highHere === 0) return -slot - 1;
    if (lowHere === low && highHere === wanted) return slot;
    slot = (slot + 1) & index.mask;
  }
}

function grow(index: LineIndex): void {
  const bigger = allocate((index.mask + 1) * 2);
  for (let slot = 0; slot <= index.mask; slot++) {
    const low = index.keyLow[slot] as number;
    const high = index.keyHigh[slot] as number;
    if (low === 0 && high === 0) continue;
    const to = -find(bigger, low, high) - 1;
    for (const lane of ['keyLow', 'keyHigh', 'oldLow', 'oldHigh', 'newLow', 'newHigh', 'line', 'id'] as const)
      bigger[lane][to] = index[lane][slot] as number;
    bigger.size++;
  }
  Object.assign(index, bigger);
}

/** What was packed by `pack`, a body a shard, as the lines of last time. */
export function unpackAll(index: LineIndex, bodies: readonly Buffer[]): void {
  for (const body of bodies) unpack(index, body);
}

const wordsARow = 6;

function unpack(index: LineIndex, body: Buffer): void {
  const words = new Uint32Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength));
  for (let at = 0; at + wordsARow <= words.length; at += wordsARow) {
    const slot = slotOf(index, words[at] as number, words[at + 1] as number);
    index.oldLow[slot] = words[at + 2] as number;
    index.oldHigh[slot] = words[at + 3] as number;
    index.id[slot] = (words[at + 4] as number) + (words[at + 5] as number) * 2 ** 32;
  }
}

/** The lines of now, 24 bytes each: key print, line print, id. */
export function pack(index: LineIndex): Buffer {
  const words = new Uint32Array(index.size * wordsARow);
  let at = 0;
  for (let slot = 0; slot <= index.mask; slot++) {
    if (index.newLow[slot] === 0 && index.newHigh[slot] === 0) continue;
    const id = index.id[slot] as number;
    words[at++] = index.keyLow[slot] as number;
    words[at++] = index.keyHigh[slot] as number;
    words[at++] = index.newLow[slot] as number;
    words[at++] = index.newHigh[slot] as number;
    words[at++] = id >>> 0;
    words[at++] = Math.floor(id / 2 ** 32);
  }
  return Buffer.from(words.buffer, 0, at * 4);
}
