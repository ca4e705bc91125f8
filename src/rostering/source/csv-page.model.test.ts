import papaparse from 'papaparse';
import { expect, test } from 'vitest';
import { carriedFiles } from '../oneroster/columns.model.ts';
import { csvOf, headerOf, noExtras, padded } from './csv-page.model.ts';

const users = carriedFiles('1.1').find(({ name }) => name === 'users.csv');
if (users === undefined) throw new Error('there is a users.csv');
const page = (...rows: Record<string, string>[]) => ({ rows, next: null, total: null });

test('metadata that only later pages have gets a column, and every row has as many cells', () => {
  const first = csvOf(users, page({ sourcedId: 'a', 'metadata.bus': 'line "4",\nand 5' }), 'bulk', 0, noExtras);
  const second = csvOf(
    users,
    page({ sourcedId: 'b', 'metadata.house': 'red', 'metadata.Club': 'chess' }),
    'bulk',
    1,
    first.extras,
  );
  const third = csvOf(users, page({ sourcedId: 'c', 'metadata.bus': '7' }), 'bulk', 2, second.extras);
  const { extras } = third;
  const file = [first, second, third].map(({ text }, no) => padded(text, no, extras)).join('');
  const { data, errors } = papaparse.parse<Record<string, string>>(headerOf(users, extras) + file, {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(
    data.map((row) => [row['sourcedId'], row['metadata.bus'], row['metadata.Club'], row['metadata.house']]),
  ).toEqual([
    ['a', 'line "4",\nand 5', '', ''],
    ['b', '', 'chess', 'red'],
    ['c', '7', '', ''],
  ]);
});

test('a full reading leaves out what is marked as deleted, and what changes every night without saying anything', () => {
  const rows = page(
    { sourcedId: 'a', status: 'active', dateLastModified: '2026-11-01T00:00:00Z', givenName: 'Ada' },
    { sourcedId: 'b', status: 'tobedeleted', givenName: 'Bea' },
  );
  const bulk = csvOf(users, rows, 'bulk', 0, noExtras);
  expect(bulk).toMatchObject({ rows: 1 });
  expect(bulk.text).not.toMatch(/2026|active/);
  const delta = csvOf(users, rows, 'delta', 0, noExtras);
  expect(delta).toMatchObject({ rows: 2 });
  expect(delta.text).toMatch(/tobedeleted/);
});
