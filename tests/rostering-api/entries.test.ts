import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectRefusal,
  type Fields,
  type Hub,
  hybrid,
  keys,
  member,
  next,
  owner,
  session,
  user,
} from './scene.ts';

let hub: Hub;
/** A course at a school that has lost its configuration. */
let faded: Fields;
let fadedStudent: string;
beforeAll(async () => {
  hub = await aRosteringHub();
  faded = await course(hub, { schoolID: 'sch-fading' });
  fadedStudent = String((await user(hub, { schoolID: 'sch-fading' }))['email']);
  await hub.configure('sch-fading', null);
});
afterAll(() => hub.close());

type Case = {
  readonly entry: string;
  readonly status: number;
  /** null: the seed prints none. */
  readonly code: number | null;
  readonly message: string;
  /** Brings the refusal about. */
  readonly ask: () => Promise<Answer>;
  readonly info?: Fields;
};
const entry = (
  name: string,
  status: number,
  code: number | null,
  message: string,
  ask: () => Promise<Answer>,
): Case => ({
  entry: name,
  status,
  code,
  message,
  ask,
});

const post = (path: string, body: unknown, key?: string) =>
  hub.call('POST', path, body, key === undefined ? {} : { key });
const createUser = (over: Fields) => post('/users', aUser(over));
const createCourse = async (over: Fields) => post('/courses', await aCourse(hub, over));
const createHybrid = (over: Fields) => createCourse({ schoolID: 'sch-2', ...hybrid, ...over });
const createMember = (over: Fields) => post('/course-members', over);
const createSession = async (over: Fields) => post('/attendance-sessions', aSession(await course(hub), over));

const notConfigured = "School's integration configuration has not been setup.";

const users: readonly Case[] = [
  entry('account_missing', 400, 10005, 'User missing the following fields:schoolID, issuedID', () =>
    createUser({ schoolID: undefined, issuedID: undefined }),
  ),
  entry('email_taken', 400, null, 'Email must be unique', async () =>
    createUser({ email: (await user(hub))['email'] }),
  ),
  entry('parameter_missing', 400, 2019, 'Missing required parameter: role', () => createUser({ role: undefined })),
  entry('school_not_configured', 400, 2019, notConfigured, () => createUser({ schoolID: 'sch-bare' })),
  entry('template_not_found', 500, null, 'template not found.', () => createUser({ schoolID: 'sch-lost' })),
  entry('school_not_authorized', 403, 10005, 'Unauthorized school: sch-other', () =>
    createUser({ schoolID: 'sch-other' }),
  ),
  entry('fields_missing', 400, 10005, 'User missing the following fields: firstName, lastName, email', () =>
    createUser({ firstName: undefined, lastName: undefined, email: undefined }),
  ),
  entry('id_or_email_required', 400, 10008, 'userID or email is required for updating user.', () =>
    hub.call('PATCH', '/users', { firstName: 'Leo' }),
  ),
  entry('not_found', 400, 10009, 'User not found.', () =>
    hub.call('PATCH', '/users', { userID: next('nobody'), firstName: 'Leo' }),
  ),
  entry('account_taken', 400, null, 'userID_schoolID must be unique.', async () => post('/users', await user(hub))),
  entry('email_malformed', 400, null, 'Validation isEmail on email failed.', () =>
    createUser({ email: 'mia.north.example' }),
  ),
];

