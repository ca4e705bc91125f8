import { expect, test } from 'vitest';
import { patternOf } from './pattern.model.ts';

/** The pattern with `*` for a value. */
const told = (message: string) =>
  patternOf(message)
    .words.map((word) => (word === '' ? '*' : word))
    .join(' ');

test.each([
  ['numbers', 'Section 12 is frozen', 'section * is frozen'],
  ['ids', 'Section ab12-9 is frozen for mia_smith', 'section * is frozen for *'],
  ['UUIDs', 'Roster 6f9619ff-8b86-d011-b42d-00cf4fc964ff lapsed', 'roster * lapsed'],
  ['dates and times', 'Lapsed on 2026-11-24T10:00:00Z at 10:15 or 11/24/2026', 'lapsed on * at * or *'],
  ['addresses', 'Write to mia@north.example or https://north.example/a?b=c', 'write to * or *'],
  ['paths', 'Cannot open /var/lib/x.csv or C:\\roster\\x.csv', 'cannot open * or *'],
  ['what is quoted', 'Bucket "algebra one" and ‘biology’ and «art» lapsed', 'bucket * and * and * lapsed'],
  ['what is in brackets', 'Bucket [algebra one] (mia) {x} <y> lapsed', 'bucket * lapsed'],
  ['names within a sentence', 'The bucket of Mia McDonald lapsed for O’Brien', 'the bucket of * lapsed for *'],
  ['a name of two words at the beginning', 'Mia Nuñez lapsed', '* lapsed'],
  ['a name in capitals', 'SMITH was frozen', '* was frozen'],
  ['an initial', 'J. Smith was frozen', '* was frozen'],
  ['names with dots and capitals within', 'Frozen by mia.smith and miaSmith', 'frozen by * and *'],
  ['what follows = or :', 'Frozen: student=mia, section:12', 'frozen student * section *'],
  ['several values in a row, as one', 'Frozen for Smith, Mia (12) today', 'frozen for * today'],
  ['very long words', `Frozen ${'x'.repeat(41)} today`, 'frozen * today'],
])('takes out %s', (_, message, pattern) => expect(told(message)).toBe(pattern));

test.each([
  ['the first word of a sentence, though it has a capital', 'Bucket lapsed', 'bucket lapsed'],
  [
    'words of the dictionary, however they are written',
    'INVALID Section ID for Student',
    'invalid section id for student',
  ],
  ['small words with apostrophes', 'The bucket doesn’t thaw', "the bucket doesn't thaw"],
  [
    'apostrophes of several',
    'The teachers’ bucket and the students’ bucket',
    'the teachers bucket and the students bucket',
  ],
  ['an (s)', 'The student(s) thaw', 'the student thaw'],
  ['words without letters of two sizes', 'القسم مغلق', 'القسم مغلق'],
])('keeps %s', (_, message, pattern) => expect(told(message)).toBe(pattern));

test.each([
  ['quotes', '"Bucket 7 lapsed"', 'bucket * lapsed'],
  ['brackets', '[Bucket 7 lapsed]', 'bucket * lapsed'],
  ['JSON', '{"status":400,"errors":[{"code":"x","message":"Bucket 7 lapsed"}]}', 'bucket * lapsed'],
  ['JSON that was cut off', '{"status":400,"errors":[{"message":"Bucket 7 lap', 'bucket * lap'],
])('reads a message within %s', (_, message, pattern) => expect(told(message)).toBe(pattern));

test('a sentence with a quote in it is not mistaken for JSON', () => {
  expect(told('"Algebra 1" is frozen')).toBe('* is frozen');
  expect(told('[ERROR] Bucket "Algebra 1" lapsed')).toBe('* lapsed');
});

test('what is cut off within quotes or brackets is a value', () => {
  expect(told('The bucket lapsed for "mia smi')).toBe('the bucket lapsed for *');
  expect(told('The bucket lapsed (mia smi')).toBe('the bucket lapsed *');
});

test('a message of values only, of nothing, and of very many words', () => {
  expect(told('12 34')).toBe('*');
  expect(told(' … ')).toBe('');
  const words = told('word '.repeat(500)).split(' ');
  expect([words.length, words.at(-1)]).toEqual([61, '*']);
});

test('a third of the words may differ, values do not count', () => {
  expect(patternOf('bucket alpha lapsed').loose).toBe(1);
  expect(patternOf('7 lapsed 8').loose).toBe(0);
  expect(patternOf('a b c d e f').loose).toBe(2);
});

test.each([
  ["' '", "'a ".repeat(1400)],
  ['"', '"a '.repeat(1400)],
  ['(', '('.repeat(4096)],
  ['{', '{"a":'.repeat(100_000)],
  ['letters', 'a'.repeat(1_000_000)],
])('takes no time for many %s', (_, message) => {
  const began = performance.now();
  for (let again = 0; again < 20; again++) patternOf(message);
  expect((performance.now() - began) / 20).toBeLessThan(50);
});
