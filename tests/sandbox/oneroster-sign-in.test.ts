import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { oauthParameters, signatureBase, signatureOf } from '../../sandbox/oneroster/oauth1.ts';
import { aProvider, askToken, bearer, type Client, type Got, prefix11 } from './provider-scene.ts';

const core = `${prefix11}roster-core.readonly`;
const plain = `${prefix11}roster.readonly`;
const refused = ({ status, text }: Got): readonly unknown[] => [
  status,
  /"imsx_codeMinorFieldValue":"(\w+)"/.exec(text)?.[1],
];

describe('OAuth 2 client credentials', () => {
  test('give a bearer token with its scopes and its life', async () => {
    const client = await aProvider();
    const got = await askToken(client, { scope: `${core} ${plain}` });
    expect(got.status).toBe(200);
    expect(got.headers.get('cache-control')).toBe('no-store');
    expect(got.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]{20,}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: `${core} ${plain}`,
    });
    expect((await client.get('users', bearer(got.token))).status).toBe(200);
  });

  test('are read as RFC 6749 encodes them', async () => {
    const odd = { clientId: 'hall:pass', clientSecret: 'a+b c%2F&=é:' };
    const client = await aProvider({ students: 0, credentials: odd });
    expect((await askToken(client)).status).toBe(200);
    const raw = Buffer.from(`${odd.clientId}:${odd.clientSecret}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const unencoded = await fetch(client.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${raw}` },
      body,
    });
    expect(unencoded.status).toBe(401);
  });

  test.each([
    [{ secret: 'wrong' }, 401, 'invalid_client'],
    [{ id: 'stranger' }, 401, 'invalid_client'],
    [{ grant: 'password' }, 400, 'unsupported_grant_type'],
    [{ scope: 'everything' }, 400, 'invalid_scope'],
    [{ scope: `${core} ${prefix11}gradebook.delete` }, 400, 'invalid_scope'],
  ])('%o is refused', async (asked, status, error) => {
    const got = await askToken(await aProvider({ students: 0 }), asked);
    expect([got.status, got.body['error']]).toEqual([status, error]);
    if (status === 401) expect(got.headers.get('www-authenticate')).toBe('Basic');
  });

  test('a request that is no form, or names no grant, is invalid', async () => {
    const client = await aProvider({ students: 0 });
    const { clientId, clientSecret } = client.credentials;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    for (const body of ['{"grant_type":"client_credentials"}', new URLSearchParams({ scope: core })]) {
      const response = await fetch(client.tokenUrl, { method: 'POST', headers: { authorization }, body });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    }
  });

  test('a provider may give fewer scopes than were asked for, and say so', async () => {
    const client = await aProvider({ students: 0, narrowsScopes: true });
    const got = await askToken(client, { scope: `${core} ${prefix11}gradebook.delete` });
    expect(got.body).toMatchObject({ scope: core });
  });

  test('without or with a wrong token every read is 401', async () => {
    const client = await aProvider();
    for (const headers of [{}, bearer('made-up'), { authorization: 'Basic aGFsbHBhc3M6eA==' }])
      for (const path of ['users', 'users/STU-000001', 'classes/500001/students']) {
        const got = await client.get(path, headers);
        expect(refused(got)).toEqual([401, 'unauthorisedrequest']);
        expect(got.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
  });

  test('a token ends at its hour', async () => {
    let now = Date.parse('2026-10-01T08:00:00Z');
    const client = await aProvider({ tokenSeconds: 60, now: () => now });
    const { token } = await askToken(client);
    now += 59_999;
    expect((await client.get('users', bearer(token))).status).toBe(200);
    now += 1;
    expect(refused(await client.get('users', bearer(token)))).toEqual([401, 'unauthorisedrequest']);
    expect((await client.get('users', bearer((await askToken(client)).token))).status).toBe(200);
  });

  test('the core scope opens get-all and get-one, the plain one nested reads too', async () => {
    const client = await aProvider();
    const few = bearer((await askToken(client, { scope: core })).token);
    const all = bearer((await askToken(client, { scope: plain })).token);
    for (const path of ['users', 'users/STU-000001', 'terms']) {
      expect((await client.get(path, few)).status).toBe(200);
      expect((await client.get(path, all)).status).toBe(200);
    }
    for (const path of ['schools/1001/classes', 'classes/500001/students', 'terms/T1-2027/gradingPeriods']) {
      expect(refused(await client.get(path, few))).toEqual([403, 'forbidden']);
      expect((await client.get(path, all)).status).toBe(200);
    }
  });

  test('1.2 has scopes of its own and no OAuth 1.0a', async () => {
    const client = await aProvider({ version: '1.2' });
    expect((await askToken(client, { scope: core })).body).toMatchObject({ error: 'invalid_scope' });
    const scope = 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly';
    const { token } = await askToken(client, { scope });
    expect((await client.get('users', bearer(token))).status).toBe(200);
    expect((await client.get('users', sign(client, 'users'))).status).toBe(401);
  });
});

