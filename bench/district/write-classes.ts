import { courses } from './catalogue.ts';
import { breakerOf, type Change, changerOf } from './fates.ts';
import { orgId } from './people.ts';
import { hashOf } from './prng.ts';
import { type Scene, state } from './scene.ts';
import { type Section, sectionsOf } from './shape.ts';
import type { Table } from './table.ts';

export function classKey(at: number): string {
  return `${500001 + at}`;
}

export async function writeClasses(scene: Scene): Promise<void> {
  const { options, shape } = scene;
  const table = await scene.open('classes');
  const breaker = breakerOf('classes', options);
  const changer = changerOf('classes', options);
  for (const { section } of sectionsOf(shape)) {
    // A cell with a line break would leave open where a broken row ends.
    const broken = breaker(!hasLineBreak(section, shape.seed), table);
    if (broken !== undefined) {
      scene.states.classes[section.at] = state.refused;
      table.putBroken(classCells(section, section.at, shape.seed), broken);
    } else change(scene, table, section, changer(true));
    if (table.isFull()) await table.flush();
  }
}

function change({ options, shape, states, grown }: Scene, table: Table, section: Section, how: Change): void {
  const cells = classCells(section, section.at, shape.seed);
  if (how === 'removed') states.classes[section.at] = state.removed;
  if (how === 'edited') cells[8] = `Annex ${1 + (hashOf(shape.seed, 41, section.at, options.changeSeed ?? 0) % 99)}`;
  table.put(cells, how === 'grown' ? 'same' : how);
  if (how !== 'grown') return;
  const number = shape.classes + grown.classes.size;
  grown.classes.set(section.at, number);
  table.put(classCells(section, number, shape.seed), 'new');
}

function classCells(section: Section, at: number, seed: number): string[] {
  const course = courses[section.course];
  if (course === undefined) throw new Error(`no course ${section.course}`);
  const isHomeroom = section.school.level === 'elementary' && section.period === 1;
  const letter = at === section.at ? `${section.number + 1}` : `${section.number + 1}B`;
  const room = 100 + (hashOf(seed, 40, section.at) % 80);
  return [
    classKey(at),
    '',
    '',
    `${course.title} - ${letter}`,
    section.grade,
    course.id,
    `${course.code}-${letter}`,
    isHomeroom ? 'homeroom' : 'scheduled',
    hasLineBreak(section, seed) ? `Building B\nRoom ${room}` : `Room ${room}`,
    orgId(section.school.at),
    section.stretch.terms.join(','),
    course.subject,
    course.subjectCode,
    isHomeroom ? '1,4' : `${section.period}`,
  ];
}

function hasLineBreak(section: Section, seed: number): boolean {
  return hashOf(seed, 42, section.at) % 97 === 0;
}
