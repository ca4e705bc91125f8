import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOver, keepingOf, retentionClasses, retentionNames, sizeInWords } from './retention.model.ts';

test('every class is kept within its own bounds as long as nobody says otherwise', () => {
  for (const name of retentionNames) {
    const { days, least, most } = retentionClasses[name];
    expect([name, days >= least && days <= most]).toEqual([name, true]);
  }
  expect(keepingOf({ mail: 30 })).toMatchObject({
    mail: 30,
    outcomes: 400,
    exchanges_accepted: 30,
    exchanges_refused: 400,
    dry_runs: 7,
  });
});

test.each([
  ['2026-11-01', '2026-12-31T00:00:00Z', 30, true],
  ['2026-11-01', '2026-12-30T23:59:59Z', 30, false],
  ['2024-02-01', '2024-03-02T00:00:00Z', 1, true],
  ['2026-12-01', '2027-01-31T00:00:00Z', 30, true],
])('the month %s is over at %s, where it is kept for %d days: %s', (month, now, days, over) => {
  expect(isOver(month, new Date(now), days)).toBe(over);
});

test('a month that is over stays over, and is over the sooner the shorter it is kept', () => {
  const some = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(some, fc.nat(4000), fc.nat(4000), fc.nat(1000), (now, days, more, later) => {
      fc.pre(isOver('2026-03-01', now, days + more));
      expect(isOver('2026-03-01', now, days)).toBe(true);
      expect(isOver('2026-03-01', new Date(now.getTime() + later * 86_400_000), days + more)).toBe(true);
    }),
  );
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_500, '1.5 kB'],
  [28_000_000, '28 MB'],
  [4_200_000_000, '4.2 GB'],
])('%d bytes are told as %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
