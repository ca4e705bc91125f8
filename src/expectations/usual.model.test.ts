import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bandOf, growthOf, median, quietStreak, scatter } from './usual.model.ts';

const leeway = { scatters: 4, share: 0.15, count: 10 };
const counts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 4, maxLength: 30 });

test.each([
  [[], 0],
  [[7], 7],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

describe('the band of what is usual', () => {
  it('is not known where there was too little', () => {
    expect(bandOf([100, 101, 99], 4, leeway)).toBeNull();
  });

  it('is as wide as a share where days are alike, and as ten where there are few', () => {
    expect(bandOf([1000, 1000, 1000, 1000], 4, leeway)).toEqual({ low: 850, usual: 1000, high: 1150 });
    expect(bandOf([20, 20, 20, 20], 4, leeway)).toEqual({ low: 10, usual: 20, high: 30 });
  });

  it('is wider where days differ', () => {
    expect(bandOf([800, 900, 1000, 1100, 1200], 4, leeway)).toEqual({ low: 406, usual: 1000, high: 1594 });
  });

  it('is not moved by one night that was wrong', () => {
    const nights = [1000, 1010, 990, 1005, 995, 1002, 998];
    expect(bandOf([...nights, 0], 4, leeway)?.usual).toBe(999);
  });

  it('holds its middle, and never counts below nothing', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const band = bandOf(values, 4, leeway);
        expect(band).not.toBeNull();
        if (band === null) return;
        expect(band.low).toBeGreaterThanOrEqual(0);
        expect(band.low).toBeLessThanOrEqual(band.usual);
        expect(band.high).toBeGreaterThanOrEqual(band.usual);
      }),
    );
  });

  it('says of no night that is the middle of all that it is odd', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const band = bandOf(values, 4, leeway);
        const middle = median(values);
        expect(band !== null && middle >= band.low && middle <= band.high).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the nights', () => {
    fc.assert(
      fc.property(counts, (values) => {
        expect(bandOf([...values].reverse(), 4, leeway)).toEqual(bandOf(values, 4, leeway));
      }),
    );
  });

  it('grows with what there is: ten times the school, ten times the band', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const large = { ...leeway, count: 100 };
        const band = bandOf(values, 4, leeway);
        const bands = bandOf(
          values.map((value) => value * 10),
          4,
          large,
        );
        expect(Math.abs((bands?.low ?? 0) - 10 * (band?.low ?? 0))).toBeLessThanOrEqual(10);
      }),
    );
  });
});

test('nights that are all alike do not scatter', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (value, n) => scatter(Array(n).fill(value)) === 0),
  );
});

test.each([
  [[], 0, 0],
  [[true, false, true, false, false], 2, 1],
  [[false, false, true], 0, 2],
  [[false, false], 2, 0],
])('in %j it is quiet for %d, and was for %d at most', (changed, now, longest) => {
  expect(quietStreak(changed)).toEqual({ now, longest });
});

describe('how something grows', () => {
  const days = (...values: number[]) => values.map((value, day) => ({ day, value }));

  it('is the slope of most days, whatever one of them did', () => {
    expect(growthOf(days(10, 12, 14, 16, 18))).toBe(2);
    expect(growthOf(days(10, 12, 14, 16, 900, 20, 22, 24))).toBe(2);
  });

  it('is nothing where nothing is known', () => {
    expect(growthOf([])).toBe(0);
    expect(growthOf(days(5))).toBe(0);
  });

  it('finds any straight line', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 3, max: 30 }), (slope, n) => {
        expect(growthOf(days(...Array.from({ length: n }, (_, day) => slope * day)))).toBe(slope + 0);
      }),
    );
  });
});
