import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showFix } from '../../src/fixes/fix.read-model.ts';
import { changedOf, expectBalance, livingOf, refusedOf, rosterOf } from '../import/accounts.ts';
import {
  aDistrict,
  aHall,
  aSet,
  csvOf,
  type District,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  without,
} from '../import/scene.ts';
import { apply, carried, means, notFine, preview, takeBack, unknownWord } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

/** The two students of the school are pupils in the words of the SIS. */
const pupils = northHigh.users.replaceAll('student | ', 'Pupil | ');
const asPupils = unknownWord('user', 'role', 'Pupil');
const wholeSet = (users: string = pupils) => aSet(hall, { ...northHigh, users });

async function aSchool(set: string): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(district, set);
  return district;
}
const roleOf = async (district: District, key: string) => {
  const accounts = await district.app.db
    .selectFrom('account')
    .innerJoin('person', (join) =>
      join.onRef('person.district_id', '=', 'account.district_id').onRef('person.id', '=', 'account.person_id'),
    )
    .select('account.role')
    .where('person.district_id', '=', district.id)
    .where('person.source_key', '=', key)
    .execute();
  return [...new Set(accounts.map(({ role }) => role))].join();
};
const allFine = {
  user: ['s-1', 's-2', 't-1'],
  enrollment: ['e-1', 'e-2', 'e-3'],
};
const living = async (district: District) => ({
  user: await livingOf(district, 'user'),
  enrollment: await livingOf(district, 'enrollment'),
});

describe('a word that OneRoster does not know', () => {
  test('is shown before and after, with what waits for its records', async () => {
    const district = await aSchool(await wholeSet());
    const seen = await preview(district, means(asPupils, 'student'));
    expect(seen).toMatchObject({ records: 2, waiting: 2, carried: 'at_once', nextCursor: null });
    expect(seen.rows).toEqual([
      { kind: 'user', key: 's-1', file: 'users.csv', line: 3, before: 'Pupil', after: 'student', still: [] },
      { kind: 'user', key: 's-2', file: 'users.csv', line: 4, before: 'Pupil', after: 'student', still: [] },
    ]);
    expect(seen.warnings).toEqual(['2 records wait for these, and are tried again with them.']);
    const first = await preview(district, means(asPupils, 'student'), 1);
    expect([first.records, first.rows.map(({ key }) => key), first.nextCursor !== null]).toEqual([2, ['s-1'], true]);
  });

  test('once it is said what it means, only its records are sent again, and all that waited', async () => {
    const district = await aSchool(await wholeSet());
    const { fix, run } = await carried(district, await apply(district, means(asPupils, 'student')));
    expect(numbersOf(run)).toEqual({ entered: 4, created: 4 });
    expect([run.trigger, fix.state, fix.refused, fix.notCarried]).toEqual(['fix', 'proved', 0, 0]);
    expect(await changedOf(district, run.id)).toEqual([
      'enrollment e-2: created',
      'enrollment e-3: created',
      'user s-1: created',
      'user s-2: created',
    ]);
    expect([await notFine(district), await living(district)]).toEqual([[], allFine]);
    expect(await roleOf(district, 's-1')).toBe('student');
    await expectBalance(district);
  });

  test('every later reading understands it: the same files, changed ones, and ones that say it properly', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    await carried(district, await apply(district, means(asPupils, 'student')));
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 15, unchanged: 15 });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 15, unchanged: 15 });
    await appendFile(path.join(set, 'users.csv'), csvOf('s-9 | true | high | Pupil | noa | Noa | Levi |'));
    const grown = await importFolder(district, set);
    expect([numbersOf(grown), await changedOf(district, grown.id)]).toEqual([
      { entered: 16, created: 1, unchanged: 15 },
      ['user s-9: created'],
    ]);
    await writeFile(path.join(set, 'users.csv'), csvOf(northHigh.users));
    const proper = await importFolder(district, set);
    expect(await changedOf(district, proper.id)).toEqual(['user s-9: deleted']);
    await expectBalance(district);
  });

  test('somebody who vanishes from the files after the fix is deleted like anybody else', async () => {
    const district = await aSchool(await wholeSet());
    await carried(district, await apply(district, means(asPupils, 'student')));
    const fewer = { ...northHigh, users: without(pupils, 's-2'), enrollments: without(northHigh.enrollments, 'e-3') };
    const run = await importFolder(district, await aSet(hall, fewer));
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-3: deleted', 'user s-2: deleted']);
    await expectBalance(district);
  });

  test('files of changes are read by it too', async () => {
    const district = await aSchool(await wholeSet());
    await carried(district, await apply(district, means(asPupils, 'student')));
    const users = `sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | givenName | familyName
      s-7 | active | 2026-09-01T00:00:00.000Z | true | high | Pupil | noa | Noa | Levi`;
    const run = await importFolder(district, await aSet(hall, { manifest: 'delta', users }));
    expect([numbersOf(run), await roleOf(district, 's-7')]).toEqual([{ entered: 1, created: 1 }, 'student']);
  });

  test('means something in its column only, and for its connection only', async () => {
    const district = await aSchool(await wholeSet());
    await carried(district, await apply(district, means(asPupils, 'student')));
    const enrollments = northHigh.enrollments.replace('s-1           | student', 's-1           | Pupil');
    const run = await importFolder(district, await aSet(hall, { ...northHigh, users: pupils, enrollments }));
    expect(await refusedOf(district, run.id)).toEqual(['enrollment e-2: invalid oneroster.value_not_allowed']);
    const users = pupils.replaceAll('s-', 'x-').replace('t-1', 'x-t');
    const other = await importFolder(district, await aSet(hall, { users }), { connection: 'another' });
    expect(numbersOf(other)).toEqual({ entered: 3, created: 1, invalid: 2 });
  });

  test.each([
    [
      'class',
      'classes',
      'classType',
      'period',
      'scheduled',
      northHigh.classes.replace('A1        | scheduled', 'A1        | period'),
    ],
    ['org', 'orgs', 'type', 'campus', 'school', northHigh.orgs.replace('| school   | 002', '| campus   | 002')],
    ['user', 'users', 'enabledUser', 'Y', 'true', northHigh.users.replace('s-1       | true', 's-1       | Y')],
  ])('in a %s: %s, %s “%s” is %s', async (kind, file, column, value, word, table) => {
    const district = await aSchool(await aSet(hall, { ...northHigh, [file]: table }));
    const entry = column === 'enabledUser' ? 'oneroster.boolean_unreadable' : 'oneroster.value_not_allowed';
    const { fix } = await carried(
      district,
      await apply(district, means({ ...unknownWord(kind, column, value), entry }, word)),
    );
    expect([fix.state, await notFine(district)]).toEqual(['proved', []]);
    await expectBalance(district);
  });

  test('a status of its own is read as one, and may delete', async () => {
    const district = await aSchool(await aSet(hall, northHigh));
    const users = `sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | givenName | familyName
      s-1 | Left | 2026-09-01T00:00:00.000Z | true | high | student | mia | Mia | Chen
      s-2 | Left | 2026-09-01T00:00:00.000Z | true | high | student | leo | Leo | Okafor`;
    const set = await aSet(hall, { manifest: 'delta', users });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 2, invalid: 2 });
    const group = unknownWord('user', 'status', 'left');
    const { fix, run } = await carried(
      district,
      await apply(district, means(group, 'tobedeleted'), { without: ['s-2'] }),
    );
    expect([fix.state, await changedOf(district, run.id), await notFine(district)]).toEqual([
      'proved',
      ['user s-1: deleted'],
      ['user s-2: invalid oneroster.value_not_allowed'],
    ]);
    expect(await refusedOf(district, (await importFolder(district, set)).id)).toEqual([
      'user s-2: invalid oneroster.value_not_allowed',
    ]);
    await expectBalance(district);
  });
});

