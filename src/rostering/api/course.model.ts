import { type Body, emptied, given, missing } from './body.model.ts';
import { addCodeFaults } from './course-add-code.model.ts';
import {
  answeredAttendance,
  attendanceFields,
  checkChangedAttendance,
  checkNewAttendance,
  planChangedAttendance,
  planNewAttendance,
  settingOf,
} from './course-attendance.model.ts';
import { accountFaults, adminFaults, adminsOf, ownerFaults, personOf } from './course-staff.model.ts';
import { type Fault, fault, missingFaults } from './fault.model.ts';
import type { Attendance, Course, Known, School } from './known.model.ts';
import { formOf, isoFields, type ScheduleEntries, schedule, spanOf, wallFields } from './schedule.model.ts';

// The rules of courses, in the order of contract.md 3. A rule whose inputs are missing or wrong already is not judged.

/** A course as it is stored. */
export type CourseRow = {
  readonly school: string;
  /** Null: one must be made. */
  readonly addCode: string | null;
  readonly title: string;
  readonly start: Date;
  readonly end: Date;
  /** Null: an update that leaves the owner as it is. */
  readonly owner: number | null;
  /** Null: an update that leaves the admins as they are. */
  readonly admins: readonly number[] | null;
  readonly attendance: Attendance | null;
  /** As they are answered: what was sent, without courseID, addCode and what was ignored. */
  readonly fields: Record<string, unknown>;
};

const required = ['schoolID', 'name', 'owner'];

const entries: ScheduleEntries = {
  startDate: 'rostering.course.start_date_invalid',
  endDate: 'rostering.course.end_date_invalid',
  startTime: 'rostering.course.start_time_invalid',
  endTime: 'rostering.course.end_time_invalid',
  timeZone: 'rostering.course.time_zone_invalid',
  order: 'rostering.course.start_not_before_end',
};

export function checkCreateCourse(body: Body, known: Known): readonly Fault[] {
  const id = given(body, 'schoolID');
  const school = id === null ? undefined : known.school(id);
  const existing = existingOf(body, known);
  const usable = school?.authorized === true && school.rostering !== null ? school : null;
  return [
    ...parameterMissing(missing(body, required)),
    ...checkForm(body, body),
    ...checkSchool(body, id, school),
    ...checkDuration(school),
    ...addCodeFaults.form(given(body, 'addCode')),
    ...schedule(body, entries).faults,
    ...checkDays(body),
    ...ownerFaults(body, school, known),
    ...adminFaults(body, known),
    ...accountFaults(body, school, known),
    ...addCodeFaults.taken(given(body, 'addCode'), school, existing, known),
    ...(existing === undefined ? [] : [courseExists(existing, body, known)]),
    ...(usable === null ? [] : checkNewAttendance(body, usable)),
  ];
}

const existingOf = (body: Body, known: Known): Course | undefined => {
  const courseID = given(body, 'courseID');
  return courseID === null ? undefined : known.courseByID(courseID);
};

/** What is told of a course that is created once more, live or archived. */
export function courseExists(old: Course, body: Body, known: Known): Fault {
  const school = known.school(given(body, 'schoolID') ?? old.school);
  const conversion = settingOf(given(body, 'attendanceName'), school)?.conversion === true;
  const both = conversion && old.attendance?.conversion === true;
  const entry = both ? 'rostering.course.conversion_exists' : 'rostering.course.attendance_exists';
  return fault('/courseID', entry, {}, old.courseID);
}

export function checkUpdateCourse(body: Body, course: Course, known: Known): readonly Fault[] {
  const id = given(body, 'schoolID');
  const school = known.school(id ?? course.school);
  const addCode = newAddCode(body);
  // In another school the code that the course has already may be somebody else's.
  const moved = id !== null && id !== course.school;
  const times = scheduleAfter(body, course);
  return [
    ...parameterMissing(emptied(body, required)),
    ...(times === null ? [] : checkForm(body, times)),
    ...checkSchool(body, id, school),
    ...(id === null ? [] : checkDuration(school)),
    ...addCodeFaults.form(addCode),
    ...schedule(times ?? {}, entries).faults,
    ...checkDays(body),
    ...ownerFaults(body, school, known),
    ...adminFaults(body, known),
    ...accountFaults(body, school, known),
    ...addCodeFaults.taken(addCode ?? (moved ? course.addCode : null), school, course, known),
    ...(id !== null && school?.authorized !== true ? [] : checkChangedAttendance(body, course, school)),
  ];
}

/** Without a courseID the addCode says which course is meant, and is no new one. */
const newAddCode = (body: Body) => (given(body, 'courseID') === null ? null : given(body, 'addCode'));

const parameterMissing = (fields: readonly string[]) => missingFaults('rostering.course.parameter_missing', fields);

