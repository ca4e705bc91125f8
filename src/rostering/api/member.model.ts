import { type Body, given, missing } from './body.model.ts';
import { type Fault, fault, missingFaults } from './fault.model.ts';
import type { Course, Known, Person } from './known.model.ts';
import { checkMapping, missingCourse, placeOf } from './place.model.ts';
import { checkRole } from './role.model.ts';

// The rules of course members, in the order of contract.md 3.

export type MemberPlace = {
  readonly faults: readonly Fault[];
  readonly course: Course | null;
  readonly person: Person | null;
};

/** The course and the person of a request, and what is wrong with them. */
export function memberPlaceOf(body: Body, known: Known): MemberPlace {
  const lacks = [...missing(body, ['ID']), ...missingCourse(body)];
  const place = placeOf('course_member', body, known);
  const { person, faults } = personOf(body, known);
  return {
    course: place.course,
    person,
    faults: [
      ...missingFaults('rostering.course_member.parameter_missing', lacks),
      ...checkRole(body),
      ...place.faults,
      ...checkMapping('course_member', body, place.course, known),
      ...faults,
    ],
  };
}

function personOf(body: Body, known: Known): { person: Person | null; faults: readonly Fault[] } {
  const email = given(body, 'ID');
  if (email === null) return { person: null, faults: [] };
  const visible = known.personsByEmail(email).filter((one) => one.visible);
  const person = visible[0];
  if (person === undefined) return { person: null, faults: [fault('/ID', 'rostering.course_member.user_unknown')] };
  if (visible.length > 1)
    return { person: null, faults: [fault('/ID', 'rostering.request.person_ambiguous', { field: 'ID' })] };
  return { person, faults: [] };
}

export function checkCreateMember(body: Body, known: Known): readonly Fault[] {
  const { faults, course, person } = memberPlaceOf(body, known);
  const member = course === null || person === null ? undefined : known.member(course.id, person.id);
  if (member === undefined || member.dropped) return faults;
  return [...faults, fault('/ID', 'rostering.course_member.taken')];
}

/** An update and a deletion need somebody who is a member. */
export function checkKnownMember(body: Body, known: Known): readonly Fault[] {
  const { faults, course, person } = memberPlaceOf(body, known);
  if (course === null || person === null) return faults;
  const member = known.member(course.id, person.id);
  return member !== undefined && !member.dropped ? faults : [...faults, fault('/ID', 'rostering.request.not_a_member')];
}
