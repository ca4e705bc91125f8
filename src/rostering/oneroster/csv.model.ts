import { isUtf8 } from 'node:buffer';

// A strict reader of RFC 4180 as OneRoster uses it. It finds where rows begin and end without making a string of them,
// and never repairs: a row that is not well formed is told as such, and reading goes on at the next line.

const newline = 10;
const carriage = 13;
const comma = 44;
const quote = 34;

/** A row longer than this is refused. */
export const longestRow = 1024 * 1024;
/** A quote that has not closed after this many bytes is taken for one that never closes. */
export const longestQuote = 16 * 1024 * 1024;
const windowSize = 256 * 1024;

export type RowFlaw = 'unclosed' | 'too_long';
/** Called for every row: bytes `start` to `end` (line end excluded), where it stands in the file, its physical line (1 is the header's). */
export type Visit = (
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  line: number,
  flaw: RowFlaw | null,
) => void;

type Readable = { readonly size: number; read(target: Uint8Array, position: number): Promise<number> };
type End = { readonly at: number; readonly lines: number; readonly open: boolean };

/** What of a file is in memory: bytes from `base` on, and the physical line at which the next row begins. */
type Window = {
  bytes: Buffer;
  length: number;
  base: number;
  line: number;
  ended: boolean;
  skipping: boolean;
  /** The first quote at or behind the last place that was asked for; most files have none. */
  quoteAt: number;
};

/** Visits every row, the header's included, in the order of the file, a window at a time; `goesOn` says whether it goes on after one. */
export async function eachRow(source: Readable, visit: Visit, goesOn: () => boolean = () => true): Promise<void> {
  const bytes = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, source.size)));
  const window: Window = { bytes, length: 0, base: 0, line: 1, ended: false, skipping: false, quoteAt: -1 };
  while (!window.ended) {
    const got = await source.read(window.bytes.subarray(window.length), window.base + window.length);
    window.length += got;
    window.ended = got === 0 || window.base + window.length >= source.size;
    window.quoteAt = -1;
    let at = window.base === 0 && hasMark(window) ? 3 : 0;
    while (at < window.length) {
      const next = window.skipping ? skipLine(window, at) : takeRow(window, at, visit);
      if (next < 0) break;
      at = next;
    }
    shift(window, at);
    if (!goesOn()) return;
  }
}

