import { z } from 'zod';
import { ownerName, retryWord } from './entry.schema.ts';

/** What was wrong at one place of a request: `pointer` is a JSON pointer into what was sent. */
export const violation = z.object({
  pointer: z.string(),
  entry: z.string(),
  message: z.string(),
  received: z.unknown().optional(),
});

/** The one shape of every refusal of every HTTP surface (`info` and `code` only where the rostering API prints them). */
export const refusalBody = z.object({
  error: z.object({
    code: z.number().optional(),
    message: z.string(),
    info: z.record(z.string(), z.unknown()).optional(),
    help: z.object({
      entry: z.string(),
      requestId: z.string(),
      owner: ownerName,
      retry: retryWord,
      meaning: z.string().optional(),
      steps: z.array(z.string()).optional(),
      violations: z.array(violation),
    }),
  }),
});
export type RefusalBody = z.infer<typeof refusalBody>;
