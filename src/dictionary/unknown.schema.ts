import { z } from 'zod';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';
import { question, systemId, toldMatch } from './entry.schema.ts';

/** More is refused before it is read. */
export const longestMessage = 1_000_000;
export const explainBody = question.extend({ message: z.string().min(1).max(longestMessage) });

export const logBody = z.object({ system: systemId.optional(), text: z.string().min(1) });
const counted = { count: z.number().int(), lines: z.array(z.number().int()).readonly() };
export const logAnswer = z.object({
  total: z.number().int(),
  groups: z.array(z.object({ match: toldMatch, ...counted })).readonly(),
  unknown: z.array(z.object({ message: z.string(), system: systemId.nullable(), ...counted })).readonly(),
});

export const unknownView = z.object({
  id: z.string(),
  /** Null: no system was named when it was asked about. */
  system: systemId.nullable(),
  /** The message with {a}, {b} and so on for its values; an entry can be named by it as it stands. */
  template: z.string(),
  count: z.number().int(),
  firstSeen: instant,
  lastSeen: instant,
  ignored: z.boolean(),
});
export type UnknownView = z.infer<typeof unknownView>;

export const unknownQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  system: systemId.optional(),
  /** Left out: those that are ignored too. */
  ignored: z.enum(['true', 'false']).optional(),
});
export const unknownAnswer = z.object({
  items: z.array(unknownView),
  nextCursor,
  /** Messages that were let go, since too many different ones came. */
  dropped: z.number().int(),
});

export const unknownDetail = unknownView.extend({
  /** Up to five of the messages as they came; they may hold names. */
  samples: z.array(z.string()),
});
export type UnknownDetail = z.infer<typeof unknownDetail>;