/** One form, and whole: a fault for each field that is missing. `times` is the schedule after the request. */
function checkForm(body: Body, times: Body): readonly Fault[] {
  if (formOf(body).form === 'mixed') return [fault('', 'rostering.course.schedule_mixed')];
  const fields = formOf(times).missing;
  return fields.map((field) => fault(`/${field}`, 'rostering.course.schedule_missing', { fields: fields.join(', ') }));
}

function checkSchool(body: Body, id: string | null, school: School | undefined): readonly Fault[] {
  if (id !== null && school?.authorized !== true) {
    return [fault('/schoolID', 'rostering.course.school_not_authorized', { school: id }, id)];
  }
  const needed = id !== null || given(body, 'attendanceName') !== null;
  if (!needed || school === undefined || school.rostering !== null) return [];
  return [fault(id === null ? '' : '/schoolID', 'rostering.course.school_not_configured', { school: school.id })];
}

const longestDuration = 1440;

function checkDuration(school: School | undefined): readonly Fault[] {
  if (school?.authorized !== true || school.rostering === null) return [];
  const { duration } = school.rostering;
  if (duration < 1) return [fault('/schoolID', 'rostering.course.duration_too_small', { school: school.id })];
  if (Number.isInteger(duration) && duration <= longestDuration) return [];
  const facts = { school: school.id, received: String(duration), limit: String(longestDuration) };
  return [fault('/schoolID', 'rostering.request.duration_too_large', facts)];
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** English weekdays with one blank between them, none twice. */
function checkDays(body: Body): readonly Fault[] {
  const days = given(body, 'days');
  if (days === null) return [];
  const names = days.split(' ');
  const right = names.every((name) => weekdays.includes(name)) && new Set(names).size === names.length;
  return right ? [] : [fault('/days', 'rostering.course.days_invalid', { field: 'days' }, days)];
}

const scheduleFields: readonly string[] = [...isoFields, ...wallFields];

/** The schedule of a course after an update; null: the request says nothing of it. */
function scheduleAfter(body: Body, course: Course): Body | null {
  const said = scheduleFields.filter((field) => (body[field] ?? null) !== null);
  if (said.length === 0) return null;
  const { form } = formOf(body);
  if (form === 'mixed') return body;
  // Fields of the other form do not stay.
  const iso = (form === 'none' ? formOf(course.fields) : formOf(body)).form === 'iso';
  const fields = iso ? isoFields : wallFields;
  return Object.fromEntries(fields.map((field) => [field, body[field] ?? course.fields[field] ?? null]));
}

/** Only for a body in which `checkCreateCourse` finds no fault. */
export function planCreateCourse(body: Body, known: Known): CourseRow {
  const school = given(body, 'schoolID') ?? '';
  const attendance = planNewAttendance(body, known.school(school));
  const owner = personOf(given(body, 'owner') ?? '', known);
  if (owner === null) throw new Error('A course was planned whose owner is not known');
  return {
    school,
    addCode: given(body, 'addCode'),
    title: given(body, 'name') ?? '',
    ...spanIn(body),
    owner: owner.id,
    admins: adminsOf(body, known),
    attendance,
    fields: { ...said(body), ...answeredAttendance(attendance, given(body, 'attendanceName') !== null) },
  };
}

/** Only for a body in which `checkUpdateCourse` finds no fault. */
export function planUpdateCourse(body: Body, course: Course, known: Known): CourseRow {
  const school = given(body, 'schoolID') ?? course.school;
  const attendance = planChangedAttendance(body, course, known.school(school));
  const named = given({ ...course.fields, ...said(body), ...nameIn(body) }, 'attendanceName') !== null;
  const times = scheduleAfter(body, course);
  const before = { ...course.fields, ...(times === null ? {} : empty(scheduleFields)), ...empty(attendanceFields) };
  const fields = withoutNull({ ...before, ...said(body), ...times, ...answeredAttendance(attendance, named) });
  const owner = given(body, 'owner');
  return {
    school,
    addCode: newAddCode(body) ?? course.addCode,
    title: given(fields, 'name') ?? '',
    ...spanIn(fields),
    owner: owner === null ? null : (personOf(owner, known)?.id ?? null),
    admins: (body['admin'] ?? null) === null ? null : adminsOf(body, known),
    attendance,
    fields,
  };
}

function spanIn(fields: Body) {
  const span = spanOf(fields);
  if (span === null) throw new Error('A course was planned whose schedule is not valid');
  return span;
}

const notAnswered = new Set(['courseID', 'addCode', ...attendanceFields]);

/** What a request gives, beside ids and attendance. */
function said(body: Body): Record<string, unknown> {
  return withoutNull(Object.fromEntries(Object.entries(body).filter(([name]) => !notAnswered.has(name))));
}

const nameIn = (body: Body) => withoutNull({ attendanceName: given(body, 'attendanceName') });
const empty = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, null]));

function withoutNull(fields: Body): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
