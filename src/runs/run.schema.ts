import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

export const outcomeWords = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'invalid',
  'held',
  'conflict',
  'rejected',
  'blocked',
] as const;
/** What became of one record; the sum of these nine is what entered the run. */
export const outcomeWord = z.enum(outcomeWords);
export type Outcome = z.infer<typeof outcomeWord>;

export const runState = z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'cancelled']);
export type RunState = z.infer<typeof runState>;
export const partState = z.enum(['waiting', 'running', 'done', 'left']);
export type PartState = z.infer<typeof partState>;
export const triggerWord = z.enum([
  'schedule',
  'person',
  'api',
  'push',
  'edit',
  'retry',
  'release',
  'fix',
  'remaster',
  'undo',
]);
export type Trigger = z.infer<typeof triggerWord>;

export const counts = z.object({
  entered: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  deleted: z.number().int(),
  unchanged: z.number().int(),
  invalid: z.number().int(),
  held: z.number().int(),
  conflict: z.number().int(),
  rejected: z.number().int(),
  blocked: z.number().int(),
  /** How many of `rejected` were not sent again. */
  standing: z.number().int(),
});
export type Counts = z.infer<typeof counts>;

/** Something that stopped no record but that a person should know: vendor columns, files that were left. */
export const note = z.object({ entry: z.string(), title: z.string(), message: z.string(), count: z.number().int() });

export const runView = counts.extend({
  id: z.number().int(),
  job: z.enum(['rostering', 'passback', 'merge']),
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }),
  trigger: triggerWord,
  /** It wrote nothing: its numbers say what would have been. */
  dry: z.boolean(),
  /** Who asked: a person's name, an API key's name, or the command line. */
  askedBy: z.string(),
  state: runState,
  askedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** What became of its records was kept as long as it is to be kept; its numbers stay. */
  recordsRemovedAt: instant.nullable(),
  partsLeft: z.number().int(),
  /** Rows read so far of the rows expected, while it runs. */
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  /** Why it stopped, where it did. */
  error: explained.nullable(),
  /** The open hold that this run left, if any. */
  holds: z.array(z.object({ id: z.number().int(), kind: z.string(), records: z.number().int() })),
});
export type RunView = z.infer<typeof runView>;

export const partView = counts.extend({
  unit: z.string(),
  kind: z.string(),
  level: z.number().int(),
  state: partState,
  mode: z.string(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  progress: z.object({ done: z.number().int(), of: z.number().int() }),
  notes: z.array(note),
});

/** What a dry run would have held for review. */
const wouldHold = z.object({ kind: z.string(), entry: z.string(), records: z.number().int(), message: z.string() });
export const runDetail = runView.extend({
  parts: z.array(partView),
  notes: z.array(note),
  wouldHold: z.array(wouldHold),
});
export type RunDetail = z.infer<typeof runDetail>;

/** Refusals of a run grouped by what must be changed: one row an entry, kind and outcome. */
export const runCause = z.object({
  outcome: outcomeWord,
  kind: z.string(),
  count: z.number().int(),
  explained,
  examples: z.array(z.string()),
  /** The records that are still as this run left them, by what has to be put right in them; a fix is asked for such a group. */
  groups: z.array(
    z.object({
      flow: z.number().int(),
      entry: z.string(),
      kind: z.string(),
      facts: z.record(z.string(), z.string()),
      records: z.number().int(),
    }),
  ),
});

export type RunCause = z.infer<typeof runCause>;

export const outcomeView = z.object({
  kind: z.string(),
  key: z.string(),
  outcome: outcomeWord,
  /** Where it was read: file and line, as the person would find it. */
  file: z.string().nullable(),
  line: z.number().int().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  expected: z.string().nullable(),
  waitsFor: z.object({ kind: z.string(), key: z.string() }).nullable(),
  explained: explained.nullable(),
});
export type OutcomeView = z.infer<typeof outcomeView>;

export const runsQuery = pageQuery.extend({ state: runState.optional(), connection: z.string().max(100).optional() });
export const runsAnswer = z.object({ runs: z.array(runView), nextCursor });
export const outcomesQuery = pageQuery.extend({
  outcome: outcomeWord.optional(),
  kind: z.string().max(40).optional(),
  entry: z.string().max(100).optional(),
  /** A record's key, whole or its beginning. */
  q: z.string().max(300).optional(),
});
export const outcomesAnswer = z.object({ outcomes: z.array(outcomeView), nextCursor });
export const causesAnswer = z.object({ causes: z.array(runCause) });
export const runAsked = z.object({ run: z.object({ id: z.number().int() }) });

export const holdView = z.object({
  id: z.number().int(),
  run: z.number().int(),
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }),
  kind: z.string(),
  operation: z.enum(['create', 'update', 'delete']),
  reason: z.string(),
  state: z.enum(['open', 'released', 'dismissed']),
  records: z.number().int(),
  /** Of how many known records of the kind. */
  known: z.number().int(),
  digest: z.string(),
  since: instant,
});
export type HoldView = z.infer<typeof holdView>;
export const holdsQuery = pageQuery.extend({ state: z.enum(['open', 'released', 'dismissed']).optional() });
export const holdsAnswer = z.object({ holds: z.array(holdView), nextCursor });
export const holdDetail = holdView.extend({
  /** Records that would be new or changed are told with what stands now and what would stand then. */
  sample: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      changes: z
        .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
        .optional(),
    }),
  ),
  /** How many of its records belong to each school; '' to none. */
  schools: z.array(z.object({ id: z.string(), name: z.string(), records: z.number().int() })),
  /** What looks odd: the same records under new ids, everything of a school, everything there is. */
  odd: z.array(
    z.object({
      what: z.enum(['rekey', 'school_gone', 'kind_gone']),
      count: z.number().int(),
      of: z.number().int(),
      school: z.string().nullable(),
      message: z.string(),
    }),
  ),
});
export type HoldDetail = z.infer<typeof holdDetail>;
/** Left out: all of it. Given both, records that are of these schools as well. */
export const holdDecision = z.object({
  digest: z.string(),
  records: z.array(z.string()).max(10_000).optional(),
  schools: z.array(z.string()).max(10_000).optional(),
});
