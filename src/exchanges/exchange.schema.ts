import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import { instant } from '../platform/page.schema.ts';

const bodyView = z.object({
  /** What is of people is replaced by the name of its field: ‹familyName›. */
  text: z.string(),
  /** How long it was, in bytes. */
  bytes: z.number().int(),
  /** Only its beginning is kept. */
  cut: z.boolean(),
  /** It was no UTF-8. */
  odd: z.boolean(),
});
const messageView = z.object({ headers: z.record(z.string(), z.string()), body: bodyView.nullable() });
export type MessageView = z.infer<typeof messageView>;

/** A call that is kept, without what was said in it. */
export const exchangeHead = z.object({
  id: z.number().int(),
  at: instant,
  /** How long it took, in milliseconds. */
  took: z.number().int(),
  method: z.string(),
  /** Without its query. */
  address: z.string(),
  /** Null: no answer came. */
  status: z.number().int().nullable(),
  /** Why it was refused, or of no use; null where it was not. */
  explained: explained.nullable(),
  /** The run that made it; null: a checklist did. */
  run: z.number().int().nullable(),
});
export type ExchangeHead = z.infer<typeof exchangeHead>;

/** `said` null: what its connection's calls are sealed with was destroyed, or is not this installation's. */
export const exchangeView = exchangeHead.extend({
  said: z
    .object({
      /** With its query. */
      address: z.string(),
      request: messageView,
      answer: messageView.nullable(),
    })
    .nullable(),
});
export type ExchangeView = z.infer<typeof exchangeView>;

export const exchangeHeads = z.object({ exchanges: z.array(exchangeHead) });
export const exchangesAnswer = z.object({ exchanges: z.array(exchangeView) });
