import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { Refusal, refuse } from '../../dictionary/refusal.model.ts';
import { type ByteSource, openFile } from '../../platform/byte-source.ts';
import { openSealed, sealStream } from '../../platform/sealed-file.ts';
import { Stop } from '../../runs/job.ts';
import { knownFiles } from './columns.model.ts';

/** One file of a set: where its bytes are, how many, and what they are. */
export type SetFile = {
  readonly name: string;
  readonly path: string;
  readonly sealed: boolean;
  readonly size: number;
  readonly sha256: string;
  /** Of a file that lies in somebody's own folder: how it looked when it was hashed. */
  readonly stamp?: string;
};
/** `folder`: where a set was taken out of a zip, with nothing else in it. */
export type FileSet = { readonly name: string; readonly files: readonly SetFile[]; readonly folder?: string };
/** Where uploads are kept, sealed, until their run has ended. */
export type Store = { readonly folder: string; readonly key: Buffer };

const canonical = new Map(['manifest', ...knownFiles].map((name) => [`${name}.csv`.toLowerCase(), `${name}.csv`]));
/** A table that is none of OneRoster's is not read, but its rows are counted, so that none goes missing without a word. */
const isForeign = (name: string) => /^[^.].*\.csv$/i.test(name) && !canonical.has(name.toLowerCase());
const nameOf = (name: string) => canonical.get(name.toLowerCase()) ?? (isForeign(name) ? name : undefined);
const mostUnpacked = 16 * 1024 ** 3;
/** Roster files compress ten to forty times; a bomb hundreds of times. */
const mostRatio = 250;

/** Opens a file of a set. One that was written since it was hashed is not the one that was asked for: `connection.file_changed`. */
export async function openSetFile(
  { path: place, sealed, stamp }: Pick<SetFile, 'path' | 'sealed' | 'stamp'>,
  store: Store,
): Promise<ByteSource> {
  if (sealed) return openSealed(place, store.key);
  const source = await openFile(place);
  if (stamp === undefined || stamp === (await stampOf(place))) return source;
  await source.close();
  throw new Stop('connection.file_changed', { file: path.basename(place) });
}

async function stampOf(place: string): Promise<string> {
  const { size, mtimeNs } = await stat(place, { bigint: true });
  return `${size} ${mtimeNs}`;
}

/** The tables of a folder, read where they lie. Links that lead elsewhere and other files are not looked at. */
export async function readFolder(folder: string): Promise<FileSet> {
  const names = await readdir(folder, { withFileTypes: true });
  const files: SetFile[] = [];
  for (const entry of names) {
    const name = nameOf(entry.name);
    if (name === undefined || !entry.isFile() || files.some((file) => file.name === name)) continue;
    const place = path.resolve(folder, entry.name);
    const stamp = await stampOf(place);
    files.push({
      name,
      path: place,
      sealed: false,
      size: (await stat(place)).size,
      sha256: await hashFile(place),
      stamp,
    });
  }
  return { name: path.basename(path.resolve(folder)), files };
}

/** Removes what was kept of a set; files that lie in somebody's own folder stay. */
export async function dropSet(set: FileSet): Promise<void> {
  if (set.folder !== undefined) await rm(set.folder, { recursive: true, force: true });
}

/** Removes uploads of which no open run has need: those of ended runs at once, unknown ones when they are older than an instant. */
export async function dropUploads(
  store: Store,
  inUse: readonly string[],
  olderThan: Date,
  ended: ReadonlySet<string>,
): Promise<void> {
  const needed = new Set(inUse.map((place) => path.dirname(place)));
  const done = new Set([...ended].map((place) => path.dirname(place)));
  for (const name of await readdir(store.folder).catch(() => [] as string[])) {
    const folder = path.join(store.folder, name);
    if (needed.has(folder)) continue;
    const found = await stat(folder).catch(() => null);
    if (found !== null && (done.has(folder) || found.mtime <= olderThan))
      await rm(folder, { recursive: true, force: true });
  }
}

async function hashFile(place: string): Promise<string> {
  const source = await openFile(place);
  const hash = createHash('sha256');
  const window = Buffer.allocUnsafe(4 * 1024 * 1024);
  try {
    for (let at = 0; ; ) {
      const got = await source.read(window, at);
      if (got === 0) return hash.digest('hex');
      hash.update(window.subarray(0, got));
      at += got;
    }
  } finally {
    await source.close();
  }
}

