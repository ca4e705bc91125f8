import { type Body, given } from '../api/body.model.ts';
import { memberPlaceOf } from '../api/member.model.ts';
import { works } from '../api/push.usecases.ts';
import { sure } from '../api/work.usecases.ts';
import type { Item } from './line.model.ts';
import { type Planned, refused, unchanged } from './planned.model.ts';
import type { RosterView } from './roster-view.model.ts';

/** What becomes of a line about a course member; its record is named by the person and the course. */
export function planMember({ operation, data, id }: Item, known: RosterView): Planned {
  switch (operation) {
    case 'create':
      return create(data, id, known);
    case 'update':
      return update(data, known);
    case 'upsert':
      return placed(data, known).member?.dropped === false ? update(data, known) : create(data, id, known);
    case 'delete':
      return remove(data, known);
  }
}

function placed(body: Body, known: RosterView) {
  const { course, person } = memberPlaceOf(body, known);
  const member = course === null || person === null ? undefined : known.member(course.id, person.id);
  return { course, person, member };
}

function create(body: Body, id: number, known: RosterView): Planned {
  const faults = works.createCourseMember.check(body, known);
  if (faults.length > 0) return refused(faults);
  const place = placed(body, known);
  const [course, person] = [sure(place.course), sure(place.person)];
  const back = place.member !== undefined;
  const member = {
    id: place.member?.id ?? id,
    course: course.id,
    person: person.id,
    role: given(body, 'role') ?? 'student',
    mappingID: given(body, 'mappingID'),
    dropped: false,
  };
  const write = {
    do: back ? ('updateMember' as const) : ('createMember' as const),
    member,
    school: course.school,
    back,
  };
  return { to: 'write', outcome: 'created', write };
}

function update(body: Body, known: RosterView): Planned {
  const faults = works.updateCourseMember.check(body, known);
  if (faults.length > 0) return refused(faults);
  const place = placed(body, known);
  const before = sure(place.member);
  const role = given(body, 'role') ?? before.role;
  const mappingID = Object.hasOwn(body, 'mappingID') ? given(body, 'mappingID') : before.mappingID;
  if (role === before.role && mappingID === before.mappingID) return unchanged;
  const member = { ...before, course: sure(place.course).id, person: sure(place.person).id, role, mappingID };
  return {
    to: 'write',
    outcome: 'updated',
    write: { do: 'updateMember', member, school: sure(place.course).school, back: false },
  };
}

function remove(body: Body, known: RosterView): Planned {
  const faults = works.deleteCourseMember.check(body, known);
  const { course, person, member } = placed(body, known);
  if (faults.length > 0) {
    const gone = member?.dropped === true && faults.every(({ entry }) => entry === 'rostering.request.not_a_member');
    return gone ? unchanged : refused(faults);
  }
  const dropped = { ...sure(member), course: sure(course).id, person: sure(person).id, dropped: true };
  return {
    to: 'write',
    outcome: 'deleted',
    write: { do: 'deleteMember', member: dropped, school: sure(course).school, back: false },
  };
}
