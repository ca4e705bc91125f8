import type { SystemId } from './entry.schema.ts';
import { knownWords, wordParts } from './known-words.model.ts';
import { type Pattern, patternOf } from './pattern.model.ts';

// Puts messages together that say the same of different things. Two patterns are alike if they have as many words, the
// words of the dictionary in the same places, and few others that differ. What differs becomes a value, so that alike
// ones stay alike the more they take in: whatever the order in which messages come, the same clusters are left.

export type Sample = { readonly text: string; readonly at: Date };

/** Messages that say the same. */
export type Cluster = Pattern & {
  readonly system: SystemId | null;
  readonly count: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly samples: readonly Sample[];
  /** The stored clusters that are in it. */
  readonly stored: readonly StoredCluster[];
};
export type StoredCluster = { readonly id: number; readonly ignored: boolean };

export type Clusters = {
  add(cluster: Cluster): void;
  all(): readonly Cluster[];
  /** How many messages were in clusters that had no room. */
  dropped(): number;
};

/** How many clusters are kept, in all and of one shape; beyond, the rarest are dropped, of these the oldest. */
export type Room = { readonly inAll: number; readonly ofAShape: number };

/** Gathers clusters. Twice as many as there is room for are let in, so that making room costs little for each. */
export function makeClusters(room: Room): Clusters {
  const byShape = new Map<string, Cluster[]>();
  let size = 0;
  let dropped = 0;
  const mostSeen = (clusters: readonly Cluster[], most: number): Cluster[] => {
    const ranked = clusters.toSorted(mostSeenFirst);
    for (const { count } of ranked.splice(most)) dropped += count;
    return ranked;
  };
  const makeRoom = () => {
    const kept = mostSeen([...byShape.values()].flat(), room.inAll);
    byShape.clear();
    for (const [shape, clusters] of Map.groupBy(kept, shapeOf)) byShape.set(shape, clusters);
    size = kept.length;
  };
  return {
    add(cluster) {
      const shape = shapeOf(cluster);
      const shelf = byShape.get(shape) ?? [];
      const before = shelf.length;
      putInto(shelf, cluster);
      const after = shelf.length > 2 * room.ofAShape ? mostSeen(shelf, room.ofAShape) : shelf;
      byShape.set(shape, after);
      size += after.length - before;
      if (size > 2 * room.inAll) makeRoom();
    },
    all() {
      if (size > room.inAll) makeRoom();
      return [...byShape.values()].flat();
    },
    dropped: () => dropped,
  };
}

/** A message as a cluster of its own. */
export function clusterOf(message: string, { system, count, now }: Seen): Cluster {
  const samples = [{ text: message.slice(0, longestSample), at: now }];
  return { ...patternOf(message), system, count, firstSeen: now, lastSeen: now, samples, stored: [] };
}
type Seen = { readonly system: SystemId | null; readonly count: number; readonly now: Date };

const mostSeenFirst = (a: Cluster, b: Cluster) => b.count - a.count || b.lastSeen.getTime() - a.lastSeen.getTime();

/** What stays fixed in a cluster: its system, how many words it has, and where those of the dictionary stand. */
function shapeOf({ system, words }: Pick<Cluster, 'system' | 'words'>): string {
  return [system ?? '', ...words.map((word) => (isFixed(word) ? word : ''))].join(' ');
}

const isFixed = (word: string) => knownWords.has(word) || (composed.test(word) && wordParts(word).every(isKnown));
const composed = /[-/_.]/;
const isKnown = (part: string) => knownWords.has(part);

/** Joins a cluster with all that are like it, or like what comes of that. */
function putInto(shelf: Cluster[], cluster: Cluster): void {
  let grown = cluster;
  for (;;) {
    const at = shelf.findIndex((one) => areAlike(one, grown));
    const found = shelf[at];
    if (found === undefined) break;
    grown = joined(found, grown);
    // It takes in nothing more than before.
    if (grown.loose === found.loose && grown.words.every((word, i) => word === found.words[i])) {
      shelf[at] = grown;
      return;
    }
    shelf.splice(at, 1);
  }
  shelf.push(grown);
}

/** Of one shape; a value is like every word. */
function areAlike(a: Pattern, b: Pattern): boolean {
  let left = Math.min(a.loose, b.loose);
  for (let at = 0; at < a.words.length; at++) {
    const one = a.words[at];
    const other = b.words[at];
    if (one === other || one === '' || other === '') continue;
    if (left === 0) return false;
    left--;
  }
  return true;
}

function joined(a: Cluster, b: Cluster): Cluster {
  return {
    system: a.system,
    words: a.words.map((word, at) => (word === b.words[at] ? word : '')),
    loose: Math.max(a.loose, b.loose),
    count: a.count + b.count,
    firstSeen: earlier(a.firstSeen, b.firstSeen),
    lastSeen: a.lastSeen > b.lastSeen ? a.lastSeen : b.lastSeen,
    samples: someOf([...a.samples, ...b.samples]),
    stored: [...a.stored, ...b.stored],
  };
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);

const mostSamples = 5;
const longestSample = 4096;

/** A few of the samples: those whose hashes are smallest, so that it does not depend on which came first. */
export function someOf(samples: readonly Sample[]): readonly Sample[] {
  const byText = new Map<string, Sample>();
  for (const sample of samples) {
    const before = byText.get(sample.text);
    if (before === undefined || before.at < sample.at) byText.set(sample.text, sample);
  }
  if (byText.size <= mostSamples) return [...byText.values()];
  const hashed = [...byText.values()].map((sample) => ({ sample, hash: hashOf(sample.text) }));
  hashed.sort((a, b) => a.hash - b.hash || (a.sample.text < b.sample.text ? -1 : 1));
  return hashed.slice(0, mostSamples).map(({ sample }) => sample);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The words as a text, with {placeholders} as an entry’s message may have them; values side by side are one there. */
export function templateOf(words: readonly string[]): string {
  let values = 0;
  const told = words
    .filter((word, at) => word !== '' || words[at - 1] !== '')
    .map((word) => (word === '' ? `{${letters(values++)}}` : word))
    .join(' ');
  return told.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

/** a, b, …, z, aa, ab, … */
function letters(number: number): string {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last;
}
