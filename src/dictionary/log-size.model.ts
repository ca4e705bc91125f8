// How much a text would become in memory, found by looking at each character once, before anything is made of it: a few
// bytes of JSON can be an object of a hundred.

/** `messages`: lines, or records of JSON; `values`: no fewer than JSON holds, 0 for other texts. */
export type LogSize = { readonly messages: number; readonly values: number };

/** What a log may hold, so that reading it does not take the room of everybody else. */
export const mostOfLog: LogSize = { messages: 200_000, values: 1_500_000 };

export const isTooMuch = ({ messages, values }: LogSize): boolean =>
  messages > mostOfLog.messages || values > mostOfLog.values;

const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const comma = 0x2c;
const opens: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closes: ReadonlySet<number> = new Set([0x5d, 0x7d]);

export function sizeOfLog(text: string): LogSize {
  const begins = text.trimStart()[0];
  return begins === '[' || begins === '{'
    ? sizeOfJson(text, begins === '[' ? 1 : 2)
    : { messages: linesIn(text), values: 0 };
}

function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** `level`: how deep the records of a list stand; where each has its own line, they are as many as the lines. */
function sizeOfJson(text: string, level: number): LogSize {
  let [values, records, lines, depth] = [1, 1, 1, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (opens.has(code)) {
      depth++;
      values++;
    } else if (closes.has(code)) depth--;
    else if (code === comma) {
      values++;
      if (depth === level) records++;
    } else if (code === lineFeed && depth === 0) lines++;
  }
  return { messages: Math.max(records, lines), values };
}

function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
}
