import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../../bench/district/read-back.ts';
import { expectBalance, outcomesOf, refusedOf } from './accounts.ts';
import { aDistrict, aHall, type Hall, importFolder, numbersOf, ofKind } from './scene.ts';

const samples = ['../../../shared/samples', '../../../../shared/samples']
  .map((place) => path.resolve(import.meta.dirname, place))
  .find((place) => existsSync(place));

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

type Sample = {
  readonly numbers: object;
  readonly kinds: Readonly<Record<string, object>>;
  readonly entries: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
};

const told: Readonly<Record<string, Sample>> = {
  'oneroster-1.1-minimal': {
    numbers: { entered: 20, created: 12, blocked: 8 },
    kinds: {
      org: { entered: 1, created: 1 },
      academicSession: { entered: 5, created: 5 },
      class: { entered: 2, blocked: 2 },
      user: { entered: 6, created: 6 },
      enrollment: { entered: 6, blocked: 6 },
    },
    entries: { 'class oneroster.parent_missing': 2, 'enrollment oneroster.parent_refused': 6 },
    notes: ['oneroster.password_dropped 1'],
  },
  'oneroster-1.1-with-vendor-columns': {
    numbers: { entered: 10, created: 4, invalid: 3, blocked: 3 },
    kinds: {
      org: { entered: 2, created: 2 },
      academicSession: {},
      course: {},
      class: { entered: 3, invalid: 3 },
      user: { entered: 2, created: 2 },
      enrollment: { entered: 3, blocked: 3 },
    },
    entries: { 'class oneroster.value_missing': 3, 'enrollment oneroster.parent_refused': 3 },
    notes: [
      'oneroster.columns_left 1',
      'oneroster.columns_left 2',
      'oneroster.columns_left 2',
      'oneroster.columns_left 8',
      'oneroster.file_left 0',
      'oneroster.header_unreadable 1',
      'oneroster.password_dropped 1',
      'oneroster.status_in_bulk 1',
      'oneroster.status_in_bulk 1',
      'oneroster.status_in_bulk 2',
    ],
  },
  'sds-2.1': {
    numbers: { entered: 32, created: 2, invalid: 25, blocked: 5 },
    kinds: {
      org: { entered: 4, invalid: 2, blocked: 2 },
      academicSession: { entered: 2, created: 2 },
      course: { entered: 3, blocked: 3 },
      class: { entered: 2, invalid: 2 },
      user: { entered: 8, invalid: 8 },
      role: { entered: 7, invalid: 7 },
      enrollment: { entered: 6, invalid: 6 },
    },
    entries: {
      'org oneroster.value_not_allowed': 2,
      'org oneroster.parent_refused': 2,
      'course oneroster.parent_refused': 3,
      'class oneroster.column_missing': 2,
      'user oneroster.column_missing': 8,
      'role oneroster.column_missing': 7,
      'enrollment oneroster.column_missing': 6,
    },
    notes: [
      'oneroster.columns_left 1',
      'oneroster.columns_left 2',
      'oneroster.columns_left 3',
      'oneroster.columns_left 5',
      'oneroster.file_left 3',
      'oneroster.file_left 3',
      'oneroster.file_left 6',
      'oneroster.manifest_missing 1',
      'oneroster.password_dropped 1',
    ],
  },
};

describe.each(Object.entries(told))('the sample %s', (name, { numbers, kinds, entries, notes }) => {
  it('is accounted for row by row', async (context) => {
    if (samples === undefined) return context.skip('the samples are not beside the clone (../shared/samples)');
    const folder = path.join(samples, name);
    const district = await aDistrict(hall);
    const run = await importFolder(district, folder);
    expect([run.state, numbersOf(run)]).toEqual(['done', numbers]);
    for (const [kind, counted] of Object.entries(kinds)) expect([kind, ofKind(run, kind)]).toEqual([kind, counted]);
    const outcomes = await outcomesOf(district, run.id);
    const refused = Object.groupBy(
      outcomes.filter((one) => one.entry !== null),
      (one) => `${one.kind} ${one.entry}`,
    );
    expect(Object.fromEntries(Object.entries(refused).map(([entry, rows]) => [entry, rows?.length]))).toEqual(entries);
    const remarks = [...run.notes, ...run.parts.flatMap((part) => part.notes)];
    expect(remarks.map((note) => `${note.entry} ${note.count}`).sort()).toEqual(notes);

    // By another reader: every row of every file has entered, or is counted among those that were left.
    let rows = 0;
    for (const file of await readdir(folder))
      if (file !== 'manifest.csv') rows += read(await readFile(path.join(folder, file))).length - 1;
    const left = run.notes
      .filter((note) => note.entry === 'oneroster.file_left')
      .reduce((sum, note) => sum + note.count, 0);
    expect(run.entered + left).toBe(rows);
    await expectBalance(district);
  });

  it('is told the same when it comes again', async (context) => {
    if (samples === undefined) return context.skip('the samples are not beside the clone (../shared/samples)');
    const district = await aDistrict(hall);
    const first = await importFolder(district, path.join(samples, name));
    const again = await importFolder(district, path.join(samples, name));
    expect([again.entered, again.unchanged]).toEqual([first.entered, first.created]);
    expect(await refusedOf(district, again.id)).toEqual(await refusedOf(district, first.id));
    await expectBalance(district);
  });
});
