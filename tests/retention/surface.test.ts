import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { finishErasures } from '../../src/retention/erasure.job.ts';
import { exportPersonCommand, forgetCommand } from '../../src/retention/person.command.ts';
import { retentionCommand } from '../../src/retention/retention.command.ts';
import { aRosteringHub, aUser, course, type Hub, keys, type Method } from '../rostering-api/scene.ts';
import { everywhere } from './everywhere.ts';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await aRosteringHub();
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-export-'));
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

const ops = (method: Method | 'PUT', url: string, body?: unknown) =>
  hub.call(method as Method, `/api/v1${url}`, body, { key: keys.ops });

const zenobia = {
  firstName: 'Zenobia',
  lastName: 'Quarrington',
  email: 'zenobia.q@north.example',
  userID: 'zq-user-2208417',
  issuedID: 'iq-771',
};
const sentinels = ['zenobia', 'quarrington', 'zq-user-2208417', 'iq-771'];

/** Zenobia is sent by a key, welcomed, refused once, and a member of a course. */
async function pushed(): Promise<number> {
  const made = await hub.call('POST', '/users', aUser({ ...zenobia, schoolID: 'sch-mail' }), {
    headers: { 'idempotency-key': 'z1' },
  });
  expect(made.status, made.text).toBe(201);
  const algebra = await course(hub, {});
  await hub.call('POST', '/users', aUser({ ...zenobia, schoolID: 'sch-1', role: 'student' }));
  const member = await hub.call('POST', '/course-members', {
    ID: 'Zenobia.Q@north.example',
    courseID: algebra['courseID'],
  });
  expect(member.status, member.text).toBe(201);
  const again = await hub.call('POST', '/course-members', { ID: zenobia.email, courseID: algebra['courseID'] });
  expect(again.status).toBeGreaterThanOrEqual(400);
  const found = await sql<{
    id: number;
  }>`select id from person where district_id = 'north' and user_id = ${zenobia.userID}`.execute(hub.app.db);
  return found.rows[0]?.id ?? 0;
}

