import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listOutcomes } from '../../src/runs/outcome.read-model.ts';
import { changedOf, expectBalance, livingOf, refusedOf, rosterOf } from './accounts.ts';
import { aDistrict, aHall, aSet, type District, type Hall, importFolder, northHigh, numbersOf } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const head =
  'sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | givenName | familyName';
const changes = (...rows: string[]) =>
  [head, ...rows.map((row) => row.replace(' | ', ' | active | 2026-09-01T00:00:00.000Z | '))].join('\n');
const delta = (users: string) => aSet(hall, { manifest: 'delta', users });

async function aSchool(users: string = northHigh.users): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(district, await aSet(hall, { ...northHigh, users }));
  return district;
}

describe('changes after a whole list', () => {
  it('that come again count their own rows, and not what the whole list had wrong', async () => {
    const district = await aSchool(northHigh.users.replace('student | mia', 'pupil | mia'));
    const set = await delta(changes('s-9 | true | high | student | noa | Noa | Levi'));
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 1, created: 1 });
    const again = await importFolder(district, set);
    expect([numbersOf(again), await refusedOf(district, again.id)]).toEqual([{ entered: 1, unchanged: 1 }, []]);
    const whole = await importFolder(
      district,
      await aSet(hall, { ...northHigh, users: northHigh.users.replace('student | mia', 'pupil | mia') }),
    );
    expect(await refusedOf(district, whole.id)).toEqual([
      'enrollment e-2: blocked oneroster.parent_refused',
      'user s-1: invalid oneroster.value_not_allowed',
    ]);
    expect(await changedOf(district, whole.id)).toEqual(['user s-9: deleted']);
    await expectBalance(district);
  });

  it('are undone by the same whole list, which is not taken for unchanged', async () => {
    const district = await aSchool();
    const first = await delta(changes('s-1 | true | high | student | mia | Maja | Chen'));
    const second = await delta(changes('s-1 | true | high | student | mia | Mila | Chen'));
    const givenName = async () => (await rosterOf(district)).find((row) => row.key === 's-1')?.says['given_name'];
    for (const [set, name] of [
      [first, 'Maja'],
      [second, 'Mila'],
      [first, 'Maja'],
    ] as const) {
      expect(await changedOf(district, (await importFolder(district, set)).id)).toEqual(['user s-1: updated']);
      expect(await givenName()).toBe(name);
    }
    const whole = await importFolder(district, await aSet(hall, northHigh));
    expect(await changedOf(district, whole.id)).toEqual(['user s-1: updated']);
    expect(await givenName()).toBe('Mia');
    expect(await changedOf(district, (await importFolder(district, first)).id)).toEqual(['user s-1: updated']);
    await expectBalance(district);
  });

  it('correct a row that was refused, and what waited for it goes through with the next whole list', async () => {
    const district = await aSchool(northHigh.users.replace('student | mia', 'pupil | mia'));
    await importFolder(district, await delta(changes('s-1 | true | high | student | mia | Mia | Chen')));
    expect(await livingOf(district, 'enrollment')).toEqual(['e-1', 'e-3']);
    const run = await importFolder(district, await aSet(hall, northHigh));
    expect(await changedOf(district, run.id)).toEqual(['enrollment e-2: created']);
    expect(await refusedOf(district, run.id)).toEqual([]);
    await expectBalance(district);
  });

  it('delete a person: the enrollments that still say so are blocked, and come back with them', async () => {
    const district = await aSchool();
    const gone = `${head}\ns-1 | tobedeleted | 2026-09-01 | true | high | student | mia | Mia | Chen`;
    expect(await changedOf(district, (await importFolder(district, await delta(gone))).id)).toEqual([
      'user s-1: deleted',
    ]);
    const { users: _, ...others } = northHigh;
    const blocked = await importFolder(district, await aSet(hall, others));
    expect(await refusedOf(district, blocked.id)).toEqual(['enrollment e-2: blocked oneroster.parent_missing']);
    const back = await importFolder(district, await aSet(hall, northHigh));
    expect([await changedOf(district, back.id), await refusedOf(district, back.id)]).toEqual([
      ['user s-1: updated'],
      [],
    ]);
    await expectBalance(district);
  });
});

describe('the list of what became of the records of a run', () => {
  it('shows every one once, page by page, where kinds share their keys', async () => {
    const district = await aDistrict(hall);
    const numbered = Object.fromEntries(
      Object.entries(northHigh).map(([name, table]) => {
        const keys = [
          'dist',
          'high',
          'elem',
          'year',
          'fall',
          'alg',
          'bio',
          'alg-1',
          'bio-1',
          't-1',
          's-1',
          's-2',
          'e-1',
          'e-2',
          'e-3',
        ];
        const firsts = ['dist', 'year', 'alg', 'alg-1', 't-1', 'e-1'];
        let at = 0;
        const numbers = new Map(
          keys.map((key) => {
            at = firsts.includes(key) ? 1 : at + 1;
            return [key, String(at)];
          }),
        );
        const cell = (text: string) =>
          text
            .split(',')
            .map((one) => numbers.get(one.trim()) ?? one.trim())
            .join(',');
        return [
          name,
          table
            .split('\n')
            .map((row) => row.split('|').map(cell).join(' | '))
            .join('\n'),
        ];
      }),
    );
    const run = await importFolder(district, await aSet(hall, numbered));
    expect(numbersOf(run)).toEqual({ entered: 15, created: 15 });
    for (const limit of [1, 2, 4, 7, 100]) {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { run: run.id, limit, outcome: 'created' as const, ...(cursor === undefined ? {} : { cursor }) };
        const page = await listOutcomes(hall.app, district.actor, query);
        expect(page.outcomes.length).toBeLessThanOrEqual(limit);
        seen.push(...page.outcomes.map((one) => `${one.kind} ${one.key}`));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(seen).toHaveLength(15);
      expect(new Set(seen).size).toBe(15);
    }
  });
});
