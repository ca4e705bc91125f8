import { expect, test } from 'vitest';
import type { Entry } from '../../dictionary/entry.schema.ts';
import { causesByTopic, factsIn, makeBook, search, siblingsOf } from './book.ts';
import { builtIn } from './built-in.ts';

const entry = (name: string, more: Partial<Entry>): Entry => ({
  entry: name,
  system: 'synergy',
  title: name,
  message: 'nothing of that kind',
  cause: 'period.locked',
  blocking: true,
  retry: 'after_fix',
  causes: [],
  ...more,
});
const own = entry('district.homeroom', { title: 'A homeroom', cause: 'homeroom.no_grades' });
const book = makeBook(builtIn, [own]);

test('words are searched in titles first, then in messages, then in all else', () => {
  const entries = [
    entry('a.means', { causes: [{ meaning: 'Weaving it is', owner: 'teacher', steps: ['x'], prevention: [] }] }),
    entry('a.says', { message: 'no weaving in {section}' }),
    entry('a.titled', { title: 'Weaving' }),
    entry('a.other', {}),
  ];
  expect(search(entries, 'WEAVING').map((one) => one.entry)).toEqual(['a.titled', 'a.says', 'a.means']);
  expect(search(entries, 'weaving section').map((one) => one.entry)).toEqual(['a.says']);
  expect(search(entries, '  ')).toHaveLength(4);
  expect(search(entries, 'loom')).toEqual([]);
});

test('siblings say the same in another system', () => {
  const locked = book.byName.get('skyward.grading_period_locked') as Entry;
  const siblings = siblingsOf(book, locked);
  expect(siblings.length).toBeGreaterThan(1);
  expect(siblings.every(({ system, cause }) => system !== 'skyward' && cause === 'period.locked')).toBe(true);
});

test('every cause stands under a topic once, that of the district last', () => {
  const topics = causesByTopic(book);
  const all = topics.flatMap(({ causes }) => causes.map(({ cause }) => cause));
  expect(all).toHaveLength(Object.keys(builtIn.causes).length + 1);
  expect(new Set(all).size).toBe(all.length);
  expect(topics.at(-1)).toMatchObject({ title: 'Other causes', causes: [{ cause: 'homeroom.no_grades', systems: 1 }] });
});

test('a message is one of a template, or not', () => {
  expect(factsIn(book, 'no weaving in section {section}', 'WARN: No weaving in section "12-3"')).toEqual({
    section: '12-3',
  });
  expect(factsIn(book, 'no weaving in section {section}', 'No pottery in section 12-3.')).toBeNull();
});
