import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addText, beginPrint, endPrint, hashBytes, hashKey, hashKeyBytes, print } from './print.model.ts';

const printOf = (values: readonly (readonly [number, string])[], seed = 4) => {
  beginPrint(seed);
  for (const [place, text] of values) addText(place, text);
  return endPrint();
};
const values = fc.array(fc.tuple(fc.nat(20), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 6 });

it('two records have the same print exactly when they say the same at the same places', () => {
  fc.assert(
    fc.property(values, values, (one, two) => {
      expect(printOf(one) === printOf(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
      expect(printOf(one)).toBe(printOf(structuredClone(one)));
    }),
    { numRuns: 2000 },
  );
});

it.each<[string, readonly (readonly [number, string])[], readonly (readonly [number, string])[]]>([
  [
    'a list of two and one text of both',
    [
      [3, 'a'],
      [3, 'b'],
    ],
    [[3, 'ab']],
  ],
  ['the same text in another column', [[3, 'a']], [[4, 'a']]],
  ['nothing and an empty text', [], [[3, '']]],
  [
    'two values that change places',
    [
      [3, 'a'],
      [4, 'b'],
    ],
    [
      [3, 'b'],
      [4, 'a'],
    ],
  ],
  ['capitals and small letters', [[3, 'A']], [[3, 'a']]],
])('%s are told apart', (_, one, two) => {
  expect(printOf(one)).not.toBe(printOf(two));
});

it('records of two kinds that say the same are told apart', () => {
  expect(printOf([[3, 'a']], 1)).not.toBe(printOf([[3, 'a']], 2));
});

it('a print is a number that PostgreSQL takes as a bigint', () => {
  fc.assert(
    fc.property(values, (one) => {
      const number = BigInt(printOf(one));
      expect(number >= -(2n ** 63n) && number < 2n ** 63n).toBe(true);
    }),
  );
});

it('a key from the database has the print of its bytes in a file, wherever they stand there', () => {
  const key = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 2000, maxLength: 2100 }),
  );
  fc.assert(
    fc.property(key, fc.nat(9), (text, before) => {
      hashKey(text);
      const { low, high } = print;
      const bytes = Buffer.from(`${'x'.repeat(before)}${text}rest`);
      hashKeyBytes(bytes, before, bytes.length - 4);
      expect([print.low, print.high]).toEqual([low, high]);
    }),
    { numRuns: 500 },
  );
});

it('a hundred thousand lines that differ in little have a hundred thousand prints, and both halves are spread', () => {
  const seen = new Set<string>();
  const [lows, highs] = [new Set<number>(), new Set<number>()];
  for (let at = 0; at < 100_000; at++) {
    const bytes = Buffer.from(`e-${at},c-${at % 7},u-1,student,,`);
    hashBytes(bytes, 0, bytes.length, 1);
    seen.add(`${print.low} ${print.high}`);
    lows.add(print.low);
    highs.add(print.high);
  }
  expect(seen.size).toBe(100_000);
  // Of a hundred thousand numbers of 32 bits about one pair is equal by chance.
  expect(Math.min(lows.size, highs.size)).toBeGreaterThan(99_980);
});

it('keys that count up lie beside each other, so that a file in their order walks through the table', () => {
  const lowOf = (key: string) => {
    hashKey(key);
    return print.low;
  };
  const first = lowOf('ENR-0006400');
  for (let at = 1; at < 32; at++) expect(lowOf(`ENR-${String(6400 + at).padStart(7, '0')}`)).toBe(first + at);
  expect(Math.abs(lowOf('ENR-0006432') - first)).toBeGreaterThan(32);
});
