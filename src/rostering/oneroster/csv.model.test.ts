import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, eachRow } from './csv.model.ts';

type Row = { readonly text: string; readonly line: number; readonly flaw: string | null };

/** A source that never gives more than so many bytes at once. */
function sourceOf(bytes: Buffer, atOnce: number) {
  return {
    size: bytes.length,
    async read(target: Uint8Array, position: number): Promise<number> {
      const part = bytes.subarray(position, position + Math.min(atOnce, target.length));
      target.set(part);
      return part.length;
    },
  };
}

async function rowsOf(bytes: Buffer, atOnce = bytes.length + 1): Promise<readonly Row[]> {
  const rows: Row[] = [];
  await eachRow(sourceOf(bytes, atOnce), (window, start, end, offset, line, flaw) => {
    const text = window.toString('utf8', start, end);
    expect(bytes.toString('utf8', offset, offset + end - start)).toBe(text);
    rows.push({ text, line, flaw });
  });
  return rows;
}

/** The same, slowly: a letter at a time, as RFC 4180 says; a quote that never closes spoils its line alone. */
function slowRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const { end, open } = slowEnd(text, at);
    const until = open ? firstLineEnd(text, at) : end;
    const row = text.slice(at, until).replace(/\r$/, '');
    if (row !== '') rows.push({ text: row, line, flaw: open ? 'unclosed' : null });
    line += text.slice(at, until).split('\n').length;
    at = until + 1;
  }
  return rows;
}

function firstLineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function slowEnd(text: string, start: number): { end: number; open: boolean } {
  let place: 'cell begins' | 'plain' | 'quoted' = 'cell begins';
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (place === 'quoted') {
      if (letter === '"' && text[at + 1] === '"') at++;
      else if (letter === '"') place = 'plain';
    } else if (letter === '\n') return { end: at, open: false };
    else if (letter === '"' && place === 'cell begins') place = 'quoted';
    else place = letter === ',' ? 'cell begins' : 'plain';
  }
  return { end: text.length, open: place === 'quoted' };
}

/** The cells of a well formed row; null: it is not. */
function slowCells(row: string): readonly string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (row[at] === '"') {
      at++;
      while (row[at] !== '"' || row[at + 1] === '"') {
        if (at >= row.length) return null;
        if (row[at] === '"') at++;
        cell += row[at++] ?? '';
      }
      at++;
    } else
      while (at < row.length && row[at] !== ',') {
        if (row[at] === '"') return null;
        cell += row[at++];
      }
    cells.push(cell);
    if (at >= row.length) return cells;
    if (row[at++] !== ',') return null;
  }
}

const letters = fc.constantFrom('a', 'b', ',', ',', '"', '"', '\n', '\r', '\r\n', ' ', 'é', '王', '👩');
const wild = fc.array(letters, { maxLength: 60 }).map((all) => all.join(''));
const atOnce = fc.integer({ min: 1, max: 70 });

describe('the reader of CSV', () => {
  it('finds the rows that a slow reader finds, however the file comes in', async () => {
    await fc.assert(
      fc.asyncProperty(wild, atOnce, async (text, size) => {
        expect(await rowsOf(Buffer.from(text), size)).toEqual(slowRows(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the cells that a slow reader finds, and none where there are none', () => {
    fc.assert(
      fc.property(wild, (row) => {
        const bytes = Buffer.from(`before${row}behind`);
        const read = cellsOf(bytes, 6, bytes.length - 6);
        expect(read.ok ? read.cells : null).toEqual(slowCells(row));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives back every row that was written', async () => {
    const cell = fc
      .array(fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ж'), { maxLength: 6 })
      .map((all) => all.join(''));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    const write = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), atOnce, async (rows, end, mark, size) => {
        const text = rows.map((row) => row.map(write).join(',') + end).join('');
        const found = await rowsOf(Buffer.from((mark ? '\ufeff' : '') + text), size);
        const cells = found.map((row) => {
          const bytes = Buffer.from(row.text);
          return cellsOf(bytes, 0, bytes.length);
        });
        expect(cells.map((read) => (read.ok ? read.cells : read.reason))).toEqual(rows);
      }),
    );
  });

  it('needs no line end at the end of the file', async () => {
    expect(await rowsOf(Buffer.from('a,b\r\nc,d'))).toEqual([
      { text: 'a,b', line: 1, flaw: null },
      { text: 'c,d', line: 2, flaw: null },
    ]);
    expect(await rowsOf(Buffer.from(''))).toEqual([]);
    expect(await rowsOf(Buffer.from('\ufeff'))).toEqual([]);
  });

  it('tells a row of more than a megabyte, and a quote that does not close for sixteen, and goes on behind them', async () => {
    const long = Buffer.from(`a,${'x'.repeat(1_100_000)}\nb\nc,"${'y\n'.repeat(9_000_000)}d\n`);
    const found: [number, string | null][] = [];
    await eachRow(sourceOf(long, 8 * 1024 * 1024), (_window, start, end, _offset, line, flaw) => {
      if (found.length < 4) found.push([line, flaw]);
      else if (flaw !== null || end - start !== 1) throw new Error(`line ${line} is told as ${flaw}`);
    });
    expect(found).toEqual([
      [1, 'too_long'],
      [2, null],
      [3, 'unclosed'],
      [4, null],
    ]);
  });

  it('tells a line of thirty megabytes once', async () => {
    const long = Buffer.from(`a\n${'x'.repeat(30 * 1024 * 1024)}\nb\n`);
    const found: [number, string | null][] = [];
    await eachRow(sourceOf(long, 8 * 1024 * 1024), (_window, _start, _end, _offset, line, flaw) => {
      found.push([line, flaw]);
    });
    expect(found).toEqual([
      [1, null],
      [2, 'too_long'],
      [3, null],
    ]);
  });

  it.each([
    ['alone', [0xe9], 'utf8'],
    ['at the end', [0x61, 0xe9], 'utf8'],
    ['two of them', [0xe9, 0xe8], 'utf8'],
    ['half of a letter', [0xc3], 'utf8'],
    ['a surrogate', [0xed, 0xa0, 0x80], 'utf8'],
    ['a slash written too long', [0xc0, 0xaf], 'utf8'],
    ['among good letters', [0xc3, 0xa9, 0xff], 'utf8'],
  ] as const)('refuses bytes that are no UTF-8: %s', (_, bytes, reason) => {
    const row = Buffer.from([0x61, 0x2c, ...bytes, 0x2c, 0x62]);
    expect(cellsOf(row, 0, row.length)).toMatchObject({ ok: false, reason });
  });

  it('takes the sign that stands for unreadable letters, where the file itself holds it', () => {
    const row = Buffer.from('a,\ufffd');
    expect(cellsOf(row, 0, row.length)).toMatchObject({ ok: true, cells: ['a', '\ufffd'] });
  });

  it.each([
    ['a\u0000', false],
    ['a\tb', true],
    ['a\u007f', false],
    ['"a\nb"', false],
    ['äöü', true],
  ])('says of %j whether it is free of control characters', (row, clean) => {
    const bytes = Buffer.from(row);
    expect(cellsOf(bytes, 0, bytes.length)).toMatchObject({ ok: true, clean });
  });
});
