import { randomBytes } from 'node:crypto';
import { type Answer, ApiRefusal, jsonAnswer } from './answer.ts';
import { isSame, oauthParameters, signatureBase, signatureOf } from './oauth1.ts';
import type { Version } from './record.ts';

export type Credentials = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
};

/** By what is read: `core` opens get-all and get-one, `plain` these and all that is nested (standards.md 1.1). */
export function scopesOf(version: Version): { readonly core: string; readonly plain: string } {
  const prefix = `https://purl.imsglobal.org/spec/or/${version === '1.1' ? 'v1p1' : 'v1p2'}/scope/`;
  return { core: `${prefix}roster-core.readonly`, plain: `${prefix}roster.readonly` };
}

/** The one client of the provider, its tokens, and what it may do. */
export type SignIn = {
  /** Answers a request to the token endpoint. */
  grant(request: TokenRequest): Answer;
  /** Refuses with 401 whoever is not signed in, and with 403 who lacks every one of `scopes`. */
  admit(request: SentRequest, scopes: readonly string[]): void;
  expireTokens(): void;
  /** Tokens and signatures are refused from now on, until restored. */
  revoke(): void;
  restore(): void;
  withdrawScope(scope: string): void;
};
export type SentRequest = { readonly method: string; readonly url: string; readonly authorization: string | undefined };

export type TokenRequest = {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
};

export type SignInOptions = {
  readonly version: Version;
  readonly credentials: Credentials;
  readonly tokenSeconds: number;
  /** A token is given for those of the scopes asked for that are allowed; else the request is refused. */
  readonly narrowsScopes: boolean;
  readonly now: () => number;
};

const minute = 60_000;
const tolerance = { past: 10 * minute, future: 5 * minute };

export function signInOf({ version, credentials, tokenSeconds, narrowsScopes, now }: SignInOptions): SignIn {
  const all = Object.values(scopesOf(version));
  let allowed = new Set(all);
  let revoked = false;
  const tokens = new Map<string, { readonly until: number; readonly scopes: readonly string[] }>();
  const nonces = new Map<string, number>();

  const scopesOfToken = (token: string): readonly string[] => {
    const found = tokens.get(token);
    if (found === undefined || found.until <= now())
      throw unauthorised('The token is unknown or has expired.', 'Bearer error="invalid_token"');
    return found.scopes;
  };
  const verify = (request: SentRequest, header: string): void => {
    if (version !== '1.1') throw unauthorised('OneRoster 1.2 signs in by OAuth 2.', 'Bearer');
    const why = revoked ? 'The consumer key is unknown.' : faultOfSignature(request, header, credentials, now());
    if (why !== null) throw unauthorised(why, 'OAuth');
    const oauth = new Map(oauthParameters(header));
    const nonce = `${oauth.get('oauth_timestamp')} ${oauth.get('oauth_nonce')}`;
    for (const [oldest, until] of nonces) {
      if (until >= now()) break;
      nonces.delete(oldest);
    }
    if (nonces.has(nonce)) throw unauthorised('The nonce was used before.', 'OAuth');
    nonces.set(nonce, Number(oauth.get('oauth_timestamp')) * 1000 + tolerance.past);
  };

  return {
    grant(request) {
      const refusal = faultOfGrant(request, revoked ? null : credentials);
      if (refusal !== null) return refusal;
      const asked = (new URLSearchParams(request.body).get('scope') ?? [...allowed].join(' '))
        .split(' ')
        .filter(Boolean);
      const scopes = asked.filter((scope) => allowed.has(scope));
      if (scopes.length === 0 || (scopes.length < asked.length && !narrowsScopes))
        return oauthRefusal(400, 'invalid_scope', 'A scope is unknown, or this client may not have it.');
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, { until: now() + tokenSeconds * 1000, scopes });
      return oauthAnswer(200, {
        access_token: token,
        token_type: 'Bearer',
        expires_in: tokenSeconds,
        scope: scopes.join(' '),
      });
    },
    admit(request, scopes) {
      const header = request.authorization ?? '';
      const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(header) ?? [];
      let held: readonly string[] = all;
      if (token !== undefined) held = scopesOfToken(token);
      else if (/^OAuth\s/i.test(header)) verify(request, header);
      else throw unauthorised('The request is not signed in.', version === '1.1' ? 'Bearer, OAuth' : 'Bearer');
      if (!scopes.some((scope) => held.includes(scope) && allowed.has(scope)))
        throw new ApiRefusal(403, 'forbidden', `This needs the scope ${scopes.join(' or ')}.`);
    },
    expireTokens: () => tokens.clear(),
    revoke() {
      revoked = true;
      tokens.clear();
    },
    restore() {
      revoked = false;
      allowed = new Set(all);
    },
    withdrawScope(scope) {
      if (!all.includes(scope)) throw new RangeError(`There is no scope ${scope}.`);
      allowed.delete(scope);
    },
  };
}