/** Keeps an uploaded zip sealed and takes its files out of it, sealed too. Whatever is refused leaves nothing behind. */
export async function receiveZip(store: Store, name: string, content: AsyncIterable<Uint8Array>): Promise<FileSet> {
  const folder = path.join(store.folder, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const upload = path.join(folder, 'upload');
    await sealStream(upload, store.key, content);
    const set = await unpack(store, folder, name, await openSealed(upload, store.key));
    await rm(upload);
    return set;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A zip that lies on this machine: its files are taken out sealed. */
export async function readZip(store: Store, place: string): Promise<FileSet> {
  const folder = path.join(store.folder, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await unpack(store, folder, path.basename(place), await openFile(place));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function unpack(store: Store, folder: string, name: string, source: ByteSource): Promise<FileSet> {
  try {
    const zip = await openZip(source, name);
    const entries = await readEntries(zip, name, source.size);
    const files: SetFile[] = [];
    for (const [file, entry] of entries) {
      try {
        files.push(await unpackEntry(store, folder, file, zip, entry));
      } catch (error) {
        throw refuse('oneroster.zip_unreadable', { file: name, reason: `${file}: ${reasonOf(error)}` });
      }
    }
    return { name, files, folder };
  } finally {
    await source.close();
  }
}

async function unpackEntry(store: Store, folder: string, file: string, zip: ZipFile, entry: Entry): Promise<SetFile> {
  const place = path.join(folder, `${file}.sealed`);
  const hash = createHash('sha256');
  let sum = 0;
  const size = await sealStream(place, store.key, contentOf(zip, entry), (chunk) => {
    hash.update(chunk);
    sum = crc32(chunk, sum);
  });
  // The library checks lengths, not content.
  if (sum !== entry.crc32) throw new Error('it was damaged on its way');
  return { name: file, path: place, sealed: true, size, sha256: hash.digest('hex') };
}

/** Opened only when somebody reads: a stream that fails while nobody listens would end the whole process. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncIterable<Buffer> {
  yield* await zip.openReadStreamPromise(entry);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function openZip(source: ByteSource, name: string): Promise<ZipFile> {
  try {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true };
    return await fromRandomAccessReaderPromise(makeReader(source), source.size, options);
  } catch (error) {
    throw refuse('oneroster.zip_unreadable', {
      file: name,
      reason: source.size === 0 ? 'it is empty' : reasonOf(error),
    });
  }
}

/** The library asks for ranges of the zip through an object of its own class. */
function makeReader(source: ByteSource): RandomAccessReader {
  class SourceReader extends RandomAccessReader {
    override _readStreamForRange(start: number, end: number) {
      return Readable.from(ranges(source, start, end));
    }
  }
  return new SourceReader();
}

async function* ranges(source: ByteSource, start: number, end: number): AsyncIterable<Buffer> {
  for (let at = start; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(256 * 1024, end - at));
    const got = await source.read(chunk, at);
    if (got === 0) return;
    yield chunk.subarray(0, got);
    at += got;
  }
}

/** The roster files of a zip, by name. Everything that a roster export never holds is refused as a whole. */
async function readEntries(zip: ZipFile, name: string, size: number): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  const folders = new Set<string>();
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      const { file, folder } = placeOf(entry);
      const known = file !== null && !isForeign(file);
      if (known) folders.add(folder);
      const twice = known && entries.has(file);
      const reason = unsafeEntry(entry, { unpacked, size, folders: folders.size, twice });
      if (reason !== null) throw refuse('oneroster.zip_unsafe', { file: name, reason });
      if (file !== null) entries.set(file, entry);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : refuseEntries(name, reasonOf(error));
  }
  return entries;
}

/** The file of the set that an entry is, and the folder it lies in; null: none that is looked at. */
function placeOf({ fileName }: Entry): { readonly file: string | null; readonly folder: string } {
  const parts = fileName.split('/');
  const last = parts.pop() ?? '';
  const file = parts[0] === '__MACOSX' || last.length > 200 ? undefined : nameOf(last);
  return { file: file ?? null, folder: parts.join('/') };
}

type SoFar = { readonly unpacked: number; readonly size: number; readonly folders: number; readonly twice: boolean };

/** Why a zip is not opened because of an entry; null: nothing speaks against it. */
function unsafeEntry(entry: Entry, { unpacked, size, folders, twice }: SoFar): string | null {
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return 'it holds a link';
  if (unpacked > mostUnpacked || unpacked > size * mostRatio + 1024 * 1024)
    return `it would unpack to more than ${Math.round(unpacked / 1024 / 1024)} MB`;
  if ((entry.generalPurposeBitFlag & 1) === 1) return 'its files are encrypted';
  if (folders > 1) return 'its files lie in several folders';
  return twice ? 'a file is in it twice' : null;
}

function refuseEntries(name: string, reason: string): Refusal {
  const outside = /absolute path|invalid relative path|invalid characters/.test(reason);
  return outside
    ? refuse('oneroster.zip_unsafe', { file: name, reason: 'it names places outside its own folder' })
    : refuse('oneroster.zip_unreadable', { file: name, reason });
}
