import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  expectOurs,
  expectRefusal,
  type Fields,
  type Hub,
  hybrid,
  keys,
  many,
  member,
  next,
  one,
  session,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

const list = async (name: string, path: string, key: string = keys.main) =>
  many(await hub.call('GET', path, undefined, { key }), name);
const ids = (records: readonly Fields[], field: string) => records.map((record) => record[field]).sort();
const entryOf = (answer: Answer) => answer.error?.help.entry.replace('rostering.', '');

describe('users', () => {
  test('one is created, and answered with the fields that were sent', async () => {
    const body = aUser({ mappingID: 'map-1' });
    const answer = await hub.call('POST', '/users', body);
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.json)).toEqual(['user']);
    expect(one(answer, 'user')).toMatchObject(body);
  });

  test.each(['student', 'instructor', 'admin'])('one may be %s', async (role) => {
    const answer = await hub.call('POST', '/users', aUser({ role }));
    expect([answer.status, one(answer, 'user')['role']]).toEqual([201, role]);
  });

  test('one without a userID is found and changed by e-mail', async () => {
    const body = aUser({ userID: undefined });
    expect((await hub.call('POST', '/users', body)).status).toBe(201);
    const answer = await hub.call('PATCH', '/users', { email: body['email'], firstName: 'Maria' });
    expect([answer.status, one(answer, 'user')['firstName']]).toEqual([200, 'Maria']);
    expect(await list('users', `/users?email=${body['email']}`)).toMatchObject([
      { firstName: 'Maria', lastName: 'Chen' },
    ]);
  });

  test('one is changed by userID, the e-mail too, and the rest stays', async () => {
    const before = await user(hub);
    const email = anEmail('renamed');
    const answer = await hub.call('PATCH', '/users', { userID: before['userID'], email, lastName: 'Okafor' });
    expect(answer.status).toBe(200);
    expect(one(answer, 'user')).toMatchObject({ userID: before['userID'], email, lastName: 'Okafor' });
    const { sendWelcomeEmail: _, ...kept } = { sendWelcomeEmail: false, ...before, email, lastName: 'Okafor' };
    expect(await list('users', `/users?userID=${before['userID']}`)).toMatchObject([kept]);
    expect(await list('users', `/users?email=${before['email']}`)).toEqual([]);
  });

  test('one known gets an account at another school, and keeps it when the first ends', async () => {
    const first = await user(hub);
    const second = { ...first, schoolID: 'sch-2', issuedID: 'at-two', role: 'instructor' };
    expect((await hub.call('POST', '/users', second)).status).toBe(201);
    const accounts = await list('users', `/users?userID=${first['userID']}`);
    expect(new Set(JSON.stringify(accounts).match(/sch-[12]/g))).toEqual(new Set(['sch-1', 'sch-2']));
    expect(entryOf(await hub.call('POST', '/users', second))).toBe('user.account_taken');
    const { userID } = first;
    expect((await hub.call('DELETE', '/users', { userID, schoolID: 'sch-1' })).status).toBe(200);
    expect(await list('users', `/users?userID=${userID}&schoolID=sch-1`)).toEqual([]);
    expect(await list('users', `/users?userID=${userID}`)).toMatchObject([{ schoolID: 'sch-2', issuedID: 'at-two' }]);
    expect((await hub.call('DELETE', `/users?userID=${userID}&schoolID=sch-2`)).status).toBe(200);
    expect(await list('users', `/users?userID=${userID}`)).toEqual([]);
    expect(entryOf(await hub.call('PATCH', '/users', { userID, firstName: 'Leo' }))).toBe('user.not_found');
  });

  test('schoolID in a change says which account a role and an issuedID belong to', async () => {
    const first = await user(hub);
    await user(hub, { ...first, schoolID: 'sch-2' });
    const change = { userID: first['userID'], schoolID: 'sch-2', role: 'admin', issuedID: 'two' };
    expect((await hub.call('PATCH', '/users', change)).status).toBe(200);
    const at = (school: string) => list('users', `/users?userID=${first['userID']}&schoolID=${school}`);
    expect(await at('sch-2')).toMatchObject([{ role: 'admin', issuedID: 'two' }]);
    expect(await at('sch-1')).toMatchObject([{ role: 'student', issuedID: first['issuedID'] }]);
  });

  test('one is deleted by e-mail; deleted again, there is nobody', async () => {
    const { email } = await user(hub);
    expect((await hub.call('DELETE', '/users', { email, schoolID: 'sch-1' })).status).toBe(200);
    expect(entryOf(await hub.call('DELETE', '/users', { email, schoolID: 'sch-1' }))).toBe('user.not_found');
  });

  test('an e-mail that two people of the files share selects neither', async () => {
    const email = anEmail('siblings');
    await sql`insert into connection (district_id, id, name, system) values ('north', 9000, 'files', 'oneroster-csv')`.execute(
      hub.app.db,
    );
    for (const id of [9001, 9002]) {
      await sql`insert into person (district_id, id, connection_id, source_key, given_name, family_name, email, print, created_run, changed_run)
        values ('north', ${id}, 9000, ${`s-${id}`}, 'Sam', 'Lee', ${email}, 0, 1, 1)`.execute(hub.app.db);
      await sql`insert into account (district_id, school_id, person_id, role) values ('north', 'sch-1', ${id}, 'student')`.execute(
        hub.app.db,
      );
    }
    expectOurs(await hub.call('PATCH', '/users', { email, firstName: 'Leo' }));
    const { courseID } = await course(hub);
    expectOurs(await hub.call('POST', '/course-members', { ID: email, courseID }));
  });
});

