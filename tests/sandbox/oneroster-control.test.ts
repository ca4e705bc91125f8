import { describe, expect, test } from 'vitest';
import { optionsOf } from '../../sandbox/oneroster/arguments.ts';
import { aProvider, type Row } from './provider-scene.ts';

// What a test, or a person with curl, can do to a provider while it runs.

const later = '2026-10-05T04:00:00.000Z';
const at = { now: (): number => Date.parse(later) };
const changedSince = (list: string): string =>
  `${list}?limit=10000&filter=${encodeURIComponent("dateLastModified>'2026-08-10T04:00:00.000Z'")}`;

describe('records', () => {
  test('that are changed say when', async () => {
    const client = await aProvider(at);
    const set = { familyName: 'Novák', orgs: [{ sourcedId: '1002' }], email: null };
    const answer = await client.post('change', { collection: 'users', sourcedId: 'STU-000001', set });
    expect(answer.status).toBe(200);
    const { user } = (await client.get('users/STU-000001')).body as { user: Row };
    expect(user).toMatchObject({
      familyName: 'Novák',
      dateLastModified: later,
      orgs: [{ href: `${client.address}/orgs/1002`, sourcedId: '1002', type: 'org' }],
    });
    expect(Object.keys(user)).not.toContain('email');
    expect((await client.get(changedSince('users'))).ids).toEqual(['STU-000001']);
  });

  test('that are added stand last, or first', async () => {
    const client = await aProvider(at);
    const record = { sourcedId: 'ORG-9', name: 'Annex', type: 'school', parent: { sourcedId: '1' } };
    await client.post('add', { collection: 'orgs', record });
    await client.post('add', { collection: 'orgs', record: { ...record, sourcedId: 'ORG-8' }, at: 'first' });
    const { rows, ids } = await client.get('orgs');
    expect(ids).toEqual(['ORG-8', '1', '1001', '1002', 'ORG-9']);
    expect(rows.at(-1)).toEqual({
      ...record,
      status: 'active',
      dateLastModified: later,
      metadata: {},
      parent: { href: `${client.address}/orgs/1`, sourcedId: '1', type: 'org' },
      children: [],
    });
    const children = rows[1]?.['children'] as readonly Row[];
    expect(children.map(({ sourcedId }) => sourcedId).sort()).toEqual(['1001', '1002', 'ORG-8', 'ORG-9']);
  });

  test('that are deleted stay as tobedeleted, or go outright', async () => {
    const client = await aProvider(at);
    await client.post('delete', { collection: 'users', sourcedId: 'STU-000001' });
    expect((await client.get('users/STU-000001')).body['user']).toMatchObject({
      status: 'tobedeleted',
      dateLastModified: later,
    });
    expect((await client.get('students')).total).toBe(100);
    await client.post('delete', { collection: 'users', sourcedId: 'STU-000002', outright: true });
    expect((await client.get('users/STU-000002')).status).toBe(404);
    expect((await client.get('students')).total).toBe(99);
  });

  test('of people that left a class are not its members any more', async () => {
    const client = await aProvider();
    const { ids } = await client.get('classes/500001/students');
    const filter = encodeURIComponent(`class.sourcedId='500001' AND user.sourcedId='${ids[0]}'`);
    const sourcedId = (await client.get(`enrollments?filter=${filter}`)).ids[0] ?? '';
    client.control.delete({ collection: 'enrollments', sourcedId });
    expect((await client.get('classes/500001/students')).ids).toEqual(ids.slice(1));
  });

  test('that move to another class are found there', async () => {
    const client = await aProvider();
    const [other = ''] = (await client.get('schools/1002/classes')).ids;
    const [from, to] = ['classes/500001/students', `classes/${other}/students`];
    const [id = ''] = (await client.get(from)).ids;
    expect((await client.get(to)).ids).not.toContain(id);
    const filter = encodeURIComponent(`class.sourcedId='500001' AND user.sourcedId='${id}'`);
    const [sourcedId = ''] = (await client.get(`enrollments?filter=${filter}`)).ids;
    client.control.change({ collection: 'enrollments', sourcedId, set: { class: { sourcedId: other } } });
    expect((await client.get(from)).ids).not.toContain(id);
    expect((await client.get(to)).ids).toContain(id);
  });

  test('of all sections can have new ids, which enrollments follow', async () => {
    const client = await aProvider(at);
    const before = await client.get('classes?limit=1000');
    expect((await client.post('rekey')).body).toEqual({ rekeyed: before.total });
    const after = await client.get('classes?limit=1000');
    expect(after.ids).toEqual(before.ids.map((id) => `${id}-N`));
    expect((await client.get('classes/500001')).status).toBe(404);
    const enrollments = await client.get('enrollments?limit=10000');
    for (const { class: ref, dateLastModified } of enrollments.rows) {
      const { sourcedId } = ref as Row;
      expect(ref).toEqual({ href: `${client.address}/classes/${sourcedId}`, sourcedId, type: 'class' });
      expect(after.ids).toContain(sourcedId);
      expect(dateLastModified).toBe(later);
    }
    expect((await client.get(changedSince('users'))).total).toBe(0);
    expect((await client.get('classes/500001-N/students')).total).toBeGreaterThan(0);
  });

  test('of schools that get new ids are followed by roles too', async () => {
    const client = await aProvider({ ...at, version: '1.2' });
    client.control.rekey({ collection: 'orgs', suffix: '-X' });
    const { user } = (await client.get('users/STU-000001')).body as { user: Row };
    expect(user).toMatchObject({ roles: [{ org: { sourcedId: '1001-X' } }], dateLastModified: later });
    expect((await client.get('schools/1001-X/students')).total).toBeGreaterThan(0);
  });

  test('of a collection can all go', async () => {
    const client = await aProvider();
    const { total } = await client.get('enrollments');
    expect((await client.post('empty', { collection: 'enrollments' })).body).toEqual({ removed: total });
    expect((await client.get('enrollments')).text).toBe('{"enrollments":[]}');
    expect((await client.get('classes/500001/students')).text).toBe('{"users":[]}');
    expect((await client.get('classes')).total).toBeGreaterThan(0);
  });

  test.each(['1.1', '1.2'] as const)('of %s change as in a night, and say when', async (version) => {
    const client = await aProvider({ ...at, version, students: 300 });
    const before = client.control.state().records;
    const night = (await client.post('night', { share: 0.2, seed: 3 })).body as Record<string, number>;
    expect(Object.values(night).every((count) => count > 0)).toBe(true);
    let [moved, gone, grown] = [0, 0, 0];
    for (const kind of ['courses', 'classes', 'users', 'enrollments']) {
      const { rows } = await client.get(changedSince(kind));
      moved += rows.length;
      gone += rows.filter(({ status }) => status === 'tobedeleted').length;
      grown += client.control.state().records[kind] ?? 0;
      grown -= before[kind] ?? 0;
    }
    expect([gone, grown, moved - gone - grown]).toEqual([night['deleted'], night['added'], night['changed']]);
    const newcomers = (await client.get('students?limit=1000')).rows.slice(300);
    expect(newcomers.length).toBeGreaterThan(0);
    for (const row of newcomers) {
      if (version === '1.1') expect(row).toMatchObject({ role: 'student', orgs: [{ type: 'org' }] });
      else expect(row).toMatchObject({ roles: [{ role: 'student', org: { type: 'org' } }] });
    }
  });

  test('an empty provider holds what it is given', async () => {
    const client = await aProvider({ students: 0 });
    expect((await client.get('users')).text).toBe('{"users":[]}');
    client.control.add({ collection: 'users', record: { sourcedId: 'a/b?c', role: 'student', givenName: 'Ada' } });
    expect((await client.get(`students/${encodeURIComponent('a/b?c')}`)).body['user']).toMatchObject({
      givenName: 'Ada',
    });
  });
});