const courses: readonly Case[] = [
  entry('add_code_too_long', 400, 10005, 'addCode must be less than 26 characters.', () =>
    createCourse({ addCode: 'abcdefghijklmnopqrstuvwxyz1' }),
  ),
  entry('add_code_taken', 400, 10005, 'addCode must be unique.', async () =>
    createCourse({ addCode: (await course(hub))['addCode'] }),
  ),
  entry(
    'add_code_characters',
    400,
    10005,
    "addCode must contain only these characters: a-z (A-Z), 0-9, '~', '-', '_', '.', '!', '*', '\\', '(', ')', or ','",
    () => createCourse({ addCode: 'ALG 1' }),
  ),
  entry('add_code_numeric', 400, 10005, 'AddCode must contain at least one non-numeric character.', () =>
    createCourse({ addCode: '12345' }),
  ),
  entry('admin_unknown', 400, 10005, 'Admin does not exist: ghost@north.example', () =>
    createCourse({ admin: ['ghost@north.example'] }),
  ),
  entry(
    'conversion_not_created',
    400,
    10005,
    'Attempt to update the conversion data of a course that was not created with conversion.',
    async () => {
      const { courseID } = await course(hub, { schoolID: 'sch-2' });
      const times = { strategy: 'uniform', totalTime: 60, syncTime: 30, asyncTime: 30 };
      return hub.call('PATCH', '/courses', { courseID, ...times });
    },
  ),
  entry(
    'attendance_name_required',
    400,
    10005,
    'attendanceName is required for school with multiple attendance settings.',
    () => createCourse({ schoolID: 'sch-2', attendanceName: undefined }),
  ),
  entry('attendance_exists', 400, 10005, 'Attendance is already set up for this course.', async () =>
    createCourse({ courseID: (await course(hub))['courseID'] }),
  ),
  entry('async_time_null', 400, 10005, "Cannot set property 'asyncTime' of null.", () =>
    createHybrid({ asyncTime: null }),
  ),
  entry('conversion_exists', 400, 10005, 'Conversion Course is already set up for this course.', async () =>
    createHybrid({ courseID: (await course(hub, { schoolID: 'sch-2', ...hybrid }))['courseID'] }),
  ),
  entry(
    'times_unequal',
    400,
    3103,
    'Conversion Course requires totalTime has to be equal to syncTime + asyncTime.',
    () => createHybrid({ syncTime: 20 }),
  ),
  entry('times_required', 400, 3101, 'Conversion Course requires totalTime, syncTime and asyncTime.', () =>
    createHybrid({ syncTime: undefined }),
  ),
  entry('not_found', 400, 10005, 'Course does not exist.', () =>
    hub.call('PATCH', '/courses', { courseID: next('nothing'), name: 'Geometry' }),
  ),
  entry(
    'schedule_mixed',
    400,
    10005,
    "Course may only have the fields 'start, end' OR 'startDate, endDate, startTime, endTime, timeZone.'",
    () => createCourse({ start: '2026-08-17T14:00:00Z' }),
  ),
  entry(
    'schedule_missing',
    400,
    2019,
    'Course missing the following fields: startDate, endDate, startTime, endTime, timeZone.',
    () => createCourse({ timeZone: undefined }),
  ),
  {
    ...entry('conversion_invalid', 500, 3113, 'Invalid conversion data to create-update in a course', () =>
      createHybrid({ strategy: 'flexible' }),
    ),
    info: { strategy: expect.stringMatching(/\S/) },
  },
  entry('days_invalid', 400, 10005, 'Invalid course days', () => createCourse({ days: 'Monday,Tuesday' })),
  entry('end_date_invalid', 400, 10005, 'Invalid end date', () => createCourse({ endDate: '2026-12-18' })),
  entry('end_time_invalid', 400, 10005, 'Invalid end time', () => createCourse({ endTime: '10 am' })),
  entry('start_not_before_end', 400, 10005, 'Invalid session times: start must be before end', () =>
    createCourse({ startDate: '12/18/2026', endDate: '8/17/2026' }),
  ),
  entry('start_date_invalid', 400, 10005, 'Invalid start date', () => createCourse({ startDate: '2026-08-17' })),
  entry('start_time_invalid', 400, 10005, 'Invalid start time', () => createCourse({ startTime: '25:00' })),
  entry('time_zone_invalid', 400, 10005, 'Invalid timezone: Mars/Base. Use the IANA TZDB standard', () =>
    createCourse({ timeZone: 'Mars/Base' }),
  ),
  entry('parameter_missing', 400, 2019, 'Missing required parameter: name', () => createCourse({ name: undefined })),
  entry('options_in_uniform', 400, 3103, 'No options allowed in uniform strategy.', () =>
    createHybrid({ awardedTime: 10 }),
  ),
  entry('owner_unknown', 400, 10005, 'Owner does not exist: ghost@north.example', () =>
    createCourse({ owner: 'ghost@north.example' }),
  ),
  entry('school_not_configured', 400, 2019, notConfigured, async () =>
    createCourse({ schoolID: 'sch-bare', owner: await owner(hub) }),
  ),
  entry('owner_not_authorized', 400, 10005, 'Unauthorized owner: student@north.example', async () => {
    await user(hub, { email: 'student@north.example' });
    return createCourse({ owner: 'student@north.example' });
  }),
  entry('school_not_authorized', 400, 10005, 'Unauthorized school: sch-other', async () =>
    createCourse({ schoolID: 'sch-other', owner: await owner(hub) }),
  ),
  entry('account_missing', 400, null, 'userID_schoolID must be unique.', async () =>
    createCourse({ owner: await owner(hub, 'sch-2') }),
  ),
  entry('duration_too_small', 400, null, 'Validation min on duration failed.', () =>
    createCourse({ schoolID: 'sch-zero', attendanceName: 'In person' }),
  ),
];

