import { retryAfterMs } from '../platform/retry-after.ts';
import { Failure, type Outside, type OutsideAnswer } from './connector.ts';
import { toldBy } from './told.ts';

// What any answer of any system can be, before its own format is looked at.

/** Whom an answer comes from, and what was asked for, in words: `courses`. */
export type Asked = { readonly url: string; readonly what: string };

/** An address as it may be told, without its query. */
export function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** The JSON in an answer; a `Failure` where there is a page for people, half of it, or something else. */
export function jsonOf(outside: Outside, answer: OutsideAnswer, { url }: Asked): unknown {
  const address = placeOf(url);
  const text = textOf(answer);
  if (text !== null && isPage(answer, text))
    throw new Failure('sync', 'connection.html_instead', {
      address,
      page: toldBy(outside, wordsOf(text)) || 'an empty page',
    });
  if (text === null) throw new Failure('sync', 'connection.answer_unreadable', { address });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw isCut(text, error)
      ? new Failure('sync', 'connection.json_cut', { address }, { passing: true })
      : new Failure('sync', 'connection.answer_unreadable', { address });
  }
}

/** The text of an answer; null: it is no UTF-8. */
export function textOf({ body }: OutsideAnswer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

const isPage = ({ headers }: OutsideAnswer, text: string) =>
  /^\s*<(!doctype\s+html|html|head|body)\b/i.test(text) ||
  (/^(text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '') && /^\s*</.test(text));

/** The words of an answer that is text: of a page its title, else what stands in it. */
export function wordsOf(text: string): string {
  const start = text.slice(0, 20_000);
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1]?.trim() ?? '';
  return title === '' ? start.replaceAll(/<[^>]*>/g, ' ').trim() : title;
}

/** Whether JSON cannot be read because it ends too early: the parser stumbles over its end. */
function isCut(text: string, error: unknown): boolean {
  const said = error instanceof SyntaxError ? error.message : '';
  const at = /at position (\d+)/.exec(said)?.[1];
  return at === undefined ? said.startsWith('Unexpected end') : Number(at) >= text.trimEnd().length;
}

const rateWords = /rate limit|too many requests|throttl|quota/i;

/** The failure of an answer that says: later. 429 and 503 do, and a 403 that speaks of a limit. */
export function throttleOf(outside: Outside, answer: OutsideAnswer, { url }: Asked): Failure | null {
  const { status, headers } = answer;
  const says =
    status === 403 && (headers['x-rate-limit-remaining']?.startsWith('0') || rateWords.test(textOf(answer) ?? ''));
  if (status !== 429 && status !== 503 && !says) return null;
  const wait = retryAfterMs(headers['retry-after'], outside.now());
  const when = wait === null ? 'later' : `in ${Math.ceil(wait / 1000)} seconds`;
  return new Failure(
    'sync',
    'connection.throttled',
    { address: placeOf(url), when },
    { passing: true, ...(wait === null ? {} : { retryAfterMs: wait }) },
  );
}

/** What a refusal says, ready to be told: the other system’s words and its code, which may be empty. */
export type Said = Asked & { readonly said: string; readonly code: string };

/** A refusal by its status, or by the one that the other system means although it sends another. */
export function refusalByStatus(
  { status }: OutsideAnswer,
  { url, what, said, code }: Said,
  meant: number = status,
): Failure {
  const facts = { address: placeOf(url), what, status: String(status), said, ...(code === '' ? {} : { code }) };
  if (meant === 401) return new Failure('auth', 'connection.credentials_refused', facts);
  if (meant === 403) return new Failure('auth', 'connection.right_missing', facts);
  if (meant === 404 || meant === 405 || meant === 501) return new Failure('sync', 'connection.not_offered', facts);
  if (meant >= 500) return new Failure('system', 'connection.server_failed', facts, { passing: true });
  return new Failure('system', 'connection.request_refused', facts);
}
