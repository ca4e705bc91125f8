import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batch, entriesOf, line, outcomesOf, recordsOf } from './batch-scene.ts';
import {
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  type Fields,
  type Hub,
  hybrid,
  keys,
  many,
  member,
  next,
  session,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

describe('what waits for a line that was refused', () => {
  test('is blocked through all levels, each naming the line of its own parent', async () => {
    const owner = aUser({ role: 'instructor', email: 'no address' });
    const algebra = await aCourse(hub, { owner: owner['email'] });
    const { email } = await user(hub);
    const { told } = await batch(hub, [
      line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] }),
      line('courseMember', 'upsert', { ID: email, addCode: algebra['addCode'] }),
      line('attendanceSession', 'create', aSession(algebra)),
      line('course', 'create', algebra),
      line('user', 'create', owner),
    ]);
    expect(outcomesOf(told)).toEqual(['blocked', 'blocked', 'blocked', 'blocked', 'rejected']);
    expect(told.map(({ error }) => (error as { message?: string }).message)).toEqual([
      'What this record belongs to was refused: see line 4.',
      'What this record belongs to was refused: see line 4.',
      'What this record belongs to was refused: see line 4.',
      'What this record belongs to was refused: see line 5.',
      'Validation isEmail on email failed.',
    ]);
    expect(entriesOf(told).slice(0, 4)).toEqual(Array(4).fill('request.parent_refused'));
  });

  test('is not blocked by a refused update of a parent that is there', async () => {
    const algebra = await course(hub);
    const { email } = await user(hub);
    const { told } = await batch(hub, [
      line('course', 'update', { courseID: algebra['courseID'], days: 'monday' }),
      line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] }),
    ]);
    expect(outcomesOf(told)).toEqual(['rejected', 'created']);
  });

  test('a parent that no line brings is told as in a single call', async () => {
    const { told } = await batch(hub, [line('courseMember', 'create', { ID: anEmail(), courseID: next('nowhere') })]);
    expect(told).toMatchObject([
      { outcome: 'rejected', status: 400, error: { code: 2213, message: 'Course not found.' } },
    ]);
  });
});

