import type { PoolClient } from 'pg';
import { type AuditLine, writeAuditLine } from '../access/use-case.ts';
import type { Facts } from '../dictionary/facts.model.ts';
import type { News } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { type Statements, statementsOfClient } from '../platform/database.ts';
import type { ActorRow, ConnectionError, ErrorRow } from '../platform/tables.ts';
import { type ConnectionRow, stateOf } from './connection.repository.ts';
import { type ErrorType, type Event, failedAs, moved, type State } from './connection-state.model.ts';

/** What goes wrong with a connection as a whole. */
export type Failed = { readonly type: ErrorType; readonly entry: string; readonly facts: Facts };
/** What happens to it, and for a failure which. */
export type Happened =
  | { readonly event: 'sync_failed' | 'auth_failed' | 'system_failed' | 'cleared'; readonly failed: Failed }
  | { readonly event: Exclude<Event, 'sync_failed' | 'auth_failed' | 'system_failed' | 'cleared'> };

export const failedWith = (failed: Failed): Happened => ({ event: failedAs[failed.type], failed });
/** Its address leads elsewhere now, so that it has nothing to sign in with. */
export const noCredentials: Failed = { type: 'auth', entry: 'connection.credentials_missing', facts: {} };

type Known = Pick<ConnectionRow, 'id' | 'name' | 'status' | 'error'>;

/** Moves a connection that the caller has locked, and answers the line that tells of it; null: it stands as it did. */
export async function moveConnection(
  db: Statements,
  district: string,
  known: Known,
  happened: Happened,
  now: Date,
  why: Readonly<Record<string, unknown>> = {},
): Promise<AuditLine | null> {
  const before = stateOf(known);
  const move = moved(before, happened.event);
  if (!('to' in move)) return null;
  const { status, standing } = move.to;
  const error = standing === 'synced' ? null : errorOf(known.error, before, standing, happened, now);
  const sameError = JSON.stringify(error) === JSON.stringify(known.error);
  if (status === before.status && sameError) return null;
  await db.query(
    `update connection set status = $3, error = $4, pause_plan_no = case when $3 = 'paused' then pause_plan_no end
     where district_id = $1 and id = $2`,
    [district, known.id, status, error === null ? null : JSON.stringify(error)],
  );
  if (status === before.status && standing === before.standing) return null;
  await tellNews(db, district, now, newsOf(known, before, move.to, error, why['run']));
  return {
    action: actionOf(before, move.to),
    subject: { kind: 'connection', id: String(known.id), name: known.name },
    details: { from: told(before), to: told(move.to), ...(error === null ? {} : { entry: error.entry }), ...why },
  };
}

/** An error stands since it began, however often it is met again; what is told of it is what was met last. */
function errorOf(
  known: ConnectionError | null,
  before: State,
  type: ErrorType,
  happened: Happened,
  now: Date,
): ConnectionError {
  const met = 'failed' in happened && happened.failed.type === type ? happened.failed : null;
  if (known !== null && before.standing === type)
    return met === null ? known : { ...known, entry: met.entry, facts: { ...met.facts } };
  const { entry, facts } = met ?? noCredentials;
  return { type, entry, facts: { ...facts }, since: now.toISOString() };
}

const told = ({ status, standing }: State) => (status === 'paused' ? 'paused' : standing);

function actionOf(before: State, after: State): `connection.${string}` {
  if (before.status !== after.status) return after.status === 'paused' ? 'connection.paused' : 'connection.resumed';
  return after.standing === 'synced' ? 'connection.recovered' : 'connection.failed';
}

/** What people hear of it. A pause, and its end, is what a person or a plan decided, and no news. */
function newsOf(
  { id, error: known }: Known,
  before: State,
  after: State,
  error: ConnectionError | null,
  run: unknown,
): readonly News[] {
  if (before.standing === after.standing) return [];
  const subject = { kind: 'connection', subject: String(id), connection: id } as const;
  const by = typeof run === 'number' ? { run } : {};
  if (error === null) {
    const since = known?.since ?? null;
    return [{ ...subject, change: 'recovered', version: since ?? '', facts: { type: before.standing, since, ...by } }];
  }
  const { type, entry, since } = error;
  return [{ ...subject, change: 'error', version: `${since} ${type}`, facts: { type, entry, since, ...by } }];
}

type Ended = Known & {
  readonly state: string;
  readonly trigger: string;
  readonly dry: boolean;
  readonly run_error: (ErrorRow & { readonly failure?: ErrorType }) | null;
  readonly parts_left: number;
  readonly actor: ActorRow;
  readonly finished_at: Date;
};

/** Runs that read a source (or were pushed by it); a release or a fix says nothing of how it stands. */
const reads = new Set(['schedule', 'person', 'api', 'push']);

/** What a run that has just ended says of its connection: called in the transaction that ends it. */
export async function settleRun(client: PoolClient, district: string, run: number): Promise<void> {
  const db = statementsOfClient(client);
  const found = await db.query<Ended>(
    `select c.id, c.name, c.status, c.error, r.state, r.trigger, r.scope -> 'dry' = 'true' as dry, r.error as run_error,
       r.parts_left, r.actor, r.finished_at
     from run r join flow f on f.district_id = r.district_id and f.no = r.flow_no
     join connection c on c.district_id = f.district_id and c.id = f.source_id and c.deleted_at is null
     where r.district_id = $1 and r.no = $2 for no key update of c`,
    [district, run],
  );
  const ended = found.rows[0];
  if (ended === undefined || ended.dry || !reads.has(ended.trigger)) return;
  if (ended.state === 'done' && ended.parts_left === 0)
    await db.query('update connection set last_synced_at = $3 where district_id = $1 and id = $2', [
      district,
      ended.id,
      ended.finished_at,
    ]);
  const happened = happenedIn(ended);
  if (happened === null) return;
  const line = await moveConnection(db, district, ended, happened, ended.finished_at, { run });
  if (line === null) return;
  const numbered = await db.query<{ value: number }>(
    `insert into counter (district_id, name, value) values ($1, 'audit', 1)
     on conflict (district_id, name) do update set value = counter.value + 1 returning value`,
    [district],
  );
  const actor = { ...ended.actor, district, grants: [] };
  await writeAuditLine(db, actor, ended.finished_at, numbered.rows[0]?.value ?? 1, line);
}

function happenedIn({ state, run_error: error }: Ended): Happened | null {
  if (state === 'done') return { event: 'ran' };
  if (state !== 'stopped' || error === null) return null;
  const type = error.failure ?? (error.entry === 'connection.defect' ? 'system' : 'sync');
  return failedWith({ type, entry: error.entry, facts: error.facts });
}
