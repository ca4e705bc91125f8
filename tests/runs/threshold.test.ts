import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listConnections } from '../../src/connections/connection.read-model.ts';
import { changeConnection } from '../../src/connections/connection.usecases.ts';
import type { Threshold } from '../../src/runs/threshold.schema.ts';
import { changedOf, expectBalance, livingOf, refusedOf } from '../import/accounts.ts';
import { dismissHold, releaseHold, showHold } from '../import/holds.ts';
import {
  aDistrict,
  aHall,
  aSet,
  askFor,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
} from '../import/scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

/** Sections of a school: `section 1 of high`, with a code each. */
const sections = (school: string, from: number, to: number, id = school) =>
  Array.from(
    { length: to - from + 1 },
    (_, at) =>
      `${id}-${from + at} | Section ${from + at} | 09 | alg | ${school.toUpperCase()}${from + at} | scheduled | ${school} | fall`,
  ).join('\n');
const classes = (...rows: readonly string[]) =>
  [
    'sourcedId | title | grades | courseSourcedId | classCode | classType | schoolSourcedId | termSourcedIds',
    ...rows,
  ].join('\n');
const { users: _, enrollments: __, ...base } = northHigh;

/** A district with 20 sections at one school and 30 at another, and rules for its files. */
async function withSections(rules: readonly Threshold[]): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(
    district,
    await aSet(hall, { ...base, classes: classes(sections('high', 1, 20), sections('elem', 1, 30)) }),
  );
  await setRules(district, rules);
  return district;
}

async function setRules({ app, actor }: District, rules: readonly Threshold[]) {
  const { connections } = await listConnections(app, actor, { limit: 10, q: 'files' });
  await changeConnection(app, actor, { id: connections[0]?.id ?? '', change: { thresholds: [...rules] } });
}
/** Until the first page of users is stored, or all are. */
async function untilBegun({ app, id }: District, run: number): Promise<void> {
  for (let begun = false; !begun; await pause(5)) {
    const parts = await app.db
      .selectFrom('part')
      .select(['held', 'state'])
      .where('district_id', '=', id)
      .where('run_no', '=', run)
      .where('kind', '=', 'user')
      .execute();
    begun = parts.some(({ held, state }) => held > 0 || state === 'done');
  }
}
const importClasses = async (district: District, ...rows: readonly string[]) =>
  importFolder(district, await aSet(hall, { ...base, classes: classes(...rows) }));
const above = (count: number, percent: number) => ({ count, percent });
const eachSchool: Threshold = { operation: 'delete', school: '*', above: above(5, 50) };

