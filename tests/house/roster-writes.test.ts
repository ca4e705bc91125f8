import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow } from '../../scripts/source-files.mjs';

// Nothing of a job is written but through the pipeline: the statements that write the roster, outcomes and records stand
// in one file each, and import rules say who may call those files. What removes a deleted connection names its tables as
// data, and a rule says that only a deletion calls it.

const root = path.join(import.meta.dirname, '..', '..');
const writes = (table: string) =>
  new RegExp(
    `\\b(insert into|update|delete from|copy|truncate)\\s+(only\\s+)?${table}\\b|(insertInto|updateTable|deleteFrom)\\('${table}'`,
    'i',
  );

/** Source files of the product (tests left out) in which a statement writes a table. */
function writersOf(table: string): readonly string[] {
  const sources = filesBelow('src').filter((file: string) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file));
  return sources.filter((file: string) => writes(table).test(readFileSync(path.join(root, file), 'utf8'))).sort();
}

test.each([
  'term',
  'course',
  'class',
  'class_term',
  'person',
  'account',
  'person_role',
  'enrollment',
])('the table %s is written by the pipeline’s writer or that of the rostering API alone', (table) => {
  // The pipeline's writer names the table by its kind; of all others only that of the rostering API may name it.
  const allowed = [
    'src/rostering/roster-write.repository.ts',
    'src/rostering/rekey/rekey-roster-write.repository.ts',
    'src/rostering/api/write.repository.ts',
    'src/rostering/batch/batch-write.repository.ts',
  ];
  expect(writersOf(table).filter((file) => !allowed.includes(file))).toEqual([]);
});

test('schools are written by the pipeline, by people who may, and by the district file', () => {
  for (const file of writersOf('school')) expect(file).toMatch(/^src\/(rostering\/(school|roster-write)|district\/)/);
});

test.each([
  ['outcome', ['src/runs/outcome.repository.ts']],
  ['outcome_pack', ['src/runs/outcome.repository.ts']],
])('what became of records (%s) is told in one place', (table, files) => {
  expect(writersOf(table)).toEqual(files);
});

test('the search finds a statement that writes', () => {
  expect(writes('person').test('insert into person (district_id) values (1)')).toBe(true);
  expect(writes('person').test("db.updateTable('person')")).toBe(true);
  expect(writes('person').test('select * from person')).toBe(false);
});
