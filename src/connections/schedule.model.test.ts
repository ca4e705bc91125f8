import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Schedule } from './connection.schema.ts';
import { nextDue } from './schedule.model.ts';

const chicago = 'America/Chicago';
const due = (schedule: Schedule, after: string, zone = chicago) =>
  nextDue(schedule, zone, new Date(after)).toISOString();

test.each([
  ['the coming night', { every: 'night' }, '2026-11-24T20:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['a time of its own', { every: 'night', at: '23:30' }, '2026-11-24T20:00:00Z', '2026-11-25T05:30:00.000Z'],
  ['when it is just being run', { every: 'night' }, '2026-11-24T08:00:00Z', '2026-11-25T08:00:00.000Z'],
  ['a time that the clocks skip', { every: 'night', at: '02:30' }, '2026-03-08T06:00:00Z', '2026-03-08T08:30:00.000Z'],
  ['one that they show twice', { every: 'night', at: '01:30' }, '2026-11-01T05:00:00Z', '2026-11-01T06:30:00.000Z'],
  ['the full hour', { every: 'hour' }, '2026-11-24T08:20:00Z', '2026-11-24T09:00:00.000Z'],
  ['every five minutes', { every: 'realtime' }, '2026-11-24T08:20:10Z', '2026-11-24T08:25:10.000Z'],
] as const)('%s is due next', (_, schedule, after, expected) => {
  expect(due(schedule, after)).toBe(expected);
});

test('a time that the clocks show twice is due once', () => {
  const first = due({ every: 'night', at: '01:30' }, '2026-11-01T05:00:00Z');
  expect(due({ every: 'night', at: '01:30' }, first)).toBe('2026-11-02T07:30:00.000Z');
});

test('a night is due once in every day of every zone, whatever the clocks do', () => {
  const zones = ['America/Chicago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Auckland', 'America/Sao_Paulo'];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2028-01-01T00:00:00Z'), noInvalidDate: true }),
      (zone, hours, minutes, start) => {
        const at = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        const day = (instant: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
        let last = nextDue({ every: 'night', at }, zone, start);
        expect(last.getTime()).toBeGreaterThan(start.getTime());
        for (let n = 0; n < 3; n++) {
          const next = nextDue({ every: 'night', at }, zone, last);
          expect(new Date(day(next)).getTime() - new Date(day(last)).getTime()).toBe(86_400_000);
          last = next;
        }
      },
    ),
  );
});
