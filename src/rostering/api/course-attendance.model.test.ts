import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answeredAttendance,
  checkChangedAttendance,
  checkNewAttendance,
  planChangedAttendance,
  planNewAttendance,
} from './course-attendance.model.ts';
import type { Attendance, AttendanceSetting, Course, School } from './known.model.ts';

const schoolOf = (...attendanceSettings: AttendanceSetting[]): School => ({
  id: 'north',
  name: 'North',
  authorized: true,
  rostering: { attendanceSettings, duration: 60, welcomeEmail: null },
  template: null,
  version: '1',
});
const classroom = { name: 'Classroom', conversion: false };
const hybrid = { name: 'Hybrid', conversion: true };
const online = { name: 'Online', conversion: true };
const school = schoolOf(classroom, hybrid, online);

const counted = (over: Partial<Attendance>): Attendance => ({
  name: 'Hybrid',
  conversion: true,
  strategy: null,
  totalTime: null,
  syncTime: null,
  asyncTime: null,
  awardedTime: null,
  maxAwardedTimePerDay: null,
  ...over,
});
const inClass = counted(classroom);
const uniform = counted({ strategy: 'uniform', totalTime: 90, syncTime: 60, asyncTime: 30 });
const fixed = counted({ strategy: 'fixed', totalTime: 90, awardedTime: 30 });
const course = (attendance: Attendance | null): Course => ({
  id: 1,
  courseID: 'c1',
  addCode: 'code1',
  school: 'north',
  authorized: true,
  archived: false,
  attendance,
  fields: {},
});

type Sent = Record<string, unknown>;
const sentUniform: Sent = { attendanceName: 'Hybrid', strategy: 'uniform', totalTime: 90, syncTime: 60, asyncTime: 30 };
const sentFixed: Sent = { attendanceName: 'Hybrid', strategy: 'fixed', totalTime: 90, awardedTime: 30 };
const short = (entry: string) => entry.replace('rostering.course.', '');
const created = (body: Sent, at = school) => checkNewAttendance(body, at).map((one) => short(one.entry));
const updated = (body: Sent, of: Attendance | null, at = school) =>
  checkChangedAttendance(body, course(of), at).map((one) => short(one.entry));

describe('the name of a new course’s attendance', () => {
  it.each<[string, Sent, School, readonly string[]]>([
    ['is required where there are several', {}, school, ['attendance_name_required']],
    ['must be one of several', { attendanceName: 'hybrid' }, school, ['attendance_name_required']],
    ['may be one of several', { attendanceName: 'Classroom' }, school, []],
    ['may be left out where there is one', {}, schoolOf(classroom), []],
    [
      'may not be another than the only one',
      { attendanceName: 'Hybrid' },
      schoolOf(classroom),
      ['attendance_name_required'],
    ],
    ['may be left out where there is none', {}, schoolOf(), []],
    ['may not be made up where there is none', { attendanceName: 'Hybrid' }, schoolOf(), ['attendance_name_required']],
    [
      'that is left out means the only one, with its rules',
      { strategy: 'uniform' },
      schoolOf(hybrid),
      ['times_required', 'times_required', 'times_required'],
    ],
  ])('%s', (_, body, at, entries) => {
    expect(created(body, at)).toEqual(entries);
  });
});

