import { describe, expect, test } from 'vitest';
import { aProvider, linksIn, readAll } from './provider-scene.ts';

// Expectations are those of OneRoster 1.1 and 1.2: paths, envelopes, references, paging, refusals.

const v11 = await aProvider();
const v12 = await aProvider({ version: '1.2' });

describe('collections', () => {
  test.each([
    ['orgs', 'orgs', 3],
    ['schools', 'orgs', 2],
    ['academicSessions', 'academicSessions', 13],
    ['terms', 'academicSessions', 2],
    ['gradingPeriods', 'academicSessions', 8],
    ['courses', 'courses', 186],
    ['classes', 'classes', null],
    ['users', 'users', null],
    ['students', 'users', 100],
    ['teachers', 'users', null],
    ['enrollments', 'enrollments', null],
  ])('%s come back under %s in both versions', async (path, envelope, total) => {
    for (const client of [v11, v12]) {
      const got = await client.get(path);
      expect(got.status).toBe(200);
      expect(got.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(Object.keys(got.body)).toEqual([envelope]);
      expect(got.rows.length).toBe(Math.min(100, got.total));
      expect(got.total).toBeGreaterThan(0);
      if (total !== null) expect(got.total).toBe(total);
    }
  });

  test.each([
    ['orgs/1001', 'org'],
    ['schools/1001', 'org'],
    ['academicSessions/SY-2027', 'academicSession'],
    ['terms/T1-2027', 'academicSession'],
    ['gradingPeriods/Q1-2027', 'academicSession'],
    ['courses/CRS-EKG100', 'course'],
    ['classes/500001', 'class'],
    ['users/ADM-0001', 'user'],
    ['students/STU-000001', 'user'],
    ['teachers/TCH-00001', 'user'],
    ['enrollments/1000001', 'enrollment'],
  ])('%s comes back under %s', async (path, envelope) => {
    const got = await v11.get(path);
    expect([got.status, Object.keys(got.body)]).toEqual([200, [envelope]]);
    expect(got.body[envelope]).toMatchObject({ sourcedId: path.split('/')[1], status: 'active' });
  });

  test('what a list does not hold is unknown in it, even if it is known elsewhere', async () => {
    const wrong = ['users/NOBODY', 'students/TCH-00001', 'schools/1', 'terms/S1-2027', 'gradingPeriods/T1-2027'];
    for (const path of wrong) expect([path, (await v11.get(path)).status]).toEqual([path, 404]);
  });

  test('each record is where its reference leads', async () => {
    for (const client of [v11, v12]) {
      const { rows } = await client.get('enrollments?limit=1');
      for (const [name, type] of [
        ['user', 'user'],
        ['class', 'class'],
        ['school', 'org'],
      ] as const) {
        const { href, sourcedId, ...rest } = rows[0]?.[name] as { href: string; sourcedId: string };
        expect(rest).toEqual({ type });
        expect((await client.get(href)).body[type]).toMatchObject({ sourcedId });
      }
    }
  });
});

describe('records', () => {
  test('every record has the base fields', async () => {
    for (const path of ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments']) {
      const { rows } = await v11.get(path);
      for (const row of rows)
        expect(row).toMatchObject({ status: 'active', dateLastModified: '2026-08-10T04:00:00.000Z', metadata: {} });
    }
  });

  test('a user of 1.1 has one role, organisations and real booleans', async () => {
    const { user } = (await v11.get('users/STU-000001')).body as { user: object };
    expect(user).toMatchObject({
      enabledUser: true,
      username: 's000001',
      role: 'student',
      userIds: [{ type: 'SIS', identifier: '000001' }],
      email: 's000001@pupils.example.org',
      orgs: [{ href: `${v11.address}/orgs/1001`, sourcedId: '1001', type: 'org' }],
      grades: ['KG'],
    });
    expect(Object.keys(user)).not.toContain('roles');
  });

  test('a user of 1.2 has roles, a primary org and booleans as strings', async () => {
    const org = { href: `${v12.address}/orgs/1001`, sourcedId: '1001', type: 'org' };
    const { user } = (await v12.get('users/STU-000001')).body as { user: object };
    expect(user).toMatchObject({
      enabledUser: 'true',
      primaryOrg: org,
      roles: [{ roleType: 'primary', role: 'student', org, beginDate: '2026-08-17' }],
    });
    expect(Object.keys(user)).not.toContain('role');
    expect(Object.keys(user)).not.toContain('orgs');
  });

  test('an enrollment says who is primary, as its version writes it', async () => {
    const teacher = { role: 'teacher', beginDate: '2026-08-17', endDate: '2027-06-05' };
    expect((await v11.get('enrollments/1000001')).body['enrollment']).toMatchObject({ ...teacher, primary: true });
    expect((await v12.get('enrollments/1000001')).body['enrollment']).toMatchObject({ ...teacher, primary: 'true' });
  });

  test('periods of a class are a text in 1.1 and a list in 1.2', async () => {
    expect((await v11.get('classes/500001')).body['class']).toMatchObject({ classType: 'homeroom', periods: '1,4' });
    expect((await v12.get('classes/500001')).body['class']).toMatchObject({ periods: ['1', '4'] });
  });

  test('parents and children name each other', async () => {
    const { academicSession } = (await v11.get('academicSessions/T1-2027')).body as { academicSession: object };
    expect(academicSession).toMatchObject({
      type: 'term',
      startDate: '2026-08-17',
      endDate: '2027-01-09',
      schoolYear: '2027',
      parent: { sourcedId: 'SY-2027', type: 'academicSession' },
      children: [{ sourcedId: 'P1-2027' }, { sourcedId: 'P2-2027' }],
    });
    expect((await v11.get('orgs/1')).body['org']).toMatchObject({
      type: 'district',
      children: [{ sourcedId: '1001' }, { sourcedId: '1002' }],
    });
  });

  test('the same seed is the same district, another seed another', async () => {
    const [same, other] = [await aProvider(), await aProvider({ seed: 2 })];
    const first = await v11.get('users?fields=givenName,familyName');
    expect((await same.get('users?fields=givenName,familyName')).text).toBe(first.text);
    expect((await other.get('users?fields=givenName,familyName')).text).not.toBe(first.text);
  });
});

describe('reads below a school, a class and others', () => {
  test('a school has its classes, enrollments, people, courses and terms', async () => {
    for (const client of [v11, v12]) {
      const classes = await client.get('schools/1001/classes?limit=1000');
      expect(Object.keys(classes.body)).toEqual(['classes']);
      expect(classes.rows.length).toBeGreaterThan(0);
      for (const row of classes.rows) expect(row['school']).toMatchObject({ sourcedId: '1001' });
      const other = await client.get('schools/1002/classes');
      expect(classes.total + other.total).toBe((await client.get('classes')).total);

      const students = await client.get('schools/1001/students');
      expect(students.total + (await client.get('schools/1002/students')).total).toBe(100);
      for (const id of students.ids) expect(id).toMatch(/^STU-/);
      for (const id of (await client.get('schools/1001/teachers')).ids) expect(id).toMatch(/^TCH-/);
      for (const { school } of (await client.get('schools/1001/enrollments')).rows)
        expect(school).toMatchObject({ sourcedId: '1001' });

      const taught = new Set(classes.rows.map(({ course }) => (course as { sourcedId: string }).sourcedId));
      expect(new Set((await client.get('schools/1001/courses?limit=500')).ids)).toEqual(taught);
      expect((await client.get('schools/1001/terms')).ids).toEqual(['T1-2027', 'T2-2027']);
    }
  });

  test('a class has its students, teachers and enrollments', async () => {
    const filter = encodeURIComponent("class.sourcedId='500001'");
    const { rows } = await v11.get(`enrollments?filter=${filter}`);
    const idsOf = (role: string): unknown[] =>
      rows.filter((row) => row['role'] === role).map(({ user }) => (user as { sourcedId: string }).sourcedId);
    for (const place of ['classes/500001', 'schools/1001/classes/500001']) {
      expect((await v11.get(`${place}/students`)).ids).toEqual(idsOf('student'));
      expect((await v11.get(`${place}/teachers`)).ids).toEqual(idsOf('teacher'));
    }
    expect((await v11.get('schools/1001/classes/500001/enrollments')).ids).toEqual(rows.map((row) => row.sourcedId));
  });

  test('a person, a course and a term have their classes, a term its grading periods', async () => {
    const { ids } = await v11.get('students/STU-000001/classes');
    expect(ids).toContain('500001');
    expect((await v11.get('users/STU-000001/classes')).ids).toEqual(ids);
    expect((await v11.get('teachers/TCH-00001/classes')).ids).toContain('500001');
    expect((await v11.get('courses/CRS-EKG100/classes')).ids).toContain('500001');
    expect((await v11.get('terms/T1-2027/classes')).ids).toContain('500001');
    expect((await v11.get('terms/T1-2027/gradingPeriods')).ids).toEqual(['P1-2027', 'P2-2027']);
  });

  test('an unknown parent is 404 unknownobject, a known one without any is an empty list', async () => {
    for (const path of ['classes/NO/students', 'schools/NO/classes', 'schools/1002/classes/500001/students'])
      expect([path, (await v11.get(path)).status]).toEqual([path, 404]);
    const got = await v11.get(`schools/1001/students?filter=${encodeURIComponent("familyName='Nobody'")}`);
    expect([got.status, got.text, got.total]).toEqual([200, '{"users":[]}', 0]);
  });
});

describe('pages', () => {
  test('a page has 100 records unless told otherwise', async () => {
    const got = await v11.get('enrollments');
    expect(got.rows.length).toBe(100);
    expect((await v11.get('enrollments?limit=7&offset=100')).ids).toEqual(
      (await v11.get('enrollments?limit=107')).ids.slice(100),
    );
  });

  test('links lead to the first, previous, next and last page, with the rest of the question', async () => {
    const got = await v11.get('students?limit=30&offset=30&sort=familyName&fields=sourcedId');
    const rest = 'sort=familyName&fields=sourcedId';
    const at = (offset: number): string => `${v11.address}/students?limit=30&offset=${offset}&${rest}`;
    expect(linksIn(got)).toEqual({ first: at(0), prev: at(0), next: at(60), last: at(90) });
    expect(Object.keys(linksIn(await v11.get('students?limit=30'))).sort()).toEqual(['first', 'last', 'next']);
    expect(Object.keys(linksIn(await v11.get('students?limit=30&offset=90'))).sort()).toEqual([
      'first',
      'last',
      'prev',
    ]);
  });

  test('a page that ends with the list promises no other', async () => {
    for (const query of ['limit=100', 'limit=50&offset=50'])
      expect(linksIn(await v11.get(`students?${query}`))['next']).toBeUndefined();
    expect(linksIn(await v11.get('students?limit=99'))['next']).toBe(`${v11.address}/students?limit=99&offset=99`);
  });

  test('the links of a list lead through all of it, each record once', async () => {
    const ids = await readAll(v12, 'enrollments?limit=150');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await v12.get('enrollments')).total);
  });

  test('behind the end is an empty page', async () => {
    const got = await v11.get('students?offset=100');
    expect([got.status, got.ids, got.total, linksIn(got)['next']]).toEqual([200, [], 100, undefined]);
  });

  test('a limit above the provider’s own is taken as that', async () => {
    const small = await aProvider({ maxLimit: 20 });
    const got = await small.get('students?limit=5000');
    expect([got.rows.length, linksIn(got)['next']]).toEqual([20, `${small.address}/students?limit=20&offset=20`]);
  });

  test.each([
    'limit=0',
    'limit=-1',
    'limit=ten',
    'offset=-1',
    'offset=1.5',
    'limit=',
    'limit=1&limit=2',
    'orderBy=acs',
  ])('%s is refused as invaliddata', async (query) => {
    const got = await v12.get(`users?${query}`);
    expect(got.status).toBe(400);
    expect(got.text).toContain('"imsx_codeMinorFieldValue":"invaliddata"');
  });
});

