import { describe, expect, test } from 'vitest';
import { aProvider, type Client, type Got, type Row } from './provider-scene.ts';

// sort, orderBy, fields and filter of OneRoster, each with its refusal.

const v11 = await aProvider();
const v12 = await aProvider({ version: '1.2' });

const filtered = (client: Client, list: string, filter: string): Promise<Got> =>
  client.get(`${list}?limit=10000&filter=${encodeURIComponent(filter)}`);
const textOf = (row: Row, field: string): string => String(row[field]);
const minorOf = ({ status, text }: Got): readonly unknown[] => [
  status,
  /"imsx_codeMinorFieldValue":"(\w+)"/.exec(text)?.[1],
];

describe('sort', () => {
  test('goes up unless told otherwise', async () => {
    const whole = (await v11.get('students')).rows.map((row) => textOf(row, 'familyName'));
    const up = (await v11.get('students?sort=familyName')).rows.map((row) => textOf(row, 'familyName'));
    expect(up).toEqual(whole.toSorted());
    expect(up).not.toEqual(whole);
    expect((await v11.get('students?sort=familyName&orderBy=asc')).rows.map((row) => row['familyName'])).toEqual(up);
    const down = await v11.get('students?sort=familyName&orderBy=desc');
    expect(down.rows.map((row) => row['familyName'])).toEqual(up.toReversed());
  });

  test('holds over all pages', async () => {
    const all = (await v11.get('students?sort=givenName')).ids;
    const pages = [0, 40, 80].map((offset) => v11.get(`students?sort=givenName&limit=40&offset=${offset}`));
    expect((await Promise.all(pages)).flatMap(({ ids }) => ids)).toEqual(all);
  });

  test('goes by the id of a reference', async () => {
    const { rows } = await v11.get('classes?sort=course.sourcedId&limit=1000');
    const ids = rows.map(({ course }) => (course as Row).sourcedId);
    expect(ids).toEqual(ids.toSorted());
  });

  test('by an unknown field is refused', async () => {
    for (const field of ['shoeSize', 'course', 'metadata'])
      expect(minorOf(await v11.get(`classes?sort=${field}`))).toEqual([400, 'invalid_sort_field']);
  });
});

describe('fields', () => {
  test('are the only ones that are answered', async () => {
    const { rows } = await v11.get('students?fields=sourcedId,givenName&limit=2');
    for (const row of rows) expect(Object.keys(row)).toEqual(['sourcedId', 'givenName']);
    const { body } = await v11.get('classes/500001?fields=title');
    expect(body).toEqual({ class: { title: expect.any(String) } });
  });

  test('that are unknown refuse the request', async () => {
    for (const path of ['students?fields=sourcedId,shoeSize', 'students?fields=', 'users/STU-000001?fields=roles'])
      expect([path, ...minorOf(await v11.get(path))]).toEqual([path, 400, 'invalid_selection_field']);
    expect(minorOf(await v12.get('users?fields=role'))).toEqual([400, 'invalid_selection_field']);
    expect((await v12.get('users/STU-000001?fields=roles')).status).toBe(200);
  });
});

