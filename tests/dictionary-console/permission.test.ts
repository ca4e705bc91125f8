import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as answer from '../../src/dictionary/answer.usecases.ts';
import * as ownEntry from '../../src/dictionary/own-entry.usecases.ts';
import * as unknown from '../../src/dictionary/unknown.usecases.ts';
import { nobody } from '../access/hub.ts';
import { aDictionaryHub, type Browser, type Hub, type Method, staleBucket } from './scene.ts';

type Call = readonly [Method, string, unknown?];
const fixed = { entry: 'oneroster.date_unreadable', fixed: 'yes' };
const reads: readonly Call[] = [
  ['POST', '/explain', { message: 'Bucket 7 went stale' }],
  ['POST', '/log', { text: 'Bucket 7 went stale' }],
  ['GET', '/unknown'],
  ['GET', '/entries'],
  ['GET', '/entries/district.stale_bucket'],
  ['GET', '/export'],
  ['GET', '/answers?entry=oneroster.date_unreadable'],
  ['POST', '/answers', fixed],
];
const writes: readonly Call[] = [
  ['GET', '/unknown/1'],
  ['POST', '/unknown/1/ignore'],
  ['POST', '/unknown/1/watch'],
  ['POST', '/entries', { ...staleBucket, name: 'other', message: 'Drawer {bucket} of {course} went stale' }],
  ['PUT', '/entries/district.stale_bucket', { ...staleBucket, title: 'Stale' }],
  ['POST', '/entries/preview', { system: 'skyward', message: 'Bucket {a} went stale' }],
  ['POST', '/import', { text: 'entries: []' }],
  ['DELETE', '/entries/district.stale_bucket'],
];

let hub: Hub;
beforeAll(async () => {
  hub = await aDictionaryHub();
  await hub.ask('POST', '/dictionary/entries', { body: staleBucket });
});
afterAll(() => hub.close());

const statuses = async (calls: readonly Call[], as: Browser) => {
  const found = [];
  for (const [method, path, body] of calls)
    found.push((await hub.ask(method, `/dictionary${path}`, { as, ...(body === undefined ? {} : { body }) })).status);
  return [...new Set(found)].sort();
};

describe('who may', () => {
  test.each([
    'viewer',
    'registrar',
    'integration_manager',
  ])('%s explains, looks and answers, and names nothing', async (role) => {
    const person = await hub.person(role);
    expect(await statuses(reads, person)).toEqual([200]);
    expect(await statuses(writes, person)).toEqual([403]);
  });

  test('an administrator does everything', async () => {
    expect(await statuses(reads, hub.admin)).toEqual([200]);
    expect(await statuses(writes, hub.admin)).toEqual([200, 201, 204]);
  });

  test('a role at one school is not enough: a message does not know its school', async () => {
    expect(await statuses([...reads, ...writes], await hub.person('administrator', 'sch-1'))).toEqual([403]);
  });

  test('nobody who is not signed in, nor a page of another site', async () => {
    expect(await statuses([...reads, ...writes], {})).toEqual([401]);
    const elsewhere = { ...hub.admin, 'sec-fetch-site': 'cross-site' };
    expect(
      await statuses(
        writes.filter(([method]) => method !== 'GET'),
        elsewhere,
      ),
    ).toEqual([403]);
  });

  test('is asked by every use case', async () => {
    type UseCase = (house: unknown, actor: typeof nobody, input: unknown) => Promise<unknown>;
    const all = Object.entries({ ...answer, ...ownEntry, ...unknown }).filter(([name]) => name !== 'deskOf');
    expect(all).toHaveLength(15);
    for (const [, work] of all)
      await expect((work as UseCase)(unknown.deskOf(hub.app), nobody, { text: '' })).rejects.toMatchObject({
        entry: 'request.not_permitted',
      });
  });
});
