import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { writeAudit } from '../../src/access/use-case.ts';
import { clusterOf } from '../../src/dictionary/cluster.model.ts';
import { keepClusters } from '../../src/dictionary/unknown.repository.ts';
import { keptCall } from '../../src/exchanges/exchange.model.ts';
import { storeOfPart } from '../../src/exchanges/exchange.repository.ts';
import { showPassport } from '../../src/passport/passport.usecases.ts';
import { finishErasure } from '../../src/retention/erasure.job.ts';
import type { ErasureView } from '../../src/retention/erasure.schema.ts';
import {
  askErasure,
  listErasures,
  previewErasure,
  readmit,
  showErasure,
} from '../../src/retention/erasure.usecases.ts';
import { storeAnswer } from '../../src/rostering/api/idempotency.repository.ts';
import { apply, carried, means, unknownWord } from '../fixes/scene.ts';
import { changedOf } from '../import/accounts.ts';
import {
  aDistrict,
  aHall,
  askFor,
  csvOf,
  type District,
  endOf,
  type Hall,
  importFolder,
  numbersOf,
} from '../import/scene.ts';
import { everywhere, filesOf } from './everywhere.ts';

// Each test has a hub of its own: what is sought is looked for in all that it holds.
const halls: Hall[] = [];
afterAll(() => Promise.all(halls.map((hall) => hall.close())));

async function aNorth(): Promise<District> {
  const hall = await aHall();
  halls.push(hall);
  return aDistrict(hall);
}

const orgs = `
  sourcedId | name          | type     | identifier | parentSourcedId
  dist      | North Unified | district | 4800001    |
  high      | North High    | school   | 001        | dist`;
const academicSessions = `
  sourcedId | title     | type       | startDate  | endDate    | parentSourcedId | schoolYear
  year      | 2026-2027 | schoolYear | 2026-08-17 | 2027-06-04 |                 | 2027`;
const courses = `
  sourcedId | schoolYearSourcedId | title   | courseCode | orgSourcedId
  alg       | year                | Algebra | MA1        | high`;
const classes = `
  sourcedId | title     | grades | courseSourcedId | classCode | classType | schoolSourcedId | termSourcedIds
  alg-1     | Algebra 1 | 09     | alg             | A1        | scheduled | high            | year`;
/** Zenobia is in the way of every test; Leo is her brother, whose guardian the SIS says she is. */
const users = (role = 'student') => `
  sourcedId  | enabledUser | orgSourcedIds | role    | username | givenName | familyName  | email                       | phone        | identifier | agentSourcedIds
  zq-2208417 | true        | high          | ${role} | zenoquar | Zenobia   | Quarrington | Zenobia.Q@north.example     | 555-221-7788 | ID-990417  |
  s-2        | true        | high          | student | leo      | Leo       | Okafor      | leo@north.example           |              |            | zq-2208417
  t-1        | true        | high          | teacher | rosa     | Rosa      | Diaz        | rosa@north.example          |              |            |`;
const enrollments = `
  sourcedId | classSourcedId | schoolSourcedId | userSourcedId | role    | primary | beginDate | endDate
  ez-88123  | alg-1          | high            | zq-2208417    | student |         |           |
  e-2       | alg-1          | high            | s-2           | student |         |           |
  e-3       | alg-1          | high            | t-1           | teacher | true    |           |`;

/** All by which somebody could tell who she was. */
const sentinels = [
  'zenobia',
  'quarrington',
  'zq-2208417',
  'ez-88123',
  'zenoquar',
  '555-221-7788',
  'ID-990417',
  'old-zq-11',
];

async function aZip({ folder }: District, role?: string): Promise<{ zip: string }> {
  const zip = new ZipFile();
  const files = { orgs, academicSessions, courses, classes, users: users(role), enrollments };
  const manifest = Object.keys(files).map((name) => `file.${name},bulk`);
  const head = ['propertyName,value', 'manifest.version,1.0', 'oneroster.version,1.1', ...manifest, ''];
  zip.addBuffer(Buffer.from(head.join('\r\n')), 'manifest.csv');
  for (const [name, table] of Object.entries(files)) zip.addBuffer(Buffer.from(csvOf(table)), `${name}.csv`);
  zip.end();
  const place = path.join(folder, `${randomBytes(4).toString('hex')}.zip`);
  await writeFile(place, await buffer(zip.outputStream as Readable));
  return { zip: place };
}

const personOf = async ({ app, id }: District, key: string): Promise<number> => {
  const found = await sql<{
    id: number;
  }>`select id from person where district_id = ${id} and source_key = ${key}`.execute(app.db);
  return found.rows[0]?.id ?? 0;
};

