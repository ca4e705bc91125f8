import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type LookupFunction,
  type Server as SocketServer,
} from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { makeOutbound, type Outbound } from './outbound.ts';
import { faultOf, OutboundFault } from './outbound-fault.ts';

const limits = { connect: 1000, headers: 1000, body: 1000, whole: 8000, bytes: 1024 * 1024 };
const loopback = ['127.0.0.0/8'];
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

async function listening<S extends Server | SocketServer>(server: S, host = '127.0.0.1'): Promise<string> {
  server.listen(0, host);
  await once(server, 'listening');
  opened.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return `${host}:${(server.address() as AddressInfo).port}`;
}
const aServer = async (handle: Handle) => `http://${await listening(createServer(handle))}`;
/** A server that answers with these bytes, as soon as it is asked, and hangs up. */
const aRawServer = async (text: string) =>
  `http://${await listening(createSocketServer((socket) => socket.once('data', () => socket.end(text)).on('error', () => {})))}`;

function anOutbound(allow = loopback, more: Parameters<typeof makeOutbound>[1] = {}): Outbound {
  const outbound = makeOutbound(allow, { limits, ...more });
  opened.unshift(() => outbound.close());
  return outbound;
}
const get = (url: string, outbound = anOutbound()) => outbound.send({ method: 'GET', url });
/** How a request fails: its kind and its facts. */
async function fault(url: string, outbound = anOutbound()) {
  const error = await get(url, outbound).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OutboundFault)) throw error ?? new Error('it was answered');
  const { address: _, host: __, ...facts } = error.facts;
  return [error.kind, facts];
}
const text = (body: Uint8Array) => Buffer.from(body).toString();

