import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';
import type { Course, Known, Session } from './known.model.ts';
import { formOf, isoFields, type ScheduleEntries, type Span, schedule, spanOf, wallFields } from './schedule.model.ts';

// The rules of attendance sessions. Their order is that of contract.md 3; the seed has no words for a session that does
// not start before it ends, for its time zone and for two schedules at once, so that those are told by entries of ours.

const entries: ScheduleEntries = {
  startDate: 'rostering.attendance_session.start_date_invalid',
  endDate: 'rostering.attendance_session.end_date_invalid',
  startTime: 'rostering.attendance_session.start_time_invalid',
  endTime: 'rostering.attendance_session.end_time_invalid',
  timeZone: 'rostering.request.session_time_zone',
  order: 'rostering.request.session_not_before_end',
};

/** The fields of the schedule that are missing: of the five, unless start or end stand alone. */
export function missingOfSession(body: Body): string[] {
  const { form, missing } = formOf(body);
  if (form !== 'mixed') return [...missing];
  const whole = isoFields.every((field) => given(body, field) !== null);
  return whole ? [] : wallFields.filter((field) => given(body, field) === null);
}

export function checkCreateSession(body: Body, course: Course, known: Known): readonly Fault[] {
  const { faults, span } = schedule(body, entries);
  return [
    ...checkConfiguration(body, course, known),
    ...faults,
    ...checkOneForm(body),
    ...(course.attendance === null ? [fault('', 'rostering.attendance_session.not_set_up')] : []),
    ...checkTaken(body, course, known),
    ...checkOverlap(span, course, known),
  ];
}

function checkConfiguration(body: Body, course: Course, known: Known): readonly Fault[] {
  if (given(body, 'mappingID') === null || known.school(course.school)?.rostering != null) return [];
  return [fault('/mappingID', 'rostering.attendance_session.school_not_configured')];
}

/** A session that says its times twice is refused: nobody could tell which of them count. */
function checkOneForm(body: Body): readonly Fault[] {
  if (formOf(body).form !== 'mixed' || missingOfSession(body).length > 0) return [];
  const field = isoFields.find((name) => given(body, name) !== null) ?? 'start';
  const reason = `it may not stand beside ${wallFields.join(', ')}`;
  return [fault(`/${field}`, 'rostering.request.value_malformed', { field, reason })];
}

function checkTaken(body: Body, course: Course, known: Known): readonly Fault[] {
  const attendanceID = given(body, 'attendanceID');
  if (attendanceID === null || known.session(course.id, attendanceID) === undefined) return [];
  return [fault('/attendanceID', 'rostering.attendance_session.taken', { attendanceID }, attendanceID)];
}

/** Sessions that only touch do not overlap. */
export function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The first session of the course that shares time with the new one. */
function checkOverlap(span: Span | null, course: Course, known: Known): readonly Fault[] {
  if (span === null) return [];
  const shared = known.overlapping(course.id, span.start, span.end).filter((other) => overlap(span, other));
  const first = shared.toSorted((a, b) => a.start.getTime() - b.start.getTime())[0];
  return first === undefined ? [] : [overlapFault(first)];
}

function overlapFault(existing: Session): Fault {
  const { attendanceID, start, end } = existing;
  const info = { ...existing.fields, attendanceID, start: start.toISOString(), end: end.toISOString() };
  return { ...fault('', 'rostering.attendance_session.overlap', { attendanceID }), info };
}

const ids = new Set(['courseID', 'addCode', 'attendanceID']);

/** What is stored of a session in which no rule finds a fault. */
export function sessionOf(body: Body): Span & { readonly fields: Record<string, unknown> } {
  const span = spanOf(body);
  if (span === null) throw new Error('A session was taken whose schedule is not valid');
  const fields = Object.entries(body).filter(([name, value]) => !ids.has(name) && value !== null);
  return { ...span, fields: Object.fromEntries(fields) };
}
