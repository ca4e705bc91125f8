import { createHmac, timingSafeEqual } from 'node:crypto';

// OAuth 1.0a (RFC 5849) as the side that verifies. Written here and not taken from a package, so that a client's
// library is judged by something else than itself.

export type Parameter = readonly [name: string, value: string];
export type SignedRequest = {
  readonly method: string;
  /** Absolute, with its query. */
  readonly url: string;
  /** Of the header `Authorization`. */
  readonly oauth: readonly Parameter[];
  /** Of a form in the body. */
  readonly form?: readonly Parameter[];
};

const hashes: Readonly<Record<string, string>> = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' };

/** The parameters of a header `OAuth a="1", b="2"` without the realm; null where it is no such header. */
export function oauthParameters(header: string): readonly Parameter[] | null {
  const [, list] = /^OAuth\s+(.*)$/is.exec(header) ?? [];
  if (list === undefined) return null;
  const parameters: Parameter[] = [];
  for (const part of list.split(',')) {
    const [, name, value] = /^\s*([^\s=]+)="([^"]*)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) return null;
    if (name.toLowerCase() !== 'realm') parameters.push([decoded(name), decoded(value)]);
  }
  return parameters;
}

/** RFC 5849, 3.4.1. */
export function signatureBase({ method, url, oauth, form = [] }: SignedRequest): string {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const signed = oauth.filter(([name]) => name !== 'oauth_signature' && name !== 'realm');
  const parameters = [...searchParams, ...signed, ...form]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [method.toUpperCase(), `${protocol}//${host}${pathname}`, parameters].map(encoded).join('&');
}

/** RFC 5849, 3.4.2; null where the method is none of those that OneRoster knows. */
export function signatureOf(base: string, method: string, secret: string, tokenSecret = ''): string | null {
  const hash = hashes[method];
  if (hash === undefined) return null;
  return createHmac(hash, `${encoded(secret)}&${encoded(tokenSecret)}`)
    .update(base)
    .digest('base64');
}

export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** RFC 5849, 3.6: only letters, digits, - . _ and ~ stay. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
