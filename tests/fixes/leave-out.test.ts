import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCauses } from '../../src/runs/run.read-model.ts';
import { changedOf, expectBalance, livingOf, outcomesOf, refusedOf } from '../import/accounts.ts';
import {
  aDistrict,
  aHall,
  aSet,
  type District,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  without,
} from '../import/scene.ts';
import { apply, carried, leftOut, means, notFine, preview, takeBack, unknownWord } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

/** Mia is a test student of the SIS, whose role no roster knows. */
const withTester = northHigh.users.replace('student | mia', 'tester  | mia');
const tester = unknownWord('user', 'role', 'tester');
const wholeSet = (more: object = {}) => aSet(hall, { ...northHigh, users: withTester, ...more });

async function aSchool(set: string): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(district, set);
  return district;
}

/** What was told of left out records in a run. */
const left = async (district: District, run: number) =>
  (await outcomesOf(district, run))
    .filter((one) => one.entry === 'oneroster.left_out')
    .map(({ kind, key, outcome, facts }) => `${kind} ${key}: ${outcome}, ${facts['reason']}`)
    .sort();

describe('records that shall not come', () => {
  test('are left out with what belongs to them: neither taken nor refused, and told as what they are', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    const seen = await preview(district, leftOut(tester));
    expect([seen.records, seen.waiting, seen.warnings]).toEqual([
      1,
      1,
      ['1 record belongs to these, and is left out with them.'],
    ]);
    const { fix, run } = await carried(district, await apply(district, leftOut(tester)));
    expect([fix.state, numbersOf(run), await notFine(district)]).toEqual(['proved', { entered: 2, unchanged: 2 }, []]);
    expect((await listCauses(district.app, district.actor, run.id)).causes).toEqual([]);
    for (const _ of ['the same files', 'and once more']) {
      const again = await importFolder(district, set);
      expect(numbersOf(again)).toEqual({ entered: 15, unchanged: 15 });
      expect(await left(district, again.id)).toEqual([
        'enrollment e-2: unchanged, user s-1: a test student',
        'user s-1: unchanged, a test student',
      ]);
      expect(again.parts.flatMap(({ notes }) => notes.map(({ message }) => message))).toEqual([
        '1 records were left out because a person decided so.',
        '1 records were left out because a person decided so.',
      ]);
    }
    expect(await livingOf(district, 'user')).toEqual(['s-2', 't-1']);
    await expectBalance(district);
  });

  test('stay out whatever the source says of them, until it is taken back; then they are judged like all others', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    const before = await notFine(district);
    const { fix } = await carried(district, await apply(district, leftOut(tester)));
    const proper = await aSet(hall, northHigh);
    expect(await changedOf(district, (await importFolder(district, proper)).id)).toEqual([]);
    await importFolder(district, set);
    const undone = await takeBack(district, fix);
    expect([undone.state, await notFine(district)]).toEqual(['undone', before]);
    expect(numbersOf(await importFolder(district, set))).toEqual({
      entered: 15,
      unchanged: 13,
      invalid: 1,
      blocked: 1,
    });
    const run = await importFolder(district, proper);
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-2: created', 'user s-1: created']);
    await expectBalance(district);
  });

  test('come back by the same files where they were taken back while these were gone', async () => {
    const district = await aSchool(await wholeSet());
    const { fix } = await carried(district, await apply(district, leftOut(tester)));
    const proper = await aSet(hall, northHigh);
    await importFolder(district, proper);
    await sql`update part set source = source || '{"path": "/nowhere"}' where district_id = ${district.id} and source ? 'path'`.execute(
      district.app.db,
    );
    const undone = await takeBack(district, fix);
    expect(undone.undone?.run).toBeNull();
    const run = await importFolder(district, proper);
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-2: created', 'user s-1: created']);
    await expectBalance(district);
  });

  test('come back by themselves when it ends, though the files are the same', async () => {
    const set = await aSet(hall, northHigh);
    const district = await aSchool(await wholeSet());
    const until = { until: '2099-06-30' };
    await carried(district, await apply(district, leftOut(tester, undefined, until)));
    await importFolder(district, set);
    const stored = await sql<{
      until: Date;
    }>`select until_at as until from exemption where district_id = ${district.id}`.execute(district.app.db);
    expect(stored.rows.map((row) => row.until.toISOString())).toEqual(['2099-07-01T05:00:00.000Z']);
    await sql`update exemption set until_at = now() - interval '1 second' where district_id = ${district.id}`.execute(
      district.app.db,
    );
    const run = await importFolder(district, set);
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-2: created', 'user s-1: created']);
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });

  test('are left out once more where it has ended and they are refused as before', async () => {
    const set = await wholeSet();
    const district = await aSchool(set);
    const asked = leftOut(tester, undefined, { until: '2099-06-30' });
    const first = await carried(district, await apply(district, asked));
    await sql`update exemption set until_at = now() where district_id = ${district.id}`.execute(district.app.db);
    const run = await importFolder(district, set);
    expect(numbersOf(run)).toEqual({ entered: 15, unchanged: 13, invalid: 1, blocked: 1 });
    const second = await carried(district, await apply(district, asked));
    expect([second.fix.id, second.fix.state, await notFine(district)]).toEqual([first.fix.id + 1, 'proved', []]);
    await expectBalance(district);
  });

  test('that the roster holds already stay there, whether the source shows them or not', async () => {
    const district = await aSchool(await aSet(hall, northHigh));
    await importFolder(district, await wholeSet());
    const seen = await preview(district, leftOut(tester));
    expect(seen.warnings).toEqual(['1 of these records is in the roster already, and stays there as it is.']);
    const { fix } = await carried(district, await apply(district, leftOut(tester)));
    await importFolder(district, await wholeSet());
    const gone = { users: without(withTester, 's-1'), enrollments: without(northHigh.enrollments, 'e-2') };
    const run = await importFolder(district, await wholeSet(gone));
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-2: deleted']);
    expect(await livingOf(district, 'user')).toEqual(['s-1', 's-2', 't-1']);
    await takeBack(district, fix);
    expect(await changedOf(district, (await importFolder(district, await wholeSet(gone))).id)).toEqual([
      'user s-1: deleted',
    ]);
    await expectBalance(district);
  });

  test('that the roster held when it ended are deleted like others, if the source has them no more', async () => {
    const district = await aSchool(await aSet(hall, northHigh));
    await importFolder(district, await wholeSet());
    await carried(district, await apply(district, leftOut(tester, undefined, { until: '2099-06-30' })));
    const gone = await wholeSet({
      users: without(withTester, 's-1'),
      enrollments: without(northHigh.enrollments, 'e-2'),
    });
    await importFolder(district, gone);
    await importFolder(district, gone);
    await sql`update exemption set until_at = now() where district_id = ${district.id}`.execute(district.app.db);
    expect(await changedOf(district, (await importFolder(district, gone)).id)).toEqual(['user s-1: deleted']);
    await expectBalance(district);
  });

  test('may be picked from a group, or taken out of the list', async () => {
    const users = northHigh.users.replaceAll('student | ', 'tester  | ');
    const set = await aSet(hall, { ...northHigh, users });
    const district = await aSchool(set);
    await carried(district, await apply(district, leftOut(tester, ['s-1'])));
    expect(await notFine(district)).toEqual([
      'enrollment e-3: blocked oneroster.parent_refused',
      'user s-2: invalid oneroster.value_not_allowed',
    ]);
    const other = await aSchool(set);
    await carried(other, await apply(other, leftOut(tester), { without: ['s-1'] }));
    expect(await notFine(other)).toEqual([
      'enrollment e-2: blocked oneroster.parent_refused',
      'user s-1: invalid oneroster.value_not_allowed',
    ]);
    await expect(apply(other, leftOut(tester, ['s-1']), { without: ['s-1'] })).rejects.toMatchObject({
      entry: 'request.fix_for_nothing',
    });
  });

  test('leave room for the others: what is said of their word counts for these only', async () => {
    const users = northHigh.users.replaceAll('student | ', 'tester  | ');
    const set = await aSet(hall, { ...northHigh, users });
    const district = await aSchool(set);
    await carried(district, await apply(district, leftOut(tester, ['s-1'])));
    await carried(district, await apply(district, means(tester, 'student')));
    const run = await importFolder(district, set);
    expect([numbersOf(run), await refusedOf(district, run.id)]).toEqual([
      { entered: 15, unchanged: 15 },
      ['enrollment e-2: unchanged oneroster.left_out', 'user s-1: unchanged oneroster.left_out'],
    ]);
    expect(await livingOf(district, 'user')).toEqual(['s-2', 't-1']);
    await expectBalance(district);
  });

  test('may be many: each is told, page after page', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => `x-${at} | true | high | tester | u${at} | A | B |`);
    const many = `${northHigh.users}\n${rows.join('\n')}`;
    const set = await aSet(hall, { ...northHigh, users: many });
    const district = await aSchool(set);
    const { run } = await carried(district, await apply(district, leftOut(tester)));
    expect(numbersOf(run)).toEqual({ entered: 3000, unchanged: 3000 });
    const again = await importFolder(district, set);
    expect([numbersOf(again), (await left(district, again.id)).length]).toEqual([
      { entered: 3015, unchanged: 3015 },
      3000,
    ]);
    await expectBalance(district);
  });
});
