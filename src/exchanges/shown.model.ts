import { explain } from '../dictionary/explain.model.ts';
import type { KeptContent, KeptMessage } from './exchange.model.ts';
import type { ExchangeHead, ExchangeView, MessageView } from './exchange.schema.ts';
import { type Named, type Redact, redactionOf } from './redaction.model.ts';

type Head = {
  readonly run: number;
  readonly seq: number;
  readonly at: Date;
  readonly took: number;
  readonly method: string;
  readonly address: string;
  readonly status: number | null;
  readonly entry: string | null;
  readonly kind: string | null;
};
type Opened = Head & { readonly content: KeptContent | null };

export const headOf = ({ seq, at, took, method, address, status, entry, run }: Head): ExchangeHead => ({
  id: seq,
  at: at.toISOString(),
  took,
  method,
  address: redactionOf([], [], null)(address),
  status,
  // Its facts are told beside it, in what was answered.
  explained: entry === null ? null : explain(entry, {}),
  run: run === 0 ? null : run,
});

/** A call as it may be shown and sent: nothing of whom it is about stands in it. `record`: what is held of that one. */
export function shownOf(opened: Opened, record: readonly Named[]): ExchangeView {
  const { content, kind } = opened;
  if (content === null) return { ...headOf(opened), said: null };
  const redact = redactionOf(textsOf(content), record, kind);
  const { request, answer } = content;
  return {
    ...headOf(opened),
    address: redact(opened.address),
    said: {
      address: redact(content.url),
      request: messageOf(request, redact),
      answer: answer === null ? null : messageOf(answer, redact),
    },
  };
}

/** All that is said in a call. */
export const textsOf = ({ url, request, answer }: KeptContent): readonly string[] => [
  url,
  ...[request, answer].flatMap((message) => (message?.body == null ? [] : [message.body.text])),
];

const messageOf = ({ headers, body }: KeptMessage, redact: Redact): MessageView => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)])),
  body: body === null ? null : { ...body, text: redact(body.text) },
});
