import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, isMassChange, noCounts } from './count.model.ts';

const words = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'invalid',
  'held',
  'conflict',
  'rejected',
  'blocked',
] as const;

describe('a mass change', () => {
  it.each([
    [11, 100, true],
    [10, 100, false],
    [11, 110, false],
    [11, 109, true],
    [12, 110, true],
    [10, 10, false],
    [11, 11, true],
    [11, 0, true],
    [0, 0, false],
    [100_000, 1_000_000, false],
    [100_001, 1_000_000, true],
  ])('%i of %i: %s', (changed, known, held) => {
    expect(isMassChange({ count: changed, known }, { share: 0.1, count: 10 })).toBe(held);
  });

  it('is never an exact tenth, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 100_000_000 }), (n) => {
        expect(isMassChange({ count: n, known: n * 10 }, { share: 0.1, count: 10 })).toBe(false);
        expect(isMassChange({ count: n + 1, known: n * 10 }, { share: 0.1, count: 10 })).toBe(true);
      }),
    );
  });
});

describe('the numbers of a run', () => {
  it('add up however records are counted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.constantFrom(...words), fc.nat(1000)), { maxLength: 20 }), { maxLength: 6 }),
        (parts) => {
          const counted = parts.map((records) => {
            const counts = { ...noCounts };
            for (const [word, n] of records) count(counts, word, n);
            return counts;
          });
          for (const [at, counts] of counted.entries()) {
            expect(counts.entered).toBe(words.reduce((all, word) => all + counts[word], 0));
            expect(counts.entered).toBe(parts[at]?.reduce((all, [, n]) => all + n, 0));
          }
        },
      ),
    );
    expect(Object.values(noCounts).every((n) => n === 0)).toBe(true);
  });
});
