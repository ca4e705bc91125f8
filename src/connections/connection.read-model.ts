import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import type { Connector } from '../connectors/connector.ts';
import { connectorOf, connectors } from '../connectors/registry.ts';
import { explain } from '../dictionary/explain.model.ts';
import type { ConnectionError } from '../platform/tables.ts';
import { usualHoldAbove } from '../runs/threshold.model.ts';
import { blackoutUntil } from './calendar.model.ts';
import { type ConnectionRow, connectionRow, type KeptPause, readConnections } from './connection.repository.ts';
import type { ConnectionView, ConnectorView, connectionsQuery } from './connection.schema.ts';
import { actions } from './connection-state.model.ts';

/** The form that a connection to a system is made from. */
export const formOf = ({ id, title, settings, credentials }: Connector): ConnectorView => ({
  system: id,
  title,
  settings: settings.map(({ choices, ...field }) => ({
    ...field,
    ...(choices === undefined ? {} : { choices: [...choices] }),
  })),
  credentials: credentials.map((kind) => ({ ...kind, fields: [...kind.fields] })),
});

export const listConnectors = reading('connections.read', async () => ({ connectors: connectors.map(formOf) }));

export function viewOf(row: ConnectionRow): ConnectionView {
  return {
    id: String(row.id),
    name: row.name,
    system: row.system,
    status: row.status,
    health: row.health,
    error: row.status === 'paused' || row.error === null ? null : errorView(row.error),
    lastSyncedAt: row.last_synced_at?.toISOString() ?? null,
    schedule: row.schedule,
    nextDueAt: row.status === 'paused' ? null : nextDueAt(row),
    blackouts: [...row.blackouts],
    pauses: row.pauses.map((plan) => pauseViewOf(plan, row)),
    resumesAt: resumesAt(row),
    thresholds: [...row.thresholds],
    usualThreshold: { count: usualHoldAbove.count, percent: usualHoldAbove.share * 100 },
    settings: row.settings,
    signsIn: row.kind === null || row.set_at === null ? null : { kind: row.kind, since: row.set_at.toISOString() },
    fetched: connectorOf(row.system)?.roster !== undefined,
  };
}

/** What is due in a blackout is run behind it. */
function nextDueAt({ next_due_at: due, blackouts, district_blackouts: all, zone }: ConnectionRow): string | null {
  return due === null ? null : (blackoutUntil([...all, ...blackouts], zone, due) ?? due).toISOString();
}

/** One that has begun, and whose pause a person ended, is over. */
function pauseViewOf(plan: KeptPause, { pause_plan_no: by }: ConnectionRow): ConnectionView['pauses'][number] {
  return {
    from: plan.begins,
    to: plan.ends,
    reason: plan.reason,
    beginsAt: new Date(plan.begins_at).toISOString(),
    endsAt: new Date(plan.ends_at).toISOString(),
    state: plan.state === 'begun' && plan.no !== by ? 'over' : plan.state,
    by: plan.by,
  };
}

function resumesAt({ pauses, pause_plan_no: by }: ConnectionRow): string | null {
  const plan = pauses.find(({ no }) => no === by);
  return plan === undefined ? null : new Date(plan.ends_at).toISOString();
}

function errorView({ type, entry, facts, since }: ConnectionError): NonNullable<ConnectionView['error']> {
  const explained = explain(entry, facts);
  return { type, message: explained.message, since, action: actions[type], explained };
}

/** Connections by name. */
export const listConnections = reading(
  'connections.read',
  async (db, scope, query: z.output<typeof connectionsQuery>) => {
    const after = readCursor(query.cursor, z.tuple([z.string(), z.number().int()]));
    const { q, status, health } = query;
    const rows = await readConnections(db, scope.district, { q, status, health, after, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => [row.sort, row.id]);
    return { connections: page.rows.map(viewOf), nextCursor: page.nextCursor };
  },
);

export const showConnection = reading('connections.read', async (db, scope, id: string) =>
  viewOf(await connectionRow(db, scope.district, id)),
);
