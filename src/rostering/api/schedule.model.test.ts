import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, instantOf, isTimeZone, parseDay, parseIso, parseTime, schedule, spanOf } from './schedule.model.ts';

const entries = {
  startDate: 'start date',
  endDate: 'end date',
  startTime: 'start time',
  endTime: 'end time',
  timeZone: 'time zone',
  order: 'order',
};
const wall = {
  startDate: '1/6/2025',
  endDate: '05/30/2025',
  startTime: '9:00',
  endTime: '10:30:15',
  timeZone: 'America/New_York',
};
const iso = { start: '2025-01-06T14:00:00.000Z', end: '2025-05-30T14:30:15.000Z' };
const told = (body: Record<string, unknown>) =>
  schedule(body, entries).faults.map((one) => `${one.entry} ${one.pointer}`);

describe('dates and times as they are written', () => {
  it.each<[string, string, boolean]>([
    ['a date without leading zeros', '1/2/2025', true],
    ['one with them', '01/02/2025', true],
    ['one with a single of them', '1/02/2025', true],
    ['the leap day of a leap year', '2/29/2024', true],
    ['the leap day of another', '2/29/2025', false],
    ['a day that no month has', '2/30/2025', false],
    ['a month that no year has', '13/1/2025', false],
    ['a date with the day first', '25/1/2025', false],
    ['a date as ISO writes it', '2025-01-02', false],
    ['a year of two digits', '1/2/25', false],
    ['the year 0', '1/2/0000', false],
    ['the first of years', '1/2/0001', true],
    ['a blank behind it', '1/2/2025 ', false],
    ['a line end behind it', '1/2/2025\n', false],
    ['nothing', '', false],
  ])('a date: %s', (_, text, right) => {
    expect(parseDay(text) !== null).toBe(right);
  });

  it.each<[string, string, number | null]>([
    ['an hour of one digit', '9:00', 32_400],
    ['the same with a zero', '09:00', 32_400],
    ['with seconds', '9:00:05', 32_405],
    ['midnight', '0:00', 0],
    ['the last second', '23:59:59', 86_399],
    ['the end of the day', '24:00', null],
    ['sixty minutes', '9:60', null],
    ['sixty seconds', '9:00:60', null],
    ['an hour alone', '9', null],
    ['minutes of one digit', '9:5', null],
    ['half a day', '9:00 am', null],
    ['an hour of three digits', '009:00', null],
  ])('a time: %s', (_, text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });

  it.each<[string, string, string | null]>([
    ['as Date writes it', '2025-01-06T14:00:00.000Z', '2025-01-06T14:00:00.000Z'],
    ['without milliseconds', '2025-01-06T14:00:00Z', '2025-01-06T14:00:00.000Z'],
    ['with an offset', '2025-01-06T09:00:00-05:00', '2025-01-06T14:00:00.000Z'],
    ['with microseconds', '2025-01-06T14:00:00.123456Z', '2025-01-06T14:00:00.123Z'],
    ['a date alone', '2025-01-06', null],
    ['without offset', '2025-01-06T14:00:00', null],
    ['without seconds', '2025-01-06T14:00Z', null],
    ['a blank between', '2025-01-06 14:00:00Z', null],
    ['a day that is not', '2025-02-30T14:00:00Z', null],
    ['an hour that is not', '2025-01-06T24:00:00Z', null],
    ['an offset that is not', '2025-01-06T14:00:00+25:00', null],
    ['a date of the other form', '1/6/2025', null],
  ])('an ISO string: %s', (_, text, instant) => {
    expect(parseIso(text)?.toISOString() ?? null).toBe(instant);
  });

  it('what is printed is read again as the same', () => {
    const date = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, fc.boolean(), (at, padded) => {
        const two = (value: number) => String(value).padStart(padded ? 2 : 1, '0');
        const year = String(at.getUTCFullYear()).padStart(4, '0');
        const day = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
        expect(parseDay(`${two(day.month)}/${two(day.day)}/${year}`)).toEqual(day);
        const seconds = at.getUTCHours() * 3600 + at.getUTCMinutes() * 60 + at.getUTCSeconds();
        expect(parseTime(`${two(at.getUTCHours())}:${at.toISOString().slice(14, 19)}`)).toBe(seconds);
        expect(parseIso(at.toISOString())).toEqual(at);
      }),
    );
  });
});

