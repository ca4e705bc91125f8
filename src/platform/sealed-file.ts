import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource, readFully } from './byte-source.ts';

// A sealed file: 16 bytes of head (12 of nonce base, 4 of magic), then frames of 64 KiB, each AES-256-GCM with its own
// nonce (base xor frame number) and tag, so that any place can be read without opening the rest. The frame's number and
// whether it is the last are authenticated: frames cannot be swapped, dropped or cut off unseen.
const frame = 64 * 1024;
const tag = 16;
const head = 16;
const magic = 0x48505346;

function nonceOf(base: Uint8Array, number: number): Buffer {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  return nonce;
}

function contextOf(number: number, last: boolean): Buffer {
  const context = Buffer.alloc(5);
  context.writeUInt32BE(number, 0);
  context[4] = last ? 1 : 0;
  return context;
}

/** Writes a stream sealed and answers its size. What `seen` throws at a chunk ends it, and leaves a file to be removed. */
export async function sealStream(
  path: string,
  key: Buffer,
  content: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void = () => {},
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    const base = randomBytes(12);
    const start = Buffer.alloc(head);
    base.copy(start);
    start.writeUInt32BE(magic, 12);
    await file.appendFile(start);
    let waiting: Buffer = Buffer.alloc(0);
    let number = 0;
    let size = 0;
    for await (const chunk of content) {
      seen(chunk);
      size += chunk.length;
      waiting =
        waiting.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
          : Buffer.concat([waiting, chunk]);
      const out: Buffer[] = [];
      let at = 0;
      // The last frame is told by what follows it, so one is always kept back.
      for (; waiting.length - at > frame; at += frame)
        out.push(sealFrame(key, base, number++, waiting.subarray(at, at + frame), false));
      if (out.length > 0) await file.appendFile(Buffer.concat(out));
      waiting = Buffer.from(waiting.subarray(at));
    }
    await file.appendFile(sealFrame(key, base, number, waiting, true));
    await file.datasync();
    return size;
  } finally {
    await file.close();
  }
}

function sealFrame(key: Buffer, base: Uint8Array, number: number, plain: Uint8Array, last: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(base, number), { authTagLength: tag });
  cipher.setAAD(contextOf(number, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a sealed file for reading at any place. A changed or cut-off file fails at the frame that shows it. */
export async function openSealed(path: string, key: Buffer): Promise<ByteSource> {
  const file = await open(path, 'r');
  const stored = (await file.stat()).size - head;
  const start = Buffer.alloc(head);
  const frames = Math.max(1, Math.ceil(stored / (frame + tag)));
  const whole = stored - (frames - 1) * (frame + tag) >= tag;
  if ((await readFully(file, start, 0)) < head || start.readUInt32BE(12) !== magic || !whole) {
    await file.close();
    throw new Error('not a whole sealed file');
  }
  const base = start.subarray(0, 12);
  return {
    size: stored - frames * tag,
    read: (target, position) => readFrames({ file, key, base, stored, frames }, target, position),
    unchanged: async () => true,
    close: () => file.close(),
  };
}

type Sealed = {
  readonly file: FileHandle;
  readonly key: Buffer;
  readonly base: Uint8Array;
  readonly stored: number;
  readonly frames: number;
};

async function readFrames(from: Sealed, target: Uint8Array, position: number): Promise<number> {
  const { file, key, base, stored, frames } = from;
  let got = 0;
  let number = Math.floor(position / frame);
  let skip = position % frame;
  while (got < target.length && number < frames) {
    // Up to sixteen frames a read.
    const count = Math.min(16, frames - number, Math.ceil((target.length - got + skip) / frame));
    const sealed = Buffer.allocUnsafe(Math.min(count * (frame + tag), stored - number * (frame + tag)));
    if ((await readFully(file, sealed, head + number * (frame + tag))) < sealed.length)
      throw new Error('a sealed file was cut off while it was read');
    for (let at = 0; at < sealed.length && got < target.length; at += frame + tag, number++) {
      const box = sealed.subarray(at, at + frame + tag);
      const plain = openFrame(key, base, number, box, number === frames - 1);
      const part = plain.subarray(skip, skip + target.length - got);
      target.set(part, got);
      got += part.length;
      skip = 0;
    }
  }
  return got;
}

function openFrame(key: Buffer, base: Uint8Array, number: number, box: Buffer, last: boolean): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(base, number), { authTagLength: tag });
  decipher.setAAD(contextOf(number, last));
  decipher.setAuthTag(box.subarray(-tag));
  return Buffer.concat([decipher.update(box.subarray(0, -tag)), decipher.final()]);
}