describe('the same records again', () => {
  test('are unchanged as upserts, each kind, also a course whose conversion fields are ignored', async () => {
    const student = aUser({ mappingID: 'm-1' });
    const algebra = await aCourse(hub, { schoolID: 'sch-2', days: 'Monday Friday', admin: [] });
    const [counted, plain] = [
      await aCourse(hub, { schoolID: 'sch-2', ...hybrid }),
      await aCourse(hub, { schoolID: 'sch-2', ...hybrid, attendanceName: 'In person' }),
    ];
    const pupil: Fields = { ...student, schoolID: 'sch-2' };
    const lines = [
      line('user', 'upsert', pupil),
      line('course', 'upsert', algebra),
      line('course', 'upsert', counted),
      line('course', 'upsert', plain),
      line('courseMember', 'upsert', { ID: pupil['email'], courseID: algebra['courseID'], role: 'student' }),
      line('attendanceSession', 'upsert', { ...aSession(algebra), mappingID: 's-1' }),
    ];
    expect(outcomesOf((await batch(hub, lines)).told)).toEqual(Array(6).fill('created'));
    const again = await batch(hub, lines);
    expect(outcomesOf(again.told)).toEqual(Array(6).fill('unchanged'));
    expect(again.summary).toMatchObject({ entered: 6, unchanged: 6, created: 0 });
  });

  test('are rejected as creations, each by its entry', async () => {
    const algebra = await course(hub);
    const one = await member(hub, algebra);
    const hour = await session(hub, algebra);
    const student = await user(hub);
    const { told } = await batch(hub, [
      line('user', 'create', student),
      line('course', 'create', algebra),
      line('courseMember', 'create', one),
      line('attendanceSession', 'create', hour),
    ]);
    expect(entriesOf(told)).toEqual([
      'user.account_taken',
      'course.attendance_exists',
      'course_member.taken',
      'attendance_session.taken',
    ]);
  });

  test('changed by an upsert are updated: names, a course, a role, the times of a session', async () => {
    const algebra = await course(hub);
    const one = await member(hub, algebra);
    const hour = await session(hub, algebra);
    const student = await user(hub);
    const { told } = await batch(hub, [
      line('user', 'upsert', { ...student, firstName: 'Ada' }),
      line('course', 'upsert', { ...algebra, name: 'Algebra 2' }),
      line('courseMember', 'upsert', { ...one, role: 'instructor' }),
      line('attendanceSession', 'upsert', { ...hour, startTime: '9:30', endTime: '10:30' }),
    ]);
    expect(outcomesOf(told)).toEqual(Array(4).fill('updated'));
    const found = await hub.call('GET', `/attendance-sessions?courseID=${algebra['courseID']}`);
    expect(many(found, 'attendanceSessions')).toMatchObject([{ startTime: '9:30' }]);
    expect(many(await hub.call('GET', `/users?userID=${student['userID']}`), 'users')).toMatchObject([
      { firstName: 'Ada' },
    ]);
  });

  test('deleted again are unchanged; what was never there is rejected', async () => {
    const algebra = await course(hub);
    const one = await member(hub, algebra);
    const student = await user(hub);
    const gone = await course(hub);
    const lines = [
      line('user', 'delete', { userID: student['userID'], schoolID: 'sch-1' }),
      line('user', 'delete', { userID: next('nobody'), schoolID: 'sch-1' }),
      line('course', 'delete', { courseID: gone['courseID'] }),
      line('course', 'delete', { courseID: next('nowhere') }),
      line('courseMember', 'delete', { ID: one['ID'], courseID: algebra['courseID'] }),
      line('attendanceSession', 'delete', { courseID: algebra['courseID'], attendanceID: next('never') }),
    ];
    expect(outcomesOf((await batch(hub, lines)).told)).toEqual([
      'deleted',
      'rejected',
      'deleted',
      'rejected',
      'deleted',
      'rejected',
    ]);
    expect(outcomesOf((await batch(hub, lines)).told)).toEqual([
      'unchanged',
      'rejected',
      'unchanged',
      'rejected',
      'unchanged',
      'rejected',
    ]);
  });

  test('come back by an upsert: a dropped member, an archived course, a deleted user', async () => {
    const algebra = await course(hub);
    const one = await member(hub, algebra);
    const student = await user(hub);
    await batch(hub, [
      line('courseMember', 'delete', { ID: one['ID'], courseID: algebra['courseID'] }),
      line('user', 'delete', { userID: student['userID'], schoolID: 'sch-1' }),
    ]);
    await batch(hub, [line('course', 'delete', { courseID: algebra['courseID'] })]);
    const back = await batch(hub, [
      line('courseMember', 'upsert', one),
      line('user', 'upsert', student),
      line('course', 'upsert', algebra),
    ]);
    expect(outcomesOf(back.told)).toEqual(['created', 'created', 'updated']);
    const members = await hub.call('GET', `/course-members?courseID=${algebra['courseID']}`);
    expect(many(members, 'courseMembers')).toMatchObject([{ ID: one['ID'] }]);
  });
});

