import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';

/** Where something is in a file: keys and numbers in lists, from the outside in. */
export type Path = readonly PropertyKey[];
type Place = { readonly offset: number; readonly value: unknown };

/** Where a path begins in the text: the key of its last part that is there. */
export function offsetOf(document: Document.Parsed, path: Path): number {
  let place: Place = { offset: startOf(document.contents) ?? 0, value: document.contents };
  for (const part of path) {
    const inner = step(isAlias(place.value) ? place.value.resolve(document) : place.value, part);
    if (inner === null) break;
    place = inner;
  }
  return place.offset;
}

function step(value: unknown, part: PropertyKey): Place | null {
  const pair = isMap(value) ? value.items.find((item) => keyOf(item) === String(part)) : undefined;
  const inner = pair?.value ?? (isSeq(value) ? value.items[Number(part)] : undefined);
  const offset = startOf(pair === undefined ? inner : pair.key);
  return offset === null ? null : { offset, value: inner };
}

const keyOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : null);

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