describe('thresholds', () => {
  it('by school hold what would be deleted of one, and let the deletions of another through', async () => {
    const district = await withSections([eachSchool]);
    const run = await importClasses(district, sections('high', 15, 20), sections('elem', 4, 30));
    expect(ofKind(run, 'class')).toEqual({ entered: 50, unchanged: 33, deleted: 3, held: 14 });
    const hold = await showHold(district.app, district.actor, 1);
    expect(hold).toMatchObject({
      operation: 'delete',
      records: 14,
      known: 20,
      schools: [{ id: 'high', name: 'North High', records: 14 }],
    });
    expect(hold.reason).toContain('more than 50 %');
    await expectBalance(district);
  });

  it('of a kind may never hold anything', async () => {
    const district = await withSections([{ operation: 'delete', kind: 'class', above: null }]);
    const run = await importClasses(district, sections('high', 1, 1));
    expect(ofKind(run, 'class')).toEqual({ entered: 50, unchanged: 1, deleted: 49 });
  });

  it('of a phase hold in that phase only, by the terms of the source', async () => {
    const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
    const academicSessions = `
      sourcedId | title | type | startDate | endDate | parentSourcedId | schoolYear
      year | Year | schoolYear | ${days(-200)} | ${days(165)} | | 2027
      fall | Fall | semester | ${days(-60)} | ${days(60)} | year | 2027`;
    const district = await aDistrict(hall);
    const bring = async (...rows: readonly string[]) =>
      importFolder(district, await aSet(hall, { ...base, academicSessions, classes: classes(...rows) }));
    await bring(sections('high', 1, 40));
    await setRules(district, [{ operation: 'delete', phase: 'start', above: null }]);
    expect(ofKind(await bring(sections('high', 21, 40)), 'class')).toEqual({ entered: 40, unchanged: 20, held: 20 });
    await setRules(district, [{ operation: 'delete', phase: 'middle', above: null }]);
    expect(ofKind(await bring(sections('high', 22, 40)), 'class')).toEqual({ entered: 40, unchanged: 19, deleted: 21 });
  });

  it('hold new records where somebody set it, show them, and a release brings them in as they were shown', async () => {
    const district = await withSections([{ operation: 'create', kind: 'class', above: above(5, 10) }]);
    const rows = [sections('high', 1, 20), sections('elem', 1, 30), sections('high', 21, 30)];
    const run = await importClasses(district, ...rows);
    expect(ofKind(run, 'class')).toEqual({ entered: 60, unchanged: 50, held: 10 });
    expect(await livingOf(district, 'class')).toHaveLength(50);
    const hold = await showHold(district.app, district.actor, 1);
    expect(hold).toMatchObject({ operation: 'create', records: 10, known: 50, odd: [] });
    expect(hold.sample[0]).toMatchObject({ key: 'high-21', name: 'Section 21' });
    expect(hold.sample[0]?.changes).toContainEqual({ field: 'class_code', before: null, after: 'HIGH21' });
    const released = await releaseHold(district.app, district.actor, { no: 1, digest: hold.digest });
    expect(numbersOf(await endOf(district, released.run.id))).toEqual({ entered: 10, created: 10 });
    const again = await importClasses(district, ...rows);
    expect(ofKind(again, 'class')).toEqual({ entered: 60, unchanged: 60 });
    await expectBalance(district);
  });

  it('hold changes, and show what stands now and what would stand then', async () => {
    const district = await withSections([{ operation: 'update', above: above(5, 10) }]);
    const rows = [sections('high', 1, 20).replaceAll('Section ', 'Room '), sections('elem', 1, 30)];
    const run = await importClasses(district, ...rows);
    expect(ofKind(run, 'class')).toEqual({ entered: 50, unchanged: 30, held: 20 });
    const hold = await showHold(district.app, district.actor, 1);
    expect(hold.sample[0]).toEqual({
      key: 'high-1',
      name: 'Section 1',
      changes: [{ field: 'title', before: 'Section 1', after: 'Room 1' }],
    });
    const { run: released } = await releaseHold(district.app, district.actor, {
      no: 1,
      digest: hold.digest,
      records: ['high-1', 'high-2'],
    });
    expect(await changedOf(district, (await endOf(district, released.id)).id)).toEqual([
      'class high-1: updated',
      'class high-2: updated',
    ]);
    expect(await showHold(district.app, district.actor, 1)).toMatchObject({ state: 'open', records: 18 });
    await expectBalance(district);
  });

  it('that held changes are not released by somebody who saw them before they were others', async () => {
    const district = await withSections([{ operation: 'update', above: above(5, 10) }]);
    await importClasses(district, sections('high', 1, 20).replaceAll('Section ', 'Room '), sections('elem', 1, 30));
    const { digest } = await showHold(district.app, district.actor, 1);
    await importClasses(district, sections('high', 1, 20).replaceAll('Section ', 'Hall '), sections('elem', 1, 30));
    await expect(releaseHold(district.app, district.actor, { no: 1, digest })).rejects.toMatchObject({
      entry: 'request.hold_changed',
    });
  });

  it('that held changes are dismissed: they are left out from then on', async () => {
    const district = await withSections([{ operation: 'update', above: above(5, 10) }]);
    const rows = [sections('high', 1, 20).replaceAll('Section ', 'Room '), sections('elem', 1, 30)];
    await importClasses(district, ...rows);
    const { digest } = await showHold(district.app, district.actor, 1);
    await dismissHold(district.app, district.actor, { no: 1, digest });
    const again = await importClasses(district, ...rows);
    expect(ofKind(again, 'class')).toEqual({ entered: 50, unchanged: 50 });
    expect(again.holds).toEqual([]);
    expect(await refusedOf(district, again.id)).toContain('class high-1: unchanged oneroster.left_out');
  });

  it('do not hold the first reading, however much it brings', async () => {
    const district = await aDistrict(hall);
    const { users: _u, enrollments: _e, classes: _c, ...first } = northHigh;
    await importFolder(district, await aSet(hall, first));
    await setRules(district, [{ operation: 'create', above: above(0, 0) }]);
    const run = await importClasses(district, sections('high', 1, 20));
    expect(ofKind(run, 'class')).toEqual({ entered: 20, created: 20 });
  });

  it('hold all of them also where the worker was stopped in between', async () => {
    const district = await aDistrict(hall);
    const users = (to: number) =>
      [
        'sourcedId | enabledUser | orgSourcedIds | role | username | givenName | familyName',
        ...Array.from({ length: to }, (_, n) => `p-${n} | true | high | student | u${n} | Given | Family`),
      ].join('\n');
    await importFolder(district, await aSet(hall, { orgs: northHigh.orgs, users: users(100) }));
    await setRules(district, [{ operation: 'create', above: above(50, 50) }]);
    const { run } = await askFor(district, await aSet(hall, { orgs: northHigh.orgs, users: users(9000) }));
    await untilBegun(district, run);
    await hall.rest();
    await hall.work();
    const ended = await endOf(district, run);
    expect(ofKind(ended, 'user')).toEqual({ entered: 9000, unchanged: 100, held: 8900 });
    expect(ended.holds).toEqual([{ id: 1, kind: 'user', records: 8900 }]);
    await expectBalance(district);
  });

  it('say in a dry run what would be held, and then hold just that', async () => {
    const district = await withSections([eachSchool, { operation: 'create', school: 'elem', above: above(2, 1) }]);
    const set = await aSet(hall, { ...base, classes: classes(sections('high', 15, 20), sections('elem', 1, 40)) });
    const dry = await importFolder(district, set, { dry: true });
    const real = await importFolder(district, set);
    expect(ofKind(dry, 'class')).toEqual({ entered: 60, unchanged: 36, held: 24 });
    expect(ofKind(real, 'class')).toEqual(ofKind(dry, 'class'));
    expect(dry.wouldHold.map(({ entry, records }) => `${records} ${entry}`)).toEqual([
      '10 oneroster.mass_creation',
      '14 oneroster.mass_deletion',
    ]);
    expect(real.holds.map(({ records }) => records).sort()).toEqual([10, 14]);
  });
});

