import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { type ArchiveEntry, type ArchiveKey, type ArchiveWriter, readArchive } from '../platform/archive.ts';
import { Problem } from '../platform/problem.ts';
import { type CopiedTable, rowsOut } from '../platform/table-copy.ts';
import { memberNames, memberOf, readManifest, readSums, whatDiffers } from './manifest.model.ts';
import type { Manifest, Sum, Sums } from './manifest.schema.ts';

// What stands in an archive of ours: the manifest, the rows of each table as COPY text, stored files, and the sums of all
// that. Backups and districts that move are written and read by these few functions alone.

export type Content = AsyncIterable<Uint8Array>;
export type Progress = (text: string) => void;

export const unusable = (sentence: string) => new Problem('connection.archive_unusable', sentence);

const pieceSize = 4 * 1024 * 1024;
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Passes content on and counts it. Each row of COPY text is a line; a line break in a value is written otherwise. */
function metered(content: Content) {
  const hash = createHash('sha256');
  const sum = { rows: 0, bytes: 0 };
  const pass = async function* () {
    for await (const chunk of content) {
      hash.update(chunk);
      sum.bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) sum.rows++;
      yield chunk;
    }
  };
  return { content: pass(), sum: () => ({ ...sum, sha256: hash.digest('hex') }) };
}

/** Gathers small chunks to pieces of some megabytes. */
async function* inPieces(content: Content): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < pieceSize) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

export type TableSums = Record<string, Sum & { rows: number }>;
type Writing = {
  readonly client: pg.ClientBase;
  readonly archive: ArchiveWriter;
  readonly progress: Progress;
};

/** Writes the rows of tables. `of`: which rows, and how they are changed on their way. */
export async function writeTables(
  { client, archive, progress }: Writing,
  tables: readonly CopiedTable[],
  of: { where?(table: CopiedTable): string; change?(table: CopiedTable, rows: Content): Content } = {},
): Promise<TableSums> {
  const sums: TableSums = {};
  let rows = 0;
  for (const [at, table] of tables.entries()) {
    progress(`table ${at + 1} of ${tables.length}: ${table.name}; ${rows} rows so far`);
    const out: Content = rowsOut(client, table, of.where?.(table));
    const { content, sum } = metered(of.change?.(table, out) ?? out);
    let no = 0;
    for await (const piece of inPieces(content)) await archive.add(memberNames.piece(table.name, ++no), piece);
    const counted = sum();
    sums[table.name] = counted;
    rows += counted.rows;
  }
  return sums;
}

export type FileOut = { readonly place: string; readonly size: number; open(): Content };

/** Writes stored files by their places below the folder of files. */
export async function writeFiles({ archive }: Pick<Writing, 'archive'>, files: readonly FileOut[]) {
  const sums: Record<string, Sum> = {};
  for (const { place, size, open } of files) {
    const { content, sum } = metered(open());
    await archive.addStream(memberNames.file(place), size, content);
    const { bytes, sha256: hash } = sum();
    sums[place] = { bytes, sha256: hash };
  }
  return sums;
}

export async function writeManifest({ archive }: Pick<Writing, 'archive'>, manifest: Manifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await archive.add(memberNames.manifest, Buffer.from(text));
  return sha256(text);
}

export async function writeSums({ archive }: Pick<Writing, 'archive'>, sums: Sums): Promise<void> {
  await archive.add(memberNames.sums, Buffer.from(`${JSON.stringify(sums)}\n`));
}

/** Who takes what is read. Content that is left unread is read to its end, since the sums are over all of it. */
export type Receiver = {
  /** What it is, and the secret key that lies with it, if one does. */
  begin?(manifest: Manifest, secretKey: string | null): Promise<void>;
  table?(name: string, rows: Content): Promise<void>;
  file?(place: string, size: number, content: Content): Promise<void>;
};

export type ReadArchive = {
  readonly manifest: Manifest;
  readonly sums: Sums;
  readonly encrypted: boolean;
  readonly secretKey: string | null;
};

