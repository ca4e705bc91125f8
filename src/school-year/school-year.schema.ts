import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';

const title = z.string().trim().min(1, 'must have a name, such as 2027/28').max(60);

export const schoolYearBegin = z.strictObject({
  /** The year that begins. */
  title,
  /** The last day of the year that ends. */
  endsOn: z.iso.date(),
});

const day = z.iso.date();
export const yearPause = z
  .strictObject({
    connections: z.array(z.string().max(30)).min(1, 'must name at least one connection').max(1000),
    from: day,
    /** The last day of the pause. */
    to: day,
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], error: 'must not be before it begins' });

/** Typed to confirm: the title of the year. */
export const yearConfirm = z.strictObject({ confirm: z.string().max(200) });
export const yearDryRun = z.strictObject({ connection: z.string().max(30) });

const said = z.object({ at: instant, by: z.string() });

const termView = z.object({
  id: z.string(),
  title: z.string(),
  type: z.string(),
  start: z.string(),
  end: z.string(),
  connection: z.string(),
});

/** What a person should know of the terms before they archive any: of which connection, and which term. */
export const termFinding = z.object({
  what: z.enum(['next_missing', 'reaches_over', 'next_overlap']),
  connection: z.string(),
  term: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type TermFinding = z.infer<typeof termFinding>;

export const yearConnection = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['active', 'paused']),
  /** Whether Hallpass reads it by itself, so that a dry run can be asked for. */
  fetched: z.boolean(),
  pause: z.object({ from: z.string(), to: z.string(), state: z.enum(['planned', 'begun', 'over']) }).nullable(),
  rolloverThresholds: z.boolean(),
  /** The dry run that was asked for last here. */
  dryRun: z
    .object({
      run: z.number().int(),
      state: z.string(),
      entered: z.number().int(),
      created: z.number().int(),
      updated: z.number().int(),
      deleted: z.number().int(),
      unchanged: z.number().int(),
      invalid: z.number().int(),
      held: z.number().int(),
      blocked: z.number().int(),
    })
    .nullable(),
  /** Changes that wait for review under a hold now. */
  openHolds: z.number().int(),
  /** The last whole reading since the school year was begun here, if any. */
  readAt: instant.nullable(),
});
export type YearConnection = z.infer<typeof yearConnection>;

export const schoolYearView = z.object({
  year: z
    .object({
      id: z.number().int(),
      title: z.string(),
      endsOn: z.string(),
      by: z.string(),
      madeAt: instant,
      pause: said.extend({ from: z.string(), to: z.string() }).nullable(),
      thresholds: said.nullable(),
      archivedAt: instant.nullable(),
    })
    .nullable(),
  /** The year that was finished last. */
  last: z.object({ title: z.string(), doneAt: instant }).nullable(),
  connections: z.array(yearConnection),
  findings: z.array(termFinding),
  /** What is, or would be, archived. */
  archive: z.object({ terms: z.array(termView), sections: z.number().int(), enrollments: z.number().int() }),
});
export type SchoolYearView = z.infer<typeof schoolYearView>;
