import { z } from 'zod';
import { views } from './reads.ts';

const many = z.int().min(1);
const part = z.number().min(0).lt(1).default(0.5);

/** Which requests are meant: all of these conditions hold. Without any: every read. */
const on = z
  .strictObject({
    /** Reads of this list, nested and single ones too, or requests for a token. */
    collection: z.enum([...views, 'token']).optional(),
    /** The n-th such request since the fault was set, from 1. */
    request: many.optional(),
    /** The n-th and all after it. */
    from: many.optional(),
    /** Not more than so many. */
    times: many.optional(),
    /** A share of them, drawn by the fault's own number: the same requests each time. */
    share: z.number().min(0).max(1).optional(),
  })
  .default({});

const fault = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), on, ...shape });

export const faultSchema = z.discriminatedUnion('kind', [
  /** Never answers. */
  fault('hang', { afterHeaders: z.boolean().default(false) }),
  /** Closes the connection when this share of the body is out. */
  fault('cut', { after: part }),
  fault('slow', { bytesPerSecond: many }),
  /** Begins well and goes on until the client leaves. */
  fault('endless', {}),
  /** Any status, with the body that belongs to it. */
  fault('error', { status: z.int().min(400).max(599).default(500) }),
  /** A page of some proxy on the way. */
  fault('html', { status: z.int().min(200).max(599).default(502) }),
  fault('throttle', {
    retryAfter: z.int().min(0).nullable().default(1),
    as: z.enum(['seconds', 'date']).default('seconds'),
  }),
  fault('unavailable', { retryAfter: z.int().min(0).nullable().default(null) }),
  /** More requests in a second than this are answered 429 with Retry-After. */
  fault('pace', { perSecond: z.number().positive() }),
  /** To the same path of another host. */
  fault('redirect', { to: z.url(), status: z.literal([301, 302, 303, 307, 308]).default(302) }),
  /** JSON, but not what was asked for. */
  fault('wrong_json', { body: z.json().default({ ok: true }) }),
  /** JSON that breaks off, in an answer that does not. */
  fault('json_cut', { after: part }),
  /** The first page whatever is asked for, and always a next one. */
  fault('same_page', {}),
  /** The page before the one that is asked for. */
  fault('repeat_page', {}),
  /** The page behind it; with `from` one page is missing and the rest moves up. */
  fault('skip_page', {}),
  /** After the page is read: the first records go and copies come, first or last. As given, the total stays and a record is passed over. */
  fault('drift', {
    deleteFirst: z.int().min(0).default(1),
    insertFirst: z.int().min(0).default(0),
    insertLast: z.int().min(0).default(1),
  }),
  fault('wrong_total', { by: z.int().default(1) }),
  fault('no_total', {}),
  fault('no_link', {}),
  fault('expire_tokens', {}),
  /** The credentials are unknown from then on, until restored. */
  fault('revoke', {}),
  fault('withdraw_scope', { scope: z.string() }),
]);

export type Fault = z.output<typeof faultSchema>;