describe('what is sent and answered', () => {
  test('goes over whole: method, headers, body; status, headers, bytes', async () => {
    const url = await aServer((request, response) => {
      response.writeHead(201, {
        'X-Total-Count': '7',
        'Set-Cookie': ['a=1', 'b=2'],
        Link: ['<a>; rel="next"', '<b>; rel="last"'],
      });
      response.write(`${request.method} ${request.url} ${request.headers['authorization']} `);
      request.pipe(response);
    });
    const answer = await anOutbound().send({
      method: 'POST',
      url: `${url}/token?a=%20b`,
      headers: { authorization: 'Basic abc' },
      body: 'grant_type=x',
    });
    expect(answer.status).toBe(201);
    expect(text(answer.body)).toBe('POST /token?a=%20b Basic abc grant_type=x');
    expect(answer.headers).toMatchObject({ 'x-total-count': '7', link: '<a>; rel="next", <b>; rel="last"' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  test('no cookie goes back, and no request depends on the one before', async () => {
    const seen: (string | undefined)[] = [];
    const url = await aServer((request, response) => {
      seen.push(request.headers.cookie);
      response.setHeader('set-cookie', 'session=1').end();
    });
    const outbound = anOutbound();
    await get(url, outbound);
    await get(url, outbound);
    expect(seen).toEqual([undefined, undefined]);
  });

  test('a refusal is an answer, not a fault', async () => {
    const url = await aServer((_, response) => response.writeHead(500).end('broken'));
    expect(await get(url)).toMatchObject({ status: 500 });
  });

  test('a packed answer is unpacked', async () => {
    const url = await aServer((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"users":[]}'));
    });
    expect(text((await get(url)).body)).toBe('{"users":[]}');
  });
});

describe('another system that does not answer well ends in a named fault', () => {
  test('nobody listens', async () => {
    const server = createServer();
    const url = `http://${await listening(server)}`;
    server.close();
    expect(await fault(url)).toEqual(['refused', {}]);
  });

  test('the name is not known', async () => {
    expect(await fault('http://sis.invalid/')).toEqual(['host_unknown', {}]);
  });

  test('the name is not found in time', async () => {
    const lookup: LookupFunction = () => {};
    expect(await fault('http://sis.north.example/', anOutbound(loopback, { lookup }))).toEqual([
      'connect_timeout',
      { seconds: '1' },
    ]);
  });

  test('it does not speak TLS', async () => {
    const url = await aServer((_, response) => response.end());
    expect(await fault(url.replace('http:', 'https:'))).toEqual([
      'tls_failed',
      { reason: 'it does not speak TLS there' },
    ]);
  });

  test('its certificate is one that it made itself', async () => {
    const place = await listening(
      createTlsServer({ key: testKey, cert: testCertificate }, (_, response) => response.end()),
    );
    expect(await fault(`https://${place}/`)).toEqual([
      'tls_failed',
      { reason: 'its certificate is signed by itself only' },
    ]);
  });

  test('it takes the request and never answers', async () => {
    const url = await aServer(() => {});
    expect(await fault(url)).toEqual(['answer_timeout', { seconds: '1' }]);
  });

  test('it begins to answer and goes silent', async () => {
    const url = await aServer((_, response) => response.writeHead(200, { 'content-length': '100' }).write('{"users":'));
    expect(await fault(url)).toEqual(['body_timeout', { seconds: '1' }]);
  });

  test('it answers a byte at a time', async () => {
    const url = await aServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    });
    const outbound = anOutbound(loopback, { limits: { ...limits, whole: 1500 } });
    expect(await fault(url, outbound)).toEqual(['too_slow', { seconds: '2' }]);
  });

  test.each([
    ['before it answers', '', 'cut_off'],
    ['within its headers', 'HTTP/1.1 200 OK\r\ncontent-', 'cut_off'],
    ['before the length that it announced', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"users":[', 'cut_off'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"users":[', 'cut_off'],
    ['and what it says is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'not_http'],
  ])('it hangs up %s', async (_, said, kind) => {
    expect(await fault(await aRawServer(said))).toEqual([kind, {}]);
  });

  test.each([
    ['cut off', gzipSync('x'.repeat(90_000)).subarray(0, 40), 'cut_off'],
    ['packed otherwise than it says', Buffer.from('{"users":[]}'), 'not_http'],
  ])('a packed answer is %s', async (_, bytes, kind) => {
    const url = await aServer((_request, response) => response.setHeader('content-encoding', 'gzip').end(bytes));
    expect(await fault(url)).toEqual([kind, {}]);
  });

  test('an endless answer is refused while it is read', async () => {
    let written = 0;
    let left = false;
    const url = await aServer((_, response) => {
      const write = () => {
        while (!left && response.write('x'.repeat(10_000))) written += 10_000;
      };
      response.on('drain', write).on('close', () => {
        left = true;
      });
      write();
    });
    expect(await fault(url)).toEqual(['too_large', { most: '1' }]);
    await expect.poll(() => left).toBe(true);
    expect(written).toBeLessThan(50_000_000);
  });

  test('a small answer that unpacks to far too much is refused as well', async () => {
    const url = await aServer((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000))),
    );
    expect((await fault(url))[0]).toBe('too_large');
  });

  test('who gives up waiting gets the reason, at once', async () => {
    const url = await aServer(() => {});
    const stopping = new AbortController();
    const sent = anOutbound().send({ method: 'GET', url }, stopping.signal);
    stopping.abort(new Error('the run was cancelled'));
    await expect(sent).rejects.toThrow('the run was cancelled');
  });

  test.each([
    ['ECONNREFUSED', 'refused', {}],
    ['EAI_AGAIN', 'host_unknown', {}],
    ['EHOSTUNREACH', 'unreachable', { reason: 'EHOSTUNREACH' }],
    ['CERT_HAS_EXPIRED', 'tls_failed', { reason: 'its certificate has expired' }],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_failed', { reason: 'its certificate is made out for another name' }],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls_failed', { reason: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }],
    ['UND_ERR_HEADERS_OVERFLOW', 'not_http', {}],
  ])('%s is told as %s', (code, kind, facts) => {
    const url = new URL('https://sis.north.example/v1?filter=x');
    expect(faultOf(Object.assign(new Error('x'), { code }), url, limits, false)).toMatchObject({
      kind,
      facts: { address: 'https://sis.north.example/v1', host: 'sis.north.example', ...facts },
    });
  });

  test('a defect of our own is not told as a fault of theirs', () => {
    const defect = new TypeError('x is not a function');
    expect(faultOf(defect, new URL('https://sis.north.example/'), limits, false)).toBe(defect);
  });
});

