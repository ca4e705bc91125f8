import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

// A request and its answer as they are kept. What signs somebody in is never among it: of the headers only those of a
// short list are kept, and of addresses and bodies whatever is named like a secret, or is one that is known, is left out.

/** One side of a call as it was on the way. */
export type Message = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
};
/** A call as the way to the outside saw it. */
export type Call = {
  readonly at: Date;
  readonly tookMs: number;
  readonly method: string;
  readonly url: string;
  readonly request: Message;
  /** Null: none came. */
  readonly answer: (Message & { readonly status: number }) | null;
  /** Why none came, or why it was of no use: an entry of the dictionary. */
  readonly entry: string | null;
};

/** A body as text. `bytes`: how long it was; `cut`: only its beginning is kept; `odd`: it was no UTF-8 and is read as Latin-1. */
export type KeptBody = {
  readonly text: string;
  readonly bytes: number;
  readonly cut: boolean;
  readonly odd: boolean;
};
export type KeptMessage = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: KeptBody | null;
};
export type KeptContent = {
  /** With its query. */
  readonly url: string;
  readonly request: KeptMessage;
  readonly answer: KeptMessage | null;
};

/** The two series, each kept for its own time (retention). */
export type Series = 'accepted' | 'refused';

/** A call that did not do what it was made for: no answer came, or one that refuses. */
export const isRefused = ({ answer }: Pick<Call, 'answer'>): boolean => answer === null || answer.status >= 400;

/** The most that is kept of a body. */
export const mostBytes = 64 * 1024;

const keptHeaders: ReadonlySet<string> = new Set([
  'accept',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'idempotency-key',
  'location',
  'retry-after',
  'server',
  'user-agent',
  'via',
  'x-correlation-id',
  'x-rate-limit-limit',
  'x-rate-limit-remaining',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-request-id',
  'x-total-count',
]);

/** How a secret is named, in an address, a form or JSON. */
const secretName =
  /^(?:.*[_.-])?(?:access_?token|refresh_?token|id_?token|token|client_?secret|secret|api_?key|password|passwd|pwd|passphrase|private_?key|signature|sig|assertion|code_verifier|session(?:_?id)?|cookie|authorization|auth|oauth_[a-z_]+|credentials?|nonce)$/i;
/** The same few names come with every call. */
const judged = new Map<string, boolean>();
const mostJudged = 2000;

function isSecret(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const is = secretName.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
  if (judged.size >= mostJudged) judged.clear();
  judged.set(name, is);
  return is;
}
const hidden = '[secret]';

/** Takes out of a text what signs somebody in and is known. */
export type HideKnown = (text: string) => string;
const nothingKnown: HideKnown = (text) => text;

/** A call as it is kept: what is known to be secret, or is named so, is left out. */
export type KeptCall = Pick<Call, 'at' | 'tookMs' | 'method' | 'entry'> & {
  /** Without its query. */
  readonly address: string;
  readonly status: number | null;
  readonly refused: boolean;
  readonly content: KeptContent;
};

export function keptCall(call: Call, hide: HideKnown = nothingKnown): KeptCall {
  const { at, tookMs, method, entry, url, request, answer } = call;
  const content = {
    url: addressToKeep(url, hide),
    request: messageOf(request, hide),
    answer: answer === null ? null : messageOf(answer, hide),
  };
  const refused = isRefused(call) || entry !== null;
  return { at, tookMs, method, entry, address: hide(placeOf(url)), status: answer?.status ?? null, refused, content };
}

/** The place of an address, without its query: it may be shown in lists. */
function placeOf(url: string): string {
  const [place = ''] = url.split(/[?#]/, 1);
  return place.slice(0, 2000);
}

function addressToKeep(url: string, hide: HideKnown): string {
  const [place = '', query] = url.split('#', 1)[0]?.split('?') ?? [];
  const whole = query === undefined ? place : `${place}?${withoutSecretsInForm(query)}`;
  return hide(whole).slice(0, 4000);
}

function messageOf({ headers, body }: Message, hide: HideKnown): KeptMessage {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    keptHeaders.has(name.toLowerCase()) ? [[name.toLowerCase(), hide(value).slice(0, 1000)] as const] : [],
  );
  return { headers: Object.fromEntries(kept), body: body === null ? null : bodyOf(body, hide) };
}

function bodyOf(body: Uint8Array | string, hide: HideKnown): KeptBody | null {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes.length === 0) return null;
  // A secret that stands across the cut is seen whole.
  const { text, odd } = readText(bytes.subarray(0, mostBytes + 16 * 1024));
  const safe = hide(withoutSecretsInText(text));
  const cut = Buffer.byteLength(safe) > mostBytes || bytes.length > mostBytes + 16 * 1024;
  return { text: cut ? cutText(safe) : safe, bytes: bytes.length, cut, odd };
}

function readText(bytes: Uint8Array): { readonly text: string; readonly odd: boolean } {
  try {
    // As a stream, so that a letter which stands across the cut is none that cannot be read.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { text: text.replaceAll('\u0000', '\ufffd'), odd: false };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1').replaceAll('\u0000', '\ufffd'), odd: true };
  }
}

const cutText = (text: string) =>
  new TextDecoder('utf-8').decode(Buffer.from(text).subarray(0, mostBytes), { stream: true });

const inJson = /"((?:[^"\\]|\\.){1,80})"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|[^\s",{}[\]]+)/gs;
/** A form has no white space, which texts have. */
const isForm = (text: string) => /^[\w.%+~*-]+=[^\s<{]*$/.test(text);

/** Takes out what is named like a secret, also of JSON that was cut off or is none. */
function withoutSecretsInText(text: string): string {
  if (isForm(text)) return withoutSecretsInForm(text);
  return text.replace(inJson, (whole, name: string, colon: string) =>
    isSecret(name) ? `"${name}"${colon}"${hidden}"` : whole,
  );
}

const withoutSecretsInForm = (form: string) =>
  form
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return value.length > 0 && isSecret(name) ? `${name}=${hidden}` : pair;
    })
    .join('&');

/** Below this size packing costs more than it saves. */
const smallest = 1024;

/** What is kept as bytes, ready to be sealed: packed where it is worth it, which the first byte says. */
export function packContent(content: KeptContent): Buffer {
  const plain = Buffer.from(JSON.stringify(content));
  return plain.length < smallest
    ? Buffer.concat([Buffer.from([0]), plain])
    : Buffer.concat([Buffer.from([1]), zstdCompressSync(plain)]);
}

export function unpackContent(packed: Buffer): KeptContent {
  const rest = packed.subarray(1);
  return JSON.parse((packed[0] === 0 ? rest : zstdDecompressSync(rest)).toString('utf8')) as KeptContent;
}
