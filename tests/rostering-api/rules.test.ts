import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectOurs,
  type Fields,
  type Hub,
  keys,
  many,
  member,
  next,
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
const createUser = async (over: Fields) => told(await hub.call('POST', '/users', aUser(over)));

describe('the addCode of a course', () => {
  test.each([
    ['a'.repeat(25), 'accepted'],
    ['a'.repeat(26), 'course.add_code_too_long'],
    ['a'.repeat(27), 'course.add_code_too_long'],
    ['1'.repeat(26), 'course.add_code_too_long'],
    ['aZ09~-_.!*\\(),', 'accepted'],
    ['ALG,1', 'accepted'],
    ['ALG;1', 'course.add_code_characters'],
    ['ALG 1', 'course.add_code_characters'],
    ['ALG\n', 'course.add_code_characters'],
    ['ÄLG', 'course.add_code_characters'],
    ['ALG/1', 'course.add_code_characters'],
    ['0', 'course.add_code_numeric'],
    ['2026', 'course.add_code_numeric'],
    ['20-26', 'accepted'],
    ['-', 'accepted'],
  ])('%j: %s', async (addCode, expected) => {
    expect(await createCourse({ addCode })).toBe(expected);
  });

  test('is unique in its school only, and its case counts', async () => {
    const { addCode } = await course(hub, { addCode: 'Case-1' });
    expect(await createCourse({ addCode: 'CASE-1' })).toBe('accepted');
    expect(await createCourse({ addCode, schoolID: 'sch-none' })).toBe('accepted');
    expect(await createCourse({ addCode })).toBe('course.add_code_taken');
  });

  test('that fits courses of two of the key’s schools selects neither', async () => {
    const { addCode } = await course(hub, { addCode: 'TWICE' });
    await course(hub, { addCode, schoolID: 'sch-none' });
    const { email } = await user(hub);
    expectOurs(await hub.call('POST', '/course-members', { ID: email, addCode }), 400);
    expectOurs(await hub.call('PATCH', '/courses', { addCode, name: 'Geometry' }), 400);
    const { courseID, ...rest } = aSession({ courseID: '' });
    expect(courseID).toBe('');
    expectOurs(await hub.call('POST', '/attendance-sessions', { ...rest, addCode }), 400);
    const bySmall = await hub.call('POST', '/course-members', { ID: email, addCode }, { key: keys.small });
    expect(bySmall.status).toBe(201);
  });

  test('in another case finds no course', async () => {
    const { addCode } = await course(hub, { addCode: 'Letters' });
    const { email } = await user(hub);
    const member = (code: unknown) => hub.call('POST', '/course-members', { ID: email, addCode: code });
    expect(told(await member('LETTERS'))).toBe('course_member.course_case');
    expect(told(await member('Lettuce'))).toBe('course_member.course_not_found');
    expect(told(await member(addCode))).toBe('accepted');
    expect(told(await hub.call('PATCH', '/courses', { addCode: 'LETTERS', name: 'X' }))).toBe('course.not_found');
  });
});

