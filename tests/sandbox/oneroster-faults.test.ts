import { describe, expect, test } from 'vitest';
import { startProvider } from '../../sandbox/oneroster/provider.ts';
import { aProvider, askToken, bearer, type Client, linksIn, prefix11, readAll } from './provider-scene.ts';

// Each fault as a client meets it. A fault is set through the control and told by what comes over the wire.

/** How an answer ends: with its text, or broken off. */
async function ending(client: Client, path: string): Promise<{ readonly status: number; readonly end: string }> {
  const { token } = await askToken(client);
  const response = await fetch(`${client.address}/${path}`, { headers: bearer(token) });
  const end = await response.text().then(
    () => 'whole',
    () => 'cut',
  );
  return { status: response.status, end };
}

describe('which requests are struck', () => {
  test('the n-th of a collection, counted from when the fault was set', async () => {
    const client = await aProvider();
    await client.get('users');
    client.control.fault({ kind: 'error', on: { collection: 'users', request: 2 } });
    const statuses = [];
    for (const path of ['users', 'classes', 'users', 'users']) statuses.push((await client.get(path)).status);
    expect(statuses).toEqual([200, 200, 500, 200]);
    expect(client.control.state().faults).toMatchObject([{ met: 3, struck: 1 }]);
  });

  test('the n-th and all after it, or not more than so many', async () => {
    const client = await aProvider();
    const { id } = client.control.fault({ kind: 'unavailable', on: { from: 3 } });
    const statuses = async (): Promise<number[]> => {
      const got = [];
      for (let at = 0; at < 4; at++) got.push((await client.get('orgs')).status);
      return got;
    };
    expect(await statuses()).toEqual([200, 200, 503, 503]);
    client.control.clear({ id });
    client.control.fault({ kind: 'unavailable', on: { times: 2 } });
    expect(await statuses()).toEqual([503, 503, 200, 200]);
  });

  test('a share of them, the same each time', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const client = await aProvider({ students: 0 });
      client.control.fault({ kind: 'error', on: { share: 0.25 } });
      const statuses = [];
      for (let at = 0; at < 80; at++) statuses.push((await client.get('orgs')).status);
      runs.push(statuses);
    }
    const struck = runs[0]?.filter((status) => status === 500).length ?? 0;
    expect(struck).toBeGreaterThan(8);
    expect(struck).toBeLessThan(36);
    expect(runs[1]).toEqual(runs[0]);
  });

  test('nested and single reads of the collection too, and requests for a token only when they are named', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'error', status: 503, on: { collection: 'students' } });
    expect((await client.get('classes/500001/students')).status).toBe(503);
    expect((await client.get('students/STU-000001')).status).toBe(503);
    expect((await client.get('users/STU-000001')).status).toBe(200);
    expect((await askToken(client)).status).toBe(200);
    client.control.fault({ kind: 'error', on: { collection: 'token' } });
    const refused = await askToken(client);
    expect([refused.status, refused.body['error']]).toEqual([500, 'server_error']);
    client.control.clear();
    client.control.fault({ kind: 'unavailable', on: { collection: 'token' } });
    expect((await askToken(client)).body['error']).toBe('temporarily_unavailable');
  });
});