const countIn = async ({ app, id }: District, table: string): Promise<number> => {
  const found = await sql<{
    n: number;
  }>`select count(*) as n from ${sql.table(table)} where district_id = ${id}`.execute(app.db);
  return found.rows[0]?.n ?? 0;
};

/** A district in which something of Zenobia stands in every place that could hold it. */
async function aFullDistrict(): Promise<District> {
  const district = await aNorth();
  const { app, id, actor } = district;
  await importFolder(district, await aZip(district));
  // Refused, fixed and refused again: records, outcomes, images of fixes.
  await importFolder(district, await aZip(district, 'tester'));
  await carried(district, await apply(district, means(unknownWord('user', 'role', 'tester'), 'student')));
  await importFolder(district, await aZip(district, 'oddling'));
  await showPassport(app, actor, { flow: 1, kind: 'user', key: 'zq-2208417' });
  const person = await personOf(district, 'zq-2208417');
  const now = new Date();
  await sql`insert into connection (district_id, id, name, system) values (${id}, 77, 'gradebook', 'oneroster')`.execute(
    app.db,
  );
  await sql`insert into identity (district_id, connection_id, person_id, their_id, matched, candidates, matched_at)
    values (${id}, 77, ${person}, 'zq-2208417', 'sis_id', '{}', ${now}),
      (${id}, 77, ${await personOf(district, 's-2')}, null, 'unclear', '{zq-2208417,other-77}', ${now})`.execute(
    app.db,
  );
  // Her source called her otherwise last year.
  const by = JSON.stringify({ kind: 'system', id: null, name: 'x' });
  await sql`insert into rekey (district_id, no, flow_no, run_no, made_by, made_at) values (${id}, 1, 1, 1, ${by}, ${now})`.execute(
    app.db,
  );
  await sql`insert into rekey_pair (district_id, rekey_no, kind, new_key, old_key, score) values (${id}, 1, 'user', 'zq-2208417', 'old-zq-11', 1)`.execute(
    app.db,
  );
  await sql`insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, entry)
    values (${id}, date_trunc('month', now()), 1, 'users.csv', 900, 'user', 'old-zq-11', 'invalid', 'oneroster.value_missing')`.execute(
    app.db,
  );
  await sql`insert into mail (district_id, no, kind, about, recipient, subject, text, due_at, made_at)
    values (${id}, 1, 'welcome', ${String(person)}, 'zenobia.q@north.example', 'Welcome, Zenobia', 'Hello Zenobia Quarrington', ${now}, ${now}),
      (${id}, 2, 'welcome', '4', 'leo@north.example', 'Welcome', 'Hello Leo. Your sister Zenobia Quarrington is here too.', ${now}, ${now})`.execute(
    app.db,
  );
  await sql`insert into api_key (district_id, id, name, scopes) values (${id}, 1, 'sis', '{rostering}')`.execute(
    app.db,
  );
  const once = (key: string) => ({ district: id, apiKey: 1, path: 'POST /users', key, fingerprint: Buffer.from('f') });
  await app.db.transaction().execute(async (tx) => {
    await storeAnswer(
      tx,
      app.secrets,
      once('hers'),
      { status: 201, body: '{"user":{"email":"zenobia.q@north.example"}}' },
      now,
    );
    await storeAnswer(
      tx,
      app.secrets,
      once('his'),
      { status: 201, body: '{"user":{"email":"leo@north.example"}}' },
      now,
    );
    const message = (text: string) => clusterOf(text, { system: null, count: 1, now });
    const clusters = [message('The frobnicator of "Zenobia Quarrington" jams'), message('Nothing of anybody glimmers')];
    await keepClusters(tx, app.secrets, id, { clusters, dropped: 0 });
    await writeAudit(tx, actor, now, [
      {
        action: 'issue.muted',
        subject: { kind: 'issue', id: '1', name: 'Zenobia Quarrington' },
        details: { reason: 'wait for zq-2208417' },
      },
    ]);
  });
  const call = (body: string) =>
    keptCall({
      at: now,
      tookMs: 5,
      method: 'GET',
      url: 'https://sis.example/users?limit=2',
      request: { headers: {}, body: null },
      answer: { status: 500, headers: { 'content-type': 'application/json' }, body },
      entry: null,
    });
  const of = { district: id, connection: 1, run: 1, unit: 'users' };
  await storeOfPart(app.db, app.secrets, of, call('{"users":[{"givenName":"Zenobia","familyName":"Quarrington"}]}'));
  await storeOfPart(app.db, app.secrets, of, call('{"users":[{"givenName":"Leo"}]}'));
  return district;
}

