import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectOurs,
  type Fields,
  type Hub,
  keys,
  many,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const list = async (name: string, path: string, key: string = keys.main) =>
  many(await hub.call('GET', path, undefined, { key }), name);
const entryOf = (answer: Answer) => answer.error?.help.entry.replace('rostering.', '');

describe('who asks', () => {
  const everything = [
    ['POST', '/users'],
    ['PATCH', '/users'],
    ['DELETE', '/users'],
    ['GET', '/users'],
    ['POST', '/courses'],
    ['PATCH', '/courses'],
    ['DELETE', '/courses/c-1'],
    ['GET', '/courses'],
    ['POST', '/course-members'],
    ['PATCH', '/course-members'],
    ['DELETE', '/course-members'],
    ['GET', '/course-members'],
    ['POST', '/attendance-sessions'],
    ['POST', '/attendance-sessions/bulk'],
    ['POST', '/attendance-sessions/bulk-delete'],
    ['DELETE', '/attendance-sessions'],
    ['GET', '/attendance-sessions'],
    ['GET', '/schools/sch-1'],
  ] as const;

  test.each(everything)('%s %s needs a key with rostering rights', async (method, path) => {
    const ask = (key: string) => hub.call(method, path, method === 'GET' ? undefined : {}, { key });
    expectOurs(await ask(''), 401);
    expectOurs(await ask('hp_live_wrong_0123456789abcdef'), 401);
    expectOurs(await ask(keys.ops), 403);
  });

  test('a key sees and changes only what is at its schools', async () => {
    const mia = await user(hub, { schoolID: 'sch-2' });
    const far = await course(hub, { schoolID: 'sch-2' });
    const { userID, email } = mia;
    const { courseID, addCode } = far;
    const small = { key: keys.small };
    expect(await list('users', `/users?userID=${userID}`, keys.small)).toEqual([]);
    expect(await list('courses', `/courses?courseID=${courseID}`, keys.small)).toEqual([]);
    expect(entryOf(await hub.call('PATCH', '/users', { userID, firstName: 'Leo' }, small))).toBe('user.not_found');
    expect(entryOf(await hub.call('PATCH', '/users', { email, firstName: 'Leo' }, small))).toBe('user.not_found');
    const here = await user(hub);
    const enroll = (course: Fields) => hub.call('POST', '/course-members', { ID: here['email'], ...course }, small);
    expect(entryOf(await enroll({ courseID }))).toBe('course_member.course_not_authorized');
    expect(entryOf(await enroll({ addCode }))).toBe('course_member.course_not_authorized');
    const { courseID: _, ...byCode } = aSession(far, { addCode });
    const answer = await hub.call('POST', '/attendance-sessions', byCode, small);
    expect(entryOf(answer)).toBe('attendance_session.course_not_authorized');
    const mine = await course(hub);
    const foreign = await hub.call('POST', '/course-members', { ID: email, courseID: mine['courseID'] }, small);
    expect(entryOf(foreign)).toBe('course_member.user_unknown');
  });

  test('another district has nothing to do with it', async () => {
    const mia = await user(hub);
    const algebra = await course(hub);
    const there = { key: keys.west };
    expect(await list('users', `/users?userID=${mia['userID']}`, keys.west)).toEqual([]);
    const { userID } = mia;
    expect(entryOf(await hub.call('PATCH', '/users', { userID, firstName: 'Leo' }, there))).toBe('user.not_found');
    expect((await hub.call('POST', '/users', mia, there)).status).toBe(201);
    const body = { ...algebra, owner: mia['email'] };
    expect(entryOf(await hub.call('POST', '/courses', body, there))).toBe('course.owner_not_authorized');
    const enroll = { ID: mia['email'], courseID: algebra['courseID'] };
    expect(entryOf(await hub.call('POST', '/course-members', enroll, there))).toBe('course_member.course_not_found');
  });

  test('while its connection is paused a key gets 503 and nothing is applied', async () => {
    const body = aUser();
    const before = await hub.rows();
    await hub.pause('small-sis', 'paused');
    const answer = await hub.call('POST', '/users', body, { key: keys.small });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.error).toMatchObject({ info: {}, help: { entry: expect.stringMatching(/\S/) } });
    expect((await hub.call('GET', '/users', undefined, { key: keys.small })).status).toBe(503);
    expect(await hub.rows()).toEqual(before);
    expect((await hub.call('GET', '/users')).status).toBe(200);
    await hub.pause('small-sis', 'active');
    expect((await hub.call('POST', '/users', body, { key: keys.small })).status).toBe(201);
  });

  test('a course may be owned by an instructor and an admin, not by a student', async () => {
    for (const [role, status] of [
      ['instructor', 201],
      ['admin', 201],
      ['student', 400],
    ] as const) {
      const { email } = await user(hub, { role });
      const answer = await hub.call('POST', '/courses', await aCourse(hub, { owner: email }));
      expect([role, answer.status]).toEqual([role, status]);
    }
  });
});
