import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';
import type { Account, Known, Person, School } from './known.model.ts';

// Who owns a course and who else may run it. They are named by e-mail, and a key sees only the people of its schools.

const visibleBy = (email: string, known: Known) => known.personsByEmail(email).filter((person) => person.visible);

/** The person of an e-mail; null: there is none, or several have it. */
export function personOf(email: string, known: Known): Person | null {
  const [first, second] = visibleBy(email, known);
  return first === undefined || second !== undefined ? null : first;
}

function nobody(pointer: string, field: string, email: string, entry: string, known: Known): readonly Fault[] {
  const count = visibleBy(email, known).length;
  if (count === 1) return [];
  if (count === 0) return [fault(pointer, entry, { email }, email)];
  return [fault(pointer, 'rostering.request.person_ambiguous', { field, email }, email)];
}

/** The owner is known and may own: students may not. */
export function ownerFaults(body: Body, school: School | undefined, known: Known): readonly Fault[] {
  const email = given(body, 'owner');
  if (email === null) return [];
  const unknown = nobody('/owner', 'owner', email, 'rostering.course.owner_unknown', known);
  if (unknown.length > 0 || school?.authorized !== true) return unknown;
  const account = accountAt(personOf(email, known), school);
  if (account?.role !== 'student') return [];
  return [fault('/owner', 'rostering.course.owner_not_authorized', { email }, email)];
}

export function adminFaults(body: Body, known: Known): readonly Fault[] {
  return namedAdmins(body).flatMap(({ email, pointer }) =>
    nobody(pointer, 'admin', email, 'rostering.course.admin_unknown', known),
  );
}

/** Owner and admins have an account at the course's school. */
export function accountFaults(body: Body, school: School | undefined, known: Known): readonly Fault[] {
  if (school?.authorized !== true) return [];
  const owner = given(body, 'owner');
  const named = [...(owner === null ? [] : [{ email: owner, pointer: '/owner' }]), ...namedAdmins(body)];
  return named.flatMap(({ email, pointer }) => {
    const person = personOf(email, known);
    if (person === null || accountAt(person, school) !== undefined) return [];
    return [fault(pointer, 'rostering.course.account_missing', { email, school: school.id }, email)];
  });
}

const accountAt = (person: Person | null, school: School): Account | undefined =>
  person?.accounts.find((account) => account.school === school.id);

/** The admins of a body in which no rule finds a fault, each once. */
export function adminsOf(body: Body, known: Known): readonly number[] {
  const ids = namedAdmins(body).flatMap(({ email }) => personOf(email, known)?.id ?? []);
  return [...new Set(ids)];
}

function namedAdmins(body: Body): readonly { email: string; pointer: string }[] {
  const value = body['admin'];
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const named = list.map((email, no) => ({ email, pointer: `/admin/${no}` }));
  return [{ email: value, pointer: '/admin' }, ...named].flatMap(({ email, pointer }) =>
    typeof email === 'string' && email !== '' ? [{ email, pointer }] : [],
  );
}
