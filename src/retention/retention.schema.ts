import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';
import { type RetentionClass, retentionClasses, retentionNames } from './retention.model.ts';

const className = z.enum(retentionNames as [RetentionClass, ...RetentionClass[]]);

/** Days by class; what is not named is kept as long as usual. */
export const retentionSettings = z
  .partialRecord(className, z.int('must be a whole number of days'))
  .superRefine((settings, told) => {
    for (const [name, days] of Object.entries(settings) as [RetentionClass, number][]) {
      const { least, most } = retentionClasses[name];
      if (days < least || days > most)
        told.addIssue({ code: 'custom', path: [name], message: `must be ${least} to ${most} days` });
    }
  });
export type RetentionSettings = z.output<typeof retentionSettings>;

export const retentionBody = z.strictObject({ days: retentionSettings });

export const retentionView = z.object({
  classes: z.array(
    z.object({
      name: className,
      title: z.string(),
      what: z.string(),
      days: z.number().int(),
      /** Null: as usual. */
      set: z.number().int().nullable(),
      usual: z.number().int(),
      least: z.number().int(),
      most: z.number().int(),
      /** It goes a month at a time: up to a month later than its days say. */
      byMonth: z.boolean(),
      /** What the whole hub holds of it, where it has tables of its own; and the first day of its oldest month. */
      bytes: z.number().nullable(),
      oldest: z.string().nullable(),
    }),
  ),
  fixed: z.array(z.object({ title: z.string(), what: z.string(), kept: z.string() })),
  /** Another district of this hub keeps a class longer: its months are emptied of this district’s rows, and go with the other’s. */
  shared: z.boolean(),
});
export type RetentionView = z.output<typeof retentionView>;

/** What would go, or went: whole months, and rows that stand among others. */
export const pruneView = z.object({
  at: instant,
  months: z.array(z.object({ table: z.string(), month: z.string(), class: className, bytes: z.number() })),
  rows: z.array(z.object({ class: className, district: z.string(), rows: z.number().int() })),
});
export type Pruned = z.output<typeof pruneView>;
