import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openSession, sqlState } from './database.ts';
import { embeddedBinaries } from './embedded-binaries.ts';
import { carriedMajor, dropStalePid, initialise, isMade, type Place, placeOf, serverOf } from './embedded-folder.ts';
import { watchOver } from './embedded-watch.ts';
import type { Log } from './log.ts';
import { Problem } from './problem.ts';
import { keptSecret } from './secrets.ts';

export type EmbeddedServer = {
  readonly url: string;
  /** Stops the server unless another process of ours still uses it: the last one out turns off the light. */
  close(): Promise<void>;
};

type Server = {
  readonly place: Place;
  readonly binaries: string;
  /** The address of the `postgres` database, where our processes meet. */
  readonly lobby: string;
  readonly log: Log;
  /** The hub: one a folder, and it starts the server again if that dies. */
  readonly keeper: boolean;
};

// Who uses the server holds `guests` shared; who gets it alone is the last one and may stop the server.
const guests = "hashtext('hallpass-guests')";

/** A PostgreSQL of a major version, and where its `bin`, `lib` and `share` are. */
export type Binaries = { readonly major: string; readonly folder: () => Promise<string> };
const carried: Binaries = { major: carriedMajor, folder: embeddedBinaries };

/**
 * The embedded PostgreSQL of a data folder: made at the first start, adopted where it runs already, started otherwise.
 * A watch beside it stops it when the last process that uses it ended, however that happened.
 */
export async function openEmbedded(
  dataDir: string,
  log: Log,
  keeper: boolean,
  { major, folder } = carried,
): Promise<EmbeddedServer> {
  const place = await placeOf(dataDir, major);
  const binaries = await folder();
  const password = keptSecret(path.join(place.dir, 'database-password'));
  if (!isMade(place)) await initialise(binaries, place, password);
  const at = (database: string) =>
    `postgresql://hallpass:${password}@/${database}?host=${encodeURIComponent(place.socket)}`;
  const server = { place, binaries, lobby: at('postgres'), log, keeper };
  const early = await watchOver(place, log);
  try {
    const stay = await settle(server);
    // Once more: the watch found before may have been one that was just ending with its last user.
    const release = await watchOver(place, log);
    return {
      url: at('hallpass'),
      async close() {
        await stay.end();
        release();
      },
    };
  } finally {
    early();
  }
}

type Guest = { readonly session: pg.Client; readonly gone: Promise<unknown> };

/** Enters, and for a keeper enters again whenever the server went away, until it is ended. */
async function settle(server: Server) {
  const closing = new AbortController();
  let guest = await enter(server, closing.signal);
  const keep = async () => {
    for (;;) {
      await guest.gone;
      if (closing.signal.aborted) return;
      try {
        server.log.warn({}, 'The embedded database ended by itself and is started again.');
        guest = await enter(server, closing.signal);
        if (closing.signal.aborted) await leave(guest, server.place.data);
      } catch (error) {
        server.log.error({ reason: String(error) }, 'The embedded database could not be started again yet.');
        await delay(2000, undefined, { ref: false, signal: closing.signal }).catch(() => {});
      }
    }
  };
  const kept = server.keeper ? keep() : undefined;
  return {
    async end() {
      closing.abort();
      await leave(guest, server.place.data);
      await kept;
    },
  };
}

/** A session on the running server that counts as its guest, in the one hub's place if we are the keeper. */
async function enter(server: Server, signal: AbortSignal): Promise<Guest> {
  const guest = await join(server, signal);
  try {
    if (server.keeper) await takeHubsPlace(guest.session, server.place.dir);
    await ensureDatabase(guest.session);
    return guest;
  } catch (error) {
    await leave(guest, server.place.data);
    throw error;
  }
}

/** Connects, starting the server where none runs; waits while one recovers or is on its way out. */
async function join({ place, binaries, lobby, log }: Server, signal: AbortSignal): Promise<Guest> {
  let child: ChildProcess | undefined;
  let patience = Date.now() + 60_000;
  for (let starts = 0; !signal.aborted; await delay(25)) {
    const tried = await knock(lobby);
    if (typeof tried !== 'string') return tried;
    if (tried === 'busy') patience = Date.now() + 60_000;
    if (Date.now() > patience) throw notStarted(`The embedded database runs but does not answer at ${place.socket}.`);
    if (serverOf(place.data) !== null || (child !== undefined && isRunning(child))) continue;
    // A server that was killed may leave processes that keep the next one from starting for a moment.
    if (starts > 0) await delay(500);
    if (starts++ === 5) throw notStarted('The embedded database did not start.', place);
    log.debug({ starts }, 'The embedded database is started.');
    child = start(binaries, place);
  }
  throw notStarted('The start was given up.');
}