describe('the schedule of a course', () => {
  const none = {
    startDate: undefined,
    endDate: undefined,
    startTime: undefined,
    endTime: undefined,
    timeZone: undefined,
  };
  test.each([
    ['start and end', { start: '2026-08-17T14:00:00Z', end: '2026-12-18T16:00:00Z' }, 'accepted'],
    [
      'start and end with an offset',
      { start: '2026-08-17T09:00:00-05:00', end: '2026-12-18T10:00:00-06:00' },
      'accepted',
    ],
    ['start alone', { start: '2026-08-17T14:00:00Z' }, 'course.schedule_missing'],
    ['end alone', { end: '2026-12-18T16:00:00Z' }, 'course.schedule_missing'],
    ['nothing', {}, 'course.schedule_missing'],
    ['start with one of the five', { start: '2026-08-17T14:00:00Z', startDate: '8/17/2026' }, 'course.schedule_mixed'],
    [
      'a time zone beside start and end',
      { start: '2026-08-17T14:00:00Z', end: '2026-12-18T16:00:00Z', timeZone: 'UTC' },
      'course.schedule_mixed',
    ],
    ['a start that is no ISO string', { start: '8/17/2026', end: '2026-12-18T16:00:00Z' }, 'course.start_date_invalid'],
    ['an end that is no date at all', { start: '2026-08-17T14:00:00Z', end: 'soon' }, 'course.end_date_invalid'],
    ['an impossible end', { start: '2026-08-17T14:00:00Z', end: '2026-02-30T10:00:00Z' }, 'course.end_date_invalid'],
    [
      'an end before the start',
      { start: '2026-12-18T16:00:00Z', end: '2026-08-17T14:00:00Z' },
      'course.start_not_before_end',
    ],
    [
      'the same instant in two offsets',
      { start: '2026-08-17T09:00:00-05:00', end: '2026-08-17T14:00:00Z' },
      'course.start_not_before_end',
    ],
  ])('by %s', async (_, over, expected) => {
    expect(await createCourse({ ...none, ...over })).toBe(expected);
  });

  test('with four of the five fields is missing one', async () => {
    for (const field of Object.keys(none))
      expect(await createCourse({ [field]: undefined }), field).toBe('course.schedule_missing');
  });

  test.each([
    ['1/02/2025', 'accepted'],
    ['01/2/2025', 'accepted'],
    ['1/2/2025', 'accepted'],
    ['01/02/2025', 'accepted'],
    ['2/29/2024', 'accepted'],
    ['2/29/2025', 'course.start_date_invalid'],
    ['2/30/2025', 'course.start_date_invalid'],
    ['13/1/2025', 'course.start_date_invalid'],
    ['0/1/2025', 'course.start_date_invalid'],
    ['1/32/2025', 'course.start_date_invalid'],
    ['1/2/25', 'course.start_date_invalid'],
    ['2025-01-02', 'course.start_date_invalid'],
    ['2025-01-02T00:00:00Z', 'course.start_date_invalid'],
    ['1-2-2025', 'course.start_date_invalid'],
    ['1/2/2025 ', 'course.start_date_invalid'],
    ['001/2/2025', 'course.start_date_invalid'],
  ])('a startDate %j: %s', async (startDate, expected) => {
    expect(await createCourse({ startDate })).toBe(expected);
  });

  test.each([
    ['9:00', 'accepted'],
    ['09:00', 'accepted'],
    ['0:00', 'accepted'],
    ['9:00:30', 'accepted'],
    ['23:59:59', 'accepted'],
    ['24:00', 'course.end_time_invalid'],
    ['9:60', 'course.end_time_invalid'],
    ['9:00:60', 'course.end_time_invalid'],
    ['9:0', 'course.end_time_invalid'],
    ['9', 'course.end_time_invalid'],
    ['9:00 am', 'course.end_time_invalid'],
    ['9:00AM', 'course.end_time_invalid'],
    ['-9:00', 'course.end_time_invalid'],
    ['009:00', 'course.end_time_invalid'],
  ])('an endTime %j: %s', async (endTime, expected) => {
    expect(await createCourse({ endTime })).toBe(expected);
  });

  test('that starts when it ends is refused', async () => {
    const over = { endDate: '8/17/2026', endTime: '9:00:00' };
    expect(await createCourse(over)).toBe('course.start_not_before_end');
    expect(await createCourse({ ...over, endTime: '9:00:01' })).toBe('accepted');
  });

  test.each([
    ['America/Chicago', 'accepted'],
    ['UTC', 'accepted'],
    ['Central', 'course.time_zone_invalid'],
    ['America/Chicagoo', 'course.time_zone_invalid'],
  ])('a time zone %s: %s', async (timeZone, expected) => {
    expect(await createCourse({ timeZone })).toBe(expected);
  });

  test.each([
    ['Tuesday', 'accepted'],
    ['Monday Wednesday Friday', 'accepted'],
    ['Sunday Saturday', 'accepted'],
    ['Friday Monday', 'accepted'],
    ['monday', 'course.days_invalid'],
    ['Mon', 'course.days_invalid'],
    ['Monday,Tuesday', 'course.days_invalid'],
    ['Monday  Tuesday', 'course.days_invalid'],
    [' Monday', 'course.days_invalid'],
    ['Monday ', 'course.days_invalid'],
    ['Monday Monday', 'course.days_invalid'],
    ['Monday Funday', 'course.days_invalid'],
    ['Lundi', 'course.days_invalid'],
  ])('days %j: %s', async (days, expected) => {
    expect(await createCourse({ days })).toBe(expected);
  });
});

