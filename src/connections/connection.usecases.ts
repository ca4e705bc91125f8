import type { z } from 'zod';
import { refuseField } from '../access/constraint.model.ts';
import { schoolsAllowed } from '../access/permission.model.ts';
import { type AuditLine, changing, reading, type Scope } from '../access/use-case.ts';
import type { Connector } from '../connectors/connector.ts';
import { connectorOf, connectors } from '../connectors/registry.ts';
import { refuse, type Violation } from '../dictionary/refusal.model.ts';
import { storeChecked } from '../exchanges/exchange.repository.ts';
import type { Actor } from '../platform/actor.ts';
import { statementsOf, type Tx } from '../platform/database.ts';
import { thresholdsInWords } from '../runs/threshold.model.ts';
import { blackoutsInWords, isSameList, pausesInWords } from './calendar.model.ts';
import { plannedOf, setBlackouts, setPausePlans } from './calendar.repository.ts';
import type { Pause } from './calendar.schema.ts';
import { type Checked, goThrough, type TellChecks } from './checklist.usecases.ts';
import { formOf, viewOf } from './connection.read-model.ts';
import {
  type ConnectionRow,
  connectionRow,
  insertConnection,
  lockConnection,
  refuseTakenName,
  renameConnection,
  setSchedule,
  setSettings,
  setThresholds,
  timeZoneOf,
} from './connection.repository.ts';
import type {
  CheckView,
  ConnectionView,
  CredentialsGiven,
  connectionChange,
  connectionCreate,
} from './connection.schema.ts';
import { dropCredentials, storeCredentials } from './credential.repository.ts';
import { type Failed, failedWith, moveConnection, noCredentials } from './move.repository.ts';
import { ledBy, type OutsideDeps } from './outside.repository.ts';
import { isSameSchedule } from './schedule.model.ts';
import { credentialMistakes, filled, movedAddresses, settingsMistakes } from './settings.model.ts';

type Make = z.output<typeof connectionCreate>;
type Asked = z.output<typeof connectionChange>;
export type Looked = ConnectionView & { readonly checks: CheckView[] };

/** Makes a connection: its checklist, gone through before anything is stored, says how it stands first. */
export async function makeConnection(deps: OutsideDeps, actor: Actor, body: Make, tell?: TellChecks): Promise<Looked> {
  await mayMake(deps, actor, body);
  const connector = connectorOf(body.system);
  if (connector === undefined)
    throw refuseField('/system', `must be one of: ${connectors.map(({ id }) => id).join(', ')}`);
  const asked = { ...body, settings: filled(body.settings) };
  refuseMistakes(connector, asked);
  const checked = await goThrough(deps, { of: null, connector, ...asked }, tell);
  const view = await storeMade(deps, actor, { deps, asked, checked });
  return { ...view, checks: checked.checks };
}

/** Asked before the other system is, so that nothing is waited for in vain. */
const mayMake = reading('connections.write', async (db, scope, { name, credentials }: Make) => {
  if (credentials !== null) needCredentials(scope);
  await refuseTakenName(db, scope.district, name);
});

type Made = { readonly deps: OutsideDeps; readonly asked: Make; readonly checked: Checked };

const storeMade = changing('connections.write', async (tx, scope, { deps, asked, checked }: Made) => {
  const { name, system, settings, schedule, credentials, blackouts, pauses, thresholds } = asked;
  const error = firstError(checked.failed, scope.now);
  const made = { name, system, settings, schedule, error, blackouts };
  const id = await insertConnection(tx, scope.district, made, scope.now);
  await planPauses(tx, scope, id, pauses);
  await setThresholds(tx, scope.district, id, thresholds);
  if (credentials !== null)
    await storeCredentials(tx, deps.secrets, { district: scope.district, connection: id }, credentials, scope.now);
  await storeChecked(tx, deps.secrets, { district: scope.district, connection: id }, checked.calls, scope.now);
  return {
    answer: viewOf(await connectionRow(tx, scope.district, String(id))),
    audit: {
      action: 'connection.created',
      subject: subjectOf({ id, name }),
      details: { system, settings, schedule, credentials: credentials?.kind ?? null, to: error?.type ?? 'synced' },
    },
  };
});

export const firstError = (failed: Failed | null, now: Date) =>
  failed === null ? null : { ...failed, facts: { ...failed.facts }, since: now.toISOString() };

/**
 * Changes name, settings and schedule. What was trusted to one address is not told to another: where an address leads
 * elsewhere the credentials are destroyed, and the answer says so.
 */
