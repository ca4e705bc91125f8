import { describe, expect, it } from 'vitest';
import {
  checkCreateCourse,
  checkUpdateCourse,
  courseExists,
  planCreateCourse,
  planUpdateCourse,
} from './course.model.ts';
import { type Attendance, type Course, makeKnown, type Person, type School } from './known.model.ts';

const school = (id: string, over: Partial<School> = {}, duration = 60): School => ({
  id,
  name: id,
  authorized: true,
  rostering: { attendanceSettings: [{ name: 'Classroom', conversion: false }], duration, welcomeEmail: null },
  template: null,
  version: '1',
  ...over,
});
const person = (id: number, email: string, at: string, role: string, visible = true): Person => ({
  id,
  userID: `u${id}`,
  email,
  firstName: 'A',
  lastName: 'B',
  mappingID: null,
  accounts: [{ school: at, role, issuedID: null, authorized: visible }],
  visible,
});
const counted = (name: string, conversion = false): Attendance => ({
  name,
  conversion,
  strategy: null,
  totalTime: null,
  syncTime: null,
  asyncTime: null,
  awardedTime: null,
  maxAwardedTimePerDay: null,
});
const wall = { startDate: '1/6/2025', endDate: '5/30/2025', startTime: '9:00', endTime: '10:00', timeZone: 'UTC' };
const span = { start: new Date('2025-01-06T09:00:00Z'), end: new Date('2025-05-30T10:00:00Z') };
const course = (id: number, over: Partial<Course> = {}): Course => ({
  id,
  courseID: `c${id}`,
  addCode: `code${id}`,
  school: 'north',
  authorized: true,
  archived: false,
  attendance: counted('Classroom'),
  fields: { schoolID: 'north', name: 'Art', owner: 'ann@x.org', attendanceName: 'Classroom', ...wall },
  ...over,
});

const known = makeKnown({
  schools: [
    school('north'),
    school('south'),
    school('foreign', { authorized: false }),
    school('bare', { rostering: null }),
    school('short', {}, 0.5),
    school('long', {}, 1441),
    school('broken', {}, 1.5),
  ],
  persons: [
    person(1, 'ann@x.org', 'north', 'instructor'),
    person(2, 'ben@x.org', 'north', 'student'),
    person(3, 'cas@x.org', 'south', 'instructor'),
    person(4, 'dee@x.org', 'foreign', 'instructor', false),
    person(5, 'twin@x.org', 'north', 'admin'),
    person(6, 'Twin@x.org', 'south', 'admin'),
    person(7, 'eve@x.org', 'north', 'admin'),
  ],
  courses: [course(1), course(2, { archived: true }), course(3, { school: 'south', addCode: 'Code1' })],
  members: [],
  sessions: [],
});

const body = { schoolID: 'north', name: 'Pottery', owner: 'ann@x.org', ...wall };
const short = (entry: string) => entry.replace('rostering.course.', '');
const created = (over: Record<string, unknown>) =>
  checkCreateCourse({ ...body, ...over }, known).map((one) => short(one.entry));
const updated = (over: Record<string, unknown>, of = course(1)) =>
  checkUpdateCourse(over, of, known).map((one) => short(one.entry));

