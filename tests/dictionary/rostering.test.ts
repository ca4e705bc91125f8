import { describe, expect, test } from 'vitest';
import { entries } from '../../src/dictionary/entries.ts';
import { type Entry, entry as entrySchema } from '../../src/dictionary/entry.schema.ts';
import { entriesOfOperation } from '../../src/dictionary/operation.model.ts';
import { rosteringError } from '../../src/dictionary/rostering-refusal.model.ts';
import { courses, members, sessions, users } from './published-rostering.ts';

const published = [
  ...users.map((printed) => ['user', ...printed] as const),
  ...courses.map((printed) => ['course', ...printed] as const),
  ...members.map((printed) => ['course_member', ...printed] as const),
  ...sessions.map((printed) => ['attendance_session', ...printed] as const),
];

const rostering = entries.filter(({ system }) => system === 'rostering');
const own = rostering.filter(({ entry }) => entry.startsWith('rostering.request.'));
const known = rostering.filter((one) => !own.includes(one));
const resourceOf = ({ entry }: Entry) => entry.split('.')[1] ?? '';
const repeated = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at);

describe('the published dictionary of the rostering API', () => {
  test('has 61 entries, each as printed and in the printed order', () => {
    expect(published).toHaveLength(61);
    expect(
      known.map((one) => [
        resourceOf(one),
        one.entry.split('.')[2],
        one.title,
        one.status,
        one.code ?? null,
        one.message,
      ]),
    ).toEqual(published);
  });

  test('resource, status, code and message tell the entries apart', () => {
    const identity = (one: Entry) => [resourceOf(one), one.status, one.code ?? 'none', one.message].join(' | ');
    expect(repeated(known.map(identity))).toEqual([]);
  });

  test('an entry that prints no code has none in the body; one that does has it', () => {
    expect(rosteringError('rostering.user.email_taken', {})).toEqual({
      status: 400,
      error: { message: 'Email must be unique', info: {} },
    });
    expect(rosteringError('rostering.user.account_missing', { fields: 'schoolID, issuedID' })).toEqual({
      status: 400,
      error: { code: 10005, message: 'User missing the following fields:schoolID, issuedID', info: {} },
    });
    const session = { attendanceID: 'att-1' };
    expect(rosteringError('rostering.attendance_session.not_found', session, session)).toEqual({
      status: 400,
      error: { code: 5, message: 'AttendanceID att-1 does not exist', info: { attendanceID: 'att-1' } },
    });
    expect(rosteringError('rostering.course.school_not_authorized', { school: 'sch-9' }).error.message).toBe(
      'Unauthorized school: sch-9',
    );
  });

  test('a value that looks like a placeholder or a pattern is shown as it is', () => {
    const { error } = rosteringError('rostering.course.time_zone_invalid', { timeZone: '{email} $& $1' });
    expect(error.message).toBe('Invalid timezone: {email} $& $1. Use the IANA TZDB standard');
  });
});

describe('what the published dictionary leaves open', () => {
  test('has entries of ours: a 4xx or 503, and never a code', () => {
    expect(own.map((one) => [one.entry.split('.')[2], one.status])).toEqual([
      ['not_json', 400],
      ['content_type', 415],
      ['too_large', 413],
      ['too_deep', 400],
      ['too_many_fields', 400],
      ['unknown_field', 400],
      ['wrong_type', 400],
      ['value_malformed', 400],
      ['query_invalid', 400],
      ['unknown_role', 400],
      ['session_not_before_end', 400],
      ['session_time_zone', 400],
      ['duration_too_large', 400],
      ['add_code_ambiguous', 400],
      ['person_ambiguous', 400],
      ['not_a_member', 400],
      ['not_signed_in', 401],
      ['not_permitted', 403],
      ['paused', 503],
      ['not_found', 404],
      ['method', 405],
      ['idempotency_key', 400],
      ['idempotency_other_body', 422],
      ['idempotency_running', 409],
      ['line_malformed', 400],
      ['operation_unknown', 400],
      ['parent_refused', 400],
    ]);
    expect(own.filter(({ code }) => code !== undefined)).toEqual([]);
  });
});