describe('welcome mail', () => {
  const queued = async (email: unknown) =>
    (await sql`select 1 from mail m where m::text ilike ${`%${email}%`}`.execute(hub.app.db)).rows.length;

  test('one is queued where the school has a template', async () => {
    const body = aUser({ schoolID: 'sch-mail' });
    expect((await hub.call('POST', '/users', body)).status).toBe(201);
    expect(await queued(body['email'])).toBe(1);
  });

  test('none is queued where the school names none, or where none is wished', async () => {
    const unnamed = await hub.call('POST', '/users', aUser({ email: 'quiet-1@north.example' }));
    const unwished = await user(hub, { schoolID: 'sch-mail', sendWelcomeEmail: false });
    expect(unnamed.status).toBe(201);
    expect([await queued('quiet-1@north.example'), await queued(unwished['email'])]).toEqual([0, 0]);
  });

  test('an unknown template leaves nobody behind, and stops nobody who wishes no mail', async () => {
    const before = await hub.rows();
    const body = aUser({ schoolID: 'sch-lost' });
    const answer = await hub.call('POST', '/users', body);
    expectRefusal(answer, 'user.template_not_found', 500, null, 'template not found.');
    expect(await hub.rows()).toEqual(before);
    expect(await queued(body['email'])).toBe(0);
    expect((await hub.call('POST', '/users', { ...body, sendWelcomeEmail: false })).status).toBe(201);
  });
});

describe('courses', () => {
  test('one is created, and answered with the fields that were sent', async () => {
    const admin = await user(hub, { schoolID: 'sch-2', role: 'admin' });
    const body = await aCourse(hub, {
      schoolID: 'sch-2',
      ...hybrid,
      title: 'Algebra for all',
      admin: [admin['email']],
      days: 'Monday Wednesday',
      instructorName: 'Rosa Diaz',
      mappingID: 'map-1',
    });
    const answer = await hub.call('POST', '/courses', body);
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.json)).toEqual(['course']);
    expect(one(answer, 'course')).toMatchObject(body);
    const { schoolID, name, owner, courseID, addCode } = body;
    const listed = await list('courses', `/courses?courseID=${courseID}`);
    expect(listed).toMatchObject([{ schoolID, name, owner, courseID, addCode }]);
  });

  test('one without an addCode gets one of its own, with a letter in it', async () => {
    const codes = new Set<unknown>();
    for (let round = 0; round < 5; round += 1) {
      const answer = await hub.call('POST', '/courses', await aCourse(hub, { addCode: undefined }));
      expect(answer.status).toBe(201);
      const { addCode } = one(answer, 'course');
      expect(addCode).toMatch(/^(?=.*[A-Za-z])[A-Za-z0-9~\-_.!*\\(),]{1,25}$/);
      codes.add(addCode);
    }
    expect(codes.size).toBe(5);
  });

  test('one without a courseID is found by its addCode', async () => {
    const body = await aCourse(hub, { courseID: undefined });
    expect((await hub.call('POST', '/courses', body)).status).toBe(201);
    const answer = await hub.call('PATCH', '/courses', { addCode: body['addCode'], name: 'Geometry' });
    expect([answer.status, one(answer, 'course')['name']]).toEqual([200, 'Geometry']);
  });

  test('one is changed by its courseID, the addCode too, and the rest stays', async () => {
    const before = await course(hub);
    const { courseID } = before;
    const change = { courseID, addCode: next('GEO'), name: 'Geometry', days: 'Friday' };
    const answer = await hub.call('PATCH', '/courses', change);
    expect(answer.status).toBe(200);
    expect(one(answer, 'course')).toMatchObject(change);
    expect(await list('courses', `/courses?courseID=${courseID}`)).toMatchObject([
      { ...change, schoolID: 'sch-1', owner: before['owner'] },
    ]);
  });

  test('one that is deleted is archived: its settings stay, so that it is not set up twice', async () => {
    const { courseID, addCode } = await course(hub, { schoolID: 'sch-2', ...hybrid });
    expect((await hub.call('DELETE', `/courses/${courseID}`)).status).toBe(200);
    const plain = await aCourse(hub, { schoolID: 'sch-2', courseID });
    expect(plain['addCode']).not.toBe(addCode);
    expect(entryOf(await hub.call('POST', '/courses', plain))).toBe('course.attendance_exists');
    expect(entryOf(await hub.call('POST', '/courses', { ...plain, ...hybrid }))).toBe('course.conversion_exists');
  });

  test('one that is not there, or not the key’s, cannot be deleted', async () => {
    expect((await hub.call('DELETE', `/courses/${next('nothing')}`)).status).toBe(400);
    const { courseID } = await course(hub);
    const answer = await hub.call('DELETE', `/courses/${courseID}`, undefined, { key: keys.other });
    expect(answer.status >= 400 && answer.status < 500).toBe(true);
    expect((await hub.call('PATCH', '/courses', { courseID, name: 'Still here' })).status).toBe(200);
  });
});

