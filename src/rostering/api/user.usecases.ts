import { randomUUID } from 'node:crypto';
import { type Body, given } from './body.model.ts';
import type { Known, Person, School } from './known.model.ts';
import { schoolNamed } from './place.model.ts';
import {
  changesPerson,
  checkCreateUser,
  checkDeleteUser,
  checkUpdateUser,
  schoolOfUpdate,
  wantsWelcome,
  whomOf,
} from './user.model.ts';
import { type UserView, viewOf } from './view.model.ts';
import { type Done, type Hand, sure, Vanished, type Welcome, type Work } from './work.usecases.ts';
import {
  deleteAccount,
  insertAccount,
  insertUser,
  restoreUser,
  updateAccount,
  updatePerson,
} from './write.repository.ts';

const named = (body: Body, person: Person | null) => ({
  firstName: given(body, 'firstName') ?? person?.firstName ?? '',
  lastName: given(body, 'lastName') ?? person?.lastName ?? '',
  email: given(body, 'email') ?? person?.email ?? null,
  mappingID: Object.hasOwn(body, 'mappingID') ? given(body, 'mappingID') : (person?.mappingID ?? null),
});

const keyOf = (body: Body) => given(body, 'userID') ?? given(body, 'email')?.toLowerCase() ?? null;

export const createUser: Work = {
  inserts: true,
  asksSchoolOnly: true,
  check: checkCreateUser,
  schoolOf: schoolNamed,
  keyOf,
  async write(hand, body, known) {
    const school = sure(known.school(given(body, 'schoolID') ?? ''));
    const account = { school: school.id, issuedID: given(body, 'issuedID') ?? '', role: given(body, 'role') ?? '' };
    const userID = given(body, 'userID') ?? randomUUID();
    const person = known.personByUserID(userID);
    const { firstName, lastName, email, mappingID } = named(body, person ?? null);
    const former = known.formerByUserID?.(userID);
    const id = person?.id ?? former ?? (await hand.numbers.next(hand.target.district, 'user'));
    if (person === undefined) {
      const made = { id, userID, firstName, lastName, email: email ?? '', mappingID, account };
      await (former === undefined ? insertUser : restoreUser)(hand.client, hand.target, made);
    } else {
      if (changesPerson(body, person))
        await updatePerson(hand.client, hand.target, { id, firstName, lastName, email, mappingID });
      await insertAccount(hand.client, hand.target, { person: id, ...account });
    }
    const view = viewOf({ userID, firstName, lastName, email, mappingID }, account);
    return { key: userID, answer: view, ...welcomeOf(body, school, id, view) };
  },
};

function welcomeOf(body: Body, school: School, person: number, user: UserView): { welcome?: Welcome } {
  if (!wantsWelcome(body, school) || school.template === null || user.email === null) return {};
  const { firstName, lastName, email } = user;
  const values = { firstName, lastName, email, schoolName: school.name, role: user.role ?? '' };
  return { welcome: { to: email, person, template: school.template, values } };
}

export const updateUser: Work = {
  check: checkUpdateUser,
  schoolOf: (body, known) => schoolNamed(body, known) || schoolOfPerson(body, known),
  keyOf,
  async write(hand, body, known) {
    const person = sure(whomOf(body, known).person);
    const school = schoolOfUpdate(body, person);
    const { email, ...rest } = named(body, person);
    // Without a userID the address says whom, and is no new one.
    const now = { ...rest, email: given(body, 'userID') === null ? person.email : email };
    await updatePerson(hand.client, hand.target, { id: person.id, ...now });
    const before = person.accounts.find((account) => account.school === school) ?? null;
    const account =
      before === null
        ? null
        : {
            school: before.school,
            issuedID: given(body, 'issuedID') ?? before.issuedID,
            role: given(body, 'role') ?? before.role,
          };
    if (account !== null) await updateAccount(hand.client, hand.target, { person: person.id, ...account });
    return { key: keyOfPerson(person), answer: viewOf({ userID: person.userID, ...now }, account) };
  },
};

const keyOfPerson = (person: Person) => person.userID ?? person.email?.toLowerCase() ?? String(person.id);

function schoolOfPerson(body: Body, known: Known): string {
  const { person } = whomOf(body, known);
  return person?.accounts.find((account) => account.authorized)?.school ?? '';
}

export const deleteUser: Work = {
  check: checkDeleteUser,
  schoolOf: schoolNamed,
  keyOf,
  async write(hand: Hand, body: Body, known: Known): Promise<Done> {
    const person = sure(whomOf(body, known).person);
    const school = sure(given(body, 'schoolID'));
    const account = person.accounts.find((one) => one.school === school) ?? null;
    if (!(await deleteAccount(hand.client, hand.target, person.id, school))) throw new Vanished();
    return { key: keyOfPerson(person), answer: viewOf(person, account) };
  },
};
