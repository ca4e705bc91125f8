/** A row of a file whose rows may name each other as parents. */
export type Child = { readonly key: string | null; readonly parent: string | null };

/**
 * The order in which such rows can be taken: parents first, otherwise as in the file; and the rows whose parents form a
 * circle. `depth` says how many parents of the file stand above a row. Depends on the file alone, so that a second attempt finds the same order.
 */
export function orderByParents(rows: readonly Child[]): {
  readonly order: readonly number[];
  readonly depth: Int32Array;
  readonly loops: ReadonlySet<number>;
} {
  const place = new Map<string, number>();
  for (const [at, row] of rows.entries()) if (row.key !== null && !place.has(row.key)) place.set(row.key, at);
  const depth = new Int32Array(rows.length).fill(-1);
  const loops = new Set<number>();
  for (let at = 0; at < rows.length; at++) measure(at, rows, place, depth, loops);
  const order = [...rows.keys()].sort((a, b) => (depth[a] as number) - (depth[b] as number) || a - b);
  return { order, depth, loops };
}

/** Walks up to a row whose depth is known, to the top, or into a circle; then gives every row on the way its depth. */
function measure(
  start: number,
  rows: readonly Child[],
  place: ReadonlyMap<string, number>,
  depth: Int32Array,
  loops: Set<number>,
): void {
  const way: number[] = [];
  const onWay = new Set<number>();
  let at: number | undefined = start;
  while (at !== undefined && depth[at] === -1 && !onWay.has(at)) {
    way.push(at);
    onWay.add(at);
    const parent: string | null = rows[at]?.parent ?? null;
    at = parent === null ? undefined : place.get(parent);
  }
  if (at !== undefined && onWay.has(at)) for (const one of way.slice(way.indexOf(at))) loops.add(one);
  let next = at === undefined || depth[at] === -1 ? 0 : (depth[at] as number) + 1;
  for (const one of way.reverse()) depth[one] = next++;
}
