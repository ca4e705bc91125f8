import { expect, test } from 'vitest';
import { inLines } from './body-lines.ts';

test.each([
  ['{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
  ['{"a":', '{"a":'],
  ['<html></html>', '<html></html>'],
  ['"text"', '"text"'],
])('a body is shown in lines where it is JSON: %s', (text, expected) => {
  expect(inLines(text)).toBe(expected);
});
