import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectOurs,
  type Fields,
  type Hub,
  keys,
  operations,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const json = { 'content-type': 'application/json' };
/** Asks, and nothing may have changed by it. */
async function refused(ask: () => Promise<Answer>, status?: number): Promise<Answer> {
  const before = await hub.rows();
  const answer = await ask();
  expectOurs(answer, status);
  expect(await hub.rows()).toEqual(before);
  return answer;
}

describe.each(operations)('%s %s refuses', (method, path) => {
  const send = (payload: string | Buffer, headers: Readonly<Record<string, string>> = json) =>
    hub.send(method, path, { payload, headers });

  test.each([
    ['a text', 'hello'],
    ['a page', '<html></html>'],
    ['a form', 'schoolID=sch-1'],
    ['half an object', '{"schoolID":"sch-1","issu'],
    ['two objects', '{}{}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '5'],
    ['a quoted text', '"schoolID"'],
    ['a prototype', '{"__proto__":{"schoolID":"sch-1"}}'],
    ['a constructor', '{"constructor":{"prototype":{"schoolID":"sch-1"}}}'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s for an object', async (_, payload) => {
    await refused(() => send(payload), 400);
  });

  test('what is too large', async () => {
    await refused(() => send(JSON.stringify({ userID: 'x'.repeat(2_000_000) })), 413);
  });

  test('what is nested too deeply', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const)
      await refused(() => send(`{"userID":${open.repeat(50_000)}1${close.repeat(50_000)}}`), 400);
  });

  test('ten thousand fields, in an answer of sensible length', async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field${at}`, at]));
    const answer = await refused(() => send(JSON.stringify(fields)), 400);
    expect(answer.text.length).toBeLessThan(1_000_000);
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('the content type %s', async (type) => {
    await refused(() => send('{}', { 'content-type': type }));
  });
});

describe('a wrong value', () => {
  test.each([
    ['NUL', 'Mi\u0000a'],
    ['a lone high surrogate', 'Mi\ud800a'],
    ['a lone low surrogate', 'Mi\udc00a'],
  ])('%s in any text is refused', async (_, text) => {
    const algebra = await course(hub);
    for (const [path, body] of [
      ['/users', aUser({ firstName: text })],
      ['/users', aUser({ userID: text })],
      ['/users', aUser({ schoolID: text })],
      ['/users', aUser({ email: `${text}@north.example` })],
      ['/courses', await aCourse(hub, { name: text })],
      ['/courses', await aCourse(hub, { courseID: text })],
      ['/courses', await aCourse(hub, { admin: [text] })],
      ['/course-members', { ID: text, courseID: algebra['courseID'] }],
      ['/course-members', { ID: 'mia@north.example', courseID: text }],
      ['/attendance-sessions', aSession(algebra, { attendanceID: text })],
      ['/attendance-sessions', aSession(algebra, { startDate: text })],
    ] as const) {
      const before = await hub.rows();
      const answer = await hub.call('POST', path, body);
      expect([path, Math.floor(answer.status / 100)]).toEqual([path, 4]);
      expect(answer.error?.help.violations).toBeInstanceOf(Array);
      expect(await hub.rows()).toEqual(before);
    }
  });

  test('a half of a character that is escaped is refused', async () => {
    const body = JSON.stringify(aUser({ firstName: 'MIA' })).replace('MIA', '\\ud83d');
    await refused(() => hub.send('POST', '/users', { payload: body, headers: json }), 400);
  });

  test.each([
    ['/users', 'firstName', 5],
    ['/users', 'firstName', ['Mia']],
    ['/users', 'email', { is: 'mia@north.example' }],
    ['/users', 'userID', true],
    ['/users', 'sendWelcomeEmail', 'yes'],
    ['/courses', 'name', {}],
    ['/courses', 'admin', 'rosa@north.example'],
    ['/courses', 'admin', [5]],
    ['/courses', 'addCode', 5],
    ['/courses', 'days', ['Monday']],
    ['/course-members', 'ID', 5],
    ['/course-members', 'role', []],
    ['/attendance-sessions', 'attendanceID', {}],
    ['/attendance-sessions', 'startTime', 9],
  ])('%s with %s %j is refused, and its place is named', async (path, field, value) => {
    const algebra = await course(hub);
    const bodies: Readonly<Record<string, Fields>> = {
      '/users': aUser(),
      '/courses': await aCourse(hub),
      '/course-members': { ID: (await user(hub))['email'], courseID: algebra['courseID'] },
      '/attendance-sessions': aSession(algebra),
    };
    const answer = await refused(() => hub.call('POST', path, { ...bodies[path], [field]: value }), 400);
    expect(answer.error?.help.violations.some(({ pointer }) => pointer.startsWith(`/${field}`))).toBe(true);
  });

  test('a text that is longer than any name is refused or stored, never a failure', async () => {
    for (const length of [300, 3_000, 30_000, 300_000]) {
      for (const field of ['firstName', 'userID', 'issuedID', 'mappingID', 'email']) {
        const answer = await hub.call('POST', '/users', aUser({ [field]: 'm'.repeat(length) }));
        expect(answer.status, `${field} of ${length}`).toBeLessThan(500);
      }
      const answer = await hub.call('POST', '/courses', await aCourse(hub, { courseID: 'c'.repeat(length) }));
      expect(answer.status, `courseID of ${length}`).toBeLessThan(500);
    }
  });

  test('an Idempotency-Key of any length and sort is no failure', async () => {
    for (const key of ['', ' ', 'k'.repeat(10_000), '\u00ff']) {
      const answer = await hub.call('POST', '/users', aUser(), { headers: { 'idempotency-key': key } });
      expect(answer.status).toBeLessThan(500);
    }
  });

  test('an address that cannot be read is refused', async () => {
    for (const path of [
      '/courses/%E0%A4%A',
      '/courses/%00',
      '/schools/%00',
      '/users?userID=%00',
      '/users?cursor=%ff',
    ]) {
      const method = path.startsWith('/courses') ? 'DELETE' : 'GET';
      const { status } = await hub.call(method, path);
      expect([path, Math.floor(status / 100)]).toEqual([path, 4]);
    }
  });
});

describe('a request that breaks off', () => {
  test('leaves nothing, and the hub answers the next', async () => {
    await hub.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = hub.server.server.address() as AddressInfo;
    const before = await hub.rows();
    const body = JSON.stringify(aUser());
    const head = [
      'POST /rostering/v1/users HTTP/1.1',
      'host: hub',
      `authorization: Bearer ${keys.main}`,
      'content-type: application/json',
    ];
    for (const length of [body.length + 10, body.length * 2]) {
      const socket = connect(port, '127.0.0.1');
      const closed = new Promise((done) => socket.on('close', done));
      socket.on('error', () => {});
      socket.resume();
      socket.end([...head, `content-length: ${length}`, '', body].join('\r\n'));
      await closed;
    }
    expect(await hub.rows()).toEqual(before);
    const answer = await fetch(`http://127.0.0.1:${port}/rostering/v1/users?limit=1`, {
      headers: { authorization: `Bearer ${keys.main}` },
    });
    expect(answer.status).toBe(200);
  });
});