describe('requests', () => {
  test('are counted and kept as they came', async () => {
    const client = await aProvider();
    await client.get('users?limit=2&sort=familyName');
    await client.get('rockets');
    await client.get('users', {});
    const requests = client.control.requests();
    const path = '/ims/oneroster/v1p1/users';
    expect(requests.map(({ at: _, ...request }) => request)).toEqual([
      { number: 1, method: 'POST', path: '/oauth2/token', query: '', target: 'token', status: 200, faults: [] },
      { number: 2, method: 'GET', path, query: 'limit=2&sort=familyName', target: 'users', status: 200, faults: [] },
      {
        number: 3,
        method: 'GET',
        path: '/ims/oneroster/v1p1/rockets',
        query: '',
        target: null,
        status: 404,
        faults: [],
      },
      { number: 4, method: 'GET', path, query: '', target: 'users', status: 401, faults: [] },
    ]);
    expect(client.control.state().requests).toBe(4);
    await client.post('forgetRequests');
    expect([client.control.requests(), client.control.state().requests]).toEqual([[], 0]);
  });

  test('hold nothing of a sign-in', async () => {
    const client = await aProvider({ credentials: { clientSecret: 'never-to-be-seen' } });
    await client.get('users');
    expect((await client.post('requests')).text).not.toMatch(/never-to-be-seen|Bearer|Basic/);
  });
});