describe('e-mails and users', () => {
  test.each([
    ['mia+sis@north.example', 'accepted'],
    ['o’hara@north.example', 'accepted'],
    ['mia@north', 'user.email_malformed'],
    ['@north.example', 'user.email_malformed'],
    ['mia@north..example', 'user.email_malformed'],
    ['mia chen@north.example', 'user.email_malformed'],
    ['Mia <mia@north.example>', 'user.email_malformed'],
    [`${'m'.repeat(65)}@north.example`, 'user.email_malformed'],
  ])('%s: %s', async (email, expected) => {
    expect(await createUser({ email })).toBe(expected);
  });

  test('are unique whatever their case', async () => {
    const email = anEmail('mixed');
    await user(hub, { email });
    expect(await createUser({ email: email.toUpperCase() })).toBe('user.email_taken');
  });

  test('of members are found whatever their case', async () => {
    const { courseID } = await course(hub);
    const { email } = await user(hub);
    const answer = await hub.call('POST', '/course-members', { ID: String(email).toUpperCase(), courseID });
    expect(told(answer)).toBe('accepted');
  });

  test('a required field may not be emptied by an update, and nobody is made by one', async () => {
    const { userID, email } = await user(hub);
    const change = async (over: Fields) => told(await hub.call('PATCH', '/users', over));
    expect(await change({ userID, firstName: '' })).toBe('user.fields_missing');
    expect(await change({ email, lastName: '' })).toBe('user.fields_missing');
    const nobody = next('nobody');
    expect(await change({ userID: nobody, firstName: 'Leo' })).toBe('user.not_found');
    expect(await change({ email: anEmail('nobody'), firstName: 'Leo' })).toBe('user.not_found');
    expect(many(await hub.call('GET', `/users?userID=${nobody}`), 'users')).toEqual([]);
  });

  test('somebody may keep their own e-mail, and nobody may take another’s', async () => {
    const mia = await user(hub);
    const leo = await user(hub);
    const change = async (over: Fields) => told(await hub.call('PATCH', '/users', { userID: mia['userID'], ...over }));
    expect(await change({ email: mia['email'], firstName: 'Maria' })).toBe('accepted');
    expect(await change({ email: String(mia['email']).toUpperCase() })).toBe('accepted');
    expect(await change({ email: leo['email'] })).toBe('user.email_taken');
  });
});

describe('what the document has no entry for', () => {
  test('an unknown role', async () => {
    expectOurs(await hub.call('POST', '/users', aUser({ role: 'wizard' })), 400);
    const algebra = await course(hub);
    const { email } = await user(hub);
    const body = { ID: email, courseID: algebra['courseID'], role: 'wizard' };
    expectOurs(await hub.call('POST', '/course-members', body), 400);
  });

  test('an unknown field, named by its pointer', async () => {
    const answer = await hub.call('POST', '/users', aUser({ favouriteColour: 'red' }));
    expectOurs(answer, 400);
    expect(answer.error?.help.violations.map(({ pointer }) => pointer)).toContain('/favouriteColour');
  });

  test('a wrong type, named by its pointer', async () => {
    const answer = await hub.call('POST', '/users', aUser({ firstName: 5 }));
    expectOurs(answer, 400);
    expect(answer.error?.help.violations.map(({ pointer }) => pointer)).toContain('/firstName');
  });

  test('dropping somebody who is no member', async () => {
    const algebra = await course(hub);
    const { email } = await user(hub);
    const drop = { ID: email, courseID: algebra['courseID'] };
    expectOurs(await hub.call('DELETE', '/course-members', drop));
    const dropped = await member(hub, algebra);
    expect((await hub.call('DELETE', '/course-members', dropped)).status).toBe(200);
    expectOurs(await hub.call('DELETE', '/course-members', dropped));
  });
});