describe('refusals', () => {
  const field = (value: string): object => ({
    imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: value }],
  });

  test('have their fields at the root', async () => {
    const got = await v12.get('users/NOBODY');
    expect(got.status).toBe(404);
    expect(got.body).toEqual({
      imsx_codeMajor: 'failure',
      imsx_severity: 'error',
      imsx_description: expect.stringContaining('NOBODY'),
      imsx_CodeMinor: field('unknownobject'),
    });
  });

  test('of 1.1 name the message that they answer', async () => {
    const { body } = await v11.get('users/NOBODY');
    expect(body).toMatchObject({ imsx_messageRefIdentifier: expect.any(String), imsx_codeMajor: 'failure' });
  });

  test('may be wrapped', async () => {
    const { body } = await (await aProvider({ students: 0, errors: 'wrapped' })).get('users/NOBODY');
    expect(Object.keys(body)).toEqual(['imsx_StatusInfo']);
    expect(body['imsx_StatusInfo']).toMatchObject({
      imsx_codeMajor: 'failure',
      imsx_severity: 'error',
      imsx_CodeMinor: field('unknownobject'),
    });
  });

  test('may be a set', async () => {
    const { body } = await (await aProvider({ students: 0, errors: 'set' })).get('users/NOBODY');
    expect(body).toEqual({
      statusInfoSet: [
        {
          imsx_codeMajor: 'failure',
          imsx_severity: 'error',
          imsx_messageRefIdentifier: expect.any(String),
          imsx_codeMinor: 'unknownobject',
          imsx_description: expect.stringContaining('NOBODY'),
        },
      ],
    });
  });

  test('tell that a roster cannot be written, by the word of the version', async () => {
    for (const [client, word] of [
      [v11, 'unsupportedoperation'],
      [v12, 'unsupported'],
    ] as const) {
      const response = await fetch(`${client.address}/users/STU-000001`, { method: 'DELETE' });
      expect(response.status).toBe(405);
      expect(await response.json()).toMatchObject({ imsx_codeMajor: 'unsupported', imsx_CodeMinor: field(word) });
    }
  });

  test('tell that there is nothing at a path', async () => {
    for (const path of ['rockets', 'classes/500001/lessons', '../v1p9/users'])
      expect([path, (await v11.get(path)).status]).toEqual([path, 404]);
    expect((await v12.get('rockets')).body).toMatchObject({ imsx_CodeMinor: field('unknownobject') });
    expect((await v12.get('users/%zz')).status).toBe(400);
  });
});
