import type { Actor } from '../platform/actor.ts';
import type { Permission } from './access.schema.ts';

/** What each named permission allows, as a person reads it where roles are made. */
export const permissions: Readonly<Record<Permission, string>> = {
  'runs.read': 'See runs, what became of every record, and holds',
  'runs.import': 'Upload roster files',
  'runs.cancel': 'Cancel a run',
  'holds.decide': 'Release or dismiss changes that were held for review',
  'fixes.apply': 'Apply fixes and take them back',
  'issues.read': 'See issues: what is wrong, how many records have it, who fixes it',
  'issues.write': 'Assign, snooze, mute and retry issues',
  'roster.read': 'See people, classes and enrollments of the roster',
  'identities.write': 'Correct who a person is in another system, and whether Hallpass may act there as them',
  'schools.read': 'See schools and their settings',
  'schools.write': 'Change schools and their settings',
  'people.read': 'See who signs in, and their roles',
  'people.write': 'Invite people, give and take roles, make roles',
  'api_keys.read': 'See API keys (never their secrets)',
  'api_keys.write': 'Make and revoke API keys',
  'connections.read': 'See connections, how they stand, and tickets',
  'connections.write': 'Make, change, test, pause, resume, sync and delete connections, open tickets',
  'connections.credentials': 'Give a connection what it signs in with, or a link by which somebody else does',
  'school_year.write': 'Begin a school year: archive the last one, join records that were given new ids',
  'notifications.receive': 'Choose what one is told of by mail, out of what one may see',
  'sections.taught': 'Be told what was refused of the sections that one teaches',
  'mail.read': 'See the mail that Hallpass sends',
  'mail.send': 'Try a mail again that was not sent',
  'webhooks.read': 'See webhooks, and what was told to them',
  'webhooks.write': 'Make and change webhooks, and tell them again what they were told',
  'dictionary.read': 'Explain messages, see those that are unknown and the district’s own entries, say what helped',
  'dictionary.write': 'Name messages, change and import the district’s own entries',
  'retention.read': 'See how long what is kept, and what was forgotten',
  'retention.write': 'Change how long what is kept',
  'privacy.export': 'Take out everything that is known about one person',
  'privacy.erase': 'Forget a person: remove everything that is known about them',
  'audit.read': 'See the audit',
  'district.write': 'Apply a district file',
};

export const permissionNames = Object.keys(permissions) as readonly Permission[];

/** Permissions that make no sense for a part of the district: they are honoured only when granted for the whole. */
const wholeDistrictOnly: ReadonlySet<Permission> = new Set([
  // What became of a record does not know its school.
  'runs.read',
  'runs.cancel',
  'holds.decide',
  'fixes.apply',
  'issues.write',
  // Nor does who somebody is elsewhere.
  'identities.write',
  'api_keys.write',
  // Nor does a message.
  'dictionary.read',
  'dictionary.write',
  // Nor does a connection.
  'connections.read',
  'connections.write',
  'connections.credentials',
  'school_year.write',
  // Nor does a mail.
  'mail.read',
  'mail.send',
  'webhooks.read',
  'webhooks.write',
  // Nor does how long something is kept; and who is forgotten is forgotten everywhere.
  'retention.read',
  'retention.write',
  'privacy.export',
  'privacy.erase',
  'audit.read',
  'district.write',
  'people.write',
]);

export const builtInRoles: readonly {
  id: string;
  name: string;
  description: string;
  permissions: readonly Permission[];
}[] = [
  {
    id: 'administrator',
    name: 'Administrator',
    description: 'Everything in the district',
    permissions: permissionNames,
  },
  {
    id: 'integration_manager',
    name: 'Integration manager',
    description: 'Looks after connections, runs imports, decides holds, changes schools, and sees API keys and mail',
    permissions: [
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
      'api_keys.read',
      'connections.read',
      'connections.write',
      'connections.credentials',
      'school_year.write',
      'notifications.receive',
      'mail.read',
      'mail.send',
      'webhooks.read',
      'webhooks.write',
      'dictionary.read',
    ],
  },
  {
    id: 'registrar',
    name: 'Registrar',
    description: 'Sees the roster, the runs and what was refused',
    permissions: [
      'runs.read',
      'issues.read',
      'roster.read',
      'schools.read',
      'notifications.receive',
      'dictionary.read',
    ],
  },
  {
    id: 'viewer',
    name: 'Viewer',
    description: 'Sees schools and runs',
    permissions: ['runs.read', 'issues.read', 'schools.read', 'notifications.receive', 'dictionary.read'],
  },
  {
    id: 'teacher',
    name: 'Teacher',
    description: 'Is told what was refused of the sections that they teach',
    permissions: ['sections.taught', 'notifications.receive'],
  },
];

/** Where an actor may do something: everywhere (null), in these schools, or nowhere (an empty list). */
export function schoolsAllowed(actor: Actor, permission: Permission): readonly string[] | null {
  const schools = new Set<string>();
  for (const grant of actor.grants) {
    if (grant.permission !== permission) continue;
    if (grant.schools === null) return null;
    if (!wholeDistrictOnly.has(permission)) for (const school of grant.schools) schools.add(school);
  }
  return [...schools];
}

/** The rights of somebody who may do everything in a district: the command line, which whoever holds the machine runs. */
export const everything: Actor['grants'] = permissionNames.map((permission) => ({ permission, schools: null }));
