import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from './connector.ts';
import { type PageRead, type Seen, watchEnd, watchPage } from './page-watch.ts';

const watched = { what: 'users', address: 'https://sis.example/users' };

/** Reads pages; answers the keys that were taken, or the entry of the failure. */
function take(...pages: readonly PageRead[]): readonly string[] | string {
  const taken: string[] = [];
  let seen: Seen | null = null;
  try {
    for (const page of pages) {
      const read = watchPage(watched, seen, page);
      seen = read.seen;
      taken.push(...page.keys.slice(read.fresh));
    }
    if (seen !== null) watchEnd(watched, seen);
    return taken;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.entry;
  }
}
const page = (keys: string, total: number | null = null, overlaps = false): PageRead => ({
  keys: [...keys],
  total,
  overlaps,
});

test.each([
  ['one page', [page('abc', 3)], 'abc'],
  ['an empty list', [page('', 0)], ''],
  ['pages side by side', [page('abc', 5), page('de', 5)], 'abcde'],
  [
    'pages of which each begins with the last record of the one before',
    [page('abc', 5), page('cde', 5, true)],
    'abcde',
  ],
  ['the end, which is asked for once more', [page('abc'), page('c', null, true)], 'abc'],
  ['a total that is told once', [page('abc', 5), page('de')], 'abcde'],
  ['a provider that knows no pages', [page('abc', 3), page('abc', 3, true)], 'abc'],
])('%s add up', (_, pages, expected) => {
  expect(take(...pages)).toEqual([...expected]);
});

test.each([
  ['the same page again', [page('abc'), page('abc')], 'connection.page_repeated'],
  [
    'the first page again, where the last record was to come first',
    [page('abc', 9), page('abc', 9, true)],
    'connection.page_repeated',
  ],
  ['a page that begins with a record of the one before', [page('abc'), page('bcd')], 'connection.changed_while_read'],
  ['a page from which a record moved away', [page('abc', 6), page('def', 6, true)], 'connection.changed_while_read'],
  [
    'a page that is empty where there should be more',
    [page('abc', 6), page('', 6, true)],
    'connection.changed_while_read',
  ],
  ['a total that changes', [page('abc', 6), page('cde', 7, true)], 'connection.changed_while_read'],
  ['more than announced', [page('abc', 2)], 'connection.count_wrong'],
  ['fewer than announced', [page('abc', 4)], 'connection.count_wrong'],
])('%s does not', (_, pages, expected) => {
  expect(take(...pages)).toBe(expected);
});

test('a list without end is given up', () => {
  const before: Seen = { records: 50_000_000, total: null, page: 'x', tail: [] };
  expect(() => watchPage(watched, before, page('abc'))).toThrow(
    expect.objectContaining({ entry: 'connection.list_endless', anew: false }),
  );
});

test('every other failure says that the list may be read anew', () => {
  for (const pages of [[page('a', 2)], [page('abc'), page('abc')], [page('abc', 6), page('def', 6, true)]]) {
    const seen = watchPage(watched, null, pages[0] as PageRead).seen;
    const read = () => (pages[1] === undefined ? watchEnd(watched, seen) : watchPage(watched, seen, pages[1]));
    expect(read).toThrow(expect.objectContaining({ anew: true, type: 'sync' }));
  }
});

test('whatever goes or comes before the place that was reached is noticed, whether or not the total stays', () => {
  const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 6, maxLength: 40 });
  fc.assert(
    fc.property(
      keys,
      fc.integer({ min: 2, max: 5 }),
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      (all, limit, at, goes, keeps) => {
        const first = all.slice(0, limit);
        const place = at % limit;
        const after = goes ? all.toSpliced(place, 1) : all.toSpliced(place, 0, 'new!');
        const later = keeps ? (goes ? [...after, 'new!'] : after.slice(0, -1)) : after;
        const second = later.slice(limit - 1, 2 * limit - 1);
        const seen = watchPage(watched, null, { keys: first, total: null, overlaps: false }).seen;
        expect(() => watchPage(watched, seen, { keys: second, total: null, overlaps: true })).toThrow(Failure);
      },
    ),
  );
});