describe('OAuth 1.0a, by the examples of RFC 5849', () => {
  test('3.4.1.1: the signature base of a form with parameters everywhere', () => {
    const oauth = oauthParameters(
      'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"',
    );
    const base = signatureBase({
      method: 'POST',
      url: 'http://EXAMPLE.com:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
      oauth: oauth ?? [],
      form: [
        ['c2', ''],
        ['a3', '2 q'],
      ],
    });
    expect(base).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  test.each([
    ['http://EXAMPLE.COM:80/r%20v/X?id=123', 'GET&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&id%3D123'],
    ['https://www.example.net:8080/?q=1', 'GET&https%3A%2F%2Fwww.example.net%3A8080%2F&q%3D1'],
  ])('3.4.1.2: the address of %s', (url, base) => {
    expect(signatureBase({ method: 'get', url, oauth: [] })).toBe(base);
  });

  test.each([
    [
      'POST',
      'https://photos.example.net/initiate',
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131200", oauth_nonce="wIjqoS", oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready"',
      '',
      '74KNZJeDHnMBp0EMJ9ZHt/XKycU=',
    ],
    [
      'POST',
      'https://photos.example.net/token',
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="hh5s93j4hdidpola", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="walatlh", oauth_verifier="hfdp7dh39dks9884"',
      'hdhd0244k9j7ao03',
      'gKgrFCywp7rO0OXSjdot/IHF7IU=',
    ],
    [
      'GET',
      'http://photos.example.net/photos?file=vacation.jpg&size=original',
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH"',
      'pfkkdhi9sl3r4s00',
      'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
    ],
  ])('1.2: the signature of %s %s', (method, url, header, tokenSecret, signature) => {
    const base = signatureBase({ method, url, oauth: oauthParameters(header) ?? [] });
    expect(signatureOf(base, 'HMAC-SHA1', 'kd94hf93k423kf44', tokenSecret)).toBe(signature);
  });
});

describe('OAuth 1.0a, two-legged', () => {
  test('signs a read in with either hash, with or without a version', async () => {
    const client = await aProvider();
    const path = `users?filter=${encodeURIComponent("familyName~'O'Hara (sen.)*!'")}&limit=5&fields=sourcedId`;
    for (const method of ['HMAC-SHA1', 'HMAC-SHA256'] as const)
      for (const version of [true, false])
        expect((await client.get(path, sign(client, path, { method, version }))).status).toBe(200);
    expect((await client.get('classes/500001/students', sign(client, 'classes/500001/students'))).status).toBe(200);
  });

  test('a wrong secret, key, method, version, address or missing part is 401', async () => {
    const client = await aProvider();
    const wrong: readonly Signing[] = [
      { secret: 'guessed' },
      { key: 'stranger' },
      { method: 'PLAINTEXT' },
      { signedPath: 'users?limit=2' },
      { without: 'oauth_nonce' },
      { without: 'oauth_signature' },
      { without: 'oauth_timestamp' },
      { extra: 'oauth_nonce="twice"' },
    ];
    for (const signing of wrong)
      expect([signing, ...refused(await client.get('users', sign(client, 'users', signing)))]).toEqual([
        signing,
        401,
        'unauthorisedrequest',
      ]);
  });

  test.each([
    [-600, 200],
    [-601, 401],
    [300, 200],
    [301, 401],
  ])('a timestamp %i seconds from now is answered %i', async (offset, status) => {
    const now = Date.parse('2026-10-01T08:00:00Z');
    const client = await aProvider({ now: () => now });
    const signed = sign(client, 'users', { timestamp: now / 1000 + offset });
    expect((await client.get('users', signed)).status).toBe(status);
  });

  test('a nonce is good once', async () => {
    const client = await aProvider();
    const signed = sign(client, 'users');
    expect((await client.get('users', signed)).status).toBe(200);
    expect(refused(await client.get('users', signed))).toEqual([401, 'unauthorisedrequest']);
  });

  test('a request that was refused does not use a nonce up', async () => {
    const client = await aProvider();
    const nonce = randomUUID();
    expect((await client.get('users', sign(client, 'users', { nonce, secret: 'guessed' }))).status).toBe(401);
    expect((await client.get('users', sign(client, 'users', { nonce }))).status).toBe(200);
  });
});

type Signing = {
  readonly key?: string;
  readonly secret?: string;
  readonly method?: string;
  readonly version?: boolean;
  readonly timestamp?: number;
  readonly nonce?: string;
  /** Another path than the one that is asked for. */
  readonly signedPath?: string;
  readonly without?: string;
  readonly extra?: string;
};

/** Signs a GET as a client would, written apart from the provider's own reading of RFC 5849. */
function sign(client: Client, path: string, signing: Signing = {}): Readonly<Record<string, string>> {
  const { key = client.credentials.consumerKey, secret = client.credentials.consumerSecret } = signing;
  const pct = (text: string): string =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`.toUpperCase());
  const [address = '', query = ''] = `${client.address}/${signing.signedPath ?? path}`.split('?');
  const oauth: Record<string, string> = {
    oauth_consumer_key: key,
    oauth_signature_method: signing.method ?? 'HMAC-SHA256',
    oauth_timestamp: `${signing.timestamp ?? Math.floor(Date.now() / 1000)}`,
    oauth_nonce: signing.nonce ?? randomUUID(),
    ...((signing.version ?? true) ? { oauth_version: '1.0' } : {}),
  };
  const pairs = [...new URLSearchParams(query), ...Object.entries(oauth)];
  const sorted = pairs.map(([name, value]) => `${pct(name)}=${pct(value)}`).sort();
  const base = `GET&${pct(address)}&${pct(sorted.join('&'))}`;
  const hash = oauth['oauth_signature_method'] === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  oauth['oauth_signature'] = createHmac(hash, `${pct(secret)}&`)
    .update(base)
    .digest('base64');
  if (signing.without !== undefined) delete oauth[signing.without];
  const parts = Object.entries(oauth).map(([name, value]) => `${name}="${pct(value)}"`);
  return { authorization: `OAuth ${[...parts, ...(signing.extra === undefined ? [] : [signing.extra])].join(', ')}` };
}
