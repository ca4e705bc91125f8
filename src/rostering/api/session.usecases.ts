import { randomUUID } from 'node:crypto';
import { type Body, given, textsOf } from './body.model.ts';
import { fault, missingFaults } from './fault.model.ts';
import type { Known } from './known.model.ts';
import { checkMapping, missingCourse, placeOf } from './place.model.ts';
import { checkCreateSession, missingOfSession, sessionOf } from './session.model.ts';
import { viewOfSession } from './view.model.ts';
import { type Done, type Hand, sure, Vanished, type Work } from './work.usecases.ts';
import { deleteSessions, insertSession } from './write.repository.ts';

const schoolOf = (body: Body, known: Known) => placeOf('attendance_session', body, known).course?.school ?? '';

function keyOf(body: Body): string | null {
  const course = given(body, 'courseID') ?? given(body, 'addCode');
  const [attendanceID] = textsOf(body, 'attendanceID');
  return course === null || attendanceID === undefined ? null : `${course} ${attendanceID}`;
}

const missingFault = (fields: readonly string[]) =>
  missingFaults('rostering.attendance_session.parameter_missing', fields);

export const createAttendanceSession: Work = {
  inserts: true,
  check(body, known) {
    const { faults, course } = placeOf('attendance_session', body, known);
    const lacks = missingFault([...missingCourse(body), ...missingOfSession(body)]);
    if (course === null) return [...lacks, ...faults];
    return [...lacks, ...faults, ...checkCreateSession(body, course, known)];
  },
  schoolOf,
  keyOf,
  async write(hand, body, known) {
    const course = sure(placeOf('attendance_session', body, known).course);
    const session = sessionOf(body);
    const attendanceID = given(body, 'attendanceID') ?? randomUUID();
    const id = await hand.numbers.next(hand.target.district, 'session');
    await insertSession(hand.client, hand.target, { id, course: course.id, attendanceID, ...session });
    return {
      key: `${course.courseID} ${attendanceID}`,
      answer: viewOfSession(course, { attendanceID, fields: session.fields }),
    };
  },
};

/** One or several sessions go, all or none. */
export const deleteAttendanceSession: Work = {
  check(body, known) {
    const { faults, course } = placeOf('attendance_session', body, known);
    const ids = textsOf(body, 'attendanceID');
    const lacks = missingFault([...missingCourse(body), ...(ids.length === 0 ? ['attendanceID'] : [])]);
    const unknown = course === null ? [] : ids.filter((id) => known.session(course.id, id) === undefined);
    return [
      ...lacks,
      ...faults,
      ...checkMapping('attendance_session', body, course, known),
      ...unknown.map((attendanceID) => ({
        ...fault('/attendanceID', 'rostering.attendance_session.not_found', { attendanceID }, attendanceID),
        info: { attendanceID },
      })),
    ];
  },
  schoolOf,
  keyOf,
  async write(hand: Hand, body: Body, known: Known): Promise<Done> {
    const course = sure(placeOf('attendance_session', body, known).course);
    const ids = [...new Set(textsOf(body, 'attendanceID'))];
    const gone = await deleteSessions(hand.client, hand.target, course.id, ids);
    if (gone.length < ids.length) throw new Vanished();
    return {
      key: `${course.courseID} ${ids.join(' ')}`.slice(0, 400),
      answer: { attendanceID: ids, courseID: course.courseID, addCode: course.addCode },
    };
  },
};
