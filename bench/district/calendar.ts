export type Session = {
  readonly id: string;
  readonly title: string;
  readonly type: 'schoolYear' | 'semester' | 'term' | 'gradingPeriod';
  readonly start: string;
  readonly end: string;
  readonly parent: string;
};
export type Level = 'elementary' | 'secondary';

export const schoolYear = '2027';
export const yearId = 'SY-2027';

/** Semesters for secondary schools, terms for elementary ones, two grading periods in each; an end is the first day after (standards.md 1). */
export const sessions: readonly Session[] = [
  { id: yearId, title: '2026-2027', type: 'schoolYear', start: '2026-08-17', end: '2027-06-05', parent: '' },
  { id: 'S1-2027', title: 'Semester 1', type: 'semester', start: '2026-08-17', end: '2027-01-09', parent: yearId },
  { id: 'S2-2027', title: 'Semester 2', type: 'semester', start: '2027-01-09', end: '2027-06-05', parent: yearId },
  { id: 'T1-2027', title: 'Autumn term', type: 'term', start: '2026-08-17', end: '2027-01-09', parent: yearId },
  { id: 'T2-2027', title: 'Spring term', type: 'term', start: '2027-01-09', end: '2027-06-05', parent: yearId },
  {
    id: 'Q1-2027',
    title: 'Quarter 1',
    type: 'gradingPeriod',
    start: '2026-08-17',
    end: '2026-10-24',
    parent: 'S1-2027',
  },
  {
    id: 'Q2-2027',
    title: 'Quarter 2',
    type: 'gradingPeriod',
    start: '2026-10-24',
    end: '2027-01-09',
    parent: 'S1-2027',
  },
  {
    id: 'Q3-2027',
    title: 'Quarter 3',
    type: 'gradingPeriod',
    start: '2027-01-09',
    end: '2027-03-20',
    parent: 'S2-2027',
  },
  {
    id: 'Q4-2027',
    title: 'Quarter 4',
    type: 'gradingPeriod',
    start: '2027-03-20',
    end: '2027-06-05',
    parent: 'S2-2027',
  },
  {
    id: 'P1-2027',
    title: 'Progress report 1',
    type: 'gradingPeriod',
    start: '2026-08-17',
    end: '2026-10-24',
    parent: 'T1-2027',
  },
  {
    id: 'P2-2027',
    title: 'Progress report 2',
    type: 'gradingPeriod',
    start: '2026-10-24',
    end: '2027-01-09',
    parent: 'T1-2027',
  },
  {
    id: 'P3-2027',
    title: 'Progress report 3',
    type: 'gradingPeriod',
    start: '2027-01-09',
    end: '2027-03-20',
    parent: 'T2-2027',
  },
  {
    id: 'P4-2027',
    title: 'Progress report 4',
    type: 'gradingPeriod',
    start: '2027-03-20',
    end: '2027-06-05',
    parent: 'T2-2027',
  },
];

/** A whole year, or one half of it. */
export type Span = 'year' | 'first' | 'second';

export type Stretch = { readonly terms: readonly string[]; readonly start: string; readonly end: string };

const stretches: Record<Level, Record<Span, Stretch>> = { elementary: stretchesOf('T'), secondary: stretchesOf('S') };

export function stretchOf(level: Level, span: Span): Stretch {
  return stretches[level][span];
}

function stretchesOf(letter: 'S' | 'T'): Record<Span, Stretch> {
  const [first, second] = [`${letter}1-2027`, `${letter}2-2027`];
  return {
    year: { terms: [first, second], start: '2026-08-17', end: '2027-06-05' },
    first: { terms: [first], start: '2026-08-17', end: '2027-01-09' },
    second: { terms: [second], start: '2027-01-09', end: '2027-06-05' },
  };
}

/** `date` some days later, for a pupil who came late. */
export function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
