import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  aCourse,
  anEmail,
  aRosteringHub,
  aSession,
  aUser,
  course,
  type Fields,
  type Hub,
  hybrid,
  many,
  member,
  next,
  user,
} from './scene.ts';

const rounds = Number(process.env['RACE_ROUNDS'] ?? 20);
const timeout = 30_000 + rounds * 500;

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

/** What the seed prints, as `status code message`. */
const printed = ({ status, error }: Answer) =>
  error === undefined ? `${status}` : `${status} ${error.code ?? 'none'} ${error.message}`;

type Round = {
  readonly asks: readonly (() => Promise<Answer>)[];
  /** How many of the thing there are afterwards, by the API's own list. */
  readonly left: () => Promise<number>;
};

/** Carries out the rounds: in each, all requests start at once; one is answered `won`, all others `lost`, and one thing is there. */
async function race(prepare: () => Promise<Round>, lost: string, won = '201'): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const { asks, left } = await prepare();
    const answers = await Promise.all(asks.map((ask) => ask()));
    expect(answers.map(printed).sort()).toEqual([won, ...asks.slice(1).map(() => lost)].sort());
    expect(await left()).toBe(1);
  }
}

const post = (path: string, body: Fields) => () => hub.call('POST', path, body);
const count = (name: string, path: string) => async () => many(await hub.call('GET', path), name).length;
const query = (fields: Fields) =>
  new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

describe('of two requests at once that want the same thing one gets it', { timeout }, () => {
  test('an e-mail', () =>
    race(async () => {
      const email = anEmail();
      return {
        asks: [post('/users', aUser({ email })), post('/users', aUser({ email }))],
        left: count('users', `/users?${query({ email })}`),
      };
    }, '400 none Email must be unique'));

  test('an e-mail in two spellings', () =>
    race(async () => {
      const email = anEmail();
      return {
        asks: [post('/users', aUser({ email })), post('/users', aUser({ email: email.toUpperCase() }))],
        left: count('users', `/users?${query({ email })}`),
      };
    }, '400 none Email must be unique'));

  test('an e-mail, by people without a userID', () =>
    race(async () => {
      const email = anEmail();
      const body = () => aUser({ email, userID: undefined });
      return {
        asks: [post('/users', body()), post('/users', body())],
        left: count('users', `/users?${query({ email })}`),
      };
    }, '400 none Email must be unique'));

  test('an e-mail that two people change to', () =>
    race(
      async () => {
        const email = anEmail();
        const change = async () => {
          const { userID } = await user(hub);
          return () => hub.call('PATCH', '/users', { userID, email });
        };
        return { asks: [await change(), await change()], left: count('users', `/users?${query({ email })}`) };
      },
      '400 none Email must be unique',
      '200',
    ));

  test('an account of one person at one school', () =>
    race(async () => {
      const body = aUser();
      return {
        asks: [post('/users', body), post('/users', body)],
        left: count('users', `/users?${query({ userID: body['userID'] })}`),
      };
    }, '400 none userID_schoolID must be unique.'));

  test('an account of somebody known at another school', () =>
    race(async () => {
      const known = await user(hub);
      const body = { ...known, schoolID: 'sch-2' };
      return {
        asks: [post('/users', body), post('/users', body)],
        left: count('users', `/users?${query({ userID: known['userID'], schoolID: 'sch-2' })}`),
      };
    }, '400 none userID_schoolID must be unique.'));

  test('an addCode', () =>
    race(async () => {
      const addCode = next('RACE');
      return {
        asks: [post('/courses', await aCourse(hub, { addCode })), post('/courses', await aCourse(hub, { addCode }))],
        left: count('courses', `/courses?${query({ addCode })}`),
      };
    }, '400 10005 addCode must be unique.'));

  test('an addCode that two courses change to', () =>
    race(
      async () => {
        const addCode = next('RACE');
        const change = async () => {
          const { courseID } = await course(hub);
          return () => hub.call('PATCH', '/courses', { courseID, addCode });
        };
        return { asks: [await change(), await change()], left: count('courses', `/courses?${query({ addCode })}`) };
      },
      '400 10005 addCode must be unique.',
      '200',
    ));

  test('a courseID', () =>
    race(async () => {
      const courseID = next('raced');
      return {
        asks: [post('/courses', await aCourse(hub, { courseID })), post('/courses', await aCourse(hub, { courseID }))],
        left: count('courses', `/courses?${query({ courseID })}`),
      };
    }, '400 10005 Attendance is already set up for this course.'));

  test('a courseID of two schools', () =>
    race(async () => {
      const courseID = next('raced');
      const there = await aCourse(hub, { courseID, schoolID: 'sch-none' });
      return {
        asks: [post('/courses', await aCourse(hub, { courseID })), post('/courses', there)],
        left: count('courses', `/courses?${query({ courseID })}`),
      };
    }, '400 10005 Attendance is already set up for this course.'));

  test('a courseID of two conversion courses', () =>
    race(async () => {
      const courseID = next('raced');
      const body = () => aCourse(hub, { courseID, schoolID: 'sch-2', ...hybrid });
      return {
        asks: [post('/courses', await body()), post('/courses', await body())],
        left: count('courses', `/courses?${query({ courseID })}`),
      };
    }, '400 10005 Conversion Course is already set up for this course.'));

  test('a place in a course', async () => {
    const { courseID } = await course(hub);
    await race(async () => {
      const { email: ID } = await user(hub);
      return {
        asks: [post('/course-members', { ID, courseID }), post('/course-members', { ID, courseID })],
        left: count('courseMembers', `/course-members?${query({ ID, courseID })}`),
      };
    }, '400 none userID_schoolID must be unique.');
  });

  test('a place in a course that was left before', async () => {
    const algebra = await course(hub);
    await race(async () => {
      const body = await member(hub, algebra);
      await hub.call('DELETE', '/course-members', body);
      return {
        asks: [post('/course-members', body), post('/course-members', body)],
        left: count('courseMembers', `/course-members?${query(body)}`),
      };
    }, '400 none userID_schoolID must be unique.');
  });

  test('an attendanceID', () =>
    race(async () => {
      const { courseID } = await course(hub);
      const attendanceID = next('raced');
      const on = (day: string) => aSession({ courseID }, { attendanceID, startDate: day, endDate: day });
      return {
        asks: [post('/attendance-sessions', on('9/1/2026')), post('/attendance-sessions', on('9/2/2026'))],
        left: count('attendanceSessions', `/attendance-sessions?${query({ courseID })}`),
      };
    }, '400 none mAttendanceID_courseID_sysID must be unique.'));

  test('the same hour of a course', () =>
    race(async () => {
      const { courseID } = await course(hub);
      const at = (startTime: string, endTime: string) => aSession({ courseID }, { startTime, endTime });
      return {
        asks: [post('/attendance-sessions', at('9:00', '10:00')), post('/attendance-sessions', at('9:59', '11:00'))],
        left: count('attendanceSessions', `/attendance-sessions?${query({ courseID })}`),
      };
    }, '400 2109 Attendance Overlap'));
});

