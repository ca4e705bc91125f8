import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { addressGuard } from './outbound-address.ts';
import { AddressClosed, faultOf, OutboundFault, type OutboundLimits } from './outbound-fault.ts';

// The way to other systems over HTTP. Whatever is at the other end, a request ends in bounded time and memory, and it
// reaches only addresses that may be reached.

const usual: OutboundLimits = {
  connect: 10_000,
  headers: 60_000,
  body: 30_000,
  whole: 300_000,
  bytes: 64 * 1024 * 1024,
};

export type OutboundRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};
export type OutboundAnswer = {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export type Outbound = {
  /** Sends a request and reads its answer whole, whatever its status. Throws an `OutboundFault`, or the signal's reason. */
  send(request: OutboundRequest, signal?: AbortSignal): Promise<OutboundAnswer>;
  close(): Promise<void>;
};

const usualRedirects = 3;
/** Sockets to one origin; how many are asked for at once is the caller's budget. */
const mostSockets = 32;
type Cut = { readonly cut: boolean };

/**
 * Opens the way to the outside. `allow`: ranges of addresses that may be reached although they are not public. `cut`: a longer
 * answer is cut at the limit instead of refused. `ca`: the authority that certificates come from, instead of the known ones.
 */
export function makeOutbound(
  allow: readonly string[],
  {
    limits = usual,
    lookup = systemLookup,
    redirects: mostRedirects = usualRedirects,
    cut = false,
    ca,
  }: {
    readonly limits?: OutboundLimits;
    readonly lookup?: LookupFunction;
    readonly redirects?: number;
    readonly cut?: boolean;
    readonly ca?: string;
  } = {},
): Outbound {
  const connect = guardedConnector(addressGuard(allow), lookup, {
    timeout: limits.connect,
    ...(ca === undefined ? {} : { ca }),
  });
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string) => {
    const pool =
      pools.get(origin) ??
      new Pool(origin, {
        connect,
        connections: mostSockets,
        headersTimeout: limits.headers,
        bodyTimeout: limits.body,
      });
    pools.set(origin, pool);
    return pool;
  };
  return {
    async send(request, signal) {
      const deadline = AbortSignal.timeout(limits.whole);
      const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      let url = addressOf(request.url);
      for (let redirects = 0; ; redirects++) {
        try {
          const answer = await ask(poolOf(url.origin), url, request, either, { ...limits, cut });
          const next = redirectOf(answer, url, request.method);
          if (next === null) return answer;
          if (redirects === mostRedirects) throw new OutboundFault('redirected', url, { target: placeOf(next) });
          url = next;
        } catch (error) {
          signal?.throwIfAborted();
          throw faultOf(error, url, limits, deadline.aborted);
        }
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

/** An http(s) address without a sign-in inside, which would be shown wherever the address is. */
function addressOf(text: string): URL {
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === null || !isWeb || url.username !== '' || url.password !== '')
    throw new OutboundFault('address_invalid', null);
  return url;
}

const placeOf = ({ origin, pathname }: URL) => `${origin}${pathname}`;

/**
 * Connects only to addresses that may be reached. A name is judged by the very addresses that the socket is opened with,
 * so that an answer of DNS that changes afterwards changes nothing; an address in the URL never passes a look-up.
 */
function guardedConnector(
  isOpen: (address: string) => boolean,
  lookup: LookupFunction,
  options: { readonly timeout: number; readonly ca?: string },
): buildConnector.connector {
  const guarded: LookupFunction = (name, options, callback) =>
    lookup(name, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const open = addresses.filter(({ address }) => isOpen(address));
      const [first] = open;
      if (error !== null) callback(error, []);
      else if (first === undefined) callback(new AddressClosed(addresses[0]?.address ?? name), []);
      else if (options.all === true) callback(null, open);
      else callback(null, first.address, first.family);
    });
  // HTTP/1.1 only: its time-outs and limits are those that are tested.
  const connector = buildConnector({ ...options, allowH2: false, lookup: guarded });
  return (asked, callback) => {
    const literal = asked.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !isOpen(literal)) callback(new AddressClosed(literal), null);
    else connector(asked, callback);
  };
}

async function ask(
  pool: Pool,
  url: URL,
  { method, headers = {}, body }: OutboundRequest,
  signal: AbortSignal,
  limits: OutboundLimits & Cut,
): Promise<OutboundAnswer> {
  const answer = await pool.request({
    method,
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'Hallpass', 'accept-encoding': 'gzip', ...headers },
    body: body ?? null,
    signal,
  });
  return {
    status: answer.statusCode,
    headers: plainHeaders(answer.headers),
    body: await readBody(answer, url, limits),
  };
}

/** Headers as one text each. Cookies are left out: no request depends on the one before. */
function plainHeaders(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'set-cookie' ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Reads an answer to its end, or refuses it as soon as it is too large; a small one that unpacks to much more as well. */
async function readBody(
  { body, headers }: Dispatcher.ResponseData,
  url: URL,
  { bytes, cut }: OutboundLimits & Cut,
): Promise<Uint8Array> {
  // The end of either stream is seen by reading; an error of the answer itself reaches the unpacked one.
  const stream = headers['content-encoding'] === 'gzip' ? pipeline(body, createGunzip(), () => {}) : body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bytes && cut) return Buffer.concat([...chunks, chunk], bytes);
    if (size > bytes) throw new OutboundFault('too_large', url, { most: String(bytes / (1024 * 1024)) });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/**
 * Where an answer redirects to; null: nowhere. It may only lead to another place of the same origin, since whoever is
 * elsewhere must not be handed what was meant for here; and what is sent is sent on only where the status says so.
 */
function redirectOf({ status, headers }: OutboundAnswer, from: URL, method: OutboundRequest['method']): URL | null {
  const target = headers['location'];
  if (![301, 302, 303, 307, 308].includes(status) || target === undefined) return null;
  const next = URL.parse(target, from.href);
  const keeps = method === 'GET' || status === 307 || status === 308;
  if (next === null || next.origin !== from.origin || !keeps)
    throw new OutboundFault('redirected', from, { target: next === null ? 'nowhere' : placeOf(next) });
  return next;
}
