import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Item, itemOf, type LineKind, readLine, tooLong } from './line.model.ts';

// A batch is kept in pages: lines of one kind in their order, packed. A page is what is read, judged, written and
// accounted for at once.

const linesAPage = 5000;
const bytesAPage = 1024 * 1024;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 17 } };

export type BatchPage = {
  readonly kind: LineKind;
  readonly no: number;
  /** The numbers of its lines, four bytes each. */
  readonly lines: Buffer;
  /** zstd of the lines, each ended by a line feed. */
  readonly body: Buffer;
};

export type Paging = {
  line(bytes: Buffer | 'too long', line: number): void;
  /** The pages that are not full. */
  end(): void;
  /** How many lines there are of each kind, and how many pages they fill. */
  readonly sizes: ReadonlyMap<LineKind, { readonly lines: number; readonly pages: number }>;
};

type Open = { bytes: Buffer; length: number; numbers: number[]; no: number; lines: number };

/** Sorts lines into pages by what they are about; each page is handed over when it is full. */
export function makePaging(full: (page: BatchPage) => void): Paging {
  const open = new Map<LineKind, Open>();
  const close = (kind: LineKind, page: Open) => {
    const body = zstdCompressSync(page.bytes.subarray(0, page.length), fast);
    full({ kind, no: page.no, lines: Buffer.from(Int32Array.from(page.numbers).buffer), body });
    page.no++;
    page.length = 0;
    page.numbers = [];
  };
  return {
    line(bytes, line) {
      const { kind, faults } = bytes === 'too long' ? tooLong : readLine(bytes);
      // Of a line that cannot be read nothing is kept but what is wrong with it.
      const kept = kind === 'line' ? Buffer.from(JSON.stringify(faults)) : (bytes as Buffer);
      const page = open.get(kind) ?? { bytes: Buffer.alloc(bytesAPage / 8), length: 0, numbers: [], no: 0, lines: 0 };
      open.set(kind, page);
      append(page, kept);
      page.numbers.push(line);
      page.lines++;
      if (page.numbers.length >= linesAPage || page.length >= bytesAPage) close(kind, page);
    },
    end() {
      for (const [kind, page] of open) if (page.numbers.length > 0) close(kind, page);
    },
    get sizes() {
      return new Map([...open].map(([kind, { lines, no }]) => [kind, { lines, pages: no }]));
    },
  };
}

/** Copied, so that a line does not keep the whole chunk that it came in. */
function append(page: Open, line: Buffer): void {
  const length = page.length + line.length + 1;
  if (length > page.bytes.length) {
    const wider = Buffer.alloc(Math.max(length, page.bytes.length * 2));
    page.bytes.copy(wider, 0, 0, page.length);
    page.bytes = wider;
  }
  line.copy(page.bytes, page.length);
  page.bytes[length - 1] = 10;
  page.length = length;
}

/** The numbers of a page's lines. */
export function numbersOf(lines: Buffer): Int32Array {
  return Int32Array.from({ length: lines.length / 4 }, (_, at) => lines.readInt32LE(at * 4));
}

/** The lines of a page; rows and mails that they make are numbered from these numbers. */
export function itemsOf(
  kind: LineKind,
  { lines, body }: Pick<BatchPage, 'lines' | 'body'>,
  first: Pick<Item, 'id' | 'mail'>,
): readonly Item[] {
  const texts = zstdDecompressSync(body).toString('utf8').split('\n');
  return Array.from(numbersOf(lines), (line, at) =>
    itemOf(kind, line, { id: first.id + at, mail: first.mail + at }, texts[at] ?? '{}'),
  );
}