const notStarted = (sentence: string, place?: Place) =>
  new Problem(
    'connection.database_not_started',
    place === undefined ? sentence : `${sentence} ${place.log} says why.`,
    3,
  );

const isRunning = (child: ChildProcess) =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** A session that stands in the guests' book; `busy` where the server is starting or stopping, `silent` where there is none. */
async function knock(lobby: string): Promise<Guest | 'busy' | 'silent'> {
  let session: pg.Client | undefined;
  try {
    session = await openSession(lobby);
    const gone = new Promise((resolve) => session?.once('end', resolve));
    // Waits for one who is about to stop the server, and then fails with it.
    await session.query(`select pg_advisory_lock_shared(${guests})`);
    return { session, gone };
  } catch (error) {
    await session?.end().catch(() => {});
    const state = sqlState(error) ?? '';
    // Class 28: the password is not that of these files; waiting does not help.
    if (state.startsWith('28'))
      throw notStarted(`The embedded database refuses the password in DATA_DIR: ${(error as Error).message}.`);
    return /^(57P|53)/.test(state) ? 'busy' : 'silent';
  }
}

const settings = {
  listen_addresses: '',
  max_connections: '60',
  shared_buffers: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  log_min_messages: 'warning',
  // A refused write is an outcome here; its row does not belong in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

function start(binaries: string, place: Place): ChildProcess {
  dropStalePid(place.data);
  const out = openSync(place.log, 'a', 0o600);
  // The setting is a list: quotes keep a comma or a blank of the path in it.
  const socket = `"${place.socket.replaceAll('"', '""')}"`;
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(path.join(binaries, 'bin', 'postgres'), ['-D', place.data, '-k', socket, ...options], {
    ...place.owner,
    cwd: place.socket,
    // A session of its own: Ctrl-C in a terminal reaches the hub, and the hub decides when the server stops.
    detached: true,
    stdio: ['ignore', out, out],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(out);
  // One that cannot be spawned has no pid; whoever started it counts its tries.
  child.on('error', () => {});
  child.unref();
  return child;
}

/** One hub a data folder: the lock ends with its session, however the process ends. A hub that was just killed gets a moment to be gone. */
async function takeHubsPlace(session: pg.Client, dir: string): Promise<void> {
  for (const until = Date.now() + 1500; ; await delay(100)) {
    const got = await session.query<{ got: boolean }>("select pg_try_advisory_lock(hashtext('hallpass-hub')) as got");
    if (got.rows[0]?.got === true) return;
    if (Date.now() > until) break;
  }
  throw new Problem(
    'connection.second_hub',
    `A hub is running on ${dir} already. Use that one, stop it first, or set DATA_DIR to another folder.`,
  );
}

async function ensureDatabase(session: pg.Client): Promise<void> {
  await session.query("select pg_advisory_lock(hashtext('hallpass-made'))");
  const found = await session.query("select 1 from pg_database where datname = 'hallpass'");
  if (found.rowCount === 0) await session.query('create database hallpass');
  await session.query("select pg_advisory_unlock(hashtext('hallpass-made'))");
}

/** Ends a guest's session; the last one stops the server. While it does, nobody else can become a guest. */
async function leave({ session }: Guest, data: string): Promise<void> {
  try {
    await session.query(`select pg_advisory_unlock_shared(${guests})`);
    const last = await session.query<{ last: boolean }>(`select pg_try_advisory_lock(${guests}) as last`);
    if (last.rows[0]?.last === true) await stop(data);
  } catch {
    // The server went away by itself: nothing is left to stop.
  }
  await session.end().catch(() => {});
}

async function stop(data: string): Promise<void> {
  const pid = serverOf(data);
  if (pid === null) return;
  process.kill(pid, 'SIGINT');
  for (const until = Date.now() + 60_000; serverOf(data) === pid && Date.now() < until; ) await delay(20);
}