describe('every rostering entry', () => {
  test('has the documented form', () => {
    expect(rostering.flatMap((one) => entrySchema.safeParse(one).error?.issues ?? [])).toEqual([]);
  });

  test('is refused, says what it means, and what to do', () => {
    const texts = (one: Entry) =>
      one.causes.flatMap(({ meaning, steps, prevention }) => [meaning, ...steps, ...prevention]);
    expect(rostering.filter(({ blocking }) => !blocking)).toEqual([]);
    expect(rostering.filter((one) => texts(one).some((text) => !/^\S.*[.?]$/.test(text)))).toEqual([]);
    expect(rostering.flatMap(({ causes }) => causes).filter(({ steps }) => steps.length === 0)).toEqual([]);
  });

  test('has a cause of its own, unless the same thing is wrong in several resources', () => {
    const shared = Map.groupBy(rostering, ({ cause }) => cause);
    const several = [...shared].filter(([, its]) => its.length > 1);
    expect(several.map(([cause, its]) => [cause, its.map(resourceOf)])).toEqual([
      ['request.parameter_missing', ['user', 'course', 'course_member', 'attendance_session']],
      ['school.not_configured', ['user', 'course', 'course_member', 'attendance_session']],
      ['school.not_authorized', ['user', 'course']],
      ['course.not_found', ['course', 'course_member', 'attendance_session']],
      ['course.not_authorized', ['course_member', 'attendance_session']],
    ]);
  });

  test('is fixed by whom the published dictionary names first', () => {
    const byOwner = (owner: string) => (one: Entry) => one.causes[0]?.owner === owner;
    const names = (some: readonly Entry[]) => some.map(({ entry }) => entry.slice('rostering.'.length));
    expect(names(known.filter(byOwner('integration_manager')))).toEqual([
      'user.account_missing',
      'user.id_or_email_required',
      'course.add_code_too_long',
      'course.add_code_taken',
      'course.add_code_characters',
      'course.add_code_numeric',
      'course.schedule_mixed',
      'course.schedule_missing',
      'course.conversion_invalid',
      'course.days_invalid',
      'course.end_date_invalid',
      'course.end_time_invalid',
      'course.start_date_invalid',
      'course.start_time_invalid',
      'course.time_zone_invalid',
      'course_member.parameter_missing',
      'attendance_session.not_set_up',
      'attendance_session.end_date_invalid',
      'attendance_session.end_time_invalid',
      'attendance_session.start_time_invalid',
      'attendance_session.parameter_missing',
      'attendance_session.start_date_invalid',
    ]);
    expect(names(known.filter(byOwner('support')))).toEqual([
      'user.school_not_configured',
      'user.template_not_found',
      'user.school_not_authorized',
      'user.account_taken',
      'course.attendance_exists',
      'course.conversion_exists',
      'course.school_not_configured',
      'course.school_not_authorized',
      'course.duration_too_small',
      'course_member.course_not_authorized',
      'course_member.school_not_configured',
      'course_member.taken',
      'attendance_session.not_found',
      'attendance_session.course_not_authorized',
      'attendance_session.taken',
      'attendance_session.school_not_configured',
    ]);
    expect(known.filter(byOwner('sis_admin'))).toHaveLength(23);
  });

  test('that waits for another record passes by itself; one that support must deal with does not', () => {
    const words = (retry: string) => known.filter((one) => one.retry === retry).map(({ entry }) => entry);
    expect(words('next_run')).toEqual([
      'rostering.user.not_found',
      'rostering.course.not_found',
      'rostering.course_member.course_not_found',
      'rostering.course_member.user_unknown',
      'rostering.attendance_session.course_not_found',
    ]);
    expect(words('none')).toEqual(['rostering.attendance_session.not_found']);
    const ofSupport = known.filter((one) => one.causes[0]?.owner === 'support' && one.retry !== 'none');
    expect(words('after_support')).toEqual(ofSupport.map(({ entry }) => entry));
  });
});

describe('operations', () => {
  test('are those of the API, and each can answer something', () => {
    const operations = new Set(rostering.flatMap((one) => one.operations ?? []));
    expect([...operations].sort()).toEqual([
      'batch',
      'createAttendanceSession',
      'createAttendanceSessions',
      'createCourse',
      'createCourseMember',
      'createUser',
      'deleteAttendanceSession',
      'deleteAttendanceSessions',
      'deleteCourse',
      'deleteCourseMember',
      'deleteUser',
      'listAttendanceSessions',
      'listCourseMembers',
      'listCourses',
      'listUsers',
      'showSchool',
      'updateCourse',
      'updateCourseMember',
      'updateUser',
    ]);
    expect(repeated(rostering.flatMap((one) => (one.operations ?? []).map((name) => `${one.entry} ${name}`)))).toEqual(
      [],
    );
  });

  test('name the entries of the table of checks', () => {
    const of = (operation: string, resource: string) =>
      entriesOfOperation(operation)
        .filter((one) => resourceOf(one) === resource)
        .map((one) => one.entry.split('.')[2]);
    expect(of('createCourseMember', 'course_member')).toEqual(members.map(([name]) => name));
    expect(of('deleteAttendanceSession', 'attendance_session')).toEqual([
      'not_found',
      'course_not_found',
      'course_not_authorized',
      'parameter_missing',
    ]);
    expect(of('createAttendanceSessions', 'attendance_session')).toEqual(
      sessions.map(([name]) => name).filter((name) => name !== 'not_found'),
    );
    expect(of('deleteCourse', 'course')).toEqual(['not_found', 'school_not_authorized']);
    expect(of('showSchool', 'user')).toEqual(['school_not_authorized']);
    expect(of('createUser', 'course')).toEqual([]);
    expect(of('batch', 'course')).toEqual(courses.map(([name]) => name));
    expect(entriesOfOperation('teleport')).toEqual([]);
  });
});
