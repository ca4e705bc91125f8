import { describe, expect, test } from 'vitest';
import type { Credentials, Outside, OutsideRequest } from '../connector.ts';
import { baseString, newToken, sendSigned, signatureOf } from './oneroster.auth.ts';

describe('the signature of OAuth 1.0a is that of RFC 5849', () => {
  const request = {
    method: 'post',
    url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
    form: 'c2&a3=2+q',
  };
  const oauth = {
    oauth_consumer_key: '9djdj82h48djs9d2',
    oauth_token: 'kkk9d7dh3k39sjv7',
    oauth_timestamp: '137131201',
    oauth_nonce: '7d8f3e4a',
  };

  test('what is signed: the example of 3.4.1.1', () => {
    expect(baseString(request, { ...oauth, oauth_signature_method: 'HMAC-SHA1' })).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  test.each([
    // As erratum 2550 has it: what is printed in 3.1 is known to be wrong.
    ['HMAC-SHA1', 'r6/TJjbCOr97/+UU0NsvSne7s5g='],
    // The RFC has none of these; OpenSSL signs the same text so.
    ['HMAC-SHA256', 'ypAxjNip++Dm0fTM+gCl8wAo6ufSnseu1WHxL7py3BU='],
  ] as const)('the same example signed with %s', (hash, expected) => {
    const signed = { ...oauth, oauth_signature_method: hash };
    expect(signatureOf(request, signed, hash, 'j49sk3j29djd', 'dh893hdasih9')).toBe(expected);
  });

  const photos = { oauth_consumer_key: 'dpf43f3p2l4k3l03', oauth_signature_method: 'HMAC-SHA1' };

  test('without a token: the first example of 1.2', () => {
    const initiate = { method: 'POST', url: 'https://photos.example.net/initiate' };
    const initiating = {
      ...photos,
      oauth_timestamp: '137131200',
      oauth_nonce: 'wIjqoS',
      oauth_callback: 'http://printer.example.com/ready',
    };
    expect(signatureOf(initiate, initiating, 'HMAC-SHA1', 'kd94hf93k423kf44')).toBe('74KNZJeDHnMBp0EMJ9ZHt/XKycU=');
  });

  test('with a token: the last example of 1.2', () => {
    const photo = { method: 'GET', url: 'http://photos.example.net/photos?file=vacation.jpg&size=original' };
    const reading = {
      ...photos,
      oauth_token: 'nnch734d00sl2jdk',
      oauth_timestamp: '137131202',
      oauth_nonce: 'chapoH',
    };
    expect(signatureOf(photo, reading, 'HMAC-SHA1', 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe(
      'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
    );
  });
});

const oauth2 = { kind: 'oauth2', clientId: 'north & south', clientSecret: 'a+b/c:d-e_f' } as const;
const oauth1 = { kind: 'oauth1', consumerKey: 'north', consumerSecret: 's' } as const;
const list: OutsideRequest = { method: 'GET', url: 'https://sis.example/v1p1/users?limit=2' };

/** An outside that answers each request by its number with a status, tokens with T1, T2, …; and what it was sent. */
function anOutside(credentials: Credentials, statuses: readonly number[], life: unknown = 3600) {
  const sent: { url: string; authorization: string; body: string }[] = [];
  let tokens = 0;
  let now = new Date('2026-09-01T08:00:00.000Z');
  const outside: Outside = {
    settings: { baseUrl: 'https://sis.example/v1p1', version: '1.1', tokenUrl: 'https://login.example/token' },
    credentials,
    signal: new AbortController().signal,
    now: () => now,
    memory: new Map(),
    async send({ url, headers, body }) {
      const authorization = headers?.['authorization'] ?? '';
      sent.push({ url, authorization, body: String(body ?? '') });
      const isToken = url === outside.settings['tokenUrl'];
      if (isToken) tokens++;
      const answer = isToken ? { access_token: `T${tokens}`, token_type: 'bearer', expires_in: life } : { users: [] };
      const status = isToken ? 200 : (statuses[sent.filter((one) => one.url === list.url).length - 1] ?? 200);
      return { status, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
    },
  };
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  const said = () => sent.map(({ authorization }) => authorization);
  return { outside, sent, said, pass };
}

describe('a token of OAuth 2', () => {
  test('is asked for as RFC 6749 has it', async () => {
    const { outside, sent } = anOutside(oauth2, []);
    await newToken(outside, oauth2);
    // Each part is encoded as in a form (2.3.1): north+%26+south : a%2Bb%2Fc%3Ad-e_f
    expect(sent[0]).toEqual({
      url: 'https://login.example/token',
      authorization: `Basic ${Buffer.from('north+%26+south:a%2Bb%2Fc%3Ad-e_f').toString('base64')}`,
      body: 'grant_type=client_credentials&scope=https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2For%2Fv1p1%2Fscope%2Froster-core.readonly',
    });
  });

  test('is used until it expires, and a new one is asked for then', async () => {
    const { outside, said, pass } = anOutside(oauth2, [], '600');
    await sendSigned(outside, list);
    pass(560);
    await sendSigned(outside, list);
    pass(20);
    await sendSigned(outside, list);
    expect(said().filter((one) => one.startsWith('Bearer'))).toEqual(['Bearer T1', 'Bearer T1', 'Bearer T2']);
  });

  test('that does not say how long it holds is used for a few minutes', async () => {
    const { outside, said, pass } = anOutside(oauth2, [], null);
    await sendSigned(outside, list);
    pass(260);
    await sendSigned(outside, list);
    pass(20);
    await sendSigned(outside, list);
    expect(said().filter((one) => one.startsWith('Bearer'))).toEqual(['Bearer T1', 'Bearer T1', 'Bearer T2']);
  });

  test('that ends before its time is renewed once', async () => {
    const { outside, said } = anOutside(oauth2, [200, 401, 200]);
    await sendSigned(outside, list);
    expect((await sendSigned(outside, list)).status).toBe(200);
    expect(said().filter((one) => one.startsWith('Bearer'))).toEqual(['Bearer T1', 'Bearer T1', 'Bearer T2']);
  });

  test('is not renewed again and again', async () => {
    const { outside, sent } = anOutside(oauth2, [200, 401, 401, 401]);
    await sendSigned(outside, list);
    expect((await sendSigned(outside, list)).status).toBe(401);
    expect(sent).toHaveLength(5);
  });

  test.each([null, 7, '', 'a b', 'a\nb', 'ä'])('cannot be %j', async (token) => {
    const { outside } = anOutside(oauth2, []);
    const body = Buffer.from(JSON.stringify({ access_token: token, token_type: 'Bearer' }));
    const given = { ...outside, send: async () => ({ status: 200, headers: {}, body }) };
    await expect(sendSigned(given, list)).rejects.toMatchObject({
      type: 'system',
      entry: 'connection.answer_unexpected',
      facts: { address: 'https://login.example/token', what: 'a token' },
    });
  });

  test('needs to know where it is asked for', async () => {
    const { outside } = anOutside(oauth2, []);
    const without = { ...outside, settings: { baseUrl: 'https://sis.example/v1p1', version: '1.1' } };
    await expect(sendSigned(without, list)).rejects.toMatchObject({
      type: 'auth',
      entry: 'connection.setting_missing',
      facts: { setting: 'Token address' },
    });
  });
});

describe('a signature of OAuth 1.0a', () => {
  const hashesIn = (said: readonly string[]) => said.map((one) => /HMAC-SHA\d+/.exec(one)?.[0]);

  test('is made with the newer hash first, then with the older one, which is remembered', async () => {
    const { outside, said } = anOutside(oauth1, [401, 200, 200]);
    await sendSigned(outside, list);
    await sendSigned(outside, list);
    expect(hashesIn(said())).toEqual(['HMAC-SHA256', 'HMAC-SHA1', 'HMAC-SHA1']);
  });

  test('is not tried otherwise once it was accepted', async () => {
    const { outside, said } = anOutside(oauth1, [403, 401]);
    await sendSigned(outside, list);
    expect((await sendSigned(outside, list)).status).toBe(401);
    expect(hashesIn(said())).toEqual(['HMAC-SHA256', 'HMAC-SHA256']);
  });

  test('is another one for each request, though it is the same', async () => {
    const { outside, said } = anOutside(oauth1, []);
    await sendSigned(outside, list);
    await sendSigned(outside, list);
    const [first, second] = said();
    expect(first).toMatch(
      /^OAuth oauth_consumer_key="north", oauth_nonce="[0-9a-f]{32}", .*oauth_timestamp="1788249600", oauth_version="1\.0", oauth_signature="[\w%]+"$/,
    );
    expect(second).not.toBe(first);
  });
});
