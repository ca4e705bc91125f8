import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectOurs,
  type Fields,
  type Hub,
  hybrid,
  session,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

/** `accepted`, or the entry by which it was refused. */
const told = (answer: Answer) =>
  answer.status < 300 ? 'accepted' : (answer.error?.help.entry ?? `status ${answer.status}`).replace('rostering.', '');
const createCourse = async (over: Fields) => told(await hub.call('POST', '/courses', await aCourse(hub, over)));
const createHybrid = (over: Fields) => createCourse({ schoolID: 'sch-2', ...hybrid, ...over });
const changeCourse = async (of: Fields, over: Fields) =>
  told(await hub.call('PATCH', '/courses', { courseID: of['courseID'], ...over }));
const createSession = async (of: Fields, over: Fields) =>
  told(await hub.call('POST', '/attendance-sessions', aSession(of, over)));
const createUser = async (over: Fields) => told(await hub.call('POST', '/users', aUser(over)));

describe('attendance and conversion of a course', () => {
  test.each([
    ['one setting, none named: it is the one', 'sch-1', {}, 'accepted'],
    ['one setting, named', 'sch-1', { attendanceName: 'In person' }, 'accepted'],
    ['one setting, another named', 'sch-1', { attendanceName: 'Hybrid' }, 'course.attendance_name_required'],
    ['two settings, one named', 'sch-2', { attendanceName: 'In person' }, 'accepted'],
    ['two settings, none named', 'sch-2', { attendanceName: undefined }, 'course.attendance_name_required'],
    ['two settings, a third named', 'sch-2', { attendanceName: 'Remote' }, 'course.attendance_name_required'],
    ['two settings, named in another case', 'sch-2', { attendanceName: 'hybrid' }, 'course.attendance_name_required'],
    ['no setting', 'sch-none', {}, 'accepted'],
  ])('%s', async (_, schoolID, over, expected) => {
    expect(await createCourse({ schoolID, ...over })).toBe(expected);
  });

  test.each([
    ['uniform, the three times', {}, 'accepted'],
    ['uniform, no asyncTime', { asyncTime: undefined }, 'course.times_required'],
    ['uniform, asyncTime null', { asyncTime: null }, 'course.async_time_null'],
    ['uniform, asyncTime null and no totalTime', { asyncTime: null, totalTime: undefined }, 'course.async_time_null'],
    ['uniform, a time as text', { syncTime: 'half an hour' }, 'course.times_required'],
    ['uniform, totalTime null', { totalTime: null }, 'course.times_required'],
    ['uniform, an unequal sum', { totalTime: 61 }, 'course.times_unequal'],
    ['uniform with awardedTime', { awardedTime: 5 }, 'course.options_in_uniform'],
    ['uniform with maxAwardedTimePerDay', { maxAwardedTimePerDay: 5 }, 'course.options_in_uniform'],
    ['uniform with options of null', { awardedTime: null, maxAwardedTimePerDay: null }, 'accepted'],
    ['an unknown strategy', { strategy: 'flexible' }, 'course.conversion_invalid'],
    ['a strategy in another case', { strategy: 'Uniform' }, 'course.conversion_invalid'],
    ['fixed without an option', { strategy: 'fixed' }, 'course.conversion_invalid'],
    ['fixed with an option that is no number', { strategy: 'fixed', awardedTime: 'five' }, 'course.conversion_invalid'],
    ['fixed with awardedTime', { strategy: 'fixed', awardedTime: 5 }, 'accepted'],
    ['fixed with maxAwardedTimePerDay', { strategy: 'fixed', maxAwardedTimePerDay: 5 }, 'accepted'],
    [
      'fixed with totalTime alone',
      { strategy: 'fixed', awardedTime: 5, syncTime: undefined, asyncTime: undefined },
      'accepted',
    ],
    [
      'fixed without totalTime',
      { strategy: 'fixed', awardedTime: 5, totalTime: undefined, syncTime: undefined, asyncTime: undefined },
      'course.times_required',
    ],
    [
      'fixed, all three times, an unequal sum',
      { strategy: 'fixed', awardedTime: 5, totalTime: 90 },
      'course.times_unequal',
    ],
    [
      'fields of conversion where the attendance is none',
      { attendanceName: 'In person', strategy: 'flexible', asyncTime: null },
      'accepted',
    ],
  ])('%s', async (_, over, expected) => {
    expect(await createHybrid(over)).toBe(expected);
  });

  test('an update may not give conversion to a course made without', async () => {
    const plain = await course(hub, { schoolID: 'sch-2' });
    const times = { strategy: 'uniform', totalTime: 60, syncTime: 30, asyncTime: 30 };
    expect(await changeCourse(plain, times)).toBe('course.conversion_not_created');
    expect(await changeCourse(plain, { name: 'Geometry', totalTime: null, asyncTime: null })).toBe('accepted');
    expect(await changeCourse(plain, { ...times, attendanceName: 'Hybrid' })).toBe('accepted');
    expect(await changeCourse(plain, { ...times, totalTime: 70, syncTime: 40 })).toBe('accepted');
  });

  test('an update of a uniform course with options is invalid conversion data', async () => {
    const uniform = await course(hub, { schoolID: 'sch-2', ...hybrid });
    const { attendanceName, ...times } = hybrid;
    expect(attendanceName).toBe('Hybrid');
    expect(await changeCourse(uniform, { ...times, awardedTime: 5 })).toBe('course.conversion_invalid');
    expect(await changeCourse(uniform, { ...times, strategy: 'fixed', awardedTime: 5 })).toBe('accepted');
  });

  test.each([
    ['a course made without conversion, asked for with it', {}, hybrid, 'course.attendance_exists'],
    ['a conversion course, asked for without it', hybrid, {}, 'course.attendance_exists'],
    ['a conversion course, asked for again', hybrid, hybrid, 'course.conversion_exists'],
  ])('%s', async (_, before, after, expected) => {
    const { courseID } = await course(hub, { schoolID: 'sch-2', ...before });
    expect(await createCourse({ schoolID: 'sch-2', ...after, courseID })).toBe(expected);
  });

  test('a courseID of another school is taken too', async () => {
    const { courseID } = await course(hub, { schoolID: 'sch-other' });
    expect(await createCourse({ courseID })).toBe('course.attendance_exists');
  });

  test('a session length above a day is refused as ours', async () => {
    expectOurs(await hub.call('POST', '/courses', await aCourse(hub, { schoolID: 'sch-long' })), 400);
  });
});

