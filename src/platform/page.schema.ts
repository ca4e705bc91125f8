import { z } from 'zod';

/** Lists are `{"<plural>": […], "nextCursor": …}`; `limit` 1 to 500, 100 when left out. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional(),
});

export const nextCursor = z.string().nullable();
/** An instant as ISO 8601 in UTC. */
export const instant = z.string();
