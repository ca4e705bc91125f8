import { type Breaker, breakerOf, type Changer, changerOf } from './fates.ts';
import {
  administratorOf,
  demographicsCells,
  editUser,
  guardianOf,
  guardiansOf,
  newStudentOf,
  type Person,
  roleRows,
  studentOf,
  teacherOf,
  userCells,
} from './people.ts';
import { hashOf } from './prng.ts';
import { type Scene, state } from './scene.ts';
import type { School, Shape } from './shape.ts';
import type { Fate, Table } from './table.ts';

type Files = { readonly users: Table; readonly roles: Table | undefined; readonly demographics: Table | undefined };

type Desk = { readonly scene: Scene; readonly files: Files; readonly breaker: Breaker; readonly changer: Changer };

/** Users, and the roles and demographics that follow them. Staff first, then pupils, newcomers, guardians. Returns how many guardians there are. */
export async function writePeople(scene: Scene): Promise<number> {
  const { options, shape, open } = scene;
  const users = await open('users');
  const roles = options.version === '1.2' ? await open('roles') : undefined;
  const demographics = options.demographics === true ? await open('demographics') : undefined;
  const guardians = countGuardians(shape);
  const mayBreak = shape.schools.length + shape.teachers + shape.students;
  const desk: Desk = {
    scene,
    files: { users, roles, demographics },
    breaker: breakerOf('users', options, 1 + guardians / mayBreak),
    changer: changerOf('users', options),
  };
  await writeStaff(desk);
  await writeStudents(desk);
  await writeNewStudents(desk);
  await writeGuardians(desk);
  return guardians;
}

async function writeStaff(desk: Desk): Promise<void> {
  const { scene } = desk;
  const { shape } = scene;
  for (const school of shape.schools) {
    settle(desk, administratorOf(shape.seed, school), false);
    for (let teacher = school.teachers.first; teacher < school.teachers.end; teacher++) {
      scene.states.teachers[teacher] = settle(desk, teacherOf(shape, school, teacher), false).state;
    }
    await drain(desk);
  }
}

async function writeStudents(desk: Desk): Promise<void> {
  const { shape, states, grown } = desk.scene;
  for (const school of shape.schools) {
    for (let student = school.students.first; student < school.students.end; student++) {
      const settled = settle(desk, studentOf(shape.seed, school, student), true);
      states.students[student] = settled.state;
      if (settled.grown) grown.students.set(student, shape.students + grown.students.size);
      if (desk.files.users.isFull()) await drain(desk);
    }
  }
}

async function writeNewStudents(desk: Desk): Promise<void> {
  const { shape, grown, options } = desk.scene;
  let at = 0;
  for (const [like, number] of grown.students) {
    while (like >= (shape.schools[at]?.students.end ?? Number.POSITIVE_INFINITY)) at++;
    write(desk, newStudentOf(shape.seed, options.changeSeed ?? 0, schoolAt(shape.schools, at), like, number), 'new');
    if (desk.files.users.isFull()) await drain(desk);
  }
}

/** Never broken: whether a pupil may come without his guardian is for the importer to say, so his outcome would be in doubt. */
async function writeGuardians(desk: Desk): Promise<void> {
  const { shape } = desk.scene;
  for (const school of shape.schools) {
    for (let student = school.students.first; student < school.students.end; student++) {
      for (let at = 0; at < guardiansOf(shape.seed, student); at++) {
        const edited = desk.changer(false) === 'edited';
        write(desk, guardianOf(shape.seed, school, student, at), edited ? 'edited' : 'same');
      }
      if (desk.files.users.isFull()) await drain(desk);
    }
  }
}

function countGuardians(shape: Shape): number {
  let count = 0;
  for (let student = 0; student < shape.students; student++) count += guardiansOf(shape.seed, student);
  return count;
}

/** Decides one person of the base set and writes the rows. Breaking goes before changing, so that a changed set is broken where its base is. */
function settle(desk: Desk, person: Person, mayComeOrGo: boolean): { state: number; grown: boolean } {
  const { options } = desk.scene;
  const broken = desk.breaker(true, desk.files.users);
  if (broken !== undefined) {
    desk.files.users.putBroken(userCells(person, options.version), broken);
    follow(desk, person, 'dependent');
    return { state: state.refused, grown: false };
  }
  const change = desk.changer(mayComeOrGo);
  write(desk, person, change === 'grown' ? 'same' : change);
  return { state: change === 'removed' ? state.removed : state.sound, grown: change === 'grown' };
}

function write(desk: Desk, person: Person, fate: Fate): void {
  const { options } = desk.scene;
  const cells = userCells(person, options.version);
  if (fate === 'edited') editUser(cells, options.version, hashOf(person.hash, options.changeSeed ?? 0));
  desk.files.users.put(cells, fate);
  follow(desk, person, fate === 'edited' ? 'same' : fate);
}

function follow({ files }: Desk, person: Person, fate: Fate): void {
  if (files.roles !== undefined) for (const row of roleRows(person)) files.roles.put(row, fate);
  if (person.role === 'student') files.demographics?.put(demographicsCells(person), fate);
}

async function drain({ files }: Desk): Promise<void> {
  await files.users.flush();
  await files.roles?.flush();
  await files.demographics?.flush();
}

function schoolAt(schools: readonly School[], at: number): School {
  const school = schools[at];
  if (school === undefined) throw new Error(`no school ${at}`);
  return school;
}
