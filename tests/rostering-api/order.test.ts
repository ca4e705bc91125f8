import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  type Fields,
  type Hub,
  hybrid,
  member,
  next,
  owner,
  session,
  user,
  violated,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

/** One thing that is wrong with a request: the entry it gets alone, and the fields that bring it about. */
type Fault = readonly [entry: string, fields: Fields];
const entryOf = (answer: Answer) =>
  `${answer.status < 500 ? '' : `${answer.status} `}${answer.error?.help.entry ?? 'none'}`.replace('rostering.', '');

/**
 * Sends every request that has two of these faults in fields of their own (where `combine` allows it) and answers those
 * that were not refused for the first of the two. The faults stand in the order of their checks.
 */
async function disorder(
  faults: readonly Fault[],
  ask: (over: Fields) => Promise<Answer>,
  combine: (first: Fault, second: Fault) => boolean = () => true,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [at, first] of faults.entries()) {
    const alone = entryOf(await ask(first[1]));
    if (alone !== first[0]) wrong.push(`${first[0]} alone: ${alone}`);
    for (const second of faults.slice(at + 1)) {
      const apart = Object.keys(second[1]).every((field) => !(field in first[1]));
      if (!apart || !combine(first, second)) continue;
      const got = entryOf(await ask({ ...first[1], ...second[1] }));
      if (got !== first[0]) wrong.push(`${first[0]} before ${second[0]}: ${got}`);
    }
  }
  return wrong;
}

