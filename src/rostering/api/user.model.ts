import validator from 'validator';
import { type Body, emptied, given, missing } from './body.model.ts';
import { type Fault, fault, missingFaults } from './fault.model.ts';
import type { Known, Person, School } from './known.model.ts';
import { checkRole } from './role.model.ts';

// The rules of users: a person, and the account at one school. Their order is that of contract.md 3.

const ofAccount = ['schoolID', 'issuedID'];
const ofUser = ['firstName', 'lastName', 'email'];

export function checkCreateUser(body: Body, known: Known): readonly Fault[] {
  const school = schoolOf(body, known);
  return [
    ...missingFaults('rostering.user.account_missing', missing(body, ofAccount)),
    ...missingFaults('rostering.user.fields_missing', missing(body, ofUser)),
    ...missingFaults('rostering.user.parameter_missing', missing(body, ['role'])),
    ...checkRole(body),
    ...checkSchool(body, school),
    ...checkKnownPerson(body, known),
    ...checkEmail(body, known, personOfUserID(body, known) ?? null),
    ...checkAccount(body, known),
    ...checkTemplate(body, school),
  ];
}

const personOfUserID = (body: Body, known: Known): Person | undefined => {
  const userID = given(body, 'userID');
  return userID === null ? undefined : known.personByUserID(userID);
};

function schoolOf(body: Body, known: Known): School | undefined {
  const id = given(body, 'schoolID');
  return id === null ? undefined : known.school(id);
}

/** The school must be the key's and have its integration configuration. */
function checkSchool(body: Body, school: School | undefined): readonly Fault[] {
  const id = given(body, 'schoolID');
  if (id === null) return [];
  if (school?.authorized !== true)
    return [fault('/schoolID', 'rostering.user.school_not_authorized', { school: id }, id)];
  return school.rostering === null ? [fault('/schoolID', 'rostering.user.school_not_configured', {}, id)] : [];
}

/** A known person that the key does not see may get an account, but is not changed by it. */
function checkKnownPerson(body: Body, known: Known): readonly Fault[] {
  const person = personOfUserID(body, known);
  if (person === undefined || person.visible || !changesPerson(body, person)) return [];
  return [fault('/userID', 'rostering.user.not_found')];
}

/** Whether a request says something else of a person's name or address than what is known. */
export function changesPerson(body: Body, person: Person): boolean {
  const differs = (field: string, now: string | null) => given(body, field) !== null && given(body, field) !== now;
  return (
    differs('firstName', person.firstName) || differs('lastName', person.lastName) || differs('email', person.email)
  );
}

/** The address as validator.js takes it, and nobody else's. */
function checkEmail(body: Body, known: Known, self: Person | null): readonly Fault[] {
  const email = given(body, 'email');
  if (email === null) return [];
  if (!validator.isEmail(email)) return [fault('/email', 'rostering.user.email_malformed')];
  const others = known.personsByEmail(email).filter((one) => one.id !== self?.id && one.userID !== null);
  return others.length > 0 ? [fault('/email', 'rostering.user.email_taken')] : [];
}

function checkAccount(body: Body, known: Known): readonly Fault[] {
  const school = given(body, 'schoolID');
  const person = personOfUserID(body, known);
  if (school === null || person === undefined) return [];
  const taken = person.accounts.some((account) => account.school === school);
  return taken ? [fault('/userID', 'rostering.user.account_taken')] : [];
}

/** Whether a welcome mail is asked for: by default wherever the school's configuration names a template. */
export function wantsWelcome(body: Body, school: School): boolean {
  const said = body['sendWelcomeEmail'];
  return typeof said === 'boolean' ? said : school.rostering?.welcomeEmail != null;
}

function checkTemplate(body: Body, school: School | undefined): readonly Fault[] {
  if (school?.authorized !== true || school.rostering === null) return [];
  return wantsWelcome(body, school) && school.template === null ? [fault('', 'rostering.user.template_not_found')] : [];
}