describe('answers that are none', () => {
  test.each([
    [500, '"targetreadfailure"'],
    [503, '"server_busy"'],
    [401, '"unauthorisedrequest"'],
    [403, '"forbidden"'],
    [404, '"unknownobject"'],
  ])('%i with the body that belongs to it', async (status, minor) => {
    const client = await aProvider({ students: 0 });
    client.control.fault({ kind: 'error', status });
    const got = await client.get('orgs');
    expect(got.status).toBe(status);
    expect(got.text).toContain(minor);
  });

  test('a page of HTML', async () => {
    const client = await aProvider({ students: 0 });
    client.control.fault({ kind: 'html' });
    const got = await client.get('orgs');
    expect([got.status, got.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(got.text).toContain('<h1>502 Bad Gateway</h1>');
  });

  test('429 with Retry-After, in seconds or as a date', async () => {
    const client = await aProvider({ students: 0, now: () => Date.parse('2026-10-01T08:00:00Z') });
    client.control.fault({ kind: 'throttle', retryAfter: 30, on: { request: 1 } });
    client.control.fault({ kind: 'throttle', retryAfter: 30, as: 'date', on: { request: 2 } });
    client.control.fault({ kind: 'unavailable', retryAfter: 5, on: { request: 3 } });
    client.control.fault({ kind: 'throttle', retryAfter: null, on: { request: 4 } });
    const met = [];
    for (let at = 0; at < 4; at++) {
      const got = await client.get('orgs');
      met.push([got.status, got.headers.get('retry-after')]);
    }
    expect(met).toEqual([
      [429, '30'],
      [429, 'Thu, 01 Oct 2026 08:00:30 GMT'],
      [503, '5'],
      [429, null],
    ]);
  });

  test('a pace: what is beyond it is 429, and passes later', async () => {
    let now = Date.parse('2026-10-01T08:00:00Z');
    const client = await aProvider({ students: 0, now: () => now });
    client.control.fault({ kind: 'pace', perSecond: 2 });
    const ask = async (): Promise<number> => (await client.get('orgs')).status;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    expect((await client.get('orgs')).headers.get('retry-after')).toBe('1');
    now += 500;
    expect([await ask(), await ask()]).toEqual([200, 429]);
    now += 60_000;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
  });

  test('a redirect to another host keeps path and query', async () => {
    const client = await aProvider({ students: 0 });
    client.control.fault({ kind: 'redirect', to: 'http://elsewhere.example:8080' });
    const got = await client.get('orgs?limit=5');
    expect([got.status, got.headers.get('location')]).toEqual([
      302,
      'http://elsewhere.example:8080/ims/oneroster/v1p1/orgs?limit=5',
    ]);
  });

  test('JSON of another form, and JSON that breaks off', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'wrong_json', on: { request: 1 } });
    client.control.fault({ kind: 'wrong_json', body: [], on: { request: 2 } });
    client.control.fault({ kind: 'json_cut', on: { request: 3 } });
    const texts = [];
    for (let at = 0; at < 4; at++) {
      const got = await client.get('orgs');
      expect([got.status, got.total]).toEqual([200, 3]);
      texts.push(got.text);
    }
    const whole = texts[3] ?? '';
    expect(texts.slice(0, 2)).toEqual(['{"ok":true}', '[]']);
    expect(texts[2]).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });
});

describe('connections that fail', () => {
  test('a hang never answers, and ends with the provider', async () => {
    const provider = await startProvider({ students: 0 });
    provider.control.fault({ kind: 'hang' });
    const { token } = await askToken(provider);
    const asked = fetch(`${provider.address}/orgs`, { headers: bearer(token) });
    const signal = AbortSignal.timeout(300);
    await expect(fetch(`${provider.address}/users`, { headers: bearer(token), signal })).rejects.toThrow('timeout');
    expect(provider.control.requests().slice(1)).toMatchObject([
      { path: '/ims/oneroster/v1p1/orgs', status: null, faults: ['hang'] },
      { path: '/ims/oneroster/v1p1/users', status: null, faults: ['hang'] },
    ]);
    await Promise.all([expect(asked).rejects.toThrow(), provider.close()]);
  });

  test('a hang may come after the headers', async () => {
    const client = await aProvider({ students: 0 });
    client.control.fault({ kind: 'hang', afterHeaders: true });
    const { token } = await askToken(client);
    const signal = AbortSignal.timeout(300);
    const response = await fetch(`${client.address}/orgs`, { headers: bearer(token), signal });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('timeout');
  });

  test.each([0, 0.5, 0.99])('a connection is cut at %f of the body', async (after) => {
    const client = await aProvider();
    client.control.fault({ kind: 'cut', after, on: { collection: 'users', request: 1 } });
    expect(await ending(client, 'users')).toEqual({ status: 200, end: 'cut' });
    expect(await ending(client, 'users')).toEqual({ status: 200, end: 'whole' });
  });

  test('a slow answer comes at its pace, and whole', async () => {
    const client = await aProvider();
    const before = await client.get('terms');
    client.control.fault({ kind: 'slow', bytesPerSecond: before.text.length * 2 });
    const start = performance.now();
    expect((await client.get('terms')).text).toBe(before.text);
    expect(performance.now() - start).toBeGreaterThan(400);
  });

  test('an endless answer goes on until the client leaves', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'endless' });
    const { token } = await askToken(client);
    for (const path of ['users?limit=10', 'users/STU-000001']) {
      const leaving = new AbortController();
      const response = await fetch(`${client.address}/${path}`, { headers: bearer(token), signal: leaving.signal });
      let bytes = 0;
      for await (const chunk of response.body ?? []) {
        bytes += chunk.length;
        if (bytes > 5_000_000) break;
      }
      leaving.abort();
      expect(bytes).toBeGreaterThan(5_000_000);
    }
    client.control.clear();
    expect((await client.get('users')).status).toBe(200);
  });
});

