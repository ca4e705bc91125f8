import { expect, test } from 'vitest';
import { askHere } from './ask.ts';

const ask = (text: string) => askHere({ text, system: undefined });
const invalid = 'The request is invalid.';
const category = [
  'Grading category Essays not found in Skyward for section 7.',
  'Please ensure that your assignment categories match between Skyward and Canvas.',
  'Available grading categories are: Tests',
];
const noGradebook =
  'Section 7 does not have a gradebook. The gradebook for each Section is created when the teacher first visits it or when the utility to mass create gradebooks is run.';

test('one line is a message', async () => {
  const { one } = await ask(noGradebook);
  expect(one?.matches.map(({ entry }) => entry)).toEqual(['skyward.section_without_gradebook']);
});

test('a message that is broken over lines, or stands alone in JSON, is told like one', async () => {
  for (const text of [category.join('\n\n'), JSON.stringify([{ error: category.join(' ') }], null, 2)]) {
    const { one } = await ask(text);
    expect(one?.matches.map(({ entry }) => entry)).toEqual(['skyward.grading_category_not_found']);
  }
});

test('several messages are a log, also on one line of JSON', async () => {
  for (const text of [
    `${noGradebook}\n${invalid}\n${invalid}`,
    JSON.stringify([noGradebook, invalid, invalid].map((message) => ({ message }))),
  ]) {
    const { log } = await ask(text);
    expect(log?.groups.map(({ match, count }) => [match.entry, count])).toEqual([
      ['skyward.request_invalid', 2],
      ['skyward.section_without_gradebook', 1],
    ]);
  }
});

test('what nobody knows stays unknown', async () => {
  for (const text of ['The moon is full', '[The moon is full]']) {
    const { one } = await ask(text);
    expect(one).toEqual({ matches: [], unknown: true });
  }
});
