import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mountRoutes } from '../../src/app.ts';
import { refusalBody } from '../../src/dictionary/refusal.schema.ts';
import type { App } from '../../src/platform/house.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';
import { freshDatabase } from '../database/database.ts';
import { noBrowser, openBrowser } from '../journeys/browser.ts';

let app: App;
let server: Server;
let address: string;
beforeAll(async () => {
  app = await freshDatabase();
  server = await makeServer({ log: app.log, trustProxy: [], secure: false });
  await mountRoutes(server, app, { demo: false });
  server.post('/api/v1/echo', { schema: { body: z.object({ name: z.string() }) } }, async (request) => request.body);
  server.get('/api/v1/defect', async () => {
    throw new Error('the password is hunter2');
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await server.close();
  await app.close();
});

/** A request as it stands: no client mends its path. */
function ask(method: string, path: string, { body = '', type }: { body?: string; type?: string } = {}) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const headers = {
      ...(type === undefined ? {} : { 'content-type': type }),
      'content-length': Buffer.byteLength(body),
    };
    const sent = httpRequest(address, { method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: String(answer.headers['content-type']), text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('what cannot go on is refused in the one shape', () => {
  const json = 'application/json';
  test.each([
    ['an unknown address of the API', 'GET', '/api/v1/nothing', {}, 404, 'request.not_found'],
    ['an unknown address of the rostering API', 'GET', '/rostering/v1/nothing', {}, 404, 'rostering.request.not_found'],
    ['an unknown file of the console', 'GET', '/assets/nothing.js', {}, 404, 'request.not_found'],
    ['an unknown page of the documentation', 'GET', '/docs/nothing', {}, 404, 'request.not_found'],
    ['a method that nothing has', 'PUT', '/healthz', {}, 404, 'request.not_found'],
    ['an address that cannot be read', 'GET', '/%zz', {}, 400, 'request.body_invalid'],
    [
      'an address below the API that cannot be read',
      'GET',
      '/api/v1/schools/%E0%A4%A',
      {},
      400,
      'request.body_invalid',
    ],
    ['malformed JSON', 'POST', '/api/v1/echo', { type: json, body: '{"name":' }, 400, 'request.body_invalid'],
    ['JSON cut off in a word', 'POST', '/api/v1/session', { type: json, body: 'tru' }, 400, 'request.body_invalid'],
    ['no body', 'POST', '/api/v1/echo', { type: json }, 400, 'request.body_invalid'],
    [
      'a body of another shape',
      'POST',
      '/api/v1/echo',
      { type: json, body: '{"name":1}' },
      400,
      'request.body_invalid',
    ],
    [
      'a poisoned body',
      'POST',
      '/api/v1/echo',
      { type: json, body: '{"__proto__":{"a":1}}' },
      400,
      'request.body_invalid',
    ],
    ['a body of another type', 'POST', '/api/v1/echo', { type: 'text/xml', body: '<a/>' }, 415, 'request.content_type'],
    [
      'a body of a type that is none',
      'POST',
      '/api/v1/echo',
      { type: 'nonsense', body: 'a' },
      415,
      'request.content_type',
    ],
    [
      'a body beyond the limit',
      'POST',
      '/api/v1/echo',
      { type: json, body: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }) },
      413,
      'request.too_large',
    ],
    ['a defect of ours', 'GET', '/api/v1/defect', {}, 500, 'connection.defect'],
  ])('%s', async (_, method, path, sent, status, entry) => {
    const answer = await ask(method, path, sent);
    expect(answer.type).toBe('application/json; charset=utf-8');
    const { error } = refusalBody.strict().parse(JSON.parse(answer.text));
    expect({ status: answer.status, entry: error.help.entry }).toEqual({ status, entry });
    expect(error.message).not.toMatch(/hunter2|FST_|undefined|\{\w+\}/);
    expect(error.help.steps?.length).toBeGreaterThan(0);
  });
});

describe('headers', () => {
  const policyOf = async (path: string) =>
    (await fetch(`${address}${path}`)).headers.get('content-security-policy') ?? '';

  test('only the page of the documentation may run a script of its own text, and that one alone', async () => {
    for (const path of ['/', '/healthz', '/openapi.json', '/docs/js/scalar.js', '/api/v1/nothing'])
      expect(await policyOf(path), path).toContain(";script-src 'self';");
    expect(await policyOf('/docs/')).toMatch(/;script-src 'self' 'sha256-[A-Za-z0-9+/]{43}=';/);
    expect((await policyOf('/docs/')).replace(/ 'sha256-[^']+'/, '')).toBe(await policyOf('/'));
  });

  test('are those of a careful site', async () => {
    const { headers } = await fetch(`${address}/healthz`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

test.skipIf(noBrowser)(
  'the documentation is shown by a browser without a complaint, and from this host alone',
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const hosts = new Set<string>();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => hosts.add(new URL(request.url()).origin));
      await page.goto(`${address}/docs`);
      await page.getByRole('heading', { level: 1, name: 'Hallpass' }).waitFor();
      await page.getByText('Who is signed in, and what they may do').first().waitFor();
      // Its search and its last chapter: whatever they would load from elsewhere is asked for here.
      await page.getByRole('button', { name: 'Open Search' }).click();
      await page.getByRole('dialog').waitFor({ state: 'attached' });
      await page.keyboard.press('Escape');
      await page.getByText('Rostering', { exact: true }).first().click();
      await page.getByText('/rostering/v1/imports').last().waitFor({ state: 'attached' });
      expect(complaints).toEqual([]);
      expect([...hosts].filter((host) => host !== 'null')).toEqual([address]);
    } finally {
      await browser.close();
    }
  },
);
