import type { Actor } from '../platform/actor.ts';
import type { Permission } from './access.schema.ts';
import { permissionNames } from './permission.model.ts';

export type KeyScope = 'rostering' | 'manage';
/** Who looks after what calls with a key; `us`: the people of this installation do. */
export type ManagedBy = { readonly name: string; readonly email: string; readonly us: boolean };
export const shortestSecret = 24;

/** What a key with the scope manage may do in the whole district: all that an administrator may, but not who else may. */
export const managePermissions: readonly Permission[] = permissionNames.filter((name) => name !== 'people.write');

/** What a key with rostering rights may do on the management side of its own imports: in its schools, or in all where it names none. */
const rosteringPermissions: readonly Permission[] = ['runs.read', 'runs.import', 'roster.read', 'schools.read'];

/** `schools` null: a rostering key for the whole district. */
export function grantsOfKey(
  scopes: readonly string[],
  schools: readonly string[] | null,
  surface: 'manage' | 'rostering',
): Actor['grants'] {
  if (surface === 'manage')
    return scopes.includes('manage') ? managePermissions.map((permission) => ({ permission, schools: null })) : [];
  return scopes.includes('rostering') ? rosteringPermissions.map((permission) => ({ permission, schools })) : [];
}

/** The name of the connection over which a key's calls come; keys that follow one another under one name share it. */
export function connectionNameOf(key: string): string {
  return `${key} (rostering API)`;
}

/** A key as it was found by its secret. */
export type FoundKey = {
  readonly district: string;
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly schools: readonly string[];
  readonly connectionId: number | null;
  /** Its connection is paused: nothing comes over it. */
  readonly paused: boolean;
  readonly managedBy: ManagedBy | null;
  readonly lastUsedAt: Date | null;
  /** Another one as soon as the key, its schools or its connection are changed. */
  readonly version: string;
};

/** How long a use of a key need not be written down again, in milliseconds. */
export const minute = 60_000;

/** Its use was remembered less than a minute before. */
export function usedLately({ lastUsedAt }: FoundKey, now: Date): boolean {
  return lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < minute;
}