describe('attendance sessions', () => {
  const at = (startTime: string, endTime: string, timeZone = 'America/Chicago') => ({ startTime, endTime, timeZone });

  test.each([
    ['before, touching', at('8:00', '9:00'), 'accepted'],
    ['after, touching', at('10:00', '11:00'), 'accepted'],
    ['the same hour', at('9:00', '10:00'), 'attendance_session.overlap'],
    ['within', at('9:15', '9:45'), 'attendance_session.overlap'],
    ['around', at('8:00', '11:00'), 'attendance_session.overlap'],
    ['the last second', at('9:59:59', '10:30'), 'attendance_session.overlap'],
    ['the first second', at('8:00', '9:00:01'), 'attendance_session.overlap'],
    ['the same hour told in New York', at('10:00', '11:00', 'America/New_York'), 'attendance_session.overlap'],
    ['the hour before told in New York', at('9:00', '10:00', 'America/New_York'), 'accepted'],
    ['the same hour told in UTC', at('14:00', '15:00', 'UTC'), 'attendance_session.overlap'],
  ])('beside one from nine to ten: %s', async (_, over, expected) => {
    const algebra = await course(hub);
    await session(hub, algebra);
    expect(await createSession(algebra, over)).toBe(expected);
  });

  test('of another course never overlap', async () => {
    await session(hub, await course(hub));
    expect(await createSession(await course(hub), {})).toBe('accepted');
  });

  test('free their time when they are deleted', async () => {
    const algebra = await course(hub);
    const { courseID, attendanceID } = await session(hub, algebra);
    expect(await createSession(algebra, {})).toBe('attendance_session.overlap');
    expect((await hub.call('DELETE', '/attendance-sessions', { courseID, attendanceID })).status).toBe(200);
    expect(await createSession(algebra, { attendanceID })).toBe('accepted');
  });

  test('may have the attendanceID of a session of another course', async () => {
    const { attendanceID } = await session(hub, await course(hub));
    expect(await createSession(await course(hub), { attendanceID })).toBe('accepted');
  });

  test.each([
    ['that ends when it starts', at('9:00', '9:00')],
    ['that ends before it starts', at('10:00', '9:00')],
    ['in an unknown time zone', at('9:00', '10:00', 'Mars/Base')],
  ])('one %s is refused as ours', async (_, over) => {
    expectOurs(await hub.call('POST', '/attendance-sessions', aSession(await course(hub), over)), 400);
  });

  test.each([
    ['1/02/2025', 'accepted'],
    ['2025-01-02', 'attendance_session.start_date_invalid'],
    ['2/30/2025', 'attendance_session.start_date_invalid'],
  ])('a startDate %s: %s', async (startDate, expected) => {
    expect(await createSession(await course(hub), { startDate })).toBe(expected);
  });

  test('by start and end', async () => {
    const { courseID } = await course(hub);
    const create = async (start: string, end: string) =>
      told(await hub.call('POST', '/attendance-sessions', { courseID, start, end }));
    expect(await create('2026-09-01T14:00:00Z', '2026-09-01T15:00:00Z')).toBe('accepted');
    expect(await create('9/1/2026', '2026-09-01T15:00:00Z')).toBe('attendance_session.start_date_invalid');
    expect(await create('2026-09-02T14:00:00Z', 'later')).toBe('attendance_session.end_date_invalid');
    expect(await create('2026-09-01T09:59:00-05:00', '2026-09-01T16:00:00Z')).toBe('attendance_session.overlap');
  });
});

describe('where the school has no configuration', () => {
  test('members and sessions need one only with a mappingID', async () => {
    const faded = await course(hub, { schoolID: 'sch-fading' });
    const first = await user(hub, { schoolID: 'sch-fading' });
    const second = await user(hub, { schoolID: 'sch-fading' });
    await hub.configure('sch-fading', null);
    const enroll = async (over: Fields) =>
      told(await hub.call('POST', '/course-members', { courseID: faded['courseID'], ...over }));
    expect(await enroll({ ID: first['email'] })).toBe('accepted');
    expect(await enroll({ ID: second['email'], mappingID: 'm-2' })).toBe('course_member.school_not_configured');
    expect(await createSession(faded, {})).toBe('accepted');
    const mapped = { mappingID: 'm-1', startDate: '9/2/2026', endDate: '9/2/2026' };
    expect(await createSession(faded, mapped)).toBe('attendance_session.school_not_configured');
    expect(await createUser({ schoolID: 'sch-fading' })).toBe('user.school_not_configured');
    await hub.configure('sch-fading', hub.settingsOf('sch-fading'));
    expect(await enroll({ ID: second['email'], mappingID: 'm-2' })).toBe('accepted');
  });
});
