import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';

const workerView = z.object({
  id: z.string(),
  /** The hub works beside its answers; a worker does nothing else. */
  kind: z.enum(['hub', 'worker']),
  /** The machine’s name, and the number of the process there. */
  host: z.string(),
  pid: z.number().int(),
  /** `quiet`: not heard of for 45 seconds; what it holds, another takes over. */
  state: z.enum(['working', 'stopping', 'quiet']),
  startedAt: instant,
  seenAt: instant,
  /** Parts of this district’s runs that it has in hand. */
  parts: z.array(z.object({ run: z.number().int(), part: z.string(), done: z.number().int(), of: z.number().int() })),
  /** How many parts of other districts. */
  partsElsewhere: z.number().int(),
});
export type WorkerView = z.infer<typeof workerView>;
export const workersAnswer = z.object({ workers: z.array(workerView) });
