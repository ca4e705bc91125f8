import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';

/** What is not removed by it, or only later, and how many there are. */
export const laterWord = z.enum([
  'backups',
  'other_machines',
  'own_files',
  'source_texts',
  'sign_in',
  'same_name',
  'sender',
]);
const later = z.object({ what: laterWord, n: z.number().int() });
export type Later = z.infer<typeof later>;

const counts = z.record(z.string(), z.number().int());

/** What forgetting somebody would remove, before anything happens. */
export const erasurePreview = z.object({
  person: z.object({ id: z.string(), name: z.string(), connection: z.string() }),
  /** How much there is, by place. */
  counts,
  later: z.array(later),
  /** What must be typed. */
  word: z.string(),
});
export type ErasurePreview = z.output<typeof erasurePreview>;

export const erasureAsked = z.strictObject({
  person: z.string().min(1).max(320),
  /** The word of the preview; without it nothing is done. */
  confirm: z.string().max(100),
  /** The person does not come again by a file or a reading. */
  keepAway: z.boolean(),
});

export const erasureView = z.object({
  no: z.number().int(),
  state: z.enum(['asked', 'done']),
  askedBy: z.string(),
  askedAt: instant,
  finishedAt: instant.nullable(),
  keepAway: z.boolean(),
  /** Runs that may still bring the person: it goes on when they have ended. */
  waitsFor: z.array(z.number().int()),
  removed: counts,
  later: z.array(later),
});
export type ErasureView = z.output<typeof erasureView>;
export const erasuresAnswer = z.object({ erasures: z.array(erasureView) });

export const readmission = z.strictObject({
  connection: z.string().min(1).max(40),
  /** The id by which the source names the person. */
  key: z.string().min(1).max(400),
});
export const readmitted = z.object({ readmitted: z.boolean() });