describe('a new conversion course', () => {
  it.each<[string, Sent, readonly string[]]>([
    ['of uniform strategy is taken', sentUniform, []],
    ['of fixed strategy is taken', sentFixed, []],
    ['of fixed strategy may have the other option', { ...sentFixed, awardedTime: null, maxAwardedTimePerDay: 10 }, []],
    [
      'of another attendance: its fields are ignored',
      { ...sentUniform, attendanceName: 'Classroom', strategy: 'x', totalTime: {} },
      [],
    ],
    ['with null for asyncTime', { ...sentUniform, asyncTime: null }, ['async_time_null']],
    [
      'with null for asyncTime and no other time',
      { ...sentUniform, asyncTime: null, syncTime: null },
      ['async_time_null', 'times_required'],
    ],
    ['without asyncTime', { ...sentUniform, asyncTime: undefined }, ['times_required']],
    ['with a text for a time', { ...sentUniform, syncTime: '60' }, ['times_required']],
    ['with a list for a time', { ...sentUniform, totalTime: [90] }, ['times_required']],
    ['with an infinite time', { ...sentUniform, totalTime: Number.POSITIVE_INFINITY }, ['times_required']],
    ['of fixed strategy without totalTime', { ...sentFixed, totalTime: null }, ['times_required']],
    ['of fixed strategy with null for asyncTime', { ...sentFixed, asyncTime: null }, []],
    ['of fixed strategy with a text for a time it need not have', { ...sentFixed, syncTime: 'x' }, ['times_required']],
    ['of a strategy that is unknown', { ...sentUniform, strategy: 'Uniform' }, ['conversion_invalid']],
    ['of no strategy', { ...sentUniform, strategy: null }, ['conversion_invalid']],
    [
      'of nothing but its name',
      { attendanceName: 'Hybrid' },
      ['times_required', 'times_required', 'times_required', 'conversion_invalid'],
    ],
    ['whose times do not add up', { ...sentUniform, totalTime: 91 }, ['times_unequal']],
    ['of fixed strategy whose times do not add up', { ...sentFixed, syncTime: 60, asyncTime: 31 }, ['times_unequal']],
    ['of fixed strategy with two times: nothing to add', { ...sentFixed, syncTime: 60 }, []],
    ['of uniform strategy with an option', { ...sentUniform, awardedTime: 0 }, ['options_in_uniform']],
    [
      'of uniform strategy with both options',
      { ...sentUniform, awardedTime: 'x', maxAwardedTimePerDay: 1 },
      ['options_in_uniform', 'options_in_uniform'],
    ],
    [
      'of uniform strategy with nulls for options',
      { ...sentUniform, awardedTime: null, maxAwardedTimePerDay: null },
      [],
    ],
    ['of fixed strategy without an option', { ...sentFixed, awardedTime: null }, ['conversion_invalid']],
    ['of fixed strategy with an option that is no number', { ...sentFixed, awardedTime: '30' }, ['conversion_invalid']],
    [
      'of fixed strategy with one number and one text',
      { ...sentFixed, maxAwardedTimePerDay: 'x' },
      ['conversion_invalid'],
    ],
    [
      'with two mistakes, in order',
      { ...sentUniform, totalTime: 1, awardedTime: 1 },
      ['times_unequal', 'options_in_uniform'],
    ],
  ])('%s', (_, body, entries) => {
    expect(created(body)).toEqual(entries);
  });

  it('adds as decimals are added', () => {
    const tenth = fc.nat(1_000_000).map((value) => value / 10);
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), tenth, (one, other, more) => {
        const sum = Number(((one + other) / 10).toFixed(1));
        const body = { ...sentUniform, syncTime: one / 10, asyncTime: other / 10 };
        expect(created({ ...body, totalTime: sum })).toEqual([]);
        if (more > 0) expect(created({ ...body, totalTime: sum + more })).toEqual(['times_unequal']);
      }),
    );
  });

  it('is told what its strategy lacks', () => {
    expect(checkNewAttendance({ ...sentUniform, strategy: 'x' }, school)).toEqual([
      expect.objectContaining({
        pointer: '/strategy',
        received: 'x',
        info: { strategy: 'strategy "x" is unknown: it must be "uniform" or "fixed"' },
      }),
    ]);
  });

  it('is stored with its times; what was ignored is not', () => {
    expect(planNewAttendance(sentUniform, school)).toEqual(uniform);
    expect(planNewAttendance(sentFixed, school)).toEqual(fixed);
    expect(planNewAttendance({ ...sentUniform, attendanceName: 'Classroom' }, school)).toEqual(inClass);
    expect(planNewAttendance({}, schoolOf())).toBeNull();
    expect(answeredAttendance(uniform, true)).toEqual(sentUniform);
    expect(answeredAttendance(inClass, false)).toEqual({});
    expect(answeredAttendance(null, true)).toEqual({});
  });
});

