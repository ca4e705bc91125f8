import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, owner, schedule, user } from '../rostering-api/scene.ts';
import { aLookedAtHub, type Browser, type LookedAtHub } from '../rostering-console/scene.ts';

// What a key sent and what it was answered is kept with the outcome, and shown without anything that says whose it is.

type Exchange = {
  readonly method: string;
  readonly address: string;
  readonly status: number;
  readonly run: number;
  readonly explained: { readonly entry: string } | null;
  readonly said: {
    readonly address: string;
    readonly request: { readonly headers: Record<string, string>; readonly body: { readonly text: string } | null };
    readonly answer: { readonly body: { readonly text: string } };
  } | null;
};
type Attempt = {
  readonly id: string;
  readonly outcome: string;
  readonly kept: boolean;
  readonly explained: { readonly entry: string } | null;
};

let hub: LookedAtHub;
let flow: number;
beforeAll(async () => {
  hub = await aLookedAtHub();
  const found = await sql<{ no: number }>`select f.no from flow f join api_key k on k.district_id = f.district_id
    and k.connection_id = f.source_id where f.district_id = 'north' and k.name = 'nightly-sis'`.execute(hub.app.db);
  flow = found.rows[0]?.no ?? 0;
  if (flow === 0) {
    await user(hub, {});
    const now = await sql<{ no: number }>`select no from flow where district_id = 'north'`.execute(hub.app.db);
    flow = now.rows[0]?.no ?? 0;
  }
});
afterAll(() => hub?.close());

const at = (kind: string, key: string, more = {}) =>
  new URLSearchParams({ flow: String(flow), kind, key, ...more }).toString();
async function attempts(kind: string, key: string, who: Browser = hub.everywhere): Promise<readonly Attempt[]> {
  const { body } = await hub.look(who, `/passport/attempts?${at(kind, key)}`);
  return (body as { attempts: Attempt[] }).attempts;
}
const exchanges = async (kind: string, key: string, attempt: string, who: Browser = hub.everywhere) =>
  (await hub.look(who, `/passport/exchanges?${at(kind, key, { attempt })}`)) as {
    status: number;
    body: { exchanges: Exchange[] };
  };
async function only(kind: string, key: string, which = 0): Promise<Exchange> {
  const attempt = (await attempts(kind, key))[which];
  expect(attempt?.kept).toBe(true);
  const { body } = await exchanges(kind, key, attempt?.id ?? '');
  expect(body.exchanges).toHaveLength(1);
  return body.exchanges[0] as Exchange;
}
const textOf = (one: Exchange) => JSON.stringify(one);

