import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

export const mailState = z.enum(['queued', 'sent', 'failed']);
export type MailState = z.infer<typeof mailState>;

export const mailView = z.object({
  no: z.number().int(),
  /** What sort of mail it is, such as `welcome`. */
  kind: z.string(),
  /** The id of what it belongs to, such as a person's. */
  about: z.string().nullable(),
  to: z.string(),
  subject: z.string(),
  state: mailState,
  /** Tries since it was queued or asked for again. */
  attempts: z.number().int(),
  /** When it is tried next; null where it is not. */
  dueAt: instant.nullable(),
  madeAt: instant,
  sentAt: instant.nullable(),
  /** Why the last try did not work. */
  error: explained.nullable(),
});
export type MailView = z.infer<typeof mailView>;

/** `sending` false: no mail server is set, and mail is kept here. */
const sending = z.boolean();
export const mailsQuery = pageQuery.extend({ state: mailState.optional(), kind: z.string().max(60).optional() });
export const mailsAnswer = z.object({ mails: z.array(mailView), nextCursor, sending });
export const mailDetail = mailView.extend({
  /** As it is sent, but for links: outside the demo only where they lead is shown, since one may let its receiver in. */
  text: z.string(),
  /** The form for programs that show HTML, where it was written by itself. */
  html: z.string().nullable(),
  linksCut: z.boolean(),
  messageId: z.string().nullable(),
  /** Files that go with it; `bytes`: how large each is. */
  attachments: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
  sending,
});
export type MailDetail = z.infer<typeof mailDetail>;
