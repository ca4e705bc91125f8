import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokenRow, DistrictOptions } from '../../bench/district/district.schema.ts';
import { generateDistrict } from '../../bench/district/generate.ts';
import { changedOf, expectBalance, livingOf, outcomesOf, refusedOf, rosterOf, type Told } from './accounts.ts';
import { aDistrict, aHall, aSet, type Hall, importFolder, northHigh, numbersOf, ofKind, without } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

let made = 0;
async function generated(options: Partial<DistrictOptions>) {
  const folder = path.join(hall.folder, `district-${made++}`);
  const expectedFile = `${folder}.ndjson`;
  const summary = await generateDistrict(folder, {
    students: 700,
    seed: 7,
    version: '1.1',
    mode: 'bulk',
    expectedFile,
    ...options,
  });
  const lines = (await readFile(expectedFile, 'utf8')).split('\n').filter((line) => line !== '');
  return { ...summary, refused: lines.map((line) => JSON.parse(line) as BrokenRow) };
}
const kindOfFile: Readonly<Record<string, string>> = {
  users: 'user',
  roles: 'role',
  classes: 'class',
  enrollments: 'enrollment',
};

/** What the generator says of each row that must not pass: kind, line, outcome and entry. */
const expected = (rows: readonly BrokenRow[]) =>
  rows
    .map(
      (row) =>
        `${kindOfFile[row.file]} line ${row.line}: ${row.outcome} ${row.break === 'dependent' ? 'dependent' : row.entry}`,
    )
    .sort();

/** What an import said of them. That a parent is missing or was refused is the same to a dependent: a row that cannot be read has no key to be refused under. */
function told(rows: readonly BrokenRow[], outcomes: readonly Told[]) {
  const dependents = new Set(
    rows.filter((row) => row.break === 'dependent').map((row) => `${kindOfFile[row.file]} ${row.line}`),
  );
  const entryOf = (one: Told) =>
    dependents.has(`${one.kind} ${one.line}`) && /^oneroster.parent_(missing|refused)$/.test(one.entry ?? '')
      ? 'dependent'
      : one.entry;
  return outcomes.map((one) => `${one.kind} line ${one.line}: ${one.outcome} ${entryOf(one)}`).sort();
}

const numbers = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([word, n]) => word !== 'dependents' && n > 0));
const withSum = (counts: Readonly<Record<string, number>>) => {
  const entered = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return entered === 0 ? {} : { entered, ...counts };
};

describe.each(['1.1', '1.2'] as const)('a whole district of OneRoster %s with broken rows', (version) => {
  it('is told row by row as it was broken, and told the same when it comes again', async () => {
    const district = await aDistrict(hall);
    const files = await generated({ version, brokenShare: 0.02 });
    const first = await importFolder(district, files.folder);
    expect(first.state).toBe('done');
    for (const [kind, counts] of Object.entries(files.expected))
      expect([kind, ofKind(first, kind)]).toEqual([kind, withSum(numbers(counts))]);
    const refused = (await outcomesOf(district, first.id)).filter((one) => one.entry !== null);
    expect(told(files.refused, refused)).toEqual(expected(files.refused));
    const keyed = new Map(
      files.refused.filter((row) => row.key !== '').map((row) => [`${kindOfFile[row.file]} ${row.line}`, row.key]),
    );
    for (const one of refused.filter((row) => !row.key.includes('(line ')))
      expect(one.key).toBe(keyed.get(`${one.kind} ${one.line}`));

    const again = await importFolder(district, files.folder);
    expect(again).toMatchObject({
      state: 'done',
      entered: first.entered,
      invalid: first.invalid,
      blocked: first.blocked,
    });
    expect(again.unchanged).toBe(first.created);
    expect(await refusedOf(district, again.id)).toEqual(await refusedOf(district, first.id));
    await expectBalance(district);
  });

  it('with some of its rows changed is told kind by kind', async () => {
    const district = await aDistrict(hall);
    const options = { version, brokenShare: 0.02 } as const;
    await importFolder(district, (await generated(options)).folder);
    const files = await generated({ ...options, changedShare: 0.05 });
    const changed = await importFolder(district, files.folder);
    expect(changed.state).toBe('done');
    for (const [kind, counts] of Object.entries(files.expected))
      expect([kind, ofKind(changed, kind)]).toEqual([kind, withSum(numbers(counts))]);
    const refused = (await outcomesOf(district, changed.id)).filter((one) => one.entry !== null);
    expect(told(files.refused, refused)).toEqual(expected(files.refused));
    await expectBalance(district);
  });

  it('takes changes as a delta and leaves everything else alone', async () => {
    const district = await aDistrict(hall);
    const first = await importFolder(district, (await generated({ version })).folder);
    const files = await generated({ version, mode: 'delta', changedShare: 0.03 });
    const delta = await importFolder(district, files.folder);
    for (const [kind, counts] of Object.entries(files.expected))
      expect([kind, ofKind(delta, kind)]).toEqual([kind, withSum(numbers(counts))]);
    const alive = (await rosterOf(district)).filter((row) => row.status === 'active').length;
    expect(alive).toBe(first.created + delta.created - delta.deleted);
    await expectBalance(district);
  });
});

