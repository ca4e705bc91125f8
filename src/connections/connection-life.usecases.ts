import { numberIn } from '../access/list-query.model.ts';
import { type AuditLine, type Change, changing, type Scope } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { storeChecked } from '../exchanges/exchange.repository.ts';
import type { Actor } from '../platform/actor.ts';
import { statementsOf, type Tx } from '../platform/database.ts';
import { askRosterRead, type ReadAsked } from '../rostering/source/ask-read.usecases.ts';
import { closedUntil } from './calendar.repository.ts';
import { type Checked, goThrough } from './checklist.usecases.ts';
import { viewOf } from './connection.read-model.ts';
import { type ConnectionRow, connectionRow, dueAt, lockConnection, stateOf } from './connection.repository.ts';
import type { ConnectionView, SyncAsk } from './connection.schema.ts';
import { lastReadBegan, lockRuns, pauseRuns, resumeRuns } from './connection-run.repository.ts';
import { type Event, moved } from './connection-state.model.ts';
import { failedWith, moveConnection } from './move.repository.ts';
import { ledBy, type OutsideDeps } from './outside.repository.ts';
import { changedSince } from './schedule.model.ts';

/** Locks a connection for something that a person does, or refuses it as the table of moves says. */
async function lockFor(tx: Tx, scope: Scope, id: string, event: Event): Promise<ConnectionRow> {
  if (event === 'pause' || event === 'resume') await lockRuns(tx, scope.district, numberIn(id) ?? 0);
  const row = await lockConnection(tx, scope.district, id);
  const move = moved(stateOf(row), event);
  if ('refused' in move) throw refuse(move.refused, { name: row.name });
  return row;
}

/** Pauses: nothing comes over it any more. A run under way stops after the page that is stored, and waits. */
export const pauseConnection = changing('connections.write', async (tx, scope, id: string) => {
  const row = await lockFor(tx, scope, id, 'pause');
  const line = await moveConnection(statementsOf(tx), scope.district, row, { event: 'pause' }, scope.now);
  await pauseRuns(tx, scope.district, row.id);
  return { answer: viewOf(await connectionRow(tx, scope.district, id)), audit: line ?? [] };
});

/**
 * Resumes: what waited goes on, and a run catches up with what happened meanwhile. In an auth error no run is asked for,
 * only whether the connection is let in by now.
 */
export async function resumeConnection(deps: OutsideDeps, actor: Actor, id: string): Promise<ConnectionView> {
  return lookIn(deps, actor, await resume(deps, actor, id));
}

/** After a connection was resumed: in an auth error, whether it is let in by now. */
export async function lookIn(deps: OutsideDeps, actor: Actor, view: ConnectionView): Promise<ConnectionView> {
  if (view.error?.type !== 'auth') return view;
  const led = await ledBy(deps, { district: actor.district, connection: Number(view.id) });
  if (led === null) return view;
  const { failed, calls } = await goThrough(deps, led);
  return settleResumed(deps, actor, { deps, id: view.id, failed, calls });
}

const resume = changing('connections.write', async (tx, scope, id: string) =>
  resumeRow(tx, scope, await lockFor(tx, scope, id, 'resume'), { trigger: triggerOf(scope.actor) }),
);

/** Resumes a connection that the caller has locked with its runs. */
export async function resumeRow(
  tx: Tx,
  scope: Scope,
  row: ConnectionRow,
  { trigger, why }: { readonly trigger: ReadAsked['trigger']; readonly why?: Readonly<Record<string, unknown>> },
): Promise<Change<ConnectionView>> {
  const line = await moveConnection(statementsOf(tx), scope.district, row, { event: 'resume' }, scope.now, why);
  await resumeRuns(tx, scope.district, row.id);
  const asked = row.error?.type === 'auth' ? [] : await catchUp(tx, scope, row, trigger);
  return {
    answer: viewOf(await connectionRow(tx, scope.district, String(row.id))),
    audit: [...(line === null ? [] : [line]), ...asked],
  };
}

type Resumed = { readonly deps: OutsideDeps; readonly id: string } & Pick<Checked, 'failed' | 'calls'>;

const settleResumed = changing('connections.write', async (tx, scope, { deps, id, failed, calls }: Resumed) => {
  const row = await lockConnection(tx, scope.district, id);
  await storeChecked(tx, deps.secrets, { district: scope.district, connection: row.id }, calls, scope.now);
  const happened = failed === null ? ({ event: 'let_in' } as const) : failedWith(failed);
  const why = { by: 'checklist' };
  const line = await moveConnection(statementsOf(tx), scope.district, row, happened, scope.now, why);
  const asked = failed === null && row.status === 'active' ? await catchUp(tx, scope, row, triggerOf(scope.actor)) : [];
  return {
    answer: viewOf(await connectionRow(tx, scope.district, id)),
    audit: [...(line === null ? [] : [line]), ...asked],
  };
});

/** What happened meanwhile is read at once; in a blackout, behind it. */
async function catchUp(
  tx: Tx,
  scope: Scope,
  row: ConnectionRow,
  trigger: ReadAsked['trigger'],
): Promise<readonly AuditLine[]> {
  if (!isFetched(row)) return [];
  if ((await closedUntil(tx, scope.district, row.id, scope.now)) === null)
    return (await askRead(tx, scope, row, { trigger })).audit;
  await dueAt(tx, scope.district, row.id, scope.now);
  return [];
}

const triggerOf = ({ kind }: Actor) => (kind === 'api_key' ? 'api' : 'person');

const isFetched = ({ system }: ConnectionRow) => connectorOf(system)?.roster !== undefined;

type SyncAsked = SyncAsk & { readonly id: string };

/**
 * Syncs: asks every flow of the connection for a run. One that waits or is under way is answered instead of a new one.
 * `dry`: nothing is written, and the run says what would be.
 */
export const syncConnection = changing('connections.write', async (tx, scope, { id, only, dry }: SyncAsked) => {
  const row = await lockFor(tx, scope, id, 'sync');
  if (!isFetched(row)) throw refuse('request.connection_not_fetched', { name: row.name });
  const last = only === 'changed' ? await lastReadBegan(tx, scope.district, row.id) : null;
  const since = last === null ? null : changedSince(last);
  const { run, audit } = await askRead(tx, scope, row, { trigger: triggerOf(scope.actor), since, dry: dry === true });
  return { answer: { run: { id: run }, runs: [{ id: run }] }, audit };
});

async function askRead(
  tx: Tx,
  { actor, now }: Scope,
  { id, name }: ConnectionRow,
  { trigger, since = null, dry = false }: Pick<ReadAsked, 'trigger'> & Partial<ReadAsked>,
): Promise<{ readonly run: number; readonly audit: readonly AuditLine[] }> {
  const { run, joined } = await askRosterRead(tx, actor, now, { connection: id, trigger, since, dry });
  const line: AuditLine = {
    action: 'run.asked',
    subject: { kind: 'run', id: String(run), name: `run ${run}` },
    details: { connection: name, trigger, ...(dry ? { dry } : {}) },
  };
  return { run, audit: joined ? [] : [line] };
}