async function forget(
  district: District,
  { keepAway = true, until = (): boolean => false } = {},
): Promise<ErasureView> {
  const { app, actor, id } = district;
  const { word } = await previewErasure(app, actor, 'zenobia.q@north.example');
  const asked = await askErasure(app, actor, {
    secrets: app.secrets,
    person: 'ZENOBIA.Q@north.example',
    confirm: word,
    keepAway,
  });
  if (asked === null) throw new Error('it was not confirmed');
  await finishErasure(app, { district: id, no: asked.no }, until);
  return (await showErasure(app, actor, asked.no)) as ErasureView;
}

describe('somebody who is forgotten', () => {
  let district: District;
  let erasure: ErasureView;
  let before: readonly string[];
  beforeAll(async () => {
    district = await aFullDistrict();
    before = await everywhere(district.app, district.id, sentinels);
    erasure = await forget(district);
  });

  test('stood in every place before, so that the next tests can fail', () => {
    expect(before).toEqual(
      expect.arrayContaining([
        'a stored file',
        'audit.details',
        'audit.subject_name',
        'enrollment.source_key',
        'exchange',
        'fix_record.key',
        'fix_record.stored',
        'idempotency.answer',
        'identity.candidates',
        'identity.their_id',
        'looked.key',
        'mail.recipient',
        'mail.subject',
        'mail.text',
        'outcome.facts',
        'outcome.key',
        'outcome_pack.keys',
        'person.agent_keys',
        'person.email',
        'person.given_name',
        'person.phone',
        'record.key',
        'rekey_pair.old_key',
        'unknown_message.samples',
      ]),
    );
  });

  test('stands nowhere any more: in no column of any table, sealed, packed or plain, and in no stored file', async () => {
    expect(await everywhere(district.app, district.id, sentinels)).toEqual([]);
  });

  test('takes nothing of anybody else along', async () => {
    const { app, id } = district;
    expect(await countIn(district, 'person')).toBe(2);
    expect(await countIn(district, 'enrollment')).toBe(2);
    expect(await countIn(district, 'idempotency')).toBe(1);
    // That there is such a message stays; how it came does not.
    expect(await countIn(district, 'unknown_message')).toBe(2);
    expect(await everywhere(app, id, ['leo'])).toEqual(
      expect.arrayContaining(['exchange', 'idempotency.answer', 'mail.text', 'person.email', 'person.given_name']),
    );
    const identity = await sql<{
      candidates: string[];
    }>`select candidates from identity where district_id = ${id}`.execute(app.db);
    expect(identity.rows).toEqual([{ candidates: ['(forgotten)', 'other-77'] }]);
    const packs = await sql<{
      n: number;
    }>`select sum(n)::int8 as n from outcome_pack where district_id = ${id} and run_no = 1`.execute(app.db);
    // Twelve were created by the first run, of which one person and one enrollment were hers.
    expect(packs.rows[0]?.n).toBe(9);
    const run = await sql<{ created: number }>`select created from run where district_id = ${id} and no = 1`.execute(
      app.db,
    );
    expect(run.rows[0]?.created).toBe(11);
  });

  test('leaves a line that says when, by whom it was asked and how much, and not who', async () => {
    const { app, actor, id } = district;
    expect(erasure).toMatchObject({ state: 'done', keepAway: true, waitsFor: [] });
    expect(erasure.removed).toMatchObject({
      people: 1,
      enrollments: 1,
      records: 1,
      mails: 1,
      answers: 1,
      exchanges: 1,
      unknownMessages: 1,
      acceptedOutcomes: 2,
    });
    expect(erasure.later).toContainEqual({ what: 'backups', n: 1 });
    const lines = await sql<{ action: string; subject_name: string }>`select action, subject_name from audit
      where district_id = ${id} and action like 'erasure.%' order by no`.execute(app.db);
    expect(lines.rows).toEqual([
      { action: 'erasure.asked', subject_name: 'erasure 1' },
      { action: 'erasure.done', subject_name: 'erasure 1' },
    ]);
    expect((await listErasures(app, actor, undefined)).erasures).toEqual([erasure]);
  });

  test('does not come again by the next files, with what is theirs, and the nights after are quiet', async () => {
    const { app, actor, id } = district;
    const night = await importFolder(district, await aZip(district));
    expect(await changedOf(district, night.id)).toEqual([]);
    expect(numbersOf(night)).toEqual({ entered: 11, unchanged: 11 });
    const told = night.parts.flatMap(({ notes }) => notes.map(({ message }) => message));
    expect(told).toEqual([
      'users.csv: 1 rows of people who were forgotten were left out.',
      'enrollments.csv: 1 rows of people who were forgotten were left out.',
    ]);
    expect(numbersOf(await importFolder(district, await aZip(district)))).toEqual({ entered: 11, unchanged: 11 });
    // The files themselves go when their run has ended.
    await expect.poll(() => everywhere(app, id, sentinels)).toEqual([]);

    expect(await readmit(app, actor, { connection: '1', key: 'zq-2208418' })).toEqual({ readmitted: false });
    expect(await readmit(app, actor, { connection: '1', key: 'zq-2208417' })).toEqual({ readmitted: true });
    const again = await importFolder(district, await aZip(district));
    expect(await changedOf(district, again.id)).toEqual(['enrollment ez-88123: created', 'user zq-2208417: created']);
  });
});

