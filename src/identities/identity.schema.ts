import { z } from 'zod';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

const connectionRef = z.object({ id: z.string(), name: z.string(), system: z.string() });

/** How a person was found in a system: they come from there, by the SIS id, by the e-mail, or somebody said so. */
export const matched = z.enum(['own', 'sis_id', 'email', 'by_hand', 'unclear']);
export type Matched = z.infer<typeof matched>;

export const identityView = z.object({
  connection: connectionRef,
  /** The person's id there; null: nobody there, or unclear who. */
  theirId: z.string().nullable(),
  matched,
  /** Ids that fit and cannot be told apart. */
  candidates: z.array(z.string()),
  matchedAt: instant.nullable(),
  /** Who said so, where somebody did. */
  saidBy: z.string().nullable(),
  /** By which parameter the system lets Hallpass act as a person; null: it has no such way. */
  actsAs: z.enum(['as_user_id', 'users_dcid']).nullable(),
  /** Whether Hallpass would act there as this person. */
  mayAct: z.boolean(),
});
export type IdentityView = z.infer<typeof identityView>;

export const identitiesAnswer = z.object({
  identities: z.array(identityView),
  /** Other connections that bring people, in which the person may be somebody. */
  elsewhere: z.array(connectionRef),
});

/** `theirId` null: the person is nobody there. What is left out stays. */
export const identityChange = z
  .strictObject({ theirId: z.string().trim().min(1).max(400).nullable().optional(), mayAct: z.boolean().optional() })
  .refine(({ theirId, mayAct }) => theirId !== undefined || mayAct !== undefined, { error: 'needs theirId or mayAct' });

export const listState = z.enum(['unclear', 'missing', 'matched', 'by_hand']);
export type ListState = z.infer<typeof listState>;
/** A person of another connection, and who they are over this one. */
export const listedIdentity = z.object({
  person: z.object({ id: z.string(), firstName: z.string(), lastName: z.string(), email: z.string().nullable() }),
  broughtBy: connectionRef,
  theirId: z.string().nullable(),
  /** Null: nobody there. */
  matched: matched.nullable(),
  candidates: z.array(z.string()),
});
export type ListedIdentity = z.infer<typeof listedIdentity>;
export const listQuery = pageQuery.extend({ state: listState.default('unclear') });
export const listAnswer = z.object({
  connection: connectionRef,
  /** How many people of other connections there are in each state. */
  counts: z.record(listState, z.number().int()),
  identities: z.array(listedIdentity),
  nextCursor,
});
export type IdentityList = z.infer<typeof listAnswer>;
export const matchAnswer = z.object({
  /** How many identities are otherwise than before. */
  changed: z.number().int(),
});
export const changeAnswer = z.object({ changed: z.boolean() });
