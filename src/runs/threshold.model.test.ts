import { describe, expect, it, test } from 'vitest';
import { defaultsOf, massChangeOf, phaseOf, rulesNow, type Tally, thresholdsInWords } from './threshold.model.ts';
import { type Operation, type Phase, type Threshold, threshold } from './threshold.schema.ts';

const defaults = defaultsOf({ share: 0.1, count: 10 });
const above = (count: number, percent: number) => ({ count, percent });
const held = (
  rules: readonly Threshold[],
  tallies: readonly Tally[],
  now: { operation?: Operation; kind?: string; phase?: Phase | null } = {},
) => {
  const { operation = 'delete', kind = 'class', phase = null } = now;
  return massChangeOf(rulesNow([...defaults, ...rules], { operation, kind, phase }), tallies);
};
const all = (count: number, known: number): Tally[] => [{ school: '', count, known }];
const north = { school: 'n', count: 30, known: 100 };
const south = { school: 's', count: 5, known: 900 };

describe('where nothing is said', () => {
  it('deletions are held above ten and a tenth', () => {
    expect(held([], all(10, 20))).toBeNull();
    expect(held([], all(20, 200))).toBeNull();
    expect(held([], all(21, 200))).toEqual({ schools: null, count: 21, known: 200, percent: 10 });
  });

  it('new and changed records are not held, however many', () => {
    for (const operation of ['create', 'update'] as const) expect(held([], all(5000, 10), { operation })).toBeNull();
  });
});

describe('the most specific rule wins', () => {
  test.each<[string, Threshold[], Parameters<typeof held>[2], boolean]>([
    ['a rule of everybody in place of the default', [{ operation: 'delete', above: above(50, 50) }], {}, false],
    [
      'a rule of the kind',
      [
        { operation: 'delete', above: null },
        { operation: 'delete', kind: 'class', above: above(5, 5) },
      ],
      {},
      true,
    ],
    ['not the rule of another kind', [{ operation: 'delete', kind: 'user', above: null }], {}, true],
    [
      'a rule of the phase',
      [{ operation: 'delete', phase: 'start', above: above(1000, 90) }],
      { phase: 'start' },
      false,
    ],
    [
      'not the rule of another phase',
      [{ operation: 'delete', phase: 'start', above: null }],
      { phase: 'middle' },
      true,
    ],
    [
      'kind and phase before the kind alone',
      [
        { operation: 'delete', kind: 'class', phase: 'end', above: null },
        { operation: 'delete', kind: 'class', above: above(1, 1) },
      ],
      { phase: 'end' },
      false,
    ],
    [
      'of equals the later',
      [
        { operation: 'delete', kind: 'class', above: above(1, 1) },
        { operation: 'delete', kind: 'class', above: null },
      ],
      {},
      false,
    ],
  ])('%s', (_, rules, now, isHeld) => {
    expect(held(rules, all(30, 100), now) !== null).toBe(isHeld);
  });
});

describe('schools', () => {
  it('each by itself: only the one whose records go is held', () => {
    const rules: Threshold[] = [{ operation: 'delete', school: '*', above: above(10, 20) }];
    expect(held(rules, [north, south])).toEqual({ schools: ['n'], count: 30, known: 100, percent: 20 });
  });

  it('one that closes may lose all, and does not count among the others', () => {
    const rules: Threshold[] = [{ operation: 'delete', school: 'n', above: null }];
    expect(held(rules, [north, south])).toBeNull();
    expect(held(rules, [north, { ...south, count: 91 }])).toEqual({
      schools: ['s'],
      count: 91,
      known: 900,
      percent: 10,
    });
  });

  it('an id is more than each school, wherever it stands', () => {
    const rules: Threshold[] = [
      { operation: 'delete', school: 'n', above: null },
      { operation: 'delete', school: '*', above: above(1, 1) },
    ];
    expect(held(rules, [north, { ...south, count: 0 }])).toBeNull();
  });

  it('records of no school are judged by the rules of all', () => {
    const rules: Threshold[] = [{ operation: 'delete', school: '*', above: null }];
    expect(held(rules, [{ school: '', count: 30, known: 40 }, north])).toEqual({
      schools: [''],
      count: 30,
      known: 40,
      percent: 10,
    });
  });
});

describe('the phase of a day', () => {
  const terms = [
    { start: '2026-08-17', end: '2026-12-18' },
    { start: '2027-01-11', end: '2027-06-04' },
  ];
  test.each([
    ['2026-08-03', 'start'],
    ['2026-08-31', 'start'],
    ['2026-09-01', 'middle'],
    ['2026-12-04', 'end'],
    ['2026-12-27', 'end'],
    ['2026-12-28', 'start'],
    ['2027-06-18', 'end'],
    ['2027-06-19', 'break'],
  ])('%s: %s', (day, phase) => {
    expect(phaseOf(terms, day)).toBe(phase);
  });

  test('is unknown where no term is', () => {
    expect(phaseOf([], '2026-09-01')).toBeNull();
  });
});

test('a rule names an operation, and what it does not know is no rule', () => {
  expect(threshold.safeParse({ above: null }).success).toBe(false);
  expect(threshold.safeParse({ operation: 'delete', kind: 'pupil', above: null }).success).toBe(false);
  expect(threshold.safeParse({ operation: 'delete', above: { count: 1.5, percent: 10 } }).success).toBe(false);
});

test('rules are told in words', () => {
  expect(
    thresholdsInWords([
      { operation: 'delete', kind: 'class', school: '*', phase: 'start', above: above(10, 20) },
      { operation: 'create', above: null },
    ]),
  ).toBe('delete (class, each school, start): above 10 and 20 %; create: never');
});
