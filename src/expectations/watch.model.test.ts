import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Calendar, daysBefore, isSilent, judgeQuiet, judgeRows, type RowsRead, weekdayOf } from './watch.model.ts';
import { judgeDisk, judgeExpiry, judgeHub, judgeMail, judgePush, type SentOn } from './watch-sender.model.ts';

const calendar = (more: Partial<Calendar> = {}): Calendar => ({
  zone: 'America/Chicago',
  blackouts: [],
  pauses: [],
  terms: [{ start: '2026-08-17', end: '2027-06-04' }],
  ...more,
});
const flow = { flow: 1, connection: 7, kind: 'user' };

/** Readings a day apart that end on a day. */
const readings = (last: string, came: readonly number[], apart = 7): RowsRead[] =>
  came.map((n, at) => {
    const day = daysBefore(last, (came.length - 1 - at) * apart);
    return { run: at + 1, day, at: new Date(`${day}T08:00:00Z`), came: n };
  });

test.each([
  ['2027-01-11', 1],
  ['2027-01-16', 6],
  ['2027-01-17', 7],
])('%s is day %d of its week', (on, weekday) => expect(weekdayOf(on)).toBe(weekday));

describe('silence that is expected', () => {
  const holidays = calendar({ blackouts: [{ from: '2026-12-21', to: '2027-01-03' }] });
  it('is that of holidays and planned pauses, to their last day', () => {
    expect(['2026-12-20', '2026-12-21', '2027-01-03', '2027-01-04'].map((on) => isSilent(holidays, on))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const pause = { begins_at: new Date('2027-02-01T06:00:00Z'), ends_at: new Date('2027-02-03T06:00:00Z') };
    expect(
      ['2027-01-31', '2027-02-01', '2027-02-02', '2027-02-03'].map((on) => isSilent(calendar({ pauses: [pause] }), on)),
    ).toEqual([false, true, true, false]);
  });

  it('is not that of hours of the week in which nothing is started', () => {
    expect(isSilent(calendar({ blackouts: [{ from: '08:00', to: '16:00' }] }), '2027-01-11')).toBe(false);
  });
});

describe('rows', () => {
  const judged = (came: readonly number[], last = '2027-02-16') =>
    judgeRows(calendar(), flow, readings(last, came), null);

  it('are not judged before four like days were seen', () => {
    expect(judged([1000, 1000, 1000, 0.5])).toBeNull();
    expect(judged([1000, 1000, 1000, 1000, 1000])?.state).toBe('met');
  });

  it('are missed below the band, and not above it', () => {
    expect(judged([1000, 1000, 1000, 1000, 850])?.state).toBe('met');
    expect(judged([1000, 1000, 1000, 1000, 849])?.state).toBe('missed');
    expect(judged([1000, 1000, 1000, 1000, 9000])?.state).toBe('met');
  });

  it('are compared with the same weekday: small Saturdays are no loss', () => {
    const weekdays = readings(
      '2027-02-19',
      Array.from({ length: 20 }, () => 1000),
      1,
    );
    const saturdays = readings('2027-02-20', [100, 100, 100, 100, 100], 7);
    const all = [...weekdays.filter(({ day }) => weekdayOf(day) < 6), ...saturdays].sort((a, b) =>
      a.day < b.day ? -1 : 1,
    );
    expect(judgeRows(calendar(), flow, all, null)?.state).toBe('met');
  });

  it('are compared with the same phase of the term', () => {
    // The last Tuesday lies in the first two weeks of a term, the others in the middle of the one before.
    const terms = [
      { start: '2026-08-17', end: '2027-03-31' },
      { start: '2027-03-01', end: '2027-06-04' },
    ];
    const history = readings('2027-02-16', [1000, 1000, 1000, 1000, 500]);
    expect(judgeRows(calendar({ terms }), flow, history, null)).toBeNull();
  });

  it('are seen once a day, however often somebody syncs', () => {
    const monday = readings('2027-02-16', [1000, 1000, 1000, 1000], 0);
    expect(judgeRows(calendar(), flow, [...monday, ...readings('2027-02-23', [1])], null)).toBeNull();
  });

  it('that are none at all are missed after two days that had some', () => {
    expect(judged([30, 30, 0])?.facts).toMatchObject({ emptied: true, came: 0, usual: 30 });
    expect(judged([30, 0])).toBeNull();
    expect(judged([0, 0, 0])).toBeNull();
  });

  it('of before somebody called it normal are not learned from', () => {
    const history = readings('2027-02-16', [1000, 1000, 1000, 1000, 500]);
    expect(judgeRows(calendar(), flow, history, new Date('2027-02-17'))).toBeNull();
    expect(judgeRows(calendar(), flow, history, new Date('2027-01-01'))?.state).toBe('missed');
  });

  it('that come as they always do are never missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 5, max: 30 }), (n, weeks) => {
        expect(judged(Array(weeks).fill(n))?.state ?? 'met').toBe('met');
      }),
    );
  });

  it('that go down by four fifths are always missed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1_000_000 }), (n) => {
        expect(judged([n, n, n, n, Math.floor(n / 5)])?.state).toBe('missed');
      }),
    );
  });
});

