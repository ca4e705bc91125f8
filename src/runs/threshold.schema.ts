import { z } from 'zod';

export const operation = z.enum(['create', 'update', 'delete']);
export type Operation = z.infer<typeof operation>;
const kinds = ['org', 'academicSession', 'course', 'class', 'user', 'role', 'enrollment'] as const;

/**
 * Where in the school year a day lies, by the terms of the source: two weeks before a term begins until two weeks behind
 * it; the last two weeks of a term and two weeks behind it; between these; and where there is no term. While a school year
 * is being begun it is the rollover for whoever has a rule of it.
 */
export const phase = z.enum(['start', 'middle', 'end', 'break', 'rollover']);
export type Phase = z.infer<typeof phase>;

/** Every school by itself. */
export const eachSchool = '*';

/**
 * From when on changes are a mass change that waits for a person: when they are more than `count`, and more than
 * `percent` of what was known; `above: null` never. `school`: an id, or `*` for every school by itself.
 */
export const threshold = z.strictObject({
  operation,
  kind: z.enum(kinds).optional(),
  school: z.string().min(1).max(300).optional(),
  phase: phase.optional(),
  above: z
    .strictObject({
      count: z.int('must be a whole number').min(0),
      percent: z.number().min(0).max(10_000),
    })
    .nullable(),
});
export type Threshold = z.output<typeof threshold>;
export const thresholds = z.array(threshold).max(200);
