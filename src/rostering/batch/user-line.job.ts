import { randomUUID } from 'node:crypto';
import { type Body, given } from '../api/body.model.ts';
import type { Account, Person, School } from '../api/known.model.ts';
import { works } from '../api/push.usecases.ts';
import { changesPerson, schoolOfUpdate, wantsWelcome, whomOf } from '../api/user.model.ts';
import { sure } from '../api/work.usecases.ts';
import type { Item } from './line.model.ts';
import { emailName } from './parents.model.ts';
import { type Planned, refused, unchanged, type WelcomeMail } from './planned.model.ts';
import type { RosterView } from './roster-view.model.ts';

/** What becomes of a line about a user; its record is named by userID, else by email. */
export function planUser({ operation, data, id }: Item, known: RosterView): Planned {
  switch (operation) {
    case 'create':
      return create(data, id, known);
    case 'update':
      return update(data, known);
    case 'upsert':
      return upsert(data, id, known);
    case 'delete':
      return remove(data, known);
  }
}

const named = (body: Body, person: Person | null) => ({
  firstName: given(body, 'firstName') ?? person?.firstName ?? '',
  lastName: given(body, 'lastName') ?? person?.lastName ?? '',
  email: given(body, 'email') ?? person?.email ?? null,
  mappingID: Object.hasOwn(body, 'mappingID') ? given(body, 'mappingID') : (person?.mappingID ?? null),
});

function create(body: Body, id: number, known: RosterView): Planned {
  const faults = works.createUser.check(body, known);
  if (faults.length > 0) return refused(faults);
  const school = sure(known.school(given(body, 'schoolID') ?? ''));
  const userID = given(body, 'userID') ?? randomUUID();
  const before = known.personByUserID(userID);
  const account = { school: school.id, issuedID: given(body, 'issuedID'), role: given(body, 'role') };
  const changed = before !== undefined && changesPerson(body, before);
  const person: Person = {
    id: before?.id ?? id,
    userID,
    ...(before === undefined || changed ? named(body, before ?? null) : namesOf(before)),
    accounts: [...(before?.accounts ?? []), { ...account, authorized: true }],
    visible: true,
  };
  const write = {
    do: before === undefined ? ('createUser' as const) : ('addAccount' as const),
    person,
    changed,
    account: { person: person.id, ...account },
    welcome: welcomeOf(body, school, person, account.role),
  };
  return { to: 'write', outcome: 'created', write };
}

const namesOf = ({ firstName, lastName, email, mappingID }: Person) => ({ firstName, lastName, email, mappingID });

function welcomeOf(body: Body, school: School, person: Person, role: string | null): WelcomeMail | null {
  const { firstName, lastName, email } = person;
  if (!wantsWelcome(body, school) || school.template === null || email === null) return null;
  const values = { firstName, lastName, email, schoolName: school.name, role: role ?? '' };
  return { to: email, template: school.template, values };
}

function update(body: Body, known: RosterView): Planned {
  const faults = works.updateUser.check(body, known);
  if (faults.length > 0) return refused(faults);
  const before = sure(whomOf(body, known).person);
  const { email, ...rest } = named(body, before);
  // Without a userID the address says whom, and is no new one.
  const now = { ...rest, email: given(body, 'userID') === null ? before.email : email };
  const school = schoolOfUpdate(body, before);
  const account = before.accounts.find((one) => one.school === school);
  const changed = account === undefined ? undefined : changedAccount(body, account);
  if (changed === account && sameNames(now, before)) return unchanged;
  const accounts = before.accounts.map((one) => (one === account ? (changed ?? one) : one));
  const write = {
    do: 'updateUser' as const,
    person: { ...before, ...now, accounts },
    account: changed === undefined ? null : { person: before.id, ...changed },
  };
  return { to: 'write', outcome: 'updated', write };
}

/** The same account where nothing of it changes. */
function changedAccount(body: Body, account: Account): Account {
  const issuedID = given(body, 'issuedID') ?? account.issuedID;
  const role = given(body, 'role') ?? account.role;
  return issuedID === account.issuedID && role === account.role ? account : { ...account, issuedID, role };
}

type Names = ReturnType<typeof namesOf>;
const sameNames = (one: Names, other: Names) =>
  one.firstName === other.firstName &&
  one.lastName === other.lastName &&
  one.email === other.email &&
  one.mappingID === other.mappingID;

function upsert(body: Body, id: number, known: RosterView): Planned {
  const { sendWelcomeEmail: _, ...changes } = body;
  const school = given(body, 'schoolID');
  const userID = given(body, 'userID');
  const email = given(body, 'email') ?? '';
  const found =
    userID === null
      ? known.personsByEmail(email).filter(({ visible }) => visible)
      : [known.personByUserID(userID) ?? []].flat();
  const person = found[0];
  if (person === undefined) return create(body, id, known);
  const atSchool = school === null || person.accounts.some((account) => account.school === school);
  if (atSchool || found.length > 1) return update(changes, known);
  // A known person gets an account at another school; the address says whom as well as an id would.
  return create(userID === null && person.userID !== null ? { ...body, userID: person.userID } : body, id, known);
}

const notFound = 'rostering.user.not_found';

function remove(body: Body, known: RosterView): Planned {
  const faults = works.deleteUser.check(body, known);
  const { person } = whomOf(body, known);
  if (faults.length > 0) {
    const gone = faults.every(({ entry }) => entry === notFound) && (person !== null || wasDeleted(body, known));
    return gone ? unchanged : refused(faults);
  }
  const write = { do: 'deleteUser' as const, person: sure(person), school: given(body, 'schoolID') ?? '' };
  return { to: 'write', outcome: 'deleted', write };
}

function wasDeleted(body: Body, known: RosterView): boolean {
  const userID = given(body, 'userID');
  const email = given(body, 'email');
  return userID === null ? email !== null && known.wasDeleted(emailName(email)) : known.wasDeleted(userID);
}
