import { type KeptCall, keptCall } from '../../exchanges/exchange.model.ts';
import { refusalOf } from './answer.model.ts';
import type { Operation } from './body.model.ts';
import type { Fault } from './fault.model.ts';
import type { Caller } from './memory.model.ts';
import { outcomeOf, resourceOf } from './operation.model.ts';

/** A request as it came. */
export type Sent = {
  readonly at: Date;
  /** When it came, in milliseconds by `performance`. */
  readonly began: number;
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
};
type Request = { readonly operation: Operation; readonly requestId: string; readonly sent: Sent };

/** What was sent, and the answer that says it was done; `answered`: when, as `began` of what was sent. */
export function keptAccepted(
  { operation, sent }: Request,
  answer: Readonly<Record<string, unknown>> | null,
  answered: number,
): KeptCall {
  const status = outcomeOf(operation) === 'created' ? 201 : 200;
  return kept(sent, { status, body: { [resourceOf[operation]]: answer }, entry: null, answered });
}

/** What was sent, and the refusal that answers it. */
export function keptRefused(
  { sent, requestId }: Request,
  { key }: Caller,
  faults: readonly Fault[],
  answered: number,
): KeptCall {
  const { status, body } = refusalOf(faults, { requestId, managedBy: key.managedBy });
  return kept(sent, { status, body, entry: faults[0]?.entry ?? null, answered });
}

type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly entry: string | null;
  readonly answered: number;
};

const kept = ({ at, began, method, url, headers, body }: Sent, answer: Answer): KeptCall =>
  keptCall({
    at,
    tookMs: answer.answered - began,
    method,
    url,
    request: { headers, body },
    answer: { status: answer.status, headers: {}, body: JSON.stringify(answer.body) },
    entry: answer.entry,
  });
