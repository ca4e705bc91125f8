import { z } from 'zod';

export const rekeyKind = z.enum(['user', 'class']);
export type RekeyKind = z.infer<typeof rekeyKind>;

/** Two records that look like one under two ids. Names are shown to those only who may see the roster of the whole district. */
export const rekeyPair = z.object({
  oldKey: z.string(),
  newKey: z.string(),
  oldName: z.string(),
  newName: z.string(),
  /** How alike they are, from 0 to 1. */
  score: z.number(),
  /** By what: `title`, `students`, `identifier` and the like. */
  because: z.array(z.string()),
  /** So alike, and so much more than to anything else, that the pair is chosen unless somebody leaves it out. */
  sure: z.boolean(),
});
export type RekeyPairView = z.infer<typeof rekeyPair>;

/** The pairs of one kind in one school, which a person confirms together. */
export const rekeyGroup = z.object({
  id: z.string(),
  kind: rekeyKind,
  school: z.object({ id: z.string(), name: z.string() }),
  /** How many pairs are sure, and how many somebody has to look at. */
  sure: z.number().int(),
  unsure: z.number().int(),
  /** The first of them, those that have to be looked at first. */
  pairs: z.array(rekeyPair),
});
export type RekeyGroup = z.infer<typeof rekeyGroup>;

export const rekeyAnswer = z.object({
  connection: z.object({ id: z.string(), name: z.string() }),
  /** What a confirmation names, so that it confirms what was seen. */
  digest: z.string(),
  /** Records that their source no longer shows, and those that are new since, by kind. */
  missing: z.object({ user: z.number().int(), class: z.number().int() }),
  fresh: z.object({ user: z.number().int(), class: z.number().int() }),
  groups: z.array(rekeyGroup),
  /** The last run that joined records of this connection, if any. */
  lastRun: z.number().int().nullable(),
});
export type RekeyAnswer = z.infer<typeof rekeyAnswer>;

export const rekeyConfirm = z.strictObject({
  digest: z.string().min(1).max(64),
  groups: z.array(z.string().max(400)).min(1, 'must name at least one group').max(10_000),
  /** New keys of sure pairs that are not the same all the same. */
  without: z.array(z.string().max(400)).max(10_000).default([]),
  /** New keys of pairs that are not sure, and are the same. */
  with: z.array(z.string().max(400)).max(10_000).default([]),
});
