import { expect, test } from 'vitest';
import { dateIn, dayLabel, weeksOf } from './days.ts';

test('a day is the day that was sent, wherever the browser stands', () => {
  expect(dayLabel('2026-09-01')).toBe('Tue, Sep 1, 2026');
  expect(dateIn('2026-09-01T03:00:00Z', 'America/Chicago')).toBe('Aug 31, 2026');
});

test('weeks begin on Monday; Sunday belongs to the week before it, and empty weeks are left out', () => {
  const weeks = weeksOf([
    { day: '2026-09-06', n: 1 },
    { day: '2026-08-31', n: 2 },
    { day: '2026-09-21', n: 3 },
    { day: '2026-09-21', n: 4 },
  ]);
  expect(weeks.map(({ monday }) => monday)).toEqual(['2026-08-31', '2026-09-21']);
  expect(weeks[0]?.days.map(({ items }) => items.map(({ n }) => n))).toEqual([[2], [], [], [], [], [], [1]]);
  expect(weeks[1]?.days[0]?.items).toHaveLength(2);
});

test('a week over the end of a year is one week', () => {
  expect(weeksOf([{ day: '2027-01-01' }])[0]?.days.map(({ day }) => day)).toEqual([
    '2026-12-28',
    '2026-12-29',
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
    '2027-01-03',
  ]);
});