describe('a fix', () => {
  test('fails where its records are still refused, and tells before what else is wrong with them', async () => {
    const users = pupils
      .replace('high,elem', 'high')
      .replace('true        | high          | Pupil | mia', 'maybe       | high          | Pupil | mia');
    const district = await aSchool(await wholeSet(users));
    const group = unknownWord('user', 'role', 'Pupil');
    const unreadable = {
      ...group,
      entry: 'oneroster.boolean_unreadable',
      facts: { column: 'enabledUser', value: 'maybe' },
    };
    const seen = await preview(district, means(unreadable, 'true'));
    expect(seen.rows.map(({ key, still }) => [key, still])).toEqual([['s-1', ['A value outside the list (role)']]]);
    const { fix, run } = await carried(district, await apply(district, means(unreadable, 'true')));
    expect([fix.state, fix.refused]).toEqual(['failed', 1]);
    expect(await refusedOf(district, run.id)).toEqual([
      'enrollment e-2: blocked oneroster.parent_refused',
      'user s-1: invalid oneroster.value_not_allowed',
    ]);
    const second = await carried(district, await apply(district, means(group, 'student')));
    expect([second.fix.state, second.fix.records, await notFine(district)]).toEqual(['proved', 2, []]);
  });

  test('leaves alone the rows that are taken out of its list, now and later', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    const asked = await apply(district, means(asPupils, 'student'), { without: ['s-2'] });
    const { fix, run } = await carried(district, asked);
    expect([fix.state, fix.records, numbersOf(run)]).toEqual(['proved', 1, { entered: 2, created: 2 }]);
    const refused = [
      'enrollment e-3: blocked oneroster.parent_refused',
      'user s-2: invalid oneroster.value_not_allowed',
    ];
    expect(await notFine(district)).toEqual(refused);
    expect(await refusedOf(district, (await importFolder(district, set)).id)).toEqual(refused);
    await expect(preview(district, means(asPupils, 'teacher'))).rejects.toMatchObject({
      entry: 'request.fix_in_force',
      facts: { fix: '1' },
    });
  });

  test('whose records lie in files that are gone waits for the next reading, which proves it', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    await appendFile(path.join(set, 'users.csv'), '\r\n');
    expect((await preview(district, means(asPupils, 'student'))).carried).toBe('next_reading');
    const fix = await apply(district, means(asPupils, 'student'));
    // The enrollments' file lies as it did: they are tried, and still wait.
    expect((await carried(district, fix)).fix).toMatchObject({ state: 'applied', notCarried: 2 });
    const run = await importFolder(district, set);
    expect(numbersOf(run)).toEqual({ entered: 15, created: 4, unchanged: 11 });
    const proved = await showFix(district.app, district.actor, fix.id);
    expect(proved).toMatchObject({ state: 'proved', notCarried: 0, takesBack: { removed: 4, restored: 0 } });
    await takeBack(district, fix);
    expect(await living(district)).toEqual({ user: ['t-1'], enrollment: ['e-1'] });
    await expectBalance(district);
  });
});