/** Whom an update or a deletion speaks of: by userID, else by the address. */
export type Whom = { readonly faults: readonly Fault[]; readonly person: Person | null };

export function whomOf(body: Body, known: Known): Whom {
  const userID = given(body, 'userID');
  const email = given(body, 'email');
  if (userID === null && email === null)
    return { faults: [fault('', 'rostering.user.id_or_email_required')], person: null };
  if (userID !== null) {
    const person = known.personByUserID(userID);
    if (person?.visible === true) return { faults: [], person };
    return { faults: [fault('/userID', 'rostering.user.not_found', {}, userID)], person: null };
  }
  const visible = known.personsByEmail(email ?? '').filter((one) => one.visible);
  const person = visible[0];
  if (person === undefined) return { faults: [fault('/email', 'rostering.user.not_found')], person: null };
  if (visible.length > 1)
    return { faults: [fault('/email', 'rostering.request.person_ambiguous', { field: 'email' })], person: null };
  return { faults: [], person };
}

export function checkUpdateUser(body: Body, known: Known): readonly Fault[] {
  const whom = whomOf(body, known);
  const unknown = whom.faults.filter((one) => one.entry === 'rostering.user.id_or_email_required');
  const notThere = whom.faults.filter((one) => one.entry !== 'rostering.user.id_or_email_required');
  const newEmail = given(body, 'userID') === null ? [] : checkEmail(body, known, whom.person);
  const malformed = newEmail.filter((one) => one.entry === 'rostering.user.email_malformed');
  return [
    ...unknown,
    ...missingFaults('rostering.user.account_missing', emptied(body, ofAccount)),
    ...missingFaults(
      'rostering.user.fields_missing',
      emptied(body, unknown.length > 0 ? ['firstName', 'lastName'] : ofUser),
    ),
    ...missingFaults('rostering.user.parameter_missing', emptied(body, ['role'])),
    ...checkRole(body),
    ...checkSchool(body, schoolOf(body, known)),
    ...malformed,
    ...notThere,
    ...newEmail.filter((one) => !malformed.includes(one)),
    ...checkAccountOf(body, whom.person, known),
  ];
}

/** Which account the issuedID and role of an update belong to: that at the school it names, else the only one. */
function checkAccountOf(body: Body, person: Person | null, known: Known): readonly Fault[] {
  if (person === null) return [];
  const school = given(body, 'schoolID');
  if (school !== null) {
    const there = person.accounts.some((account) => account.school === school);
    return there || known.school(school)?.authorized !== true ? [] : [fault('/schoolID', 'rostering.user.not_found')];
  }
  const says = given(body, 'issuedID') !== null || given(body, 'role') !== null;
  return says && accountsOf(person).length > 1 ? missingFaults('rostering.user.account_missing', ['schoolID']) : [];
}

const accountsOf = (person: Person) => person.accounts.filter((account) => account.authorized);

/** The school whose account an update changes; null: it changes none. */
export function schoolOfUpdate(body: Body, person: Person): string | null {
  return given(body, 'schoolID') ?? accountsOf(person)[0]?.school ?? null;
}

export function checkDeleteUser(body: Body, known: Known): readonly Fault[] {
  const whom = whomOf(body, known);
  const none = whom.faults.some((one) => one.entry === 'rostering.user.id_or_email_required');
  const school = given(body, 'schoolID');
  const gone = whom.person !== null && school !== null && !whom.person.accounts.some((one) => one.school === school);
  return [
    ...(none ? whom.faults : []),
    ...missingFaults('rostering.user.account_missing', missing(body, ['schoolID'])),
    ...checkSchoolOnly(school, known),
    ...(none ? [] : whom.faults),
    ...(gone ? [fault('/schoolID', 'rostering.user.not_found')] : []),
  ];
}

function checkSchoolOnly(school: string | null, known: Known): readonly Fault[] {
  if (school === null || known.school(school)?.authorized === true) return [];
  return [fault('/schoolID', 'rostering.user.school_not_authorized', { school }, school)];
}