/** Reads an archive to its end and gives what is in it to the receiver; throws where anything is not as it was written. */
export async function readContent(
  input: Readable,
  key: ArchiveKey | undefined,
  receiver: Receiver = {},
): Promise<ReadArchive> {
  try {
    const { encrypted, members } = await readArchive(input, key);
    const entries = await cursorOver(members);
    try {
      return { encrypted, ...(await take(entries, receiver)) };
    } finally {
      await entries.close();
    }
  } finally {
    input.destroy();
  }
}

/** Stands on one member after the other. */
async function cursorOver(members: AsyncIterable<ArchiveEntry>) {
  const entries = members[Symbol.asyncIterator]();
  let at = await entries.next();
  const now = () => (at.done === true ? null : at.value);
  const content = async function* (goesOn: (name: string) => boolean): AsyncGenerator<Uint8Array> {
    do {
      if (at.done !== true) yield* at.value.content;
      at = await entries.next();
    } while (at.done !== true && goesOn(at.value.name));
  };
  return {
    now,
    /** The content of this member, and of those behind it that go on with the same thing; then it stands on the next. */
    content,
    async text() {
      const parts: Uint8Array[] = [];
      for await (const part of content(() => false)) parts.push(part);
      return Buffer.concat(parts).toString('utf8');
    },
    close: async () => void (await entries.return?.()),
  };
}
type Cursor = Awaited<ReturnType<typeof cursorOver>>;

async function take(entries: Cursor, receiver: Receiver): Promise<Omit<ReadArchive, 'encrypted'>> {
  const isNow = (name: string) => entries.now()?.name === name;
  if (!isNow(memberNames.manifest)) throw unusable('This is no backup of Hallpass: it does not say what is in it.');
  const manifestText = await entries.text();
  const manifest = readManifest(manifestText);
  if (manifest === null)
    throw unusable('This backup says of itself what this Hallpass does not understand. Try a later version.');
  const secretKey = isNow(memberNames.secretKey) ? (await entries.text()).trim() : null;
  await receiver.begin?.(manifest, secretKey);
  const found = { manifest: sha256(manifestText), tables: {} as TableSums, files: {} as Record<string, Sum> };
  for (let now = entries.now(); now !== null && !isNow(memberNames.sums); now = entries.now())
    await takeMember(entries, now, receiver, found);
  const sums = entries.now() === null ? null : readSums(await entries.text());
  if (sums === null) throw unusable('The file was cut off: its end is missing.');
  if (entries.now() !== null) throw unusable('Something was added to the file behind its end.');
  for (const { name } of manifest.tables) found.tables[name] ??= { rows: 0, bytes: 0, sha256: sha256('') };
  const odd = whatDiffers(sums, found);
  if (odd !== null) throw unusable(`The file was changed since it was written: ${odd}.`);
  return { manifest, sums, secretKey };
}

async function takeMember(
  entries: Cursor,
  { name, size }: ArchiveEntry,
  receiver: Receiver,
  found: { readonly tables: TableSums; readonly files: Record<string, Sum> },
): Promise<void> {
  const member = memberOf(name);
  if (member === null) throw unusable(`It holds what no backup of Hallpass holds: ${name}.`);
  const { content, sum } = metered(entries.content((next) => isPieceOf(next, member)));
  if ('table' in member) await receiver.table?.(member.table, content);
  else await receiver.file?.(member.file, size, content);
  for await (const _ of content);
  const { rows, ...rest } = sum();
  if ('file' in member) found.files[member.file] = rest;
  else if (found.tables[member.table] === undefined) found.tables[member.table] = { rows, ...rest };
  else throw unusable(`It holds table ${member.table} twice.`);
}

function isPieceOf(name: string, of: ReturnType<typeof memberOf>): boolean {
  const member = memberOf(name);
  return member !== null && of !== null && 'table' in member && 'table' in of && member.table === of.table;
}
