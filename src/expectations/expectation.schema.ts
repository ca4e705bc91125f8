import { z } from 'zod';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

/**
 * What may be expected: `hub` that it is alive, `run` that a flow runs as its schedule says, `rows` that as many records of
 * a kind come as usual, `quiet` that something changes now and then, `school` that a school does not vanish, `push` that an
 * API key sends on its days, `credential` that a secret does not end unseen, `mail` that the queue moves, `disk` that there
 * is room.
 */
export const expectationKind = z.enum(['hub', 'run', 'rows', 'quiet', 'school', 'push', 'credential', 'mail', 'disk']);
export type ExpectationKind = z.infer<typeof expectationKind>;

const someone = z.object({ name: z.string() });
const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const expectationView = z.object({
  id: z.number().int(),
  kind: expectationKind,
  /** Null: of the hub itself. */
  connection: z.object({ id: z.string(), name: z.string(), system: z.string() }).nullable(),
  /** The school that it is about, where it is about one. */
  school: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: z.enum(['met', 'missed']),
  /** In this state since. */
  since: instant,
  /** What is usual and what came, by kind: `low`, `usual`, `high`, `came`, `run`, `dueAt`, `days`, `by` and the like. */
  facts: z.record(z.string(), fact),
  /** Nobody is told of it until then. */
  muted: z.object({ until: instant, reason: z.string(), by: someone }).nullable(),
  /** Somebody said that it is so from now on: what was before is no longer learned from. */
  normal: z.object({ since: instant, reason: z.string(), by: someone }).nullable(),
});
export type ExpectationView = z.infer<typeof expectationView>;

export const expectationsQuery = pageQuery.extend({
  /** `missed`: what should have happened and did not, muted or not. */
  state: z.enum(['missed', 'met', 'muted']).optional(),
  /** A connection's id. */
  connection: z.string().max(100).optional(),
});
export const expectationsAnswer = z.object({
  expectations: z.array(expectationView),
  nextCursor,
  /** When the hub last looked; null: not yet. */
  lookedAt: instant.nullable(),
});

/** One day of what came: the band that was usual by then (null: not known yet), and how much came. */
export const expectedDay = z.object({
  day: z.string(),
  run: z.number().int().nullable(),
  low: z.number().nullable(),
  usual: z.number().nullable(),
  high: z.number().nullable(),
  came: z.number(),
});
export type ExpectedDay = z.infer<typeof expectedDay>;
export const expectationDetail = expectationView.extend({ days: z.array(expectedDay) });
export type ExpectationDetail = z.infer<typeof expectationDetail>;

const reason = z.string().trim().min(1, 'must say why').max(500);
/** A day; at its beginning in the district's time zone people are told again. */
export const expectationMute = z.strictObject({ until: z.iso.date(), reason });
export const expectationAccept = z.strictObject({ reason });

/** A secret whose end is known, or could be: of a connection, or an API key. */
export const expiryView = z.object({
  subject: z.string(),
  name: z.string(),
  of: z.enum(['connection', 'api_key']),
  /** Null: nobody has said when it ends. */
  endsOn: z.string().nullable(),
});
export type ExpiryView = z.infer<typeof expiryView>;
export const expiriesAnswer = z.object({ expiries: z.array(expiryView) });
export const expiryWrite = z.strictObject({
  subject: z.string().regex(/^(credential|api_key) \d{1,15}$/, 'must be “credential 12” or “api_key 5”'),
  endsOn: z.iso.date().nullable(),
});
