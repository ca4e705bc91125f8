import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { openSealed, sealStream } from '../../platform/sealed-file.ts';
import type { SetFile, Store } from '../oneroster/file-set.repository.ts';

// What is read from a provider is kept page by page, sealed, until a collection is whole; then its pages become a file
// like any that is uploaded. A reading that was broken off goes on behind the last page.

/**
 * The pages of one reading. `turn`: a name of its own for each that began at its start, so that a machine which comes
 * back to a reading does not take what it kept of an older one for what another machine has read since.
 */
export type Spool = { readonly store: Store; readonly folder: string; readonly turn: string };

const fileName = ({ turn }: Spool, name: string) => `${turn} ${name}`;
const chunkName = (spool: Spool, name: string, no: number) => `${fileName(spool, name)}.${String(no).padStart(6, '0')}`;

/** Whether the first `chunks` pages of a collection are there, so that a reading may go on behind them. */
export async function hasChunks(spool: Spool, name: string, chunks: number): Promise<boolean> {
  const names = new Set(await readdir(spool.folder).catch(() => [] as string[]));
  for (let no = 0; no < chunks; no++) if (!names.has(chunkName(spool, name, no))) return false;
  return true;
}

/** Stores one page; one that was stored by an attempt that died is written anew. */
export async function storeChunk(spool: Spool, name: string, no: number, text: string): Promise<void> {
  const { store, folder } = spool;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = path.join(folder, chunkName(spool, name, no));
  await rm(place, { force: true });
  await sealStream(place, store.key, once(Buffer.from(text)));
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** Puts the pages of a collection together as one file of a set. */
export async function joinChunks(
  spool: Spool,
  name: string,
  chunks: number,
  { header, page }: { readonly header: string; page(text: string, no: number): string },
): Promise<SetFile> {
  const { store, folder } = spool;
  const place = path.join(folder, fileName(spool, name));
  await rm(place, { force: true });
  const hash = createHash('sha256');
  const whole = async function* () {
    yield Buffer.from(header);
    for (let no = 0; no < chunks; no++) yield Buffer.from(page(await readChunk(spool, name, no), no));
  };
  const size = await sealStream(place, store.key, whole(), (chunk) => hash.update(chunk));
  return { name, path: place, sealed: true, size, sha256: hash.digest('hex') };
}

/** Removes all pages, and what older turns left, when the files that were made are known to the database. */
export async function dropChunks({ folder, turn }: Omit<Spool, 'store'>): Promise<void> {
  for (const name of await readdir(folder))
    if (/\.\d{6}$/.test(name) || !name.startsWith(`${turn} `)) await rm(path.join(folder, name), { force: true });
}

/** A file that an attempt before has put together already; null: there is none. */
export async function joinedFile(spool: Spool, name: string): Promise<SetFile | null> {
  const { store, folder } = spool;
  const place = path.join(folder, fileName(spool, name));
  if ((await stat(place).catch(() => null)) === null) return null;
  const source = await openSealed(place, store.key);
  const hash = createHash('sha256');
  const window = Buffer.allocUnsafe(1024 * 1024);
  try {
    for (let at = 0; ; ) {
      const got = await source.read(window, at);
      if (got === 0) return { name, path: place, sealed: true, size: source.size, sha256: hash.digest('hex') };
      hash.update(window.subarray(0, got));
      at += got;
    }
  } finally {
    await source.close();
  }
}

async function readChunk(spool: Spool, name: string, no: number): Promise<string> {
  const source = await openSealed(path.join(spool.folder, chunkName(spool, name, no)), spool.store.key);
  try {
    const bytes = Buffer.alloc(source.size);
    return bytes.toString('utf8', 0, await source.read(bytes, 0));
  } finally {
    await source.close();
  }
}
