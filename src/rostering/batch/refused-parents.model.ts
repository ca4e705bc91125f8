import { createHash } from 'node:crypto';

// Users and courses of a batch that were refused, by the names by which other lines refer to them. Of a name a print of
// 48 bits is kept: a name that was never refused is mistaken for one that was once in some billions of questions.

export type RefusedParents = {
  add(names: readonly string[], line: number): void;
  lineOf(name: string): number | undefined;
  /** Those of a page that was carried out before. */
  load(packed: Buffer): void;
};

const bytesAPrint = 6;
const bytesARow = bytesAPrint + 4;

export function makeRefusedParents(): RefusedParents {
  const lines = new Map<number, number>();
  const set = (print: number, line: number) => void (lines.has(print) || lines.set(print, line));
  return {
    add(names, line) {
      for (const name of names) set(printOf(name), line);
    },
    lineOf: (name) => (lines.size === 0 ? undefined : lines.get(printOf(name))),
    load(packed) {
      for (let at = 0; at < packed.length; at += bytesARow)
        set(packed.readUIntLE(at, bytesAPrint), packed.readInt32LE(at + bytesAPrint));
    },
  };
}

/** Names with their lines, as they are stored with their page; null: there are none. */
export function packNames(
  rows: readonly { readonly names: readonly string[]; readonly line: number }[],
): Buffer | null {
  const flat = rows.flatMap(({ names, line }) => names.map((name) => ({ name, line })));
  if (flat.length === 0) return null;
  const packed = Buffer.alloc(flat.length * bytesARow);
  for (const [at, { name, line }] of flat.entries()) {
    packed.writeUIntLE(printOf(name), at * bytesARow, bytesAPrint);
    packed.writeInt32LE(line, at * bytesARow + bytesAPrint);
  }
  return packed;
}

const printOf = (name: string) => createHash('sha256').update(name).digest().readUIntLE(0, bytesAPrint);
