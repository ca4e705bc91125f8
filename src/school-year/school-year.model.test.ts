import { describe, expect, it } from 'vitest';
import { hasRollover, type Term, termFindings, termsOfYear, withRollover } from './school-year.model.ts';

const term = (id: number, title: string, start: string, end: string, more: Partial<Term> = {}): Term => ({
  id,
  title,
  type: 'semester',
  start,
  end,
  connection: 1,
  parent: null,
  ...more,
});
const lastYear = [
  term(1, '2026/27', '2026-08-17', '2027-06-04', { type: 'schoolYear' }),
  term(2, 'Fall 26', '2026-08-17', '2026-12-18', { parent: 1 }),
  term(3, 'Spring 27', '2027-01-11', '2027-06-04', { parent: 1 }),
];
const nextYear = [term(4, 'Fall 27', '2027-08-16', '2027-12-17'), term(5, 'Spring 28', '2028-01-10', '2028-06-02')];
const sis = [{ id: 1, name: 'SIS' }];
const found = (terms: readonly Term[]) =>
  termFindings(terms, '2027-06-30', sis).map(({ what, term: title }) => [what, title]);

describe('the terms of a year', () => {
  it('are those that have ended by its last day, and all that lies in them', () => {
    // A grading period that was entered to end later goes with the year that it belongs to.
    const late = term(6, 'Quarter 4', '2027-04-01', '2027-07-09', { type: 'gradingPeriod', parent: 3 });
    const archived = termsOfYear([...lastYear, ...nextYear, late], '2027-06-30');
    expect(archived.map(({ title }) => title)).toEqual(['2026/27', 'Fall 26', 'Spring 27', 'Quarter 4']);
  });
});

describe('before a year is archived it is told', () => {
  it('nothing where the next one is there', () => {
    expect(found([...lastYear, ...nextYear])).toEqual([]);
  });

  it('that the next one is missing', () => {
    expect(found(lastYear)).toEqual([['next_missing', null]]);
  });

  it('which term reaches over its last day, and so stays', () => {
    const summer = term(7, 'Summer 27', '2027-06-10', '2027-07-30');
    expect(found([...lastYear, summer, ...nextYear])).toEqual([['reaches_over', 'Summer 27']]);
  });

  it('that terms of the next year lie in each other', () => {
    const twice = term(8, 'Fall 27 again', '2027-09-01', '2027-12-01');
    expect(found([...lastYear, ...nextYear, twice])).toEqual([['next_overlap', 'Fall 27 again']]);
  });

  it('nothing of a connection that has no terms', () => {
    expect(termFindings([], '2027-06-30', sis)).toEqual([]);
  });
});

describe('the thresholds of a rollover', () => {
  it('stand beside those of other times, and in place of older ones of a rollover', () => {
    const own = { operation: 'delete', kind: 'user', above: { count: 1, percent: 1 } } as const;
    const older = { operation: 'delete', phase: 'rollover', above: null } as const;
    const rules = withRollover([own, older]);
    expect(rules).toContainEqual(own);
    expect(rules).not.toContainEqual(older);
    expect([hasRollover(rules), hasRollover([own])]).toEqual([true, false]);
  });
});