describe('course members', () => {
  test('one is enrolled, changed, dropped and taken back', async () => {
    const algebra = await course(hub);
    const { email } = await user(hub);
    const body = { ID: email, courseID: algebra['courseID'], role: 'student', mappingID: 'map-1' };
    const created = await hub.call('POST', '/course-members', body);
    expect(created.status).toBe(201);
    expect(Object.keys(created.json)).toEqual(['courseMember']);
    expect(one(created, 'courseMember')).toMatchObject(body);

    const changed = await hub.call('PATCH', '/course-members', { ...body, role: 'instructor', mappingID: 'map-2' });
    expect([changed.status, one(changed, 'courseMember')]).toMatchObject([
      200,
      { ID: email, role: 'instructor', mappingID: 'map-2' },
    ]);

    const members = () => list('courseMembers', `/course-members?ID=${email}&courseID=${algebra['courseID']}`);
    expect(await members()).toMatchObject([{ ID: email, courseID: algebra['courseID'], role: 'instructor' }]);
    expect((await hub.call('DELETE', '/course-members', { ID: email, addCode: algebra['addCode'] })).status).toBe(200);
    expect(await members()).toEqual([]);
    expect((await hub.call('POST', '/course-members', body)).status).toBe(201);
    expect(await members()).toMatchObject([{ ID: email, role: 'student' }]);
    expect(entryOf(await hub.call('POST', '/course-members', body))).toBe('course_member.taken');
  });

  test('one is dropped by the query', async () => {
    const { ID, courseID } = await member(hub, await course(hub));
    const query = new URLSearchParams({ ID: String(ID), courseID: String(courseID) });
    expect((await hub.call('DELETE', `/course-members?${query}`)).status).toBe(200);
    expect(await list('courseMembers', `/course-members?courseID=${courseID}&ID=${ID}`)).toEqual([]);
  });
});

