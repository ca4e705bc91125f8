import { hashOf } from '../../bench/district/prng.ts';
import { type Answer, type ApiRefusal, jsonAnswer, refusalOf } from './answer.ts';
import type { Fault } from './fault.schema.ts';
import type { Window } from './page.ts';
import { allOf, kindOf, type View } from './reads.ts';
import type { Roster } from './roster.ts';
import type { SignIn } from './sign-in.ts';

export type Armed = {
  readonly id: number;
  readonly fault: Fault;
  /** Requests that were meant so far, and those that it struck. */
  met: number;
  struck: number;
};

export type Faults = {
  arm(fault: Fault): Armed;
  /** One, or all. */
  disarm(id?: number): void;
  list(): readonly Armed[];
  /** Those that strike this request, in the order in which they were set. */
  strike(target: View | 'token'): readonly Fault[];
};

export function noFaults(now: () => number): Faults {
  const armed = new Map<number, Armed & { readonly paceIsKept: () => boolean }>();
  let last = 0;
  return {
    arm(fault) {
      last++;
      const paceIsKept = fault.kind === 'pace' ? bucketOf(fault.perSecond, now) : (): boolean => false;
      const one = { id: last, fault, met: 0, struck: 0, paceIsKept };
      armed.set(one.id, one);
      return shown(one);
    },
    disarm(id) {
      if (id === undefined) armed.clear();
      else armed.delete(id);
    },
    list: () => [...armed.values()].map(shown),
    strike(target) {
      const struck: Fault[] = [];
      for (const one of armed.values()) {
        if (!isMeant(one.fault, target)) continue;
        one.met++;
        if (!strikesNow(one) || one.paceIsKept()) continue;
        one.struck++;
        struck.push(one.fault);
      }
      return struck;
    },
  };
}

function shown({ id, fault, met, struck }: Armed): Armed {
  return { id, fault, met, struck };
}

function isMeant({ on: { collection } }: Fault, target: View | 'token'): boolean {
  return collection === undefined ? target !== 'token' : collection === target;
}

function strikesNow({ id, fault, met, struck }: Armed): boolean {
  const { request, from, times, share } = fault.on;
  if (request !== undefined && met !== request) return false;
  if (from !== undefined && met < from) return false;
  if (times !== undefined && struck >= times) return false;
  return share === undefined || hashOf(id, met) / 2 ** 32 < share;
}

/** A second's worth at once, then one each time it has come in again. */
function bucketOf(perSecond: number, now: () => number): () => boolean {
  const size = Math.max(1, perSecond);
  let left = size;
  let at = now();
  return () => {
    left = Math.min(size, left + ((now() - at) / 1000) * perSecond);
    at = now();
    if (left < 1) return false;
    left--;
    return true;
  };
}

/** What happens to the client's rights before the request is looked at. */
export function actOnSignIn(fault: Fault, signIn: SignIn): void {
  if (fault.kind === 'expire_tokens') signIn.expireTokens();
  else if (fault.kind === 'revoke') signIn.revoke();
  else if (fault.kind === 'withdraw_scope') signIn.withdrawScope(fault.scope);
}

/** The answer that is given instead of the true one; null: the true one. `url`: path and query. */
export function insteadOf(fault: Fault, url: string, now: number): Answer | ApiRefusal | null {
  switch (fault.kind) {
    case 'error':
      return refusalOf(fault.status);
    case 'html':
      return { status: fault.status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: proxyPage };
    case 'throttle':
      return refusalOf(429, retryAfter(fault.retryAfter, fault.as, now));
    case 'unavailable':
      return refusalOf(503, retryAfter(fault.retryAfter, 'seconds', now));
    case 'pace':
      return refusalOf(429, retryAfter(Math.max(1, Math.ceil(1 / fault.perSecond)), 'seconds', now));
    case 'redirect':
      return { status: fault.status, headers: { location: new URL(url, fault.to).href }, body: '' };
    default:
      return null;
  }
}

export function shiftWindow(fault: Fault, window: Window): Window {
  switch (fault.kind) {
    case 'same_page':
      return { ...window, from: 0, endless: true };
    case 'repeat_page':
      return { ...window, from: Math.max(0, window.from - window.limit) };
    case 'skip_page':
      return { ...window, from: window.from + window.limit };
    default:
      return window;
  }
}

/** What is other than true about an answer that was read well. */
export function falsify(fault: Fault, answer: Answer): Answer {
  const { 'x-total-count': total, link, ...others } = answer.headers;
  const { headers, body } = answer;
  switch (fault.kind) {
    case 'wrong_total':
      return total === undefined
        ? answer
        : { ...answer, headers: { ...headers, 'x-total-count': `${Number(total) + fault.by}` } };
    case 'no_total':
      return { ...answer, headers: link === undefined ? others : { ...others, link } };
    case 'no_link':
      return { ...answer, headers: total === undefined ? others : { ...others, 'x-total-count': total } };
    case 'wrong_json':
      return { ...jsonAnswer(answer.status, fault.body), headers };
    case 'json_cut':
      return { ...answer, body: body.slice(0, Math.floor(body.length * fault.after)) };
    default:
      return answer;
  }
}

/** Changes the list under its reader. */
export function drift(fault: Fault, view: View, roster: Roster, mark: number): void {
  if (fault.kind !== 'drift') return;
  const kind = kindOf(view);
  const read = allOf(roster, view);
  const copied = read[0];
  for (const { sourcedId } of read.slice(0, fault.deleteFirst)) roster.remove(kind, sourcedId);
  if (copied === undefined) return;
  const { dateLastModified, ...fields } = copied;
  for (let at = 0; at < fault.insertFirst + fault.insertLast; at++)
    roster.add(kind, { ...fields, sourcedId: `DRIFT-${mark}-${at}` }, at < fault.insertFirst ? 'first' : 'last');
}

function retryAfter(seconds: number | null, as: 'seconds' | 'date', now: number): Readonly<Record<string, string>> {
  if (seconds === null) return {};
  return { 'retry-after': as === 'seconds' ? `${seconds}` : new Date(now + seconds * 1000).toUTCString() };
}

const proxyPage = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>
`;