/** A byte order mark is no part of the first row. */
function hasMark({ bytes, length }: Window): boolean {
  return length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Tells the row at a place and answers where the next begins; -1: it does not end in the window, more must be read. */
function takeRow(window: Window, at: number, visit: Visit): number {
  const line = window.bytes.indexOf(newline, at);
  if (line >= 0 && line < window.length && nextQuote(window, at) > line) {
    tell(window, at, line, visit, line - at > longestRow ? 'too_long' : null);
    window.line++;
    return line + 1;
  }
  const end = rowEnd(window.bytes, at, window.length);
  if (!end.open) {
    tell(window, at, end.at, visit, end.at - at > longestRow ? 'too_long' : null);
    window.line += end.lines;
    return end.at + 1;
  }
  if (!window.ended && window.length - at < longestQuote) return -1;
  return takeOpenRow(window, at, end.at < 0, visit);
}

function nextQuote(window: Window, from: number): number {
  if (window.quoteAt < from) {
    const found = window.bytes.indexOf(quote, from);
    window.quoteAt = found < 0 ? Number.POSITIVE_INFINITY : found;
  }
  return window.quoteAt;
}

/** A row that has no end in sight: the last of a file, one whose quote never closes, or one that is far too long. Reading goes on at the next line. */
function takeOpenRow(window: Window, at: number, inQuotes: boolean, visit: Visit): number {
  // In the last row of a file the line breaks that are left stand inside of quotes.
  const isLast = window.ended && !inQuotes;
  const found = isLast ? -1 : window.bytes.subarray(0, window.length).indexOf(newline, at);
  const until = found < 0 ? window.length : found;
  const long = !window.ended || until - at > longestRow;
  tell(window, at, until, visit, inQuotes ? 'unclosed' : long ? 'too_long' : null);
  if (found < 0 && !window.ended) window.skipping = true;
  else window.line++;
  return until + 1;
}

/** Passes over the rest of a line whose beginning was told already. */
function skipLine(window: Window, at: number): number {
  const found = window.bytes.subarray(0, window.length).indexOf(newline, at);
  if (found < 0) return window.length;
  window.skipping = false;
  window.line++;
  return found + 1;
}

/** Keeps what is left of the window for the next reading, in a larger one where a row fills it. */
function shift(window: Window, at: number): void {
  const rest = Math.max(0, window.length - at);
  const size = window.bytes.length;
  const next = rest * 2 > size ? Buffer.allocUnsafe(Math.min(size * 2, longestQuote + windowSize)) : window.bytes;
  // A last row without a line end is left behind by more than there is.
  const from = window.length - rest;
  window.bytes.copy(next, 0, from, window.length);
  window.bytes = next;
  window.base += from;
  window.length = rest;
}

function tell({ bytes, base, line }: Window, start: number, end: number, visit: Visit, flaw: RowFlaw | null): void {
  const last = end > start && bytes[end - 1] === carriage ? end - 1 : end;
  if (last > start) visit(bytes, start, last, base + start, line, flaw);
}

/** Where the row that begins at `start` ends; open: it does not end before `limit` (then `at` is -1 while a quote is open). */
function rowEnd(window: Buffer, start: number, limit: number): End {
  let lines = 1;
  let cellStart = true;
  for (let at = start; at < limit; at++) {
    const byte = window[at];
    if (byte === newline) return { at, lines, open: false };
    if (byte === quote && cellStart) {
      const close = closingQuote(window, at + 1, limit);
      if (close < 0) return { at: -1, lines: 0, open: true };
      lines += linesIn(window, at, close);
      at = close;
    }
    cellStart = byte === comma;
  }
  return { at: limit, lines: 0, open: true };
}

/** The quote that closes a quoted cell; two in a row are one quote of the value. -1: there is none before the limit. */
function closingQuote(window: Buffer, from: number, limit: number): number {
  for (let at = window.indexOf(quote, from); at >= 0 && at < limit; at = window.indexOf(quote, at + 2)) {
    if (at + 1 >= limit || window[at + 1] !== quote) return at;
  }
  return -1;
}

function linesIn(window: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let at = window.indexOf(newline, start); at >= 0 && at < end; at = window.indexOf(newline, at + 1)) lines++;
  return lines;
}

export type Cells =
  /** `clean`: no control character stands anywhere in the row. */
  | { readonly ok: true; readonly cells: readonly string[]; readonly clean: boolean }
  | { readonly ok: false; readonly reason: 'utf8' | 'quote'; readonly told: string };

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** The cells of a row: trimmed of blanks, quotes undone. Not well formed: why. */
export function cellsOf(bytes: Buffer, start: number, end: number): Cells {
  const text = bytes.toString('utf8', start, end);
  // Text of another length than its bytes has letters beyond ASCII, or bytes that are no UTF-8; a single such byte keeps the length.
  if ((text.length !== end - start || text.includes('\ufffd')) && !isUtf8(bytes.subarray(start, end)))
    return { ok: false, reason: 'utf8', told: '' };
  if (!text.includes('"')) return { ok: true, cells: text.split(','), clean: !control.test(text) };
  return quotedCells(text);
}

function quotedCells(text: string): Cells {
  const cells: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const taken = takeCell(text, at);
    if (typeof taken === 'string') return { ok: false, reason: 'quote', told: taken };
    cells.push(taken.cell);
    if (taken.next >= text.length) break;
    at = taken.next + 1;
  }
  return { ok: true, cells, clean: !control.test(text) };
}

/** The cell at a place and where its comma stands; a text says what is wrong with it. */
function takeCell(text: string, at: number): { readonly cell: string; readonly next: number } | string {
  if (text[at] !== '"') {
    const next = endOfPlain(text, at);
    const cell = text.slice(at, next);
    return cell.includes('"') ? 'a quote stands inside a value that does not begin with one' : { cell, next };
  }
  const end = endOfQuoted(text, at + 1);
  if (end < 0) return 'a quote opens and does not close';
  const next = end + 1;
  if (next < text.length && text[next] !== ',') return 'text follows a closing quote';
  return { cell: text.slice(at + 1, end).replaceAll('""', '"'), next };
}

function endOfPlain(text: string, from: number): number {
  const end = text.indexOf(',', from);
  return end < 0 ? text.length : end;
}

function endOfQuoted(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}
