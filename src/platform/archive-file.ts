import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { kindOfArchive } from './archive.ts';
import { Problem } from './problem.ts';

/** A file that is there under its name only when it is whole. */
export type FreshFile = {
  readonly out: Writable;
  /** Where it lies until it is kept. */
  readonly path: string;
  bytes(): number;
  /** Gives it its name, when it is on the disk. */
  keep(): Promise<void>;
  drop(): Promise<void>;
};

const refused = (sentence: string) => new Problem('connection.backup_not_written', sentence);

/** Opens a file beside its place, which its owner alone may read. What is there already is replaced only if it is a backup too. */
export async function freshFile(file: string): Promise<FreshFile> {
  const place = path.resolve(file);
  const folder = path.dirname(place);
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw refused(
      error.code === 'ENOENT'
        ? `There is no folder ${folder}. Make it, or choose another place.`
        : `This user may not write into ${folder} (${error.code}).`,
    );
  });
  await refuseOtherFile(place);
  await sweep(folder, path.basename(place));
  const fresh = path.join(folder, `.${path.basename(place)}.${process.pid}.part`);
  const out = createWriteStream(fresh, { flags: 'wx', mode: 0o600, flush: true });
  return {
    out,
    path: fresh,
    bytes: () => out.bytesWritten,
    async keep() {
      await rename(fresh, place);
      const home = await open(folder, 'r');
      await home.sync().finally(() => home.close());
    },
    drop: () => rm(fresh, { force: true }),
  };
}

async function refuseOtherFile(place: string): Promise<void> {
  const found = await stat(place).catch(() => null);
  if (found === null) return;
  if (!found.isFile()) throw refused(`${place} is no file. Name a file in it.`);
  const head = Buffer.alloc(32);
  const file = await open(place, 'r');
  await file.read(head, 0, head.length, 0).finally(() => file.close());
  if (found.size > 0 && kindOfArchive(head) === null)
    throw refused(`${place} is there and is no backup. Choose another name; it was not touched.`);
}

/** Halves that commands which were killed have left. */
async function sweep(folder: string, name: string): Promise<void> {
  for (const found of await readdir(folder)) {
    if (!found.startsWith(`.${name}.`) || !found.endsWith('.part')) continue;
    const pid = Number(found.slice(name.length + 2, -'.part'.length));
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(path.join(folder, found), { force: true });
  }
}

/** How an archive is read: from a file, as often as wanted, or from what is piped in, once. */
export async function archiveAt(file: string) {
  if (file === '-') return { open: () => process.stdin, again: false };
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      'connection.archive_unusable',
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  if (!found.isFile()) throw new Problem('connection.archive_unusable', `${file} is no file.`);
  return { open: () => createReadStream(file, { highWaterMark: 1024 * 1024 }), again: true };
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