describe('which of two faults is told', () => {
  test('of a new user', async () => {
    const taken = await user(hub);
    const faults: readonly Fault[] = [
      ['user.account_missing', { issuedID: undefined }],
      ['user.fields_missing', { lastName: undefined }],
      ['user.parameter_missing', { role: undefined }],
      ['user.school_not_authorized', { schoolID: 'sch-other' }],
      ['user.school_not_configured', { schoolID: 'sch-bare' }],
      ['user.email_malformed', { email: 'mia at north' }],
      ['user.email_taken', { email: taken['email'] }],
    ];
    expect(await disorder(faults, (over) => hub.call('POST', '/users', aUser(over)))).toEqual([]);
  });

  test('of a new user whose welcome mail has no template: the template is looked for last', async () => {
    const known = await user(hub, { schoolID: 'sch-lost' });
    const again = { ...known, sendWelcomeEmail: true };
    const faults: readonly Fault[] = [
      ['user.account_missing', { issuedID: undefined }],
      ['user.fields_missing', { lastName: undefined }],
      ['user.parameter_missing', { role: undefined }],
      ['user.email_malformed', { email: 'mia@' }],
      ['user.email_taken', { email: (await user(hub))['email'] }],
    ];
    expect(await disorder(faults, (over) => hub.call('POST', '/users', { ...again, ...over }))).toEqual([]);
    expect(entryOf(await hub.call('POST', '/users', again))).toBe('user.account_taken');
  });

  test('of a changed user', async () => {
    const known = await user(hub);
    const faults: readonly Fault[] = [
      ['user.id_or_email_required', { userID: undefined }],
      ['user.school_not_authorized', { schoolID: 'sch-other' }],
      ['user.school_not_configured', { schoolID: 'sch-bare' }],
      ['user.email_malformed', { email: 'mia' }],
      ['user.not_found', { userID: next('nobody') }],
      ['user.email_taken', { email: (await user(hub))['email'] }],
    ];
    const ask = (over: Fields) => hub.call('PATCH', '/users', { userID: known['userID'], firstName: 'Leo', ...over });
    // An e-mail without a userID selects: then it is not missing.
    const combine = ([first]: Fault, [, second]: Fault) =>
      first !== 'user.id_or_email_required' || !('email' in second);
    expect(await disorder(faults, ask, combine)).toEqual([]);
  });

  test('of a new course', { timeout: 120_000 }, async () => {
    const student = await user(hub, { schoolID: 'sch-2' });
    const elsewhere = await owner(hub, 'sch-1');
    const { addCode } = await course(hub, { schoolID: 'sch-2' });
    const old = await course(hub, { schoolID: 'sch-2', ...hybrid });
    const faults: readonly Fault[] = [
      ['course.parameter_missing', { name: undefined }],
      ['course.schedule_mixed', { start: '2026-08-17T14:00:00Z' }],
      ['course.schedule_missing', { timeZone: undefined }],
      ['course.school_not_authorized', { schoolID: 'sch-other' }],
      ['course.school_not_configured', { schoolID: 'sch-bare' }],
      ['course.duration_too_small', { schoolID: 'sch-zero' }],
      ['course.add_code_too_long', { addCode: 'a b c d e f g h i j k l m n' }],
      ['course.add_code_characters', { addCode: '12;' }],
      ['course.add_code_numeric', { addCode: '12345' }],
      ['course.start_date_invalid', { startDate: '2026-08-17' }],
      ['course.end_date_invalid', { endDate: '2/30/2027' }],
      ['course.start_time_invalid', { startTime: '24:00' }],
      ['course.end_time_invalid', { endTime: '10h' }],
      ['course.time_zone_invalid', { timeZone: 'Mars/Base' }],
      ['course.start_not_before_end', { endDate: '8/16/2026' }],
      ['course.days_invalid', { days: 'monday' }],
      ['course.owner_unknown', { owner: 'ghost@north.example' }],
      ['course.owner_not_authorized', { owner: student['email'] }],
      ['course.admin_unknown', { admin: ['ghost@north.example'] }],
      ['course.account_missing', { admin: [elsewhere] }],
      ['course.add_code_taken', { addCode }],
      ['course.conversion_exists', { courseID: old['courseID'] }],
      ['course.attendance_name_required', { attendanceName: 'Telepathy' }],
      ['course.async_time_null', { asyncTime: null }],
      ['course.times_required', { totalTime: 'sixty' }],
      ['500 course.conversion_invalid', { strategy: 'flexible' }],
      ['course.times_unequal', { syncTime: 10 }],
      ['course.options_in_uniform', { awardedTime: 5 }],
    ];
    const ask = async (over: Fields) =>
      hub.call('POST', '/courses', {
        ...(await aCourse(hub, { schoolID: 'sch-2', ...hybrid })),
        ...over,
      });
    // What makes a fault not one: an unknown attendanceName is no conversion, and only uniform needs an asyncTime.
    const apart: readonly string[] = [
      'course.conversion_exists course.attendance_name_required',
      'course.async_time_null 500 course.conversion_invalid',
    ];
    expect(await disorder(faults, ask, ([first], [second]) => !apart.includes(`${first} ${second}`))).toEqual([]);
  });

  test('an unknown admin is told before one without an account at the school', async () => {
    const admin = [await owner(hub, 'sch-2'), 'ghost@north.example'];
    const body = await aCourse(hub, { admin });
    expect(entryOf(await hub.call('POST', '/courses', body))).toBe('course.admin_unknown');
  });

  test('of a changed course', async () => {
    const student = await user(hub, { schoolID: 'sch-2' });
    const { addCode } = await course(hub, { schoolID: 'sch-2' });
    const changed = await course(hub, { schoolID: 'sch-2' });
    const faults: readonly Fault[] = [
      ['course.parameter_missing', { courseID: undefined }],
      ['course.not_found', { courseID: next('nothing') }],
      ['course.schedule_mixed', { start: '2026-08-17T14:00:00Z' }],
      ['course.add_code_characters', { addCode: '12;' }],
      ['course.start_date_invalid', { startDate: '2026-08-17' }],
      ['course.end_time_invalid', { endTime: '10h' }],
      ['course.days_invalid', { days: 'monday' }],
      ['course.owner_unknown', { owner: 'ghost@north.example' }],
      ['course.owner_not_authorized', { owner: student['email'] }],
      ['course.admin_unknown', { admin: ['ghost@north.example'] }],
      ['course.account_missing', { admin: [await owner(hub, 'sch-1')] }],
      ['course.add_code_taken', { addCode }],
      ['course.conversion_not_created', { strategy: 'uniform', totalTime: 60, syncTime: 30, asyncTime: 30 }],
    ];
    const ask = (over: Fields) => hub.call('PATCH', '/courses', { courseID: changed['courseID'], ...over });
    // The whole schedule is sent where a part of it is at fault; an addCode without a courseID selects.
    const withSchedule = (over: Fields) =>
      'startDate' in over || 'endTime' in over || 'start' in over
        ? ask({
            startDate: '8/17/2026',
            endDate: '12/18/2026',
            startTime: '9:00',
            endTime: '10:00',
            timeZone: 'America/Chicago',
            ...over,
          })
        : ask(over);
    const combine = ([first]: Fault, [, second]: Fault) =>
      first !== 'course.parameter_missing' || !('addCode' in second);
    expect(await disorder(faults, withSchedule, combine)).toEqual([]);
  });

  test('of a new course member', async () => {
    const faded = await course(hub, { schoolID: 'sch-fading' });
    const known = await member(hub, faded);
    await hub.configure('sch-fading', null);
    const elsewhere = await course(hub, { schoolID: 'sch-other' });
    const faults: readonly Fault[] = [
      ['course_member.parameter_missing', { ID: undefined }],
      ['course_member.course_not_found', { courseID: next('nothing') }],
      ['course_member.course_not_authorized', { courseID: elsewhere['courseID'] }],
      ['course_member.course_case', { courseID: undefined, addCode: String(faded['addCode']).toLowerCase() }],
      ['course_member.school_not_configured', { mappingID: 'm-1' }],
      ['course_member.user_unknown', { ID: anEmail('ghost') }],
      ['course_member.taken', { role: 'student' }],
    ];
    const ask = (over: Fields) => hub.call('POST', '/course-members', { ...known, ...over });
    // `taken` is what the request is without any fault.
    expect(await disorder(faults, ask)).toEqual([]);
    await hub.configure('sch-fading', hub.settingsOf('sch-fading'));
  });

  test('of a new session', async () => {
    const faded = await course(hub, { schoolID: 'sch-fading' });
    const known = await session(hub, faded);
    const never = await course(hub, { schoolID: 'sch-none' });
    const elsewhere = await course(hub, { schoolID: 'sch-other' });
    await hub.configure('sch-fading', null);
    const faults: readonly Fault[] = [
      ['attendance_session.parameter_missing', { timeZone: undefined }],
      ['attendance_session.course_not_found', { courseID: next('nothing') }],
      ['attendance_session.course_not_authorized', { courseID: elsewhere['courseID'] }],
      ['attendance_session.school_not_configured', { mappingID: 'm-1' }],
      ['attendance_session.start_date_invalid', { startDate: '2026-09-01' }],
      ['attendance_session.end_date_invalid', { endDate: '2026-09-01' }],
      ['attendance_session.start_time_invalid', { startTime: '9' }],
      ['attendance_session.end_time_invalid', { endTime: '25:00' }],
      ['attendance_session.not_set_up', { courseID: never['courseID'] }],
      ['attendance_session.taken', { attendanceID: known['attendanceID'] }],
    ];
    // In the time of the session that is there: every one of them is told before the overlap.
    const ask = (over: Fields) => hub.call('POST', '/attendance-sessions', aSession(faded, over));
    // The other course's school is configured: there a mappingID is no fault.
    const combine = ([first]: Fault, [second]: Fault) =>
      first !== 'attendance_session.school_not_configured' || second !== 'attendance_session.not_set_up';
    expect(await disorder(faults, ask, combine)).toEqual([]);
    expect(entryOf(await ask({}))).toBe('attendance_session.overlap');
    await hub.configure('sch-fading', hub.settingsOf('sch-fading'));
  });

  test('of a session to delete', async () => {
    const elsewhere = await course(hub, { schoolID: 'sch-other' });
    const { courseID } = await course(hub);
    const faults: readonly Fault[] = [
      ['attendance_session.parameter_missing', { attendanceID: undefined }],
      ['attendance_session.course_not_found', { courseID: next('nothing') }],
      ['attendance_session.course_not_authorized', { courseID: elsewhere['courseID'] }],
      ['attendance_session.not_found', { attendanceID: next('nothing') }],
    ];
    const ask = (over: Fields) =>
      hub.call('DELETE', '/attendance-sessions', { courseID, attendanceID: next('nothing'), ...over });
    expect(await disorder(faults, ask)).toEqual([]);
  });
});