describe('a hold is released in part', () => {
  it('by school: the others wait under it', async () => {
    const district = await withSections([]);
    await importClasses(district, sections('high', 11, 20), sections('elem', 6, 30));
    const hold = await showHold(district.app, district.actor, 1);
    expect(hold.schools).toEqual([
      { id: 'high', name: 'North High', records: 10 },
      { id: 'elem', name: 'North Primary', records: 5 },
    ]);
    const { run } = await releaseHold(district.app, district.actor, {
      no: 1,
      digest: hold.digest,
      schools: ['elem'],
    });
    expect(await changedOf(district, (await endOf(district, run.id)).id)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `class elem-${n}: deleted`),
    );
    expect(await showHold(district.app, district.actor, 1)).toMatchObject({
      state: 'open',
      records: 10,
      schools: [{ id: 'high' }],
    });
    await expectBalance(district);
  });

  it('and kept in part', async () => {
    const district = await withSections([]);
    await importClasses(district, sections('high', 11, 20), sections('elem', 6, 30));
    const { digest } = await showHold(district.app, district.actor, 1);
    const after = await dismissHold(district.app, district.actor, { no: 1, digest, schools: ['high'] });
    expect(after).toMatchObject({ state: 'open', records: 5 });
  });
});

describe('what looks odd about a hold', () => {
  const odd = async (district: District, no = 1) => {
    const { odd: found } = await showHold(district.app, district.actor, no);
    return found.map(({ what, count, of }) => `${what} ${count} of ${of}`);
  };

  it('the same sections under new ids', async () => {
    const district = await withSections([]);
    await importClasses(district, sections('high', 1, 20, 'new'), sections('elem', 1, 30));
    expect(await odd(district)).toEqual(['rekey 20 of 20']);
  });

  it('the same sections under new ids, where new ones are held as well: nothing has happened yet', async () => {
    const district = await withSections([{ operation: 'create', above: above(5, 10) }]);
    const run = await importClasses(district, sections('high', 1, 20, 'new'), sections('elem', 1, 30));
    expect(ofKind(run, 'class')).toEqual({ entered: 70, unchanged: 30, held: 40 });
    expect(await odd(district, 1)).toContain('rekey 20 of 20');
    expect(await odd(district, 2)).toContain('rekey 20 of 20');
  });

  it('everything of one school', async () => {
    const district = await withSections([]);
    await importClasses(district, sections('elem', 1, 30));
    expect(await odd(district)).toEqual(['school_gone 20 of 20']);
  });

  it('everything there is', async () => {
    const district = await withSections([]);
    await importClasses(district);
    expect(await odd(district)).toEqual(['kind_gone 50 of 50']);
  });

  it('nothing, where some of each are gone', async () => {
    const district = await withSections([]);
    await importClasses(district, sections('high', 11, 20), sections('elem', 6, 30));
    expect(await odd(district)).toEqual([]);
  });
});
