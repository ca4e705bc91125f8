import { z } from 'zod';

/** Who puts a cause right; each is held by people through roles. */
export const ownerName = z.enum([
  'teacher',
  'registrar',
  'scheduler',
  'lms_admin',
  'sis_admin',
  'integration_manager',
  'support',
]);
export type OwnerName = z.infer<typeof ownerName>;

/** When another try is worth it: at once, by itself later, after somebody's correction, after support, never. */
export const retryWord = z.enum(['now', 'next_run', 'after_fix', 'after_support', 'none']);
export type RetryWord = z.infer<typeof retryWord>;

export const systemId = z.enum(['oneroster', 'rostering', 'connection', 'request']);

export const entryCause = z.object({
  meaning: z.string().min(1),
  owner: ownerName,
  steps: z.array(z.string().min(1)).min(1),
  prevention: z.array(z.string().min(1)),
});

/** One message of one system, explained. `message` holds `{fact}` placeholders; the facts it is told with are `facts`. */
export const entry = z.object({
  entry: z.string().regex(/^[a-z]+(?:[._][a-z0-9_]+)+$/),
  system: systemId,
  title: z.string().min(1),
  message: z.string().min(1),
  cause: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  blocking: z.boolean(),
  retry: retryWord,
  /** The HTTP status it is told with, where it refuses a request. */
  status: z.number().int().min(400).max(599).optional(),
  /** The number that the rostering API prints beside the message. Several entries share one, and some have none. */
  code: z.number().int().optional(),
  /** The operations of the rostering API that can answer it, by their ids. */
  operations: z.array(z.string().min(1)).min(1).optional(),
  causes: z.array(entryCause).min(1),
});
export type Entry = z.infer<typeof entry>;

/** An entry told for one case: the message with its facts filled in, and the help of its first cause. */
export const explained = z.object({
  entry: z.string(),
  title: z.string(),
  cause: z.string(),
  message: z.string(),
  meaning: z.string(),
  owner: ownerName,
  steps: z.array(z.string()),
  prevention: z.array(z.string()),
  retry: retryWord,
});
export type Explained = z.infer<typeof explained>;
