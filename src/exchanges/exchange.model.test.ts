import { describe, expect, test } from 'vitest';
import { type Call, keptCall, packContent, unpackContent } from './exchange.model.ts';

const call = (more: Partial<Call> = {}): Call => ({
  at: new Date('2026-11-24T02:00:00Z'),
  tookMs: 12,
  method: 'GET',
  url: 'https://sis.north.example/users?limit=2',
  request: { headers: {}, body: null },
  answer: { status: 200, headers: {}, body: '{}' },
  entry: null,
  ...more,
});
const kept = (more: Partial<Call>) => keptCall(call(more)).content;
const keptBody = (body: string | Uint8Array) => kept({ request: { headers: {}, body } }).request.body;

describe('what signs somebody in is never kept', () => {
  test('of the headers only those that are known to say nothing of it stay', () => {
    const headers = {
      Accept: 'application/json',
      Authorization: 'Bearer abc',
      Cookie: 'a=b',
      'X-Api-Key': 'k',
      'X-Request-Id': '7',
    };
    expect(kept({ request: { headers, body: null } }).request.headers).toEqual({
      accept: 'application/json',
      'x-request-id': '7',
    });
  });

  test.each([
    ['https://a.example/x?access_token=abc&limit=2', 'https://a.example/x?access_token=[secret]&limit=2'],
    ['https://a.example/x?apiKey=abc#frag', 'https://a.example/x?apiKey=[secret]'],
    ['https://a.example/x?oauth_signature=ab%3D&q=token', 'https://a.example/x?oauth_signature=[secret]&q=token'],
    ['https://a.example/x?sourcedId=abc&status=active', 'https://a.example/x?sourcedId=abc&status=active'],
  ])('in an address: %s', (url, expected) => {
    expect(kept({ url }).url).toBe(expected);
    expect(keptCall(call({ url })).address).toBe('https://a.example/x');
  });

  test.each([
    ['{"access_token":"abc","expires_in":60}', '{"access_token":"[secret]","expires_in":60}'],
    [
      '{"user":{"password":"a\\"b"},"clientSecret" : "x"}',
      '{"user":{"password":"[secret]"},"clientSecret" : "[secret]"}',
    ],
    ['{"refresh_token":"cut off in the mid', '{"refresh_token":"[secret]"'],
    ['{"pin_token":12345}', '{"pin_token":"[secret]"}'],
    ['grant_type=client_credentials&client_secret=abc', 'grant_type=client_credentials&client_secret=[secret]'],
    ['{"key":"u-1","session":[{"id":1}],"author":"x"}', '{"key":"u-1","session":[{"id":1}],"author":"x"}'],
  ])('in a body: %s', (body, expected) => {
    expect(keptBody(body)?.text).toBe(expected);
  });

  test('what is known to be secret, wherever it stands', () => {
    const hide = (text: string) => text.replaceAll('s3cret', '[secret]');
    const content = keptCall(
      call({
        url: 'https://a.example/s3cret',
        request: { headers: { accept: 's3cret' }, body: 's3cret' },
        answer: { status: 401, headers: {}, body: 'no s3cret' },
      }),
      hide,
    );
    expect(JSON.stringify(content)).not.toContain('s3cret');
  });
});

describe('a body', () => {
  test('of more than 64 KB is cut, with a remark', () => {
    const body = keptBody(`{"a":"${'é'.repeat(60_000)}"}`);
    expect(body).toMatchObject({ cut: true, bytes: 120_008, odd: false });
    expect(Buffer.byteLength(body?.text ?? '')).toBeLessThanOrEqual(65_536);
    expect(body?.text).not.toContain('\ufffd');
  });

  test('of exactly 64 KB is whole', () => {
    expect(keptBody('x'.repeat(65_536))).toMatchObject({ cut: false, bytes: 65_536 });
    expect(keptBody('x'.repeat(65_537))).toMatchObject({ cut: true, bytes: 65_537 });
  });

  test('a secret that stands across the cut is not kept in half', () => {
    const body = keptBody(`${'x'.repeat(65_500)}{"access_token":"${'T'.repeat(200)}"}`);
    expect(body?.text).not.toContain('TT');
  });

  test('that is no UTF-8 is read all the same, and told to be so', () => {
    expect(keptBody(Buffer.from([0x5a, 0x6f, 0xeb, 0]))).toEqual({
      text: 'Zoë\ufffd',
      bytes: 4,
      cut: false,
      odd: true,
    });
  });

  test('that is empty is none', () => {
    expect(keptBody('')).toBeNull();
  });
});

test.each(['short', 'long '.repeat(1000)])('what is packed is unpacked as it was', (body) => {
  const content = kept({ request: { headers: {}, body } });
  expect(unpackContent(packContent(content))).toEqual(content);
});

test('a long one takes less room', () => {
  expect(packContent(kept({ request: { headers: {}, body: 'long '.repeat(10_000) } })).length).toBeLessThan(1000);
});
