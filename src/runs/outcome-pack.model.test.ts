import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byBytes, packKeys, unpackKeys } from './outcome-pack.model.ts';

const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\n'));
const inOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

it('keys come out of their packs as they went in, in the order of their bytes', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 50 }), (keys) => {
      const packs = packKeys(keys);
      expect(packs.flatMap((pack) => unpackKeys(pack.keys))).toEqual([...keys].sort(inOrder));
    }),
  );
});

it('a pack holds a thousand keys, and says its first and its last', () => {
  const keys = Array.from({ length: 2500 }, (_, at) => `ключ ${String((at * 7919) % 2500).padStart(4, '0')}`);
  const packs = packKeys(keys);
  expect(packs.map(({ n, lo, hi }) => [n, lo, hi])).toEqual([
    [1000, 'ключ 0000', 'ключ 0999'],
    [1000, 'ключ 1000', 'ключ 1999'],
    [500, 'ключ 2000', 'ключ 2499'],
  ]);
  for (const { n, keys: packed } of packs) expect(unpackKeys(packed)).toHaveLength(n);
  expect(packKeys([])).toEqual([]);
});

it('keys are ordered as PostgreSQL orders them by bytes', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(byBytes(a, b))).toBe(Math.sign(inOrder(a, b)));
    }),
    { numRuns: 1000 },
  );
  // Beyond U+D7FF JavaScript's own order is another.
  expect(['\u{1f600}', '\uffee', 'z', 'Z'].sort(byBytes)).toEqual(['Z', 'z', '\uffee', '\u{1f600}']);
});
