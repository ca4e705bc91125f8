import type { RefusalBody } from '../../dictionary/refusal.schema.ts';

export type Refusal = RefusalBody['error'];

/** A request that did not go through: refused (`refusal` explains it), or never answered (`status` 0). */
export class RequestProblem extends Error {
  readonly status: number;
  readonly refusal: Refusal | null;
  /** The answer as it came, where it tells more than the refusal. */
  readonly body: unknown;

  constructor(status: number, refusal: Refusal | null, body: unknown = null) {
    super(refusal?.message ?? `HTTP ${status}`);
    this.name = 'RequestProblem';
    this.status = status;
    this.refusal = refusal;
    this.body = body;
  }
}

const base = '/api/v1';

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A path below `/api/v1` with the query that is set; parts of `segments` are encoded. */
export function apiPath(segments: readonly (string | number)[], query: Query = {}): string {
  const path = segments.map((part) => encodeURIComponent(String(part))).join('/');
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  const tail = search.toString();
  return `${base}/${path}${tail === '' ? '' : `?${tail}`}`;
}

export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return send<Answer>('GET', path, undefined, signal);
}

export async function send<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const answer = await ask(method, path, { body, accept: 'application/json', signal });
  const text = await answer.text();
  if (!answer.ok) throw problemOf(answer.status, text);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

/** Sends, and tells each line of the answer as it comes. */
export async function sendForLines<Line>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  onLine: (line: Line) => void,
): Promise<void> {
  const answer = await ask(method, path, { body, accept: 'application/x-ndjson' });
  if (!answer.ok) throw problemOf(answer.status, await answer.text());
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      const lines = (text + read.value).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) onLine(JSON.parse(line) as Line);
    }
  } catch (cause) {
    if (cause instanceof RequestProblem) throw cause;
    throw new RequestProblem(0, null);
  }
}

async function ask(
  method: string,
  path: string,
  { body, accept, signal }: { body: unknown; accept: string; signal?: AbortSignal | undefined },
): Promise<Response> {
  return fetch(path, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? { accept } : { accept, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new RequestProblem(0, null);
  });
}

/** Sends a file as it is, telling how much of it has left (0 to 1). */
export function sendFile<Answer>(
  path: string,
  file: File,
  type: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else reject(problemOf(request.status, request.responseText));
    };
    request.onerror = () => reject(new RequestProblem(0, null));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** What an answer refuses; without an explanation where something else answered (a proxy's page, a cut-off body). */
function problemOf(status: number, text: string): RequestProblem {
  try {
    const body = JSON.parse(text) as Partial<RefusalBody>;
    const explained = typeof body.error?.message === 'string' && body.error.help !== undefined;
    return new RequestProblem(status, explained ? (body.error ?? null) : null, body);
  } catch {
    return new RequestProblem(status, null);
  }
}

export function statusOf(problem: unknown): number | null {
  return problem instanceof RequestProblem ? problem.status : null;
}