describe('attendance sessions', () => {
  test('one is created, listed and deleted', async () => {
    const algebra = await course(hub);
    const body = aSession(algebra, { mappingID: 'map-1' });
    const created = await hub.call('POST', '/attendance-sessions', body);
    expect(created.status).toBe(201);
    expect(Object.keys(created.json)).toEqual(['attendanceSession']);
    expect(one(created, 'attendanceSession')).toMatchObject(body);
    const { courseID, attendanceID } = body;
    const path = `/attendance-sessions?courseID=${courseID}&attendanceID=${attendanceID}`;
    expect(await list('attendanceSessions', path)).toMatchObject([{ courseID, attendanceID }]);
    expect((await hub.call('DELETE', path)).status).toBe(200);
    expect(await list('attendanceSessions', path)).toEqual([]);
    const message = `AttendanceID ${attendanceID} does not exist`;
    const again = await hub.call('DELETE', path);
    expectRefusal(again, 'attendance_session.not_found', 400, 5, message, { attendanceID });
  });

  test('one without an attendanceID, by addCode', async () => {
    const { addCode } = await course(hub);
    const { courseID, attendanceID, ...rest } = aSession({});
    expect([courseID, typeof attendanceID]).toEqual([undefined, 'string']);
    expect((await hub.call('POST', '/attendance-sessions', { ...rest, addCode })).status).toBe(201);
    expect(await list('attendanceSessions', `/attendance-sessions?addCode=${addCode}`)).toHaveLength(1);
  });

  test('of a bulk each has its own outcome, in the order sent', async () => {
    const algebra = await course(hub);
    const { courseID } = algebra;
    const bare = (over: Fields) => {
      const { courseID: _, ...rest } = aSession(algebra, over);
      return rest;
    };
    const sent = [
      bare({ attendanceID: 'bulk-1' }),
      bare({ startTime: '9:30', endTime: '10:30' }),
      bare({ startDate: '2026-09-03' }),
      bare({ attendanceID: 'bulk-1', startDate: '9/3/2026', endDate: '9/3/2026' }),
      bare({ timeZone: undefined }),
      bare({ attendanceID: 'bulk-2', startTime: '10:00', endTime: '11:00' }),
    ];
    const answer = await hub.call('POST', '/attendance-sessions/bulk', { courseID, session: sent });
    expect(answer.status).toBe(200);
    expect(many(answer, 'outcomes')).toMatchObject([
      { index: 0, outcome: 'created', attendanceSession: sent[0] },
      { index: 1, outcome: 'rejected', status: 400, error: { code: 2109, message: 'Attendance Overlap' } },
      { index: 2, outcome: 'rejected', status: 400, error: { code: 10002, message: 'Start Date invalid', info: {} } },
      {
        index: 3,
        outcome: 'rejected',
        status: 400,
        error: { message: 'mAttendanceID_courseID_sysID must be unique.' },
      },
      {
        index: 4,
        outcome: 'rejected',
        status: 400,
        error: { code: 2019, message: 'Missing required parameter: timeZone' },
      },
      { index: 5, outcome: 'created', attendanceSession: sent[5] },
    ]);
    const sessions = await list('attendanceSessions', `/attendance-sessions?courseID=${courseID}`);
    expect(ids(sessions, 'attendanceID')).toEqual(['bulk-1', 'bulk-2']);
  });

  test('a bulk of an unknown course is refused as a whole', async () => {
    const answer = await hub.call('POST', '/attendance-sessions/bulk', {
      courseID: next('nothing'),
      session: [aSession({})],
    });
    expectRefusal(answer, 'attendance_session.course_not_found', 400, 2213, 'Course not found');
  });

  test.each([
    ['DELETE', '/attendance-sessions'],
    ['POST', '/attendance-sessions/bulk-delete'],
  ] as const)('%s %s deletes all that are named, or none', async (method, path) => {
    const algebra = await course(hub);
    const { courseID } = algebra;
    const day = (n: number) => ({ startDate: `9/${n}/2026`, endDate: `9/${n}/2026` });
    const made = [await session(hub, algebra, day(1)), await session(hub, algebra, day(2))];
    const attendanceID = made.map((each) => each['attendanceID']);
    const left = () => list('attendanceSessions', `/attendance-sessions?courseID=${courseID}`);
    const refused = await hub.call(method, path, { courseID, attendanceID: [attendanceID[0], 'att-unknown'] });
    const message = 'AttendanceID att-unknown does not exist';
    expectRefusal(refused, 'attendance_session.not_found', 400, 5, message, { attendanceID: 'att-unknown' });
    expect(await left()).toHaveLength(2);
    expect((await hub.call(method, path, { courseID, attendanceID })).status).toBe(200);
    expect(await left()).toEqual([]);
  });
});

describe('a school', () => {
  test('shows its settings and attendance names', async () => {
    const answer = await hub.call('GET', '/schools/sch-2');
    expect(answer.status).toBe(200);
    for (const word of ['sch-2', 'In person', 'Hybrid', '60']) expect(answer.text).toContain(word);
  });

  test('that the key may not see, or that is not there, is refused', async () => {
    for (const id of ['sch-other', 'sch-nowhere']) {
      const answer = await hub.call('GET', `/schools/${id}`);
      expect(answer.status >= 400 && answer.status < 500, id).toBe(true);
      expect(answer.error?.help.entry).toMatch(/^rostering\./);
    }
  });
});
