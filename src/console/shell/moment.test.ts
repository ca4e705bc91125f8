import { expect, test } from 'vitest';
import { exactTime, lasted, relativeTime } from './moment.ts';

const now = Date.parse('2026-11-24T15:00:00Z');

test.each([
  ['2026-11-24T14:59:50Z', 'just now'],
  ['2026-11-24T14:57:30Z', '2 minutes ago'],
  ['2026-11-24T12:01:00Z', '2 hours ago'],
  ['2026-11-23T14:00:00Z', 'yesterday'],
  ['2026-11-24T20:00:00Z', 'in 5 hours'],
])('%s is told as %s', (at, words) => {
  expect(relativeTime(Date.parse(at), now)).toBe(words);
});

test('the exact time stands in the district’s zone', () => {
  expect(exactTime(now, 'America/Chicago')).toContain('9:00');
  expect(exactTime(now, 'America/Chicago')).toContain('CST');
});

test('a run that took minutes is not told in seconds', () => {
  expect(lasted('2026-11-24T15:00:00.000Z', '2026-11-24T15:00:04.200Z')).toBe('4.2 s');
  expect(lasted('2026-11-24T15:00:00Z', '2026-11-24T15:03:20Z')).toBe('3 min 20 s');
});
