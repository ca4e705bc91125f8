import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEntryFile, writeEntryFile } from './entry-file.model.ts';
import type { OwnEntry } from './own-entry.schema.ts';

const text = (most: number) =>
  fc.string({ minLength: 1, maxLength: most, unit: 'grapheme' }).map((one) => `x${one.replaceAll(/[{}]/g, '')}x`);
const anEntry = (name: string): fc.Arbitrary<OwnEntry> =>
  fc.record({
    name: fc.constant(name),
    system: fc.constantFrom('skyward', 'aspen'),
    title: text(40),
    message: text(40).map((words) => `Bucket {bucket} went stale ${words}`),
    cause: fc.constant('bucket.stale'),
    blocking: fc.boolean(),
    retry: fc.constantFrom('now', 'after_fix'),
    causes: fc.array(
      fc.record(
        {
          meaning: text(60),
          owner: fc.constantFrom('teacher', 'support'),
          desk: text(20),
          steps: fc.array(text(60), { minLength: 1, maxLength: 3 }),
          prevention: fc.array(text(60), { maxLength: 2 }),
        },
        { requiredKeys: ['meaning', 'owner', 'steps', 'prevention'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
  });

test('what is written is read again, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.tuple(anEntry('one'), anEntry('two')), (entries) => {
      const read = readEntryFile(writeEntryFile(entries));
      expect(read.problems).toEqual([]);
      expect(read.entries.map(({ own }) => own)).toEqual(entries);
    }),
  );
});

const entry = (over: string) => `entries:
  - name: stale
    system: skyward
    title: A bucket went stale
    message: "Bucket {bucket} went stale"
    cause: bucket.stale
    blocking: true
    retry: after_fix
    causes:
      - meaning: It is old.
        owner: teacher
        steps: ["Open it."]
${over}`;

describe('a mistake', () => {
  test.each([
    ['of YAML', 'entries: [', '', 1, /Flow sequence/],
    ['of the whole', 'hello', '', 1, 'The file holds no entries: it begins with the key entries.'],
    ['of another key', 'entries: []\nothers: []', '', 1, /There is no key others here/],
    ['of another version', 'version: 2\nentries: []', '', 1, 'version: this Hallpass reads version 1 only.'],
    ['of no list', 'entries: {}', '', 1, 'entries: must be a list.'],
    ['of an item that is none', 'entries:\n  - hello', '#1', 2, /expected object/],
    ['of an unknown key', entry('    colour: red'), 'stale', 13, 'there is no key colour here.'],
    [
      'of a name',
      entry('').replace('name: stale', 'name: Stale one'),
      'Stale one',
      2,
      'name: must be of small letters, digits and underscores.',
    ],
    [
      'of a word',
      entry('').replace('owner: teacher', 'owner: nobody'),
      'stale',
      11,
      /^owner: must be one of teacher, /,
    ],
    [
      'of a message',
      entry('').replace('Bucket {bucket} went stale', '{a} is {b}'),
      'stale',
      5,
      /^message: It needs 12 letters/,
    ],
    ['of a step', entry('').replace('Open it.', 'Open {it}.'), 'stale', 12, 'causes: The message has no {it}.'],
    [
      'of two with one name',
      `${entry('')}${entry('').replace('entries:\n', '')}`,
      'stale',
      13,
      'name: another entry of this file has the same.',
    ],
  ])('%s is told with its line', (_, file, name, line, message) => {
    const { problems } = readEntryFile(file);
    expect(problems[0]).toMatchObject({ entry: name, line });
    expect(problems[0]?.message).toMatch(message);
    expect(problems).toHaveLength(1);
  });

  test('all of them are told at once', () => {
    const file = `${entry('    colour: red\n')}${entry('').replace('entries:\n', '').replace('teacher', 'nobody')}`;
    expect(readEntryFile(file).problems.map(({ line }) => line)).toEqual([13, 23]);
  });

  test('so is a file that is far too long, or repeats itself without end', () => {
    expect(readEntryFile('- a\n'.repeat(200_000)).problems).toEqual([{ entry: '', message: 'The file is too long.' }]);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}\n`;
    expect(readEntryFile(bomb).problems[0]?.message).toMatch(/anchors too often/);
  });
});
