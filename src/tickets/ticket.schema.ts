import { z } from 'zod';
import { errorType } from '../connections/connection.schema.ts';
import { explained } from '../dictionary/entry.schema.ts';
import { issueState } from '../issues/issue.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

export const ticketState = z.enum(['open', 'sent', 'answered', 'closed']);
export type TicketState = z.infer<typeof ticketState>;

const words = z.string().trim().max(5000);
/** `words`: what whoever opens it says. */
export const ticketCreate = z.strictObject({ words: words.optional() }).nullish();

export const ticketView = z.object({
  id: z.number().int(),
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }),
  state: ticketState,
  /** Since when it is in this state. */
  since: instant,
  /** What it is about: the system error of its connection as it stood, or an issue. */
  error: z.object({ type: errorType, message: z.string(), since: instant, explained }).nullable(),
  issue: z
    .object({ id: z.number().int(), entry: z.string(), title: z.string(), state: issueState, explained })
    .nullable(),
  words: z.string(),
  openedBy: z.string(),
  openedAt: instant,
});
export type TicketView = z.infer<typeof ticketView>;

export const ticketsQuery = pageQuery.extend({
  connection: z.string().max(40).optional(),
  issue: z.coerce.number().int().positive().optional(),
  state: ticketState.optional(),
  /** Only those that whoever asks has opened. */
  mine: z.stringbool().optional(),
});
export const ticketsAnswer = z.object({ tickets: z.array(ticketView), nextCursor });

export const ticketEventView = z.object({
  no: z.number().int(),
  at: instant,
  what: z.enum(['opened', 'note', 'sent', 'answered', 'closed', 'reopened']),
  by: z.string(),
  words: z.string(),
  /** Where it was sent. */
  desk: z.string().nullable(),
  /** The mail that it was sent by. */
  mail: z.number().int().nullable(),
});
export type TicketEventView = z.infer<typeof ticketEventView>;

/** A file of the bundle, exactly as it goes. */
export const bundleFile = z.object({ name: z.string(), text: z.string() });
export type BundleFile = z.infer<typeof bundleFile>;
/** `sentAt` null: it was not sent yet. */
export const bundleView = z.object({
  madeAt: instant,
  sentAt: instant.nullable(),
  digest: z.string(),
  files: z.array(bundleFile),
});

/** Who is asked about a system: by mail, or by a webhook. The empty system: all that have no desk of their own. */
export const deskView = z.object({
  system: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  webhook: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type DeskView = z.infer<typeof deskView>;

export const ticketDetail = ticketView.extend({
  events: z.array(ticketEventView),
  bundle: bundleView.nullable(),
  /** Who would get it; null: nobody is named. */
  desk: deskView.nullable(),
  /** The mail that would carry the bundle; null where a webhook does, or nobody is named. */
  mail: z.object({ to: z.string(), subject: z.string(), text: z.string() }).nullable(),
});
export type TicketDetail = z.infer<typeof ticketDetail>;

/** The digest of the bundle that was looked at: no other is sent. */
export const ticketSend = z.strictObject({ digest: z.string().max(100) });
export const ticketSaid = z.strictObject({ words: words.min(1) });

export const desksAnswer = z.object({ desks: z.array(deskView) });
export const deskWrite = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    email: z.email().max(320).optional(),
    /** The id of a webhook. */
    webhook: z.string().max(40).optional(),
  })
  .refine(({ email, webhook }) => (email === undefined) !== (webhook === undefined), {
    path: ['email'],
    error: 'either email or webhook must be given',
  });
