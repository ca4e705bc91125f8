import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueOf } from '../../src/issues/issue.repository.ts';
import { assignIssue, muteIssue, snoozeIssue, unmuteIssue, wakeIssue } from '../../src/issues/issue.usecases.ts';
import { wakeDueIssues } from '../../src/issues/wake.usecases.ts';
import { aDistrict, aHall, type District, type Hall, northHigh } from '../import/scene.ts';
import { aPerson, detailOf, enrollmentsOf, issuesOf, read, standing, theIssue, usersOf } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const badRoles = (n: number) => usersOf(Object.fromEntries(Array.from({ length: n }, (_, at) => [`x-${at}`, 'pupil'])));
const wrongRole = 'oneroster.value_not_allowed';

const told = async (district: District, entry: string) =>
  (await detailOf(district, await theIssue(district, entry))).history
    .map(({ what, by }) => `${what} by ${by.name}`)
    .reverse();

describe('the states of an issue', () => {
  test('many refusals of one cause are one issue, which goes when the last of them is in', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(4) });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 4, 0]]);
    await read(district, { users: badRoles(1) });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 1, 0]]);
    await read(district);
    expect(await standing(district)).toEqual([[wrongRole, 'resolved', 0, 0]]);
    expect(await told(district, wrongRole)).toEqual(['opened by Run 1', 'resolved by Run 3']);
  });

  test('a district without refusals has no issue', async () => {
    const district = await aDistrict(hall);
    await read(district);
    expect(await standing(district)).toEqual([]);
  });

  test('a cause that comes again is regressed, and whoever had it still has it', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(2) });
    const issue = await theIssue(district, wrongRole);
    const kim = await aPerson(district, 'Kim Novak');
    await assignIssue(district.app, district.actor, { no: issue.id, assignee: kim.id });
    await read(district);
    await read(district, { users: badRoles(1) });
    const again = await theIssue(district, wrongRole);
    expect(again).toMatchObject({
      id: issue.id,
      state: 'regressed',
      records: 1,
      assignee: { id: kim.id, name: 'Kim Novak' },
    });
    expect(again.trend.map(({ run, records }) => [run, records])).toEqual([
      [1, 2],
      [2, 0],
      [3, 1],
    ]);
    expect((await issuesOf({ ...district, actor: kim.actor }, { mine: true })).map(({ id }) => id)).toEqual([issue.id]);
    expect(await issuesOf(district, { mine: true })).toEqual([]);
  });

  test('it stays while a single record has it, also when others that had it are gone from the file', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ 'x-1': 'pupil', 'x-2': 'pupil' }) });
    // One is corrected, the other leaves the file.
    await read(district, { users: usersOf({ 'x-1': 'student', 'x-2': 'pupil' }) });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 1, 0]]);
    await read(district, { users: usersOf({ 'x-1': 'student' }) });
    expect(await standing(district)).toEqual([[wrongRole, 'resolved', 0, 0]]);
  });

  test('two causes are two issues, and a record whose cause changes moves from one to the other', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ 'x-1': 'pupil', 'x-2': 'pupil' }) });
    await read(district, { users: usersOf({ 'x-1': '', 'x-2': 'pupil' }) });
    expect(await standing(district)).toEqual([
      ['oneroster.value_missing', 'open', 1, 0],
      [wrongRole, 'open', 1, 0],
    ]);
  });

  test('the same files again leave all as it was', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(2) });
    await read(district, { users: badRoles(2) });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 2, 0]]);
    const issue = await theIssue(district, wrongRole);
    expect(issue).toMatchObject({ firstRun: 1, lastRun: 2 });
    expect(await issueOf(district.app.db, district.id, 1, wrongRole)).toBe(issue.id);
    expect(await issueOf(district.app.db, district.id, 1, 'oneroster.key_missing')).toBeNull();
    expect(await told(district, wrongRole)).toEqual(['opened by Run 1']);
  });
});