/** The members of a zip, by name. */
async function unzipped(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
  const members: Record<string, string> = {};
  for await (const entry of zip.eachEntry())
    members[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  return members;
}

describe('a person who was sent by a key', () => {
  let person: number;
  beforeAll(async () => {
    person = await pushed();
  });

  test('is taken out as a page and as JSON, with everything that is known, and the audit says that it was done', async () => {
    const answer = await hub.server.inject({
      method: 'GET',
      url: `/api/v1/privacy/export?person=${person}`,
      headers: { authorization: `Bearer ${keys.ops}` },
    });
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="person-${person}.zip"`);
    const { 'index.html': page = '', 'person.json': json = '' } = await unzipped(answer.rawPayload);
    const { about, sections } = JSON.parse(json) as {
      about: object;
      sections: { title: string; rows: Record<string, unknown>[] }[];
    };
    expect(about).toMatchObject({ district: 'north', person });
    const rows = (title: string) => sections.find((one) => one.title === title)?.rows ?? [];
    expect(rows('The person')).toMatchObject([
      { given_name: 'Zenobia', family_name: 'Quarrington', email: 'zenobia.q@north.example' },
    ]);
    expect(
      rows('Accounts at schools')
        .map((row) => row['school_id'])
        .sort(),
    ).toEqual(expect.arrayContaining(['sch-mail']));
    expect(rows('Sections')).toMatchObject([{ section: 'Algebra 1' }]);
    expect(rows('Mail')).toMatchObject([{ recipient: 'zenobia.q@north.example', text: 'Hello Zenobia Quarrington' }]);
    expect(rows('What was refused, held or left').map((row) => `${row['kind']} ${row['outcome']}`)).toEqual(
      expect.arrayContaining(['user created', 'courseMember created', 'courseMember rejected']),
    );
    expect(page).toContain('What Hallpass knows about Zenobia Quarrington');
    expect(page).toContain('Hello Zenobia Quarrington');
    const lines = await ops('GET', '/audit?action=person.exported');
    expect(JSON.stringify(lines.json)).not.toMatch(/zenobia/i);
    expect(lines.json['audit']).toMatchObject([
      { subject: { kind: 'user', id: String(person), name: `user ${person}` } },
    ]);
  });

  test('is taken out by the command too, into a file that only its owner reads', async () => {
    const file = path.join(folder, 'zenobia.zip');
    let printed = '';
    await exportPersonCommand(hub.app, { person: zenobia.email, file, district: 'north' }, (line) => {
      printed += line;
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Object.keys(await unzipped(await readFile(file)))).toEqual(['index.html', 'person.json']);
    expect(printed).toContain('index.html to read');
  });

  test('is neither shown, taken out nor forgotten by somebody who may not, or of another district', async () => {
    for (const key of [keys.main, '']) {
      const headers = key === '' ? {} : { authorization: `Bearer ${key}` };
      for (const [method, url] of [
        ['GET', `/api/v1/privacy/export?person=${person}`],
        ['GET', `/api/v1/privacy/erasure?person=${person}`],
        ['GET', '/api/v1/retention'],
      ] as const) {
        const answer = await hub.server.inject({ method, url, headers });
        expect([401, 403]).toContain(answer.statusCode);
      }
    }
    const elsewhere = await ops('GET', '/privacy/erasure?person=nobody@west.example');
    expect([elsewhere.status, elsewhere.error?.help.entry]).toEqual([404, 'request.not_found']);
  });

  test('is forgotten over the API once the word is typed, and then the hub knows nothing of them', async () => {
    expect(await everywhere(hub.app, 'north', sentinels)).toEqual(
      expect.arrayContaining([
        'account.issued_id',
        'idempotency.answer',
        'mail.text',
        'outcome.key',
        'person.given_name',
      ]),
    );
    const { json: preview } = await ops('GET', `/privacy/erasure?person=${person}`);
    expect(preview['counts']).toMatchObject({ people: 1, enrollments: 1, mails: 1 });
    expect(preview['later']).toContainEqual({ what: 'sender', n: 1 });
    const wrong = await ops('POST', '/privacy/erasures', { person: String(person), confirm: 'yes', keepAway: false });
    expect([wrong.status, wrong.error?.message]).toEqual([
      400,
      'confirm is not the word of the preview, so nobody was forgotten.',
    ]);
    const asked = await ops('POST', '/privacy/erasures', {
      person: String(person),
      confirm: `forget ${person}`,
      keepAway: false,
    });
    expect([asked.status, asked.json['state']]).toEqual([202, 'asked']);
    // What the hub does by itself every few seconds.
    await finishErasures(hub.app);
    expect((await ops('GET', '/privacy/erasures/1')).json).toMatchObject({
      no: 1,
      state: 'done',
      removed: { people: 1, answers: 1 },
    });
    expect(await everywhere(hub.app, 'north', sentinels)).toEqual([]);
  });
});

test('the command shows what would go, asks, and tells what it did', async () => {
  const person = await pushed();
  const said: string[] = [];
  const run = (answer: string) =>
    forgetCommand(
      hub.app,
      {
        person: String(person),
        district: 'north',
        keepAway: false,
        confirm: undefined,
        json: false,
        ask: async () => answer,
      },
      (line) => said.push(line),
    );
  expect(await run('no')).toBe(2);
  expect(said.join('')).toContain(`Zenobia Quarrington, user ${person}, by nightly-sis`);
  expect(said.join('')).toContain('- Backups that were made before hold them until they are deleted.');
  expect(said.at(-1)).toBe(`Nobody was forgotten: it needs forget ${person} typed, or --confirm.\n`);
  expect(await run(`forget ${person}`)).toBe(0);
  expect(said.at(-1)).toMatch(/^Done, as erasure \d+\. Removed: .*1 person/);
  expect(said.at(-1)).not.toMatch(/zenobia/i);
  expect(await everywhere(hub.app, 'north', sentinels)).toEqual([]);
});

describe('how long what is kept', () => {
  const daysOf = async (name: string) => {
    const { json } = await ops('GET', '/retention');
    return (json['classes'] as { name: string; days: number; set: number | null }[]).find((one) => one.name === name);
  };

  test('is as usual until somebody sets it, within bounds, and the audit says from what to what', async () => {
    expect(await daysOf('outcomes')).toMatchObject({
      days: 400,
      set: null,
      usual: 400,
      least: 60,
      most: 3650,
      byMonth: true,
    });
    expect(await daysOf('audit')).toMatchObject({ days: 2557 });
    const set = await ops('PUT', '/retention', { days: { outcomes: 90, mail: 30 } });
    expect(set.status, set.text).toBe(200);
    expect(await daysOf('outcomes')).toMatchObject({ days: 90, set: 90 });
    const { json } = await ops('GET', '/audit?action=retention.changed');
    expect(json['audit']).toMatchObject([
      { details: { before: { outcomes: 400, mail: 400 }, after: { outcomes: 90, mail: 30 } } },
    ]);
    expect((await ops('PUT', '/retention', { days: { outcomes: 90, mail: 30 } })).status).toBe(200);
    expect(((await ops('GET', '/audit?action=retention.changed')).json['audit'] as unknown[]).length).toBe(1);
  });

  test('cannot be set outside its bounds: the answer says which and what they are', async () => {
    const told = await ops('PUT', '/retention', { days: { outcomes: 5 } });
    expect(told.status).toBe(400);
    expect(JSON.stringify(told.json)).toContain('must be 60 to 3650 days');
    expect((await ops('PUT', '/retention', { days: { everything: 5 } })).status).toBe(400);
  });

  test('stands in the district file: what it names is set, and a file that says nothing of it changes nothing', async () => {
    const file = (more: string) => ({
      text: `district: { id: north, name: North Unified, timeZone: America/Chicago }\n${more}`,
      fileName: 'north.yaml',
      env: {},
    });
    const planned = await apply(hub.app, { ...file('retention: { outcomes: 120 }\n'), dryRun: true });
    expect(planned.changes.flatMap(({ details }) => details)).toEqual([
      'outcomes kept: “90 days” becomes “120 days”',
      'mail kept: “30 days” becomes “400 days”',
    ]);
    await apply(hub.app, file('retention: { outcomes: 120 }\n'));
    expect(await daysOf('outcomes')).toMatchObject({ set: 120 });
    expect(await daysOf('mail')).toMatchObject({ set: null, days: 400 });
    await apply(hub.app, file(''));
    expect(await daysOf('outcomes')).toMatchObject({ set: 120 });
    const wrong = await apply(hub.app, file('retention:\n  outcomes: 1\n'));
    expect(wrong.mistakes).toEqual([{ line: 3, message: 'outcomes: must be 60 to 3650 days' }]);
  });

  test('is told by a command with the space that would be free, and carried out by it', async () => {
    await sql`create table outcome_2020_01 partition of outcome for values from ('2020-01-01') to ('2020-02-01')`.execute(
      hub.app.db,
    );
    let printed = '';
    const print = (line: string) => {
      printed += line;
    };
    expect(await retentionCommand(hub.app, { dryRun: true, json: false }, print)).toBe(0);
    expect(printed).toMatch(/^2020-01 {2}What became of records \(outcome\), \d+ (bytes|kB)\n/);
    expect(printed).toMatch(/1 months with \d+ (bytes|kB), and 0 rows would be removed; nothing was\.\n$/);
    expect(await retentionCommand(hub.app, { dryRun: false, json: true }, print)).toBe(0);
    printed = '';
    await retentionCommand(hub.app, { dryRun: true, json: false }, print);
    expect(printed).toBe('Nothing has had its time.\n');
  });
});
