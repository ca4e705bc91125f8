import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeEach } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { mountRoutes } from '../../src/app.ts';
import { removeAllDeleted } from '../../src/connections/connection-deletion.usecases.ts';
import { askWhatIsDue } from '../../src/connections/due.usecases.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { ensureMonths } from '../../src/platform/database.ts';
import { makeOutbound } from '../../src/platform/outbound.ts';
import { makeServer } from '../../src/platform/server.ts';
import { startRuns } from '../../src/work.ts';
import { freshDatabase } from '../database/database.ts';

export type Fields = Readonly<Record<string, unknown>>;
type Answer = {
  readonly status: number;
  readonly body: never;
  readonly text: string;
  readonly entry: string | undefined;
};
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const ops = 'hp_live_ops_0123456789abcdefgh';
const west = 'hp_live_west_0123456789abcdefg';
const push = 'hp_live_push_0123456789abcdefg';
export const keys = { ops, west, push } as const;
const district = (id: string, secret: string, more = '') => `
district: { id: ${id}, name: ${id} Unified, timeZone: America/Chicago }
apiKeys:
  - { name: ops, secret: ${secret}, scopes: [manage] }${more}
`;
const sender = `\n  - { name: sender, secret: ${push}, scopes: [rostering] }`;

/** Short enough for a test that waits for somebody who never answers. */
const limits = { connect: 2_000, headers: 400, body: 400, whole: 5_000, bytes: 8 * 1024 * 1024 };