describe('what waits for a refused record', () => {
  const badCourse = northHigh.courses.replace('alg       | year ', 'alg       | nope ');

  test('belongs to its issue and is released with it', async () => {
    const district = await aDistrict(hall);
    await read(district, {
      users: usersOf({ 'x-1': 'pupil' }),
      enrollments: enrollmentsOf('x-1'),
    });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 1, 1]]);
    await read(district, { users: usersOf({ 'x-1': 'student' }), enrollments: enrollmentsOf('x-1') });
    expect(await standing(district)).toEqual([[wrongRole, 'resolved', 0, 0]]);
  });

  test('over several steps: the section of a course, and the enrollments of the section', async () => {
    const district = await aDistrict(hall);
    await read(district, { courses: badCourse });
    // The school year that the course names is nowhere, so that it is an issue of its own.
    expect(await standing(district)).toEqual([['oneroster.parent_missing', 'open', 1, 3]]);
    await read(district);
    expect(await standing(district)).toEqual([['oneroster.parent_missing', 'resolved', 0, 0]]);
  });

  test('moves with it, when it is refused in another way, though it was not read again', async () => {
    const district = await aDistrict(hall);
    const enrollments = enrollmentsOf('x-1');
    await read(district, { users: usersOf({ 'x-1': 'pupil' }), enrollments });
    await read(district, { users: usersOf({ 'x-1': '' }), enrollments });
    expect(await standing(district)).toEqual([
      ['oneroster.value_missing', 'open', 1, 1],
      [wrongRole, 'resolved', 0, 0],
    ]);
  });

  test('counts for itself when the record is gone from its source', async () => {
    const district = await aDistrict(hall);
    const enrollments = enrollmentsOf('x-1');
    await read(district, { users: usersOf({ 'x-1': 'pupil' }), enrollments });
    await read(district, { enrollments });
    const now = await standing(district);
    expect(now).toContainEqual([wrongRole, 'resolved', 0, 0]);
    expect(now.filter(([, state]) => state === 'open')).toEqual([
      [expect.stringMatching(/^oneroster\.parent_/), 'open', 1, 0],
    ]);
    await read(district);
    expect((await standing(district)).filter(([, state]) => state !== 'resolved')).toEqual([]);
  });

  test('is no issue of its own where deletions are held', async () => {
    const district = await aDistrict(hall);
    const many = usersOf(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`m-${at}`, 'student'])));
    await read(district, { users: many });
    const run = await read(district);
    expect(run.held).toBe(30);
    expect(await standing(district)).toEqual([]);
  });
});

