import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonOf, refusalByStatus, throttleOf } from './answer.ts';
import { Failure, type Outside } from './connector.ts';

const outside: Outside = {
  settings: {},
  credentials: { kind: 'token', token: 'a-secret-token' },
  signal: new AbortController().signal,
  now: () => new Date('2026-09-01T08:00:00.000Z'),
  memory: new Map(),
  send: async () => {
    throw new Error('nothing is sent');
  },
};
const asked = { url: 'https://sis.example/v1p1/users?limit=1&token=x', what: 'people' };
const answer = (body: string | Uint8Array, status = 200, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers,
  body: Buffer.from(body),
});

/** What reading ends in: the value, or entry and facts. */
function read(...given: Parameters<typeof answer>): unknown {
  try {
    return jsonOf(outside, answer(...given), asked);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.entry, error.facts];
  }
}
const address = 'https://sis.example/v1p1/users';

describe('JSON in an answer', () => {
  test.each(['{"users":[]}', ' [1] ', '\ufeff{}', 'null'])('%j is read', (text) => {
    expect(read(text)).toEqual(JSON.parse(text.replace('\ufeff', '')));
  });

  test.each([
    ['<!DOCTYPE html><title>Sign in\n to a-secret-token</title>', {}, 'Sign in to [secret]'],
    ['\n<html><body>Out for <b>maintenance</b></body></html>', {}, 'Out for maintenance'],
    ['<p></p>', { 'content-type': 'text/html; charset=utf-8' }, 'an empty page'],
  ])('a page is told by its title or its words: %j', (text, headers, page) => {
    expect(read(text, 200, headers)).toEqual(['connection.html_instead', { address, page }]);
  });

  test.each([
    ['<xml/>'],
    ['a=1'],
    ['{"a":1}}'],
    ['{users:[]}'],
    [Buffer.from([0x7b, 0xff, 0x7d])],
  ])('%j cannot be read', (body) => {
    expect(read(body)).toEqual(['connection.answer_unreadable', { address }]);
  });

  test('that ends anywhere before its end is told as cut off', () => {
    const value = fc.jsonValue().map((json) => JSON.stringify({ list: [json], n: 1 }));
    fc.assert(
      fc.property(value, fc.nat(), (text, at) => {
        expect(read(text.slice(0, at % text.length))).toEqual(['connection.json_cut', { address }]);
      }),
    );
  });
});

describe('an answer that asks to wait', () => {
  const waits = (...given: Parameters<typeof answer>) => {
    const failure = throttleOf(outside, answer(...given), asked);
    return failure === null
      ? null
      : [failure.type, failure.entry, failure.facts, failure.retryAfterMs, failure.passing];
  };
  const later = (when: string, wait: number | null) => ['sync', 'connection.throttled', { address, when }, wait, true];

  test.each([
    ['5', later('in 5 seconds', 5000)],
    ['0', later('in 0 seconds', 0)],
    ['1.5', later('in 2 seconds', 1500)],
    ['Tue, 01 Sep 2026 08:01:30 GMT', later('in 90 seconds', 90_000)],
    ['Tue, 01 Sep 2026 07:00:00 GMT', later('in 0 seconds', 0)],
    ['soon', later('later', null)],
  ])('Retry-After: %s', (header, expected) => {
    expect(waits('', 429, { 'retry-after': header })).toEqual(expected);
  });

  test.each([
    [429, '', {}],
    [503, 'down', {}],
    [403, '403 Forbidden (Rate Limit Exceeded)', {}],
    [403, '{"message":"Too many requests"}', {}],
    [403, '', { 'x-rate-limit-remaining': '0.0' }],
  ])('%i %j %j', (status, body, headers) => {
    expect(waits(body, status, headers)).toEqual(later('later', null));
  });

  test.each([
    [403, 'You may not read this.', {}],
    [403, '', { 'x-rate-limit-remaining': '598.2' }],
    [500, 'rate limit', {}],
    [200, '{"title":"rate limit"}', {}],
  ])('%i %j %j does not', (status, body, headers) => {
    expect(waits(body, status, headers)).toBeNull();
  });
});

test.each([
  [400, 'system', 'connection.request_refused', false],
  [401, 'auth', 'connection.credentials_refused', false],
  [403, 'auth', 'connection.right_missing', false],
  [404, 'sync', 'connection.not_offered', false],
  [405, 'sync', 'connection.not_offered', false],
  [409, 'system', 'connection.request_refused', false],
  [500, 'system', 'connection.server_failed', true],
  [501, 'sync', 'connection.not_offered', false],
  [502, 'system', 'connection.server_failed', true],
])('a refusal with status %i is an error of the %s: %s', (status, type, entry, passing) => {
  expect(refusalByStatus(answer('', status), { ...asked, said: 'No.', code: '' })).toMatchObject({
    type,
    entry,
    passing,
    facts: { address, what: 'people', status: String(status), said: 'No.' },
  });
});
