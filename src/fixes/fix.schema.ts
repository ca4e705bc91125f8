import { z } from 'zod';
import { fixName } from '../dictionary/entry.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

export const fixState = z.enum(['applied', 'proved', 'failed', 'undone']);
export type FixState = z.infer<typeof fixState>;

const facts = z.record(z.string().max(100), z.string().max(1000));
const keys = z.array(z.string().max(400)).max(10_000);

/** The records of an issue that need the same: refused by one entry on a flow, of a kind, with these facts. */
export const fixGroup = z.strictObject({
  flow: z.number().int().positive(),
  entry: z.string().max(100),
  kind: z.string().max(40).nullable().default(null),
  facts: facts.default({}),
});
export type FixGroup = z.infer<typeof fixGroup>;

const field = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  is: z.enum(['choice', 'text', 'day']),
  required: z.boolean(),
  choices: z.array(z.string()),
});
export type FixField = z.infer<typeof field>;

/** A fix that a group can be put right with: what it does, and its form. */
export const fixOffer = z.object({
  name: fixName,
  title: z.string(),
  does: z.string(),
  fields: z.array(field),
  /** Some records of the group may be picked alone. */
  picks: z.boolean(),
});
export type FixOffer = z.infer<typeof fixOffer>;

const asked = z.strictObject({
  name: fixName,
  group: fixGroup,
  /** Only these of the group; left out: all. */
  records: keys.min(1).optional(),
  values: z.record(z.string().max(40), z.string().max(1000)).default({}),
});
export const fixPreviewAsk = asked.extend({
  limit: z.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1000).optional(),
});
/** `without`: records of the list that stay as they are. `digest`: of the list that was seen. */
export const fixApply = asked.extend({ without: keys.default([]), digest: z.string().max(100) });

export const fixPreview = z.object({
  name: fixName,
  title: z.string(),
  /** How many records it is for, and how many wait for these. */
  records: z.number().int(),
  waiting: z.number().int(),
  digest: z.string(),
  /** Whether its records are carried again at once, or by the next reading, since what was read last is not kept any more. */
  carried: z.enum(['at_once', 'next_reading']),
  warnings: z.array(z.string()),
  rows: z.array(
    z.object({
      kind: z.string(),
      key: z.string(),
      file: z.string().nullable(),
      line: z.number().int().nullable(),
      before: z.string(),
      after: z.string(),
      /** What else is wrong with it, so that it would still be refused. */
      still: z.array(z.string()),
    }),
  ),
  nextCursor,
});
export type FixPreview = z.infer<typeof fixPreview>;

const connection = z.object({ id: z.string(), name: z.string(), system: z.string() });

export const fixView = z.object({
  id: z.number().int(),
  name: fixName,
  title: z.string(),
  state: fixState,
  connection,
  group: fixGroup,
  values: z.record(z.string(), z.string()),
  /** How many records it is for, and how many waited for these. */
  records: z.number().int(),
  waiting: z.number().int(),
  /** How many of the records are refused now, and how many no run has carried since. */
  refused: z.number().int(),
  notCarried: z.number().int(),
  /** The run that carries them again; null: the next reading does. */
  run: z.number().int().nullable(),
  madeBy: z.string(),
  madeAt: instant,
  settledAt: instant.nullable(),
  undone: z.object({ by: z.string(), at: instant, run: z.number().int().nullable() }).nullable(),
});
export type FixView = z.infer<typeof fixView>;

/** `takesBack`: what would go from the roster, and what would be as it was before, if it were taken back now; null: it cannot be. */
export const fixDetail = fixView.extend({
  takesBack: z.object({ removed: z.number().int(), restored: z.number().int() }).nullable(),
});
export type FixDetail = z.infer<typeof fixDetail>;

/**
 * `flow` and `entry` name a group, and `kind` narrows it; its facts stand beside them under their own names
 * (`column=role&value=Pupil`). Then it is told with what it can be put right.
 */
export const fixesQuery = pageQuery
  .extend({
    state: fixState.optional(),
    connection: z.string().max(100).optional(),
    flow: z.coerce.number().int().positive().optional(),
    entry: z.string().max(100).optional(),
    kind: z.string().max(40).optional(),
  })
  .catchall(z.string().max(1000));
export const fixesAnswer = z.object({ fixes: z.array(fixView), offers: z.array(fixOffer), nextCursor });

export const valueMappingView = z.object({
  kind: z.string(),
  column: z.string(),
  /** As the source writes it, and as what it is read. */
  value: z.string(),
  word: z.string(),
  /** In how many records it is not read so. */
  except: z.number().int(),
  /** The fix that made it; taken back, it is gone. */
  fix: z.number().int(),
  madeBy: z.string(),
  madeAt: instant,
});
export type ValueMapping = z.infer<typeof valueMappingView>;
export const valueMappingsAnswer = z.object({ mappings: z.array(valueMappingView) });