export const changeConnection = changing(
  'connections.write',
  async (tx, scope, input: { id: string; change: Asked }) => {
    const before = await lockConnection(tx, scope.district, input.id);
    const connector = connectorOf(before.system);
    const { name, settings, schedule } = input.change;
    // What is sent to us has no settings of its own; pauses can be planned for it, and files of it wait for a blackout's end.
    if (connector === undefined && (name ?? settings ?? schedule) !== undefined)
      throw refuse('request.connection_not_fetched', { name: before.name });
    const { cleared, audit } = await applyChange(tx, scope, connector, before, input.change);
    const view = viewOf(await connectionRow(tx, scope.district, input.id));
    return { answer: { ...view, credentialsCleared: cleared }, audit };
  },
);

/** Makes a connection that is locked as it is asked for; also for the district file. */
export async function applyChange(
  tx: Tx,
  scope: Pick<Scope, 'district' | 'now' | 'actor'>,
  connector: Connector | undefined,
  before: ConnectionRow,
  { name = before.name, settings: given, schedule = before.schedule, ...lists }: Asked,
): Promise<{ readonly cleared: boolean; readonly audit: readonly AuditLine[] }> {
  const { district, now } = scope;
  const settings = given === undefined ? before.settings : filled(given);
  if (given !== undefined && connector !== undefined) refuseMistakes(connector, { settings });
  const differ = Object.keys({ ...before.settings, ...settings }).filter(
    (key) => before.settings[key] !== settings[key],
  );
  const audit: AuditLine[] = [];
  const subject = subjectOf({ id: before.id, name });
  if (name !== before.name) {
    await renameConnection(tx, district, before.id, name);
    audit.push({ action: 'connection.renamed', subject, details: { before: before.name } });
  }
  if (!isSameSchedule(schedule, before.schedule)) {
    await setSchedule(tx, district, before.id, schedule, now);
    audit.push({ action: 'connection.scheduled', subject, details: { before: before.schedule, after: schedule } });
  }
  audit.push(...(await applyLists(tx, scope, before, subject, lists)));
  if (differ.length === 0 || connector === undefined) return { cleared: false, audit };
  await setSettings(tx, district, before.id, settings);
  audit.push({ action: 'connection.changed', subject, details: { before: before.settings, after: settings } });
  const addresses = movedAddresses(formOf(connector), before.settings, settings);
  const cleared = addresses.length > 0 && (await dropCredentials(tx, district, before.id));
  if (!cleared) return { cleared, audit };
  audit.push({ action: 'connection.credentials_cleared', subject, details: { addresses } });
  const happened = { event: 'cleared', failed: noCredentials } as const;
  const line = await moveConnection(statementsOf(tx), district, { ...before, name }, happened, now, { addresses });
  return { cleared, audit: line === null ? audit : [...audit, line] };
}

/** When it does not run by itself, and what waits for a person. */
async function applyLists(
  tx: Tx,
  scope: Pick<Scope, 'district' | 'now' | 'actor'>,
  before: ConnectionRow,
  subject: AuditLine['subject'],
  { blackouts, pauses, thresholds }: Pick<Asked, 'blackouts' | 'pauses' | 'thresholds'>,
): Promise<readonly AuditLine[]> {
  const audit: AuditLine[] = [];
  const tell = (action: AuditLine['action'], was: string, is: string) =>
    audit.push({ action, subject, details: { before: was, after: is } });
  if (blackouts !== undefined && !isSameList(before.blackouts, blackouts)) {
    await setBlackouts(tx, scope.district, before.id, blackouts);
    tell('connection.blackouts_set', blackoutsInWords(before.blackouts), blackoutsInWords(blackouts));
  }
  const planned = plannedOf(before);
  if (pauses !== undefined && !isSameList(planned, pauses)) {
    await planPauses(tx, scope, before.id, pauses);
    tell('connection.pauses_planned', pausesInWords(planned), pausesInWords(pauses));
  }
  if (thresholds !== undefined && !isSameList(before.thresholds, thresholds)) {
    await setThresholds(tx, scope.district, before.id, thresholds);
    tell('connection.thresholds_set', thresholdsInWords(before.thresholds), thresholdsInWords(thresholds));
  }
  return audit;
}

/** Pauses are planned in the name of who asks for them. */
export async function planPauses(
  tx: Tx,
  { district, now, actor }: Pick<Scope, 'district' | 'now' | 'actor'>,
  connection: number,
  pauses: readonly Pause[],
): Promise<void> {
  await setPausePlans(tx, { district, connection }, pauses, { actor, now, zone: await timeZoneOf(tx, district) });
}

type Given = { readonly id: string; readonly credentials: CredentialsGiven };

/** Re-authenticates: the credentials are tried, stored, and what became of the trial says how the connection stands. */
export async function setCredentials(
  deps: OutsideDeps,
  actor: Actor,
  { id, credentials }: Given,
  tell?: TellChecks,
): Promise<Looked> {
  const row = await rowForCredentials(deps, actor, id);
  const tried = await tryCredentials(deps, row, { district: actor.district, credentials }, tell);
  const view = await storeGiven(deps, actor, { deps, tried });
  return { ...view, checks: tried.checked.checks };
}

