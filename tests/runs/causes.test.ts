import { afterAll, beforeAll, expect, it } from 'vitest';
import { listCauses } from '../../src/runs/run.read-model.ts';
import { aDistrict, aHall, aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';

// What a run left wrong is told by what has to be put right, as long as it is still so.

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const broken = northHigh.users
  .replace('student | mia', 'pupil | mia')
  .replace('student | leo', 'pupil | leo')
  .replace('teacher | rosa', 'prof | rosa');
const read = async (district: District, users: string) =>
  importFolder(district, await aSet(hall, { orgs: northHigh.orgs, users }));
const groupsOf = async (district: District, run: number) => {
  const { causes } = await listCauses(district.app, district.actor, run);
  return causes.map(({ count, groups }) => ({ count, groups }));
};
const group = (value: string, records: number) => ({
  flow: 1,
  entry: 'oneroster.value_not_allowed',
  kind: 'user',
  facts: { column: 'role', value },
  records,
});

it('a cause names the groups of its records, and no record any more that has gone through since', async () => {
  const district = await aDistrict(hall);
  const first = await read(district, broken);
  expect(await groupsOf(district, first.id)).toEqual([{ count: 3, groups: [group('pupil', 2), group('prof', 1)] }]);
  const second = await read(district, broken.replace('prof', 'teacher').replace('pupil | leo', 'student | leo'));
  expect(await groupsOf(district, first.id)).toEqual([{ count: 3, groups: [group('pupil', 1)] }]);
  expect(await groupsOf(district, second.id)).toEqual([{ count: 1, groups: [group('pupil', 1)] }]);
  await read(district, northHigh.users);
  expect(await groupsOf(district, second.id)).toEqual([{ count: 1, groups: [] }]);
  // What is refused later is not what this run left.
  await read(district, broken);
  expect(await groupsOf(district, first.id)).toEqual([{ count: 3, groups: [] }]);
});
