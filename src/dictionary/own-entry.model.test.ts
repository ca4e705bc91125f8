import { describe, expect, test } from 'vitest';
import type { Entry } from './entry.schema.ts';
import { makeMatcher } from './match.model.ts';
import { clashesOf, hiddenOf, messageProblems, problemsOf } from './own-entry.model.ts';
import type { OwnEntry } from './own-entry.schema.ts';

describe('a message with placeholders', () => {
  test.each([
    'Bucket {bucket} went stale',
    '{bucket} went stale today',
    'Bucket {a} of {b} went stale {c}',
    'Bucket went stale',
  ])('%s can be found', (message) => expect(messageProblems(message)).toEqual([]));

  test.each([
    ['{a} is {b}', /needs 12 letters or digits.* it has 2\./],
    ['{a}', /needs 12 letters/],
    ['one {a} two {b} three {c} four', /word must begin with which 6 letters follow/],
    ['Bucket {a} {b} went stale', /Between \{a\} and \{b\} a word is needed/],
    ['Bucket {a}: {b} went stale', /Between \{a\} and \{b\} a word is needed/],
    ['Bucket {a} and bucket {a} went stale', /\{a\} stands there twice/],
    ['Bucket {the bucket} went stale', /A placeholder is a name of letters in braces/],
    ['Bucket {} went stale', /A placeholder is a name of letters in braces/],
    ['Bucket {a went stale', /A placeholder is a name of letters in braces/],
  ])('%s cannot', (message, problem) => expect(messageProblems(message).join('\n')).toMatch(problem));

  test('is no regular expression', () => {
    const matcher = makeMatcher([ownOf('district.a', 'Bucket .* (went|goes) stale')]);
    expect(matcher.match({ message: 'Bucket 7 went stale' })).toEqual([]);
  });
});

const cause = { meaning: 'A meaning.', owner: 'teacher', steps: ['A step.'], prevention: [] } as const;
const ownOf = (entry: string, message: string): Entry => ({
  entry,
  system: 'skyward',
  title: 'A title',
  message,
  cause: 'bucket.stale',
  blocking: true,
  retry: 'after_fix',
  causes: [{ ...cause, steps: [...cause.steps], prevention: [] }],
});

test('help names only values that the message has', () => {
  const own: OwnEntry = {
    ...ownOf('', 'Bucket {bucket} went stale'),
    name: 'stale',
    causes: [{ meaning: '{bucket} is old.', owner: 'teacher', steps: ['Open {course}.'], prevention: ['See {that}.'] }],
  };
  expect(problemsOf(own)).toEqual([
    { path: ['causes', 0, 'steps', 0], message: 'The message has no {course}.' },
    { path: ['causes', 0, 'prevention', 0], message: 'The message has no {that}.' },
  ]);
});

describe('clashes', () => {
  const builtIn = [
    ownOf('skyward.one', 'Bucket {bucket} of {course} went stale'),
    ownOf('skyward.two', 'Drawer {drawer} is stuck'),
  ];

  test('are built-in entries of the same system whose messages it fits', () => {
    const of = (message: string, system: 'skyward' | 'aspen' = 'skyward') =>
      clashesOf(builtIn, { system, message }).map(({ entry }) => entry);
    expect(of('Bucket {a} went stale')).toEqual(['skyward.one']);
    expect(of('Bucket {a} went stale', 'aspen')).toEqual([]);
    expect(of('Bucket {a} is stuck')).toEqual([]);
    expect(of('{a}')).toEqual([]);
  });

  test('between own entries hide them', () => {
    const [one, two] = [ownOf('district.one', 'Bucket {a} went stale'), ownOf('district.two', 'bucket {x} WENT stale')];
    expect([...hiddenOf(makeMatcher([one, two]), [one, two]).keys()]).toEqual(['district.one', 'district.two']);
    const other = ownOf('district.two', 'Bucket {x} of {y} went stale');
    expect(hiddenOf(makeMatcher([one, other]), [one, other]).size).toBe(0);
    const builtInOne = ownOf('skyward.one', 'Bucket {a} went stale');
    expect(hiddenOf(makeMatcher([builtInOne, one]), [one]).size).toBe(0);
  });
});
