import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openSession, sessionName } from './database.ts';
import { embeddedBinaries, publicFolder, reachable, runsAsRoot, unprivileged } from './embedded-binaries.ts';
import type { Log } from './log.ts';
import { Problem } from './problem.ts';

const major = '17';
const run = promisify(execFile);

export type EmbeddedServer = {
  readonly url: string;
  /** Stops the server unless another process of ours still uses it: the last one out turns off the light. */
  close(): Promise<void>;
};

type Place = { readonly data: string; readonly socket: string; readonly log: string; readonly password: string };

/**
 * The embedded PostgreSQL of a data folder: made at the first start, adopted where it runs already, started otherwise.
 * A keeper (the hub) also starts it again if it dies, and leaves a watch beside it that stops it should the hub be killed.
 */
export async function openEmbedded(dataDir: string, log: Log, keeper: boolean): Promise<EmbeddedServer> {
  const place = await prepare(dataDir);
  const binaries = await embeddedBinaries();
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) await initialise(binaries, place);
  checkMajor(place.data);
  const url = `postgresql://hallpass:${place.password}@/hallpass?host=${encodeURIComponent(place.socket)}`;
  let pid = await running(place, url);
  const alone = pid === null || (await othersOf(url)) === 0;
  if (pid === null) pid = await start(binaries, place, url);
  else log.debug({ pid }, 'The embedded database was running already and is used as it is.');
  await ensureDatabase(url);
  let watch = keeper || alone ? watchOver(pid) : null;
  let closing = false;
  const heart = keeper
    ? setInterval(async () => {
        if (closing || pid === null || isAlive(pid)) return;
        log.warn({}, 'The embedded database ended by itself and is started again.');
        const dead = watch;
        pid = null;
        try {
          pid = await start(binaries, place, url);
          watch = watchOver(pid);
        } catch (error) {
          log.error({ reason: String(error) }, 'The embedded database could not be started again.');
        }
        dead?.stdin?.end('leave\n');
      }, 2000)
    : undefined;
  heart?.unref();
  return {
    url,
    async close() {
      closing = true;
      clearInterval(heart);
      if (pid === null) return;
      const others = await othersOf(url).catch(() => 0);
      if (others === 0 && isAlive(pid)) await stop(pid);
      watch?.stdin?.end('leave\n');
    },
  };
}

async function prepare(dataDir: string): Promise<Place> {
  const dir = path.resolve(dataDir);
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const name = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  // Below a private folder root's stand-in could not reach the data: then it lies in the public place, named after the folder.
  const home = !runsAsRoot() || (await reachable(dir)) ? dir : path.join(publicFolder(), name);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const socket = socketFolder(home, name);
  for (const folder of [path.join(home, 'postgres'), socket]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (runsAsRoot()) chownSync(folder, unprivileged.uid, unprivileged.gid);
    chmodSync(folder, 0o700);
  }
  return {
    data: path.join(home, 'postgres'),
    socket,
    log: path.join(dir, 'postgres.log'),
    password: keptSecret(path.join(dir, 'database-password')),
  };
}

/** A Unix socket's path may have 107 bytes; a deep data folder gets its socket in the temporary folder. */
function socketFolder(home: string, name: string): string {
  const beside = path.join(home, 'postgres-socket');
  return Buffer.byteLength(beside) < 80 ? beside : path.join(tmpdir(), `hallpass-${name}`);
}

/** A secret made once and kept in a file that only its owner reads. */
export function keptSecret(file: string): string {
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

const identity = () => (runsAsRoot() ? unprivileged : {});

async function initialise(binaries: string, place: Place): Promise<void> {
  const passwordFile = path.join(place.socket, 'password');
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (runsAsRoot()) chownSync(passwordFile, unprivileged.uid, unprivileged.gid);
  try {
    await run(
      path.join(binaries, 'bin', 'initdb'),
      ['-D', place.data, '-U', 'hallpass', '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256', '--pwfile', passwordFile],
      { ...identity(), cwd: place.socket, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } },
    );
  } catch (error) {
    const told = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new Problem(
      'connection.database_not_started',
      `The embedded database could not be made in ${place.data}: ${told}`,
      3,
    );
  } finally {
    writeFileSync(passwordFile, '');
  }
}

function checkMajor(data: string): void {
  const found = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new Problem(
    'connection.database_other_version',
    `${data} was made by PostgreSQL ${found}, and this Hallpass carries PostgreSQL ${major}. Start the Hallpass that made it, move its data to a server, and set DATABASE_URL; nothing was changed.`,
  );
}

/** The process that serves the folder now, once it answers; null where none does. */
async function running(place: Place, url: string): Promise<number | null> {
  const pid = pidOf(place.data);
  if (pid === null || !isAlive(pid)) return null;
  return (await answers(url, pid)) ? pid : null;
}

function pidOf(data: string): number | null {
  try {
    const first = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(first) && first > 0 ? first : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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

async function start(binaries: string, place: Place, url: string): Promise<number> {
  const out = openSync(place.log, 'a', 0o600);
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(path.join(binaries, 'bin', 'postgres'), ['-D', place.data, '-k', place.socket, ...options], {
    ...identity(),
    cwd: place.socket,
    // A session of its own: Ctrl-C in a terminal reaches the hub, and the hub decides when the server stops.
    detached: true,
    stdio: ['ignore', out, out],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(out);
  child.unref();
  const { pid } = child;
  if (pid === undefined || !(await answers(url, pid))) {
    const rival = pidOf(place.data);
    // Two starts at once: the other's server won the folder and serves both.
    if (rival !== null && rival !== pid && (await answers(url, rival))) return rival;
    throw new Problem(
      'connection.database_not_started',
      `The embedded database did not start. ${place.log} says why.`,
      3,
    );
  }
  return pid;
}

/** Waits until the server answers (recovery after a crash included), or its process is gone. */
async function answers(url: string, pid: number): Promise<boolean> {
  const base = url.replace('/hallpass?', '/postgres?');
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    try {
      await (await openSession(base)).end();
      return true;
    } catch {
      if (!isAlive(pid)) return false;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return false;
}

async function ensureDatabase(url: string): Promise<void> {
  const session = await openSession(url.replace('/hallpass?', '/postgres?'));
  try {
    const found = await session.query("select 1 from pg_database where datname = 'hallpass'");
    if (found.rowCount === 0) {
      await session.query('create database hallpass').catch((error: { code?: string }) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error;
      });
    }
  } finally {
    await session.end();
  }
}

/** How many other processes of ours have a session open on the server. */
async function othersOf(url: string): Promise<number> {
  const session = await openSession(url.replace('/hallpass?', '/postgres?'));
  try {
    const found = await session.query<{ n: number }>(
      "select count(distinct application_name)::int as n from pg_stat_activity where application_name like 'hallpass-%' and application_name <> $1",
      [sessionName],
    );
    return found.rows[0]?.n ?? 0;
  } finally {
    await session.end();
  }
}

/** A shell that waits on our end of a pipe: if we die without a word, it stops the server, so no orphan is left. */
function watchOver(pid: number): ChildProcess {
  const child = spawn('/bin/sh', ['-c', `read -r word || kill -INT ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  const pipe = child.stdin as unknown as { unref?: () => void } | null;
  pipe?.unref?.();
  return child;
}

async function stop(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  for (const until = Date.now() + 60_000; isAlive(pid) && Date.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 20));
}