/** RFC 6749, 4.4 and 5.2. */
function faultOfGrant(
  { authorization, contentType, body }: TokenRequest,
  credentials: Credentials | null,
): Answer | null {
  const [id, secret] = basicOf(authorization ?? '');
  if (credentials === null || !isSame(id, credentials.clientId) || !isSame(secret, credentials.clientSecret))
    return oauthRefusal(401, 'invalid_client', 'The client is unknown, or its secret is wrong.', {
      'www-authenticate': 'Basic',
    });
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType ?? ''))
    return oauthRefusal(400, 'invalid_request', 'The body is a form.');
  const grantType = new URLSearchParams(body).get('grant_type');
  if (grantType === null) return oauthRefusal(400, 'invalid_request', 'grant_type is missing.');
  if (grantType !== 'client_credentials')
    return oauthRefusal(400, 'unsupported_grant_type', 'Only client_credentials is known here.');
  return null;
}

/** Id and secret are encoded as a form's values before they are joined (RFC 6749, 2.3.1). */
function basicOf(authorization: string): readonly [string, string] {
  const [, code = ''] = /^Basic ([\w+/=]+)$/i.exec(authorization) ?? [];
  const [id = '', ...secret] = Buffer.from(code, 'base64').toString().split(':');
  const plain = (text: string): string => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
  return [plain(id), plain(secret.join(':'))];
}

/** Why a signature is not taken, or null (RFC 5849, 3.2). */
function faultOfSignature(
  { method, url }: SentRequest,
  header: string,
  { consumerKey, consumerSecret }: Credentials,
  now: number,
): string | null {
  const parameters = oauthParameters(header);
  if (parameters === null) return 'The OAuth header cannot be read.';
  const oauth = new Map(parameters);
  if (oauth.size < parameters.length) return 'An OAuth parameter was given twice.';
  for (const name of ['consumer_key', 'signature_method', 'timestamp', 'nonce', 'signature'])
    if (!oauth.get(`oauth_${name}`)) return `oauth_${name} is missing.`;
  if ((oauth.get('oauth_version') ?? '1.0') !== '1.0') return 'oauth_version is not 1.0.';
  if (oauth.get('oauth_consumer_key') !== consumerKey) return 'The consumer key is unknown.';
  const base = signatureBase({ method, url, oauth: parameters });
  const signature = signatureOf(base, oauth.get('oauth_signature_method') ?? '', consumerSecret);
  if (signature === null) return 'The signature method is neither HMAC-SHA1 nor HMAC-SHA256.';
  if (!isSame(signature, oauth.get('oauth_signature') ?? '')) return 'The signature is wrong.';
  const age = now - Number(oauth.get('oauth_timestamp')) * 1000;
  if (!(age <= tolerance.past && age >= -tolerance.future))
    return 'The timestamp is more than 10 minutes past or 5 minutes ahead.';
  return null;
}

function unauthorised(description: string, challenge: string): ApiRefusal {
  return new ApiRefusal(401, 'unauthorisedrequest', description, { 'www-authenticate': challenge });
}

/** A failure that has nothing to do with the credentials, in the words of RFC 6749. */
export function oauthFailure({ status, message, headers }: ApiRefusal): Answer {
  return oauthRefusal(
    status,
    oauthErrors[status] ?? (status < 500 ? 'invalid_request' : 'server_error'),
    message,
    headers,
  );
}

const oauthErrors: Readonly<Record<number, string>> = {
  401: 'invalid_client',
  429: 'temporarily_unavailable',
  503: 'temporarily_unavailable',
};

function oauthRefusal(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return oauthAnswer(status, { error, error_description: description }, headers);
}

function oauthAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return jsonAnswer(status, body, { 'cache-control': 'no-store', pragma: 'no-cache', ...headers });
}
