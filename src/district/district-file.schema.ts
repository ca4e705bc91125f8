import { z } from 'zod';
import { shortestSecret } from '../access/api-key.model.ts';
import { blackouts, pauses } from '../connections/calendar.schema.ts';
import { credentials, schedule } from '../connections/connection.schema.ts';
import { notificationInFile } from '../notifications/subscription.schema.ts';
import { retentionSettings } from '../retention/retention.schema.ts';
import { thresholds } from '../runs/threshold.schema.ts';
import { isTimeZone } from './district-id.model.ts';

const text = (longest: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(longest, `must have at most ${longest} characters`)
    .refine((value) => !value.includes('\u0000'), 'must not hold the character NUL');
/** A list may be left out or left empty. */
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const rostering = z.strictObject({
  attendanceSettings: list(z.strictObject({ name: text(200), conversion: z.boolean().default(false) })),
  duration: z.int('must be a whole number of minutes').optional(),
  welcomeEmail: text(200).optional(),
});

const apiKey = z.strictObject({
  name: text(100),
  secret: z
    .string()
    .min(shortestSecret, `must have at least ${shortestSecret} characters`)
    .max(500, 'must have at most 500 characters')
    .regex(/^[\x21-\x7e]*$/, 'must be letters, digits and signs without spaces, since it is sent in a header')
    .optional(),
  schools: z
    .array(text(300))
    .min(1, 'must name at least one school; leave it out for a key of the whole district')
    .optional(),
  scopes: z
    .array(z.enum(['rostering', 'manage']))
    .min(1, 'must name at least one scope')
    .optional(),
  managedBy: z
    .strictObject({ name: text(200), email: z.email('must be an e-mail address'), us: z.boolean().default(false) })
    .optional(),
});

const connection = z.strictObject({
  name: text(100),
  system: text(60),
  settings: z.record(z.string().max(60), z.string().max(2000)).default({}),
  schedule: schedule.nullish().transform((when) => when ?? null),
  blackouts: blackouts.nullish().transform((all) => all ?? []),
  pauses: pauses.nullish().transform((all) => all ?? []),
  thresholds: thresholds.nullish().transform((all) => all ?? []),
  credentials: credentials.optional(),
});

/** The district file of `hallpass apply`; keys that are not named here are mistakes. */
export const districtFile = z.strictObject({
  version: z.literal(1, 'must be 1').default(1),
  district: z.strictObject({
    id: text(100).regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      'must be letters, digits, dots, dashes and underscores, beginning with a letter or digit',
    ),
    name: text(200),
    timeZone: z.string().refine(isTimeZone, 'must be a time zone such as America/Chicago'),
  }),
  schools: list(z.strictObject({ id: text(300), name: text(300), rostering: rostering.optional() })),
  mailTemplates: list(z.strictObject({ name: text(200), subject: text(500), text: text(100_000) })),
  blackouts: blackouts.nullish().transform((all) => all ?? []),
  /** Days by class. Left out: they stay as they are; empty: as usual. */
  retention: retentionSettings.nullish().transform((days) => days ?? null),
  connections: list(connection),
  apiKeys: list(apiKey),
  notifications: list(notificationInFile),
});
export type DistrictFile = z.output<typeof districtFile>;