describe('the control over HTTP', () => {
  test('does what the control in process does', async () => {
    const client = await aProvider();
    const { id } = (await client.post('fault', { kind: 'error', on: { collection: 'orgs' } })).body;
    expect((await client.get('orgs')).status).toBe(500);
    expect((await client.post('state')).body).toMatchObject({
      records: { orgs: 3, academicSessions: 13, courses: 186 },
      faults: [{ id, fault: { kind: 'error', status: 500 }, met: 1, struck: 1 }],
    });
    expect((await client.post('clear', { id })).text).toBe('[]');
    expect((await client.get('orgs')).status).toBe(200);
    for (const operation of ['expireTokens', 'revoke', 'restore'])
      expect((await client.post(operation)).body).toEqual({ done: true });
    expect((await client.get('orgs')).status).toBe(401);
  });

  test.each([
    ['change', { collection: 'users' }, 400],
    ['change', { collection: 'rockets', sourcedId: 'x', set: {} }, 400],
    ['change', { collection: 'users', sourcedId: 'NOBODY', set: {} }, 400],
    ['change', { collection: 'users', sourcedId: 'STU-000001', set: { sourcedId: 'x' } }, 400],
    ['add', { collection: 'users', record: { sourcedId: 'STU-000001' } }, 400],
    ['fault', { kind: 'earthquake' }, 400],
    ['fault', { kind: 'slow' }, 400],
    ['withdrawScope', { scope: 'everything' }, 400],
    ['explode', {}, 404],
  ])('%s of %o is refused', async (operation, input, status) => {
    const client = await aProvider();
    expect((await client.post(operation, input)).status).toBe(status);
  });
});

describe('the command line', () => {
  test('reads its arguments', () => {
    expect(optionsOf(['--students', '2000', '--port', '4010', '--version', '1.2', '--errors', 'set'])).toEqual({
      students: 2000,
      port: 4010,
      version: '1.2',
      errors: 'set',
    });
    expect(optionsOf(['--help'])).toBeNull();
  });

  test.each([
    [['--students', 'many'], '--students must be a whole number, not "many".'],
    [['--version', '2.0'], '--version must be one of 1.1, 1.2, not "2.0".'],
    [['--students', '5', '--enrollments', '5'], 'Give either --students or --enrollments.'],
    [['--rockets'], "Unknown option '--rockets'"],
  ])('%o is refused in words', (args, words) => {
    expect(() => optionsOf(args)).toThrow(words);
  });
});
