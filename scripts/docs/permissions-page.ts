import { grantsOfKey } from '../../src/access/api-key.model.ts';
import { builtInRoles, permissionNames, permissions, schoolsAllowed } from '../../src/access/permission.model.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { code, madeFrom, plain, table } from './markdown.ts';

type Grants = Actor['grants'];

/** Whether a permission that is granted for one school only allows anything there. */
function worksForASchool(permission: string): boolean {
  const grants: Grants = [{ permission, schools: ['one'] }];
  const actor: Actor = { kind: 'person', id: null, name: '', district: '', grants };
  return schoolsAllowed(actor, permission as (typeof permissionNames)[number])?.length === 1;
}

const mark = (has: boolean) => (has ? 'yes' : '');
const holds = (grants: Grants, permission: string) => grants.some((grant) => grant.permission === permission);

/** docs/permissions.md: what each permission allows, and which roles and keys have it. */
export function permissionsPage(): string {
  const manage = grantsOfKey(['manage'], null, 'manage');
  const rostering = grantsOfKey(['rostering'], null, 'rostering');
  const allowed = permissionNames.map((name) => [
    code(name),
    plain(permissions[name]),
    worksForASchool(name) ? 'the district or single schools' : 'the whole district only',
  ]);
  const byRole = permissionNames.map((name) => [
    code(name),
    ...builtInRoles.map((role) => mark(role.permissions.includes(name))),
    mark(holds(manage, name)),
    mark(holds(rostering, name)),
  ]);
  const roles = builtInRoles.map((role) => `- **${role.name}**: ${plain(role.description)}.`);
  return `${madeFrom('src/access/permission.model.ts and src/access/api-key.model.ts')}

# Permissions and roles

A permission is one thing that somebody may do. A role is a set of permissions; a person holds a role in the whole district or at one school. Built-in roles cannot be changed; a district makes its own beside them.

${table(['permission', 'allows', 'can be granted for'], allowed)}

A permission for the whole district only does nothing where its role is held at one school.

## Built-in roles, and API keys

${roles.join('\n')}

${table(['permission', ...builtInRoles.map((role) => role.name), 'key with scope manage', 'key with scope rostering'], byRole)}

A key with the scope rostering uses its permissions on the rostering API (\`/rostering/v1\`) only. On the management API (\`/api/v1\`) a key needs the scope manage. Whoever runs the command line on the machine may do everything, and is named in the audit.
`;
}
