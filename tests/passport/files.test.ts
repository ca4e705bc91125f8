import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pauseConnection } from '../../src/connections/connection-life.usecases.ts';
import { listAttempts, showPassport, showSource } from '../../src/passport/passport.usecases.ts';
import { syncAlone } from '../../src/passport/sync-alone.usecases.ts';
import type { Actor } from '../../src/platform/actor.ts';
import {
  aDistrict,
  aHall,
  aSet,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
} from '../import/scene.ts';
import type { Attempt } from './scene.ts';

// One record of files over two nights: somebody with a role that no roster knows, an enrollment that waits for them, and
// people who are fine.

let hall: Hall;
let district: District;
let flow: number;
let folder: string;
const files = {
  ...northHigh,
  users: `
    sourcedId | enabledUser | orgSourcedIds | role       | username | password | givenName | familyName | email              | busLine
    t-1       | true        | high          | teacher    | rosa     | geheim   | Rosa      | Diaz       | rosa@north.example | 4
    s-1       | true        | high          | student    | mia      | geheim   | Mia       | Chen       |                    | 4
    s-2       | true        | high,elem     | student    | leo      | geheim   | Leo       | Okafor     |                    |
    s-9       | yes         | high          | headmaster | eve      | geheim   | Eve       | Novak      |                    | 7
              | true        | high          | student    | noid     | geheim   | No        | Id         |                    |`,
  enrollments: `${northHigh.enrollments}
    e-9       | alg-1          | high            | s-9             | student |         |            |`,
};
beforeAll(async () => {
  hall = await aHall();
  district = await aDistrict(hall);
  folder = await aSet(hall, files);
  await importFolder(district, folder);
  await importFolder(district, folder);
  const found = await sql<{ no: number }>`select no from flow where district_id = ${district.id}`.execute(hall.app.db);
  flow = found.rows[0]?.no ?? 0;
});
afterAll(() => hall.close());

const named = (kind: string, key: string) => ({ flow, kind, key });
const passport = (kind: string, key: string, actor = district.actor) => showPassport(hall.app, actor, named(kind, key));
const source = (kind: string, key: string, actor = district.actor) => showSource(hall.app, actor, named(kind, key));
const attempts = async (kind: string, key: string, limit = 100, cursor?: string) =>
  listAttempts(hall.app, district.actor, { ...named(kind, key), limit, cursor });
const told = ({ run, outcome, explained }: Attempt) => `${run} ${outcome} ${explained?.entry ?? ''}`.trim();
const values = (shown: Awaited<ReturnType<typeof passport>>) =>
  Object.fromEntries((shown.stored?.values ?? []).map(({ name, value }) => [name, value]));
const reader = (school: string | null, permissions = ['roster.read']): Actor => ({
  kind: 'person',
  id: '77',
  name: 'Rita Reader',
  district: district.id,
  grants: permissions.map((permission) => ({ permission, schools: school === null ? null : [school] })),
});

describe('a record that did not get through', () => {
  test('says how it stands, since when, and what waits for it', async () => {
    const shown = await passport('user', 's-9');
    expect(shown).toMatchObject({
      title: null,
      stored: null,
      waiting: { count: 1, records: [{ kind: 'enrollment', key: 'e-9' }] },
      exemption: null,
      fixes: [],
      syncAlone: { how: 'kept', whyNot: null },
      present: { outcome: 'invalid', sinceRun: 1, lastRun: 2, hold: null, waitsFor: null, issue: { state: 'open' } },
    });
    expect((await passport('enrollment', 'e-9')).present).toMatchObject({
      outcome: 'blocked',
      waitsFor: { kind: 'user', key: 's-9' },
    });
  });

  test('shows its row as it was read last, what was made of each cell, and all that is wrong', async () => {
    const { row } = await source('user', 's-9');
    expect(row).toMatchObject({ run: 2, file: 'users.csv', line: 5 });
    expect(row?.cells.map(({ name, value, read, column }) => [name, value, read, column])).toEqual([
      ['sourcedId', 's-9', 's-9', 'sourcedId'],
      ['enabledUser', 'yes', null, 'enabledUser'],
      ['orgSourcedIds', 'high', 'high', 'orgSourcedIds'],
      ['role', 'headmaster', null, 'role'],
      ['username', 'eve', 'eve', 'username'],
      ['password', null, null, null],
      ['givenName', 'Eve', 'Eve', 'givenName'],
      ['familyName', 'Novak', 'Novak', 'familyName'],
      ['email', '', null, 'email'],
      ['busLine', '7', null, null],
    ]);
    expect(row?.findings.map(({ entry }) => entry)).toEqual([
      'oneroster.boolean_unreadable',
      'oneroster.value_not_allowed',
    ]);
    expect(JSON.stringify(row)).not.toContain('geheim');
  });

  test('lists what became of it in every run, the newest first', async () => {
    const { attempts: all, nextCursor } = await attempts('user', 's-9');
    expect(all.map(told)).toEqual(['2 invalid oneroster.boolean_unreadable', '1 invalid oneroster.boolean_unreadable']);
    expect(nextCursor).toBeNull();
    const first = await attempts('user', 's-9', 1);
    expect(first.attempts.map(told)).toEqual(['2 invalid oneroster.boolean_unreadable']);
    const second = await attempts('user', 's-9', 1, first.nextCursor ?? '');
    expect(second.attempts.map(told)).toEqual(['1 invalid oneroster.boolean_unreadable']);
    expect(second.nextCursor).toBeNull();
  });

  test('without an id of its own it is shown by its line, and cannot be synced alone', async () => {
    expect(await passport('user', '(line 6)')).toMatchObject({
      present: { outcome: 'invalid' },
      syncAlone: { how: null, whyNot: { entry: 'request.record_without_key' } },
    });
    expect((await source('user', '(line 6)')).row?.cells[4]).toMatchObject({ name: 'username', value: 'noid' });
    await expect(syncAlone(hall.app, district.actor, named('user', '(line 6)'))).rejects.toMatchObject({
      entry: 'request.record_without_key',
    });
  });
});

