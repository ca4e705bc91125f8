import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAddCode } from './add-code.model.ts';
import { type Course, makeKnown, type Session } from './known.model.ts';
import { checkCreateSession, missingOfSession, overlap, sessionOf } from './session.model.ts';

const attendance = {
  name: 'Classroom',
  conversion: false,
  strategy: null,
  totalTime: null,
  syncTime: null,
  asyncTime: null,
  awardedTime: null,
  maxAwardedTimePerDay: null,
};
const course: Course = {
  id: 1,
  courseID: 'c-1',
  addCode: 'art-1',
  school: 'north',
  authorized: true,
  archived: false,
  attendance,
  fields: {},
};
const existing: Session = {
  id: 9,
  attendanceID: 'first',
  start: new Date('2025-01-06T14:00:00Z'),
  end: new Date('2025-01-06T15:00:00Z'),
  fields: { start: '2025-01-06T14:00:00Z', mappingID: 'm' },
};
const known = (configured = true) =>
  makeKnown({
    schools: [
      {
        id: 'north',
        name: 'North',
        authorized: true,
        rostering: configured ? { attendanceSettings: [], duration: 60, welcomeEmail: null } : null,
        template: null,
        version: '1',
      },
    ],
    persons: [],
    courses: [course],
    members: [],
    sessions: [{ ...existing, course: 1 }],
  });

const wall = {
  startDate: '1/6/2025',
  endDate: '1/6/2025',
  startTime: '10:00',
  endTime: '11:00',
  timeZone: 'America/New_York',
};
const iso = { start: '2025-01-06T15:00:00Z', end: '2025-01-06T16:00:00Z' };
const ours = (entry: string) => `rostering.request.${entry}`;
const told = (body: Record<string, unknown>, of = course, configured = true) =>
  checkCreateSession(body, of, known(configured)).map((one) => one.entry.replace('rostering.attendance_session.', ''));

describe('what a session needs', () => {
  const five = ['startDate', 'endDate', 'startTime', 'endTime', 'timeZone'];
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['of nothing the five fields are missing', {}, five],
    ['null is nothing', { ...wall, endTime: null }, ['endTime']],
    ['a start alone lacks its end', { start: iso.start }, ['end']],
    ['a start beside one of the five lacks the others', { start: iso.start, timeZone: 'UTC' }, five.slice(0, 4)],
    ['the five suffice', wall, []],
    ['start and end suffice', iso, []],
  ])('%s', (_, body, fields) => {
    expect(missingOfSession(body)).toEqual(fields);
  });
});

describe('a new session', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['is taken when it only touches another', wall, []],
    ['is taken by ISO strings', { ...iso, attendanceID: 'second', mappingID: 'm' }, []],
    ['must not share time with another', { ...wall, startTime: '9:59' }, ['overlap']],
    ['must not share time with one of another time zone', { ...iso, start: '2025-01-06T08:59:00-06:00' }, ['overlap']],
    ['must not have the id of another', { ...wall, attendanceID: 'first' }, ['taken']],
    [
      'is told all its formats, in order',
      { startDate: 'x', endDate: 'x', startTime: 'x', endTime: 'x', timeZone: 'x' },
      ['start_date_invalid', 'end_date_invalid', 'start_time_invalid', 'end_time_invalid', ours('session_time_zone')],
    ],
    ['must start before it ends', { ...wall, endTime: '10:00' }, [ours('session_not_before_end')]],
    ['says its times once', { ...wall, ...iso }, [ours('value_malformed')]],
    [
      'says of a wrong start beside the five that it is wrong',
      { ...wall, start: 'x' },
      ['start_date_invalid', ours('value_malformed')],
    ],
  ])('%s', (_, body, entries) => {
    expect(told(body)).toEqual(entries);
  });

  it('needs a course whose attendance is set up, and is judged further', () => {
    expect(told({ ...wall, attendanceID: 'first' }, { ...course, attendance: null })).toEqual(['not_set_up', 'taken']);
  });

  it('needs a configured school only with a mappingID', () => {
    expect(told({ ...wall, mappingID: 'm', startDate: 'x' }, course, false)).toEqual([
      'school_not_configured',
      'start_date_invalid',
    ]);
    expect(told(wall, course, false)).toEqual([]);
  });

  it('is told the session that it overlaps', () => {
    const [found] = checkCreateSession({ ...wall, startTime: '9:30' }, course, known());
    expect(found?.info).toEqual({
      attendanceID: 'first',
      start: '2025-01-06T14:00:00.000Z',
      end: '2025-01-06T15:00:00.000Z',
      mappingID: 'm',
    });
  });

  it('is stored with its instants and the fields that were sent', () => {
    const body = { ...wall, courseID: 'c-1', addCode: null, attendanceID: 'second', mappingID: null };
    expect(sessionOf(body)).toEqual({
      start: new Date('2025-01-06T15:00:00Z'),
      end: new Date('2025-01-06T16:00:00Z'),
      fields: wall,
    });
    expect(() => sessionOf({})).toThrow('not valid');
  });
});

it('two spans overlap exactly when some minute belongs to both', () => {
  const span = fc
    .tuple(fc.nat(30), fc.integer({ min: 1, max: 10 }))
    .map(([start, length]) => ({ start, end: start + length }));
  const dates = ({ start, end }: { start: number; end: number }) => ({ start: new Date(start), end: new Date(end) });
  fc.assert(
    fc.property(span, span, (one, other) => {
      const minutes = Array.from({ length: one.end - one.start }, (_, no) => one.start + no);
      const shared = minutes.some((minute) => other.start <= minute && minute < other.end);
      expect(overlap(dates(one), dates(other))).toBe(shared);
    }),
  );
});

it('a made addCode has seven letters and digits, none that looks like another, and a letter', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (chances) => {
      let no = 0;
      const code = makeAddCode((n) => (chances[no++ % chances.length] ?? 0) % n);
      expect(code).toMatch(/^[a-hjkmnp-z2-9]{7}$/);
      expect(code).toMatch(/[a-z]/);
    }),
  );
  expect(makeAddCode((n) => n - 1)).toBe('999999z');
});
