import { type Duplex, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { extract, type Pack, pack } from 'tar-stream';
import { Problem } from './problem.ts';

// A file that holds much: a tar, compressed by zstd and, where there is a key, encrypted by age. Each can be opened
// without Hallpass, by the programs of these names: age -d FILE | zstd -d | tar x.

/** A passphrase; or of age's own keys the public one (`age1…`), which seals only, or the secret one, which opens. */
export type ArchiveKey = string;

export type ArchiveWriter = {
  add(name: string, content: Uint8Array): Promise<void>;
  addStream(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Writes the end, and waits until everything is out. */
  end(): Promise<void>;
  /** Gives up: what was written so far is no archive. */
  abandon(): Promise<void>;
};

export type ArchiveEntry = {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
};

const kindOfMember = { mode: 0o600, uid: 0, gid: 0 };
/** A passphrase has at least 16 signs, so that 64 MB of work a guess are enough, and a small machine can do it. */
const passphraseWork = 16;

const unusable = (sentence: string) => new Problem('connection.archive_unusable', sentence);

/** Opens an archive for writing. What goes wrong while it is written is thrown by the call that meets it. */
export async function writeArchive(out: Writable, key: ArchiveKey | undefined, now: Date): Promise<ArchiveWriter> {
  const members = pack();
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  // What goes wrong is told by the pipeline; a stream that tells it once more, with nobody listening, would end the process.
  for (const stream of [members, compress, out]) stream.on('error', () => {});
  let failure: Error | undefined;
  const flowing = flow(members, compress, key, out).catch((error: Error) => {
    failure = error;
    members.destroy();
  });
  /** A member that waits for a pipe that broke would wait for ever. */
  const orBroken = async (work: Promise<void>) => {
    await Promise.race([work, flowing.then(() => Promise.reject(failure ?? new Error('the archive was ended')))]);
    if (failure !== undefined) throw failure;
  };
  return {
    add: (name, content) =>
      orBroken(
        new Promise((resolve, reject) => {
          const member = { ...kindOfMember, name, size: content.length, mtime: now };
          const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
          members.entry(member, bytes, (error) => (error == null ? resolve() : reject(error))).on('error', reject);
        }),
      ),
    addStream: (name, size, content) =>
      orBroken(pipeline(content, members.entry({ ...kindOfMember, name, size, mtime: now }))),
    async end() {
      members.finalize();
      await flowing;
      if (failure !== undefined) throw failure;
    },
    async abandon() {
      members.destroy(new Error('given up'));
      out.destroy();
      await flowing;
    },
  };
}

async function flow(members: Pack, compress: Duplex, key: ArchiveKey | undefined, out: Writable): Promise<void> {
  if (key === undefined) return pipeline(members, compress, out);
  const packed = pipeline(members, compress);
  const plain = Readable.toWeb(compress) as ReadableStream<Uint8Array>;
  const sealed = await encrypterOf(key).encrypt(plain as never);
  await Promise.all([packed, pipeline(Readable.fromWeb(sealed as never), out)]);
}

function encrypterOf(key: ArchiveKey): Encrypter {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(passphraseWork);
  if (key.startsWith('age1')) encrypter.addRecipient(key);
  else encrypter.setPassphrase(key);
  return encrypter;
}

const ageHead = Buffer.from('age-encryption.org/v1\n');
const zstdHead = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** What a file begins like: null where it is no archive. */
export function kindOfArchive(head: Uint8Array): 'sealed' | 'open' | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.subarray(0, ageHead.length).equals(ageHead)) return 'sealed';
  return bytes.subarray(0, zstdHead.length).equals(zstdHead) ? 'open' : null;
}

export type OpenedArchive = { readonly encrypted: boolean; readonly members: AsyncIterable<ArchiveEntry> };

/** Reads the members one after the other; each must be read to its end. A broken, cut or foreign file is a Problem. */
export async function readArchive(input: Readable, key: ArchiveKey | undefined): Promise<OpenedArchive> {
  const { head, whole } = await peek(input);
  const kind = kindOfArchive(head);
  if (kind === null) {
    input.destroy();
    throw unusable('This is no file that Hallpass wrote: it begins like none.');
  }
  const opened = kind === 'sealed' ? await decrypted(whole, key) : whole;
  return { encrypted: kind === 'sealed', members: membersOf(opened) };
}

async function* membersOf(opened: Readable): AsyncGenerator<ArchiveEntry> {
  const members = extract();
  const flowing = pipeline(opened, createZstdDecompress(), members).catch(() => {});
  try {
    for await (const member of wholeOrTold(members))
      yield {
        name: member.header.name,
        size: member.header.size ?? 0,
        content: wholeOrTold(member as AsyncIterable<Uint8Array>),
      };
  } finally {
    members.destroy();
    await flowing;
  }
}

async function* wholeOrTold<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof Problem
      ? error
      : unusable(`The file is damaged or was cut off: ${(error as Error).message}.`);
  }
}

async function peek(input: Readable) {
  const first: Buffer[] = [];
  const rest = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (let size = 0; size < ageHead.length; ) {
    const next = await rest.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.length;
  }
  const whole = async function* () {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { head: Buffer.concat(first), whole: Readable.from(whole(), { objectMode: false }) };
}

/** age tells a changed or cut piece when it comes to it; a wrong key it tells at once. */
async function decrypted(input: Readable, key: ArchiveKey | undefined): Promise<Readable> {
  if (key === undefined) throw unusable('The file is encrypted: set BACKUP_KEY to the key that it was made with.');
  if (key.startsWith('age1'))
    throw unusable('BACKUP_KEY is a public key, which seals only. Set it to the secret key that belongs to it.');
  const decrypter = new Decrypter();
  try {
    if (key.startsWith('AGE-SECRET-KEY-')) decrypter.addIdentity(key);
    else decrypter.addPassphrase(key);
    const plain = (await decrypter.decrypt(Readable.toWeb(input) as never)) as unknown as ReadableStream<Uint8Array>;
    return Readable.fromWeb(plain);
  } catch (error) {
    throw unusable(`The file does not open with this BACKUP_KEY (${(error as Error).message}).`);
  }
}