describe('time zones', () => {
  it.each([
    'America/New_York',
    'UTC',
    'Etc/UTC',
    'Etc/GMT+5',
    'US/Eastern',
    'EST5EDT',
    'EST',
    'Asia/Calcutta',
    'GB-Eire',
    'America/Port-au-Prince',
  ])('the TZDB has %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });
  it.each([
    '',
    '+01:00',
    '-0500',
    'GMT+1',
    'Mars/Olympus',
    'Eastern Time',
    'america/new_york',
    'utc',
    'CST',
    'IST',
    'SystemV/EST5',
    ' UTC',
  ])('the TZDB has no "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
  it('every zone that the machine names is one', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it.each<[string, string, string, string, string]>([
    ['in winter', '1/6/2025', '9:00', 'America/New_York', '2025-01-06T14:00:00.000Z'],
    ['in summer', '7/7/2025', '9:00', 'America/New_York', '2025-07-07T13:00:00.000Z'],
    ['of half an hour', '7/7/2025', '9:00', 'Asia/Kolkata', '2025-07-07T03:30:00.000Z'],
    [
      'that is skipped: counted on from before the gap',
      '3/9/2025',
      '2:30',
      'America/New_York',
      '2025-03-09T07:30:00.000Z',
    ],
    ['that comes twice: the first', '11/2/2025', '1:30', 'America/New_York', '2025-11-02T05:30:00.000Z'],
    ['right after the time that comes twice', '11/2/2025', '2:00', 'America/New_York', '2025-11-02T07:00:00.000Z'],
    ['on a day that an island skipped', '12/30/2011', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['before there were zones', '1/1/1850', '0:00', 'America/New_York', '1850-01-01T04:56:02.000Z'],
  ])('a time %s', (_, date, time, zone, instant) => {
    const [day, seconds] = [parseDay(date), parseTime(time)];
    expect(day !== null && seconds !== null && instantOf(day, seconds, zone).toISOString()).toBe(instant);
  });

  it('the wall clocks of a zone show the time at the instant that was found, unless they skip it', () => {
    const zone = fc.constantFrom(
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    );
    const at = fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2040-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zone, at, (timeZone, instant) => {
        // A time that a wall clock shows is shown again at the instant found, and this is not later.
        const show = (date: Date) =>
          new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(date);
        const [year, month, day, hour, minute, second] = (show(instant).match(/\d+/g) ?? []).map(Number) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const found = instantOf({ year, month, day }, hour * 3600 + minute * 60 + second, timeZone);
        expect(show(found)).toBe(show(instant));
        expect(found.getTime()).toBeLessThanOrEqual(instant.getTime());
      }),
    );
  });
});

describe('a schedule', () => {
  it('both forms say the same instants', () => {
    expect(spanOf(wall)).toEqual(spanOf(iso));
    expect(schedule(wall, entries)).toEqual({ faults: [], span: spanOf(iso) });
  });

  it.each<[string, Record<string, unknown>, ReturnType<typeof formOf>]>([
    ['nothing', {}, { form: 'none', missing: ['startDate', 'endDate', 'startTime', 'endTime', 'timeZone'] }],
    [
      'nulls and empty texts, which are nothing',
      { start: null, startDate: '' },
      { form: 'none', missing: ['startDate', 'endDate', 'startTime', 'endTime', 'timeZone'] },
    ],
    ['a lone start', { start: iso.start }, { form: 'iso', missing: ['end'] }],
    ['four of five', { ...wall, timeZone: null }, { form: 'wall', missing: ['timeZone'] }],
    ['both forms', { ...wall, ...iso }, { form: 'mixed', missing: [] }],
    ['a field of each', { start: iso.start, timeZone: 'UTC' }, { form: 'mixed', missing: [] }],
    ['one form and nulls for the other', { ...wall, start: null, end: null }, { form: 'wall', missing: [] }],
  ])('of %s', (_, body, form) => {
    expect(formOf(body)).toEqual(form);
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    [
      'everything wrong, in the order of the contract',
      { startDate: 'x', endDate: 'x', startTime: 'x', endTime: 'x', timeZone: 'x' },
      [
        'start date /startDate',
        'end date /endDate',
        'start time /startTime',
        'end time /endTime',
        'time zone /timeZone',
      ],
    ],
    ['ISO strings that are none', { start: 'x', end: 'y' }, ['start date /start', 'end date /end']],
    ['a wrong date although others are missing', { startDate: 'x' }, ['start date /startDate']],
    ['a start at the end', { start: iso.start, end: iso.start }, ['order /end']],
    ['a start behind the end', { ...wall, endDate: '1/5/2025' }, ['order /endDate']],
    [
      'an end behind the start only by its offset',
      { start: '2025-01-06T10:00:00+02:00', end: '2025-01-06T09:00:00Z' },
      [],
    ],
    ['a wrong date: its order is not judged', { ...wall, endDate: '1/32/2025' }, ['end date /endDate']],
  ])('%s', (_, body, faults) => {
    expect(told(body)).toEqual(faults);
  });

  it('a time zone is told as it was sent', () => {
    const [found] = schedule({ timeZone: 'Mars/Olympus' }, entries).faults;
    expect(found).toMatchObject({ facts: { timeZone: 'Mars/Olympus' }, received: 'Mars/Olympus' });
  });
});
