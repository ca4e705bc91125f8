import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';
import { entry, entryCause, retryWord, systemId } from './entry.schema.ts';

const line = (most: number) => z.string().trim().min(1).max(most);

const ownCause = z.strictObject({
  meaning: line(2000),
  owner: entryCause.shape.owner,
  desk: line(200).optional(),
  steps: z.array(line(1000)).min(1).max(20),
  prevention: z.array(line(1000)).max(20).default([]),
});

/** A message that a district has named, as a person writes it in the console or in a file. */
export const ownEntry = z.strictObject({
  /** Its entry is `district.<name>`. */
  name: z
    .string()
    .max(60)
    .regex(/^[a-z0-9_]+$/, 'must be of small letters, digits and underscores'),
  system: systemId,
  title: line(200),
  /** A text with {placeholders}, never a regular expression. */
  message: line(2000),
  /** A canonical cause, or one of its own: `area.reason`. */
  cause: z
    .string()
    .max(100)
    .regex(/^[a-z_]+\.[a-z_]+$/, 'must be two words of small letters with a dot between them'),
  blocking: z.boolean(),
  retry: retryWord,
  causes: z.array(ownCause).min(1).max(10),
});
export type OwnEntry = z.output<typeof ownEntry>;

/** An own entry in the form of every entry, with its name and when it was last changed. */
export const ownEntryView = entry.extend({ name: z.string(), updatedAt: instant });
export type OwnEntryView = z.output<typeof ownEntryView>;
export const ownEntriesAnswer = z.object({ entries: z.array(ownEntryView) });

export const previewBody = z.object({
  system: systemId,
  message: z.string().min(1).max(2000),
  /** The entry that is being changed, which is no clash with itself. */
  entry: z.string().max(100).optional(),
});
export const previewAnswer = z.object({
  /** Why it cannot be an entry's message. */
  problems: z.array(z.string()),
  /** The kept unknown messages that would be known then, the most seen first; a hundred at most. */
  catches: z.array(z.object({ id: z.string(), template: z.string(), count: z.number().int() })),
  /** How many messages are in all that it catches. */
  total: z.number().int(),
  /** Built-in entries whose messages it fits too: there the one with more words of its own is told. */
  clashes: z.array(z.object({ entry: z.string(), title: z.string() })),
});
export type Preview = z.output<typeof previewAnswer>;

/** More entries than this are no list that somebody looks after. */
export const mostOwnEntries = 500;
export const importBody = z.object({ text: z.string(), dryRun: z.boolean().default(false) });
export const importAnswer = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** With a problem, nothing is imported. `entry` is its name, or where it stands in the list; '' for the file as a whole. */
  problems: z.array(z.object({ entry: z.string(), line: z.number().int().optional(), message: z.string() })),
});
export type ImportAnswer = z.output<typeof importAnswer>;