const members: readonly Case[] = [
  entry('course_case', 400, 10005, 'Course does not exist.', async () => {
    const { addCode } = await course(hub);
    const { email } = await user(hub);
    return createMember({ ID: email, addCode: String(addCode).toLowerCase() });
  }),
  entry('course_not_found', 400, 2213, 'Course not found.', async () =>
    createMember({ ID: (await user(hub))['email'], courseID: next('nothing') }),
  ),
  entry('course_not_authorized', 403, 2213, 'Course not authorized', async () => {
    const elsewhere = await course(hub, { schoolID: 'sch-other' });
    return createMember({ ID: (await user(hub))['email'], courseID: elsewhere['courseID'] });
  }),
  entry('parameter_missing', 400, 2019, 'Missing required parameter: ID', async () =>
    createMember({ courseID: (await course(hub))['courseID'] }),
  ),
  entry('school_not_configured', 400, 2019, notConfigured, () =>
    createMember({ ID: fadedStudent, courseID: faded['courseID'], mappingID: 'm-1' }),
  ),
  entry('user_unknown', 400, 10005, 'User does not exist.', async () =>
    createMember({ ID: anEmail('ghost'), courseID: (await course(hub))['courseID'] }),
  ),
  entry('taken', 400, null, 'userID_schoolID must be unique.', async () =>
    createMember(await member(hub, await course(hub))),
  ),
];

const sessions: readonly Case[] = [
  entry('not_set_up', 400, 2112, 'Attendance options not setup.', async () =>
    post('/attendance-sessions', aSession(await course(hub, { schoolID: 'sch-none' }))),
  ),
  {
    ...entry('overlap', 400, 2109, 'Attendance Overlap', async () => {
      const algebra = await course(hub);
      await session(hub, algebra, { attendanceID: 'att-overlapped' });
      return post('/attendance-sessions', aSession(algebra, { startTime: '9:30', endTime: '10:30' }));
    }),
    info: expect.objectContaining({}),
  },
  {
    ...entry('not_found', 400, 5, 'AttendanceID att-unknown does not exist', async () =>
      hub.call('DELETE', '/attendance-sessions', {
        courseID: (await course(hub))['courseID'],
        attendanceID: 'att-unknown',
      }),
    ),
    info: { attendanceID: 'att-unknown' },
  },
  entry('course_not_found', 400, 2213, 'Course not found', () => createSession({ courseID: next('nothing') })),
  entry('course_not_authorized', 403, 2213, 'Course not authorized', async () =>
    createSession({ courseID: (await course(hub, { schoolID: 'sch-other' }))['courseID'] }),
  ),
  entry('end_date_invalid', 400, 10003, 'End Date invalid', () => createSession({ endDate: '2026-09-01' })),
  entry('end_time_invalid', 400, 10007, 'Invalid end time', () => createSession({ endTime: '10:00 am' })),
  entry('start_time_invalid', 400, 10006, 'Invalid start time', () => createSession({ startTime: '9' })),
  entry('taken', 400, null, 'mAttendanceID_courseID_sysID must be unique.', async () => {
    const algebra = await course(hub);
    const { attendanceID } = await session(hub, algebra);
    return post(
      '/attendance-sessions',
      aSession(algebra, { attendanceID, startDate: '9/2/2026', endDate: '9/2/2026' }),
    );
  }),
  entry('parameter_missing', 400, 2019, 'Missing required parameter: startDate, endTime', () =>
    createSession({ startDate: undefined, endTime: undefined }),
  ),
  entry('school_not_configured', 400, 2019, notConfigured, () =>
    post('/attendance-sessions', aSession(faded, { mappingID: 'm-1' })),
  ),
  entry('start_date_invalid', 400, 10002, 'Start Date invalid', () => createSession({ startDate: '2026-09-01' })),
];

const named = (resource: string, cases: readonly Case[]) =>
  cases.map((one) => ({ ...one, entry: `${resource}.${one.entry}` }));
const all = [
  ...named('user', users),
  ...named('course', courses),
  ...named('course_member', members),
  ...named('attendance_session', sessions),
];

