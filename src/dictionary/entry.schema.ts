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

/** The systems whose messages are known; `rostering`, `oneroster`, `merge`, `connection` and `request` are our own surfaces. */
export const systemId = z.enum([
  'aeries',
  'aspen',
  'focus',
  'infinite-campus',
  'pinnacle',
  'powerschool',
  'progressbook',
  'q',
  'sapphire',
  'skyward',
  'synergy',
  'canvas',
  'banner',
  'colleague',
  'peoplesoft',
  'merge',
  'oneroster',
  'rostering',
  'connection',
  'request',
]);
export type SystemId = z.infer<typeof systemId>;

/**
 * Where a message comes from: the outside system answers it (`sis`), the exchange between the two says it of its own
 * work (`exchange`), it is another message behind the exchange's log prefix, explained but never produced (`prefix`),
 * or we say it ourselves (`hallpass`).
 */
export const origin = z.enum(['sis', 'exchange', 'prefix', 'hallpass']);

/** The typed actions that take a cause away; the engine carries out those that a connector offers. */
export const fixName = z.enum([
  'category.map',
  'category.choose_twin',
  'assignment.move_category',
  'assignment.switch_sync_off',
  'assignment.shorten_title',
  'assignment.set_points',
  'due_date.set',
  'due_date.move',
  'due_date.add_everyone_else',
  'section.exclude',
  'student.leave_out',
  'enrollment.conclude',
  'score.enter',
  'line_item.adopt',
  'line_item.recreate',
  'value.map',
  'record.leave_out',
  'connection.resync',
  'connection.reauthenticate',
  'connection.open_ticket',
]);
export type FixName = z.infer<typeof fixName>;

/** A place in a system where somebody sets something right; `path` follows the system's own address and may hold facts. */
export const screen = z.object({
  system: systemId,
  name: z.string().min(1),
  path: z.string().startsWith('/').optional(),
});
export type Screen = z.infer<typeof screen>;

export const entryCause = z.object({
  meaning: z.string().min(1),
  owner: ownerName,
  /** The source names nobody; who fixes it follows from what the steps do. */
  ownerInferred: z.literal(true).optional(),
  /** Whose support it is, where the owner is `support`. */
  desk: z.string().min(1).optional(),
  steps: z.array(z.string().min(1)).min(1),
  /** What a step destroys; `step` counts from 1. */
  destroys: z.array(z.object({ step: z.number().int().min(1), what: z.string().min(1) })).optional(),
  prevention: z.array(z.string().min(1)),
  fixes: z.array(fixName).optional(),
  screens: z.array(screen).optional(),
});
export type EntryCause = z.infer<typeof entryCause>;

/**
 * One wording and what it means. `message` holds `{fact}` placeholders. Case, white space, punctuation, quotes and
 * brackets do not matter when it is looked up.
 */
export const saying = z.object({
  message: z.string().min(1),
  /** The same message as it is met elsewhere: another spelling, or its core without what wraps it. */
  aliases: z.array(z.string().min(1)).optional(),
  /** For a fact: the only words that it can consist of. It tells apart two messages that differ in nothing else. */
  words: z.record(z.string(), z.array(z.string().min(1))).optional(),
  /** Nothing but punctuation may follow, since with more behind it, it is another message. */
  ends: z.literal(true).optional(),
  origin: origin.optional(),
  cause: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  blocking: z.boolean(),
  retry: retryWord,
  /** The HTTP status it is told with, where it refuses a request; only where the source prints one. */
  status: z.number().int().min(400).max(599).optional(),
  /** The number that is printed beside the message. Several entries share one, and some have none. */
  code: z.number().int().optional(),
  causes: z.array(entryCause).min(1),
});
export type Saying = z.infer<typeof saying>;

/** One message of one system, explained; `also` holds further messages that its source prints under the same title. */
export const entry = saying.extend({
  entry: z.string().regex(/^[a-z]+(?:[._-][a-z0-9_]+)+$/),
  system: systemId,
  title: z.string().min(1),
  /** The document that the message is known from. */
  source: z.string().min(1).optional(),
  /** The operations of the rostering API that can answer it, by their ids. */
  operations: z.array(z.string().min(1)).min(1).optional(),
  also: z.array(saying).optional(),
  /** The facts that say what must be changed: records with the same values in them are one group of an issue. */
  groupBy: z.array(z.string().min(1)).min(1).optional(),
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

/** A cause as it is told, with the facts of the case in its words. */
export const toldCause = z.object({
  meaning: z.string(),
  owner: ownerName,
  ownerInferred: z.boolean(),
  desk: z.string().nullable(),
  steps: z.array(z.string()),
  destroys: z.array(z.object({ step: z.number().int(), what: z.string() })),
  prevention: z.array(z.string()),
  fixes: z.array(fixName),
  screens: z.array(screen),
});
export type ToldCause = z.infer<typeof toldCause>;

/** An entry as it is told of one message. */
export const toldMatch = z.object({
  entry: z.string(),
  system: systemId,
  title: z.string(),
  /** The message as the dictionary has it, with placeholders. */
  message: z.string(),
  cause: z.string(),
  causeTitle: z.string(),
  blocking: z.boolean(),
  retry: retryWord,
  causes: z.array(toldCause),
  facts: z.record(z.string(), z.string()),
  /** The message ends before the entry’s does. */
  cut: z.boolean(),
  /** The document that it is known from; null: it is our own. */
  source: z.string().nullable(),
});
export type ToldMatch = z.infer<typeof toldMatch>;

/** The resources of the rostering API as it calls them. */
export const resourceName = z.enum(['user', 'course', 'courseMember', 'attendanceSession']);
export type ResourceName = z.infer<typeof resourceName>;

/** A message to explain; status, code and, for `rostering`, the resource narrow it. */
export const question = z.object({
  message: z.string().min(1),
  system: systemId.optional(),
  resource: resourceName.optional(),
  status: z.number().int().optional(),
  code: z.number().int().optional(),
});
export type Question = z.infer<typeof question>;

export const explanation = z.object({ matches: z.array(toldMatch), unknown: z.boolean() });
export type Explanation = z.infer<typeof explanation>;
