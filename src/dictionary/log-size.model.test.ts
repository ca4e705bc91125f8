import { expect, test } from 'vitest';
import { sizeOfLog } from './log-size.model.ts';

test.each([
  ['lines', 'a, b\nc\nd', { messages: 3, values: 0 }],
  ['a list of texts', '["a, b", "c\\"], {"]', { messages: 2, values: 3 }],
  ['a list of records', '[{"a": 1, "b": [1, 2]}, {}]', { messages: 2, values: 8 }],
  ['an object that holds the list', '{"errors": [{"a": 1}, {"a": 2}, {"a": 3}]}', { messages: 3, values: 8 }],
  ['a record a line', '{"a": 1, "b": 2}\n{"a": 1}\n', { messages: 3, values: 4 }],
  ['a text that only begins like JSON', '{"a": "never ended', { messages: 1, values: 2 }],
  ['lists in lists', '[[[[', { messages: 1, values: 5 }],
])('%s', (_, text, size) => expect(sizeOfLog(text)).toEqual(size));
