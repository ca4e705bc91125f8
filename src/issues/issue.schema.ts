import { z } from 'zod';
import { explained, fixName, ownerName, retryWord } from '../dictionary/entry.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';
import { outcomeView } from '../runs/run.schema.ts';

export const issueState = z.enum(['open', 'regressed', 'snoozed', 'muted', 'resolved']);
export type IssueState = z.infer<typeof issueState>;

const someone = z.object({ id: z.string(), name: z.string() });

export const issueView = z.object({
  id: z.number().int(),
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }),
  /** The number of its flow, by which fixes are asked for. */
  flow: z.number().int(),
  entry: z.string(),
  title: z.string(),
  /** The canonical cause, one for all systems. */
  cause: z.string(),
  owner: ownerName,
  retry: retryWord,
  state: issueState,
  /** Since when it is in this state. */
  since: instant,
  assignee: someone.nullable(),
  /** What ends the snooze: an instant, a number of records, or whichever of both comes first. */
  snooze: z.object({ until: instant.nullable(), records: z.number().int().nullable() }).nullable(),
  /** Why it is muted. */
  reason: z.string().nullable(),
  /** Records that have the cause now. */
  records: z.number().int(),
  /** Records that wait for one of these, and are released with it. */
  waiting: z.number().int(),
  firstSeen: instant,
  lastSeen: instant,
  firstRun: z.number().int(),
  lastRun: z.number().int(),
  /** What it counted when runs ended, the oldest first; empty for whoever sees some schools only. */
  trend: z.array(z.object({ run: z.number().int(), records: z.number().int(), waiting: z.number().int() })),
});
export type IssueView = z.infer<typeof issueView>;

/** Records in which the same thing must be changed: the same kind, and the same values of the facts that the entry groups by. */
export const issueGroup = z.object({
  id: z.string(),
  kind: z.string(),
  facts: z.record(z.string(), z.string()),
  records: z.number().int(),
  owner: ownerName,
  fixes: z.array(fixName),
});
export type IssueGroup = z.infer<typeof issueGroup>;

/** What happened to an issue: what runs found, and what people did. */
export const issueEvent = z.object({
  at: instant,
  what: z.enum([
    'opened',
    'regressed',
    'resolved',
    'woken',
    'assigned',
    'unassigned',
    'snoozed',
    'muted',
    'unmuted',
    'retried',
  ]),
  by: z.object({ kind: z.enum(['person', 'api_key', 'command', 'system']), name: z.string() }),
  run: z.number().int().nullable(),
  records: z.number().int().nullable(),
  until: instant.nullable(),
  assignee: someone.nullable(),
});
export type IssueEventView = z.infer<typeof issueEvent>;

export const issueDetail = issueView.extend({
  /** The help of the dictionary, with the facts that the records of one group share: of the one that was asked for, or the largest. */
  explained,
  explainedGroup: z.string().nullable(),
  groups: z.array(issueGroup),
  /** How many groups there are; the largest are listed. */
  groupCount: z.number().int(),
  history: z.array(issueEvent),
  /** When its connection runs next by itself; null: not by itself, or not while it is paused. */
  nextRun: instant.nullable(),
  /** Why no run can be asked for from here; null: it can. */
  notRetried: explained.nullable(),
});
export type IssueDetail = z.infer<typeof issueDetail>;

export const issuesQuery = pageQuery.extend({
  /** One state, or `present`: open and regressed, which are those that need somebody. */
  state: z.union([issueState, z.literal('present')]).optional(),
  owner: ownerName.optional(),
  /** A connection's id. */
  connection: z.string().max(100).optional(),
  /** Words of the title, an entry or a cause, or the beginning of a record's key. */
  q: z.string().max(300).optional(),
  /** Only those that are assigned to whoever asks. */
  mine: z.stringbool().optional(),
});
export const issuesAnswer = z.object({ issues: z.array(issueView), nextCursor });

/** The id of a group. */
const group = z.string().max(100).optional();
export const issueShown = z.object({ group });
export const issueRecordsQuery = pageQuery.extend({
  group,
  /** Those that wait for its records, instead of these. */
  waiting: z.stringbool().optional(),
  /** A record's key, whole or its beginning. */
  q: z.string().max(300).optional(),
});
export const issueRecord = outcomeView.extend({
  /** The run that refused it last, by which its outcome is found. */
  run: z.number().int(),
  /** When it was first refused like this. */
  since: instant,
});
export type IssueRecord = z.infer<typeof issueRecord>;
export const issueRecordsAnswer = z.object({ records: z.array(issueRecord), nextCursor });

export const assigneesAnswer = z.object({ people: z.array(someone) });
export const issueAssign = z.strictObject({ assignee: z.string().max(30).nullable() });
/** A day and a number may both be given: then whichever comes first ends the snooze. */
export const issueSnooze = z
  .strictObject({
    /** A day; at its beginning in the district's time zone the issue is back. */
    until: z.iso.date().optional(),
    endOfTerm: z.literal(true).optional(),
    /** So many records have the cause. */
    records: z.number().int().min(1).max(1_000_000_000).optional(),
  })
  .refine(({ until, endOfTerm, records }) => until !== undefined || endOfTerm !== undefined || records !== undefined, {
    error: 'needs until, endOfTerm or records',
  })
  .refine(({ until, endOfTerm }) => until === undefined || endOfTerm === undefined, {
    path: ['endOfTerm'],
    error: 'cannot stand beside until',
  });
export const issueMute = z.strictObject({ reason: z.string().trim().min(1).max(500) });