describe('snooze and mute', () => {
  const snoozed = async (
    wanted: Parameters<typeof snoozeIssue>[2] extends infer Body ? Omit<Body, 'no'> : never,
    records = 2,
  ) => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(records) });
    const { id: no } = await theIssue(district, wrongRole);
    const issue = await snoozeIssue(at(district, '2026-11-24T18:00:00Z'), district.actor, { no, ...wanted });
    return { district, no, issue };
  };
  const at = ({ app }: District, now: string) => ({ ...app, clock: () => new Date(now) });

  test('until a day: in the district’s zone it is back with the day', async () => {
    const { district, issue } = await snoozed({ until: '2026-12-01' });
    expect(issue).toMatchObject({ state: 'snoozed', snooze: { until: '2026-12-01T06:00:00.000Z', records: null } });
    await wakeDueIssues(at(district, '2026-12-01T05:59:00Z'));
    expect(await standing(district)).toEqual([[wrongRole, 'snoozed', 2, 0]]);
    await wakeDueIssues(at(district, '2026-12-01T06:00:00Z'));
    expect(await standing(district)).toEqual([[wrongRole, 'open', 2, 0]]);
    expect((await told(district, wrongRole)).at(-1)).toBe('woken by Calendar');
  });

  test('until the end of the term that is under way', async () => {
    const { issue } = await snoozed({ endOfTerm: true });
    // The fall semester ends on 18 December.
    expect(issue.snooze?.until).toBe('2026-12-19T06:00:00.000Z');
  });

  test('between two terms nobody can say when the term ends', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(1) });
    const { id: no } = await theIssue(district, wrongRole);
    const asked = snoozeIssue(at(district, '2027-07-10T18:00:00Z'), district.actor, { no, endOfTerm: true });
    await expect(asked).rejects.toMatchObject({ entry: 'request.no_term' });
  });

  test('until so many have it', async () => {
    const { district } = await snoozed({ records: 4 });
    await read(district, { users: badRoles(3) });
    expect(await standing(district)).toEqual([[wrongRole, 'snoozed', 3, 0]]);
    await read(district, { users: badRoles(4) });
    expect(await standing(district)).toEqual([[wrongRole, 'open', 4, 0]]);
    expect((await told(district, wrongRole)).at(-1)).toBe('woken by Run 3');
  });

  test('a day that has come and a number that is reached are no snooze', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(2) });
    const { id: no } = await theIssue(district, wrongRole);
    for (const wanted of [{ until: '2026-11-24' }, { records: 2 }])
      await expect(
        snoozeIssue(at(district, '2026-11-24T18:00:00Z'), district.actor, { no, ...wanted }),
      ).rejects.toMatchObject({ entry: 'request.body_invalid' });
  });

  test('a snoozed one that came back before is regressed again when it wakes', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(2) });
    await read(district);
    await read(district, { users: badRoles(1) });
    const { id: no } = await theIssue(district, wrongRole);
    await snoozeIssue(district.app, district.actor, { no, records: 100 });
    expect(await wakeIssue(district.app, district.actor, no)).toMatchObject({ state: 'regressed', snooze: null });
    await expect(wakeIssue(district.app, district.actor, no)).rejects.toMatchObject({ entry: 'request.issue_state' });
  });

  test('a snoozed one is resolved when all is in', async () => {
    const { district } = await snoozed({ until: '2026-12-05' });
    await read(district);
    expect(await standing(district)).toEqual([[wrongRole, 'resolved', 0, 0]]);
    await wakeDueIssues(at(district, '2026-12-06T06:00:00Z'));
    expect(await standing(district)).toEqual([[wrongRole, 'resolved', 0, 0]]);
  });

  test('a muted one stays muted, however often it goes and comes', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(2) });
    const { id: no } = await theIssue(district, wrongRole);
    const muted = await muteIssue(district.app, district.actor, { no, reason: 'The SIS is replaced in summer.' });
    expect(muted).toMatchObject({ state: 'muted', reason: 'The SIS is replaced in summer.' });
    await read(district);
    await read(district, { users: badRoles(1) });
    expect(await standing(district)).toEqual([[wrongRole, 'muted', 1, 0]]);
    await expect(snoozeIssue(district.app, district.actor, { no, records: 100 })).rejects.toMatchObject({
      entry: 'request.issue_state',
    });
    expect(await unmuteIssue(district.app, district.actor, no)).toMatchObject({ state: 'open', reason: null });
  });

  test('one that nothing has any more is resolved when it is unmuted', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(1) });
    const { id: no } = await theIssue(district, wrongRole);
    await muteIssue(district.app, district.actor, { no, reason: 'Known.' });
    await read(district);
    expect(await unmuteIssue(district.app, district.actor, no)).toMatchObject({ state: 'resolved' });
    await expect(muteIssue(district.app, district.actor, { no, reason: 'Again.' })).rejects.toMatchObject({
      entry: 'request.issue_state',
    });
  });

  test('what was written as a reason does not stand in the audit', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: badRoles(1) });
    const issue = await theIssue(district, wrongRole);
    await muteIssue(district.app, district.actor, { no: issue.id, reason: 'Mia Chen has left.' });
    const { history } = await detailOf(district, issue);
    expect(history[0]).toMatchObject({ what: 'muted', by: { kind: 'command' } });
    expect(JSON.stringify(history)).not.toContain('Mia');
  });
});
