import { isUtf8 } from 'node:buffer';
import { type Fault, fault } from './fault.model.ts';

/** A request body, or why it is none. */
export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

const mostDepth = 16;
const mostFields = 2000;

/** Reads JSON as the API takes it: UTF-8, not nested for its own sake, and not with thousands of fields. */
export function readJson(bytes: Buffer): Read {
  const not = (entry: string, facts: Record<string, string>): Read => ({ ok: false, fault: fault('', entry, facts) });
  if (!isUtf8(bytes)) return not('rostering.request.not_json', { reason: 'it is not UTF-8' });
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const { depth, fields } = measure(text);
  if (depth > mostDepth) return not('rostering.request.too_deep', { limit: String(mostDepth) });
  if (fields > mostFields) return not('rostering.request.too_many_fields', { limit: String(mostFields) });
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return not('rostering.request.not_json', { reason: whereOf(error) });
  }
}

/** The engine's words may quote the body; only the place is told. */
function whereOf(error: unknown): string {
  const place = /position (\d+)/.exec(error instanceof Error ? error.message : '');
  return place === null ? 'it ends too early or is no JSON' : `it is no JSON at character ${place[1]}`;
}

// A text with its escapes, or one mark of structure.
const marks = /"(?:[^"\\]|\\.)*"?|[{}[\],]/gs;

/** How deep brackets are nested and how many values are separated, told without building anything. */
function measure(text: string): { depth: number; fields: number } {
  let depth = 0;
  let deepest = 0;
  let fields = 0;
  for (const [mark] of text.matchAll(marks)) {
    if (mark === '{' || mark === '[') deepest = Math.max(deepest, ++depth);
    else if (mark === '}' || mark === ']') depth--;
    else if (mark === ',') fields++;
  }
  return { depth: deepest, fields };
}
