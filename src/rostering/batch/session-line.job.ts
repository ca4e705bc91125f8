import { randomUUID } from 'node:crypto';
import { type Body, given, textsOf } from '../api/body.model.ts';
import type { SessionAt } from '../api/known.model.ts';
import { placeOf } from '../api/place.model.ts';
import { works } from '../api/push.usecases.ts';
import { isoFields, wallFields } from '../api/schedule.model.ts';
import { sessionOf } from '../api/session.model.ts';
import { sure } from '../api/work.usecases.ts';
import type { Item } from './line.model.ts';
import { type Planned, refused, sameValue, unchanged } from './planned.model.ts';
import type { RosterView } from './roster-view.model.ts';

/** What becomes of a line about an attendance session; its record is named by attendanceID and course. */
export function planSession({ operation, data, id }: Item, known: RosterView): Planned {
  if (operation === 'delete') return remove(data, known);
  const before = operation === 'upsert' ? storedOf(data, known) : undefined;
  return before === undefined ? create(data, id, known) : change(data, before, known);
}

const courseOf = (body: Body, known: RosterView) => placeOf('attendance_session', body, known).course;

function storedOf(body: Body, known: RosterView): SessionAt | undefined {
  const course = courseOf(body, known);
  const attendanceID = given(body, 'attendanceID');
  const session = course === null || attendanceID === null ? undefined : known.session(course.id, attendanceID);
  return session === undefined || course === null ? undefined : { ...session, course: course.id };
}

function create(body: Body, id: number, known: RosterView): Planned {
  const faults = works.createAttendanceSession.check(body, known);
  if (faults.length > 0) return refused(faults);
  const attendanceID = given(body, 'attendanceID') ?? randomUUID();
  const session = { id, course: sure(courseOf(body, known)).id, attendanceID, ...sessionOf(body) };
  return { to: 'write', outcome: 'created', write: { do: 'createSession', session } };
}

/** The session that is there neither has its own id taken nor overlaps itself. */
function change(body: Body, before: SessionAt, known: RosterView): Planned {
  const faults = works.createAttendanceSession.check(body, {
    ...known,
    session: (course, id) => (id === before.attendanceID ? undefined : known.session(course, id)),
    overlapping: (course, start, end) => known.overlapping(course, start, end).filter(({ id }) => id !== before.id),
  });
  if (faults.length > 0) return refused(faults);
  const { start, end, fields: said } = sessionOf(body);
  const fields = { ...withoutTimes(before.fields), ...said };
  const same = start.getTime() === before.start.getTime() && end.getTime() === before.end.getTime();
  if (same && sameValue(fields, before.fields)) return unchanged;
  return {
    to: 'write',
    outcome: 'updated',
    write: { do: 'updateSession', session: { ...before, start, end, fields } },
  };
}

const times = new Set([...isoFields, ...wallFields]);
const withoutTimes = (fields: Body) => Object.fromEntries(Object.entries(fields).filter(([name]) => !times.has(name)));

function remove(body: Body, known: RosterView): Planned {
  const faults = works.deleteAttendanceSession.check(body, known);
  if (faults.length > 0) return refused(faults);
  const course = sure(courseOf(body, known)).id;
  const ids = [...new Set(textsOf(body, 'attendanceID'))];
  const sessions = ids.map((id) => ({ ...sure(known.session(course, id)), course }));
  return { to: 'write', outcome: 'deleted', write: { do: 'deleteSessions', course, sessions } };
}
