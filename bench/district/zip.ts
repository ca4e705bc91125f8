import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Packs the named files at the root of a zip; the same files give the same bytes in every time zone. */
export async function zipFiles(
  folder: string,
  names: readonly string[],
  path: string,
): Promise<{ path: string; bytes: number; sha256: string }> {
  const zip = new ZipFile();
  // Without the DOS form yazl writes the time in UTC as well, and local parts and UTC differ by zone.
  const fixed = { mtime: new Date(2026, 7, 17), mode: 0o100644, forceDosTimestamp: true, compressionLevel: 1 };
  for (const name of names) zip.addFile(join(folder, name), name, fixed);
  zip.end();
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  await Promise.race([pipeline(zip.outputStream, measure, createWriteStream(path)), failed]);
  return { path, bytes, sha256: hash.digest('hex') };
}