describe('a source that changes nothing', () => {
  const days = (pattern: string) => {
    const last = '2027-02-19';
    const schoolDays: string[] = [];
    for (let ago = 0; schoolDays.length < pattern.length; ago++)
      if (weekdayOf(daysBefore(last, ago)) <= 5) schoolDays.unshift(daysBefore(last, ago));
    return schoolDays.map((day, at) => ({ day, changed: pattern[at] === 'x' ? 3 : 0 }));
  };
  const judged = (pattern: string) => judgeQuiet(calendar(), flow, days(pattern), null)?.state ?? null;

  test.each([
    ['xxxxxxxxxxxxx', 'met'],
    ['xxxxxxxxxxxx..', 'met'],
    ['xxxxxxxxxxxx...', 'missed'],
    ['xxxxx..xxxxxxxxxx...', 'met'],
    ['xxxxx..xxxxxxxxxx.....', 'missed'],
    ['x.x.x.x.x.x.x.x.....', null],
    ['xxxx...', null],
  ])('%s: %s', (pattern, state) => expect(judged(pattern)).toBe(state));

  it('is no wonder in holidays', () => {
    const quiet = calendar({ blackouts: [{ from: '2027-02-15', to: '2027-02-19' }] });
    expect(judgeQuiet(quiet, flow, days('xxxxxxxxxxxx.....'), null)?.state).toBe('met');
  });
});

describe('a key that sends', () => {
  const sender = { connection: 7, school: 'high' };
  /** It sent at half past six on each school day of so many weeks before a Monday. */
  const each = (weeks: number, monday = '2027-02-15') => {
    const sent = new Map<string, number>();
    for (let ago = 1; ago <= weeks * 7; ago++) {
      const on = daysBefore(monday, ago);
      if (weekdayOf(on) <= 5) sent.set(on, 6 * 60 + 30);
    }
    return sent;
  };
  const judged = (sent: SentOn, today: string, minutes: number, more: Partial<Calendar> = {}) =>
    judgePush(calendar(more), sender, sent, { today, minutes });

  it('is missed an hour behind its usual time, and not before', () => {
    expect(judged(each(6), '2027-02-15', 7 * 60)?.state).toBe('met');
    expect(judged(each(6), '2027-02-15', 7 * 60 + 31)).toMatchObject({
      state: 'missed',
      facts: { school: 'high', day: '2027-02-15', by: '07:30', lastDay: '2027-02-12' },
    });
  });

  it('stays missed over the weekend, and has come when it sends again', () => {
    const sent = each(6, '2027-02-12');
    expect(judged(sent, '2027-02-14', 600)?.state).toBe('missed');
    expect(judged(new Map([...sent, ['2027-02-15', 400]]), '2027-02-15', 405)?.state).toBe('met');
  });

  it('is not expected at weekends, in holidays, nor after three weeks of knowing it', () => {
    expect(judged(each(6), '2027-02-14', 1000)?.state).toBe('met');
    expect(judged(each(6), '2027-02-15', 1000, { blackouts: [{ from: '2027-02-15', to: '2027-02-15' }] })?.state).toBe(
      'met',
    );
    expect(judged(each(3), '2027-02-15', 1000)).toBeNull();
  });

  it('that comes now and then has no rule', () => {
    const sent = each(8);
    for (const on of [...sent.keys()]) if (weekdayOf(on) === 1 && on.slice(8) < '20') sent.delete(on);
    expect(judged(sent, '2027-02-15', 1000)?.facts).not.toMatchObject({ day: '2027-02-15' });
  });
});

test.each([
  [60, 'met', 'soon'],
  [22, 'met', 'soon'],
  [21, 'missed', 'soon'],
  [7, 'missed', 'week'],
  [0, 'missed', 'week'],
  [-1, 'missed', 'ended'],
])('a secret that ends in %d days: %s, %s', (days, state, stage) => {
  const endsOn = daysBefore('2027-02-15', -days);
  expect(judgeExpiry('2027-02-15', { subject: 'api_key 1', connection: null, endsOn })).toMatchObject({
    state,
    stage,
    facts: { days },
  });
});

describe('the hub itself', () => {
  const now = new Date('2027-02-15T08:00:00Z');
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

  it('has missed what was due while nobody looked for more than ten minutes', () => {
    expect(judgeHub(ago(11), now, 1).state).toBe('missed');
    expect(judgeHub(ago(11), now, 0).state).toBe('met');
    expect(judgeHub(ago(9), now, 1).state).toBe('met');
  });

  it('sends mail within half an hour', () => {
    expect(judgeMail(now, 3, ago(31)).state).toBe('missed');
    expect(judgeMail(now, 3, ago(29)).state).toBe('met');
    expect(judgeMail(now, 0, null).state).toBe('met');
  });

  it('says three weeks ahead when its disk will be full, and at once when there is hardly room', () => {
    const gigabytes = 1024 ** 3;
    const rooms = (...free: number[]) =>
      free.map((one, day) => ({ day, free: one * gigabytes, total: 500 * gigabytes }));
    expect(judgeDisk(rooms(100, 99, 98, 97, 96), gigabytes)?.state).toBe('met');
    expect(judgeDisk(rooms(24, 23, 22, 21, 20), gigabytes)).toMatchObject({ state: 'missed', facts: { days: 20 } });
    expect(judgeDisk(rooms(24, 23, 22, 21), gigabytes)?.state).toBe('met');
    expect(judgeDisk(rooms(1), 0)).toMatchObject({ state: 'missed', stage: 'full' });
    expect(judgeDisk([], 0)).toBeNull();
  });
});
