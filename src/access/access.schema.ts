import { z } from 'zod';
import { instant, nextCursor, pageQuery } from '../platform/page.schema.ts';

/** Named permissions; a role is a set of them. What each allows stands in `permissions` of `access.model.ts`. */
export const permissionName = z.enum([
  'runs.read',
  'runs.import',
  'runs.cancel',
  'holds.decide',
  'fixes.apply',
  'issues.read',
  'issues.write',
  'roster.read',
  'identities.write',
  'schools.read',
  'schools.write',
  'people.read',
  'people.write',
  'api_keys.read',
  'api_keys.write',
  'connections.read',
  'connections.write',
  'connections.credentials',
  'school_year.write',
  'notifications.receive',
  'sections.taught',
  'mail.read',
  'mail.send',
  'webhooks.read',
  'webhooks.write',
  'dictionary.read',
  'dictionary.write',
  'retention.read',
  'retention.write',
  'privacy.export',
  'privacy.erase',
  'audit.read',
  'district.write',
]);
export type Permission = z.infer<typeof permissionName>;

export const grantView = z.object({
  role: z.string(),
  roleName: z.string(),
  schoolId: z.string().nullable(),
  schoolName: z.string().nullable(),
});
export const grantWrite = z.object({ role: z.string().min(1).max(60), schoolId: z.string().max(300).nullable() });

export const sessionView = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  district: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
  /** What the person may do in the whole district, or, with `schools`, in these schools only. */
  permissions: z.array(permissionName),
  schools: z.array(z.string()).nullable(),
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;

export const signInBody = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) });
/** A one-time link sets a password: the first administrator's (who also names the district), or an invited person's. */
export const linkView = z.object({
  purpose: z.enum(['first_administrator', 'invitation', 'reset']),
  name: z.string().nullable(),
  email: z.string().nullable(),
  needsDistrict: z.boolean(),
});
export const linkUse = z.object({
  token: z.string().min(20).max(200),
  name: z.string().min(1).max(200).optional(),
  email: z.email().max(320).optional(),
  password: z.string().min(12).max(1000),
  districtName: z.string().min(1).max(200).optional(),
  timeZone: z.string().max(60).optional(),
});

export const signInView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  state: z.enum(['invited', 'active', 'disabled']),
  grants: z.array(grantView),
  lastSignInAt: instant.nullable(),
});
export type SignInView = z.infer<typeof signInView>;
export const peopleQuery = pageQuery.extend({ q: z.string().max(200).optional() });
export const peopleAnswer = z.object({ people: z.array(signInView), nextCursor });
export const personCreate = z.object({
  name: z.string().min(1).max(200),
  email: z.email().max(320),
  grants: z.array(grantWrite).min(1).max(200),
});
export const personChange = z.object({
  name: z.string().min(1).max(200).optional(),
  grants: z.array(grantWrite).min(1).max(200).optional(),
  disabled: z.boolean().optional(),
});
/** `link` is shown once: whoever opens it sets the password. */
export const personInvited = z.object({ person: signInView, link: z.string() });

export const roleView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(permissionName),
  builtIn: z.boolean(),
  people: z.number().int(),
});
export const rolesAnswer = z.object({
  roles: z.array(roleView),
  permissions: z.array(z.object({ name: permissionName, allows: z.string() })),
});
export const roleWrite = z.object({
  name: z.string().min(1).max(60),
  description: z.string().max(300).default(''),
  permissions: z.array(permissionName).min(1),
});

export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(['rostering', 'manage'])),
  schools: z.array(z.object({ id: z.string(), name: z.string() })),
  managedBy: z.object({ name: z.string(), email: z.string(), us: z.boolean() }).nullable(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const apiKeysAnswer = z.object({ apiKeys: z.array(apiKeyView), nextCursor });
export const apiKeyCreate = z.object({
  name: z.string().min(1).max(100),
  scopes: z.array(z.enum(['rostering', 'manage'])).min(1),
  schools: z.array(z.string().max(300)).max(2000).default([]),
  managedBy: z
    .object({ name: z.string().min(1).max(200), email: z.email(), us: z.boolean().default(false) })
    .nullable()
    .default(null),
});
/** `secret` is shown once. */
export const apiKeyCreated = z.object({ apiKey: apiKeyView, secret: z.string() });
