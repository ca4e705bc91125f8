import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mountRoutes } from '../../src/app.ts';
import { entries } from '../../src/dictionary/entries.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { listIssueRecords, listIssues, showIssue } from '../../src/issues/issue.read-model.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';
import { aDistrict, aHall, type District, type Hall, northHigh } from '../import/scene.ts';
import { aPerson, detailOf, enrollmentsOf, issuesOf, read, theIssue, usersOf } from './scene.ts';

let hall: Hall;
let server: Server;
beforeAll(async () => {
  hall = await aHall();
  server = await makeServer({ log: hall.app.log, trustProxy: [], secure: false });
  await mountRoutes(server, hall.app, { demo: false });
});
afterAll(async () => {
  await server.close();
  await hall.close();
});

const wrongRole = 'oneroster.value_not_allowed';
const all = { limit: 100 } as const;

/** A key of a district that may do everything. */
async function keyOf(district: District): Promise<string> {
  const secret = `hp_live_${district.id}_0123456789abcdefgh`;
  const text = `district: { id: ${district.id}, name: North Unified, timeZone: America/Chicago }
apiKeys:
  - { name: ops, secret: ${secret}, scopes: [manage] }
`;
  await apply(district.app, { text, fileName: 'north.yaml', env: {} });
  return secret;
}
const ask = (key: string, url: string) =>
  server.inject({ method: 'GET', url: `/api/v1${url}`, headers: { authorization: `Bearer ${key}` } });

describe('the records of an issue', () => {
  test('stand in groups by what must be changed, the largest first', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ a: 'pupil', b: 'pupil', c: 'prof', d: 'pupil' }) });
    const { groups, groupCount, id } = await detailOf(district, await theIssue(district, wrongRole));
    expect(groups.map(({ kind, facts, records, owner }) => [kind, facts, records, owner])).toEqual([
      ['user', { column: 'role', value: 'pupil' }, 3, 'sis_admin'],
      ['user', { column: 'role', value: 'prof' }, 1, 'sis_admin'],
    ]);
    expect(groupCount).toBe(2);
    const { app, actor } = district;
    // The help is told for one group, so that it can say what is wrong.
    const meant = async (group?: string) => (await showIssue(app, actor, { no: id, group })).explained.meaning;
    expect(await meant()).toContain('“pupil”');
    expect(await meant(groups[1]?.id)).toContain('“prof”');
    const keys = async (group: string | undefined) =>
      (await listIssueRecords(app, actor, { ...all, no: id, group })).records.map(({ key }) => key);
    expect(await keys(groups[0]?.id)).toEqual(['a', 'b', 'd']);
    expect(await keys(groups[1]?.id)).toEqual(['c']);
    expect(await keys(undefined)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('each says where it was read, and in which run its outcome stands', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ a: 'pupil' }) });
    await read(district, { users: usersOf({ a: 'pupil' }) });
    const { id } = await theIssue(district, wrongRole);
    const { records } = await listIssueRecords(district.app, district.actor, { ...all, no: id });
    expect(records[0]).toMatchObject({
      kind: 'user',
      key: 'a',
      outcome: 'invalid',
      file: 'users.csv',
      line: 5,
      value: 'pupil',
      run: 2,
    });
    expect(records[0]?.explained?.message).toContain('users.csv line 5: role is "pupil"');
  });

  test('what waits for them is listed apart, with what it waits for', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ a: 'pupil' }), enrollments: enrollmentsOf('a') });
    const { id } = await theIssue(district, wrongRole);
    const { records } = await listIssueRecords(district.app, district.actor, { ...all, no: id, waiting: true });
    expect(records.map(({ kind, key, outcome, waitsFor }) => [kind, key, outcome, waitsFor])).toEqual([
      ['enrollment', 'e-a', 'blocked', { kind: 'user', key: 'a' }],
    ]);
  });

  test('come page by page, each once', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf(Object.fromEntries([...'abcdefg'].map((key) => [key, 'pupil']))) });
    const { id } = await theIssue(district, wrongRole);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listIssueRecords(district.app, district.actor, { limit: 3, no: id, cursor });
      seen.push(...page.records.map(({ key }) => key));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([...'abcdefg']);
  });

  test('one of many causes is found by words, by a record, by its owner, and page by page', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ a: 'pupil', b: 'pupil', c: '' }), enrollments: enrollmentsOf('nobody') });
    const found = async (query: object) => (await issuesOf(district, query)).map(({ entry }) => entry);
    // Of two with as many records the newer first.
    expect(await found({})).toEqual([wrongRole, 'oneroster.value_missing', 'oneroster.parent_missing']);
    expect(await found({ q: 'OUTSIDE the list' })).toEqual([wrongRole]);
    expect(await found({ q: 'e-nob' })).toEqual(['oneroster.parent_missing']);
    expect(await found({ q: '%' })).toEqual([]);
    expect(await found({ owner: 'sis_admin' })).toHaveLength(3);
    expect(await found({ owner: 'teacher' })).toEqual([]);
    expect(await found({ state: 'present' })).toHaveLength(3);
    expect(await found({ state: 'resolved' })).toEqual([]);
    const first = await listIssues(district.app, district.actor, { limit: 2 });
    const second = await listIssues(district.app, district.actor, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.issues, ...second.issues].map(({ entry }) => entry)).toEqual(await found({}));
    expect(second.nextCursor).toBeNull();
  });

  test('every fact by which an entry groups is one that its message can be told with', () => {
    const grouped = entries.filter(({ groupBy }) => groupBy !== undefined);
    expect(grouped.length).toBeGreaterThan(40);
    const told = /\{([a-zA-Z]+)\}/g;
    // The check that refuses these tells the field beside what the message prints.
    const beside = ['field', 'fields', 'detail', 'school', 'email', 'received'];
    for (const { entry, message, causes, groupBy = [] } of grouped) {
      const facts = [...JSON.stringify([message, causes]).matchAll(told)].map(([, fact]) => fact ?? '');
      expect([entry, groupBy.filter((fact) => ![...facts, ...beside].includes(fact))]).toEqual([entry, []]);
    }
  });
});

