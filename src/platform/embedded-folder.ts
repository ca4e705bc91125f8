import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { makePublic, publicFolder, reachable, runsAsRoot, unprivileged } from './embedded-binaries.ts';
import { Problem } from './problem.ts';

// Where the embedded database of a data folder lies, who owns it, and how it is made.

/** The major version of the PostgreSQL that Hallpass carries; only that opens the files that it made. */
export const carriedMajor = '17';
const run = promisify(execFile);

export type Place = {
  /** The data folder itself, without symbolic links, so that every process names it alike. */
  readonly dir: string;
  /** PostgreSQL's own folder; somewhere else than in `dir` only where root's stand-in cannot reach that. */
  readonly data: string;
  readonly socket: string;
  readonly log: string;
  /** Who runs PostgreSQL: nothing where that is the hub's own user. */
  readonly owner: { readonly uid?: number; readonly gid?: number };
};

/** Makes what must be there before a server; refuses the folder of another major version before anything is touched. */
export async function placeOf(dataDir: string, major: string): Promise<Place> {
  try {
    const made = path.resolve(dataDir);
    checkMajor(made, major);
    mkdirSync(made, { recursive: true, mode: 0o755 });
    const dir = realpathSync(made);
    const data = await dataFolder(dir);
    const owner = runsAsRoot() ? ownerOf(data) : {};
    const socket = socketFolder(data);
    makePrivate(socket, owner);
    return { dir, data, socket, log: path.join(dir, 'postgres.log'), owner };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (
      error instanceof Problem ||
      !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'].includes(`${code}`)
    )
      throw error;
    throw new Problem(
      'connection.database_not_started',
      `The data folder ${path.resolve(dataDir)} cannot be used by this user (${code}). Give it to the user who runs Hallpass, or set DATA_DIR to another folder.`,
    );
  }
}

export const isMade = (place: Place) => existsSync(path.join(place.data, 'PG_VERSION'));

