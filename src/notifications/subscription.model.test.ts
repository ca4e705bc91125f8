import { describe, expect, test } from 'vitest';
import { dueOf, hadProblems, openSince, settled } from './subscription.model.ts';

const zone = 'America/Chicago';
const news = (at: string, more: object = {}) =>
  ({
    no: 1,
    kind: 'issue',
    subject: '1',
    change: 'opened',
    version: '1',
    flow: 1,
    connection: 1,
    facts: { run: 7 },
    at: new Date(at),
    ...more,
  }) as never;
const due = (choices: object, at: string, before: string | null = null, more: object = {}) => {
  const { at: when, bundle } = dueOf(
    { digestAt: null, quiet: [], ...choices } as never,
    zone,
    news(at, more),
    before === null ? null : new Date(before),
  );
  return [when.toISOString(), bundle];
};
const nights = { quiet: [{ from: '18:00', to: '07:00' }] };
const weekend = { quiet: [{ from: '00:00', to: '00:00', days: ['saturday', 'sunday'] }] };

describe('when news are told', () => {
  test.each([
    ['at once, with its run', {}, '2026-11-24T16:00:00Z', '2026-11-24T16:00:00.000Z', 'run 7'],
    ['behind the night in which it falls', nights, '2026-11-25T05:00:00Z', '2026-11-25T13:00:00.000Z', 'digest'],
    ['at once at the very end of the night', nights, '2026-11-25T13:00:00Z', '2026-11-25T13:00:00.000Z', 'run 7'],
    [
      'on Monday, where it falls into the weekend',
      weekend,
      '2026-11-28T18:00:00Z',
      '2026-11-30T06:00:00.000Z',
      'digest',
    ],
    [
      'with the digest of the same day',
      { digestAt: '16:30' },
      '2026-11-24T22:29:00Z',
      '2026-11-24T22:30:00.000Z',
      'digest',
    ],
    [
      'with the digest of the next day',
      { digestAt: '16:30' },
      '2026-11-24T22:31:00Z',
      '2026-11-25T22:30:00.000Z',
      'digest',
    ],
    [
      'with a digest that moves with the clocks',
      { digestAt: '07:00' },
      '2026-10-31T18:00:00Z',
      '2026-11-01T13:00:00.000Z',
      'digest',
    ],
    [
      'behind the night, where the hour of the digest lies in it',
      { ...nights, digestAt: '05:00' },
      '2026-11-24T16:00:00Z',
      '2026-11-25T13:00:00.000Z',
      'digest',
    ],
  ])('%s', (_, choices, at, when, bundle) => {
    expect(due(choices, at)).toEqual([when, bundle]);
  });

  test('not before an hour after the same was told, and together with what still waits', () => {
    expect(due({}, '2026-11-24T16:10:00Z', '2026-11-24T16:00:00Z')[0]).toBe('2026-11-24T17:00:00.000Z');
    expect(due({}, '2026-11-24T16:10:00Z', '2026-11-24T17:00:00Z')[0]).toBe('2026-11-24T17:00:00.000Z');
    expect(due({}, '2026-11-24T19:00:00Z', '2026-11-24T17:00:00Z')[0]).toBe('2026-11-24T19:00:00.000Z');
  });

  test('the runs of a day of pushes together', () => {
    const pushed = { kind: 'run', change: 'ended', facts: { run: 7, trigger: 'push' } };
    expect(due({}, '2026-11-24T06:05:00Z', null, pushed)).toEqual(['2026-11-24T06:15:00.000Z', 'pushes 1']);
  });
});

test.each([
  [{}, false],
  [{ invalid: 1 }, true],
  [{ blocked: 2 }, true],
  [{ held: 3 }, true],
  [{ holds: 1 }, true],
  [{ partsLeft: 1 }, true],
  [{ state: 'stopped' }, true],
  [{ rejected: 4, quiet: 1 }, false],
  [{ rejected: 4, quiet: 1, causes: [{ issue: 2 }] }, true],
])('whether a run met problems: %o → %s', (facts, expected) => {
  expect(hadProblems({ state: 'done', causes: [], ...facts })).toBe(expected);
});

describe('what is open for so many hours', () => {
  const closed = [
    { from: '2026-11-26', to: '2026-11-29' },
    { from: '07:00', to: '15:30' },
  ];
  test.each([
    ['plain hours', '2026-11-23T12:00:00Z', 24, '2026-11-24T12:00:00Z', '2026-11-24T12:00:00.000Z'],
    ['not yet', '2026-11-23T12:00:00Z', 24, '2026-11-24T11:59:59Z', null],
    [
      'holidays do not count; times of the week in which no run is asked for do',
      '2026-11-25T18:00:00Z',
      24,
      '2026-12-02T00:00:00Z',
      '2026-11-30T18:00:00.000Z',
    ],
    [
      'what began in the holidays begins behind them',
      '2026-11-27T12:00:00Z',
      2,
      '2026-12-02T00:00:00Z',
      '2026-11-30T08:00:00.000Z',
    ],
  ])('%s', (_, since, hours, now, expected) => {
    expect(openSince(new Date(since), hours, { closed, zone, now: new Date(now) })?.toISOString() ?? null).toBe(
      expected,
    );
  });
});

test('of what happened to one thing the last is told; what came and went untold is not', () => {
  const one = (change: string, minute: number, subject = '1') => ({
    kind: 'issue' as const,
    subject,
    change,
    at: new Date(minute * 60_000),
  });
  const [opened, resolved, back] = [one('opened', 1), one('resolved', 2), one('regressed', 3)];
  const other = one('opened', 2, '2');
  const changes = (told: readonly { change: string; subject: string }[]) =>
    told.map(({ change, subject }) => `${change} ${subject}`);
  expect(changes(settled([opened, resolved, other], () => false).tell)).toEqual(['opened 2']);
  expect(changes(settled([opened, resolved, back], () => false).tell)).toEqual(['regressed 1']);
  expect(changes(settled([resolved], () => true).tell)).toEqual(['resolved 1']);
});
