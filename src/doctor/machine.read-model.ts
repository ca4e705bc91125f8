import { access, constants, readFile, stat, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { carriedMajor, majorOf, serverOf } from '../platform/embedded-folder.ts';

// What the doctor reads from the machine itself.

export async function folderOf(dataDir: string) {
  const dir = path.resolve(dataDir);
  const found = await stat(dir).catch(() => null);
  if (found === null) return { dir, there: false, writable: false, openTo: [] as string[] };
  const writable = await access(dir, constants.W_OK).then(
    () => true,
    () => false,
  );
  const openTo: string[] = [];
  for (const name of ['secret-key', 'database-password', 'files'])
    if (((await stat(path.join(dir, name)).catch(() => null))?.mode ?? 0) & 0o077) openTo.push(name);
  return { dir, there: true, writable, openTo };
}

export async function roomOf(dataDir: string): Promise<{ readonly free: number; readonly total: number }> {
  const { bavail, blocks, bsize } = await statfs(path.resolve(dataDir));
  return { free: bavail * bsize, total: blocks * bsize };
}

/** The limit of the group that this process is in; null: none is set. */
export async function memoryOf(): Promise<{ readonly limit: number | null; readonly machine: number }> {
  for (const file of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
    const text = (await readFile(file, 'utf8').catch(() => '')).trim();
    if (/^\d+$/.test(text)) return { limit: Number(text), machine: totalmem() };
  }
  return { limit: null, machine: totalmem() };
}

/** The embedded database of a data folder, as its files say. */
export function embeddedOf(dataDir: string) {
  const dir = path.resolve(dataDir);
  return { major: majorOf(dir), carried: carriedMajor, server: serverOf(path.join(dir, 'postgres')) };
}