describe('lines of one page', () => {
  test('see what earlier ones did', async () => {
    const student = aUser();
    const { told } = await batch(hub, [
      line('user', 'create', student),
      line('user', 'create', student),
      line('user', 'update', { userID: student['userID'], firstName: 'Ada' }),
      line('user', 'upsert', { ...student, firstName: 'Ada' }),
      line('user', 'create', aUser({ email: student['email'] })),
      line('user', 'delete', { userID: student['userID'], schoolID: 'sch-1' }),
      line('user', 'create', aUser({ email: student['email'] })),
      line('user', 'delete', { userID: student['userID'], schoolID: 'sch-1' }),
    ]);
    expect(outcomesOf(told)).toEqual([
      'created',
      'rejected',
      'updated',
      'unchanged',
      'rejected',
      'deleted',
      'created',
      'unchanged',
    ]);
    expect(entriesOf(told)[4]).toBe('user.email_taken');
  });

  test('of sessions: a slot is taken once, and is free again when its session has gone', async () => {
    const algebra = await course(hub);
    const [first, second] = [aSession(algebra), aSession(algebra)];
    const { told } = await batch(hub, [
      line('attendanceSession', 'create', first),
      line('attendanceSession', 'create', second),
      line('attendanceSession', 'delete', { courseID: algebra['courseID'], attendanceID: first['attendanceID'] }),
      line('attendanceSession', 'create', second),
    ]);
    expect(outcomesOf(told)).toEqual(['created', 'rejected', 'deleted', 'created']);
    expect(told[1]).toMatchObject({ error: { code: 2109, info: { attendanceID: first['attendanceID'] } } });
  });

  test('swap addresses although no moment between may have two of them', async () => {
    const [one, other] = [await user(hub), await user(hub)];
    const spare = anEmail();
    const { told } = await batch(hub, [
      line('user', 'update', { userID: one['userID'], email: spare }),
      line('user', 'update', { userID: other['userID'], email: one['email'] }),
      line('user', 'update', { userID: one['userID'], email: other['email'] }),
    ]);
    expect(outcomesOf(told)).toEqual(['updated', 'updated', 'updated']);
    const found = await hub.call('GET', `/users?userID=${one['userID']}`);
    expect(many(found, 'users')).toMatchObject([{ email: other['email'] }]);
  });
});

describe('what a key may', () => {
  test('is what it may in single calls', async () => {
    const algebra = await course(hub, { schoolID: 'sch-other' });
    const { told } = await batch(hub, [
      line('user', 'create', aUser({ schoolID: 'sch-other' })),
      line('course', 'update', { courseID: algebra['courseID'], name: 'Mine' }),
      line('courseMember', 'create', { ID: anEmail(), courseID: algebra['courseID'] }),
    ]);
    expect(told.map(({ status }) => status)).toEqual([403, 400, 403]);
    expect((await batch(hub, [], { key: keys.ops })).status).toBe(403);
    expect((await batch(hub, [], { key: '' })).status).toBe(401);
  });

  test('a paused connection takes nothing', async () => {
    await hub.pause('nightly-sis', 'paused');
    const answer = await batch(hub, [line('user', 'create', aUser())]);
    await hub.pause('nightly-sis', 'active');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
  });
});

