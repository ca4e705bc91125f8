import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileFigures } from './district.schema.ts';

const chunkSize = 1 << 18;

/** A file written from front to back. `add` is synchronous and fast; when `isFull`, await `flush` before going on, which keeps memory bounded. */
export type Output = {
  add(text: string): void;
  addBytes(bytes: Buffer): void;
  isFull(): boolean;
  flush(): Promise<void>;
  close(): Promise<Omit<FileFigures, 'rows'>>;
};

export async function openOutput(path: string): Promise<Output> {
  const file = await open(path, 'w');
  const hash = createHash('sha256');
  let text = '';
  let parts: Buffer[] = [];
  let waiting = 0;
  let bytes = 0;
  const takeText = (): void => {
    if (text === '') return;
    parts.push(Buffer.from(text));
    text = '';
  };
  const flush = async (): Promise<void> => {
    takeText();
    const chunk = Buffer.concat(parts);
    parts = [];
    waiting = 0;
    bytes += chunk.length;
    hash.update(chunk);
    await file.writeFile(chunk);
  };
  return {
    add(more) {
      text += more;
      waiting += more.length;
    },
    addBytes(more) {
      takeText();
      parts.push(more);
      waiting += more.length;
    },
    isFull: () => waiting >= chunkSize,
    flush,
    async close() {
      await flush();
      await file.close();
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}

const needsQuotes = /[",\r\n]/;

export function csvLine(cells: readonly string[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? '';
    if (i > 0) line += ',';
    line += needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return line;
}
