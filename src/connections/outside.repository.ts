import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Connector, Credentials, Outside, OutsideRequest, Settings } from '../connectors/connector.ts';
import { Failure } from '../connectors/connector.ts';
import { failureOf } from '../connectors/outside-failure.ts';
import { connectorOf } from '../connectors/registry.ts';
import { withoutSecrets } from '../connectors/told.ts';
import { type Call, isRefused, type KeptCall, keptCall } from '../exchanges/exchange.model.ts';
import { storeOfPart } from '../exchanges/exchange.repository.ts';
import { makeWitness, type Seen } from '../exchanges/witness.model.ts';
import type { Queries } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { readCredentials } from './credential.repository.ts';

// Opens the way to the outside for a connection: what it signs in with is unsealed for it, its tokens are remembered by
// this process, and all workers of all processes together keep to the pace of the other system.

export type OutsideDeps = Pick<App, 'db' | 'secrets' | 'clock' | 'log' | 'outbound' | 'metrics'>;
export type ConnectionOf = { readonly district: string; readonly connection: number };
/** Where a connection leads and how it signs in; `of` null: it is only being made. */
export type Led = {
  readonly of: ConnectionOf | null;
  readonly connector: Connector;
  readonly settings: Settings;
  readonly credentials: Credentials | null;
};

type Memory = Outside['memory'];
/** By what a connection is told to do and signs in with: another password never meets the token of the one before. */
const memories = new Map<string, Memory>();
const mostMemories = 2000;

function memoryOf({ of, connector, settings, credentials }: Led): Memory {
  if (of === null) return new Map();
  const known = JSON.stringify([of.district, of.connection, connector.id, settings, credentials]);
  const key = createHash('sha256').update(known).digest('base64');
  const memory = memories.get(key) ?? new Map();
  if (memories.size >= mostMemories) memories.clear();
  memories.set(key, memory);
  return memory;
}

/** The way to the outside for these settings and credentials. `saw`: hears of every call. */
export function outsideOf(deps: OutsideDeps, led: Led, signal: AbortSignal, saw: (call: Seen) => void): Outside {
  const { of, connector, settings, credentials } = led;
  const memory = memoryOf(led);
  const hide = (text: string) => withoutSecrets({ credentials, memory }, text);
  return {
    settings,
    credentials,
    signal,
    now: deps.clock,
    memory,
    async send(request) {
      if (of !== null) await keepPace(deps.db, of, connector.pace.perSecond, signal);
      const { method, url, headers = {}, body = null } = request;
      const [at, began] = [deps.clock(), performance.now()];
      const see = (answer: Call['answer'], entry: string | null) => {
        const tookMs = performance.now() - began;
        deps.metrics.asked(connector.id, answer?.status ?? null, tookMs);
        const call = { at, tookMs, method, url, request: { headers, body }, answer, entry };
        saw({ refused: isRefused(call), kept: () => keptCall(call, hide) });
      };
      try {
        const answer = await deps.outbound.send(request, signal);
        see(answer, null);
        return answer;
      } catch (error) {
        const failure = told(deps, led, request, error);
        if (failure instanceof Failure) see(null, failure.entry);
        throw failure;
      }
    },
  };
}

/** A failure is told to the log by its entry and the host: an address may name a person. */
function told({ log }: OutsideDeps, { of, connector }: Led, { method, url }: OutsideRequest, error: unknown): unknown {
  const failure = failureOf(error);
  if (!(failure instanceof Failure)) return failure;
  const host = URL.canParse(url) ? new URL(url).host : 'no address';
  log.info({ ...of, system: connector.id, method, host, entry: failure.entry }, 'A request to the outside failed.');
  return failure;
}

/** Takes the next moment at which the other side may be asked, and waits for it. */
async function keepPace(
  db: Queries,
  { district, connection }: ConnectionOf,
  perSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const found = await sql<{ wait: number }>`
    insert into budget as b (district_id, connection_id, free_at)
    values (${district}, ${connection}, clock_timestamp() + make_interval(secs => ${1 / perSecond}))
    on conflict (district_id, connection_id) do update
      set free_at = greatest(b.free_at, clock_timestamp()) + make_interval(secs => ${1 / perSecond})
    returning extract(epoch from free_at - clock_timestamp())::float8 - ${1 / perSecond}::float8 as wait`.execute(db);
  const wait = Math.ceil((found.rows[0]?.wait ?? 0) * 1000);
  if (wait > 0) await pause(wait, undefined, { signal });
}

type Stored = { readonly system: string; readonly settings: Settings };

/** A connection as it stands, ready to be led to the outside; null: its system is none that is fetched from. */
export async function ledBy(deps: Pick<App, 'db' | 'secrets'>, of: ConnectionOf): Promise<Led | null> {
  const found = await sql<Stored>`select system, settings from connection
    where district_id = ${of.district} and id = ${of.connection} and deleted_at is null`.execute(deps.db);
  const stored = found.rows[0];
  const connector = stored === undefined ? undefined : connectorOf(stored.system);
  if (stored === undefined || connector === undefined) return null;
  const credentials = await readCredentials(deps.db, deps.secrets, of.district, of.connection);
  return { of, connector, settings: stored.settings, credentials };
}

/** What a part of a run asks another system for. `record`: it asks for this one alone. */
export type Asker = ConnectionOf & {
  readonly run: number;
  readonly unit: string;
  readonly record: { readonly kind: string; readonly key: string } | null;
};

/**
 * Opens the way to a connection's system, for whoever carries out a part of a run. Calls that were refused or failed are
 * kept, and of a part that asks for one record alone all of them.
 */
export async function openOutside(
  deps: OutsideDeps,
  asker: Asker,
  signal: AbortSignal,
): Promise<{ readonly connector: Connector; readonly outside: Outside }> {
  const { district, connection } = asker;
  const led = await ledBy(deps, { district, connection });
  if (led === null) throw new Error(`connection ${connection} leads nowhere`);
  const witness = makeWitness({ all: asker.record !== null }, (call) => keep(deps, asker, call));
  return { connector: witness.watched(led.connector), outside: outsideOf(deps, led, signal, witness.saw) };
}

/** Evidence that cannot be kept stops nothing. */
async function keep({ db, secrets, log }: OutsideDeps, asker: Asker, call: KeptCall): Promise<void> {
  const { district, connection, run } = asker;
  await storeOfPart(db, secrets, asker, call).catch((error: unknown) =>
    log.warn({ district, connection, run, reason: String(error) }, 'A refused call could not be kept.'),
  );
}
