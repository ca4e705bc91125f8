import type { RefusalBody } from '../../dictionary/refusal.schema.ts';

export type Refusal = RefusalBody['error'];

/** A request that did not go through: refused (`refusal` explains it), or never answered (`status` 0). */
export class RequestProblem extends Error {
  readonly status: number;
  readonly refusal: Refusal | null;

  constructor(status: number, refusal: Refusal | null) {
    super(refusal?.message ?? `HTTP ${status}`);
    this.name = 'RequestProblem';
    this.status = status;
    this.refusal = refusal;
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
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers:
      body === undefined
        ? { accept: 'application/json' }
        : { accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new RequestProblem(0, null);
  });
  const text = await answer.text();
  if (!answer.ok) throw new RequestProblem(answer.status, refusalIn(text));
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
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
      else reject(new RequestProblem(request.status, refusalIn(request.responseText)));
    };
    request.onerror = () => reject(new RequestProblem(0, null));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** The refusal in an answer, or null where something else answered (a proxy's page, a cut-off body). */
function refusalIn(text: string): Refusal | null {
  try {
    const body = JSON.parse(text) as Partial<RefusalBody>;
    return typeof body.error?.message === 'string' && body.error.help !== undefined ? body.error : null;
  } catch {
    return null;
  }
}

export function statusOf(problem: unknown): number | null {
  return problem instanceof RequestProblem ? problem.status : null;
}
