import type { Refusal } from '../shell/api.ts';
import type { Operation } from './operation.ts';

/** A call as it was filled in. The key is no part of it: it is handed over when the call is sent. */
export interface Call {
  operation: Operation;
  parameters: Readonly<Record<string, string>>;
  body: string;
}
export interface Answer {
  status: number;
  took: number;
  text: string;
}

const contentTypeOf = (operation: Operation) => (operation.lines ? 'application/x-ndjson' : 'application/json');

/** The address of a call below this hub. */
export function addressOf({ operation, parameters }: Call): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const search = new URLSearchParams();
  for (const { name, in: place } of operation.parameters) {
    const value = parameters[name] ?? '';
    if (place === 'query' && value !== '') search.set(name, value);
  }
  const tail = search.toString();
  return tail === '' ? path : `${path}?${tail}`;
}

/** In single quotes of a shell; a quote within ends them, is escaped, and begins them anew. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same call as one line of curl, with the key as a variable. */
export function curlOf(call: Call, origin: string): string {
  const { operation, body } = call;
  const parts = [
    `curl -X ${operation.method} ${quoted(origin + addressOf(call))}`,
    '-H "Authorization: Bearer $HALLPASS_KEY"',
  ];
  if (operation.fields !== null) {
    parts.push(`-H ${quoted(`Content-Type: ${contentTypeOf(operation)}`)}`);
    parts.push(`--data-binary ${quoted(operation.lines ? body : compact(body))}`);
  }
  return parts.join(' ');
}

function compact(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a body can be read as what the operation takes. */
export function reads({ operation, body }: Call): boolean {
  if (operation.fields === null) return true;
  if (!operation.lines) return isJson(body);
  return body.split('\n').every((line) => line.trim() === '' || isJson(line));
}

/** Sends a call for real. The cookie of the person at the screen stays out of it: the key alone says who calls. */
export async function sendCall(call: Call, key: string): Promise<Answer> {
  const { operation, body } = call;
  const started = performance.now();
  const answer = await fetch(addressOf(call), {
    method: operation.method,
    credentials: 'omit',
    cache: 'no-store',
    headers: {
      authorization: `Bearer ${key}`,
      accept: operation.lines ? 'application/x-ndjson, application/json' : 'application/json',
      ...(operation.fields === null ? {} : { 'content-type': contentTypeOf(operation) }),
    },
    ...(operation.fields === null ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, took: Math.round(performance.now() - started), text };
}

export interface Refused {
  status: number;
  refusal: Refusal;
}

interface Outcome {
  status?: number;
  error?: Refusal;
}

/** Every refusal in an answer: of the call itself, or of single lines and sessions of it. */
export function refusalsIn({ status, text }: Answer): readonly Refused[] {
  return parsed(text).flatMap((one) => {
    const outcomes = (one as { outcomes?: readonly Outcome[] }).outcomes ?? [one as Outcome];
    return outcomes.flatMap((outcome) =>
      outcome.error?.help === undefined ? [] : [{ status: outcome.status ?? status, refusal: outcome.error }],
    );
  });
}

function parsed(text: string): readonly object[] {
  const read = isJson(text) ? [text] : text.split('\n').filter(isJson);
  return read
    .map((line): unknown => JSON.parse(line))
    .filter((value): value is object => typeof value === 'object' && value !== null);
}

/** An answer as it is easiest to read: JSON indented, anything else as it is. */
export function pretty(text: string): string {
  return isJson(text) ? JSON.stringify(JSON.parse(text), null, 2) : text;
}