describe('a record that is fine', () => {
  test.each([
    [
      'user',
      's-2',
      'Leo Okafor',
      { orgSourcedIds: 'elem,high', role: 'student', givenName: 'Leo', enabledUser: 'true', email: null },
    ],
    [
      'class',
      'bio-1',
      'Biology 1',
      { courseSourcedId: 'bio', schoolSourcedId: 'high', termSourcedIds: 'fall,year', grades: '09' },
    ],
    [
      'enrollment',
      'e-1',
      'Rosa Diaz',
      { classSourcedId: 'alg-1', userSourcedId: 't-1', primary: 'true', beginDate: '2026-08-17' },
    ],
    ['course', 'alg', 'Algebra', { schoolYearSourcedId: 'year', orgSourcedId: 'high', courseCode: 'MA1' }],
    ['academicSession', 'fall', 'Fall', { parentSourcedId: 'year', startDate: '2026-08-17', schoolYear: '2027' }],
    ['org', 'high', 'North High', { parentSourcedId: 'dist', type: 'school', identifier: '001' }],
  ])('%s %s stands in the columns of its file', async (kind, key, title, expected) => {
    const shown = await passport(kind, key);
    expect(shown).toMatchObject({ title, present: null, stored: { active: true, createdRun: 1, deletedRun: null } });
    const held = values(shown);
    for (const list of ['orgSourcedIds', 'termSourcedIds'])
      if (typeof held[list] === 'string') held[list] = held[list].split(',').sort().join(',');
    expect(held).toMatchObject(expected);
    expect((await attempts(kind, key)).attempts.map(told)).toEqual(['1 created']);
  });

  test('its row is shown as long as its file is there', async () => {
    expect((await source('user', 's-1')).row?.cells[6]).toMatchObject({ name: 'givenName', read: 'Mia' });
    const other = await aDistrict(hall);
    const gone = await aSet(hall, files);
    await importFolder(other, gone);
    await rm(gone, { recursive: true });
    const at = await sql<{ no: number }>`select no from flow where district_id = ${other.id}`.execute(hall.app.db);
    const asked = { flow: at.rows[0]?.no ?? 0, kind: 'user', key: 's-1' };
    expect(await showSource(hall.app, other.actor, asked)).toEqual({ row: null, whyNot: 'not_kept' });
    await expect(syncAlone(hall.app, other.actor, asked)).rejects.toMatchObject({ entry: 'request.record_not_kept' });
  });
});