/** The major version that a data folder's database was made by; null: there is none. */
export function majorOf(dataDir: string): string | null {
  const file = path.join(dataDir, 'postgres', 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function checkMajor(dir: string, major: string): void {
  const found = majorOf(dir);
  if (found === major) return;
  if (found !== null)
    throw new Problem(
      'connection.database_other_version',
      `${path.join(dir, 'postgres')} was made by PostgreSQL ${found}, and this Hallpass carries PostgreSQL ${major}. Run hallpass upgrade, which brings the data over and keeps the old files; nothing was changed.`,
    );
  // The old files were put aside, and the new ones are not in their place yet: an empty database must not take it.
  if (majorOf(path.join(dir, 'upgrade')) !== null)
    throw new Problem(
      'connection.database_other_version',
      `An upgrade of ${dir} was ended in the middle. Run hallpass upgrade again, which brings it to its end.`,
    );
}

/** Below a private folder root's stand-in could not reach the data: then a link leads to a public place, chosen once. */
async function dataFolder(dir: string): Promise<string> {
  const beside = path.join(dir, 'postgres');
  if (runsAsRoot() && lstatSync(beside, { throwIfNoEntry: false }) === undefined && !(await reachable(dir))) {
    const home = path.join(publicFolder(), randomBytes(8).toString('hex'));
    for (const folder of [publicFolder(), home]) makePublic(folder);
    mkdirSync(path.join(home, 'postgres'), { mode: 0o700 });
    try {
      symlinkSync(path.join(home, 'postgres'), beside);
    } catch (error) {
      rmSync(home, { recursive: true });
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  if (existsSync(beside)) return realpathSync(beside);
  if (lstatSync(beside, { throwIfNoEntry: false }) === undefined) return beside;
  throw new Problem(
    'connection.database_not_started',
    `${beside} leads to ${readlinkSync(beside)}, which is gone. Put it back, or remove ${dir} to begin anew.`,
  );
}

/** Root runs the server as whoever owns its files already, so that `sudo hallpass …` leaves a user's database usable. */
function ownerOf(data: string): { uid: number; gid: number } {
  const found = statSync(data, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? unprivileged : { uid: found.uid, gid: found.gid };
}

/** A Unix socket's path may have 107 bytes; a deep data folder gets its socket in /tmp, the same for every process and environment. */
function socketFolder(data: string): string {
  const beside = path.join(path.dirname(data), 'postgres-socket');
  if (Buffer.byteLength(beside) < 80) return beside;
  return `/tmp/hallpass-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`;
}

/** A folder of its owner alone. One that somebody else put there (in /tmp anybody can) is refused, never taken over. */
function makePrivate(folder: string, owner: Place['owner']): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const wanted = owner.uid ?? process.getuid?.();
  if (!found.isDirectory() || (found.uid !== wanted && found.uid !== process.getuid?.()))
    throw new Problem(
      'connection.database_not_started',
      `${folder} belongs to another user. Run Hallpass as the user who made the data folder, or set DATA_DIR to another folder.`,
    );
  give(folder, owner);
  if (found.uid === process.getuid?.()) chmodSync(folder, 0o700);
}

function give(place: string, { uid, gid }: Place['owner']): void {
  if (uid !== undefined && gid !== undefined) chownSync(place, uid, gid);
}

/**
 * Makes the database's files beside their place and moves them there whole: nobody ever sees a half-made folder,
 * and of two starts at once one wins.
 */
export async function initialise(binaries: string, place: Place, password: string): Promise<void> {
  sweep(place);
  const name = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const fresh = `${place.data}-new-${name}`;
  const passwordFile = path.join(place.socket, `password-${name}`);
  try {
    mkdirSync(fresh, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    for (const made of [fresh, passwordFile]) give(made, place.owner);
    await run(
      path.join(binaries, 'bin', 'initdb'),
      ['-D', fresh, '-U', 'hallpass', '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256', '--pwfile', passwordFile],
      { ...place.owner, cwd: place.socket, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } },
    );
    moveInto(fresh, place);
  } catch (error) {
    const told = (error as { stderr?: string }).stderr?.trim() || String(error);
    throw new Problem(
      'connection.database_not_started',
      `The embedded database could not be made in ${place.data}: ${told}`,
      3,
    );
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function moveInto(fresh: string, place: Place): void {
  try {
    renameSync(fresh, place.data);
  } catch (error) {
    if (!isMade(place)) throw error;
    return;
  }
  const folder = openSync(path.dirname(place.data), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** What a start that was killed while it made a database left behind. */
function sweep(place: Place): void {
  const home = path.dirname(place.data);
  for (const name of readdirSync(home)) {
    const pid = /^postgres-new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

/** The process that serves the folder now: null where its file names none, a dead one, or one that took over the number. */
export function serverOf(data: string): number | null {
  const pid = pidOf(data);
  return pid !== null && isAlive(pid) && isServerOf(pid, data) ? pid : null;
}

/** PostgreSQL itself believes any living process of its user; a number that another program took over would keep it from starting. */
export function dropStalePid(data: string): void {
  const pid = pidOf(data);
  if (pid !== null && isAlive(pid) && !isServerOf(pid, data))
    rmSync(path.join(data, 'postmaster.pid'), { force: true });
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

/** Told by the process's command line (a zombie has none). Where that cannot be read or compared, it is taken for our server. */
function isServerOf(pid: number, data: string): boolean {
  let words: readonly string[];
  try {
    words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT' || process.platform !== 'linux';
  }
  if (path.basename(words[0] ?? '') !== 'postgres') return false;
  const folder = words[words.indexOf('-D') + 1] ?? '';
  const [found, ours] = [folder, data].map((place) => statSync(place, { throwIfNoEntry: false }));
  return found === undefined || (found.ino === ours?.ino && found.dev === ours.dev);
}
