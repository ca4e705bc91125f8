import { later } from './calendar.ts';
import { breakerOf, editorOf } from './fates.ts';
import { orgId, studentKey, teacherKey } from './people.ts';
import { hashOf } from './prng.ts';
import { type Scene, state } from './scene.ts';
import { type Section, sectionsOf } from './shape.ts';
import type { Table } from './table.ts';
import { classKey } from './write-classes.ts';

type Member = { readonly role: 'teacher' | 'student'; readonly at: number; readonly primary: boolean };

type Desk = {
  readonly scene: Scene;
  readonly table: Table;
  readonly breaker: ReturnType<typeof breakerOf>;
  readonly isEdited: () => boolean;
  /** Numbers of the base set, and of the new rows after them. */
  readonly numbers: { base: number; added: number };
};

/** By class, teachers first, as most systems export them. */
export async function writeEnrollments(scene: Scene): Promise<void> {
  const { options, shape, grown } = scene;
  const table = await scene.open('enrollments');
  const desk: Desk = {
    scene,
    table,
    breaker: breakerOf('enrollments', options),
    isEdited: editorOf('enrollments', options),
    numbers: { base: 0, added: shape.enrollments },
  };
  for (const { section, members } of sectionsOf(shape)) {
    const all = membersOf(section, members());
    for (const member of all) settle(desk, section, member);
    const newClass = grown.classes.get(section.at);
    if (newClass !== undefined) fillNewClass(desk, section, newClass, all);
    if (table.isFull()) await table.flush();
  }
}

function membersOf(section: Section, students: Int32Array): Member[] {
  const members: Member[] = section.teachers.map((at, place) => ({ role: 'teacher', at, primary: place === 0 }));
  for (const at of students) members.push({ role: 'student', at, primary: false });
  return members;
}

/** One row of the base set. A row whose class or user was refused is never broken or changed itself, so that its outcome is beyond doubt. */
function settle(desk: Desk, section: Section, member: Member): void {
  const { scene, table } = desk;
  const classState = scene.states.classes[section.at];
  const userState = stateOf(scene, member);
  const cells = enrollmentCells(section, member, desk.numbers.base++, classKey(section.at), userKey(member));
  const hangs = classState === state.refused || userState === state.refused;
  const removed = classState === state.removed || userState === state.removed;
  const broken = desk.breaker(!hangs, table);
  if (hangs || broken !== undefined) {
    // Refused in the base set and gone in this one: nothing is left to tell.
    if (removed) return;
    if (broken === undefined) table.put(cells, 'dependent');
    else table.putBroken(cells, broken);
  } else if (removed) table.put(cells, 'removed');
  else if (desk.isEdited()) {
    cells[8] = later(
      section.stretch.start,
      1 + (hashOf(scene.shape.seed, 50, desk.numbers.base, scene.options.changeSeed ?? 0) % 20),
    );
    table.put(cells, 'edited');
  } else table.put(cells, 'same');
  if (classState === state.sound) joinNewStudent(desk, section, member);
}

/** A newcomer joins every class of the pupil he is like. */
function joinNewStudent(desk: Desk, section: Section, member: Member): void {
  const number = member.role === 'student' ? desk.scene.grown.students.get(member.at) : undefined;
  if (number === undefined) return;
  desk.table.put(
    enrollmentCells(section, member, desk.numbers.added++, classKey(section.at), studentKey(number)),
    'new',
  );
}

/** A new class has the members of the one it is like. */
function fillNewClass(desk: Desk, section: Section, number: number, members: readonly Member[]): void {
  for (const member of members) {
    if (stateOf(desk.scene, member) !== state.sound) continue;
    desk.table.put(enrollmentCells(section, member, desk.numbers.added++, classKey(number), userKey(member)), 'new');
  }
}

function enrollmentCells(section: Section, member: Member, number: number, classId: string, userId: string): string[] {
  return [
    `${1000001 + number}`,
    '',
    '',
    classId,
    orgId(section.school.at),
    userId,
    member.role,
    member.primary ? 'true' : 'false',
    section.stretch.start,
    section.stretch.end,
  ];
}

function userKey({ role, at }: Member): string {
  return role === 'teacher' ? teacherKey(at) : studentKey(at);
}

function stateOf({ states }: Scene, { role, at }: Member): number {
  return states[role === 'teacher' ? 'teachers' : 'students'][at] ?? state.sound;
}
