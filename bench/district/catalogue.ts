import type { Level, Span } from './calendar.ts';

export type Slot = {
  /** Period of the timetable; also decides who takes it. */
  readonly period: number;
  readonly spans: readonly Span[];
  /** Of three pupils of a grade, how many take it. */
  readonly takers: 1 | 2 | 3;
};

/** Secondary: 6 to 8 periods, four of them with another course each semester. Elementary: 1 to 3. */
export const slots: Record<Level, readonly Slot[]> = {
  elementary: [
    { period: 1, spans: ['year'], takers: 3 },
    { period: 2, spans: ['year'], takers: 2 },
    { period: 3, spans: ['year'], takers: 1 },
  ],
  secondary: [
    { period: 1, spans: ['year'], takers: 3 },
    { period: 2, spans: ['year'], takers: 3 },
    { period: 3, spans: ['year'], takers: 3 },
    { period: 4, spans: ['first', 'second'], takers: 3 },
    { period: 5, spans: ['first', 'second'], takers: 3 },
    { period: 6, spans: ['first', 'second'], takers: 3 },
    { period: 7, spans: ['first', 'second'], takers: 2 },
    { period: 8, spans: ['year'], takers: 1 },
  ],
};

export const grades: Record<Level, readonly string[]> = {
  elementary: ['KG', '01', '02', '03', '04', '05'],
  secondary: ['06', '07', '08', '09', '10', '11', '12'],
};

export type Course = {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  readonly grade: string;
  readonly subject: string;
  readonly subjectCode: string;
};

type Subject = readonly [title: string, subject: string, code: string];

/** By level, period and half of the year; commas, quotes and other alphabets as real catalogues have them. */
const subjects: Record<Level, readonly (readonly Subject[])[]> = {
  elementary: [
    [['Homeroom', 'General', 'HR']],
    [['Music and Movement', 'Arts', 'MU']],
    [['Reading, Writing & Play', 'Language arts', 'RW']],
  ],
  secondary: [
    [['Mathematics', 'Mathematics', 'MA']],
    [['English, Reading and Writing', 'Language arts', 'EN']],
    [['Biology', 'Science', 'BI']],
    [
      ['World History', 'Social studies', 'HI'],
      ['Geography', 'Social studies', 'GE'],
    ],
    [
      ['Français', 'World languages', 'FR'],
      ['中文', 'World languages', 'ZH'],
    ],
    [
      ['Physical Education', 'Health', 'PE'],
      ['Health', 'Health', 'HE'],
    ],
    [
      ['"Maker" Workshop', 'Technology', 'MK'],
      ['Ceramics', 'Arts', 'CE'],
    ],
    [['Orchestra', 'Arts', 'OR']],
  ],
};

export const courses: readonly Course[] = (['elementary', 'secondary'] as const).flatMap((level) =>
  grades[level].flatMap((grade) =>
    subjects[level].flatMap((halves, slot) =>
      halves.flatMap((subject, half) => coursesOf(level, grade, slot, half, subject)),
    ),
  ),
);

const positions = new Map(courses.map((course, at) => [course.id, at]));

/** Secondary courses have an advanced form, which every third section teaches. */
export function courseAt(level: Level, grade: string, slot: number, half: number, section: number): number {
  const form = level === 'secondary' && section % 3 === 2 ? 1 : 0;
  return positions.get(courseId(level, grade, slot, half, form)) ?? 0;
}

function coursesOf(level: Level, grade: string, slot: number, half: number, [title, subject, code]: Subject): Course[] {
  const forms = level === 'secondary' ? ['', 'Advanced '] : [''];
  return forms.map((form, at) => ({
    id: courseId(level, grade, slot, half, at),
    title: `${form}${title} ${grade}`,
    code: `${code}${grade}${at === 1 ? 'A' : ''}`,
    grade,
    subject,
    subjectCode: `${slot + 1}${half}00`,
  }));
}

function courseId(level: Level, grade: string, slot: number, half: number, form: number): string {
  return `CRS-${level === 'elementary' ? 'E' : 'S'}${grade}${slot + 1}${half}${form}`;
}
