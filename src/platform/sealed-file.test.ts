import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSealed, sealStream } from './sealed-file.ts';

const frame = 64 * 1024;
const stored = frame + 16;
const head = 16;
const key = randomBytes(32);
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-sealed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* inPieces(content: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  for (let n = 0; at < content.length; n++) {
    const size = sizes[n % sizes.length] ?? frame;
    yield content.subarray(at, at + size);
    at += size;
  }
}

async function aSealed(content: Uint8Array, sizes: readonly number[] = [frame]): Promise<string> {
  const file = path.join(folder, `${count++}`);
  expect(await sealStream(file, key, inPieces(content, sizes))).toBe(content.length);
  return file;
}

/** All that can be read from a position on, in reads of one size. */
async function readAll(file: string, from = 0, size = 100_000, by = key): Promise<Buffer> {
  const source = await openSealed(file, by);
  try {
    const parts: Buffer[] = [];
    for (let at = from; ; ) {
      const target = Buffer.alloc(size);
      const got = await source.read(target, at);
      if (got === 0) return Buffer.concat(parts);
      parts.push(target.subarray(0, got));
      at += got;
    }
  } finally {
    await source.close();
  }
}

/** A file of `frames` whole frames and a bit, with its bytes changed. */
async function aChanged(change: (bytes: Buffer) => Buffer, size = 3 * frame + 100): Promise<string> {
  const file = await aSealed(randomBytes(size));
  await writeFile(file, change(await readFile(file)));
  return file;
}

