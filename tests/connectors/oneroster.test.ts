import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, describe, expect, test } from 'vitest';
import { aDistrict } from '../../bench/district/a-district.ts';
import type { Fault } from '../../sandbox/oneroster/fault.schema.ts';
import { type Collection, collections, type Failure } from '../../src/connectors/connector.ts';
import { aScene, checklist, failureOfReading, idsOf, type Row, readList } from './oneroster-scene.ts';

const scopes = 'https://purl.imsglobal.org/spec/or/v1p1/scope/';
const [old, current] = await Promise.all([aScene(), aScene({ version: '1.2' })]);
const { provider } = old;
const held = (list: Collection) => provider.control.state().records[list];

afterEach(() => {
  for (const { provider: one } of [old, current]) {
    one.control.clear();
    one.control.restore();
  }
});

describe('a provider that is in order', () => {
  const { consumerKey, consumerSecret } = provider.credentials;
  const oauth1 = { kind: 'oauth1', consumerKey, consumerSecret } as const;

  test.each([
    ['1.1 by OAuth 2', old, undefined, 'A token for 60 minutes.'],
    ['1.1 by OAuth 1.0a', old, oauth1, 'The signature is accepted (HMAC-SHA256).'],
    ['1.2 by OAuth 2', current, undefined, 'A token for 60 minutes.'],
  ] as const)('passes every check: %s', async (_, scene, credentials, signIn) => {
    const outside = scene.outside(credentials === undefined ? {} : { credentials });
    expect(await checklist(outside)).toEqual({
      address: 'A system answers.',
      sign_in: signIn,
      ...Object.fromEntries(
        collections.map((list) => [
          `read:${list}`,
          `${scene.provider.control.state().records[list]?.toLocaleString('en')} there.`,
        ]),
      ),
    });
  });

  test.each([
    ['1.1', old],
    ['1.2', current],
  ] as const)('is read as the same district would be exported to files of %s', async (version, scene) => {
    const { folder } = await aDistrict({ students: 100, seed: 1, version });
    for (const list of collections) {
      const rows = await readList(scene.outside(), list);
      const exported = Papa.parse<Row>(readFileSync(join(folder, `${list}.csv`), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      });
      expect(exported.errors).toEqual([]);
      expect(rows.length).toBe(exported.data.length);
      for (const [at, wanted] of exported.data.entries()) {
        // In files that hold everything neither status nor instant stands; and passwords are left behind.
        const { status: _, dateLastModified: __, password: ___, ...cells } = wanted;
        expect(rows[at]).toMatchObject(cells);
      }
    }
  });

  test.each([
    ['signed by OAuth 1.0a', { credentials: oauth1 }],
    ['in pages of its own size', { settings: { ...old.outside().settings, pageSize: '100' } }],
  ] as const)('is read %s, each record once', async (_, more) => {
    const ids = idsOf(await readList(old.outside(more), 'enrollments'));
    expect(ids.length).toBe(held('enrollments'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gives what changed since an instant', async () => {
    const [first] = idsOf(await readList(old.outside(), 'users'));
    const before = new Date();
    provider.control.change({ collection: 'users', sourcedId: first ?? '', set: { givenName: 'Ada' } });
    provider.control.delete({ collection: 'users', sourcedId: first ?? '' });
    const rows = await readList(old.outside(), 'users', before);
    expect(rows.map(({ sourcedId, givenName, status }) => [sourcedId, givenName, status])).toEqual([
      [first, 'Ada', 'tobedeleted'],
    ]);
    expect(await readList(old.outside(), 'orgs', before)).toEqual([]);
  });

  test('may forget its tokens while it is read', async () => {
    provider.control.fault({ kind: 'expire_tokens', on: { collection: 'users', request: 2 } });
    expect((await readList(old.outside(), 'users')).length).toBe(held('users'));
  });

  test.each([
    ['without links', ['no_link']],
    ['without a total', ['no_total']],
    ['without either', ['no_link', 'no_total']],
  ] as const)('is read %s', async (_, kinds) => {
    for (const kind of kinds) provider.control.fault({ kind });
    for (const list of ['orgs', 'users'] as const)
      expect((await readList(old.outside(), list)).length).toBe(held(list));
  });

  test('with nothing in a list is read as empty', async () => {
    const empty = await aScene({ students: 0 });
    for (const more of [[], ['no_link'], ['no_link', 'no_total']] as const) {
      for (const kind of more) empty.provider.control.fault({ kind });
      expect(await readList(empty.outside(), 'users')).toEqual([]);
    }
  });
});

describe('a list that changes under the reading', () => {
  test.each([
    ['one goes, and another comes at the end: the total stays', {}],
    ['one goes', { insertLast: 0 }],
    ['one comes first', { deleteFirst: 0, insertFirst: 1, insertLast: 0 }],
    ['one comes last', { deleteFirst: 0, insertFirst: 0, insertLast: 1 }],
  ])('is read anew, and nobody is missed: %s', async (_, change) => {
    provider.control.fault({ kind: 'drift', ...change, on: { collection: 'users', request: 2 } });
    const ids = idsOf(await readList(old.outside(), 'users'));
    expect(ids.length).toBe(held('users'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('each time is given up', async () => {
    provider.control.fault({ kind: 'drift', on: { collection: 'users' } });
    expect(await failureOfReading(old.outside(), 'users')).toMatchObject({
      type: 'sync',
      entry: 'connection.changed_while_read',
      facts: { what: 'people (users)' },
    });
  });
});

type Armed = Parameters<typeof provider.control.fault>[0];
const sync = { type: 'sync' } as const;
/** What becomes of a fault, whether it strikes the first page or a later one. */
const faults: readonly (readonly [Armed & { kind: Fault['kind'] }, Partial<Failure>])[] = [
  [{ kind: 'hang' }, { ...sync, entry: 'connection.answer_timeout', passing: true }],
  [
    { kind: 'hang', afterHeaders: true },
    { ...sync, entry: 'connection.body_timeout', passing: true },
  ],
  [{ kind: 'cut' }, { ...sync, entry: 'connection.cut_off', passing: true }],
  [
    { kind: 'slow', bytesPerSecond: 100 },
    { ...sync, entry: 'connection.too_slow', passing: true },
  ],
  [{ kind: 'endless' }, { ...sync, entry: 'connection.too_large' }],
  [
    { kind: 'error', status: 500 },
    { type: 'system', entry: 'connection.server_failed', passing: true },
  ],
  [
    { kind: 'error', status: 404 },
    { ...sync, entry: 'connection.not_offered' },
  ],
  [
    { kind: 'error', status: 422 },
    { type: 'system', entry: 'connection.request_refused' },
  ],
  [{ kind: 'html' }, { type: 'system', entry: 'connection.server_failed', facts: { said: '502 Bad Gateway' } }],
  [
    { kind: 'html', status: 200 },
    { ...sync, entry: 'connection.html_instead', facts: { page: '502 Bad Gateway' } },
  ],
  [
    { kind: 'throttle', retryAfter: 9 },
    { ...sync, entry: 'connection.throttled', retryAfterMs: 9000 },
  ],
  [{ kind: 'unavailable' }, { ...sync, entry: 'connection.throttled', retryAfterMs: null }],
  [
    { kind: 'redirect', to: 'http://127.0.0.1:9/' },
    { ...sync, entry: 'connection.redirected' },
  ],
  [{ kind: 'wrong_json' }, { type: 'system', entry: 'connection.answer_unexpected' }],
  [{ kind: 'json_cut' }, { ...sync, entry: 'connection.json_cut', passing: true }],
  [{ kind: 'same_page' }, { ...sync, anew: true }],
  [
    { kind: 'wrong_total', by: 1 },
    { ...sync, entry: 'connection.count_wrong' },
  ],
  [
    { kind: 'wrong_total', by: -1 },
    { ...sync, entry: 'connection.count_wrong' },
  ],
  [{ kind: 'revoke' }, { type: 'auth', entry: 'connection.credentials_refused' }],
  [
    { kind: 'withdraw_scope', scope: `${scopes}roster-core.readonly` },
    { type: 'auth', entry: 'connection.right_missing' },
  ],
];

describe('a provider that does not answer well ends in a named failure', () => {
  test.each(faults)('%j from the first page on', async (fault, expected) => {
    provider.control.fault(fault);
    expect(await failureOfReading(old.outside(), 'users')).toMatchObject(expected);
  });

  test.each(
    faults.filter(([{ kind }]) => !['wrong_total', 'hang', 'slow'].includes(kind)),
  )('%j from the second page on', async (fault, expected) => {
    provider.control.fault({ ...fault, on: { collection: 'users', from: 2 } } as Armed);
    expect(await failureOfReading(old.outside(), 'users')).toMatchObject(expected);
  });

  test.each(['repeat_page', 'skip_page'] as const)('%s', async (kind) => {
    provider.control.fault({ kind, on: { collection: 'users', from: 2 } });
    expect(await failureOfReading(old.outside(), 'users')).toMatchObject({ type: 'sync', anew: true });
  });

  test.each(['root', 'wrapped', 'set'] as const)('in words, however they are wrapped: %s', async (errors) => {
    const scene = await aScene({ students: 0, errors });
    scene.provider.control.withdrawScope({ scope: `${scopes}roster-core.readonly` });
    scene.provider.control.withdrawScope({ scope: `${scopes}roster.readonly` });
    const { settings } = scene.outside();
    expect(await checklist(scene.outside())).toMatchObject({
      address: 'A system answers.',
      sign_in: 'auth: connection.scope_refused',
    });
    scene.provider.control.restore();
    const outside = scene.outside({ settings: { ...settings, scope: `${scopes}roster.readonly` } });
    await readList(outside, 'orgs');
    scene.provider.control.withdrawScope({ scope: `${scopes}roster.readonly` });
    const { facts } = await failureOfReading(outside, 'orgs');
    expect(facts['said']).toMatch(/^This needs the scope .*roster-core\.readonly/);
  });

  test('and the checklist says what is wrong', async () => {
    const { settings } = old.outside();
    const wrong = { kind: 'oauth2', clientId: 'hallpass', clientSecret: 'guess' } as const;
    expect(await checklist(old.outside({ credentials: wrong }))).toMatchObject({
      address: 'A system answers.',
      sign_in: 'auth: connection.credentials_refused',
    });
    const elsewhere = { ...settings, baseUrl: new URL('/ims/oneroster/v9', settings['baseUrl']).href };
    expect(await checklist(old.outside({ settings: elsewhere }))).toMatchObject({
      address: 'sync: connection.not_offered',
    });
    const closed = { ...settings, baseUrl: 'http://10.0.0.1/ims/oneroster/v1p1' };
    expect(await checklist(old.outside({ settings: closed }))).toMatchObject({
      address: 'sync: connection.address_not_allowed',
    });
  });
});