describe('lines that are no records', () => {
  test.each([
    ['{"resource":"user","operation":"create","data":{}', 'line_malformed'],
    ['42', 'line_malformed'],
    ['{"resource":"planet","operation":"create","data":{}}', 'operation_unknown'],
    ['{"resource":"attendanceSession","operation":"update","data":{}}', 'operation_unknown'],
    ['{"resource":"user","operation":"toString","data":{}}', 'operation_unknown'],
    ['{"resource":"user","operation":"create"}', 'wrong_type'],
    ['{"resource":"user","operation":"create","data":[]}', 'wrong_type'],
    ['{"resource":"user","operation":"create","data":{},"more":1}', 'unknown_field'],
    ['{"resource":"user","operation":"create","data":{"firstname":"x"}}', 'unknown_field'],
    ['{"resource":"user","operation":"create","data":{"userID":"a\\u0000b\\ud800"}}', 'value_malformed'],
    [`{"resource":"user","operation":"create","data":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'too_deep'],
  ])('%.60s is %s', async (text, entry) => {
    const { told } = await batch(hub, [text, line('user', 'create', aUser())]);
    expect(outcomesOf(told)).toEqual(['rejected', 'created']);
    expect(entriesOf(told)[0]).toBe(`request.${entry}`);
  });

  test('blank lines count but are none; a line of more than a megabyte is told as one', async () => {
    const { told, summary } = await batch(hub, [
      '',
      `{"resource":"user","operation":"create","data":{"lastName":"${'x'.repeat(1100_000)}"}}`,
      '   ',
      `\ufeff${JSON.stringify(line('user', 'create', aUser()))}\r`,
    ]);
    expect(told.map((each) => [each['line'], each['outcome']])).toEqual([
      [2, 'rejected'],
      [4, 'created'],
    ]);
    expect(entriesOf(told)[0]).toBe('request.line_malformed');
    expect(summary).toMatchObject({ entered: 2, rejected: 1, created: 1 });
  });

  test('without any line nothing is asked', async () => {
    expect((await batch(hub, [])).summary).toMatchObject({ entered: 0, runId: null });
  });

  test('another content type and an unknown parameter are refused', async () => {
    const csv = await batch(hub, ['a,b'], { headers: { 'content-type': 'text/csv' } });
    expect([csv.status, csv.error?.message]).toEqual([415, 'This takes application/x-ndjson.']);
    expect((await batch(hub, [], { query: '?dryRun=yes' })).status).toBe(400);
    expect((await batch(hub, [], { query: '?dry=true' })).status).toBe(400);
  });
});

describe('what is left of a batch', () => {
  test('a refused line is a record under its key until it goes through, by a batch or by a call', async () => {
    const [one, other] = [aUser({ email: 'nowhere' }), aUser({ role: undefined })];
    await batch(hub, [line('user', 'create', one), line('user', 'upsert', other), '{']);
    const named = [one, other].map(({ userID }) => `user ${userID}`);
    expect(await recordsOf(hub)).toEqual(expect.arrayContaining(named));
    expect((await recordsOf(hub)).filter((name) => name.includes('(line'))).toEqual([]);
    await batch(hub, [line('user', 'create', { ...one, email: anEmail() })]);
    await hub.call('POST', '/users', { ...other, role: 'student' });
    for (const name of named) expect(await recordsOf(hub)).not.toContain(name);
  });

  test('its run adds up, and its outcomes can be read again', async () => {
    const student = aUser();
    const { summary } = await batch(hub, [
      line('user', 'create', student),
      line('user', 'create', aUser({ email: 'x' })),
      line('courseMember', 'create', { ID: 'x', courseID: next('nowhere') }),
      '{',
    ]);
    const headers = { authorization: `Bearer ${keys.ops}` };
    const run = (await hub.server.inject({ method: 'GET', url: `/api/v1/runs/${summary['runId']}`, headers })).json();
    expect(run).toMatchObject({
      trigger: 'api',
      state: 'done',
      entered: 4,
      created: 1,
      rejected: 2,
      blocked: 1,
      invalid: 0,
    });
    const read = async (query: string) =>
      (
        await hub.server.inject({ method: 'GET', url: `/api/v1/runs/${summary['runId']}/outcomes?${query}`, headers })
      ).json();
    expect((await read('outcome=created')).outcomes).toMatchObject([{ kind: 'user', key: student['userID'] }]);
    const unusual = (await read('')).outcomes as { line: number; outcome: string }[];
    expect(unusual.map((each) => [each.line, each.outcome]).sort()).toEqual([
      [2, 'rejected'],
      [3, 'blocked'],
      [4, 'rejected'],
    ]);
  });

  test('welcome mails are queued for who was created, and for nobody else', async () => {
    const [one, other] = [aUser({ schoolID: 'sch-mail' }), aUser({ schoolID: 'sch-mail', sendWelcomeEmail: false })];
    await batch(hub, [line('user', 'create', one), line('user', 'create', other)]);
    const mails = await sql<{ recipient: string; subject: string }>`select recipient, subject from mail
      where recipient in (${one['email']}, ${other['email']})`.execute(hub.app.db);
    expect(mails.rows).toEqual([{ recipient: one['email'], subject: 'Welcome, Mia' }]);
    const lost = await batch(hub, [line('user', 'create', aUser({ schoolID: 'sch-lost' }))]);
    expect(lost.told).toMatchObject([{ outcome: 'rejected', status: 500, error: { message: 'template not found.' } }]);
  });
});
