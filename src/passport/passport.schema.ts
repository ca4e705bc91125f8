import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import { fixState } from '../fixes/fix.schema.ts';
import { issueState } from '../issues/issue.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';
import { outcomeView, outcomeWord, triggerWord } from '../runs/run.schema.ts';

/** A record as outcomes name it: its flow, or any run of it, its kind, and its key there. */
export const recordQuery = z.object({
  flow: z.coerce.number().int().positive().optional(),
  run: z.coerce.number().int().positive().optional(),
  kind: z.string().min(1).max(40),
  key: z.string().min(1).max(1000),
});
export type RecordNamed = z.output<typeof recordQuery>;
const recordKey = z.object({ kind: z.string(), key: z.string() });
const nameValue = z.object({ name: z.string(), value: z.string().nullable() });

/** What is held of it here now: the columns of its file, or the fields that its sender knows. */
const storedView = z.object({
  active: z.boolean(),
  createdRun: z.number().int().nullable(),
  changedRun: z.number().int().nullable(),
  deletedRun: z.number().int().nullable(),
  values: z.array(nameValue),
});

export const passportView = recordKey.extend({
  flow: z.number().int(),
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }),
  /** How people call it, where the roster holds it. */
  title: z.string().nullable(),
  user: z.object({ id: z.string(), name: z.string() }).nullable(),
  course: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** How it stands where it did not get through; null: it is fine. */
  present: z
    .object({
      outcome: outcomeWord,
      explained,
      since: instant,
      sinceRun: z.number().int(),
      lastRun: z.number().int(),
      waitsFor: recordKey.nullable(),
      hold: z.number().int().nullable(),
      issue: z.object({ id: z.number().int(), state: issueState }).nullable(),
    })
    .nullable(),
  /** Records that wait for this one; the first are named to whoever sees the whole district. */
  waiting: z.object({ count: z.number().int(), records: z.array(recordKey) }),
  /** What people decided about it. */
  exemption: z
    .object({
      decision: z.enum(['keep', 'ignore', 'never_delete', 'send_anyway']),
      reason: z.string(),
      by: z.string(),
      at: instant,
      until: instant.nullable(),
    })
    .nullable(),
  fixes: z.array(z.object({ id: z.number().int(), state: fixState, by: z.string(), at: instant })),
  stored: storedView.nullable(),
  /** How it can be synced alone: asked for at its source, or read again where it was read last; else why not. */
  syncAlone: z.object({ how: z.enum(['source', 'kept']).nullable(), whyNot: explained.nullable() }),
  /** Who looked at it last; null: whoever asks may not see that. */
  looked: z.array(z.object({ at: instant, by: z.string() })).nullable(),
});
export type PassportView = z.infer<typeof passportView>;

const cellView = z.object({
  /** The column as the source names it. */
  name: z.string(),
  /** What stands there; null: it may not be kept (a password). */
  value: z.string().nullable(),
  /** How it was read; null: it could not be, or is not carried. */
  read: z.string().nullable(),
  /** The column of OneRoster that it fills; null: it is not carried. */
  column: z.string().nullable(),
});
export type CellView = z.infer<typeof cellView>;

/** The row as it was read last, as far as it is still kept. */
export const sourceView = z.object({
  row: z
    .object({
      run: z.number().int(),
      file: z.string(),
      line: z.number().int(),
      readAt: instant,
      cells: z.array(cellView),
      findings: z.array(explained),
    })
    .nullable(),
  /** Why there is none: it was sent by itself, nothing is kept, or what is kept does not hold it. */
  whyNot: z.enum(['sent', 'not_kept', 'not_in_it', 'elsewhere']).nullable(),
});
export type SourceView = z.infer<typeof sourceView>;

export const attemptsQuery = pageQuery.extend(recordQuery.shape);
export const attemptView = outcomeView.extend({
  /** Names it among the attempts of the record. */
  id: z.string(),
  run: z.number().int(),
  /** When its run was asked for. */
  at: instant,
  trigger: triggerWord,
  askedBy: z.string(),
  /** Whether it was sent: a refusal that stands is told again without another try. */
  tried: z.boolean(),
  /** What was sent and answered is kept. */
  kept: z.boolean(),
});
export type AttemptView = z.infer<typeof attemptView>;
/** One attempt of a record, by its id. */
export const attemptQuery = recordQuery.extend({ attempt: z.string().max(1000) });
export const attemptsAnswer = z.object({ attempts: z.array(attemptView), nextCursor });
