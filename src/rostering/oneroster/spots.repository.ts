import type { ByteSource } from '../../platform/byte-source.ts';
import { longestQuote, longestRow } from './csv.model.ts';
import type { FileScan, Spot } from './file-scan.model.ts';

const windowSize = 4 * 1024 * 1024;

/** Reads rows at known places. Rows that lie near each other come from one read. */
export function spotReader(source: ByteSource, { kept }: FileScan) {
  let window = Buffer.alloc(0) as Buffer;
  let base = 0;
  let length = 0;
  return async (spot: Spot): Promise<{ bytes: Buffer; start: number; end: number }> => {
    if (spot.kept >= 0) return { bytes: kept.bytes, start: spot.kept, end: spot.kept + spot.length };
    // Of a row that is far too long only so much is looked at as can be told of it.
    const wanted = Math.min(spot.length, longestRow + 1);
    if (spot.offset < base || spot.offset + wanted > base + length) {
      const size = Math.min(Math.max(windowSize, wanted), longestQuote);
      if (window.length < size) window = Buffer.allocUnsafe(size);
      base = spot.offset;
      length = await source.read(window.subarray(0, Math.min(size, Math.max(wanted, source.size - base))), base);
    }
    return { bytes: window, start: spot.offset - base, end: Math.min(spot.offset - base + wanted, length) };
  };
}