describe('every entry of the rostering dictionary', () => {
  test('all 61 are here', () => {
    expect(new Set(all.map((one) => one.entry)).size).toBe(61);
  });

  test.each(all)('$entry is answered as printed', async (printed) => {
    const answer = await printed.ask();
    expectRefusal(answer, printed.entry, printed.status, printed.code, printed.message, printed.info ?? {});
    const help = answer.error?.help;
    expect(help?.requestId).toMatch(/\S/);
    expect(help?.owner).toMatch(/^[a-z_]+$/);
    expect(help?.retry).toMatch(/^(now|next_run|after_fix|after_support|none)$/);
    expect(help?.violations[0]).toMatchObject({
      pointer: expect.stringMatching(/^\//),
      entry: `rostering.${printed.entry}`,
      message: expect.stringMatching(/\S/),
    });
  });

  test('the overlapping session is told in full', async () => {
    const algebra = await course(hub);
    const first = await session(hub, algebra);
    const answer = await post('/attendance-sessions', aSession(algebra, { startTime: '9:59', endTime: '11:00' }));
    const info = answer.error?.info ?? {};
    expect(Object.values(info)).toContain(first['attendanceID']);
    expect(new Date(String(info['start'])).toISOString()).toBe('2026-09-01T14:00:00.000Z');
    expect(new Date(String(info['end'])).toISOString()).toBe('2026-09-01T15:00:00.000Z');
  });
});

describe('what is missing is named', () => {
  test.each([
    ['account_missing', { schoolID: undefined }, 'User missing the following fields:schoolID'],
    ['account_missing', { issuedID: undefined }, 'User missing the following fields:issuedID'],
    ['account_missing', { issuedID: '' }, 'User missing the following fields:issuedID'],
    ['fields_missing', { email: undefined }, 'User missing the following fields: email'],
    ['fields_missing', { firstName: '', email: undefined }, 'User missing the following fields: firstName, email'],
  ] as const)('a user without: %s %o', async (name, over, message) => {
    expectRefusal(await createUser(over), `user.${name}`, 400, 10005, message);
  });

  test('a course without several required parameters names them in the order of the document', async () => {
    const body = { ...(await aCourse(hub)), owner: undefined, schoolID: undefined, name: undefined };
    const message = 'Missing required parameter: schoolID, name, owner';
    expectRefusal(await post('/courses', body), 'course.parameter_missing', 400, 2019, message);
  });

  test('an update of a course that says no course', async () => {
    const answer = await hub.call('PATCH', '/courses', { name: 'Geometry' });
    expectRefusal(answer, 'course.parameter_missing', 400, 2019, 'Missing required parameter: courseID');
  });

  test('a member without person and course', async () => {
    const message = 'Missing required parameter: ID, courseID';
    expectRefusal(await createMember({ role: 'student' }), 'course_member.parameter_missing', 400, 2019, message);
  });

  test('a session without any time', async () => {
    const { courseID } = await course(hub);
    const message = 'Missing required parameter: startDate, endDate, startTime, endTime, timeZone';
    expectRefusal(
      await post('/attendance-sessions', { courseID }),
      'attendance_session.parameter_missing',
      400,
      2019,
      message,
    );
  });

  test.each([
    ['POST', '/attendance-sessions/bulk', 'session'],
    ['DELETE', '/attendance-sessions', 'attendanceID'],
    ['POST', '/attendance-sessions/bulk-delete', 'attendanceID'],
  ] as const)('%s %s without %s', async (method, path, missing) => {
    const { courseID } = await course(hub);
    const answer = await hub.call(method, path, { courseID });
    const message = `Missing required parameter: ${missing}`;
    expectRefusal(answer, 'attendance_session.parameter_missing', 400, 2019, message);
  });

  test('a session without its course', async () => {
    const answer = await createSession({ courseID: undefined });
    const message = 'Missing required parameter: courseID';
    expectRefusal(answer, 'attendance_session.parameter_missing', 400, 2019, message);
  });
});

describe('who puts it right', () => {
  test('what the manager of an integration must fix is theirs, and the support’s where we manage it', async () => {
    const owners = await Promise.all(
      [keys.small, keys.ours].map(
        async (key) => (await post('/users', aUser({ issuedID: undefined }), key)).error?.help.owner,
      ),
    );
    expect(owners).toEqual(['integration_manager', 'support']);
  });

  test('a wrong addCode is tried again after it was put right', async () => {
    expect((await createCourse({ addCode: '12345' })).error?.help.retry).toBe('after_fix');
  });
});
