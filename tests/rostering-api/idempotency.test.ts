import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aCourse,
  aRosteringHub,
  aSession,
  aUser,
  course,
  type Fields,
  type Hub,
  hours,
  keys,
  many,
  next,
  one,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const post = (path: string, body: Fields, idempotencyKey: string, key: string = keys.main) =>
  hub.call('POST', path, body, { key, headers: { 'idempotency-key': idempotencyKey } });
const accounts = async ({ userID }: Fields) => many(await hub.call('GET', `/users?userID=${userID}`), 'users').length;

describe('a request that is sent again with its Idempotency-Key', () => {
  test('gets the same answer, and nothing is done twice', async () => {
    const body = aUser();
    const key = next('key');
    const first = await post('/users', body, key);
    const rows = await hub.rows();
    const again = await post('/users', body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(first.json);
    expect(await hub.rows()).toEqual(rows);
    expect(await accounts(body)).toBe(1);
  });

  test('gets the same course, with the addCode that was made for it', async () => {
    const body = await aCourse(hub, { addCode: undefined, courseID: undefined });
    const key = next('key');
    const [first, again] = [await post('/courses', body, key), await post('/courses', body, key)];
    expect(one(first, 'course')['addCode']).toMatch(/[A-Za-z]/);
    expect([again.status, again.json]).toEqual([201, first.json]);
  });

  test('gets the same outcomes of a bulk', async () => {
    const { courseID } = await course(hub);
    const key = next('key');
    const body = { courseID, session: [aSession({}), aSession({})].map(({ courseID: _, ...rest }) => rest) };
    const [first, again] = [
      await post('/attendance-sessions/bulk', body, key),
      await post('/attendance-sessions/bulk', body, key),
    ];
    expect(many(first, 'outcomes').map(({ outcome }) => outcome)).toEqual(['created', 'rejected']);
    expect([again.status, again.json]).toEqual([200, first.json]);
  });

  test('but with another body is refused with 422', async () => {
    const key = next('key');
    const body = aUser();
    expect((await post('/users', body, key)).status).toBe(201);
    const other = aUser();
    const answer = await post('/users', other, key);
    expect(answer.status).toBe(422);
    expect(answer.error?.help.entry).toMatch(/^rostering\.request\./);
    expect(await accounts(other)).toBe(0);
  });

  test('at the same time is done once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const key = next('key');
      const body = aUser();
      const answers = await Promise.all([post('/users', body, key), post('/users', body, key)]);
      const [first, second] = answers.toSorted((a, b) => a.status - b.status);
      expect(first?.status).toBe(201);
      expect([201, 409]).toContain(second?.status);
      if (second?.status === 201) expect(second.json).toEqual(first?.json);
      else expect(second?.error?.help.entry).toMatch(/^rostering\.request\./);
      expect(await accounts(body)).toBe(1);
    }
  });

  test('at the same time with another body: one is done', async () => {
    for (let round = 0; round < 20; round += 1) {
      const key = next('key');
      const bodies = [aUser(), aUser()];
      const answers = await Promise.all(bodies.map((body) => post('/users', body, key)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(201);
      expect([409, 422]).toContain(statuses[1]);
      const made = await Promise.all(bodies.map(accounts));
      expect(made.reduce((sum, n) => sum + n, 0)).toBe(1);
    }
  });
});

describe('an Idempotency-Key speaks of one request only', () => {
  test('another key does the thing, which then is there already', async () => {
    const body = aUser();
    expect((await post('/users', body, next('key'))).status).toBe(201);
    const answer = await post('/users', body, next('key'));
    expect(answer.error?.message).toBe('userID_schoolID must be unique.');
  });

  test('the same key on another path is another request', async () => {
    const key = next('key');
    expect((await post('/users', aUser(), key)).status).toBe(201);
    expect((await post('/courses', await aCourse(hub), key)).status).toBe(201);
  });

  test('the same key of another API key is another request', async () => {
    const key = next('key');
    expect((await post('/users', aUser(), key)).status).toBe(201);
    expect((await post('/users', aUser(), key, keys.small)).status).toBe(201);
  });

  test('without one, a second request is a second request', async () => {
    const body = aUser();
    expect((await hub.call('POST', '/users', body)).status).toBe(201);
    expect((await hub.call('POST', '/users', body)).status).toBe(400);
  });

  test('it lasts a day', async () => {
    const body = await user(hub);
    const key = next('key');
    const enrolled = { ID: body['email'], courseID: (await course(hub))['courseID'] };
    const first = await post('/course-members', enrolled, key);
    hub.later(hours(23));
    const again = await post('/course-members', enrolled, key);
    expect([again.status, again.json]).toEqual([201, first.json]);
    hub.later(hours(2));
    const nextDay = await post('/course-members', enrolled, key);
    expect([nextDay.status, nextDay.error?.message]).toEqual([400, 'userID_schoolID must be unique.']);
  });
});
