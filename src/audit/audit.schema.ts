import { z } from 'zod';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

export const auditView = z.object({
  no: z.number().int(),
  at: instant,
  actor: z.object({
    kind: z.enum(['person', 'api_key', 'command', 'system']),
    id: z.string().nullable(),
    name: z.string(),
  }),
  /** `<subject>.<verb>`, such as `run.asked`. */
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  details: z.record(z.string(), z.unknown()),
});
export const auditQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  action: z.string().max(60).optional(),
});
export const auditAnswer = z.object({ audit: z.array(auditView), nextCursor });
