import { type Body, given } from './body.model.ts';
import type { Course, Known, Person } from './known.model.ts';
import { checkCreateMember, checkKnownMember, memberPlaceOf } from './member.model.ts';
import { viewOfMember } from './view.model.ts';
import { type Done, type Hand, sure, Vanished, type Work } from './work.usecases.ts';
import { dropMember, insertMember, updateMember } from './write.repository.ts';

const schoolOf = (body: Body, known: Known) => memberPlaceOf(body, known).course?.school ?? '';

/** A member is named by the address and by the course, as they were sent. */
function keyOf(body: Body): string | null {
  const email = given(body, 'ID');
  const course = given(body, 'courseID') ?? given(body, 'addCode');
  return email === null || course === null ? null : `${email.toLowerCase()} ${course}`;
}

const keyAt = (course: Course, person: Person) => `${person.email?.toLowerCase() ?? ''} ${course.courseID}`;

function placed(body: Body, known: Known) {
  const { course, person } = memberPlaceOf(body, known);
  return { course: sure(course), person: sure(person) };
}

export const createCourseMember: Work = {
  check: checkCreateMember,
  schoolOf,
  keyOf,
  async write(hand, body, known) {
    const { course, person } = placed(body, known);
    const says = { role: given(body, 'role') ?? 'student', mappingID: given(body, 'mappingID') };
    const id = await hand.numbers.next(hand.target.district, 'enrollment');
    await insertMember(hand.client, hand.target, {
      id,
      course: course.id,
      person: person.id,
      school: course.school,
      ...says,
    });
    return { key: keyAt(course, person), answer: viewOfMember(course, person, says) };
  },
};

export const updateCourseMember: Work = {
  check: checkKnownMember,
  schoolOf,
  keyOf,
  async write(hand, body, known) {
    const { course, person } = placed(body, known);
    const member = sure(known.member(course.id, person.id));
    const says = {
      role: given(body, 'role') ?? member.role,
      mappingID: Object.hasOwn(body, 'mappingID') ? given(body, 'mappingID') : member.mappingID,
    };
    if (!(await updateMember(hand.client, hand.target, { id: member.id, ...says }))) throw new Vanished();
    return { key: keyAt(course, person), answer: viewOfMember(course, person, says) };
  },
};

export const deleteCourseMember: Work = {
  check: checkKnownMember,
  schoolOf,
  keyOf,
  async write(hand: Hand, body: Body, known: Known): Promise<Done> {
    const { course, person } = placed(body, known);
    const member = sure(known.member(course.id, person.id));
    if (!(await dropMember(hand.client, hand.target, member.id))) throw new Vanished();
    return { key: keyAt(course, person), answer: viewOfMember(course, person, member) };
  },
};