describe('a new course', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['is taken', {}, []],
    [
      'is taken with null for all that is optional',
      { title: null, days: null, admin: null, addCode: null, strategy: null },
      [],
    ],
    [
      'needs school, name and owner',
      { schoolID: null, name: '', owner: undefined },
      Array(3).fill('parameter_missing'),
    ],
    ['has one form of schedule', { start: 'x' }, ['schedule_mixed', 'start_date_invalid']],
    [
      'has a whole schedule: each missing field is told',
      { startDate: null, timeZone: '' },
      ['schedule_missing', 'schedule_missing'],
    ],
    ['belongs to a school that is known', { schoolID: 'west' }, ['school_not_authorized']],
    ['belongs to a school of the key', { schoolID: 'foreign' }, ['school_not_authorized']],
    [
      'belongs to a configured school',
      { schoolID: 'bare', owner: 'nobody@x.org' },
      ['school_not_configured', 'owner_unknown'],
    ],
    ['meets for a minute at least', { schoolID: 'short' }, ['duration_too_small', 'account_missing']],
    ['meets for a day at most', { schoolID: 'long' }, ['rostering.request.duration_too_large', 'account_missing']],
    ['meets for whole minutes', { schoolID: 'broken' }, ['rostering.request.duration_too_large', 'account_missing']],
    ['may have an addCode of 25 characters', { addCode: 'a'.repeat(25) }, []],
    ['may not have one of 26', { addCode: 'a'.repeat(26) }, ['add_code_too_long']],
    ['may have an addCode of all that is allowed', { addCode: 'aZ09~-_.!*\\(),' }, []],
    ['may not have a semicolon in it', { addCode: 'a;b' }, ['add_code_characters']],
    ['may not have letters of other scripts in it', { addCode: 'é1' }, ['add_code_characters']],
    ['may not have a line end in it', { addCode: 'ab\n' }, ['add_code_characters']],
    ['may not have digits alone as addCode', { addCode: '2025' }, ['add_code_numeric']],
    [
      'is told all that is wrong with an addCode',
      { addCode: '1'.repeat(26) },
      ['add_code_too_long', 'add_code_numeric'],
    ],
    ['may not have the addCode of a course of its school', { addCode: 'code1' }, ['add_code_taken']],
    ['may not have that of an archived one', { addCode: 'code2' }, ['add_code_taken']],
    ['may have that of a course of another school, or in another case', { addCode: 'Code1' }, []],
    [
      'is told that it is no time',
      { startTime: '25:00', timeZone: 'Mars' },
      ['start_time_invalid', 'time_zone_invalid'],
    ],
    ['starts before it ends', { endDate: '1/5/2025' }, ['start_not_before_end']],
    ['meets on one day', { days: 'Tuesday' }, []],
    ['meets on several days', { days: 'Monday Wednesday Friday' }, []],
    ['separates its days by one blank', { days: 'Monday  Friday' }, ['days_invalid']],
    ['separates its days by nothing else', { days: 'Monday,Friday' }, ['days_invalid']],
    ['names no day twice', { days: 'Monday Monday' }, ['days_invalid']],
    ['writes its days whole', { days: 'Mon' }, ['days_invalid']],
    ['writes its days with capitals', { days: 'monday' }, ['days_invalid']],
    ['has an owner who is known', { owner: 'nobody@x.org' }, ['owner_unknown']],
    ['has an owner whom the key may see', { owner: 'dee@x.org' }, ['owner_unknown']],
    ['finds its owner in any case', { owner: 'ANN@x.org' }, []],
    ['is not owned by a student', { owner: 'ben@x.org' }, ['owner_not_authorized']],
    ['is owned by somebody of its school', { owner: 'cas@x.org' }, ['account_missing']],
    ['does not choose between two of one e-mail', { owner: 'twin@x.org' }, ['rostering.request.person_ambiguous']],
    ['has admins who are known', { admin: ['eve@x.org', 'no@x.org', 'dee@x.org'] }, ['admin_unknown', 'admin_unknown']],
    ['has admins of its school', { admin: ['cas@x.org'] }, ['account_missing']],
    ['may have a student as admin, and a single one as text', { admin: 'ben@x.org' }, []],
    ['is made once', { courseID: 'c1', addCode: 'code1' }, ['attendance_exists']],
    ['is made once although the first is archived', { courseID: 'c2' }, ['attendance_exists']],
    [
      'is told everything, in the order of the contract',
      {
        name: null,
        schoolID: 'north',
        addCode: 'a;',
        startDate: 'x',
        days: 'x',
        owner: 'ben@x.org',
        admin: ['no@x.org', 'cas@x.org'],
        courseID: 'c1',
        attendanceName: 'Nothing',
      },
      [
        'parameter_missing',
        'add_code_characters',
        'start_date_invalid',
        'days_invalid',
        'owner_not_authorized',
        'admin_unknown',
        'account_missing',
        'attendance_exists',
        'attendance_name_required',
      ],
    ],
  ])('%s', (_, over, entries) => {
    expect(created(over)).toEqual(entries);
  });

  it('is told what the messages name', () => {
    const facts = (over: Record<string, unknown>) =>
      checkCreateCourse({ ...body, ...over }, known).map((one) => [one.pointer, one.facts]);
    expect(facts({ owner: null, schoolID: null })).toEqual([
      ['/schoolID', { fields: 'schoolID, owner' }],
      ['/owner', { fields: 'schoolID, owner' }],
    ]);
    expect(facts({ name: null })).toEqual([['/name', { fields: 'name' }]]);
    expect(facts({ schoolID: 'foreign' })).toEqual([['/schoolID', { school: 'foreign' }]]);
    expect(facts({ owner: 'no@x.org', admin: ['eve@x.org', 'na@x.org'] })).toEqual([
      ['/owner', { email: 'no@x.org' }],
      ['/admin/1', { email: 'na@x.org' }],
    ]);
    expect(facts({ schoolID: 'long', owner: null })[1]).toEqual([
      '/schoolID',
      { school: 'long', received: '1441', limit: '1440' },
    ]);
  });

  it('is stored with its people, instants and the fields that were sent', () => {
    const sent = {
      ...body,
      courseID: 'new',
      title: 'P1',
      days: null,
      admin: ['EVE@x.org', 'eve@x.org'],
      strategy: 'uniform',
      totalTime: 'x',
    };
    expect(checkCreateCourse(sent, known)).toEqual([]);
    expect(planCreateCourse(sent, known)).toEqual({
      school: 'north',
      addCode: null,
      title: 'Pottery',
      ...span,
      owner: 1,
      admins: [7],
      attendance: counted('Classroom'),
      fields: { ...body, title: 'P1', admin: ['EVE@x.org', 'eve@x.org'] },
    });
    expect(planCreateCourse({ ...body, addCode: 'mine' }, known).addCode).toBe('mine');
  });

  it('of a courseID that is known: a conversion is told only where both are', () => {
    const settings = {
      attendanceSettings: [
        { name: 'Classroom', conversion: false },
        { name: 'Hybrid', conversion: true },
      ],
      duration: 60,
      welcomeEmail: null,
    };
    const two = makeKnown({
      schools: [school('north', { rostering: settings })],
      persons: [],
      courses: [],
      members: [],
      sessions: [],
    });
    const told = (old: string, now: string) =>
      short(
        courseExists(course(1, { attendance: counted(old, old === 'Hybrid') }), { ...body, attendanceName: now }, two)
          .entry,
      );
    expect(told('Hybrid', 'Hybrid')).toBe('conversion_exists');
    expect(told('Hybrid', 'Classroom')).toBe('attendance_exists');
    expect(told('Classroom', 'Hybrid')).toBe('attendance_exists');
    expect(told('Classroom', 'Classroom')).toBe('attendance_exists');
  });
});

