import type { Key } from '../../runs/job.ts';
import { type Body, given, textsOf } from '../api/body.model.ts';
import type { Fault } from '../api/fault.model.ts';
import type { Item } from './line.model.ts';

// Whom lines of a batch refer to: a member to a user and a course, a session to a course, a course to its owner.

type Parent = { readonly key: Key; readonly name: string };

export const emailName = (email: string) => `email ${email.toLowerCase()}`;

/** The names by which other lines may refer to what this line would bring. */
export function namesOf({ kind, data }: Item): readonly string[] {
  const named = (field: string, name: (value: string) => string) => {
    const value = given(data, field);
    return value === null ? [] : [name(value)];
  };
  if (kind === 'user') return named('email', emailName);
  if (kind !== 'course') return [];
  return [...named('courseID', (id) => `courseID ${id}`), ...named('addCode', (code) => `addCode ${code}`)];
}

/** What is missing according to a fault: a user or a course that another line may have been meant to bring. */
export function missingParents({ entry, facts }: Fault, data: Body): readonly Parent[] {
  switch (entry) {
    case 'rostering.course_member.user_unknown':
      return textsOf(data, 'ID').map(user);
    case 'rostering.course_member.course_not_found':
    case 'rostering.course_member.course_case':
    case 'rostering.attendance_session.course_not_found':
      return course(data);
    case 'rostering.course.owner_unknown':
    case 'rostering.course.admin_unknown':
    case 'rostering.course.account_missing':
      return facts['email'] === undefined ? [] : [user(facts['email'])];
    default:
      return [];
  }
}

const user = (email: string): Parent => ({ key: { kind: 'user', id: email }, name: emailName(email) });

function course(data: Body): readonly Parent[] {
  const id = given(data, 'courseID');
  const code = given(data, 'addCode');
  if (id !== null) return [{ key: { kind: 'course', id }, name: `courseID ${id}` }];
  return code === null ? [] : [{ key: { kind: 'course', id: code }, name: `addCode ${code}` }];
}
