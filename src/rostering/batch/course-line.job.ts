import { randomInt, randomUUID } from 'node:crypto';
import { makeAddCode } from '../api/add-code.model.ts';
import { type Body, given } from '../api/body.model.ts';
import { planCreateCourse, planUpdateCourse } from '../api/course.model.ts';
import { attendanceFields, settingOf } from '../api/course-attendance.model.ts';
import type { Course } from '../api/known.model.ts';
import { works } from '../api/push.usecases.ts';
import { sure } from '../api/work.usecases.ts';
import type { Item } from './line.model.ts';
import { type CourseNow, type Planned, refused, sameValue, unchanged } from './planned.model.ts';
import type { RosterView } from './roster-view.model.ts';

/** What becomes of a line about a course; its record is named by courseID, else by addCode. */
export function planCourse({ operation, data, id }: Item, known: RosterView): Planned {
  switch (operation) {
    case 'create':
      return create(data, id, known);
    case 'update':
      return update(data, known);
    case 'upsert':
      return upsert(data, id, known);
    case 'delete':
      return remove(data, known);
  }
}

function create(body: Body, id: number, known: RosterView): Planned {
  const faults = works.createCourse.check(body, known);
  if (faults.length > 0) return refused(faults);
  const row = planCreateCourse(body, known);
  const courseID = given(body, 'courseID') ?? randomUUID();
  const now = { ...row, id, courseID, addCode: row.addCode ?? makeAddCode((n) => randomInt(n)) };
  return { to: 'write', outcome: 'created', write: { do: 'createCourse', row: now, course: courseOf(now) } };
}

const courseOf = ({ id, courseID, addCode, school, attendance, fields }: CourseNow): Course => ({
  id,
  courseID,
  addCode,
  school,
  authorized: true,
  archived: false,
  attendance,
  fields,
});

function update(body: Body, known: RosterView, archived = false): Planned {
  const faults = works.updateCourse.check(body, known);
  if (faults.length > 0) return refused(faults);
  const before = sure(whichOf(body, known));
  const row = planUpdateCourse(body, before, known);
  const now = { ...row, id: before.id, courseID: before.courseID, addCode: row.addCode ?? before.addCode };
  const course = courseOf(now);
  if (!archived && sameCourse(course, before)) return unchanged;
  return { to: 'write', outcome: 'updated', write: { do: 'updateCourse', row: now, course } };
}

function whichOf(body: Body, known: RosterView): Course | undefined {
  const courseID = given(body, 'courseID');
  if (courseID !== null) return known.courseByID(courseID);
  return ownOf(given(body, 'addCode'), known).find(({ archived }) => !archived);
}

const ownOf = (addCode: string | null, known: RosterView) =>
  addCode === null ? [] : known.coursesByAddCode(addCode).filter(({ authorized }) => authorized);

const sameCourse = (one: Course, other: Course) =>
  one.school === other.school &&
  one.addCode === other.addCode &&
  sameValue(one.attendance, other.attendance) &&
  sameValue(one.fields, other.fields);

function upsert(body: Body, id: number, known: RosterView): Planned {
  const courseID = given(body, 'courseID');
  const addCode = given(body, 'addCode');
  if (courseID !== null) {
    const course = known.courseByID(courseID);
    return course === undefined ? create(body, id, known) : change(body, course, known);
  }
  const school = given(body, 'schoolID');
  const here = ownOf(addCode, known).filter((course) => school === null || course.school === school);
  const live = here.filter(({ archived }) => !archived);
  const [course, second] = live.length > 0 ? live : here;
  if (course === undefined) return create(body, id, known);
  // Several fit: which is meant is told by the rule of updates.
  if (second !== undefined) return update(body, known);
  return change({ ...body, courseID: course.courseID }, course, known);
}

/** An upsert of a course that is there; one that was archived is taken back. */
function change(body: Body, course: Course, known: RosterView): Planned {
  const changes = withoutIgnored(body, course, known);
  if (!course.archived) return update(changes, known);
  const live = { ...course, archived: false };
  const courseByID = (id: string) => (id === course.courseID ? live : known.courseByID(id));
  return update(changes, { ...known, courseByID }, true);
}

/** Conversion fields of a course that is counted by no conversion are ignored when it is created, and so when it is sent again. */
function withoutIgnored(body: Body, course: Course, known: RosterView): Body {
  const name = given(body, 'attendanceName');
  const setting =
    name === null ? course.attendance : settingOf(name, known.school(given(body, 'schoolID') ?? course.school));
  if (course.attendance?.conversion === true || setting?.conversion === true) return body;
  const ignored = (field: string) => field !== 'attendanceName' && attendanceFields.includes(field);
  return Object.fromEntries(Object.entries(body).filter(([field]) => !ignored(field)));
}

function remove(body: Body, known: RosterView): Planned {
  const faults = works.deleteCourse.check(body, known);
  const course = whichOf(body, known);
  if (faults.length === 0)
    return {
      to: 'write',
      outcome: 'deleted',
      write: { do: 'deleteCourse', course: { ...sure(course), archived: true } },
    };
  return course?.archived === true && course.authorized ? unchanged : refused(faults);
}
