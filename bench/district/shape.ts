import { type Level, type Span, type Stretch, stretchOf } from './calendar.ts';
import { courseAt, grades, slots } from './catalogue.ts';
import { hashOf, prngOf, shuffle } from './prng.ts';

const pupilsASchool = 514;
const pupilsATeacher = 15;
const pupilsASection = 27.5;

/** A run of numbers: `first` up to but without `end`. */
export type Range = { readonly first: number; readonly end: number };

export type School = {
  readonly at: number;
  readonly level: Level;
  readonly grades: readonly string[];
  readonly students: Range;
  readonly teachers: Range;
};

/** Everything that decides how many rows there are, and nothing of what stands in them. */
export type Shape = {
  readonly seed: number;
  readonly students: number;
  readonly teachers: number;
  readonly schools: readonly School[];
  readonly classes: number;
  readonly enrollments: number;
};

/** The pupils of one grade in one period and half of the year, split into sections. */
type Group = {
  readonly school: School;
  readonly grade: number;
  readonly slot: number;
  readonly half: number;
  readonly span: Span;
  readonly takers: number;
  readonly sections: number;
};

export type Section = {
  /** Position among all classes of the district. */
  readonly at: number;
  /** Position among the sections of its group, from 0. */
  readonly number: number;
  readonly school: School;
  readonly grade: string;
  readonly course: number;
  readonly period: number;
  readonly stretch: Stretch;
  /** Positions among the district's teachers; the first is the primary one. */
  readonly teachers: readonly number[];
};

export function shapeOf(students: number, seed: number): Shape {
  const schools = schoolsOf(students, seed);
  let classes = 0;
  let enrollments = 0;
  for (const school of schools) {
    let inSchool = 0;
    for (const group of groupsOf(school)) {
      for (let number = 0; number < group.sections; number++)
        enrollments += teachersOf(school, inSchool + number).length;
      inSchool += group.sections;
      enrollments += group.takers;
    }
    classes += inSchool;
  }
  return { seed, students, teachers: schools.at(-1)?.teachers.end ?? 0, schools, classes, enrollments };
}

/** The smallest district, within a few pupils, that has at least `enrollments` of them. */
export function studentsForEnrollments(enrollments: number, seed: number): number {
  let low = 1;
  let high = 1;
  while (shapeOf(high, seed).enrollments < enrollments) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (shapeOf(middle, seed).enrollments < enrollments) low = middle + 1;
    else high = middle;
  }
  // Splitting more pupils into more sections moves teachers, so the count is not quite monotone.
  while (shapeOf(low, seed).enrollments < enrollments) low++;
  return low;
}

export function* sectionsOf(
  shape: Shape,
): Generator<{ readonly section: Section; readonly members: () => Int32Array }> {
  let at = 0;
  for (const school of shape.schools) {
    let inSchool = 0;
    for (const group of groupsOf(school)) {
      let order: Int32Array | undefined;
      for (let number = 0; number < group.sections; number++) {
        const members = (): Int32Array => {
          order ??= orderOf(group, shape.seed);
          return order
            .slice(split(group.takers, number, group.sections), split(group.takers, number + 1, group.sections))
            .sort();
        };
        yield { section: sectionOf(group, at, number, inSchool), members };
        at++;
        inSchool++;
      }
    }
  }
}

export function gradeOf(school: School, student: number): string {
  const count = school.students.end - school.students.first;
  const local = student - school.students.first;
  for (let grade = 0; grade < school.grades.length; grade++)
    if (local < split(count, grade + 1, school.grades.length)) return school.grades[grade] ?? '';
  return '';
}

function sectionOf(group: Group, at: number, number: number, inSchool: number): Section {
  const { school, slot } = group;
  const grade = school.grades[group.grade] ?? '';
  return {
    at,
    number,
    school,
    grade,
    course: courseAt(school.level, grade, slot, group.half, number),
    period: slot + 1,
    stretch: stretchOf(school.level, group.span),
    teachers: teachersOf(school, inSchool),
  };
}

