import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSession, course, type Fields, keys, member, session, user } from '../rostering-api/scene.ts';
import { aLookedAtHub, type LookedAtHub, type Users } from './scene.ts';

let hub: LookedAtHub;
beforeAll(async () => {
  hub = await aLookedAtHub();
});
afterAll(() => hub?.close());

describe('users', () => {
  test.each([
    ['a part of the name', 'amara ok'],
    ['the name as it is filed', 'Okafor, Am'],
    ['a part of the e-mail', 'amara.o@'],
    ['the userID', 'u-amara'],
    ['the issuedID', '77-amara'],
  ])('are found by %s', async (_, q) => {
    if ((await hub.users('q=u-amara')).users.length === 0)
      await user(hub, {
        firstName: 'Amara',
        lastName: 'Okafor',
        email: 'amara.o@north.example',
        userID: 'u-amara',
        issuedID: '77-amara',
      });
    const found = await hub.users(`q=${encodeURIComponent(q)}`);
    expect(found.users.map(({ userId }) => userId)).toEqual(['u-amara']);
  });

  test('are listed of one school and role, and no sign of % is more than itself', async () => {
    const one = await user(hub, { schoolID: 'sch-bare', role: 'instructor' }).catch(() => null);
    expect(one).toBeNull();
    await user(hub, { schoolID: 'sch-zero', role: 'instructor', userID: 'u-zero-1' });
    await user(hub, { schoolID: 'sch-zero', role: 'student', userID: 'u-zero-2' });
    expect((await hub.users('school=sch-zero&role=instructor')).users.map(({ userId }) => userId)).toEqual([
      'u-zero-1',
    ]);
    expect((await hub.users('school=sch-zero&q=%25')).users).toEqual([]);
  });

  test('come in pages that neither lose nor repeat one, also of one name', async () => {
    for (let n = 0; n < 5; n++)
      await user(hub, { schoolID: 'sch-long', lastName: 'Same', firstName: n < 3 ? 'Ann' : 'Bo' });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Users = await hub.users(`school=sch-long&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.users.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('show accounts, what they run and attend, and the connection that brings them', async () => {
    const teacher = await user(hub, { role: 'instructor', userID: 'u-rosa' });
    const algebra = await course(hub, { owner: teacher['email'], name: 'Algebra of Rosa' });
    const other = await course(hub, { name: 'Biology of others' });
    await hub.call('POST', '/course-members', {
      ID: teacher['email'],
      courseID: other['courseID'],
      role: 'instructor',
    });
    const { body } = await hub.userOf('u-rosa');
    expect(body.connection.name).toBe('nightly-sis (rostering API)');
    expect(body.accounts).toEqual([
      {
        school: { id: 'sch-1', name: 'School sch-1' },
        role: 'instructor',
        primary: false,
        issuedId: teacher['issuedID'],
        roles: [],
      },
    ]);
    expect(body.memberships.map(({ course: of, role, staff }) => [of.title, role, staff])).toEqual([
      [algebra['name'], 'owner', true],
      [other['name'], 'instructor', false],
    ]);
  });

  test('show what of them was refused and has not gone through since, with what to do', async () => {
    const good = await user(hub, { userID: 'u-torn' });
    await hub.call('PATCH', '/users', { userID: 'u-torn', email: 'no address' });
    await hub.call('POST', '/course-members', { ID: good['email'], courseID: 'no-such-course' });
    const { body } = await hub.userOf('u-torn');
    expect(body.refusals.map(({ kind, outcome, explained }) => [kind, outcome, explained.entry]).sort()).toEqual([
      ['courseMember', 'rejected', 'rostering.course_member.course_not_found'],
      ['user', 'rejected', 'rostering.user.email_malformed'],
    ]);
    for (const { explained, at } of body.refusals) {
      expect(explained.steps.length).toBeGreaterThan(0);
      expect(at).toMatch(/^2026-11-2/);
    }
    await hub.call('PATCH', '/users', { userID: 'u-torn', firstName: 'Mended' });
    expect((await hub.userOf('u-torn')).body.refusals.map(({ kind }) => kind)).toEqual(['courseMember']);
  });

  test('of a file show what their row was refused for', async () => {
    await sql`insert into connection (district_id, id, name, system) values ('north', 9000, 'files', 'oneroster-csv')`.execute(
      hub.app.db,
    );
    await sql`insert into flow (district_id, no, job, source_id) values ('north', 9000, 'rostering', 9000)`.execute(
      hub.app.db,
    );
    await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, state, asked_at, finished_at)
      values ('north', 9000, 9000, 'person', '{"kind":"command","id":null,"name":"command line"}', '{}', 'done', '2026-11-20T02:00:00Z', '2026-11-20T02:05:00Z')`.execute(
      hub.app.db,
    );
    await sql`insert into person (district_id, id, connection_id, source_key, given_name, family_name, print, created_run, changed_run)
      values ('north', 90001, 9000, 'p-77', 'Filed', 'Person', 0, 9000, 9000)`.execute(hub.app.db);
    await sql`insert into account (district_id, school_id, person_id, role) values ('north', 'sch-2', 90001, 'student')`.execute(
      hub.app.db,
    );
    await sql`insert into record (district_id, flow_no, kind, key, state, unit, entry, facts, since_run, last_run)
      values ('north', 9000, 'user', 'p-77', 'invalid', 'users.csv', 'oneroster.value_missing', '{"column":"familyName"}', 9000, 9000)`.execute(
      hub.app.db,
    );
    const { body } = await hub.userOf('p-77');
    expect(body.refusals).toMatchObject([
      { kind: 'user', key: 'p-77', outcome: 'invalid', run: 9000, at: '2026-11-20T02:00:00.000Z' },
    ]);
    const subject = await hub.look(hub.everywhere, '/roster/subject?run=9000&kind=user&key=p-77');
    expect(subject.body).toEqual({ user: { id: '90001', name: 'Filed Person' }, course: null });
    const elsewhere = await hub.look(
      await hub.person('at-one', ['roster.read'], 'sch-1'),
      '/roster/subject?run=9000&kind=user&key=p-77',
    );
    expect(elsewhere.body).toEqual({ user: null, course: null });
  });
});

describe('courses', () => {
  test('show staff, attendance, members and sessions in the district’s time', async () => {
    const made = await course(hub, {
      schoolID: 'sch-2',
      courseID: 'c-full',
      addCode: 'FULL1',
      days: 'Monday Wednesday',
    });
    await member(hub, made);
    await member(hub, made, { role: 'instructor' });
    await session(hub, made, { startDate: '12/1/2026', endDate: '12/1/2026', attendanceID: 'later' });
    await session(hub, made, {
      startDate: '9/1/2026',
      endDate: '9/1/2026',
      timeZone: 'America/New_York',
      attendanceID: 'sooner',
    });
    const { body } = await hub.courseOf('c-full');
    expect(body).toMatchObject({
      addCode: 'FULL1',
      days: 'Monday Wednesday',
      members: 2,
      sessions: 2,
      archived: false,
      refusals: [],
    });
    expect(body.attendance).toMatchObject({ name: 'In person', conversion: false });
    expect(body.staff.map(({ role, person }) => [role, person.email])).toEqual([['owner', made['owner']]]);
    const listed = await hub.look(hub.everywhere, `/courses/${body.id}/members`);
    expect((listed.body as { members: { role: string }[] }).members.map(({ role }) => role).sort()).toEqual([
      'instructor',
      'student',
    ]);
    const times = await hub.look(hub.everywhere, `/courses/${body.id}/sessions`);
    expect((times.body as { sessions: Fields[] }).sessions).toMatchObject([
      { attendanceId: 'sooner', day: '2026-09-01', from: '08:00', until: '09:00' },
      { attendanceId: 'later', day: '2026-12-01', from: '09:00', until: '10:00' },
    ]);
  });

  test('show what was refused of themselves, their members and their sessions', async () => {
    const made = await course(hub, { courseID: 'c-torn', addCode: 'TORN1' });
    await hub.call('PATCH', '/courses', {
      courseID: 'c-torn',
      timeZone: 'Mars/Olympus',
      startDate: '8/17/2026',
      endDate: '12/18/2026',
      startTime: '9:00',
      endTime: '10:00',
    });
    await hub.call('POST', '/course-members', { ID: 'nobody@north.example', addCode: 'TORN1' });
    await hub.call('POST', '/attendance-sessions', aSession(made, { attendanceID: 'a', startDate: 'soon' }));
    const { body } = await hub.courseOf('c-torn');
    expect(body.refusals.map(({ kind, key }) => `${kind} ${key}`).sort()).toEqual([
      'attendanceSession c-torn a',
      'course c-torn',
      'courseMember nobody@north.example TORN1',
    ]);
  });

  test('an addCode means a course in its own school only', async () => {
    await course(hub, { schoolID: 'sch-2', courseID: 'c-twin-2', addCode: 'TWIN' });
    await course(hub, { courseID: 'c-twin-1', addCode: 'TWIN' });
    await hub.call('POST', '/course-members', { ID: 'nobody@north.example', addCode: 'TWIN' }, { key: keys.small });
    expect((await hub.courseOf('c-twin-1')).body.refusals).toHaveLength(1);
    expect((await hub.courseOf('c-twin-2')).body.refusals).toEqual([]);
  });

  test('are found by title, courseID and addCode; archived ones stand apart', async () => {
    await course(hub, { courseID: 'c-old', addCode: 'OLD1', name: 'Latin for nobody' });
    for (const q of ['latin for', 'c-old', 'old1'])
      expect((await hub.courses(`q=${q}`)).courses.map(({ courseId }) => courseId)).toEqual(['c-old']);
    await hub.call('DELETE', '/courses/c-old');
    expect((await hub.courses('q=c-old')).courses).toEqual([]);
    expect((await hub.courses('q=c-old&state=archived')).courses).toMatchObject([
      { courseId: 'c-old', archived: true },
    ]);
  });

  test('come in pages', async () => {
    for (let n = 0; n < 3; n++) await course(hub, { schoolID: 'sch-paged', name: 'Same' });
    const first = await hub.courses('school=sch-paged&limit=2');
    const rest = await hub.courses(`school=sch-paged&limit=2&cursor=${first.nextCursor}`);
    expect([...first.courses, ...rest.courses].map(({ id }) => id)).toHaveLength(3);
    expect(rest.nextCursor).toBeNull();
  });
});
