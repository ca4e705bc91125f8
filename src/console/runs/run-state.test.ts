import { describe, expect, test } from 'vitest';
import type { Counts } from '../../runs/run.schema.ts';
import { occurred, stateOfRun } from './run-state.ts';

const nothing: Counts = {
  entered: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  unchanged: 0,
  invalid: 0,
  held: 0,
  conflict: 0,
  rejected: 0,
  blocked: 0,
  standing: 0,
};

type Run = Parameters<typeof stateOfRun>[0];
const aFinishedRun = (counts: Partial<Counts>, rest: Partial<Pick<Run, 'state' | 'holds'>> = {}): Run => ({
  ...nothing,
  state: 'done',
  holds: [],
  ...counts,
  ...rest,
});

describe('the state of a run on screen', () => {
  test.each([
    ['everything new', aFinishedRun({ entered: 3, created: 3 }), 'synced'],
    ['nothing changed', aFinishedRun({ entered: 3, unchanged: 3 }), 'noChange'],
    ['one record refused among many', aFinishedRun({ entered: 9, created: 8, rejected: 1 }), 'needsYou'],
    ['one record invalid', aFinishedRun({ entered: 1, invalid: 1 }), 'needsYou'],
    [
      'deletions that wait for a person',
      aFinishedRun({ entered: 5, held: 5 }, { holds: [{ id: 1, kind: 'user', records: 5 }] }),
      'held',
    ],
    ['records that wait for their parent', aFinishedRun({ entered: 2, blocked: 2 }), 'waiting'],
    ['a run that stopped', aFinishedRun({ entered: 2, created: 2 }, { state: 'stopped' }), 'failed'],
    [
      'a run under way, whatever it met so far',
      aFinishedRun({ entered: 2, rejected: 2 }, { state: 'running' }),
      'working',
    ],
    ['an empty run', aFinishedRun({}), 'synced'],
  ])('%s', (_scene, run, state) => {
    expect(stateOfRun(run)).toBe(state);
  });
});

test('the outcomes that occurred add up to what entered', () => {
  const counts = {
    ...nothing,
    entered: 1012,
    created: 845,
    updated: 60,
    unchanged: 12,
    blocked: 27,
    invalid: 23,
    rejected: 45,
  };
  const told = occurred(counts);
  expect(told.map(({ outcome }) => outcome)).toEqual([
    'created',
    'updated',
    'unchanged',
    'blocked',
    'invalid',
    'rejected',
  ]);
  expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(1012);
});
