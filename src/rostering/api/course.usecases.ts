import { randomInt, randomUUID } from 'node:crypto';
import { makeAddCode } from './add-code.model.ts';
import { type Body, given } from './body.model.ts';
import { checkCreateCourse, checkUpdateCourse, planCreateCourse, planUpdateCourse } from './course.model.ts';
import { type Fault, fault } from './fault.model.ts';
import type { Course, Known } from './known.model.ts';
import { schoolNamed } from './place.model.ts';
import { viewOfCourse } from './view.model.ts';
import { type Done, type Hand, sure, Vanished, type Work } from './work.usecases.ts';
import { archiveCourse, insertCourse, updateCourse as writeCourse } from './write.repository.ts';

const keyOf = (body: Body) => given(body, 'courseID') ?? given(body, 'addCode');

export const createCourse: Work = {
  inserts: true,
  check: checkCreateCourse,
  schoolOf: schoolNamed,
  keyOf,
  async write(hand, body, known) {
    const row = planCreateCourse(body, known);
    const courseID = given(body, 'courseID') ?? randomUUID();
    const id = await hand.numbers.next(hand.target.district, 'class');
    const addCode = row.addCode ?? makeAddCode((n) => randomInt(n));
    await insertCourse(hand.client, hand.target, { ...row, id, courseID, addCode });
    return {
      key: courseID,
      answer: viewOfCourse({ courseID, addCode, school: row.school, attendance: row.attendance, fields: row.fields }),
    };
  },
};

/** Which course an update speaks of: by courseID, else by the addCode in the key's schools. */
function whichOf(body: Body, known: Known): { readonly faults: readonly Fault[]; readonly course: Course | null } {
  const courseID = given(body, 'courseID');
  const addCode = given(body, 'addCode');
  if (courseID === null && addCode === null)
    return { faults: [fault('/courseID', 'rostering.course.parameter_missing', { fields: 'courseID' })], course: null };
  if (courseID !== null) return judged(known.courseByID(courseID), '/courseID');
  const live = known.coursesByAddCode(addCode ?? '').filter((course) => !course.archived);
  const own = live.filter((course) => course.authorized);
  if (own.length > 1) return { faults: [fault('/addCode', 'rostering.request.add_code_ambiguous')], course: null };
  return judged(own[0] ?? live[0], '/addCode');
}

function judged(course: Course | undefined, pointer: string) {
  if (course === undefined || course.archived)
    return { faults: [fault(pointer, 'rostering.course.not_found')], course: null };
  if (!course.authorized)
    return {
      faults: [fault(pointer, 'rostering.course.school_not_authorized', { school: course.school })],
      course: null,
    };
  return { faults: [], course };
}

export const updateCourse: Work = {
  check(body, known) {
    const { faults, course } = whichOf(body, known);
    return course === null ? faults : [...faults, ...checkUpdateCourse(body, course, known)];
  },
  schoolOf: (body, known) => schoolNamed(body, known) || (whichOf(body, known).course?.school ?? ''),
  keyOf,
  async write(hand, body, known) {
    const course = sure(whichOf(body, known).course);
    const row = planUpdateCourse(body, course, known);
    const addCode = row.addCode ?? course.addCode;
    await writeCourse(hand.client, hand.target, { ...row, id: course.id, courseID: course.courseID, addCode });
    return { key: course.courseID, answer: viewOfCourse({ ...row, courseID: course.courseID, addCode }) };
  },
};

export const deleteCourse: Work = {
  check: (body, known) => whichOf(body, known).faults,
  schoolOf: (body, known) => whichOf(body, known).course?.school ?? '',
  keyOf,
  async write(hand: Hand, body: Body, known: Known): Promise<Done> {
    const course = sure(whichOf(body, known).course);
    if (!(await archiveCourse(hand.client, hand.target, course.id))) throw new Vanished();
    return { key: course.courseID, answer: viewOfCourse(course) };
  },
};
