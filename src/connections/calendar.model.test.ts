import { describe, expect, test } from 'vitest';
import { blackoutUntil, spanOf } from './calendar.model.ts';
import { type Blackout, blackout, pause } from './calendar.schema.ts';

const chicago = 'America/Chicago';
const until = (blackouts: readonly Blackout[], at: string, zone = chicago) =>
  blackoutUntil(blackouts, zone, new Date(at))?.toISOString() ?? null;

const school: Blackout = { from: '07:00', to: '15:30', days: ['monday', 'tuesday'] };
const nights: Blackout = { from: '22:00', to: '05:00', days: ['friday'] };
const holidays: Blackout = { from: '2026-12-20', to: '2027-01-03' };

describe('a blackout', () => {
  test.each([
    ['of the week holds its times', [school], '2026-11-30T15:00:00Z', '2026-11-30T21:30:00.000Z'],
    ['of the week is over when it ends', [school], '2026-11-30T21:30:00Z', null],
    ['of the week is for its days', [school], '2026-12-02T15:00:00Z', null],
    ['over midnight reaches into the next day', [nights], '2026-12-05T09:00:00Z', '2026-12-05T11:00:00.000Z'],
    ['over midnight does not begin the night before', [nights], '2026-12-04T09:00:00Z', null],
    [
      'without days is for every day',
      [{ from: '01:00', to: '02:00' }],
      '2026-12-06T07:10:00Z',
      '2026-12-06T08:00:00.000Z',
    ],
    [
      'of the whole day never ends by itself',
      [{ from: '00:00', to: '00:00', days: ['sunday'] }],
      '2026-12-06T07:00:00Z',
      '2026-12-07T06:00:00.000Z',
    ],
    ['of dates holds its first day', [holidays], '2026-12-20T06:00:00Z', '2027-01-04T06:00:00.000Z'],
    ['of dates holds its last day', [holidays], '2027-01-04T05:59:00Z', '2027-01-04T06:00:00.000Z'],
    ['of dates holds no other', [holidays], '2026-12-20T05:59:00Z', null],
    [
      'that follows another without a gap makes it longer',
      [holidays, { from: '00:00', to: '08:00', days: ['monday'] }],
      '2027-01-01T00:00:00Z',
      '2027-01-04T14:00:00.000Z',
    ],
    [
      'ends by the clocks of its zone',
      [{ from: '01:00', to: '03:00' }],
      '2027-03-14T07:30:00Z',
      '2027-03-14T08:00:00.000Z',
    ],
  ] as const)('%s', (_, blackouts, at, ends) => {
    expect(until(blackouts as readonly Blackout[], at)).toBe(ends);
  });

  test('that leaves no gap at all is looked at anew within some two years', () => {
    const at = new Date('2026-12-01T00:00:00Z');
    const ends = blackoutUntil([{ from: '00:00', to: '00:00' }], chicago, at);
    expect((ends?.getTime() ?? 0) - at.getTime()).toBeLessThan(2 * 366 * 86_400_000);
  });

  test.each([
    [{ from: 'seven', to: '15:30' }, 'from: must be a time such as 07:00, or a day such as 2026-12-20'],
    [{ from: '07:00', to: '2026-12-20' }, 'to: must be a time such as 15:30'],
    [{ from: '2026-12-20', to: '2026-02-31' }, 'to: must be a day such as 2027-01-03'],
    [{ from: '2026-12-20', to: '2026-12-19' }, 'to: must not be before it begins'],
    [{ from: '2026-12-20', to: '2026-12-21', days: ['monday'] }, 'days: belongs to times of the week'],
    [{ from: '07:00', to: '08:00', days: [] }, 'days: must name at least one day'],
  ])('%j is no blackout', (given, told) => {
    const issue = blackout.safeParse(given).error?.issues[0];
    expect(`${issue?.path.join('.')}: ${issue?.message}`).toBe(told);
  });
});

describe('a planned pause', () => {
  const span = (from: string, to: string) => {
    const { begins, ends } = spanOf({ from, to }, chicago);
    return [new Date(begins).toISOString(), new Date(ends).toISOString()];
  };

  test('of days ends when its last day is over', () => {
    expect(span('2026-12-20', '2027-01-03')).toEqual(['2026-12-20T06:00:00.000Z', '2027-01-04T06:00:00.000Z']);
  });

  test('may begin and end at a time', () => {
    expect(span('2026-12-20T18:00', '2026-12-21T02:30')).toEqual([
      '2026-12-21T00:00:00.000Z',
      '2026-12-21T08:30:00.000Z',
    ]);
  });

  test('may be of one day, and does not end before it begins', () => {
    expect(pause.safeParse({ from: '2026-12-20', to: '2026-12-20' }).success).toBe(true);
    expect(pause.safeParse({ from: '2026-12-20T18:00', to: '2026-12-20T18:00' }).success).toBe(false);
  });
});
