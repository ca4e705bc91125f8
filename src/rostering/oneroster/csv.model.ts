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
const windowSize = 4 * 1024 * 1024;

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

/** Visits every row from an offset on (the header's row included at 0), in the order of the file, a window at a time. */
export async function eachRow(source: Readable, visit: Visit, stop: () => boolean = () => false): Promise<void> {
  let window = Buffer.allocUnsafe(Math.min(windowSize, Math.max(1, source.size)));
  let length = 0;
  let base = 0;
  let line = 1;
  let skipping = false;
  for (;;) {
    const got = await source.read(window.subarray(length), base + length);
    length += got;
    const ended = base + length >= source.size || got === 0;
    let at = base === 0 && length >= 3 && window[0] === 0xef && window[1] === 0xbb && window[2] === 0xbf ? 3 : 0;
    while (at < length) {
      if (stop()) return;
      if (skipping) {
        const end = window.subarray(0, length).indexOf(newline, at);
        at = end < 0 ? length : end + 1;
        if (end >= 0) {
          skipping = false;
          line++;
        }
        continue;
      }
      const end = rowEnd(window, at, length);
      if (!end.open) {
        tell(window, at, end.at, base + at, line, visit, end.at - at > longestRow ? 'too_long' : null);
        line += end.lines;
        at = end.at + 1;
        continue;
      }
      if (!ended && length - at < longestQuote) break;
      const first = window.subarray(0, length).indexOf(newline, at);
      const whole = first < 0 && ended;
      const inQuotes = end.lines > 0 || end.at < 0;
      const until = first < 0 ? length : first;
      tell(
        window,
        at,
        until,
        base + at,
        line,
        visit,
        inQuotes ? 'unclosed' : until - at > longestRow || !ended ? 'too_long' : null,
      );
      if (first < 0 && !whole) skipping = true;
      else line++;
      at = first < 0 ? length : first + 1;
    }
    if (ended) return;
    const rest = length - at;
    const next =
      rest * 2 > window.length ? Buffer.allocUnsafe(Math.min(window.length * 2, longestQuote + windowSize)) : window;
    window.copy(next, 0, at, length);
    window = next;
    base += at;
    length = rest;
  }
}

function tell(
  window: Buffer,
  start: number,
  end: number,
  offset: number,
  line: number,
  visit: Visit,
  flaw: RowFlaw | null,
): void {
  const last = end > start && window[end - 1] === carriage ? end - 1 : end;
  if (last > start) visit(window, start, last, offset, line, flaw);
}

/** Where the row that begins at `start` ends; open: it does not end before `limit` (then `at` is -1 while a quote is open). */
function rowEnd(window: Buffer, start: number, limit: number): End {
  const end = window.indexOf(newline, start);
  const simple = end >= 0 && end < limit;
  if (simple && window.subarray(start, end).indexOf(quote) < 0) return { at: end, lines: 1, open: false };
  let inQuotes = false;
  let cellStart = true;
  let lines = 1;
  for (let at = start; at < limit; at++) {
    const byte = window[at];
    if (inQuotes) {
      if (byte === newline) lines++;
      if (byte !== quote) continue;
      if (window[at + 1] === quote && at + 1 < limit) at++;
      else inQuotes = false;
      continue;
    }
    if (byte === newline) return { at, lines, open: false };
    inQuotes = byte === quote && cellStart;
    cellStart = byte === comma;
  }
  return { at: inQuotes ? -1 : limit, lines: 0, open: true };
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
  // Text of another length than its bytes has letters beyond ASCII, or bytes that are no UTF-8.
  if (text.length !== end - start && !isUtf8(bytes.subarray(start, end)))
    return { ok: false, reason: 'utf8', told: '' };
  if (!text.includes('"')) return { ok: true, cells: text.split(','), clean: !control.test(text) };
  return quotedCells(text);
}

function quotedCells(text: string): Cells {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(',', at);
      const cell = end < 0 ? text.slice(at) : text.slice(at, end);
      if (cell.includes('"'))
        return { ok: false, reason: 'quote', told: 'a quote stands inside a value that does not begin with one' };
      cells.push(cell);
      if (end < 0) return { ok: true, cells, clean: !control.test(text) };
      at = end + 1;
      continue;
    }
    let cell = '';
    at++;
    for (;;) {
      const close = text.indexOf('"', at);
      if (close < 0) return { ok: false, reason: 'quote', told: 'a quote opens and does not close' };
      cell += text.slice(at, close);
      if (text[close + 1] !== '"') {
        at = close + 1;
        break;
      }
      cell += '"';
      at = close + 2;
    }
    cells.push(cell);
    if (at >= text.length) return { ok: true, cells, clean: !control.test(text) };
    if (text[at] !== ',') return { ok: false, reason: 'quote', told: 'text follows a closing quote' };
    at++;
  }
}
