import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';

/** What somebody can be at a school or in a course. */
export const roles: readonly string[] = ['student', 'instructor', 'admin'];

/** The seed has no words for a role that there is not. */
export function checkRole(body: Body): readonly Fault[] {
  const role = given(body, 'role');
  if (role === null || roles.includes(role)) return [];
  return [
    fault('/role', 'rostering.request.unknown_role', { field: 'role', received: role, expected: roles.join(', ') }),
  ];
}