describe('a course that changes', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['may change nothing', { courseID: 'c1' }, []],
    [
      'may not lose what it needs',
      { courseID: 'c1', name: '', owner: null },
      ['parameter_missing', 'parameter_missing'],
    ],
    ['may change a part of its schedule', { courseID: 'c1', endDate: '6/30/2025' }, []],
    ['must start before it ends with what stays', { courseID: 'c1', endDate: '1/1/2025' }, ['start_not_before_end']],
    [
      'may change to the other form',
      { courseID: 'c1', start: '2025-01-06T09:00:00Z', end: '2025-02-06T09:00:00Z' },
      [],
    ],
    [
      'may not change to half of the other form',
      { courseID: 'c1', start: '2025-01-06T09:00:00Z' },
      ['schedule_missing'],
    ],
    ['may not mix the forms', { courseID: 'c1', start: '2025-01-06T09:00:00Z', timeZone: 'UTC' }, ['schedule_mixed']],
    ['may not lose a part of its schedule', { courseID: 'c1', timeZone: '' }, ['schedule_missing']],
    ['ignores nulls of a schedule', { courseID: 'c1', start: null, timeZone: null }, []],
    ['keeps its own addCode', { courseID: 'c1', addCode: 'code1' }, []],
    ['may not take the addCode of another', { courseID: 'c1', addCode: 'code2' }, ['add_code_taken']],
    ['is found by an addCode whatever it looks like', { addCode: '2025;' }, []],
    ['goes to no school of others', { courseID: 'c1', schoolID: 'foreign' }, ['school_not_authorized']],
    ['goes to no school without configuration', { courseID: 'c1', schoolID: 'bare' }, ['school_not_configured']],
    ['gets an owner of its school', { courseID: 'c1', owner: 'cas@x.org' }, ['account_missing']],
    ['gets an owner of the school to which it goes', { courseID: 'c1', schoolID: 'south', owner: 'cas@x.org' }, []],
    ['gets no student as owner', { courseID: 'c1', owner: 'ben@x.org' }, ['owner_not_authorized']],
    ['gets days that are some', { courseID: 'c1', days: 'Sun' }, ['days_invalid']],
  ])('%s', (_, over, entries) => {
    expect(updated(over)).toEqual(entries);
  });

  it('may not take its addCode into a school where it is taken', () => {
    expect(updated({ courseID: 'c4', schoolID: 'north' }, course(4, { school: 'south', addCode: 'code1' }))).toEqual([
      'add_code_taken',
    ]);
  });

  it('needs a configured school for the name of its attendance', () => {
    const bare = course(5, { school: 'bare' });
    expect(updated({ courseID: 'c5', attendanceName: 'Classroom' }, bare)).toEqual(['school_not_configured']);
    expect(updated({ courseID: 'c5', title: 'x' }, bare)).toEqual([]);
  });

  it('keeps what is not said', () => {
    const plan = planUpdateCourse(
      { courseID: 'c1', addCode: 'other', name: 'Art 2', endDate: '6/30/2025', days: null },
      course(1),
      known,
    );
    expect(plan).toEqual({
      school: 'north',
      addCode: 'other',
      title: 'Art 2',
      start: span.start,
      end: new Date('2025-06-30T10:00:00Z'),
      owner: null,
      admins: null,
      attendance: counted('Classroom'),
      fields: { ...course(1).fields, name: 'Art 2', endDate: '6/30/2025' },
    });
  });

  it('takes what is said: people, and the other form of its schedule', () => {
    const iso = { start: '2025-01-06T09:00:00Z', end: '2025-02-06T09:00:00Z' };
    const plan = planUpdateCourse({ addCode: 'code1', owner: 'eve@x.org', admin: [], ...iso }, course(1), known);
    expect(plan).toMatchObject({
      addCode: 'code1',
      owner: 7,
      admins: [],
      start: new Date(iso.start),
      end: new Date(iso.end),
    });
    expect(plan.fields).toEqual({
      schoolID: 'north',
      name: 'Art',
      owner: 'eve@x.org',
      admin: [],
      attendanceName: 'Classroom',
      ...iso,
    });
  });
});
