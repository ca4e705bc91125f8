import { errors } from 'undici';

/** How long and how much, in milliseconds and bytes. `body`: between two pieces of an answer; `whole`: for all of it. */
export type OutboundLimits = {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly whole: number;
  readonly bytes: number;
};

/** Why a request got no answer. */
export type FaultKind =
  | 'address_invalid'
  | 'address_not_allowed'
  | 'host_unknown'
  | 'refused'
  | 'unreachable'
  | 'connect_timeout'
  | 'tls_failed'
  | 'answer_timeout'
  | 'body_timeout'
  | 'too_slow'
  | 'cut_off'
  | 'too_large'
  | 'redirected'
  | 'not_http';

/** A request that got no answer. `facts`: the address without its query, the host, and what belongs to the kind. */
export class OutboundFault extends Error {
  readonly kind: FaultKind;
  readonly facts: Readonly<Record<string, string>>;
  constructor(kind: FaultKind, url: URL | null, facts: Readonly<Record<string, string>> = {}) {
    super(kind);
    this.name = 'OutboundFault';
    this.kind = kind;
    this.facts = url === null ? facts : { address: `${url.origin}${url.pathname}`, host: url.host, ...facts };
  }
}

/** A connection was to be opened to an address that may not be reached. */
export class AddressClosed extends Error {
  readonly address: string;
  constructor(address: string) {
    super('address closed');
    this.address = address;
  }
}

const kinds: Readonly<Record<string, FaultKind>> = {
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
  EAI_FAIL: 'host_unknown',
  EAI_NODATA: 'host_unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'answer_timeout',
  UND_ERR_BODY_TIMEOUT: 'body_timeout',
  ECONNRESET: 'cut_off',
  EPIPE: 'cut_off',
  UND_ERR_SOCKET: 'cut_off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut_off',
  UND_ERR_HEADERS_OVERFLOW: 'not_http',
  Z_BUF_ERROR: 'cut_off',
  Z_DATA_ERROR: 'not_http',
  EPROTO: 'tls_failed',
};

/** What is wrong with a certificate, by the codes of OpenSSL and Node. */
const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself only',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the certificates in between',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
};

const isTls = (code: string) => code in certificates || /^(ERR_TLS_|ERR_SSL_|CERT_)/.test(code);
const seconds = (milliseconds: number) => String(Math.ceil(milliseconds / 1000));

/** Tells a failed request as a fault; what is none of those that are known is thrown on as it came. */
export function faultOf(error: unknown, url: URL, limits: OutboundLimits, late: boolean): unknown {
  if (error instanceof OutboundFault) return error;
  if (late) return new OutboundFault('too_slow', url, { seconds: seconds(limits.whole) });
  const cause = rootOf(error);
  if (cause instanceof AddressClosed) return new OutboundFault('address_not_allowed', url, { reached: cause.address });
  const code = codeOf(cause);
  if (isTls(code)) return new OutboundFault('tls_failed', url, { reason: certificates[code] ?? code });
  const kind = cause instanceof errors.HTTPParserError ? 'not_http' : kinds[code];
  if (kind === undefined) return error;
  return new OutboundFault(kind, url, factsOf(kind, code, limits));
}

function factsOf(kind: FaultKind, code: string, limits: OutboundLimits): Readonly<Record<string, string>> {
  switch (kind) {
    case 'connect_timeout':
      return { seconds: seconds(limits.connect) };
    case 'answer_timeout':
      return { seconds: seconds(limits.headers) };
    case 'body_timeout':
      return { seconds: seconds(limits.body) };
    case 'unreachable':
    case 'tls_failed':
      return { reason: code };
    default:
      return {};
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A name with several addresses fails with an error for each; an answer that breaks off names what broke it. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError) return rootOf(error.errors[0]);
  const { cause } = error instanceof Error ? error : {};
  return cause instanceof Error && kinds[codeOf(error)] === undefined ? rootOf(cause) : error;
}