describe('an update', () => {
  const nulls: Sent = {
    strategy: null,
    totalTime: null,
    syncTime: null,
    asyncTime: null,
    awardedTime: null,
    maxAwardedTimePerDay: null,
  };
  it.each<[string, Attendance | null, Sent, readonly string[], Attendance | null]>([
    ['of nothing', uniform, {}, [], uniform],
    ['of nulls alone', uniform, nulls, [], uniform],
    ['of nulls where there is no conversion', inClass, nulls, [], inClass],
    ['of a course whose attendance was never set up', null, {}, [], null],
    ['of a time where there is no conversion', inClass, { totalTime: 90 }, ['conversion_not_created'], inClass],
    ['of zero where there is no attendance', null, { awardedTime: 0 }, ['conversion_not_created'], null],
    ['to an attendance that is unknown', inClass, { attendanceName: 'x' }, ['attendance_name_required'], null],
    ['to a conversion with complete data', inClass, sentUniform, [], uniform],
    ['to a conversion without data', inClass, { ...sentUniform, syncTime: undefined }, ['times_required'], null],
    [
      'to a conversion with null for asyncTime',
      inClass,
      { ...sentUniform, asyncTime: null },
      ['async_time_null'],
      null,
    ],
    [
      'to an attendance that is no conversion, with times',
      inClass,
      { ...sentUniform, attendanceName: 'Classroom' },
      ['conversion_not_created', 'conversion_not_created', 'conversion_not_created', 'conversion_not_created'],
      null,
    ],
    ['away from a conversion', uniform, { attendanceName: 'Classroom', totalTime: 5 }, [], inClass],
    [
      'to another conversion keeps the times',
      uniform,
      { attendanceName: 'Online' },
      [],
      { ...uniform, name: 'Online' },
    ],
    ['of some times', uniform, { totalTime: 100, syncTime: 70 }, [], { ...uniform, totalTime: 100, syncTime: 70 }],
    ['of a time that does not add up any more', uniform, { totalTime: 100 }, ['times_unequal'], null],
    ['of a time that is no number', uniform, { totalTime: '90' }, ['times_required'], null],
    ['that gives an option to the uniform strategy', uniform, { awardedTime: 1 }, ['conversion_invalid'], null],
    [
      'from uniform to fixed',
      uniform,
      { strategy: 'fixed', awardedTime: 30 },
      [],
      { ...uniform, strategy: 'fixed', awardedTime: 30 },
    ],
    ['from uniform to fixed without option', uniform, { strategy: 'fixed' }, ['conversion_invalid'], null],
    [
      'from fixed to uniform drops the option',
      fixed,
      { strategy: 'uniform', syncTime: 60, asyncTime: 30 },
      [],
      uniform,
    ],
    ['from fixed to uniform without times', fixed, { strategy: 'uniform' }, ['times_required', 'times_required'], null],
    ['of an option', fixed, { maxAwardedTimePerDay: 5 }, [], { ...fixed, maxAwardedTimePerDay: 5 }],
    ['to a strategy that is unknown', fixed, { strategy: 'x' }, ['conversion_invalid'], null],
  ])('%s', (_, before, body, entries, after) => {
    expect(updated(body, before)).toEqual(entries);
    if (entries.length === 0) expect(planChangedAttendance(body, course(before), school)).toEqual(after);
  });

  it('of an option in uniform is told in the detail, as an update', () => {
    const [found] = checkChangedAttendance({ awardedTime: 1 }, course(uniform), school);
    expect(found?.info).toEqual({ strategy: 'the uniform strategy allows no awardedTime' });
  });
});
