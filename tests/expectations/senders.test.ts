import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt } from '../../src/expectations/look.usecases.ts';
import { ensureMonths } from '../../src/platform/database.ts';
import { aRosteringHub, aUser, type Hub, hours } from '../rostering-api/scene.ts';

// A program sends records of a school on Tuesdays, a little after two in the morning; the clock begins on one.

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const pushed = async () => {
  await ensureMonths(hub.app.db, hub.app.clock());
  expect((await hub.call('POST', '/users', aUser())).status).toBe(201);
};
const standing = async () => {
  await ensureMonths(hub.app.db, hub.app.clock());
  // The hub looks every minute while it lives, and so has not been away.
  await lookAt(hub.app, 'north', true);
  const found = await sql<{ state: string; facts: Record<string, string> }>`select state, expected as facts
    from expectation where district_id = 'north' and kind = 'push'`.execute(hub.app.db);
  return found.rows.map(({ state, facts }) => [state, facts['school'], facts['day'], facts['by']]);
};
const told = async () => {
  const found = await sql<{ line: string }>`select change || ' ' || (facts ->> 'what') as line from news
    where district_id = 'north' and facts ->> 'what' = 'push' order by no`.execute(hub.app.db);
  return found.rows.map(({ line }) => line);
};

test('a key that sends each week and has not is told of an hour behind its time, and has come when it sends', async () => {
  for (let week = 0; week < 5; week++) {
    await pushed();
    hub.later(hours(7 * 24));
  }
  // The sixth Tuesday, 2:00.
  expect(await standing()).toEqual([['met', 'sch-1', '2026-12-22', '03:00']]);
  hub.later(hours(1) + 60_000);
  expect(await standing()).toEqual([['missed', 'sch-1', '2026-12-29', '03:00']]);
  hub.later(hours(30));
  await standing();
  expect(await told()).toEqual(['missed push']);
  await pushed();
  expect((await standing()).map(([state]) => state)).toEqual(['met']);
  expect(await told()).toEqual(['missed push', 'met push']);
});

test('a key that is revoked is not expected to send', async () => {
  hub.later(hours(7 * 24));
  await sql`update api_key set revoked_at = now() where district_id = 'north'`.execute(hub.app.db);
  expect(await standing()).toEqual([]);
});