test('somebody who is forgotten without more comes again by the next files, as was said', async () => {
  const district = await aNorth();
  await importFolder(district, await aZip(district));
  const { later } = await forget(district, { keepAway: false });
  expect(later.map(({ what }) => what)).not.toContain('same_name');
  const night = await importFolder(district, await aZip(district));
  expect(await changedOf(district, night.id)).toEqual(['enrollment ez-88123: created', 'user zq-2208417: created']);
});

test('a process that dies in the middle leaves the rest to the next, which counts nothing twice', async () => {
  const district = await aFullDistrict();
  const { app, id } = district;
  let statements = 0;
  const stopped = await forget(district, { until: () => ++statements > 9 });
  expect(stopped.state).toBe('asked');
  expect(await everywhere(app, id, sentinels)).not.toEqual([]);
  await finishErasure(app, { district: id, no: stopped.no });
  const done = (await showErasure(app, district.actor, stopped.no)) as ErasureView;
  expect(done).toMatchObject({
    state: 'done',
    removed: { people: 1, enrollments: 1, records: 1, mails: 1, acceptedOutcomes: 2 },
  });
  expect(await everywhere(app, id, sentinels)).toEqual([]);
});

test('nobody is forgotten while a run may still bring them; it goes on when the run has ended', async () => {
  const district = await aNorth();
  const { app, actor, id } = district;
  await importFolder(district, await aZip(district));
  await district.rest();
  const { run } = await askFor(district, await aZip(district, 'tester'));
  const asked = await forget(district);
  expect(asked).toMatchObject({ state: 'asked', waitsFor: [run] });
  await district.work();
  await endOf(district, run);
  await finishErasure(app, { district: id, no: asked.no });
  expect(await showErasure(app, actor, asked.no)).toMatchObject({ state: 'done', waitsFor: [] });
  expect(await everywhere(app, id, sentinels)).toEqual([]);
  expect(await filesOf(app)).toEqual([]);
});

test('nothing happens before the word is typed, and asking twice is asking once', async () => {
  const district = await aNorth();
  const { app, actor } = district;
  await importFolder(district, await aZip(district));
  const person = await personOf(district, 'zq-2208417');
  const preview = await previewErasure(app, actor, String(person));
  expect(preview).toMatchObject({
    person: { id: String(person), name: 'Zenobia Quarrington', connection: 'files' },
    counts: { people: 1, enrollments: 1, accounts: 1, acceptedOutcomes: 2, records: 0 },
    word: `forget ${person}`,
  });
  const ask = (confirm: string) =>
    askErasure(app, actor, { secrets: app.secrets, person: String(person), confirm, keepAway: false });
  expect(await ask('forget')).toBeNull();
  expect(await personOf(district, 'zq-2208417')).toBe(person);
  const [first, second] = [await ask(`forget ${person}`), await ask(`forget ${person}`)];
  expect(second?.no).toBe(first?.no);
  await expect(previewErasure(app, actor, 'nobody@north.example')).rejects.toMatchObject({
    entry: 'request.not_found',
  });
});

test('of two with the same name only what is surely hers goes, and that is said beforehand', async () => {
  const district = await aNorth();
  const { app, actor, id } = district;
  await importFolder(district, await aZip(district));
  await sql`update person set given_name = 'Zenobia', family_name = 'Quarrington' where district_id = ${id} and source_key = 's-2'`.execute(
    app.db,
  );
  await sql`insert into audit (district_id, month, no, at, actor, action, subject_kind, subject_id, subject_name)
    values (${id}, date_trunc('month', now()), 999, now(), ${JSON.stringify({ kind: 'system', id: null, name: 'x' })}, 'a.b', 'c', 'd', 'Zenobia Quarrington')`.execute(
    app.db,
  );
  const { later } = await previewErasure(app, actor, 'zenobia.q@north.example');
  expect(later).toContainEqual({ what: 'same_name', n: 1 });
  await forget(district);
  expect(await everywhere(app, id, ['zenobia quarrington'])).toEqual(['audit.subject_name']);
  expect(await everywhere(app, id, ['zenobia.q@north', 'zq-2208417', 'ez-88123'])).toEqual(
    ['person.agent_keys'].slice(1),
  );
});
