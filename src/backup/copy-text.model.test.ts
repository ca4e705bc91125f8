import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, cellOfBytes, changedLines, textOfCell } from './copy-text.model.ts';

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['\\N', null],
  ['a\\tb\\nc\\\\d', 'a\tb\nc\\d'],
  ['\\\\N', '\\N'],
  ['O\\rK', 'O\rK'],
])('the cell %s is read as PostgreSQL wrote it', (cell, value) => {
  expect(textOfCell(cell)).toBe(value);
});

test('bytes are read and written in the form of PostgreSQL', () => {
  expect(cellOfBytes(Buffer.from([0, 255, 10]))).toBe('\\\\x00ff0a');
  expect(bytesOf('\\\\x00ff0a')).toEqual(Buffer.from([0, 255, 10]));
});

async function* cut(text: string, places: readonly number[]) {
  const bytes = Buffer.from(text);
  const at = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  for (let no = 1; no < at.length; no++) yield bytes.subarray(at[no - 1], at[no]);
}

test('lines come out as they went in, wherever the text is cut, within a letter too', async () => {
  const text = 'é\tzwei\t\\N\nThree\t4\t5\n\\N\t\\N\t日本\n';
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: Buffer.byteLength(text) })), async (places) => {
      const seen: string[][] = [];
      const out: Buffer[] = [];
      const lines = changedLines(cut(text, places), (cells) => {
        seen.push([...cells]);
        return [cells[0]?.toUpperCase() ?? '', ...cells.slice(1)];
      });
      for await (const part of lines) out.push(part);
      expect(seen).toEqual([
        ['é', 'zwei', '\\N'],
        ['Three', '4', '5'],
        ['\\N', '\\N', '日本'],
      ]);
      expect(Buffer.concat(out).toString()).toBe('É\tzwei\t\\N\nTHREE\t4\t5\n\\N\t\\N\t日本\n');
    }),
  );
});

test('a text that ends in the middle of a row is a fault', async () => {
  const read = async () => {
    for await (const _ of changedLines(cut('a\tb\nc', []), (cells) => cells));
  };
  await expect(read()).rejects.toThrow('ended in the middle of a row');
});