describe('all that is wrong is told at once', () => {
  test('what is missing in a user, in all three groups, each place by its pointer', async () => {
    const answer = await hub.call('POST', '/users', { userID: next('user') });
    expect(violated(answer)).toEqual(
      expect.arrayContaining(['user.account_missing', 'user.fields_missing', 'user.parameter_missing']),
    );
    expect(answer.error?.help.violations.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/schoolID', '/issuedID', '/firstName', '/lastName', '/email', '/role']),
    );
  });

  test('the five formats of a course, each with what was received', async () => {
    const wrong = { addCode: '12;', startDate: '2026-08-17', endTime: '10h', timeZone: 'Mars/Base', days: 'Mon' };
    const answer = await hub.call('POST', '/courses', await aCourse(hub, wrong));
    expect(violated(answer)).toEqual([
      'course.add_code_characters',
      'course.start_date_invalid',
      'course.end_time_invalid',
      'course.time_zone_invalid',
      'course.days_invalid',
    ]);
    expect(answer.error?.help.violations.map(({ pointer, received }) => [pointer, received])).toEqual(
      Object.entries(wrong).map(([field, value]) => [`/${field}`, value]),
    );
  });

  test('which of the five schedule fields are missing', async () => {
    const answer = await hub.call('POST', '/courses', await aCourse(hub, { timeZone: undefined, endTime: undefined }));
    expect(answer.error?.help.violations.map(({ pointer }) => pointer)).toEqual(['/endTime', '/timeZone']);
  });

  test('the formats of a session', async () => {
    const body = aSession(await course(hub), { startDate: '2026-09-01', endDate: '9/31/2026', startTime: '9' });
    expect(violated(await hub.call('POST', '/attendance-sessions', body))).toEqual([
      'attendance_session.start_date_invalid',
      'attendance_session.end_date_invalid',
      'attendance_session.start_time_invalid',
    ]);
  });
});
