import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import { changes, type NewsKind } from '../notifications/news.model.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

/** News that webhooks may ask for. Of themselves they tell nothing: that is told by mail. */
export type WebhookKind = Exclude<NewsKind, 'webhook'>;
export type WebhookChange<Kind extends WebhookKind> = (typeof changes)[Kind][number];
const kinds = Object.keys(changes).filter((kind) => kind !== 'webhook') as [WebhookKind, ...WebhookKind[]];

/** `changes` null: everything that happens to the kind. */
const want = z
  .object({ kind: z.enum(kinds), changes: z.array(z.string().max(40)).min(1).max(20).nullable().default(null) })
  .refine(
    ({ kind, changes: asked }) => (asked ?? []).every((one) => (changes[kind] as readonly string[]).includes(one)),
    {
      error: 'names something that does not happen to this kind',
      path: ['changes'],
    },
  );
export type Want = z.output<typeof want>;
const wants = z.array(want).max(kinds.length);

export const webhookState = z.enum(['active', 'off', 'disabled']);
export type WebhookState = z.infer<typeof webhookState>;
export const eventState = z.enum(['queued', 'delivered', 'failed']);
export type EventState = z.infer<typeof eventState>;

const attemptView = z.object({
  no: z.number().int(),
  at: instant,
  /** Milliseconds until there was an answer, or until it was given up. */
  ms: z.number().int(),
  /** Of its answer; null: none came. */
  status: z.number().int().nullable(),
  /** Why it was not taken; null: it was. */
  error: explained.nullable(),
  /** The first 2 KB of what was answered, without what looks like an address or a secret. */
  answer: z.string().nullable(),
});
export type AttemptView = z.infer<typeof attemptView>;

export const webhookView = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  wants,
  /** `disabled`: every attempt failed for five days, or it said that it is gone. */
  state: webhookState,
  failingSince: instant.nullable(),
  /** Events that were not delivered yet, and that failed for good. */
  waiting: z.number().int(),
  failed: z.number().int(),
  lastDeliveredAt: instant.nullable(),
  /** Until when the secret before the present one signs as well. */
  oldSecretEndsAt: instant.nullable(),
  madeAt: instant,
});
export type WebhookView = z.infer<typeof webhookView>;
export const webhooksAnswer = z.object({ webhooks: z.array(webhookView), nextCursor });

const name = z.string().trim().min(1).max(100);
const address = z.string().trim().min(1).max(2000);
/** An endpoint without wants hears only of what somebody sends to it, such as the tickets of a desk. */
export const webhookCreate = z.object({ name, address, wants: wants.default([]) });
export const webhookChange = z.object({
  name: name.optional(),
  address: address.optional(),
  wants: wants.optional(),
  state: z.enum(['active', 'off']).optional(),
});
/** `secret` is shown once. */
export const webhookSecret = z.object({ webhook: webhookView, secret: z.string() });

export const eventView = z.object({
  no: z.number().int(),
  /** By what its receiver knows it again: the header `webhook-id`. */
  id: z.string(),
  type: z.string(),
  state: eventState,
  /** Since it was queued or asked for again. */
  attempts: z.number().int(),
  /** When it is attempted next; null where it is not. */
  dueAt: instant.nullable(),
  madeAt: instant,
  endedAt: instant.nullable(),
  /** The last attempt. */
  last: attemptView.nullable(),
});
export type EventView = z.infer<typeof eventView>;
export const eventsQuery = pageQuery.extend({ state: eventState.optional() });
export const eventsAnswer = z.object({ events: z.array(eventView), nextCursor });
export const eventDetail = eventView.extend({ body: z.string(), tries: z.array(attemptView) });
export type EventDetail = z.infer<typeof eventDetail>;

/** A span of time: everything that happened in it is sent again, also what was never sent since the webhook was off. */
export const replaySpan = z
  .object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: 'must be after from', path: ['to'] });
export const replayed = z.object({ queued: z.number().int() });