describe('pages that lie', () => {
  const list = 'students?limit=10';

  test('the same page for ever', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'same_page' });
    const first = (await client.get(list)).ids;
    expect(await readAll(client, list, 15)).toEqual(Array.from({ length: 15 }, () => first).flat());
  });

  test('a page that is repeated', async () => {
    const client = await aProvider();
    const whole = await readAll(client, list);
    client.control.fault({ kind: 'repeat_page', on: { request: 4 } });
    const read = await readAll(client, list);
    expect(read.length).toBe(100);
    expect(read.slice(30, 40)).toEqual(whole.slice(20, 30));
    expect(new Set(read).size).toBe(90);
  });

  test('a page that is skipped, the rest moving up', async () => {
    const client = await aProvider();
    const whole = await readAll(client, list);
    client.control.fault({ kind: 'skip_page', on: { from: 4 } });
    const read = await readAll(client, list);
    expect(read).toEqual([...whole.slice(0, 30), ...whole.slice(40)]);
    expect((await client.get(list)).total).toBe(100);
  });

  test('a list that changes under its reader: as many as before, and yet some are passed over', async () => {
    const client = await aProvider();
    const whole = await readAll(client, list);
    client.control.fault({ kind: 'drift', on: { request: 2 } });
    const read = await readAll(client, list);
    expect(read.length).toBe(100);
    expect(read).not.toContain(whole[20]);
    expect(read.at(-1)).toMatch(/^DRIFT-/);
    expect((await client.get(list)).total).toBe(100);
  });

  test('a list that grows at its head shows a record twice', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'drift', deleteFirst: 0, insertFirst: 1, insertLast: 0, on: { request: 5 } });
    const read = await readAll(client, list);
    expect([read.length, new Set(read).size]).toEqual([101, 100]);
    expect((await client.get(list)).total).toBe(101);
  });

  test('a wrong count, no count, no links', async () => {
    const client = await aProvider();
    client.control.fault({ kind: 'wrong_total', by: -7, on: { request: 1 } });
    client.control.fault({ kind: 'no_total', on: { request: 2 } });
    client.control.fault({ kind: 'no_link', on: { request: 3 } });
    expect((await client.get(list)).headers.get('x-total-count')).toBe('93');
    const second = await client.get(list);
    expect([second.headers.get('x-total-count'), 'next' in linksIn(second)]).toEqual([null, true]);
    const third = await client.get(list);
    expect([third.total, third.headers.get('link'), third.rows.length]).toEqual([100, null, 10]);
  });
});

describe('rights that are taken away', () => {
  test('all tokens expire, new ones are given', async () => {
    const client = await aProvider();
    const { token } = await askToken(client);
    client.control.fault({ kind: 'expire_tokens', on: { request: 2 } });
    const statuses = [];
    for (let at = 0; at < 3; at++) statuses.push((await client.get('users', bearer(token))).status);
    expect(statuses).toEqual([200, 401, 401]);
    expect((await client.get('users', bearer((await askToken(client)).token))).status).toBe(200);
  });

  test('credentials that are revoked are unknown everywhere, until they are restored', async () => {
    const client = await aProvider();
    const { token } = await askToken(client);
    client.control.fault({ kind: 'revoke', on: { request: 1 } });
    expect((await client.get('users', bearer(token))).status).toBe(401);
    expect((await askToken(client)).body).toMatchObject({ error: 'invalid_client' });
    client.control.restore();
    expect((await client.get('users', bearer(token))).status).toBe(401);
    expect((await client.get('users', bearer((await askToken(client)).token))).status).toBe(200);
  });

  test('a scope that is withdrawn closes what it opened, and is not given again', async () => {
    const client = await aProvider();
    const { token } = await askToken(client);
    client.control.fault({ kind: 'withdraw_scope', scope: `${prefix11}roster.readonly`, on: { request: 2 } });
    const path = 'classes/500001/students';
    expect((await client.get(path, bearer(token))).status).toBe(200);
    expect((await client.get(path, bearer(token))).status).toBe(403);
    expect((await client.get('users', bearer(token))).status).toBe(200);
    const asked = await askToken(client, { scope: `${prefix11}roster.readonly` });
    expect(asked.body).toMatchObject({ error: 'invalid_scope' });
  });
});