describe('as a file for a spreadsheet', () => {
  test('all records, those that wait behind them', async () => {
    const district = await aDistrict(hall);
    const key = await keyOf(district);
    await read(district, { users: usersOf({ a: 'pupil' }), enrollments: enrollmentsOf('a') });
    const { id } = await theIssue(district, wrongRole);
    const answer = await ask(key, `/issues/${id}/records.csv`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="issue-${id}.csv"`);
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toBe('\uFEFFkind,key,outcome,file,line,column,value,expected,message,waits for,since,run');
    expect(lines[1]).toMatch(/^user,a,invalid,users\.csv,5,role,pupil,/);
    expect(lines[2]).toMatch(/^enrollment,e-a,blocked,enrollments\.csv,5,userSourcedId,a,.*user a,.*,1$/);
    expect(lines.slice(3)).toEqual(['']);
  });

  test('no value of a file becomes a formula', async () => {
    const district = await aDistrict(hall);
    const key = await keyOf(district);
    const bad = ['=cmd()', '+1', '-1', '@SUM(A1)', '\u200b=1', '＝1'];
    await read(district, { users: usersOf(Object.fromEntries(bad.map((role, at) => [`x-${at}`, role]))) });
    const { id } = await theIssue(district, wrongRole);
    const { body } = await ask(key, `/issues/${id}/records.csv`);
    for (const value of bad) expect(body).toContain(`,role,"'${value}",`);
  });

  test('a long list comes whole', async () => {
    const district = await aDistrict(hall);
    const key = await keyOf(district);
    const many = Object.fromEntries(Array.from({ length: 2300 }, (_, at) => [`x-${at}`, 'pupil']));
    await read(district, { users: usersOf(many) });
    const { id } = await theIssue(district, wrongRole);
    const { body } = await ask(key, `/issues/${id}/records.csv`);
    const keys = body
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[1]);
    expect(new Set(keys).size).toBe(2300);
    expect(keys).toHaveLength(2300);
  });
});

describe('somebody of one school', () => {
  test('sees of files the records of what their school has, counted alone', async () => {
    const district = await aDistrict(hall);
    await read(district);
    // Both are known; one belongs to the primary school too.
    const users = northHigh.users.replace(/(s-1 .*)\| student/, '$1| pupil').replace(/(s-2 .*)\| student/, '$1| pupil');
    await read(district, { users: `${users}\n    new | true | elem | pupil | new | Kim | Novak |` });
    expect(await theIssue(district, wrongRole)).toMatchObject({ records: 3 });
    const { actor } = await aPerson(district, 'Principal', 'viewer', 'elem');
    const elem = { ...district, actor };
    const issue = await theIssue(elem, wrongRole);
    expect(issue).toMatchObject({ records: 1, trend: [] });
    const { records } = await listIssueRecords(elem.app, actor, { ...all, no: issue.id });
    expect(records.map(({ key }) => key)).toEqual(['s-2']);
    expect(await detailOf(elem, issue)).toMatchObject({ history: [], groups: [{ records: 1 }] });
  });

  test('does not see an issue of which nothing is known to be theirs', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ a: 'pupil' }) });
    const issue = await theIssue(district, wrongRole);
    const { actor } = await aPerson(district, 'Principal', 'viewer', 'elem');
    expect(await issuesOf({ ...district, actor })).toEqual([]);
    await expect(showIssue(district.app, actor, { no: issue.id })).rejects.toMatchObject({
      entry: 'request.not_found',
    });
  });
});

test('another district sees nothing of it', async () => {
  const [north, south] = [await aDistrict(hall), await aDistrict(hall)];
  await read(north, { users: usersOf({ a: 'pupil' }) });
  await read(south);
  const issue = await theIssue(north, wrongRole);
  const key = await keyOf(south);
  expect((await ask(key, '/issues')).json()).toEqual({ issues: [], nextCursor: null });
  for (const path of ['', '/records', '/records.csv'])
    expect((await ask(key, `/issues/${issue.id}${path}`)).statusCode).toBe(404);
  expect((await ask('hp_live_nobody', '/issues')).statusCode).toBe(401);
});

test('issues go with the connection that they are about', async () => {
  const district = await aDistrict(hall);
  await read(district, { users: usersOf({ a: 'pupil' }) });
  const key = await keyOf(district);
  const { connection } = await theIssue(district, wrongRole);
  const gone = await server.inject({
    method: 'DELETE',
    url: `/api/v1/connections/${connection.id}?confirm=files`,
    headers: { authorization: `Bearer ${key}` },
  });
  expect(gone.json()).toMatchObject({ lost: { issues: 1 } });
  for (const table of ['issue', 'issue_run', 'record'])
    expect(
      (await sql`select 1 from ${sql.table(table)} where district_id = ${district.id}`.execute(hall.app.db)).rows,
    ).toEqual([]);
});
