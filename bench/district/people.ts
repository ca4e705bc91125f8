import type { Version } from './columns.ts';
import { nameOf, type PersonName } from './names.ts';
import { hashOf } from './prng.ts';
import { gradeOf, type School, type Shape } from './shape.ts';

export type Role = 'administrator' | 'teacher' | 'student' | 'guardian';

export type Person = {
  readonly key: string;
  readonly role: Role;
  readonly name: PersonName;
  /** The first is the primary one. */
  readonly orgs: readonly string[];
  readonly username: string;
  readonly domain: string;
  readonly grade: string;
  readonly agents: readonly string[];
  /** Draws the small details: middle name, telephone, password. */
  readonly hash: number;
};

export function orgId(school: number): string {
  return `${1001 + school}`;
}

export function studentKey(student: number): string {
  return `STU-${padded(student + 1, 6)}`;
}

export function teacherKey(teacher: number): string {
  return `TCH-${padded(teacher + 1, 5)}`;
}

export function administratorOf(seed: number, school: School): Person {
  const number = padded(school.at + 1, 4);
  const hash = hashOf(seed, 30, school.at);
  return {
    key: `ADM-${number}`,
    role: 'administrator',
    name: nameOf(hash),
    orgs: [orgId(school.at)],
    username: `a${number}`,
    domain: 'staff.example.org',
    grade: '',
    agents: [],
    hash,
  };
}

/** One teacher in twenty also works in the next school. */
export function teacherOf(shape: Shape, school: School, teacher: number): Person {
  const hash = hashOf(shape.seed, 31, teacher);
  const next = orgId((school.at + 1) % shape.schools.length);
  const orgs = hash % 20 === 0 ? [orgId(school.at), next] : [orgId(school.at)];
  return {
    key: teacherKey(teacher),
    role: 'teacher',
    name: nameOf(hash),
    orgs,
    username: `t${padded(teacher + 1, 5)}`,
    domain: 'staff.example.org',
    grade: '',
    agents: [],
    hash,
  };
}

export function studentOf(seed: number, school: School, student: number): Person {
  const agents = Array.from({ length: guardiansOf(seed, student) }, (_, at) => guardianKey(student, at));
  return aStudent(school, student, gradeOf(school, student), agents, hashOf(seed, 32, student));
}

/** A newcomer with the next free number, in the grade and school of one who is there. */
export function newStudentOf(seed: number, changeSeed: number, school: School, like: number, number: number): Person {
  return aStudent(school, number, gradeOf(school, like), [], hashOf(seed, 33, changeSeed, number));
}

function aStudent(school: School, student: number, grade: string, agents: readonly string[], hash: number): Person {
  return {
    key: studentKey(student),
    role: 'student',
    name: nameOf(hash),
    orgs: [orgId(school.at)],
    username: `s${padded(student + 1, 6)}`,
    domain: 'pupils.example.org',
    grade,
    agents,
    hash,
  };
}

/** Three pupils in ten have guardians in the file, a quarter of these two. */
export function guardiansOf(seed: number, student: number): 0 | 1 | 2 {
  const hash = hashOf(seed, 34, student);
  if (hash % 10 >= 3) return 0;
  return (hash >>> 8) % 4 === 0 ? 2 : 1;
}

export function guardianOf(seed: number, school: School, student: number, at: number): Person {
  const hash = hashOf(seed, 35, student, at);
  const child = nameOf(hashOf(seed, 32, student));
  const own = nameOf(hash);
  return {
    key: guardianKey(student, at),
    role: 'guardian',
    name: { given: own.given, family: child.family },
    orgs: [orgId(school.at)],
    username: `g${padded(student + 1, 6)}.${at + 1}`,
    domain: 'home.example.org',
    grade: '',
    agents: [],
    hash,
  };
}

function guardianKey(student: number, at: number): string {
  return `GRD-${padded(student + 1, 6)}-${at + 1}`;
}

export function userCells(person: Person, version: Version): string[] {
  const { hash, name } = person;
  const number = person.key.slice(4);
  const userIds = person.role === 'teacher' ? `{SIS:${number}},{LDAP:${person.username}}` : `{SIS:${number}}`;
  const middle = hash % 7 === 0 ? nameOf(hash ^ 0x5bd1e995).given : '';
  const enabled = hash % 200 === 199 ? 'false' : 'true';
  const phone = hash % 3 === 0 ? `555-01${padded((hash >>> 9) % 90, 2)}` : '';
  // A few exports still carry passwords; an import has to drop them.
  const password = hash % 50 === 0 ? `not-a-password-${person.username}` : '';
  const who = [
    person.username,
    userIds,
    name.given,
    name.family,
    middle,
    number,
    `${person.username}@${person.domain}`,
    '',
    phone,
    person.agents.join(','),
    person.grade,
    password,
  ];
  if (version === '1.1') return [person.key, '', '', enabled, person.orgs.join(','), person.role, ...who];
  return [person.key, '', '', enabled, ...who, '', hash % 40 === 1 ? 'Sam' : '', '', '', person.orgs[0] ?? '', ''];
}

/** Changes one cell to a value that no base set has. */
export function editUser(cells: string[], version: Version, hash: number): void {
  const shift = version === '1.1' ? 2 : 0;
  const [family, email, phone] = [7 + shift, 10 + shift, 12 + shift];
  if (hash % 3 === 0) cells[phone] = `555-019${(hash >>> 4) % 10}`;
  else if (hash % 3 === 1) cells[family] = `${cells[family] ?? ''}-Nováková`;
  else cells[email] = `new.${cells[email] ?? ''}`;
}

const rolesOf12: Record<Role, string> = {
  administrator: 'principal',
  teacher: 'teacher',
  student: 'student',
  guardian: 'guardian',
};

/** One row for each school of the person, the first primary. */
export function roleRows(person: Person): string[][] {
  return person.orgs.map((org, at) => [
    `${person.key}-R${at + 1}`,
    '',
    '',
    person.key,
    at === 0 ? 'primary' : 'secondary',
    rolesOf12[person.role],
    '2026-08-17',
    '',
    org,
    '',
  ]);
}

const cities = ['Riverton', 'San José', 'Montréal', 'Αθήνα', 'Київ'];

export function demographicsCells(person: Person): string[] {
  const { hash } = person;
  const year = 2020 - (person.grade === 'KG' ? 0 : Number(person.grade));
  const race = Array.from({ length: 5 }, (_, at) => (hash % 5 === at ? 'true' : 'false'));
  const birthDate = `${year}-${padded(1 + (hash % 12), 2)}-${padded(1 + ((hash >>> 5) % 28), 2)}`;
  return [
    person.key,
    '',
    '',
    birthDate,
    hash % 2 === 0 ? 'female' : 'male',
    ...race,
    'false',
    hash % 4 === 0 ? 'true' : 'false',
    'US',
    'CA',
    cities[hash % cities.length] ?? '',
    '',
  ];
}

function padded(number: number, width: number): string {
  return `${number}`.padStart(width, '0');
}