describe('redirects', () => {
  const redirecting = (target: string, status = 302) =>
    aServer((request, response) => {
      if (request.url === '/there') response.end(`${request.method} there`);
      else response.writeHead(status, { location: target }).end();
    });

  test('are followed within the same origin', async () => {
    expect(text((await get(await redirecting('/there'))).body)).toBe('GET there');
  });

  test('are not followed elsewhere, and nothing is sent there', async () => {
    let reached = 0;
    const elsewhere = await aServer((_, response) => {
      reached++;
      response.end();
    });
    const url = await redirecting(`${elsewhere}/login?token=x`);
    expect(await fault(url)).toEqual(['redirected', { target: `${elsewhere}/login` }]);
    expect(await fault(await redirecting('http://169.254.169.254/latest'))).toEqual([
      'redirected',
      { target: 'http://169.254.169.254/latest' },
    ]);
    expect(await fault(await redirecting('file:///etc/passwd'))).toMatchObject(['redirected', {}]);
    expect(reached).toBe(0);
  });

  test('in a circle end', async () => {
    const seen: unknown[] = [];
    const url = await aServer((request, response) => {
      seen.push(request.url);
      response.writeHead(307, { location: `/${seen.length}` }).end();
    });
    expect(await fault(url)).toEqual(['redirected', { target: `${url}/4` }]);
    expect(seen).toEqual(['/', '/1', '/2', '/3']);
  });

  test('take along what is sent only where the status says so', async () => {
    const post = async (status: number) =>
      anOutbound().send({ method: 'POST', url: await redirecting('/there', status), body: 'x' });
    expect(text((await post(308)).body)).toBe('POST there');
    await expect(post(302)).rejects.toMatchObject({ kind: 'redirected' });
  });
});

describe('addresses', () => {
  test('are judged however they are written', async () => {
    const outbound = anOutbound([]);
    const spellings = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '①②⑦.0.0.1',
      'localhost',
    ];
    for (const host of spellings)
      expect([host, (await fault(`http://${host}:9/`, outbound))[0]]).toEqual([host, 'address_not_allowed']);
    expect(await fault('http://0xa9fea9fe/latest', anOutbound(['0.0.0.0/1', '128.0.0.0/1']))).toEqual([
      'address_not_allowed',
      { reached: '169.254.169.254' },
    ]);
  });

  test.each([
    'ftp://sis.north.example/',
    'sis.north.example',
    'http://user:password@sis.north.example/',
    'http://',
  ])('%s is none that can be asked', async (url) => {
    expect(await fault(url)).toEqual(['address_invalid', {}]);
  });

  /** A name that DNS answers differently each time. */
  const changing = (...answers: readonly string[][]): LookupFunction => {
    let asked = 0;
    return (_name, _options, callback) =>
      callback(
        null,
        (answers[asked++] ?? []).map((address) => ({ address, family: 4 })),
      );
  };

  test('a name is judged by the very address that is connected to, each time anew', async () => {
    const reached: string[] = [];
    const server = createServer((request, response) => {
      reached.push(request.socket.localAddress ?? '');
      response.setHeader('connection', 'close').end();
    });
    const port = (await listening(server, '0.0.0.0')).split(':')[1];
    const outbound = anOutbound(['127.0.0.2'], {
      lookup: changing(['127.0.0.2'], ['127.0.0.1'], ['127.0.0.1', '127.0.0.2']),
    });
    const url = `http://sis.north.example:${port}/`;
    expect((await get(url, outbound)).status).toBe(200);
    expect(await fault(url, outbound)).toEqual(['address_not_allowed', { reached: '127.0.0.1' }]);
    expect((await get(url, outbound)).status).toBe(200);
    expect(reached).toEqual(['127.0.0.2', '127.0.0.2']);
  });
});

// For this test only; nobody trusts it.
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdo/HqUjuFsgXWleb
N6AZTHIxeLisUro2hzRhBwhKIIKhRANCAASt9GLr9Yz3LKeYjQa6oRUexHXr3+65
AKdQo8tFtCypvGGm/0BemG16fN3GrwOmNwGITvzpregzti1bYHXP3s6n
-----END PRIVATE KEY-----
`;
const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUcS5ktiKc/vjDJGxhywS3KHajXS4wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRZWxzZXdoZXJlLmV4YW1wbGUwIBcNMjYxMTI4MTI0MTI3WhgP
MjEyNjExMDQxMjQxMjdaMBwxGjAYBgNVBAMMEWVsc2V3aGVyZS5leGFtcGxlMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErfRi6/WM9yynmI0GuqEVHsR169/uuQCn
UKPLRbQsqbxhpv9AXphtenzdxq8DpjcBiE786a3oM7YtW2B1z97Op6NTMFEwHQYD
VR0OBBYEFPezyx0bwooTE5iPsmJv+9SRZy59MB8GA1UdIwQYMBaAFPezyx0bwooT
E5iPsmJv+9SRZy59MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AKCAa63dU+p2gnjc4k99DWuQziEdVVnh5iShY/ZfQGaCAiEAkQ/J1Q1hEjjfV604
b0sSarqfzl/tIpDvjJqxkpXKY1E=
-----END CERTIFICATE-----
`;