/** A hub over HTTP with a database, a clock that the test sets, two districts, and a worker that can be sent to rest. */
export async function aHub() {
  const fresh = await freshDatabase();
  let now = new Date();
  const clock = () => now;
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  await fresh.outbound.close();
  const outbound = makeOutbound(fresh.config.outboundAllow, { limits });
  const app = { ...fresh, clock, log, outbound };
  await apply(app, { text: district('north', ops, sender), fileName: 'north.yaml', env: {} });
  await apply(app, { text: district('west', west), fileName: 'west.yaml', env: {} });
  const server = await makeServer({ log, trustProxy: [], secure: false });
  await mountRoutes(server, app, { demo: false });
  await server.ready();
  let worker: Awaited<ReturnType<typeof startRuns>> | undefined;
  const rest = async () => {
    await worker?.stop();
    worker = undefined;
  };
  const work = async () => {
    worker ??= await startRuns(app, { most: 1_500, first: 100 });
  };

  const ask = async (method: Method, url: string, body?: unknown, key: string | null = ops): Promise<Answer> => {
    const answer = await server.inject({
      method,
      url,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const json = answer.headers['content-type']?.toString().includes('json') === true ? answer.json() : undefined;
    const entry = (json as { error?: { help?: { entry: string } } } | undefined)?.error?.help?.entry;
    return { status: answer.statusCode, body: json as never, text: answer.body, entry };
  };
  return {
    app,
    logged,
    ask,
    work,
    rest,
    /** What the hub does by itself every few seconds. */
    due: () => askWhatIsDue(app),
    removeDeleted: () => removeAllDeleted(app, () => false),
    async later(ms: number) {
      now = new Date(now.getTime() + ms);
      await ensureMonths(app.db, now);
    },
    async close() {
      await rest();
      await server.close();
      await outbound.close();
      await fresh.close();
    },
  };
}
export type Hub = Awaited<ReturnType<typeof aHub>>;

export type View = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly health: string | null;
  readonly error: { type: string; message: string; action: string; since: string } | null;
  readonly lastSyncedAt: string | null;
  readonly settings: Fields;
  readonly schedule: unknown;
  readonly nextDueAt: string | null;
  readonly signsIn: unknown;
  readonly checks: readonly { name: string; outcome: string; explained: { entry: string } | null }[];
};

/** A provider of rosters of a few people. */
export const aProvider = (students = 30): Promise<Provider> => startProvider({ students });

/** A hub and a provider for a whole test file; each test finds the provider in order, with the roster it began with. */
export async function aHubWithProvider(students?: number): Promise<{ readonly hub: Hub; readonly provider: Provider }> {
  const hub = await aHub();
  const provider = await aProvider(students);
  beforeEach(() => {
    provider.control.clear();
    provider.control.restore();
  });
  afterAll(async () => {
    await provider.close();
    await hub.close();
  });
  return { hub, provider };
}

export const oauth2 = ({ credentials }: Provider): Fields => ({
  kind: 'oauth2',
  clientId: credentials.clientId,
  clientSecret: credentials.clientSecret,
});
export const settingsOf = (provider: Provider): Fields => ({
  baseUrl: provider.address,
  tokenUrl: provider.tokenUrl,
  version: '1.1',
});

/** A connection to a provider, made over HTTP. */
export async function connected(hub: Hub, provider: Provider, more: Fields = {}): Promise<View> {
  const body = {
    name: `SIS no ${randomBytes(3).toString('hex')}`,
    system: 'oneroster',
    settings: settingsOf(provider),
    credentials: oauth2(provider),
    ...more,
  };
  const made = await hub.ask('POST', '/api/v1/connections', body);
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

export async function show(hub: Hub, { id }: Pick<View, 'id'>): Promise<View> {
  const shown = await hub.ask('GET', `/api/v1/connections/${id}`);
  if (shown.status !== 200) throw new Error(shown.text);
  return shown.body;
}

/** How it stands, in the words of the interface. */
export async function standing(hub: Hub, connection: Pick<View, 'id'>) {
  const { status, health, error } = await show(hub, connection);
  return { status, health, error: error?.type ?? null, action: error?.action ?? null };
}
export const synced = { status: 'active', health: 'synced', error: null, action: null };
export const paused = { status: 'paused', health: null, error: null, action: null };
const offered = { sync: 'resync', auth: 'reauthenticate', system: 'ticket' } as const;
export const failing = (error: keyof typeof offered) => ({
  status: 'active',
  health: 'error',
  error,
  action: offered[error],
});

export const act = (hub: Hub, { id }: Pick<View, 'id'>, what: string, body?: unknown) =>
  hub.ask('POST', `/api/v1/connections/${id}/${what}`, body);

export type Run = Readonly<Record<string, number>> & { readonly state: string; readonly finishedAt: string | null };

/** Waits for a run to end; a run that hangs ends the test. */
export async function endOf(hub: Hub, run: number): Promise<Run> {
  for (const until = Date.now() + 60_000; ; ) {
    const { body } = await hub.ask('GET', `/api/v1/runs/${run}`);
    if ((body as Run).finishedAt !== null) return body;
    if (Date.now() > until) throw new Error(`run ${run} has not ended: ${JSON.stringify(body)}`);
    await pause(20);
  }
}

/** Syncs, and waits for the run to end. */
export async function syncNow(hub: Hub, connection: Pick<View, 'id'>): Promise<Run> {
  const asked = await act(hub, connection, 'sync');
  if (asked.status !== 202) throw new Error(asked.text);
  const { run } = asked.body as { run: { id: number } };
  await hub.work();
  return endOf(hub, run.id);
}

export const runsOf = async (hub: Hub, { id }: Pick<View, 'id'>): Promise<readonly Run[]> => {
  const { body } = await hub.ask('GET', `/api/v1/connections/${id}/runs`);
  return (body as { runs: Run[] }).runs;
};

/** What the audit says of connections, the newest first. */
export const auditOf = async (hub: Hub, action: string) => {
  const { body } = await hub.ask('GET', `/api/v1/audit?action=${action}`);
  return (body as { audit: { action: string; actor: { name: string }; details: Fields }[] }).audit;
};

export const minutes = (n: number) => n * 60_000;
export const hours = (n: number) => n * 3_600_000;

/** Every row of a connection, by table: the roster that it owns, and what its runs left. */
export async function rowsOf({ app }: Hub, { id }: Pick<View, 'id'>): Promise<Readonly<Record<string, number>>> {
  const own = [
    'school',
    'term',
    'course',
    'class',
    'person',
    'person_role',
    'enrollment',
    'session',
    'snapshot',
    'credential',
    'ticket',
  ];
  const ofRuns = ['part', 'outcome', 'outcome_pack'];
  const ofFlows = ['run', 'record', 'hold'];
  const counts: Record<string, number> = {};
  const count = async (table: string, where: ReturnType<typeof sql>) => {
    const found = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)} where district_id = 'north' and ${where}`.execute(app.db);
    counts[table] = found.rows[0]?.n ?? 0;
  };
  const flows = sql`(select no from flow where district_id = 'north' and source_id = ${id}::bigint)`;
  for (const table of own) await count(table, sql`connection_id = ${id}::bigint`);
  for (const table of ofFlows) await count(table, sql`flow_no in ${flows}`);
  for (const table of ofRuns)
    await count(table, sql`run_no in (select no from run where district_id = 'north' and flow_no in ${flows})`);
  return counts;
}
