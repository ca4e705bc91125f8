import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCourse, aRosteringHub, aSession, aUser, course, type Fields, type Hub, many, next, user } from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aRosteringHub();
});
afterAll(() => hub.close());

type Line = { readonly resource: string; readonly operation: string; readonly data: Fields };
const line = (resource: string, operation: string, data: Fields): Line => ({ resource, operation, data });

async function batch(lines: readonly (Line | string)[], query = '') {
  const payload = lines.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await hub.send('POST', `/batch${query}`, { payload, headers });
  const told = answer.text
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Fields);
  return { ...answer, told: told.slice(0, -1), summary: told.at(-1)?.['summary'] as Fields };
}
const outcomes = (told: readonly Fields[]) => told.map(({ outcome }) => outcome);

describe('a batch', () => {
  test('takes lines in any order and answers in the order given', async () => {
    const student = aUser();
    const algebra = await aCourse(hub);
    const { ID, courseID } = { ID: student['email'], courseID: algebra['courseID'] };
    const answer = await batch([
      line('courseMember', 'create', { ID, courseID }),
      line('attendanceSession', 'create', aSession(algebra)),
      line('course', 'create', algebra),
      line('user', 'create', student),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('ndjson');
    expect(answer.told.map((each) => [each['line'], each['outcome']])).toEqual([
      [1, 'created'],
      [2, 'created'],
      [3, 'created'],
      [4, 'created'],
    ]);
    expect(answer.summary).toMatchObject({ created: 4, runId: expect.anything() });
    expect(many(await hub.call('GET', `/course-members?ID=${ID}`), 'courseMembers')).toMatchObject([{ courseID }]);
  });

  test('rejects a record by its entry, and blocks what waits for it by its line', async () => {
    const algebra = await aCourse(hub, { days: 'monday' });
    const { email } = await user(hub);
    const answer = await batch([
      line('courseMember', 'create', { ID: email, courseID: algebra['courseID'] }),
      line('course', 'create', algebra),
      line('user', 'create', aUser({ email: 'nobody' })),
    ]);
    expect(answer.told).toMatchObject([
      { line: 1, outcome: 'blocked' },
      { line: 2, outcome: 'rejected', status: 400, error: { code: 10005, message: 'Invalid course days', info: {} } },
      {
        line: 3,
        outcome: 'rejected',
        status: 400,
        error: { message: 'Validation isEmail on email failed.', info: {} },
      },
    ]);
    expect(JSON.stringify(answer.told[0])).toMatch(/\b2\b/);
  });

  test('told twice: what is created again is rejected, what is upserted is unchanged', async () => {
    const student = aUser();
    const created = line('user', 'create', student);
    const upserted = line('user', 'upsert', student);
    expect(outcomes((await batch([created])).told)).toEqual(['created']);
    expect(outcomes((await batch([upserted])).told)).toEqual(['unchanged']);
    const again = await batch([created]);
    expect(again.told).toMatchObject([
      { outcome: 'rejected', status: 400, error: { message: 'userID_schoolID must be unique.' } },
    ]);
    const changed = line('user', 'upsert', { ...student, firstName: 'Maria' });
    expect(outcomes((await batch([changed])).told)).toEqual(['updated']);
  });

  test('an upsert takes an archived course back', async () => {
    const algebra = await course(hub);
    expect((await hub.call('DELETE', `/courses/${algebra['courseID']}`)).status).toBe(200);
    expect(outcomes((await batch([line('course', 'upsert', algebra)])).told)).not.toContain('rejected');
    const { courseID } = algebra;
    expect((await hub.call('PATCH', '/courses', { courseID, name: 'Back' })).status).toBe(200);
  });

  test('a dry run tells the same and writes nothing', async () => {
    const lines = [line('user', 'create', aUser()), line('user', 'create', aUser({ role: undefined }))];
    const before = await hub.rows();
    const dry = await batch(lines, '?dryRun=true');
    expect(outcomes(dry.told)).toEqual(['created', 'rejected']);
    expect(await hub.rows()).toEqual(before);
    expect(outcomes((await batch(lines)).told)).toEqual(['created', 'rejected']);
  });

  test('a line that is no record is told as one, and the others are done', async () => {
    const answer = await batch([
      '{"resource":"user"',
      line('user', 'create', aUser()),
      line('user', 'forget', {}),
      line('planet', 'create', {}),
      '[]',
    ]);
    expect(answer.told.map(({ outcome }) => outcome)).toEqual([
      'rejected',
      'created',
      'rejected',
      'rejected',
      'rejected',
    ]);
    for (const at of [0, 2, 3, 4])
      expect(answer.told[at]).toMatchObject({
        line: at + 1,
        status: 400,
        error: { info: {}, help: { entry: expect.stringMatching(/^rostering\.request\./) } },
      });
  });

  test('delete of what is not there is rejected', async () => {
    const answer = await batch([line('user', 'delete', { userID: next('nobody'), schoolID: 'sch-1' })]);
    expect(answer.told).toMatchObject([{ outcome: 'rejected', status: 400, error: { code: 10009 } }]);
  });
});
