import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHub, aSchool, founded, type Hub } from './hub.ts';

type School = { id: string; name: string; classes: number; people: number; rostering: unknown; connection: unknown };

let hub: Hub;
let admin: Readonly<Record<string, string>>;
beforeAll(async () => {
  hub = await aHub();
  admin = await founded(hub);
  for (const [id, name] of [
    ['b', 'Beech'],
    ['a', 'ash'],
    ['c', 'Cedar'],
    ['b2', 'Beech'],
  ] as const)
    await aSchool(hub, admin, id, name);
  await sql`insert into connection (district_id, id, name, system) values ('north-unified', 900, 'files', 'oneroster-csv')`.execute(
    hub.app.db,
  );
  await sql`update school set connection_id = 900, identifier = '0042' where id = 'a'`.execute(hub.app.db);
  const row = (id: number, school: string, status: string) =>
    sql`insert into class (district_id, id, connection_id, source_key, title, school_id, status, print, created_run, changed_run)
    values ('north-unified', ${id}, 900, ${`c${id}`}, 'Algebra', ${school}, ${status}, 0, 1, 1)`.execute(hub.app.db);
  for (const [id, school, status] of [
    [1, 'a', 'active'],
    [2, 'a', 'active'],
    [3, 'a', 'tobedeleted'],
    [4, 'c', 'active'],
  ] as const)
    await row(id, school, status);
  const person = async (id: number, status: string, schools: readonly string[]) => {
    await sql`insert into person (district_id, id, connection_id, source_key, given_name, family_name, status, print, created_run, changed_run)
      values ('north-unified', ${id}, 900, ${`p${id}`}, 'A', 'B', ${status}, 0, 1, 1)`.execute(hub.app.db);
    for (const school of schools)
      await sql`insert into account (district_id, school_id, person_id) values ('north-unified', ${school}, ${id})`.execute(
        hub.app.db,
      );
  };
  await person(1, 'active', ['a', 'b']);
  await person(2, 'active', ['a']);
  await person(3, 'tobedeleted', ['a']);
});
afterAll(() => hub.close());

const list = async (query: string) =>
  (await hub.ask('GET', `/api/v1/schools${query}`, { headers: admin })).body as {
    schools: School[];
    nextCursor: string | null;
  };
const change = (id: string, body: unknown) => hub.ask('PATCH', `/api/v1/schools/${id}`, { headers: admin, body });

test('schools are listed by name with what each has now', async () => {
  const { schools } = await list('');
  expect(schools.map(({ id, classes, people }) => [id, classes, people])).toEqual([
    ['a', 2, 2],
    ['b', 0, 1],
    ['b2', 0, 0],
    ['c', 1, 0],
  ]);
  expect(schools[0]?.connection).toEqual({ id: '900', name: 'files' });
});

test('pages neither lose nor repeat a school, also of one name', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.schools.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(['a', 'b', 'b2', 'c']);
});

test.each([
  ['a part of the name', 'EEC', ['b', 'b2']],
  ['the id', 'b2', ['b2']],
  ['the identifier', '0042', ['a']],
  ['what matches nothing', '%', []],
])('a school is found by %s', async (_, q, expected) => {
  expect((await list(`?q=${encodeURIComponent(q)}`)).schools.map(({ id }) => id)).toEqual(expected);
});

test('of two schools made with one id at once, one is made', async () => {
  const answers = await Promise.all([1, 2].map(() => aSchool(hub, admin, 'twin', 'Twin')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('settings are set, kept when only the name changes, and taken away', async () => {
  const rostering = { attendanceSettings: [{ name: 'Hybrid', conversion: true }], duration: 45 };
  expect((await change('b', { rostering })).body).toMatchObject({ name: 'Beech', rostering });
  expect((await change('b', { name: 'Copper Beech' })).body).toMatchObject({ name: 'Copper Beech', rostering });
  expect((await change('b', { rostering: null })).body).toMatchObject({ rostering: null });
});

test('a change that changes nothing leaves no trace', async () => {
  const audit = async () =>
    ((await hub.ask('GET', '/api/v1/audit?action=school&limit=500', { headers: admin })).body as { audit: unknown[] })
      .audit.length;
  const before = await audit();
  expect((await change('c', { name: 'Cedar', rostering: null })).status).toBe(200);
  expect(await audit()).toBe(before);
});
