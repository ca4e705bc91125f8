import { expect, test } from 'vitest';
import { en } from './en.ts';

/** Every text of the catalogue; of a function the texts that stand in it. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return literalsIn(value.toString());
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const literalsIn = (code: string): string[] =>
  [...code.matchAll(/'([^']*)'|`([^`]*)`/g)].map(
    ([, quoted, template]) => quoted ?? template?.replaceAll(/\$\{[^}]*\}/g, '…') ?? '',
  );

test('districts are calm: no exclamation marks, no "error occurred", no blame', () => {
  const texts = textsOf(en);
  expect(texts.length).toBeGreaterThan(300);
  for (const text of texts) expect(text).not.toMatch(/!|error occurred|oops|you failed|your mistake/i);
});

test('counts are told in whole sentences', () => {
  expect(en.holds.would('delete', 412, 3206, 'enrollment')).toBe('Would delete 412 of 3,206 enrollments');
  expect(en.holds.left(1, 'user')).toBe('1 person is held for review. Nothing happens to it until somebody decides.');
  expect(en.causes.sum(1, 3999)).toBe('One cause, 3,999 records. The largest first, what only waits last.');
  expect(en.outcomes.counted('conflict', 1)).toBe('1 conflict');
  expect(en.outcomes.counted('rejected', 1200)).toBe('1,200 rejected');
});

test('kinds are said as people say them, a new kind as it is', () => {
  expect(en.kinds('class', 1)).toBe('section');
  expect(en.kinds('classes', 2)).toBe('sections');
  expect(en.kinds('users', 1)).toBe('person');
  expect(en.kinds('x_bus', 2)).toBe('x_bus');
});