describe('a small school', () => {
  it('comes in whole, is unchanged the second time, and a changed row is updated', async () => {
    const district = await aDistrict(hall);
    const first = await importFolder(district, await aSet(hall, northHigh));
    expect(numbersOf(first)).toEqual({ entered: 15, created: 15 });
    const again = await importFolder(district, await aSet(hall, northHigh));
    expect(numbersOf(again)).toEqual({ entered: 15, unchanged: 15 });
    const users = northHigh.users.replace('Chen ', 'Chan ');
    const third = await importFolder(district, await aSet(hall, { ...northHigh, users }));
    expect(numbersOf(third)).toEqual({ entered: 15, updated: 1, unchanged: 14 });
    expect(await changedOf(district, third.id)).toEqual(['user s-1: updated']);
    await expectBalance(district);
  });

  it('stores what the files say', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const rows = new Map((await rosterOf(district)).map((row) => [`${row.kind} ${row.key}`, row.says]));
    expect(rows.get('org high')).toMatchObject({
      name: 'North High',
      type: 'school',
      identifier: '001',
      parent_id: 'dist',
    });
    expect(rows.get('academicSession fall')).toMatchObject({
      title: 'Fall',
      start_date: '2026-08-17',
      end_date: '2026-12-18',
      school_year: '2027',
    });
    expect(rows.get('academicSession fall')?.['parent_id']).toBe(rows.get('academicSession year')?.['id']);
    expect(rows.get('class bio-1')).toMatchObject({
      title: 'Biology 1',
      grades: ['09'],
      class_code: 'B1',
      class_type: 'scheduled',
      school_id: 'high',
    });
    expect(rows.get('user t-1')).toMatchObject({
      given_name: 'Rosa',
      family_name: 'Diaz',
      username: 'rosa',
      email: 'rosa@north.example',
      enabled: true,
    });
    expect(rows.get('enrollment e-1')).toMatchObject({
      role: 'teacher',
      is_primary: true,
      begin_date: '2026-08-17',
      end_date: '2026-12-18',
      school_id: 'high',
    });
    expect(rows.get('enrollment e-1')?.['class_id']).toBe(rows.get('class alg-1')?.['id']);
    expect(rows.get('enrollment e-1')?.['person_id']).toBe(rows.get('user t-1')?.['id']);
    expect(rows.get('enrollment e-2')).toMatchObject({ is_primary: null, begin_date: null, end_date: null });
  });

  it('has its columns in another order and means the same', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const turned = Object.fromEntries(
      Object.entries(northHigh).map(([name, table]) => [
        name,
        table
          .split('\n')
          .map((row) => row.split('|').reverse().join('|'))
          .join('\n'),
      ]),
    );
    const run = await importFolder(district, await aSet(hall, turned));
    expect(numbersOf(run)).toEqual({ entered: 15, unchanged: 15 });
  });

  it('loses a child record that its file no longer shows, and gets it back under its old id', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const before = (await rosterOf(district)).find((row) => row.key === 'e-3')?.id;
    const gone = await importFolder(
      district,
      await aSet(hall, { ...northHigh, enrollments: without(northHigh.enrollments, 'e-3') }),
    );
    expect(await changedOf(district, gone.id)).toEqual(['enrollment e-3: deleted']);
    expect(await livingOf(district, 'enrollment')).toEqual(['e-1', 'e-2']);
    const back = await importFolder(district, await aSet(hall, northHigh));
    expect(await changedOf(district, back.id)).toEqual(['enrollment e-3: updated']);
    expect((await rosterOf(district)).find((row) => row.key === 'e-3')).toMatchObject({
      id: before,
      status: 'active',
      deleted: null,
    });
    await expectBalance(district);
  });
});
