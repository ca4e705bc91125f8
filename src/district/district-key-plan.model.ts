import type { KeyScope, ManagedBy } from '../access/api-key.model.ts';
import {
  became,
  type DistrictState,
  type KeyState,
  type Planned,
  type Wanted,
  type WantedKey,
} from './district-change.model.ts';
import type { Mistake } from './district-file.model.ts';
import type { DistrictFile } from './district-file.schema.ts';

type KeyEntry = DistrictFile['apiKeys'][number];
/** What a given secret opens now: nothing, this very key, a key that gives it up by this file, or one that keeps it. */
type Opens = 'nothing' | 'itself' | 'freed' | 'another';

/** What has to be done with API keys, which are known by their names. `gone` names what is removed. */
export function planKeys(
  state: DistrictState,
  wanted: Wanted,
  gone: ReadonlySet<string>,
): { changes: Planned[]; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const changes = wanted.file.apiKeys.flatMap((entry, no): Planned[] => {
    const before = state.keys.get(entry.name);
    const opens = whatOpens(state, wanted, entry, before, gone);
    if (opens === 'another') {
      mistakes.push({
        line: wanted.lineOf(['apiKeys', no, 'secret']),
        message: 'secret: it opens another API key already',
      });
    }
    return before === undefined
      ? [madeKey(entry)]
      : changedKey(entry, before, entry.secret !== undefined && opens !== 'itself');
  });
  return { changes, mistakes };
}

function whatOpens(
  state: DistrictState,
  wanted: Wanted,
  entry: KeyEntry,
  before: KeyState | undefined,
  gone: ReadonlySet<string>,
): Opens {
  const found = entry.secret === undefined ? undefined : state.secrets.get(wanted.digestOf(entry.secret));
  if (found === undefined) return 'nothing';
  if (found.district !== state.district?.id) return 'another';
  if (found.key === before?.id) return 'itself';
  const holder = [...state.keys].find(([, key]) => key.id === found.key)?.[0];
  const renewed = wanted.file.apiKeys.some(({ name, secret }) => name === holder && secret !== undefined);
  return renewed || gone.has(`api_key ${found.key}`) ? 'freed' : 'another';
}

function madeKey(entry: KeyEntry): Planned {
  const key = wantedKey(entry);
  const details = [
    `scopes: ${key.scopes.join(', ')}`,
    ...(key.schools.length === 0 ? [] : [`schools: ${key.schools.join(', ')}`]),
    entry.secret === undefined ? 'a new secret is made and shown once' : 'with the given secret',
  ];
  return {
    operation: 'create',
    kind: 'api_key',
    id: key.name,
    name: key.name,
    details,
    work: { do: 'make_key', key, secret: entry.secret ?? null },
  };
}

function changedKey(entry: KeyEntry, before: KeyState, renewed: boolean): Planned[] {
  const key = wantedKey(entry);
  const details = [...differences(before, key), ...(renewed ? ['the given secret replaces the one before'] : [])];
  if (details.length === 0) return [];
  const secret = renewed ? (entry.secret ?? null) : null;
  return [
    {
      operation: 'change',
      kind: 'api_key',
      id: String(before.id),
      name: key.name,
      details,
      work: { do: 'change_key', id: before.id, key, secret },
    },
  ];
}

function wantedKey(entry: KeyEntry): WantedKey {
  const order: readonly KeyScope[] = ['rostering', 'manage'];
  const scopes = entry.scopes ?? ['rostering'];
  return {
    name: entry.name,
    scopes: order.filter((scope) => scopes.includes(scope)),
    schools: [...new Set(entry.schools ?? [])].sort(),
    managedBy: entry.managedBy ?? null,
  };
}

function differences(before: KeyState, after: WantedKey): string[] {
  const same = (a: readonly string[], b: readonly string[]) => new Set(a).symmetricDifference(new Set(b)).size === 0;
  const told = (what: string, a: string, b: string) => (a === b ? [] : [became(what, a, b)]);
  return [
    ...(same(before.scopes, after.scopes) ? [] : [became('scopes', before.scopes.join(', '), after.scopes.join(', '))]),
    ...(same(before.schools, after.schools) ? [] : [became('schools', whole(before.schools), whole(after.schools))]),
    ...told('managed by', manager(before.managedBy), manager(after.managedBy)),
  ];
}

const whole = (schools: readonly string[]) => (schools.length === 0 ? 'the whole district' : schools.join(', '));

function manager(managedBy: ManagedBy | null): string {
  return managedBy === null ? 'nobody' : `${managedBy.name} <${managedBy.email}>${managedBy.us ? ', us' : ''}`;
}
