import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSession } from '../../src/platform/database.ts';

// The hub and its commands as real processes on data folders of their own, and what the operating system knows of their servers.

const root = path.join(import.meta.dirname, '..', '..');
export const runsAsRoot = process.getuid?.() === 0;
/** An ordinary user of every Debian; initdb wants one that has a name. */
export const daemon = { uid: 1, gid: 1 } as const;

export type User = { readonly uid: number; readonly gid: number };
type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; out: string; err: string };
export type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The first text of stdout that the pattern finds. */
  told(pattern: RegExp): Promise<string>;
};
type Options = { readonly as?: User | undefined; readonly env?: Readonly<Record<string, string>> };

const started: Started[] = [];
const folders: string[] = [];

/** A folder for data folders, open to every user; removed by `cleanUp`. */
export function aFolder(owner?: User): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hallpass-process-'));
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'home'));
  if (owner !== undefined)
    for (const place of [folder, path.join(folder, 'home')]) chownSync(place, owner.uid, owner.gid);
  folders.push(folder);
  return folder;
}

let made: string | undefined;

/** A data folder with a database in it, as an ended command leaves it: a copy, since making one takes seconds. */
export async function aMadeFolder(): Promise<string> {
  const dir = path.join(aFolder(), 'data');
  if (made === undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'hallpass-process-'));
    chmodSync(folder, 0o755);
    const { code, err } = await hallpass(['admin', 'link'], path.join(folder, 'data')).ended;
    if (code !== 0) throw new Error(err);
    await nothingRuns(path.join(folder, 'data'));
    made = path.join(folder, 'data');
  }
  execFileSync('cp', ['-a', made, dir]);
  return dir;
}

/** Removes what `aMadeFolder` copies from. */
export const forgetMade = (): void => {
  if (made !== undefined) rmSync(path.dirname(made), { recursive: true, force: true });
  made = undefined;
};

function start(file: string, words: readonly string[], dir: string, { as, env = {} }: Options): Started {
  const child = spawn(process.execPath, [path.resolve(root, file), ...words], {
    ...as,
    cwd: '/',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: path.join(folders.find((folder) => dir.startsWith(folder)) ?? tmpdir(), 'home'),
      DATA_DIR: dir,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  const told = async (pattern: RegExp) => {
    let over = false;
    void ended.then(() => {
      over = true;
    });
    return eventually(() => {
      const found = pattern.exec(out)?.[0];
      if (found === undefined && over) throw new Error(`ended without ${pattern}:\n${out}${err}`);
      return found;
    }, 60_000);
  };
  const process_ = { child, ended, told };
  started.push(process_);
  return process_;
}

/** `hallpass <words>` in a process of its own. */
export const hallpass = (words: readonly string[], dir: string, options: Options = {}) =>
  start('src/main.ts', words, dir, options);

/** A hub that answers: its address, and how long it took from the first instruction to the first healthy answer. */
export async function aHub(dir: string, options: Options = {}) {
  const began = performance.now();
  const hub = hallpass(['serve'], dir, options);
  const line = await hub.told(/Hallpass is ready at \S+/);
  const address = line.split(' ').at(-1) ?? '';
  await eventually(async () => (await healthy(address)) || undefined);
  return { ...hub, address, ms: performance.now() - began };
}

export const healthy = async (address: string): Promise<boolean> =>
  fetch(`${address}/healthz`, { signal: AbortSignal.timeout(5000) }).then(
    (answer) => answer.status === 200,
    () => false,
  );

/** A process that uses the embedded database as every command does, and does what each line of its stdin says. */
export async function aGuest(dir: string, options: Options = {}) {
  const guest = start(fileURLToPath(import.meta.resolve('./guest-process.ts')), [], dir, options);
  await guest.told(/^in$/m);
  let asked = 0;
  return {
    ...guest,
    async ask(sql: string): Promise<string> {
      guest.child.stdin?.write(`${sql}\n`);
      asked += 1;
      return guest.told(new RegExp(`^answer ${asked} .*$`, 'm'));
    },
    async leave() {
      guest.child.stdin?.end();
      return guest.ended;
    },
  };
}

/** Polls until there is something. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>, patience = 10_000): Promise<T> {
  for (const until = Date.now() + patience; ; await delay(20)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not come to pass');
  }
}

/** The postmasters that run on a data folder's database. */
export function serversOf(dir: string): number[] {
  const data = realOr(path.join(dir, 'postgres'));
  const found = processes()
    .filter(({ words }) => path.basename(words[0] ?? '') === 'postgres' && words.includes(data))
    .map(({ pid }) => pid);
  // A child that serves a session carries its parent's command line until it has given itself a title.
  return found.filter((pid) => {
    const parent = parentOf(pid);
    return parent !== null && !found.includes(parent);
  });
}

/** Null: the process has ended meanwhile. */
function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null;
  }
}

export function watchesOf(dir: string): number[] {
  const data = realOr(path.join(dir, 'postgres'));
  return processes()
    .filter(({ words }) => words.includes('hallpass-watch') && words.some((word) => word.startsWith(data)))
    .map(({ pid }) => pid);
}

export const nothingRuns = (dir: string, patience = 10_000) =>
  eventually(() => (serversOf(dir).length + watchesOf(dir).length === 0 ? true : undefined), patience);

function processes(): { pid: number; words: string[] }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), words: commandLine(name) }));
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

export function realOr(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return place;
  }
}

/** One query on a folder's running database, as the superuser. */
export async function query(dir: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const socket = readFileSync(path.join(dir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4] ?? '';
  const password = readFileSync(path.join(dir, 'database-password'), 'utf8');
  const session = await openSession(`postgresql://hallpass:${password}@/hallpass?host=${encodeURIComponent(socket)}`);
  try {
    return (await session.query(sql)).rows;
  } finally {
    await session.end();
  }
}

/** Ends what still runs and removes the folders, with the places they lead to. */
export async function cleanUp(): Promise<void> {
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended.catch(() => {});
  }
  for (const folder of folders.splice(0)) {
    const places = [folder, ...publicPlaces(folder)];
    const found = processes().filter(({ words }) =>
      words.some((word) => places.some((place) => word.startsWith(`${place}/`))),
    );
    for (const { pid } of found) kill(pid);
    for (const place of places) rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function publicPlaces(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink() && entry.name === 'postgres')
    .map((entry) => path.dirname(realOr(path.join(entry.parentPath, entry.name))))
    .filter((place) => place.startsWith('/var/lib/hallpass/'));
}
