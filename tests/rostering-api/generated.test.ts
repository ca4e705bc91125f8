import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aRosteringHub,
  course,
  type Fields,
  type Hub,
  hybrid,
  type Method,
  many,
  member,
  next,
  operations,
  type Rows,
  schedule,
  session,
  tables,
  user,
} from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

/** Which tables an operation that was carried out may have touched. */
const touches: Readonly<Record<string, readonly (typeof tables)[number][]>> = {
  users: ['person', 'account', 'enrollment'],
  courses: ['class', 'enrollment'],
  'course-members': ['enrollment'],
  'attendance-sessions': ['session'],
};

describe('whatever is sent', { timeout: 300_000 }, () => {
  const strange: readonly unknown[] = [
    ...[
      null,
      '',
      ' ',
      0,
      -1,
      1.5,
      1e308,
      true,
      false,
      [],
      {},
      [[]],
      'null',
      '\u0000',
      '\ud800',
      '💥',
      '%00',
      "' or 1=1 --",
    ],
    ...['9:00', '24:00', '1/1/2026', '2/30/2026', '2026-01-01', 'UTC', 'Monday', '__proto__', 'x'.repeat(5_000)],
  ];
  const value = (known: readonly unknown[]) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.constantFrom(...strange) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    );
  /** An object with some of the fields, mostly with values that make sense. */
  const body = (known: Readonly<Record<string, readonly unknown[]>>) =>
    fc
      .record(Object.fromEntries(Object.entries(known).map(([field, values]) => [field, value(values)])), {
        requiredKeys: [],
      })
      .chain((fields) =>
        fc.oneof(
          { weight: 12, arbitrary: fc.constant<unknown>(fields) },
          { weight: 1, arbitrary: fc.jsonValue().map((surprise): unknown => ({ ...fields, surprise })) },
          { weight: 1, arbitrary: fc.jsonValue() },
        ),
      );

  const changedTables = (before: Rows, after: Rows) =>
    tables.filter(
      (table) => before[table].content !== after[table].content || before[table].count !== after[table].count,
    );
  const bySeed: readonly (string | undefined)[] = [
    'rostering.user.template_not_found',
    'rostering.course.conversion_invalid',
  ];

  async function sendAndJudge(method: Method, path: string, sent: unknown): Promise<void> {
    const before = await hub.rows();
    const answer = await hub.call(method, path, sent);
    const after = await hub.rows();
    const told = `${answer.status} ${answer.text.slice(0, 1000)}`;
    if (answer.status >= 500) expect(bySeed, told).toContain(answer.error?.help.entry);
    if (answer.status >= 300) {
      expect(changedTables(before, after), told).toEqual([]);
      expect(answer.error, told).toMatchObject({ message: expect.stringMatching(/\S/), info: {}, help: {} });
      expect(answer.error?.help.violations, told).toBeInstanceOf(Array);
      return;
    }
    const allowed = touches[path.split('/')[1] ?? ''] ?? [];
    expect(
      changedTables(before, after).filter((table) => !allowed.includes(table)),
      told,
    ).toEqual([]);
    if (path.endsWith('/bulk')) {
      const created = many(answer, 'outcomes').filter(({ outcome }) => outcome === 'created').length;
      expect(after.session.count - before.session.count, told).toBe(created);
    }
  }

  test.each(operations)('%s %s never fails, and leaves no row that its answer does not tell', async (method, path) => {
    const mia = await user(hub);
    const rosa = await user(hub, { role: 'instructor', schoolID: 'sch-2' });
    const algebra = await course(hub, { schoolID: 'sch-2', ...hybrid });
    const dull = await course(hub);
    const { ID } = await member(hub, dull);
    const held = await session(hub, dull);
    const names = (...word: string[]) => word.flatMap((each) => [next(each), next(each), next(each)]);
    const schoolID = [
      'sch-1',
      'sch-2',
      'sch-none',
      'sch-bare',
      'sch-zero',
      'sch-long',
      'sch-lost',
      'sch-other',
      'sch-x',
    ];
    const emails = [mia, rosa]
      .map(({ email }) => email)
      .concat(
        ID,
        names('gen').map((name) => `${name}@north.example`),
      );
    const courseID = [algebra, dull].map((each) => each['courseID']).concat(names('gen'));
    const addCode = [algebra, dull]
      .map((each) => each['addCode'])
      .concat(names('GEN'), ['12345', 'A;B', 'a'.repeat(26)]);
    const attendanceID = [held['attendanceID'], [held['attendanceID']], ...names('att')];
    const dates = ['8/17/2026', '9/1/2026', '9/2/2026', '12/18/2026'];
    const times = ['8:00', '9:00', '9:30', '10:00:00', '23:59'];
    const number = [0, 10, 30, 60, null, '30', 1.5];
    const when = {
      ...{ startDate: dates, endDate: dates, startTime: times, endTime: times },
      timeZone: ['America/Chicago', 'UTC', 'Mars/Base'],
    };
    const iso = ['2026-09-01T14:00:00Z', '2026-12-18T16:00:00+05:00', '9/1/2026'];
    const aWholeSession = fc.constantFrom(
      ...dates.map((day) => ({ ...schedule, startDate: day, endDate: day, attendanceID: next('att') })),
    );
    const user_ = {
      ...{ schoolID, issuedID: ['1', '2'], firstName: ['Mia', 'Leo'], lastName: ['Chen'], email: emails },
      role: ['student', 'instructor', 'admin', 'wizard'],
      userID: [mia['userID'], rosa['userID'], ...names('gen')],
      mappingID: ['m-1'],
      sendWelcomeEmail: [true, false],
    };
    const course_ = {
      ...{ schoolID, name: ['Algebra'], owner: [rosa['email'], ...emails], ...when, courseID, addCode },
      ...{ title: ['A'], admin: [[], [rosa['email']], emails], days: ['Monday', 'Monday Friday', 'monday'] },
      attendanceName: ['In person', 'Hybrid', 'Remote'],
      strategy: ['uniform', 'fixed', 'flexible'],
      ...{ totalTime: number, syncTime: number, asyncTime: number, awardedTime: number, maxAwardedTimePerDay: number },
      instructorName: ['Rosa'],
      mappingID: ['m-1'],
    };
    const member_ = { ID: emails, courseID, addCode, role: ['student', 'instructor'], mappingID: ['m-1'] };
    const session_ = { courseID, addCode, ...when, start: iso, end: iso, attendanceID, mappingID: ['m-1'] };
    const bulk = fc.record({
      courseID: value(courseID),
      session: fc.array(fc.oneof<[fc.Arbitrary<unknown>, fc.Arbitrary<unknown>]>(aWholeSession, body(session_)), {
        maxLength: 5,
      }),
    });
    const bodies: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
      '/users': body(user_),
      // Mostly complete, so that what lies behind the first checks is reached.
      '/courses': fc.oneof(
        body(course_),
        body(course_).map((some) => ({ ...algebra, courseID: next('gen'), addCode: next('GEN'), ...(some as Fields) })),
      ),
      '/course-members': body(member_),
      '/attendance-sessions': fc.oneof(
        body(session_),
        body(session_).map((some) => ({ ...held, attendanceID: next('att'), ...(some as Fields) })),
      ),
      '/attendance-sessions/bulk': fc.oneof(body({ ...session_, session: [[], [{}], {}, [held]] }), bulk),
      '/attendance-sessions/bulk-delete': body({ courseID, addCode, attendanceID }),
    };
    const generated = bodies[path];
    if (generated === undefined) throw new Error(path);
    await fc.assert(
      fc.asyncProperty(generated, (sent) => sendAndJudge(method, path, sent)),
      { numRuns: Number(process.env['HOSTILE_RUNS'] ?? 100), endOnFailure: true },
    );
  });

  test('queries of lists and deletions never fail either', async () => {
    const path = fc.constantFrom(
      '/users',
      '/courses',
      '/course-members',
      '/attendance-sessions',
      '/schools/',
      '/courses/',
    );
    const field = fc.constantFrom(
      'userID',
      'email',
      'schoolID',
      'courseID',
      'addCode',
      'ID',
      'attendanceID',
      'limit',
      'cursor',
      'x',
    );
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('1', '500', 'sch-1', 'W10', 'e30'),
    );
    const wellFormed = (text: string) => encodeURIComponent(text.toWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Method>('GET', 'DELETE'),
        path,
        fc.array(fc.tuple(field, word), { maxLength: 4 }),
        word,
        async (method, place, fields, id) => {
          const query = fields.map(([name, text]) => `${name}=${wellFormed(text)}`).join('&');
          const address = place.endsWith('/') ? `${place}${wellFormed(id)}` : place;
          const answer = await hub.call(method, `${address}?${query}`);
          expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(500);
        },
      ),
      { numRuns: 200, endOnFailure: true },
    );
  });
});