describe('a record that a key sends', () => {
  test('is kept with its answer, without who it is', async () => {
    await user(hub, { userID: 'x-1', firstName: 'Zoraide', lastName: 'Quintero', email: 'zoraide@north.example' });
    const one = await only('user', 'x-1');
    expect(one).toMatchObject({ method: 'POST', address: '/rostering/v1/users', status: 201, explained: null });
    expect(JSON.parse(one.said?.request.body?.text ?? '')).toMatchObject({
      schoolID: 'sch-1',
      userID: 'x-1',
      firstName: '‹firstName›',
      lastName: '‹lastName›',
      email: '‹email›',
      role: 'student',
    });
    expect(JSON.parse(one.said?.answer.body.text ?? '')).toMatchObject({
      user: { userID: 'x-1', firstName: '‹firstName›', email: '‹email›' },
    });
    expect(textOf(one)).not.toMatch(/zoraide|quintero/i);
    // Nothing is to be explained of what went through.
    expect((await attempts('user', 'x-1'))[0]).toMatchObject({ outcome: 'created', explained: null });
  });

  test('and refused: with the entry that says why, and without the key that sent it', async () => {
    await hub.call('PATCH', '/users', { userID: 'x-1', lastName: 'Quintero-Vidal', email: 'zoraide at north' });
    const one = await only('user', 'x-1');
    expect(one).toMatchObject({ method: 'PATCH', status: 400, explained: { entry: 'rostering.user.email_malformed' } });
    expect(JSON.parse(one.said?.answer.body.text ?? '')).toMatchObject({
      error: { help: { entry: 'rostering.user.email_malformed' } },
    });
    expect(textOf(one)).not.toMatch(/zoraide|quintero/i);
    expect(textOf(one)).not.toContain(keys.main);
  });

  test('as each operation sends it: a session of many at once, a member, a deletion by its address', async () => {
    const email = await owner(hub);
    const body = { schoolID: 'sch-1', name: 'Algebra', owner: email, ...schedule, courseID: 'x-c' };
    expect((await hub.call('POST', '/courses', body)).status).toBe(201);
    const session = [
      {
        attendanceID: 'a-1',
        startDate: '9/1/2026',
        endDate: '9/1/2026',
        startTime: '9:00',
        endTime: '9:50',
        timeZone: 'America/Chicago',
      },
      {
        attendanceID: 'a-2',
        startDate: 'never',
        endDate: '9/2/2026',
        startTime: '9:00',
        endTime: '9:50',
        timeZone: 'America/Chicago',
      },
    ];
    await hub.call('POST', '/attendance-sessions/bulk', { courseID: 'x-c', session });
    expect(await only('attendanceSession', 'x-c a-1')).toMatchObject({ status: 201 });
    const refused = await only('attendanceSession', 'x-c a-2');
    expect(refused).toMatchObject({ status: 400 });
    expect(JSON.parse(refused.said?.request.body?.text ?? '')).toMatchObject({ attendanceID: 'a-2', courseID: 'x-c' });
    await user(hub, { userID: 'x-2', email: 'member@north.example' });
    await hub.call('DELETE', '/users?userID=x-2&schoolID=sch-1&email=member%40north.example');
    const gone = await only('user', 'x-2');
    expect(gone).toMatchObject({ method: 'DELETE', status: 200, address: '/rostering/v1/users' });
    expect(gone.said?.address).toBe('/rostering/v1/users?userID=x-2&schoolID=sch-1&email=‹email›');
    expect(gone.said?.request.body).toBeNull();
  });

  test('who opens it is written down, and who may not see the record may not see it either', async () => {
    await user(hub, { userID: 'x-3', schoolID: 'sch-2' });
    const [attempt] = await attempts('user', 'x-3');
    const atOne = await hub.person('one-only', ['roster.read'], 'sch-1');
    const reader = await hub.person('curious', ['roster.read'], null);
    expect((await exchanges('user', 'x-3', attempt?.id ?? '', atOne)).status).toBe(404);
    expect((await exchanges('user', 'x-3', attempt?.id ?? '', {})).status).toBe(401);
    expect((await exchanges('user', 'x-3', attempt?.id ?? '', reader)).body.exchanges).toHaveLength(1);
    const looks = await sql<{ name: string }>`select actor ->> 'name' as name from looked
      where district_id = 'north' and kind = 'user' and key = 'x-3'`.execute(hub.app.db);
    expect(looks.rows.map(({ name }) => name)).toContain('curious');
  });

  test('an attempt of another record, or of none, has nothing', async () => {
    const [attempt] = await attempts('user', 'x-3');
    expect((await exchanges('user', 'x-1', attempt?.id ?? '')).body.exchanges).toEqual([]);
    for (const odd of ['', '1', 'a b c', '1 1 ', `${attempt?.id ?? ''}x`])
      expect((await exchanges('user', 'x-3', odd)).body?.exchanges ?? []).toEqual([]);
  });
});

test('what is kept is sealed: no table and no log holds a name of it', async () => {
  const rows = await sql<{ row: string }>`select row_to_json(e)::text as row from exchange_refused e
    union all select row_to_json(e)::text from exchange_accepted e`.execute(hub.app.db);
  expect(rows.rows.length).toBeGreaterThan(5);
  expect(rows.rows.filter(({ row }) => /zoraide|quintero/i.test(row))).toEqual([]);
});

test('a push that is not stored leaves no exchange, and one that is leaves one', async () => {
  const count = async () =>
    (
      await sql<{ outcomes: number; exchanges: number }>`select
        (select count(*) from outcome where district_id = 'north') as outcomes,
        (select count(*) from exchange_refused where district_id = 'north' and run_no > 0)
          + (select count(*) from exchange_accepted where district_id = 'north' and run_no > 0) as exchanges`.execute(
        hub.app.db,
      )
    ).rows[0];
  const before = await count();
  expect(before?.exchanges).toBe(before?.outcomes);
  const body = {
    schoolID: 'sch-1',
    issuedID: 'same',
    firstName: 'A',
    lastName: 'B',
    email: 'same@north.example',
    role: 'student',
    userID: 'x-same',
  };
  await Promise.all(Array.from({ length: 8 }, () => hub.call('POST', '/users', body)));
  const after = await count();
  expect(after?.outcomes).toBe((before?.outcomes ?? 0) + 8);
  expect(after?.exchanges).toBe(after?.outcomes);
});
