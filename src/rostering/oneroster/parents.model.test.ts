import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Child, orderByParents } from './parents.model.ts';

const name = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { nil: null });
const rows = fc.array(fc.record({ key: name, parent: name }), { maxLength: 12 });

/** Where the row that a row names as its parent stands; the first of several that have the key. */
const parentOf = (all: readonly Child[], at: number) => {
  const { parent } = all[at] as Child;
  const found = parent === null ? -1 : all.findIndex((row) => row.key === parent);
  return found < 0 ? null : found;
};
/** Slowly: a row is on a circle when walking up from it comes back to it. */
function onCircle(all: readonly Child[], at: number): boolean {
  let up = parentOf(all, at);
  for (let steps = 0; up !== null && steps <= all.length; steps++) {
    if (up === at) return true;
    up = parentOf(all, up);
  }
  return false;
}

it('every row comes once, behind its parent, and circles are found whole', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const { order, depth, loops } = orderByParents(all);
      expect([...order].sort((a, b) => a - b)).toEqual([...all.keys()]);
      expect([...loops].sort((a, b) => a - b)).toEqual([...all.keys()].filter((at) => onCircle(all, at)));
      for (const at of all.keys()) {
        const parent = parentOf(all, at);
        if (parent === null) expect(depth[at]).toBe(0);
        else if (!loops.has(at)) {
          expect(order.indexOf(parent)).toBeLessThan(order.indexOf(at));
          expect(depth[at]).toBe((depth[parent] as number) + 1);
        }
      }
      // Generation after generation, and within one as in the file.
      for (const [place, at] of order.entries()) {
        const before = order[place - 1];
        if (before === undefined) continue;
        expect((depth[before] as number) < (depth[at] as number) || (depth[before] === depth[at] && before < at)).toBe(
          true,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

it('a chain of a hundred thousand is walked without running out of room', () => {
  const n = 100_000;
  const all = Array.from({ length: n }, (_, at) => ({ key: `k${at}`, parent: at + 1 === n ? null : `k${at + 1}` }));
  const { order, depth, loops } = orderByParents(all);
  expect([order[0], order.at(-1), depth[0], loops.size]).toEqual([n - 1, 0, n - 1, 0]);
});