const rowForCredentials = reading('connections.credentials', (db, scope, id: string) =>
  connectionRow(db, scope.district, id),
);

/** Credentials, what was found with them, and for which settings. */
export type Tried = {
  readonly row: ConnectionRow;
  readonly credentials: CredentialsGiven;
  readonly checked: Checked;
};

export async function tryCredentials(
  deps: OutsideDeps,
  row: ConnectionRow,
  { district, credentials }: { readonly district: string; readonly credentials: CredentialsGiven },
  tell?: TellChecks,
): Promise<Tried> {
  const connector = connectorOf(row.system);
  if (connector === undefined) throw refuse('request.connection_not_fetched', { name: row.name });
  refuseMistakes(connector, { credentials });
  const of = { district, connection: row.id };
  const checked = await goThrough(deps, { of, connector, settings: row.settings, credentials }, tell);
  return { row, credentials, checked };
}

const storeGiven = changing(
  'connections.credentials',
  async (tx, scope, { deps, tried }: { deps: OutsideDeps; tried: Tried }) => {
    const audit = await storeTried(tx, deps, scope, tried);
    return { answer: viewOf(await connectionRow(tx, scope.district, String(tried.row.id))), audit };
  },
);

/** Stores credentials that were tried. They were given for an address: one that has become another does not get them. */
export async function storeTried(
  tx: Tx,
  { secrets }: Pick<OutsideDeps, 'secrets'>,
  { district, now }: Pick<Scope, 'district' | 'now'>,
  { row, credentials, checked }: Tried,
): Promise<AuditLine[]> {
  const current = await lockConnection(tx, district, String(row.id));
  if (JSON.stringify(current.settings) !== JSON.stringify(row.settings))
    throw refuse('request.connection_changed', { name: current.name });
  await storeCredentials(tx, secrets, { district, connection: row.id }, credentials, now);
  await storeChecked(tx, secrets, { district, connection: row.id }, checked.calls, now);
  const set: AuditLine = {
    action: 'connection.credentials_set',
    subject: subjectOf(current),
    details: { kind: credentials.kind, passed: checked.failed === null },
  };
  const happened = checked.failed === null ? ({ event: 'let_in' } as const) : failedWith(checked.failed);
  const line = await moveConnection(statementsOf(tx), district, current, happened, now, { by: 'new credentials' });
  return line === null ? [set] : [set, line];
}

/** Goes through the checklist of a connection. What fails is true of it from now on; that all passed mends no error. */
export async function testConnection(
  deps: OutsideDeps,
  actor: Actor,
  id: string,
  tell?: TellChecks,
): Promise<{ checks: CheckView[] }> {
  const row = await rowToTest(deps, actor, id);
  const led = await ledBy(deps, { district: actor.district, connection: row.id });
  if (led === null) throw refuse('request.connection_not_fetched', { name: row.name });
  const { checks, failed, calls } = await goThrough(deps, led, tell);
  if (failed !== null) await noteFailure(deps, actor, { deps, id, failed, calls });
  return { checks };
}

const rowToTest = reading('connections.write', (db, scope, id: string) => connectionRow(db, scope.district, id));

type Noted = { readonly deps: OutsideDeps; readonly id: string; readonly failed: Failed } & Pick<Checked, 'calls'>;

const noteFailure = changing('connections.write', async (tx, scope, { deps, id, failed, calls }: Noted) => {
  const row = await lockConnection(tx, scope.district, id);
  await storeChecked(tx, deps.secrets, { district: scope.district, connection: row.id }, calls, scope.now);
  const why = { by: 'checklist' };
  const line = await moveConnection(statementsOf(tx), scope.district, row, failedWith(failed), scope.now, why);
  return { answer: null, audit: line ?? [] };
});

export const subjectOf = ({ id, name }: { readonly id: number; readonly name: string }): AuditLine['subject'] => ({
  kind: 'connection',
  id: String(id),
  name,
});

function needCredentials({ actor }: Scope): void {
  const permission = 'connections.credentials';
  if (schoolsAllowed(actor, permission) !== null) throw refuse('request.not_permitted', { permission });
}

/** All that is wrong with what was filled in is told at once. */
function refuseMistakes(
  connector: Connector,
  { settings, credentials = null }: Partial<Pick<Make, 'settings' | 'credentials'>>,
): void {
  const form = formOf(connector);
  const mistakes: Violation[] = [
    ...(settings === undefined ? [] : settingsMistakes(form, settings)),
    ...(credentials === null ? [] : credentialMistakes(form, credentials)),
  ];
  const [first] = mistakes;
  if (first !== undefined)
    throw refuse('request.body_invalid', { reason: `${first.pointer}: ${first.message}` }, mistakes);
}
