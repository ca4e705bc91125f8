import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aRosteringHub,
  course,
  expectOurs,
  type Fields,
  type Hub,
  keys,
  many,
  member,
  next,
  session,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const list = async (name: string, path: string, key: string = keys.main) =>
  many(await hub.call('GET', path, undefined, { key }), name);
const ids = (records: readonly Fields[], field: string) => records.map((record) => record[field]).sort();

describe('lists', () => {
  const pages = async (name: string, path: string) => {
    const seen: Fields[][] = [];
    let cursor: unknown = null;
    do {
      const answer = await hub.call(
        'GET',
        cursor === null ? path : `${path}&cursor=${encodeURIComponent(String(cursor))}`,
      );
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.json).sort()).toEqual([name, 'nextCursor'].sort());
      seen.push([...many(answer, name)]);
      cursor = answer.json['nextCursor'];
    } while (cursor !== null);
    return seen;
  };

  test('come in pages of the asked length, each record once', async () => {
    const algebra = await course(hub, { schoolID: 'sch-paged' });
    const { courseID } = algebra;
    const names = Array.from({ length: 5 }, (_, at) => at);
    const members: Fields[] = [];
    for (const at of names) {
      members.push(await member(hub, algebra));
      const day = `9/${at + 1}/2026`;
      await session(hub, algebra, { startDate: day, endDate: day });
      await course(hub, { schoolID: 'sch-paged', name: `Course ${at}` });
    }
    // The owner is a user too, and the first course one of six.
    for (const [name, path, count, field] of [
      ['users', '/users?schoolID=sch-paged&limit=2', 6, 'email'],
      ['courses', '/courses?schoolID=sch-paged&limit=2', 6, 'courseID'],
      ['attendanceSessions', `/attendance-sessions?courseID=${courseID}&limit=2`, 5, 'attendanceID'],
    ] as const) {
      const seen = await pages(name, path);
      expect(seen.slice(0, -1).every((page) => page.length === 2)).toBe(true);
      const all = ids(seen.flat(), field);
      expect([name, all.length, new Set(all).size]).toEqual([name, count, count]);
    }
    const seen = await pages('courseMembers', `/course-members?courseID=${courseID}&limit=2`);
    const emails = ids(seen.flat(), 'ID');
    expect(emails.length).toBe(new Set(emails).size);
    expect(emails).toEqual(expect.arrayContaining(ids(members, 'ID')));
  });

  test('are filtered', async () => {
    const algebra = await course(hub);
    const { courseID, addCode } = algebra;
    const { ID } = await member(hub, algebra);
    const { attendanceID } = await session(hub, algebra);
    const mia = await user(hub);
    expect(await list('users', `/users?userID=${mia['userID']}`)).toMatchObject([{ email: mia['email'] }]);
    expect(await list('users', `/users?email=${mia['email']}`)).toMatchObject([{ userID: mia['userID'] }]);
    expect(await list('users', `/users?email=${mia['email']}&schoolID=sch-2`)).toEqual([]);
    expect(await list('courses', `/courses?courseID=${courseID}`)).toMatchObject([{ addCode }]);
    expect(await list('courses', `/courses?addCode=${addCode}`)).toMatchObject([{ courseID }]);
    expect(await list('courses', `/courses?courseID=${courseID}&schoolID=sch-2`)).toEqual([]);
    expect(await list('courseMembers', `/course-members?ID=${ID}`)).toMatchObject([{ courseID }]);
    expect(ids(await list('courseMembers', `/course-members?addCode=${addCode}`), 'ID')).toContain(ID);
    const byCode = `/attendance-sessions?addCode=${addCode}`;
    expect(await list('attendanceSessions', byCode)).toMatchObject([{ attendanceID }]);
    expect(await list('attendanceSessions', `${byCode}&attendanceID=other`)).toEqual([]);
    expect(await list('users', `/users?userID=${next('nobody')}`)).toEqual([]);
  });

  test('hold a hundred records where no length is asked', async () => {
    const made = Array.from({ length: 105 }, () => user(hub, { schoolID: 'sch-zero' }));
    await Promise.all(made);
    const first = await hub.call('GET', '/users?schoolID=sch-zero');
    expect(many(first, 'users')).toHaveLength(100);
    expect(many(await hub.call('GET', '/users?schoolID=sch-zero&limit=500'), 'users')).toHaveLength(105);
  });

  test.each([
    'limit=0',
    'limit=501',
    'limit=many',
    'limit=1.5',
    'cursor=nonsense',
    'colour=red',
  ])('asked with %s are refused', async (query) => {
    for (const path of ['/users', '/courses', '/course-members', '/attendance-sessions'])
      expectOurs(await hub.call('GET', `${path}?${query}`), 400);
  });
});
