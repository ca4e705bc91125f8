import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from '../platform/archive-file.ts';
import type { App } from '../platform/house.ts';
import type { Content, FileOut } from './content.repository.ts';

// Files that runs still need (sealed uploads and readings) are written once and then only removed. A second name keeps one
// for as long as a backup needs it, whatever the hub removes meanwhile.

export type HeldFiles = {
  /** Takes hold of what has come since, too. */
  hold(): Promise<void>;
  files(): Promise<readonly FileOut[]>;
  release(): Promise<void>;
};

/** None: whoever takes the database alone, and leaves the files where they are. */
export const noFiles: HeldFiles = { hold: async () => {}, files: async () => [], release: async () => {} };

const prefix = 'backup-';

/** Keeps all stored files of this machine as they are now. */
export async function holdFiles(app: Pick<App, 'files'>): Promise<HeldFiles> {
  const { folder } = app.files;
  const home = path.dirname(folder);
  await sweep(home);
  const held = path.join(home, `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  const hold = async () => {
    for (const place of await placesIn(folder)) {
      const to = path.join(held, place);
      await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
      // It is held already, or was removed a moment ago.
      await link(path.join(folder, place), to).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
      });
    }
  };
  await hold();
  return {
    hold,
    files: async () =>
      Promise.all(
        (await placesIn(held)).map(async (place) => {
          const file = path.join(held, place);
          return { place, size: (await stat(file)).size, open: () => createReadStream(file) as Content };
        }),
      ),
    release: () => rm(held, { recursive: true, force: true }),
  };
}

/** Files below a folder, by their place in it. */
export async function placesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** What backups that were killed have left. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home).catch(() => [] as string[])) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(home, name), { recursive: true, force: true });
  }
}

/** Puts a stored file in its place, whole or not at all. */
export async function storeFile(folder: string, place: string, content: Content): Promise<void> {
  const to = path.join(folder, place);
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  const fresh = `${to}.restoring`;
  const file = await open(fresh, 'w', 0o600);
  try {
    for await (const chunk of content) await file.appendFile(chunk);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(fresh, to);
}