describe('a sealed file', () => {
  test.each([
    0,
    1,
    15,
    16,
    17,
    frame - 1,
    frame,
    frame + 1,
    2 * frame,
    5 * frame,
    17 * frame,
    17 * frame + 3,
  ])('of %i bytes comes back whole', async (size) => {
    const content = randomBytes(size);
    const file = await aSealed(content, [1000, 70_000, 3]);
    expect((await readAll(file)).equals(content)).toBe(true);
    const source = await openSealed(file, key);
    expect(source.size).toBe(size);
    await source.close();
  });

  test('comes back from any place in pieces of any size', async () => {
    const content = randomBytes(20 * frame + 777);
    const file = await aSealed(content);
    const source = await openSealed(file, key);
    const near = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -2, max: 2 }))
      .map(([n, by]) => n * frame + by);
    const place = fc.oneof(near, fc.integer({ min: 0, max: content.length + frame })).map((at) => Math.max(0, at));
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 18 * frame }), async (at, size) => {
        const target = Buffer.alloc(size, 0xee);
        const got = await source.read(target, at);
        expect(got).toBe(Math.max(0, Math.min(size, content.length - at)));
        expect(target.subarray(0, got).equals(content.subarray(at, at + got))).toBe(true);
        expect(target.subarray(got).every((byte) => byte === 0xee)).toBe(true);
      }),
      { numRuns: 60 },
    );
    await source.close();
  });

  test('comes back however it arrived', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 * frame }),
        fc.array(fc.integer({ min: 1, max: 2 * frame }), { minLength: 1, maxLength: 5 }),
        async (size, sizes) => {
          const content = randomBytes(size);
          expect(
            (
              await readAll(
                await aSealed(
                  content,
                  sizes.map((n) => Math.max(n, 500)),
                ),
              )
            ).equals(content),
          ).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('holds nothing readable, and never the same bytes twice', async () => {
    const content = Buffer.from('sourcedId,givenName,password\n'.repeat(10_000));
    const [one, two] = await Promise.all([0, 1].map(async () => readFile(await aSealed(content))));
    for (const word of ['sourcedId', 'givenName', 'password']) expect(one?.includes(word)).toBe(false);
    expect(one?.subarray(head, head + 64).equals(two?.subarray(head, head + 64) ?? Buffer.alloc(0))).toBe(false);
    // Two equal frames of content are not equal when sealed.
    const zeros = await readFile(await aSealed(Buffer.alloc(2 * frame)));
    expect(zeros.subarray(head, head + stored).equals(zeros.subarray(head + stored))).toBe(false);
  });

  test('fails when any one bit is changed', async () => {
    const bytes = 3 * stored + 100 + 16 + head;
    const places = fc.oneof(fc.integer({ min: 0, max: bytes - 1 }), fc.constantFrom(0, 11, 12, 15, 16, bytes - 1));
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const file = await aChanged((sealed) => {
          expect(sealed.length).toBe(bytes);
          sealed[at] = (sealed[at] ?? 0) ^ (1 << bit);
          return sealed;
        });
        await expect(readAll(file)).rejects.toThrow();
      }),
      { numRuns: 40 },
    );
  });

  const part = (sealed: Buffer, n: number) => sealed.subarray(head + n * stored, head + (n + 1) * stored);
  const joined = (sealed: Buffer, ...frames: number[]) =>
    Buffer.concat([sealed.subarray(0, head), ...frames.map((n) => part(sealed, n))]);

  test.each<[string, (sealed: Buffer) => Buffer]>([
    ['its first frame is dropped', (sealed) => joined(sealed, 1, 2, 3)],
    ['a middle frame is dropped', (sealed) => joined(sealed, 0, 2, 3)],
    ['its last frame is dropped', (sealed) => joined(sealed, 0, 1, 2)],
    ['two frames are swapped', (sealed) => joined(sealed, 1, 0, 2, 3)],
    ['a frame is repeated', (sealed) => joined(sealed, 0, 0, 1, 2, 3)],
    ['only the last frame is left', (sealed) => joined(sealed, 3)],
    ['something follows', (sealed) => Buffer.concat([sealed, Buffer.alloc(20)])],
    ['all but the head is gone', (sealed) => sealed.subarray(0, head)],
    ['the head is cut', (sealed) => sealed.subarray(0, 10)],
    ['nothing is left', () => Buffer.alloc(0)],
    ['it never was one', () => randomBytes(1000)],
  ])('fails when %s', async (_, change) => {
    await expect(readAll(await aChanged(change))).rejects.toThrow();
  });

  test('fails wherever it is cut off', async () => {
    const whole = await readFile(await aSealed(randomBytes(2 * frame + 50)));
    const ends = fc.oneof(
      fc.integer({ min: 0, max: whole.length - 1 }),
      fc.integer({ min: 1, max: 40 }).map((less) => whole.length - less),
      fc.integer({ min: -20, max: 20 }).map((by) => head + 2 * stored + by),
    );
    await fc.assert(
      fc.asyncProperty(ends, async (end) => {
        const file = path.join(folder, `${count++}`);
        await writeFile(file, whole.subarray(0, end));
        await expect(readAll(file)).rejects.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  test('fails when it is cut off while it is open, instead of seeming to end there', async () => {
    const file = await aSealed(randomBytes(3 * frame));
    const source = await openSealed(file, key);
    await truncate(file, head + stored);
    expect(await source.read(Buffer.alloc(100), 0)).toBe(100);
    await expect(source.read(Buffer.alloc(100), frame)).rejects.toThrow('cut off');
    await source.close();
  });

  test('opens with no other key', async () => {
    await expect(readAll(await aSealed(randomBytes(10)), 0, 100, randomBytes(32))).rejects.toThrow();
  });

  test('is never written over, and ends where its reader of chunks says so', async () => {
    const file = await aSealed(randomBytes(10));
    await expect(sealStream(file, key, inPieces(randomBytes(10), [5]))).rejects.toThrow('EEXIST');
    const limited = path.join(folder, `${count++}`);
    const enough = () => {
      throw new Error('enough');
    };
    await expect(sealStream(limited, key, inPieces(randomBytes(10), [5]), enough)).rejects.toThrow('enough');
    await expect(readAll(limited)).rejects.toThrow();
  });
});