describe('taken back', () => {
  test('what it brought goes, its records are refused as before, and the same files say the same', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    const before = await notFine(district);
    const { fix } = await carried(district, await apply(district, means(asPupils, 'teacher')));
    expect([await roleOf(district, 's-1'), fix.takesBack]).toEqual(['teacher', { removed: 4, restored: 0 }]);
    await importFolder(district, set);
    const undone = await takeBack(district, fix);
    expect(undone).toMatchObject({ state: 'undone', takesBack: null, undone: { by: district.actor.name } });
    expect([await notFine(district), await living(district)]).toEqual([before, { user: ['t-1'], enrollment: ['e-1'] }]);
    for (const _ of ['unchanged files', 'and once more']) {
      const run = await importFolder(district, set);
      expect(numbersOf(run)).toEqual({ entered: 15, unchanged: 11, invalid: 2, blocked: 2 });
      expect(await notFine(district)).toEqual(before);
    }
    const right = await carried(district, await apply(district, means(asPupils, 'student')));
    expect([right.fix.state, await living(district), await roleOf(district, 's-1')]).toEqual([
      'proved',
      allFine,
      'student',
    ]);
    await expectBalance(district);
  });

  test('a row that stood otherwise before is as it was', async () => {
    const district = await aSchool(await aSet(hall, northHigh));
    const told = async () => (await rosterOf(district)).find((row) => row.key === 's-2')?.says;
    const before = await told();
    const users = pupils.replace('Leo       ', 'Leonard   ').replace('high,elem', 'high     ');
    await importFolder(district, await wholeSet(users));
    const seen = await preview(district, means(asPupils, 'administrator'));
    expect(seen.warnings[0]).toBe(
      '2 of these records are in the roster already, as they were before, and are replaced by what the source says now.',
    );
    const { fix } = await carried(district, await apply(district, means(asPupils, 'administrator')));
    expect([(await told())?.['given_name'], await roleOf(district, 's-2')]).toEqual(['Leonard', 'administrator']);
    expect(fix.takesBack).toEqual({ removed: 0, restored: 2 });
    await takeBack(district, fix);
    expect([await told(), await roleOf(district, 's-2')]).toEqual([before, 'student']);
    expect(await notFine(district)).toEqual([
      'user s-1: invalid oneroster.value_not_allowed',
      'user s-2: invalid oneroster.value_not_allowed',
    ]);
    const proper = await importFolder(district, await aSet(hall, northHigh));
    expect(numbersOf(proper)).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });

  test('what a later reading has changed is left as that reading said', async () => {
    const district = await aSchool(await wholeSet());
    const { fix } = await carried(district, await apply(district, means(asPupils, 'student')));
    await importFolder(district, await wholeSet(pupils.replace('Mia ', 'Maja')));
    expect((await showFix(district.app, district.actor, fix.id)).takesBack).toEqual({ removed: 3, restored: 0 });
    await takeBack(district, fix);
    // Her enrollment is taken back and judged again: she is there, and so it comes.
    expect(await living(district)).toEqual({ user: ['s-1', 't-1'], enrollment: ['e-1', 'e-2'] });
    await expectBalance(district);
  });
});
