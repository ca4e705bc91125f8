import { expect, test } from 'vitest';
import type { Outside, OutsideRequest } from '../connector.ts';
import { readOne } from './oneroster.single.ts';

/** A provider that answers every request the same; what it was asked. */
function provider(status: number, body: unknown) {
  const asked: OutsideRequest[] = [];
  const outside: Outside = {
    settings: { baseUrl: 'https://sis.example/ims/oneroster/v1p1/', version: '1.1' },
    credentials: { kind: 'oauth1', consumerKey: 'key', consumerSecret: 'secret' },
    signal: new AbortController().signal,
    now: () => new Date('2026-11-28T08:00:00Z'),
    memory: new Map(),
    async send(request) {
      asked.push(request);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
    },
  };
  return { outside, asked };
}
const mia = { sourcedId: 's 1/ä', givenName: 'Mia', role: 'student', password: 'geheim' };
const notThere = { imsx_codeMajor: 'failure', imsx_description: 'There is none.', imsx_codeMinor: 'unknownobject' };

test('a record is read by its id, whatever stands in it, and no password comes along', async () => {
  const { outside, asked } = provider(200, { user: mia });
  const cells = await readOne(outside, 'users', 's 1/ä');
  expect(asked.map(({ method, url }) => [method, url])).toEqual([
    ['GET', 'https://sis.example/ims/oneroster/v1p1/users/s%201%2F%C3%A4'],
  ]);
  expect(cells).toMatchObject({ sourcedId: 's 1/ä', givenName: 'Mia', status: 'active' });
  expect(JSON.stringify(cells)).not.toContain('geheim');
});

test('one that the provider says it does not have is none', async () => {
  expect(await readOne(provider(404, notThere).outside, 'classes', 'c-1')).toBeNull();
});

test.each([
  ['a place where nothing can be read', 404, { message: 'No route' }, 'connection.not_offered'],
  ['a right that is missing', 403, { message: 'No' }, 'connection.right_missing'],
  ['a list instead of one', 200, { users: [mia] }, 'connection.answer_unexpected'],
  ['somebody else', 200, { user: { ...mia, sourcedId: 's-2' } }, 'connection.answer_unexpected'],
  ['a page', 200, '<html><title>Sign in</title></html>', 'connection.html_instead'],
])('%s is told as what it is, without the id', async (_, status, body, entry) => {
  const failure = await readOne(provider(status, body).outside, 'users', 's 1/ä').catch((error: unknown) => error);
  expect(failure).toMatchObject({ entry });
  expect(JSON.stringify((failure as { facts: unknown }).facts)).not.toMatch(/s%201|s 1/);
});