/** Every tenth section has a second teacher where the school has one. */
function teachersOf(school: School, inSchool: number): readonly number[] {
  const { first, end } = school.teachers;
  const primary = first + (inSchool % (end - first));
  if (inSchool % 10 !== 7 || end - first < 2) return [primary];
  return [primary, first + ((inSchool + 1) % (end - first))];
}

function* groupsOf(school: School): Generator<Group> {
  for (let grade = 0; grade < school.grades.length; grade++) {
    const cohort = cohortOf(school, grade);
    for (const [slot, { spans, takers: ofThree }] of slots[school.level].entries()) {
      const takers = takersAmong(cohort.end - cohort.first, ofThree);
      if (takers === 0) continue;
      const sections = Math.max(1, Math.round(takers / pupilsASection));
      for (const [half, span] of spans.entries()) yield { school, grade, slot, half, span, takers, sections };
    }
  }
}

function orderOf(group: Group, seed: number): Int32Array {
  const cohort = cohortOf(group.school, group.grade);
  const { takers: ofThree } = slots[group.school.level][group.slot] ?? { takers: 3 };
  const order = new Int32Array(group.takers);
  let filled = 0;
  for (let student = cohort.first; student < cohort.end; student++)
    if (takes(student - cohort.first, ofThree)) order[filled++] = student;
  return shuffle(order, prngOf(seed, 10, group.school.at, group.grade, group.slot, group.half));
}

/** Who takes what one in three take also takes what two in three take. */
function takes(local: number, ofThree: number): boolean {
  return local % 3 < ofThree;
}

function takersAmong(count: number, ofThree: number): number {
  return Math.floor(count / 3) * ofThree + Math.min(count % 3, ofThree);
}

function cohortOf(school: School, grade: number): Range {
  const { first, end } = school.students;
  const parts = school.grades.length;
  return { first: first + split(end - first, grade, parts), end: first + split(end - first, grade + 1, parts) };
}

/** Where part `part` of `parts` near-equal parts begins. */
function split(count: number, part: number, parts: number): number {
  return Math.floor((count * part) / parts);
}

/** Half of the schools are elementary ones of about 410, half secondary ones of about 620. */
function schoolsOf(students: number, seed: number): readonly School[] {
  const count = Math.max(2, Math.round(students / pupilsASchool));
  const weights = weightsOf(count, seed);
  const schools: School[] = [];
  let weight = 0;
  let first = 0;
  let teacher = 0;
  for (let at = 0; at < count; at++) {
    weight += weights[at] ?? 0;
    const end = at === count - 1 ? students : Math.round(students * weight);
    const teachers = Math.max(1, Math.round((end - first) / pupilsATeacher));
    schools.push({
      at,
      ...levelOf(at, count),
      students: { first, end },
      teachers: { first: teacher, end: teacher + teachers },
    });
    first = end;
    teacher += teachers;
  }
  return schools;
}

/** Each a quarter more or less than the mean of its level; four in ten pupils are in elementary schools however many of these there are. */
function weightsOf(count: number, seed: number): readonly number[] {
  const sizes = Array.from({ length: count }, (_, at) => 0.75 + hashOf(seed, 11, at) / 2 ** 33);
  const sums = [0, 1].map((level) => sizes.filter((_, at) => at % 2 === level).reduce((sum, size) => sum + size, 0));
  return sizes.map((size, at) => ((at % 2 === 0 ? 0.4 : 0.6) * size) / (sums[at % 2] ?? 1));
}

/** Secondary schools alternate between high and middle; a lone one has all grades. */
function levelOf(at: number, count: number): { level: Level; grades: readonly string[] } {
  if (at % 2 === 0) return { level: 'elementary', grades: grades.elementary };
  if (count < 4) return { level: 'secondary', grades: grades.secondary };
  return { level: 'secondary', grades: at % 4 === 1 ? grades.secondary.slice(3) : grades.secondary.slice(0, 3) };
}
