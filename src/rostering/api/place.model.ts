import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';
import type { Course, Known } from './known.model.ts';

/** The course that members and sessions are sent for: found, or why it is not. */
export type Place = { readonly faults: readonly Fault[]; readonly course: Course | null };

type Resource = 'course_member' | 'attendance_session';

/**
 * A course is named by its courseID, else by an addCode of the key's schools, where case counts. One that stands elsewhere
 * only is not authorized; a member's course whose addCode has another case does not exist.
 */
export function placeOf(resource: Resource, body: Body, known: Known): Place {
  const not = (pointer: string, entry: string): Place => ({ faults: [fault(pointer, entry)], course: null });
  const courseID = given(body, 'courseID');
  if (courseID !== null) {
    const course = known.courseByID(courseID);
    if (course === undefined || course.archived) return not('/courseID', `rostering.${resource}.course_not_found`);
    if (!course.authorized) return not('/courseID', `rostering.${resource}.course_not_authorized`);
    return { faults: [], course };
  }
  const addCode = given(body, 'addCode');
  if (addCode === null) return { faults: [], course: null };
  const live = known.coursesByAddCode(addCode).filter((course) => !course.archived);
  const own = live.filter((course) => course.authorized);
  const course = own[0];
  if (own.length > 1) return not('/addCode', 'rostering.request.add_code_ambiguous');
  if (course !== undefined) return { faults: [], course };
  if (live.length > 0) return not('/addCode', `rostering.${resource}.course_not_authorized`);
  const inOtherCase = resource === 'course_member' && known.addCodeInOtherCase(addCode);
  return not(
    '/addCode',
    inOtherCase ? 'rostering.course_member.course_case' : `rostering.${resource}.course_not_found`,
  );
}

/** Of a course that is named in no way its courseID is missing. */
export function missingCourse(body: Body): readonly string[] {
  return given(body, 'courseID') === null && given(body, 'addCode') === null ? ['courseID'] : [];
}

/** A mappingID needs the integration configuration of the course's school. */
export function checkMapping(resource: Resource, body: Body, course: Course | null, known: Known): readonly Fault[] {
  if (course === null || given(body, 'mappingID') === null) return [];
  const configured = known.school(course.school)?.rostering != null;
  return configured ? [] : [fault('/mappingID', `rostering.${resource}.school_not_configured`)];
}

/** The school that a body names, where it is known and the key's; empty: none. */
export function schoolNamed(body: Body, known: Known): string {
  const school = known.school(given(body, 'schoolID') ?? '');
  return school?.authorized === true ? school.id : '';
}