describe('requests at once that do not want the same thing all get it', { timeout }, () => {
  test('two accounts of one new person at two schools: one person', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const body = aUser();
      const before = (await hub.rows()).person.count;
      const answers = await Promise.all([post('/users', body)(), post('/users', { ...body, schoolID: 'sch-2' })()]);
      expect(answers.map(printed)).toEqual(['201', '201']);
      expect((await hub.rows()).person.count - before).toBe(1);
    }
  });

  test('an addCode at two schools', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const addCode = next('BOTH');
      const there = await aCourse(hub, { addCode, schoolID: 'sch-none' });
      const answers = await Promise.all([
        post('/courses', await aCourse(hub, { addCode }))(),
        post('/courses', there)(),
      ]);
      expect(answers.map(printed)).toEqual(['201', '201']);
    }
  });

  test('sessions that touch', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { courseID } = await course(hub);
      const at = (startTime: string, endTime: string) =>
        post('/attendance-sessions', aSession({ courseID }, { startTime, endTime }))();
      const answers = await Promise.all([at('9:00', '10:00'), at('10:00', '11:00'), at('8:00', '9:00')]);
      expect(answers.map(printed)).toEqual(['201', '201', '201']);
    }
  });

  test('courses without an addCode each get one of their own', async () => {
    const bodies = await Promise.all(Array.from({ length: 8 }, () => aCourse(hub, { addCode: undefined })));
    const answers = await Promise.all(bodies.map((body) => post('/courses', body)()));
    expect(answers.map(printed)).toEqual(bodies.map(() => '201'));
    expect(new Set(answers.map(({ json }) => (json['course'] as Fields)['addCode'])).size).toBe(8);
  });

  test('five who want one place: one gets it', async () => {
    const { courseID } = await course(hub);
    const { email: ID } = await user(hub);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post('/course-members', { ID, courseID })()));
    const lost = '400 none userID_schoolID must be unique.';
    expect(answers.map(printed).sort()).toEqual(['201', lost, lost, lost, lost]);
  });
});