describe('filter', () => {
  test('= and != part a list in two', async () => {
    const { rows } = await v11.get('users?limit=10000');
    const staff = rows.filter((row) => row['role'] !== 'student').map(({ sourcedId }) => sourcedId);
    expect((await filtered(v11, 'users', "role!='student'")).ids).toEqual(staff);
    expect((await filtered(v11, 'users', "role='student'")).total).toBe(rows.length - staff.length);
  });

  test('<, <=, > and >= go by the letter', async () => {
    const startDates = async (operator: string): Promise<unknown[]> => {
      const { rows } = await filtered(v11, 'academicSessions', `startDate${operator}'2026-10-24'`);
      return [...new Set(rows.map(({ startDate }) => startDate))].sort();
    };
    expect(await startDates('<')).toEqual(['2026-08-17']);
    expect(await startDates('<=')).toEqual(['2026-08-17', '2026-10-24']);
    expect(await startDates('>')).toEqual(['2027-01-09', '2027-03-20']);
    expect(await startDates('>=')).toEqual(['2026-10-24', '2027-01-09', '2027-03-20']);
  });

  test('~ finds a part of the text', async () => {
    const { ids } = await filtered(v11, 'academicSessions', "title~'uarter'");
    expect(ids).toEqual(['Q1-2027', 'Q2-2027', 'Q3-2027', 'Q4-2027']);
  });

  test('AND narrows, OR widens', async () => {
    const one = await filtered(v11, 'academicSessions', "type='gradingPeriod' AND startDate='2026-08-17'");
    expect(one.ids).toEqual(['Q1-2027', 'P1-2027']);
    const two = await filtered(v11, 'academicSessions', "sourcedId='Q1-2027' OR type='schoolYear'");
    expect(two.ids).toEqual(['SY-2027', 'Q1-2027']);
  });

  test('dotted fields look into references, parts, lists and metadata', async () => {
    const { rows } = await filtered(v11, 'enrollments', "user.sourcedId='STU-000001'");
    for (const { user } of rows) expect(user).toMatchObject({ sourcedId: 'STU-000001' });
    expect(rows.length).toBeGreaterThan(0);
    const principals = await filtered(v12, 'users', "roles.role='principal' AND roles.org.sourcedId='1002'");
    expect(principals.ids).toEqual(['ADM-0002']);
    expect((await filtered(v11, 'users', "userIds.identifier='00001'")).ids).toEqual(['TCH-00001']);
    expect((await filtered(v11, 'classes', "terms.sourcedId='T2-2027' AND grades='KG'")).ids).toContain('500001');
    v11.control.change({ collection: 'users', sourcedId: 'STU-000002', set: { metadata: { bus: { line: '7' } } } });
    expect((await filtered(v11, 'users', "metadata.bus.line='7'")).ids).toEqual(['STU-000002']);
  });

  test('booleans are filtered by their words in both versions', async () => {
    for (const client of [v11, v12])
      expect((await filtered(client, 'enrollments', "primary='true' AND role='student'")).total).toBe(0);
    expect((await filtered(v12, 'enrollments', "primary='true'")).total).toBeGreaterThan(0);
  });

  test('moments are compared as moments, however they are written', async () => {
    const one = await aProvider({ now: () => Date.parse('2026-10-05T04:00:00.000Z') });
    one.control.change({ collection: 'users', sourcedId: 'STU-000003', set: { givenName: 'Ada' } });
    for (const filter of [
      "dateLastModified>'2026-08-10T04:00:00Z'",
      "dateLastModified>='2026-10-05T04:00:00Z'",
      "dateLastModified='2026-10-05T04:00:00Z'",
      "dateLastModified>'2026-10-04'",
      "dateLastModified>'2026-10-05T05:30:00+02:00'",
    ])
      expect([filter, (await filtered(one, 'users', filter)).ids]).toEqual([filter, ['STU-000003']]);
    expect((await filtered(one, 'users', "dateLastModified>'2026-10-05T04:00:00Z'")).total).toBe(0);
  });

  test('a quote or the word AND inside of a value is a part of it', async () => {
    const set = { familyName: "O'Hara AND Sons" };
    v11.control.change({ collection: 'users', sourcedId: 'STU-000004', set });
    expect((await filtered(v11, 'users', "familyName='O'Hara AND Sons'")).ids).toEqual(['STU-000004']);
    const both = await filtered(v11, 'users', "familyName='O'Hara AND Sons' AND role='student'");
    expect(both.ids).toEqual(['STU-000004']);
  });

  test('by an unknown field is refused', async () => {
    for (const filter of [
      "shoeSize='9'",
      "role='student' AND shoeSize='9'",
      "orgs='1001'",
      "orgs.name='x'",
      "constructor.name='x'",
    ])
      expect([filter, ...minorOf(await filtered(v11, 'users', filter))]).toEqual([filter, 400, 'invalid_filter_field']);
    expect(minorOf(await filtered(v12, 'users', "role='student'"))).toEqual([400, 'invalid_filter_field']);
  });

  test.each([
    'role=student',
    "role = 'student'",
    "role=='student'",
    "role='student' and username='s000001'",
    "role='student' AND username='s000001' AND grades='KG'",
    "dateLastModified>'yesterday'",
    '',
  ])('%s cannot be read', async (filter) => {
    expect(minorOf(await filtered(v11, 'users', filter))).toEqual([400, 'invaliddata']);
  });
});