describe('who may look', () => {
  test('somebody of one school sees its records, and of people only their accounts there', async () => {
    const atElem = reader('elem');
    expect(values(await passport('user', 's-2', atElem))).toMatchObject({ orgSourcedIds: 'elem' });
    for (const [kind, key] of [
      ['user', 's-1'],
      ['user', 's-9'],
      ['class', 'alg-1'],
      ['enrollment', 'e-2'],
      ['org', 'high'],
    ] as const) {
      await expect(passport(kind, key, atElem)).rejects.toMatchObject({ entry: 'request.not_found' });
      await expect(source(kind, key, atElem)).rejects.toMatchObject({ entry: 'request.not_found' });
    }
    expect((await passport('class', 'alg-1', reader('high'))).title).toBe('Algebra 1');
  });

  test('nobody without the right to the roster, nobody of another district, and nothing where nothing is', async () => {
    await expect(passport('user', 's-1', reader(null, ['runs.read']))).rejects.toMatchObject({
      entry: 'request.not_permitted',
    });
    const west = await aDistrict(hall);
    await expect(showPassport(hall.app, west.actor, named('user', 's-1'))).rejects.toMatchObject({
      entry: 'request.not_found',
    });
    await expect(passport('user', 's-77')).rejects.toMatchObject({ entry: 'request.not_found' });
  });

  const looks = async (key: string) =>
    (
      await sql<{ by: string; person: number | null }>`select actor ->> 'name' as by, person_id as person from looked
        where district_id = ${district.id} and key = ${key} order by no`.execute(hall.app.db)
    ).rows;

  test('whoever looks at somebody’s record is written down, once for a look', async () => {
    const actor = { ...reader(null, ['roster.read', 'audit.read']), id: '78', name: 'Lena Looks' };
    await passport('user', 't-1', actor);
    await source('user', 't-1', actor);
    await passport('enrollment', 'e-3', actor);
    await passport('class', 'alg-1', actor);
    const people = await sql<{ key: string; id: number }>`select source_key as key, id from person
      where district_id = ${district.id}`.execute(hall.app.db);
    const person = new Map(people.rows.map(({ key, id }) => [key, id]));
    expect(await looks('t-1')).toEqual([{ by: 'Lena Looks', person: person.get('t-1') }]);
    expect(await looks('e-3')).toEqual([{ by: 'Lena Looks', person: person.get('s-2') }]);
    expect(await looks('alg-1')).toEqual([]);
    const later = { ...hall.app, clock: () => new Date(Date.now() + 6 * 60_000) };
    await showPassport(later, actor, named('user', 't-1'));
    expect(await looks('t-1')).toHaveLength(2);
  });

  test('who looked is told to those who may see the audit', async () => {
    expect((await passport('user', 's-1', reader(null))).looked).toBeNull();
    const auditor = reader(null, ['roster.read', 'audit.read']);
    expect((await passport('user', 's-1', auditor)).looked?.map(({ by }) => by)).toContain('Rita Reader');
  });

  test('a look that was refused leaves nothing', async () => {
    await expect(passport('user', 's-1', { ...reader('elem'), id: '79', name: 'No Right' })).rejects.toThrow();
    expect(await looks('s-1')).not.toContainEqual(expect.objectContaining({ by: 'No Right' }));
  });
});

describe('sync only this', () => {
  test('reads its row again and nothing else; all others stay as they are', async () => {
    const other = await aDistrict(hall);
    await importFolder(other, folder);
    const at = await sql<{ no: number }>`select no from flow where district_id = ${other.id}`.execute(hall.app.db);
    const asked = { flow: at.rows[0]?.no ?? 0, kind: 'user', key: 's-9' };
    const { run } = await syncAlone(hall.app, other.actor, asked);
    expect(numbersOf(await endOf(other, run.id))).toEqual({ entered: 1, invalid: 1 });
    const alive = await sql<{ n: number }>`select count(*) as n from person
      where district_id = ${other.id} and status = 'active'`.execute(hall.app.db);
    expect(alive.rows[0]?.n).toBe(3);
    const fine = await syncAlone(hall.app, other.actor, { ...asked, key: 's-1' });
    expect(numbersOf(await endOf(other, fine.run.id))).toEqual({ entered: 1, unchanged: 1 });
    expect(numbersOf(await importFolder(other, folder))).toMatchObject({ invalid: 2, blocked: 1 });
  });

  test('not while the connection is paused, and not without the right to sync', async () => {
    const other = await aDistrict(hall);
    await importFolder(other, folder);
    const at = await sql<{ no: number; id: string }>`select no, source_id::text as id from flow
      where district_id = ${other.id}`.execute(hall.app.db);
    const asked = { flow: at.rows[0]?.no ?? 0, kind: 'user', key: 's-9' };
    await expect(syncAlone(hall.app, { ...reader(null), district: other.id }, asked)).rejects.toMatchObject({
      entry: 'request.not_permitted',
    });
    await pauseConnection(hall.app, other.actor, at.rows[0]?.id ?? '');
    expect((await showPassport(hall.app, other.actor, asked)).syncAlone).toMatchObject({
      how: null,
      whyNot: { entry: 'request.connection_paused' },
    });
    await expect(syncAlone(hall.app, other.actor, asked)).rejects.toMatchObject({ entry: 'request.connection_paused' });
  });
});

test('what people decided about it is told', async () => {
  const key = 's-1';
  await sql`insert into exemption (district_id, flow_no, kind, key, decision, reason, made_by, made_at)
    values (${district.id}, ${flow}, 'user', ${key}, 'keep', 'She comes back in spring', '{"kind": "person", "id": "5", "name": "Ada"}', now())`.execute(
    hall.app.db,
  );
  expect((await passport('user', key)).exemption).toMatchObject({
    decision: 'keep',
    reason: 'She comes back in spring',
    by: 'Ada',
    until: null,
  });
});

test('a key may be anything that a source writes', async () => {
  const odd = `a/b %?&#"'${randomBytes(2).toString('hex')} ä`;
  const other = await aDistrict(hall);
  await importFolder(
    other,
    await aSet(hall, { ...northHigh, users: `${northHigh.users}\n${odd} | true | high | student | odd | Odd | Key |` }),
  );
  const at = await sql<{ no: number }>`select no from flow where district_id = ${other.id}`.execute(hall.app.db);
  const asked = { flow: at.rows[0]?.no ?? 0, kind: 'user', key: odd };
  expect((await showPassport(hall.app, other.actor, asked)).title).toBe('Odd Key');
  expect((await showSource(hall.app, other.actor, asked)).row?.cells[0]?.value).toBe(odd);
});
