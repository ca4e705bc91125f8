import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aDictionaryHub, type Explained, type Hub, staleBucket } from './scene.ts';

type Own = { readonly entry: string; readonly name: string; readonly title: string; readonly updatedAt: string };
type Refused = { error: { help: { violations: { pointer: string; message: string }[] } } };
type Preview = {
  readonly problems: readonly string[];
  readonly catches: readonly { id: string; template: string; count: number }[];
  readonly total: number;
  readonly clashes: readonly { entry: string; title: string }[];
};
type Imported = {
  created: number;
  updated: number;
  unchanged: number;
  problems: { entry: string; line?: number; message: string }[];
};

let hub: Hub;
beforeAll(async () => {
  hub = await aDictionaryHub();
});
beforeEach(() =>
  sql`truncate unknown_message, district_entry; update counter set value = value + 1 where name = 'district_entry'`.execute(
    hub.app.db,
  ),
);
afterAll(() => hub.close());

const name = (body: object = staleBucket, hubNo: 0 | 1 = 0) =>
  hub.ask<Own & Refused>('POST', '/dictionary/entries', { body, hub: hubNo });
const own = async () => (await hub.ask<{ entries: Own[] }>('GET', '/dictionary/entries')).body.entries;
const explain = async (message: string, more: Parameters<Hub['explain']>[1] = {}) =>
  (await hub.explain(message, { system: 'skyward', ...more })).body as Explained;
const preview = async (message: string, more: object = {}) =>
  (await hub.ask<Preview>('POST', '/dictionary/entries/preview', { body: { system: 'skyward', message, ...more } }))
    .body;
const bring = async (text: string, more: object = {}) =>
  (await hub.ask<Imported>('POST', '/dictionary/import', { body: { text, ...more } })).body;
const send = async () => (await hub.ask('GET', '/dictionary/export')).text;

describe('a message that was named', () => {
  test('is found like a built-in one, by every hub at once, with its facts in the help', async () => {
    await explain('Bucket 7 of "Algebra" went stale', { hub: 1 });
    const named = await name();
    expect([named.status, named.body.entry]).toEqual([201, 'district.stale_bucket']);
    for (const hubNo of [0, 1] as const)
      expect(await explain('BUCKET [7] of ‘Algebra 1’ went stale!', { hub: hubNo })).toEqual({
        unknown: false,
        matches: [
          expect.objectContaining({
            entry: 'district.stale_bucket',
            title: 'A bucket went stale',
            cause: 'bucket.stale',
            facts: { bucket: '7', course: 'Algebra 1' },
            source: null,
            causes: [
              expect.objectContaining({
                meaning: 'Nobody has opened the bucket 7 for a year.',
                owner: 'sis_admin',
                steps: ['Open 7 once.', 'Sync again.'],
              }),
            ],
          }),
        ],
      });
    expect((await explain('Bucket 7 of Algebra went stale', { system: 'aspen' })).unknown).toBe(true);
  });

  test('is unknown no more: what was kept of it is gone, and nothing else', async () => {
    await explain('Bucket 7 of Algebra went stale');
    await explain('Bucket 8 of Biology went stale', { system: undefined as never });
    await explain('Bucket 7 of Algebra went stale', { system: 'aspen' });
    await explain('Drawer 7 of Algebra is jammed');
    await name();
    expect(await hub.unknown()).toEqual([
      ['Bucket {a} of {b} went stale', 1],
      ['Drawer {a} of {b} is jammed', 1],
    ]);
    expect(await hub.unknown('system=aspen')).toHaveLength(1);
    expect((await hub.audit('entry'))[0]).toMatchObject({
      action: 'entry.named',
      details: { system: 'skyward', caught: 2 },
    });
  });

  test('is known as long as its entry is there', async () => {
    await name();
    const changed = await hub.ask<Own>('PUT', '/dictionary/entries/district.stale_bucket', {
      body: {
        ...staleBucket,
        message: 'Drawer {drawer} of {course} went stale',
        causes: [{ ...staleBucket.causes[0], meaning: 'It is old.', steps: ['Open it.'] }],
      },
      hub: 1,
    });
    expect(changed.status).toBe(200);
    expect((await explain('Bucket 7 of Algebra went stale')).unknown).toBe(true);
    expect((await explain('Drawer 7 of Algebra went stale')).unknown).toBe(false);
    const removed = await hub.ask('DELETE', '/dictionary/entries/district.stale_bucket', { hub: 1 });
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await explain('Drawer 7 of Algebra went stale')).unknown).toBe(true);
    expect((await hub.audit('entry')).slice(0, 3).map(({ action }) => action)).toEqual([
      'entry.removed',
      'entry.changed',
      'entry.named',
    ]);
    expect((await hub.ask('DELETE', '/dictionary/entries/district.stale_bucket')).status).toBe(404);
    expect((await hub.ask('PUT', '/dictionary/entries/district.stale_bucket', { body: staleBucket })).status).toBe(404);
  });

  test('changed to what it is, changes nothing', async () => {
    const { body } = await name();
    hub.later(1000);
    const before = (await hub.audit('entry')).length;
    const again = await hub.ask<Own>('PUT', '/dictionary/entries/district.stale_bucket', { body: staleBucket });
    expect(again.body.updatedAt).toBe(body.updatedAt);
    expect(await hub.audit('entry')).toHaveLength(before);
  });

  test('is of its district alone', async () => {
    await name();
    expect((await explain('Bucket 7 of Algebra went stale', { as: hub.west })).unknown).toBe(true);
    expect((await hub.ask<{ entries: Own[] }>('GET', '/dictionary/entries', { as: hub.west })).body.entries).toEqual(
      [],
    );
    for (const method of ['GET', 'DELETE'] as const)
      expect((await hub.ask(method, '/dictionary/entries/district.stale_bucket', { as: hub.west })).status).toBe(404);
    expect(
      (await hub.ask('PUT', '/dictionary/entries/district.stale_bucket', { as: hub.west, body: staleBucket })).status,
    ).toBe(404);
    expect(await own()).toHaveLength(1);
  });
});

