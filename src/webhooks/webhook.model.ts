import { createHash } from 'node:crypto';
import { explain } from '../dictionary/explain.model.ts';
import type { Facts } from '../dictionary/facts.model.ts';
import type { Fact, ToldNews } from '../notifications/news.model.ts';
import type { EventState, Want } from './webhook.schema.ts';

/** What an endpoint is told. `about` says of what, so that it is told once; `data` holds counts, entries and links. */
export type WebhookEvent = {
  readonly type: string;
  readonly about: string;
  readonly at: Date;
  readonly connection?: number | null;
  readonly data: Readonly<Record<string, unknown>>;
};

/** A test, which an endpoint gets also while it is off. */
export const testType = 'webhook.test';

export const isWanted = (wants: readonly Want[], { kind, change }: Pick<ToldNews, 'kind' | 'change'>): boolean =>
  wants.some((want) => want.kind === kind && (want.changes === null || want.changes.includes(change)));

/** Where the console shows what news are about. */
const pages: Readonly<Record<ToldNews['kind'], (subject: string) => string>> = {
  run: (no) => `/runs/${no}`,
  issue: (no) => `/issues/${no}`,
  connection: (no) => `/connections/${no}`,
  hold: (no) => `/holds/${no}`,
  expectation: (id) => `/expectations/${id}`,
  ticket: (no) => `/tickets/${no}`,
  backup: () => '/',
  webhook: (no) => `/webhooks/${no}`,
};

/** News as an event. `base`: the address that people use. */
export function eventOfNews(news: ToldNews, base: string): WebhookEvent {
  const { no, at, kind, subject, change, flow, connection, facts } = news;
  return {
    type: `${kind}.${change}`,
    about: `news ${no}`,
    at,
    connection,
    data: {
      no,
      subject: { kind, id: subject },
      connection: connection === null ? null : String(connection),
      flow,
      facts,
      entries: titlesOf(facts),
      link: `${base}${pages[kind](encodeURIComponent(subject))}`,
    },
  };
}

/** What the entries mean that facts name: `{"connection.auth_error": "Auth Error"}`. */
function titlesOf(facts: Fact): Readonly<Record<string, string>> {
  if (typeof facts !== 'object' || facts === null) return {};
  const inner = Object.entries(facts).map(([name, value]) =>
    name === 'entry' && typeof value === 'string' ? { [value]: explain(value, {}).title } : titlesOf(value as Fact),
  );
  return Object.assign({}, ...inner);
}

/** The body that is signed and sent. */
export const bodyOf = (district: string, { type, at, data }: WebhookEvent): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data: { district, ...data } });

/**
 * The same for the same event of the same endpoint, however often it is sent and whenever it was queued, so that its receiver
 * can tell that it has had it.
 */
export function idOf(district: string, webhook: number, about: string): string {
  const name = JSON.stringify([district, webhook, about]);
  return `msg_${createHash('sha256').update(name).digest('base64url').slice(0, 27)}`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** After the first attempt, the second and so on: about a day in all. */
const waits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour] as const;
const longestWait = 24 * hour;

/**
 * When an event is attempted again after so many attempts; null: never. Who asks to be left alone for longer is. `random`, from
 * 0 to 1, keeps many events that failed at once from coming back at once.
 */
function nextAttempt(attempts: number, now: Date, retryAfterMs: number | null, random: number): Date | null {
  const wait = waits[attempts - 1];
  if (wait === undefined) return null;
  const asked = Math.min(retryAfterMs ?? 0, longestWait);
  return new Date(now.getTime() + Math.max(wait * (0.9 + random / 5), asked));
}

/** An endpoint that fails so long, whatever it is sent, is disabled. */
const disabledAfter = 5 * 24 * hour;

/** For how long the secret before the present one signs as well. */
export const oldSecretMs = 24 * hour;

/** What came of an attempt. */
export type Attempted = {
  readonly at: Date;
  readonly ms: number;
  readonly status: number | null;
  readonly answer: string | null;
  readonly retryAfterMs: number | null;
  readonly error: { readonly entry: string; readonly facts: Facts } | null;
};

/** What an answer says. */
export function judgeStatus(status: number, host: string): Attempted['error'] {
  if (status >= 200 && status < 300) return null;
  if (status === 410) return { entry: 'connection.webhook_gone', facts: { host } };
  if (status >= 300 && status < 400) return { entry: 'connection.webhook_redirected', facts: { host } };
  return { entry: 'connection.webhook_refused', facts: { host, status: String(status) } };
}

/** What an attempt makes of its event and its endpoint. */
export type Consequence = {
  readonly state: EventState;
  /** When it is attempted again; null where it is not. */
  readonly due: Date | null;
  readonly disables: boolean;
};

export function consequenceOf(
  { type, attempts }: { readonly type: string; readonly attempts: number },
  { error, at, retryAfterMs }: Attempted,
  failingSince: Date,
  random: number,
): Consequence {
  if (error === null) return { state: 'delivered', due: null, disables: false };
  const isGone = error.entry === 'connection.webhook_gone';
  const due = isGone || type === testType ? null : nextAttempt(attempts + 1, at, retryAfterMs, random);
  const disables = isGone || at.getTime() - failingSince.getTime() >= disabledAfter;
  return { state: due === null ? 'failed' : 'queued', due, disables };
}

const reasons: Readonly<Record<string, string>> = {
  host_unknown: 'its name leads to no address',
  refused: 'nothing listens there',
  unreachable: 'no way leads there',
  connect_timeout: 'it did not answer in time',
  answer_timeout: 'it did not answer in time',
  body_timeout: 'its answer did not come to an end in time',
  too_slow: 'its answer did not come to an end in time',
  cut_off: 'the connection broke off',
  not_http: 'what answers there speaks no HTTP',
};

/** Why no answer came, by the fault of the way there. */
export function judgeFault(kind: string, facts: Facts, host: string): NonNullable<Attempted['error']> {
  if (kind === 'address_not_allowed') return { entry: 'connection.webhook_address_closed', facts: { host } };
  if (kind === 'redirected') return { entry: 'connection.webhook_redirected', facts: { host } };
  const reason = kind === 'tls_failed' ? (facts['reason'] ?? 'no TLS') : (reasons[kind] ?? 'it cannot be called');
  return { entry: 'connection.webhook_unreachable', facts: { host, reason } };
}

const keptBytes = 2048;
const shownKinds = /^(text\/|application\/([\w.+-]*\+)?(json|xml)\b)/i;

/**
 * The beginning of an answer as it may be kept: text, without e-mail addresses and whatever is long and random enough to be
 * a secret. What is no text is told by its kind alone.
 */
export function answerToKeep(body: Uint8Array, type: string | undefined): string | null {
  if (body.length === 0) return null;
  if (type !== undefined && !shownKinds.test(type)) return `(${type.slice(0, 100)})`;
  const text = new TextDecoder().decode(body.subarray(0, keptBytes)).replaceAll(/(?![\n\t])\p{Cc}|\uFFFD+$/gu, '');
  return text.replaceAll(/[^\s@<>"'()]+@[\p{L}\p{N}.-]+/gu, '[address]').replaceAll(/[\w+/=.-]{24,}/g, '[secret]');
}
