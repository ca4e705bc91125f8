// COPY text, as PostgreSQL documents it: a row a line, its values parted by tabs, \N for null, and a backslash before
// what would be one of these.

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The value that a cell says; null: there is none. */
export function textOfCell(cell: string): string | null {
  if (cell === '\\N') return null;
  return cell.replaceAll(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign);
}

/** The bytes of a cell of type bytea. */
export const bytesOf = (cell: string): Buffer => Buffer.from((textOfCell(cell) ?? '').replace(/^\\x/, ''), 'hex');
export const cellOfBytes = (bytes: Uint8Array): string => `\\\\x${Buffer.from(bytes).toString('hex')}`;

/** Gives each line of a text that comes in chunks to `change`, and passes on what it answers. */
export async function* changedLines(
  text: AsyncIterable<Uint8Array>,
  change: (cells: string[]) => readonly string[],
): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of text) {
    const whole = Buffer.concat([rest, chunk]);
    const end = whole.lastIndexOf(10) + 1;
    rest = whole.subarray(end);
    if (end === 0) continue;
    const lines = whole.toString('utf8', 0, end - 1).split('\n');
    yield Buffer.from(`${lines.map((line) => change(line.split('\t')).join('\t')).join('\n')}\n`);
  }
  if (rest.length > 0) throw new Error('COPY text ended in the middle of a row');
}