describe('what cannot be named', () => {
  const refused = async (over: object) => {
    const { status, body } = await name({ ...staleBucket, ...over });
    return [status, ...body.error.help.violations.map(({ pointer }) => pointer)];
  };

  test.each<[string, object, string]>([
    ['a message that fits everything', { message: '{bucket} is' }, '/message'],
    ['placeholders side by side', { message: 'Bucket {bucket} {course} went stale' }, '/message'],
    [
      'help that names what the message has not',
      { causes: [{ ...staleBucket.causes[0], meaning: '{student}' }] },
      '/causes/0/meaning',
    ],
    ['no step', { causes: [{ ...staleBucket.causes[0], steps: [] }] }, '/causes/0/steps'],
    ['no cause', { causes: [] }, '/causes'],
    ['a name that is no name', { name: 'Stale bucket' }, '/name'],
    ['a system that nobody knows', { system: 'abacus' }, '/system'],
    ['something that an entry has not', { regex: '.*' }, '/'],
  ])('%s', async (_, over, pointer) => expect(await refused(over)).toEqual([400, pointer]));

  test('a name that is taken, also of two at once', async () => {
    const answers = await Promise.all([
      name(staleBucket, 0),
      name({ ...staleBucket, message: 'Drawer {bucket} of {course} went stale' }, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.entry).toBe('request.name_taken');
  });

  test('another name for the same entry', async () => {
    await name();
    const { status } = await hub.ask('PUT', '/dictionary/entries/district.stale_bucket', {
      body: { ...staleBucket, name: 'other' },
    });
    expect(status).toBe(400);
  });

  test('the same message twice: neither could be found, also of two at once', async () => {
    const answers = await Promise.all([
      name(staleBucket, 0),
      name({ ...staleBucket, name: 'again', message: 'bucket {bucket} OF {course} went stale' }, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    const refusal = answers.find(({ status }) => status === 400)?.body.error.help.violations[0];
    expect(refusal).toMatchObject({
      pointer: '/message',
      message: 'This message could not be told apart from that of another entry.',
    });
    expect((await explain('Bucket 7 of Algebra went stale')).unknown).toBe(false);
  });
});

describe('the preview', () => {
  test('tells what the template would catch, by the messages as they came', async () => {
    for (const message of ['Bucket 7 of Algebra went stale', 'Bucket 8 of Biology went stale', 'Drawer 7 is jammed'])
      await explain(message);
    const seen = await preview('Bucket {bucket} of {course} went stale');
    expect(seen).toMatchObject({ problems: [], total: 2, clashes: [] });
    expect(seen.catches).toEqual([{ id: expect.any(String), template: 'Bucket {a} of {b} went stale', count: 2 }]);
    // Not all of what was kept as one.
    expect((await preview('Bucket {bucket} of Algebra went stale')).catches).toEqual([]);
    expect((await preview('Bucket {bucket} of {course} went stale', { system: 'aspen' })).catches).toEqual([]);
    expect(await hub.unknown()).toHaveLength(2);
  });

  test('tells why a template cannot be used', async () => {
    const { problems, catches } = await preview('{a} is {b}');
    expect([problems.length, catches]).toEqual([1, []]);
    await name();
    expect((await preview('Bucket {x} of {y} went stale')).problems).toEqual([
      'This message could not be told apart from that of another entry.',
      'With it, the message of district.stale_bucket could not be told apart from that of another entry.',
    ]);
    expect((await preview('Bucket {x} of {y} went stale', { entry: 'district.stale_bucket' })).problems).toEqual([]);
  });

  test('tells built-in entries whose messages it fits, and naming it is not refused for that', async () => {
    const { clashes } = await preview('addCode must be {what}.', { system: 'rostering' });
    expect(clashes.length).toBeGreaterThan(0);
    expect(clashes.every(({ entry, title }) => entry.startsWith('rostering.') && title !== '')).toBe(true);
    expect(
      (
        await name({
          ...staleBucket,
          system: 'rostering',
          message: 'addCode must be {bucket}.',
          causes: [{ ...staleBucket.causes[0], meaning: 'x', steps: ['x'] }],
        })
      ).status,
    ).toBe(201);
    expect((await explain('addCode must be unique.', { system: 'rostering' })).matches[0]?.entry).toMatch(
      /^rostering\./,
    );
    expect((await explain('addCode must be frobnicated.', { system: 'rostering' })).matches[0]?.entry).toBe(
      'district.stale_bucket',
    );
  });
});

describe('entries as a file', () => {
  test('go to another district and come back as they were', async () => {
    await name();
    await name({
      ...staleBucket,
      name: 'jammed',
      title: '# "Jammed": yes',
      message: 'Drawer {drawer} is jammed\nfor good',
      causes: [
        { ...staleBucket.causes[0], meaning: 'Ünïcode – {drawer}', steps: ['- one', '{drawer}'], prevention: ['yes'] },
      ],
    });
    const file = await send();
    const first = await own();
    const came = await hub.ask<Imported>('POST', '/dictionary/import', { body: { text: file }, as: hub.west });
    expect(came.body).toEqual({ created: 2, updated: 0, unchanged: 0, problems: [] });
    const there = await hub.ask<{ entries: Own[] }>('GET', '/dictionary/entries', { as: hub.west });
    expect(there.body.entries.map(({ updatedAt: _, ...rest }) => rest)).toEqual(
      first.map(({ updatedAt: _, ...rest }) => rest),
    );
    expect((await hub.ask('GET', '/dictionary/export', { as: hub.west })).text).toBe(file);
    expect(await bring(file)).toEqual({ created: 0, updated: 0, unchanged: 2, problems: [] });
    await hub.ask('POST', '/dictionary/import', {
      body: { text: file.replace('A bucket went stale', 'Stale') },
      as: hub.west,
    });
    expect(
      (await hub.ask<{ entries: Own[] }>('GET', '/dictionary/entries', { as: hub.west })).body.entries[1]?.title,
    ).toBe('Stale');
    expect((await own())[1]?.title).toBe('A bucket went stale');
  });

  test('a dry run changes nothing; an import catches what was unknown, and is told in the audit', async () => {
    await name();
    const file = await send();
    await hub.ask('DELETE', '/dictionary/entries/district.stale_bucket');
    await explain('Bucket 7 of Algebra went stale');
    expect(await bring(file, { dryRun: true })).toEqual({ created: 1, updated: 0, unchanged: 0, problems: [] });
    expect([await own(), (await hub.unknown()).length]).toEqual([[], 1]);
    expect(await bring(file)).toEqual({ created: 1, updated: 0, unchanged: 0, problems: [] });
    expect([(await own()).length, (await hub.unknown()).length]).toEqual([1, 0]);
    expect((await hub.audit('dictionary'))[0]).toMatchObject({
      action: 'dictionary.imported',
      details: { created: 1, caught: 1 },
    });
  });

  test('with a mistake nothing is imported', async () => {
    await name();
    const file = await send();
    const second = file.slice(file.indexOf('  - name')).replace('name: stale_bucket', 'name: again');
    expect(
      await bring(file.replace('Bucket {bucket}', 'Drawer {bucket}').replace('owner: sis_admin', 'owner: nobody')),
    ).toMatchObject({
      created: 0,
      updated: 0,
      problems: [{ entry: 'stale_bucket', line: expect.any(Number) }],
    });
    const { problems } = await bring(`${file}${second}`);
    expect(problems.map(({ entry, line }) => [entry, line])).toEqual([
      ['stale_bucket', 4],
      ['again', 4 + second.split('\n').length - 1],
    ]);
    expect((await own()).map(({ name: one }) => one)).toEqual(['stale_bucket']);
  });

  test('more than five hundred are too many', async () => {
    const one = (at: number) => ({
      ...staleBucket,
      name: `n${at}`,
      message: `Bucket${at} {bucket} of {course} went stale`,
    });
    const file = (from: number, to: number) =>
      JSON.stringify({ entries: Array.from({ length: to - from }, (_, at) => one(from + at)) });
    expect(await bring(file(0, 500))).toMatchObject({ created: 500, problems: [] });
    expect((await bring(file(500, 501))).problems).toEqual([
      { entry: '', message: 'A district names at most 500 messages; with these it would have 501.' },
    ]);
    expect((await name(one(501))).status).toBe(400);
    expect((await bring(file(0, 501))).problems[0]?.message).toMatch(/more than 500/);
    expect((await explain('Bucket499 7 of Algebra went stale')).matches[0]?.entry).toBe('district.n499');
  }, 60_000);
});
