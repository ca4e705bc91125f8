import { z } from 'zod';
import { weekdays } from '../connections/calendar.schema.ts';
import { explained } from '../dictionary/entry.schema.ts';
import { instant } from '../platform/page.schema.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 07:00');

/** Mail of runs: only when there were problems, or nightly whatever happened. */
const runChoice = z.enum(['problems', 'nightly']);
/** Changes of state: of the issues that one has, or of all issues, connections, holds and the like. */
const changeChoice = z.enum(['mine', 'all']);

/** When nothing is sent, in the district's time zone; `to` at or before `from`: of the next day. Without days: every day. */
const quietSpan = z.strictObject({
  from: time,
  to: time,
  days: z.array(z.enum(weekdays)).min(1, 'must name at least one day').optional(),
});
export type QuietSpan = z.output<typeof quietSpan>;

const choices = z.strictObject({
  runs: runChoice.nullable().default(null),
  changes: changeChoice.nullable().default(null),
  /** All of a day in one mail, at this time; null: at once. */
  digestAt: time.nullable().default(null),
  quiet: z.array(quietSpan).max(20).default([]),
  /** An issue that is open for so many hours is told of once more. */
  stillOpenHours: z.number().int().min(1).max(2000).nullable().default(null),
});
export type Choices = z.output<typeof choices>;

const saysSomething = ({ runs, changes, stillOpenHours }: Pick<Choices, 'runs' | 'changes' | 'stillOpenHours'>) =>
  runs !== null || changes !== null || stillOpenHours !== null;
const nothingChosen = 'choose at least one thing to be told of: runs, changes or stillOpenHours';

/** `flow`: the number of the flow that it is about; null: all that one has not chosen for by themselves. */
export const subscriptionWrite = choices
  .extend({ flow: z.number().int().positive().nullable().default(null) })
  .refine(saysSomething, nothingChosen);
export type SubscriptionWrite = z.output<typeof subscriptionWrite>;

/** The same in the district file, where a person is an e-mail address and a flow its connection. */
export const notificationInFile = choices
  .extend({ person: z.email('must be an e-mail address'), connection: z.string().min(1).max(100).optional() })
  .refine(saysSomething, nothingChosen);

const flowView = z.object({
  no: z.number().int(),
  job: z.enum(['rostering', 'passback', 'merge']),
  connection: z.object({ id: z.string(), name: z.string() }),
});

export const subscriptionView = choices.extend({
  no: z.number().int(),
  flow: flowView.nullable(),
  since: instant,
  /** The last mail of it, and why it did not go out, where it did not. */
  lastMail: z.object({ subject: z.string(), at: instant, failed: explained.nullable() }).nullable(),
  /** Since when nothing is sent, since its address was refused several times. */
  restsSince: instant.nullable(),
});
export type SubscriptionView = z.infer<typeof subscriptionView>;

export const subscriptionsAnswer = z.object({
  /** Where one's mail goes. */
  address: z.string(),
  /** False: no mail server is set, and mail is kept in the outbox. */
  sending: z.boolean(),
  timeZone: z.string(),
  subscriptions: z.array(subscriptionView),
  flows: z.array(flowView),
  /** What one may see, and so be told of. */
  sees: z.object({ runs: z.boolean(), issues: z.boolean(), all: z.boolean() }),
});
export type SubscriptionsAnswer = z.infer<typeof subscriptionsAnswer>;

/** What a choice would have sent in the last month, the newest first. */
export const previewAnswer = z.object({
  mails: z.array(z.object({ at: instant, subject: z.string(), about: z.number().int() })),
  /** Mails beyond those that are listed. */
  more: z.number().int(),
  since: instant,
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

/** What an unsubscribing link stops; null: it is stopped already. */
export const unsubscribeView = z.object({
  district: z.string(),
  stops: z.object({ connection: z.string().nullable() }).nullable(),
});
export type UnsubscribeView = z.infer<typeof unsubscribeView>;
