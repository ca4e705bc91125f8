import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aRosteringHub, aUser, type Fields, type Hub, keys, type Rows, user } from './scene.ts';

// A key and a school that calls have used before are not looked up again before a user is written; what was changed
// meanwhile counts all the same.

let hub: Hub;
let before: Rows;
const small = { key: keys.small };
const send = (over: Fields = {}) => hub.call('POST', '/users', aUser(over), small);

beforeAll(async () => {
  hub = await aRosteringHub();
});
beforeEach(async () => {
  // The first is looked up, the next is remembered.
  for (let n = 0; n < 3; n++) await user(hub, {}, keys.small);
  before = await hub.rows();
});
afterAll(() => hub.close());

describe('a key that was used a moment ago', () => {
  const change = (text: ReturnType<typeof sql>) => text.execute(hub.app.db);

  describe('and is revoked', () => {
    beforeEach(() => change(sql`update api_key set revoked_at = now() where name = 'small-sis'`));
    afterEach(() => change(sql`update api_key set revoked_at = null where name = 'small-sis'`));

    test('writes nothing', async () => {
      expect((await send()).status).toBe(401);
      expect(await hub.rows()).toEqual(before);
    });

    test.each([
      ['cut off', '{"schoolID":'],
      ['too large', `"${'x'.repeat(1_100_000)}"`],
    ])('is told that first, whatever is sent: %s', async (_, payload) => {
      const headers = { 'content-type': 'application/json' };
      expect((await hub.send('POST', '/users', { ...small, headers, payload })).status).toBe(401);
    });
  });

  test('and loses its secret: nothing is written', async () => {
    await change(sql`update directory set digest = digest || '\\x00' where kind = 'api_key'`);
    try {
      expect((await send()).status).toBe(401);
      expect(await hub.rows()).toEqual(before);
    } finally {
      await change(sql`update directory set digest = substring(digest for length(digest) - 1) where kind = 'api_key'`);
    }
  });

  test('and whose connection is paused: 503, nothing is written', async () => {
    await hub.pause('small-sis', 'paused');
    try {
      expect((await send()).status).toBe(503);
      expect(await hub.rows()).toEqual(before);
    } finally {
      await hub.pause('small-sis', 'active');
    }
    expect((await send()).status).toBe(201);
  });
});

describe('a school that was used a moment ago', () => {
  test('and loses its configuration: the entry for it', async () => {
    await sql`update school set rostering = null where id = 'sch-1' and district_id = 'north'`.execute(hub.app.db);
    const answer = await send();
    expect(answer.error?.help.entry).toBe('rostering.user.school_not_configured');
    expect(await hub.rows()).toEqual(before);
    await hub.configure('sch-1', hub.settingsOf('sch-1'));
  });

  test('and now welcomes its users: the next one is', async () => {
    const mails = () =>
      sql<{ n: number }>`select count(*)::int as n from mail where district_id = 'north'`.execute(hub.app.db);
    const n = (await mails()).rows[0]?.n ?? 0;
    await hub.configure('sch-1', hub.settingsOf('sch-mail'));
    expect((await send()).status).toBe(201);
    expect((await mails()).rows).toEqual([{ n: n + 1 }]);
    await hub.configure('sch-1', hub.settingsOf('sch-1'));
  });
});

test('what a constraint refuses is told as always, once, with all that is wrong', async () => {
  const mia = await user(hub, {}, keys.small);
  const rows = await hub.rows();
  const answer = await send({ email: mia['email'], userID: mia['userID'] });
  expect(answer.status).toBe(400);
  expect(answer.error?.help.violations.map(({ entry }) => entry)).toContain('rostering.user.account_taken');
  expect(await hub.rows()).toEqual(rows);
});

test('the use of a key is still remembered a minute later', async () => {
  const used = async () =>
    (
      await sql<{ at: Date }>`select last_used_at as at from api_key where name = 'small-sis'`.execute(hub.app.db)
    ).rows[0]?.at.getTime();
  const first = await used();
  hub.later(61_000);
  expect((await send()).status).toBe(201);
  expect(await used()).toBe((first ?? 0) + 61_000);
});
