import { z } from 'zod';
import { nextCursor, pageQuery } from '../platform/page.schema.ts';

/** The settings of a school for the rostering API (`rostering` of the district file); null: not configured yet. */
export const rosteringSettings = z.object({
  attendanceSettings: z
    .array(z.object({ name: z.string().min(1), conversion: z.boolean().default(false) }))
    .default([]),
  duration: z.number().int().optional(),
  welcomeEmail: z.string().optional(),
});

export const schoolView = z.object({
  id: z.string(),
  name: z.string(),
  /** OneRoster's org type: school, district, department … */
  type: z.string(),
  identifier: z.string().nullable(),
  parentId: z.string().nullable(),
  /** The connection whose files or calls bring this school; null where only the district file names it. */
  connection: z.object({ id: z.string(), name: z.string() }).nullable(),
  classes: z.number().int(),
  people: z.number().int(),
  rostering: rosteringSettings.nullable(),
});
export type SchoolView = z.infer<typeof schoolView>;
export const schoolsQuery = pageQuery.extend({ q: z.string().max(200).optional() });
export const schoolsAnswer = z.object({ schools: z.array(schoolView), nextCursor });
export const schoolCreate = z.object({ id: z.string().min(1).max(300), name: z.string().min(1).max(300) });
export const schoolChange = z.object({
  name: z.string().min(1).max(300).optional(),
  rostering: rosteringSettings.nullable().optional(),
});
