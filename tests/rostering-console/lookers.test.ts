import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { course, user } from '../rostering-api/scene.ts';
import { aLookedAtHub, type Browser, type Courses, type LookedAtHub, type Named, type Users } from './scene.ts';

let hub: LookedAtHub;
let atOne: Browser;
let nowhere: Browser;
beforeAll(async () => {
  hub = await aLookedAtHub();
  atOne = await hub.person('at-one', ['roster.read', 'api_keys.read'], 'sch-1');
  nowhere = await hub.person('nobody', ['schools.read'], null);
  await user(hub, { userID: 'u-torn' });
  await course(hub, { courseID: 'c-torn' });
  await course(hub, { courseID: 'c-full', schoolID: 'sch-2' });
});
afterAll(() => hub?.close());

describe('who may look', () => {
  const places = async () => {
    const key = await hub.keyId('small-sis');
    return [
      '/users',
      `/users/${await hub.idOf('u-torn')}`,
      '/courses',
      `/courses/${await hub.courseIdOf('c-torn')}`,
      `/courses/${await hub.courseIdOf('c-torn')}/members`,
      `/courses/${await hub.courseIdOf('c-torn')}/sessions`,
      '/roster/subject?run=1&kind=user&key=a',
      `/api-keys/${key}/activity`,
      `/api-keys/${key}/runs`,
      `/api-keys/${key}/causes`,
    ];
  };

  test('nobody without a permission, and nobody who is not signed in', async () => {
    for (const place of await places()) {
      expect((await hub.look(nowhere, place)).status, place).toBe(403);
      expect((await hub.look({}, place)).status, place).toBe(401);
    }
  });

  test('another district sees nothing of it', async () => {
    for (const place of await places()) {
      const { status, body } = await hub.look(hub.west, place);
      if (place === '/users') expect((body as Users).users).toEqual([]);
      else if (place === '/courses') expect((body as Courses).courses).toEqual([]);
      else if (place.startsWith('/roster')) expect(body).toEqual({ user: null, course: null });
      else expect(status, place).toBe(404);
    }
  });

  test('somebody of one school sees its people, accounts, courses and calls only', async () => {
    await user(hub, { userID: 'u-both', firstName: 'Two', issuedID: 'at-one' });
    await hub.call('POST', '/users', {
      schoolID: 'sch-2',
      issuedID: 'at-two',
      role: 'student',
      userID: 'u-both',
      firstName: 'Two',
      lastName: 'Chen',
      email: (await hub.userOf('u-both')).body['email' as never],
    });
    await user(hub, { schoolID: 'sch-2', userID: 'u-two-only' });
    expect((await hub.userOf('u-both', hub.everywhere)).body.accounts).toHaveLength(2);
    expect((await hub.userOf('u-both', atOne)).body.accounts.map(({ school }) => school.id)).toEqual(['sch-1']);
    expect((await hub.userOf('u-two-only', atOne)).status).toBe(404);
    expect((await hub.users('school=sch-2', atOne)).users).toEqual([]);
    expect((await hub.users('q=at-two', atOne)).users).toEqual([]);
    expect((await hub.courses('school=sch-2', atOne)).courses).toEqual([]);
    expect((await hub.courseOf('c-full', atOne)).status).toBe(404);
    const other = await hub.keyId('other-sis');
    expect((await hub.look(atOne, `/api-keys/${other}/activity`)).status).toBe(404);
    const main = await hub.keyId('nightly-sis');
    await hub.count();
    const { runs } = (await hub.look(atOne, `/api-keys/${main}/runs`)).body as { runs: { school: Named | null }[] };
    expect(new Set(runs.map(({ school }) => school?.id))).toEqual(new Set(['sch-1']));
  });

  test('a refusal that was sent for another school is not told to somebody of one', async () => {
    await hub.call('PATCH', '/users', { userID: 'u-both', schoolID: 'sch-2', email: 'wrong' });
    expect((await hub.userOf('u-both', hub.everywhere)).body.refusals).toHaveLength(1);
    expect((await hub.userOf('u-both', atOne)).body.refusals).toEqual([]);
  });

  test.each([
    '/users?cursor=x',
    '/users?limit=0',
    '/courses?state=gone',
    '/roster/subject?run=0&kind=a&key=b',
    '/api-keys/1/runs?day=2026-13-45',
  ])('%s is refused as not documented', async (place) => {
    expect((await hub.look(hub.everywhere, place)).status).toBe(400);
  });
});
