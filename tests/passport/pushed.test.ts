import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { course, user } from '../rostering-api/scene.ts';
import { aLookedAtHub, type Browser, type LookedAtHub } from '../rostering-console/scene.ts';

// Records that keys send: their calls are their attempts, and the sender knows their school.

type Passport = {
  readonly title: string | null;
  readonly user: { readonly id: string } | null;
  readonly present: { readonly outcome: string } | null;
  readonly stored: { readonly values: readonly { readonly name: string; readonly value: string | null }[] } | null;
  readonly syncAlone: { readonly whyNot: { readonly entry: string } | null };
};
type Attempts = {
  readonly attempts: readonly { readonly outcome: string; readonly trigger: string; readonly tried: boolean }[];
};

let hub: LookedAtHub;
let atOne: Browser;
let flow: number;
beforeAll(async () => {
  hub = await aLookedAtHub();
  atOne = await hub.person('at-one', ['roster.read'], 'sch-1');
  await user(hub, { userID: 'u-1', firstName: 'Mia' });
  await hub.call('PATCH', '/users', { userID: 'u-1', email: 'no address' });
  await hub.call('PATCH', '/users', { userID: 'u-1', firstName: 'Maya', email: 'still none' });
  await user(hub, { userID: 'u-2', schoolID: 'sch-2' });
  await hub.call('PATCH', '/users', { userID: 'u-2', schoolID: 'sch-2', email: 'no address' });
  await course(hub, { courseID: 'c-1' });
  const found = await sql<{ no: number }>`select f.no from flow f join api_key k on k.district_id = f.district_id
    and k.connection_id = f.source_id where f.district_id = 'north' and k.name = 'nightly-sis'`.execute(hub.app.db);
  flow = found.rows[0]?.no ?? 0;
});
afterAll(() => hub?.close());

const at = (kind: string, key: string) => new URLSearchParams({ flow: String(flow), kind, key }).toString();
const look = async <Body>(path: string, who = hub.everywhere) =>
  (await hub.look(who, `/passport${path}`)) as { status: number; body: Body };

describe('a record that a key sends', () => {
  test('is shown as the key would read it, with its last refusal', async () => {
    const { body } = await look<Passport>(`?${at('user', 'u-1')}`);
    expect(body).toMatchObject({
      user: { id: await hub.idOf('u-1') },
      present: { outcome: 'rejected' },
      syncAlone: { whyNot: { entry: 'request.connection_not_fetched' } },
    });
    const values = Object.fromEntries((body.stored?.values ?? []).map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ userID: 'u-1', firstName: 'Mia', schoolID: 'sch-1' });
    const source = await look<{ whyNot: string }>(`/source?${at('user', 'u-1')}`);
    expect(source.body).toEqual({ row: null, whyNot: 'sent' });
  });

  test('has an attempt for each call, the newest first', async () => {
    const { body } = await look<Attempts>(`/attempts?${at('user', 'u-1')}`);
    expect(body.attempts.map(({ outcome, trigger, tried }) => [outcome, trigger, tried])).toEqual([
      ['rejected', 'push', true],
      ['rejected', 'push', true],
      ['created', 'push', true],
    ]);
  });

  test('a course that is fine too', async () => {
    const { body } = await look<Passport>(`?${at('course', 'c-1')}`);
    expect(body.present).toBeNull();
    expect(body.stored?.values.find(({ name }) => name === 'courseID')?.value).toBe('c-1');
  });

  test('cannot be synced from here', async () => {
    const asked = await hub.send('POST', `/api/v1/passport/sync?${at('user', 'u-1')}`, { key: '', headers: hub.north });
    expect([asked.status, asked.error?.help.entry]).toEqual([409, 'request.connection_not_fetched']);
  });
});

test('somebody of one school sees what was sent for it only', async () => {
  expect((await look<Passport>(`?${at('user', 'u-1')}`, atOne)).status).toBe(200);
  expect((await look<Attempts>(`/attempts?${at('user', 'u-1')}`, atOne)).body.attempts).toHaveLength(3);
  for (const path of ['', '/source', '/attempts'])
    expect((await look(`${path}?${at('user', 'u-2')}`, atOne)).status, path).toBe(404);
});

test('a refusal that was sent for another school is not told to somebody of one', async () => {
  await user(hub, { userID: 'u-both', issuedID: 'at-one' });
  const { email, firstName, lastName } = (await hub.userOf('u-both')).body as never as Record<string, string>;
  const second = {
    schoolID: 'sch-2',
    issuedID: 'at-two',
    role: 'student',
    userID: 'u-both',
    firstName,
    lastName,
    email,
  };
  await hub.call('POST', '/users', second);
  await hub.call('PATCH', '/users', { userID: 'u-both', schoolID: 'sch-2', email: 'wrong' });
  const shown = async (who: Browser) => (await look<Passport>(`?${at('user', 'u-both')}`, who)).body.present;
  const tried = async (who: Browser) =>
    (await look<Attempts>(`/attempts?${at('user', 'u-both')}`, who)).body.attempts.map(({ outcome }) => outcome);
  expect(await shown(hub.everywhere)).toMatchObject({ outcome: 'rejected' });
  expect(await shown(atOne)).toBeNull();
  expect(await tried(hub.everywhere)).toEqual(['rejected', 'created', 'created']);
  expect(await tried(atOne)).toEqual(['created']);
});

test('who is not signed in, or of another district, sees nothing', async () => {
  expect((await look(`?${at('user', 'u-1')}`, {})).status).toBe(401);
  expect((await look(`?${at('user', 'u-1')}`, hub.west)).status).toBe(404);
});
