import type { Scope } from '../access/use-case.ts';
import { type Checked, goThrough } from '../connections/checklist.usecases.ts';
import {
  connectionRow,
  insertConnection,
  lockConnection,
  setThresholds,
} from '../connections/connection.repository.ts';
import { applyChange, firstError, planPauses, storeTried } from '../connections/connection.usecases.ts';
import { withdraw } from '../connections/connection-deletion.usecases.ts';
import { storeCredentials } from '../connections/credential.repository.ts';
import type { OutsideDeps } from '../connections/outside.repository.ts';
import { connectorOf } from '../connectors/registry.ts';
import { storeChecked } from '../exchanges/exchange.repository.ts';
import type { Tx } from '../platform/database.ts';
import type { Planned, Work } from './district-change.model.ts';

// Connections of a district file: tried before anything is applied, since no transaction waits for another system.

/** What was found with the credentials of the file, by the names of their connections. */
export type Trials = ReadonlyMap<string, Checked>;
type ConnectionWork = Extract<Work, { do: `${string}_connection` }>;

export const isConnectionWork = (work: Work): work is ConnectionWork => work.do.endsWith('_connection');

/** Goes through the checklists of connections that are made or get other credentials. */
export async function tryConnections(deps: OutsideDeps, changes: readonly Planned[]): Promise<Trials> {
  const trials = new Map<string, Checked>();
  for (const { work } of changes) {
    if (work.do !== 'make_connection' && work.do !== 'change_connection') continue;
    if (work.do === 'change_connection' && work.credentials === null) continue;
    const { name, system, settings } = work.connection;
    const connector = connectorOf(system);
    if (connector !== undefined)
      trials.set(name, await goThrough(deps, { of: null, connector, settings, credentials: work.credentials }));
  }
  return trials;
}

export async function writeConnection(
  tx: Tx,
  { secrets, trials }: { readonly secrets: OutsideDeps['secrets']; readonly trials: Trials },
  scope: Pick<Scope, 'district' | 'now' | 'actor'>,
  work: ConnectionWork,
): Promise<void> {
  const { district, now } = scope;
  if (work.do === 'remove_connection') return withdraw(tx, { district, now }, work.id);
  const { connection, credentials } = work;
  const checked = trials.get(connection.name);
  if (work.do === 'make_connection') {
    const made = { ...connection, error: firstError(checked?.failed ?? null, now) };
    const id = await insertConnection(tx, district, made, now);
    await planPauses(tx, scope, id, connection.pauses);
    await setThresholds(tx, district, id, connection.thresholds);
    if (credentials !== null) await storeCredentials(tx, secrets, { district, connection: id }, credentials, now);
    await storeChecked(tx, secrets, { district, connection: id }, checked?.calls ?? [], now);
    return;
  }
  const connector = connectorOf(connection.system);
  if (connector === undefined) return;
  const before = await lockConnection(tx, district, String(work.id));
  const { settings, schedule, blackouts, pauses, thresholds } = connection;
  await applyChange(tx, scope, connector, before, { settings, schedule, blackouts, pauses, thresholds });
  if (credentials === null || checked === undefined) return;
  const row = await connectionRow(tx, district, String(work.id));
  await storeTried(tx, { secrets }, { district, now }, { row, credentials, checked });
}
