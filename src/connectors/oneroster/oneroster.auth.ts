import { createHmac, randomBytes } from 'node:crypto';
import { type Asked, jsonOf } from '../answer.ts';
import { type Credentials, Failure, type Outside, type OutsideAnswer, type OutsideRequest } from '../connector.ts';
import { failureIn, unexpected } from './oneroster.refusal.ts';
import type { Version } from './oneroster.wire.ts';

// Signing in to a provider: OAuth 2 client credentials (RFC 6749, 4.4), or OAuth 1.0a without a token (RFC 5849).

/** Sends a signed request. A refusal of the sign-in is met once: by a new token, or by the other hash function. */
export async function sendSigned(outside: Outside, request: OutsideRequest): Promise<OutsideAnswer> {
  const { credentials } = outside;
  if (credentials === null) throw new Failure('auth', 'connection.credentials_missing', {});
  return credentials.kind === 'oauth1'
    ? sendWithSignature(outside, credentials, request)
    : sendWithToken(outside, credentials, request);
}

const sendAs = (outside: Outside, request: OutsideRequest, authorization: string): Promise<OutsideAnswer> =>
  outside.send({ ...request, headers: { accept: 'application/json', ...request.headers, authorization } });

// OAuth 2

async function sendWithToken(
  outside: Outside,
  credentials: Credentials,
  request: OutsideRequest,
): Promise<OutsideAnswer> {
  const kept = keptToken(outside);
  const answer = await sendAs(outside, request, `Bearer ${kept ?? (await newToken(outside, credentials))}`);
  // A token may end before its time; one that was given out just now does not.
  if (answer.status !== 401 || kept === null) return answer;
  outside.memory.delete('token');
  return sendAs(outside, request, `Bearer ${await newToken(outside, credentials)}`);
}

function keptToken({ memory, now }: Outside): string | null {
  const kept = memory.get('token');
  return kept !== undefined && kept.until > now().getTime() ? kept.value : null;
}

const scopePrefix: Readonly<Record<Version, string>> = {
  '1.1': 'https://purl.imsglobal.org/spec/or/v1p1/scope/',
  '1.2': 'https://purl.imsglobal.org/spec/or/v1p2/scope/',
};
/** What is asked for: to read lists is all that is needed. */
const scopesOf = ({ version, scope }: Outside['settings']): string =>
  scope ?? `${scopePrefix[version === '1.1' ? '1.1' : '1.2']}roster-core.readonly`;

/** A token is given up a little before it ends, so that it does not end on the way. */
const margin = 30_000;
const unsaidLife = 300;

/** Gets a token and keeps it until it expires. */
export async function newToken(outside: Outside, { clientId = '', clientSecret = '' }: Credentials): Promise<string> {
  const { settings, memory, now } = outside;
  const url = settings['tokenUrl'];
  if (url === undefined) throw new Failure('auth', 'connection.setting_missing', { setting: 'Token address' });
  const asked = { url, what: 'a token' };
  const answer = await outside.send({
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopesOf(settings) }).toString(),
  });
  if (answer.status >= 300) throw tokenRefusal(outside, answer, asked);
  const { access_token: token, expires_in: life = unsaidLife } = objectIn(jsonOf(outside, answer, asked));
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw unexpected(asked);
  const milliseconds = (Number(life) || unsaidLife) * 1000;
  memory.set('token', { value: token, until: now().getTime() + Math.max(milliseconds - margin, milliseconds / 2) });
  return token;
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** RFC 6749, 2.3.1: both parts as in a form. What needs no encoding stays as it is: not every provider decodes them. */
const formEncoded = (text: string) => new URLSearchParams({ v: text }).toString().slice('v='.length);

/** RFC 6749, 5.2. Who gets no token has no sign-in, whichever status says so. */
function tokenRefusal(outside: Outside, answer: OutsideAnswer, asked: Asked): Failure {
  const failure = failureIn(outside, answer, asked);
  if (failure.facts['code'] === 'invalid_scope')
    return new Failure('auth', 'connection.scope_refused', { ...failure.facts, scopes: scopesOf(outside.settings) });
  return failure.type === 'auth' ? new Failure('auth', 'connection.credentials_refused', failure.facts) : failure;
}

// OAuth 1.0a

const hashes = { 'HMAC-SHA256': 'sha256', 'HMAC-SHA1': 'sha1' } as const;
type HashName = keyof typeof hashes;
const hashNames: readonly HashName[] = ['HMAC-SHA256', 'HMAC-SHA1'];

/** Which hash function a provider takes, it does not say: the newer is tried first, and what is accepted is remembered. */
async function sendWithSignature(
  outside: Outside,
  { consumerKey = '', consumerSecret = '' }: Credentials,
  request: OutsideRequest,
): Promise<OutsideAnswer> {
  const accepted = hashNames.filter((name) => name === outside.memory.get('hash')?.value);
  const [first = 'HMAC-SHA256', second] = accepted.length > 0 ? accepted : hashNames;
  const send = async (hash: HashName) => {
    const oauth = {
      oauth_consumer_key: consumerKey,
      oauth_nonce: randomBytes(16).toString('hex'),
      oauth_signature_method: hash,
      oauth_timestamp: String(Math.floor(outside.now().getTime() / 1000)),
      oauth_version: '1.0',
    };
    const answer = await sendAs(outside, request, signatureHeader(request, oauth, hash, consumerSecret));
    if (answer.status !== 401) outside.memory.set('hash', { value: hash, until: Number.POSITIVE_INFINITY });
    return answer;
  };
  const answer = await send(first);
  return answer.status === 401 && second !== undefined ? send(second) : answer;
}

type Parameters = Readonly<Record<string, string>>;

function signatureHeader(
  { method, url }: Pick<OutsideRequest, 'method' | 'url'>,
  oauth: Parameters,
  hash: HashName,
  secret: string,
): string {
  const signed = { ...oauth, oauth_signature: signatureOf({ method, url }, oauth, hash, secret) };
  const parts = Object.entries(signed).map(([name, value]) => `${percent(name)}="${percent(value)}"`);
  return `OAuth ${parts.join(', ')}`;
}

/** `form`: the body, where that is a form; what is read here has none. */
type Signed = { readonly method: string; readonly url: string; readonly form?: string };

/** The signature of a request (RFC 5849, 3.4.2); `tokenSecret`: empty, where there is no token. */
export function signatureOf(
  request: Signed,
  oauth: Parameters,
  hash: HashName,
  secret: string,
  tokenSecret = '',
): string {
  const key = `${percent(secret)}&${percent(tokenSecret)}`;
  return createHmac(hashes[hash], key).update(baseString(request, oauth)).digest('base64');
}

/** What is signed (RFC 5849, 3.4.1). */
export function baseString({ method, url, form = '' }: Signed, oauth: Parameters): string {
  const { origin, pathname, searchParams } = new URL(url);
  const all = [...searchParams, ...new URLSearchParams(form), ...Object.entries(oauth)];
  const parameters = all
    .map(([name, value]) => [percent(name), percent(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [method.toUpperCase(), percent(`${origin}${pathname}`), percent(parameters)].join('&');
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 5849, 3.6: letters, digits and four signs stay, everything else is a percent sign and two digits. */
const percent = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
