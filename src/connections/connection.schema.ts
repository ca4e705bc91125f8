import { z } from 'zod';
import { explained } from '../dictionary/entry.schema.ts';
import type { RefusalBody } from '../dictionary/refusal.schema.ts';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';
import { threshold, thresholds } from '../runs/threshold.schema.ts';
import { blackout, blackouts, pauses, pauseView } from './calendar.schema.ts';

const credentialKind = z.enum(['oauth2', 'oauth1', 'token']);

/** What a connection to a system is made from: the form as its connector describes it. */
export const connectorView = z.object({
  system: z.string(),
  title: z.string(),
  settings: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      /** Where a person finds the value, in the other system. */
      where: z.string(),
      required: z.boolean(),
      kind: z.enum(['text', 'address', 'choice', 'time_zone']),
      choices: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
      example: z.string().optional(),
    }),
  ),
  credentials: z.array(
    z.object({
      kind: credentialKind,
      label: z.string(),
      fields: z.array(z.object({ name: z.string(), label: z.string(), where: z.string() })),
    }),
  ),
});
export type ConnectorView = z.infer<typeof connectorView>;
export const connectorsAnswer = z.object({ connectors: z.array(connectorView) });

/** When it runs by itself, in the district's time zone; `at` (02:00 where left out) belongs to the night. */
export const schedule = z
  .strictObject({
    every: z.enum(['night', 'hour', 'realtime']),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 02:00')
      .optional(),
  })
  .refine(({ every, at }) => at === undefined || every === 'night', { path: ['at'], error: 'belongs to every: night' });
export type Schedule = z.output<typeof schedule>;

const name = z.string().trim().min(1).max(100);
const settings = z.record(z.string().max(60), z.string().max(2000));
/** `{kind: 'oauth2', clientId, clientSecret}` and so on, as the connector describes; never answered. */
export const credentials = z
  .object({ kind: credentialKind })
  .catchall(z.string().min(1, 'must not be empty').max(10_000));
export type CredentialsGiven = z.output<typeof credentials>;

export const errorType = z.enum(['sync', 'auth', 'system']);
export const connectionView = z.object({
  id: z.string(),
  name: z.string(),
  system: z.string(),
  status: z.enum(['active', 'paused']),
  /** Null only while it is paused. */
  health: z.enum(['synced', 'error']).nullable(),
  error: z
    .object({
      type: errorType,
      message: z.string(),
      since: instant,
      /** The one thing that is offered against it. */
      action: z.enum(['resync', 'reauthenticate', 'ticket']),
      explained,
    })
    .nullable(),
  /** When everything was last read and nothing of it lost. */
  lastSyncedAt: instant.nullable(),
  schedule: schedule.nullable(),
  /** With blackouts taken into account. */
  nextDueAt: instant.nullable(),
  blackouts: z.array(blackout),
  pauses: z.array(pauseView),
  /** When changes wait for a person, beside what holds where nothing is said: rules of its flow. */
  thresholds: z.array(threshold),
  /** From when on deletions wait where no threshold speaks of them. */
  usualThreshold: z.object({ count: z.number().int(), percent: z.number() }),
  /** When the plan that paused it resumes it; null while a person has to. */
  resumesAt: instant.nullable(),
  settings: z.record(z.string(), z.unknown()),
  /** The way it signs in, where credentials are kept; never they themselves. */
  signsIn: z.object({ kind: z.string(), since: instant }).nullable(),
  /** Whether its data is fetched, so that it can be synced; otherwise it is sent to us. */
  fetched: z.boolean(),
});
export type ConnectionView = z.infer<typeof connectionView>;
export const connectionsQuery = pageQuery.extend({
  q: z.string().max(100).optional(),
  status: connectionView.shape.status.optional(),
  health: z.enum(['synced', 'error']).optional(),
});
export const connectionsAnswer = z.object({ connections: z.array(connectionView), nextCursor });

export const checkView = z.object({
  name: z.string(),
  label: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** What was found, in a few words. */
  found: z.string().nullable(),
  /** Why it failed. */
  explained: explained.nullable(),
});
export type CheckView = z.infer<typeof checkView>;
const checks = z.array(checkView);
export const checksAnswer = z.object({ checks });
/** What a checklist consists of, known before it is gone through. */
export type CheckNamed = Pick<CheckView, 'name' | 'label'>;
/**
 * A line of an answer as `application/x-ndjson`: first which checks there are, then each as it is done, and last what
 * would be the whole answer otherwise, or the refusal.
 */
export type ChecklistLine<Answer> =
  | { list: CheckNamed[] }
  | { check: CheckView }
  | { answer: Answer }
  | { error: RefusalBody['error'] };
export const connectionChecked = connectionView.extend({ checks });

export const connectionCreate = z.strictObject({
  name,
  system: z.string().max(60),
  settings: settings.default({}),
  credentials: credentials.nullable().default(null),
  schedule: schedule.nullable().default(null),
  blackouts: blackouts.default([]),
  pauses: pauses.default([]),
  thresholds: thresholds.default([]),
});
/** What is left out stays; a list that is given replaces the one before. */
export const connectionChange = z.strictObject({
  name: name.optional(),
  settings: settings.optional(),
  schedule: schedule.nullable().optional(),
  blackouts: blackouts.optional(),
  pauses: pauses.optional(),
  thresholds: thresholds.optional(),
});
export const connectionChanged = connectionView.extend({
  /** An address leads elsewhere now: what the connection signed in with was destroyed, and has to be given anew. */
  credentialsCleared: z.boolean(),
});

/**
 * `only: changed` asks for what has changed since the last complete reading, where there was one; otherwise everything is
 * read. `dry`: nothing is written, and the run says what would be.
 */
export const syncAsk = z.strictObject({ only: z.literal('changed').optional(), dry: z.boolean().optional() }).nullish();
export type SyncAsk = NonNullable<z.output<typeof syncAsk>>;
export const runsAsked = z.object({
  run: z.object({ id: z.number().int() }),
  runs: z.array(z.object({ id: z.number().int() })),
});

/** What would be lost, in counts by kind. */
export const loss = z.record(z.string(), z.number().int());
export const connectionDeleted = z.object({ id: z.string(), name: z.string(), lost: loss });
/** Deleted connections whose data is still being removed: how much there was, as far as that was counted, and what is left. */
export const removalsAnswer = z.object({
  removals: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      deletedAt: instant,
      rows: z.number().int().nullable(),
      left: z.number().int(),
    }),
  ),
});
/** `handedOver`: what other connections' data hangs on, and what therefore stays, with them. */
export const lossTold = z.object({ lost: loss, handedOver: loss });

/** `link` is shown once; whoever opens it gives the connection its credentials. */
export const linkMade = z.object({ link: z.string(), expiresAt: instant });
/** What somebody outside is asked for: whose connection it is, where it leads, and the ways to sign in. */
export const linkFor = z.object({
  district: z.string(),
  connection: z.string(),
  system: z.string(),
  addresses: z.array(z.string()),
  credentials: connectorView.shape.credentials,
  expiresAt: instant,
});
export type LinkFor = z.infer<typeof linkFor>;
export const linkUse = z.strictObject({ credentials });
/** `accepted` false: they were refused, nothing was stored, and the link still opens. */
export const linkUsed = z.object({ accepted: z.boolean(), checks });

/** What happened to a connection, told by the audit: `connection.` and what. Details hold settings and how it stood, no secret. */
export const historyAnswer = z.object({
  events: z.array(
    z.object({
      no: z.number().int(),
      at: instant,
      action: z.string(),
      by: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  nextCursor,
});
