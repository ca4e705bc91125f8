import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Accepted keys of one outcome, a thousand a pack: its first and last key make it findable without opening the others. */
export type Pack = { readonly n: number; readonly lo: string; readonly hi: string; readonly keys: Buffer };

const keysAPack = 1000;
// A pack is some twenty kilobytes: a window of that size is all the memory that packing needs.
const small = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 15 } };

/** Keys (none holds a line feed) sorted by their bytes, as packs. */
export function packKeys(keys: readonly string[]): readonly Pack[] {
  const sorted = [...keys].sort(byBytes);
  const packs: Pack[] = [];
  for (let at = 0; at < sorted.length; at += keysAPack) {
    const part = sorted.slice(at, at + keysAPack);
    packs.push({
      n: part.length,
      lo: part[0] as string,
      hi: part.at(-1) as string,
      keys: zstdCompressSync(Buffer.from(part.join('\n')), small),
    });
  }
  return packs;
}

export function unpackKeys(keys: Uint8Array): readonly string[] {
  return zstdDecompressSync(keys).toString('utf8').split('\n');
}

/** The order of collate "C": by UTF-8 bytes, which differs from JavaScript's only beyond U+D7FF. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of plain ASCII
  if (/^[\u0000-\u007f]*$/.test(a + b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
