import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { type ArchiveKey, kindOfArchive, readArchive, writeArchive } from '../../src/platform/archive.ts';

const passphrase = 'a passphrase of a school';
const now = new Date('2026-11-28T03:00:00Z');

async function written(key: ArchiveKey | undefined, members: readonly (readonly [string, Uint8Array])[]) {
  const out: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      out.push(chunk);
      done();
    },
  });
  const archive = await writeArchive(sink, key, now);
  for (const [name, content] of members) await archive.add(name, content);
  await archive.end();
  return Buffer.concat(out);
}

async function read(bytes: Uint8Array, key?: ArchiveKey) {
  const { members } = await readArchive(Readable.from([Buffer.from(bytes)]), key);
  const found: [string, string][] = [];
  for await (const { name, content } of members) {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    found.push([name, Buffer.concat(parts).toString('latin1')]);
  }
  return found;
}

const noise = randomBytes(300_000);
const members = [
  ['a/first', Buffer.from('one')],
  ['empty', Buffer.alloc(0)],
  ['b/noise', noise],
] as const;
const asRead = [
  ['a/first', 'one'],
  ['empty', ''],
  ['b/noise', noise.toString('latin1')],
];

describe('an archive', () => {
  test('is read as it was written, in the open, by a passphrase, and by a pair of keys', async () => {
    expect(await read(await written(undefined, members))).toEqual(asRead);
    const sealed = await written(passphrase, members);
    expect(sealed.includes('a/first')).toBe(false);
    expect(kindOfArchive(sealed)).toBe('sealed');
    expect(await read(sealed, passphrase)).toEqual(asRead);
    const secret = await generateX25519Identity();
    const forPair = await written(await identityToRecipient(secret), members);
    expect(await read(forPair, secret)).toEqual(asRead);
    await expect(read(forPair, await identityToRecipient(secret))).rejects.toThrow('is a public key, which seals only');
  });

  test('that is encrypted opens with its key alone', async () => {
    const sealed = await written(passphrase, members);
    await expect(read(sealed)).rejects.toThrow('The file is encrypted: set BACKUP_KEY');
    await expect(read(sealed, 'another passphrase')).rejects.toThrow('The file does not open with this BACKUP_KEY');
  });

  test.each([
    ['in the open', undefined],
    ['encrypted', passphrase],
  ])('that is %s and was cut off or changed is told, wherever that is', async (_, key) => {
    const whole = await written(key, members);
    for (const left of [30, 400, 60_000, 150_000, whole.length - 2_000, whole.length - 20])
      await expect(read(whole.subarray(0, left), key), `cut to ${left}`).rejects.toMatchObject({
        entry: 'connection.archive_unusable',
      });
    for (const at of [40, 500, 100_000, whole.length - 300]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(read(changed, key), `changed at ${at}`).rejects.toMatchObject({
        entry: 'connection.archive_unusable',
      });
    }
  });

  test('a file of something else is told as such', async () => {
    await expect(read(Buffer.from('PK\u0003\u0004 a zip of a roster'))).rejects.toThrow(
      'This is no file that Hallpass wrote',
    );
    await expect(read(Buffer.alloc(0))).rejects.toThrow('This is no file that Hallpass wrote');
  });

  test('a place that takes no more ends the writing with its reason', async () => {
    let left = 100_000;
    const full = new Writable({
      write(chunk: Buffer, _, done) {
        left -= chunk.length;
        done(left < 0 ? new Error('ENOSPC: no space left on device') : null);
      },
    });
    const archive = await writeArchive(full, undefined, now);
    const writing = async () => {
      for (let n = 0; n < 20; n++) await archive.add(`noise ${n}`, noise);
      await archive.end();
    };
    await expect(writing()).rejects.toThrow('ENOSPC');
  });
});
