import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Fault } from './fault.schema.ts';

/** Carries an answer to the client, as a fault lets it. Returns when nothing more will be sent. */
export async function carry(response: ServerResponse, answer: Answer, faults: readonly Fault[]): Promise<void> {
  const fault = faults.find(({ kind }) => kind === 'hang' || kind === 'cut' || kind === 'slow' || kind === 'endless');
  const body = Buffer.from(answer.body);
  const begin = (): void => {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  };
  switch (fault?.kind) {
    case 'hang':
      if (fault.afterHeaders) {
        begin();
        response.flushHeaders();
      }
      return;
    case 'cut':
      begin();
      return cutAfter(response, body.subarray(0, Math.floor(body.length * fault.after)));
    case 'slow':
      begin();
      return pour(drops(body, fault.bytesPerSecond), response);
    case 'endless':
      response.writeHead(answer.status, answer.headers);
      return pour(withoutEnd(answer.body), response);
    default:
      begin();
      response.end(body);
  }
}

async function cutAfter(response: ServerResponse, part: Buffer): Promise<void> {
  response.flushHeaders();
  // An empty chunk would be dropped, and its callback with it.
  if (part.length > 0) await new Promise<void>((resolve) => response.write(part, () => resolve()));
  response.socket?.destroySoon();
}

const stepsASecond = 20;

async function* drops(body: Buffer, bytesPerSecond: number): AsyncGenerator<Buffer> {
  const step = Math.max(1, Math.ceil(bytesPerSecond / stepsASecond));
  for (let at = 0; at < body.length; at += step) {
    await pause((step / bytesPerSecond) * 1000);
    yield body.subarray(at, at + step);
  }
}

/** The records of a list again and again; after anything else spaces, which JSON allows. */
function* withoutEnd(body: string): Generator<string> {
  const [, head, records] = /^(\{"\w+":\[)(.+)\]\}$/s.exec(body) ?? [];
  yield head ?? body;
  const more = records === undefined ? ' '.repeat(1024) : `${records},`;
  for (;;) yield more;
}

async function pour(pieces: AsyncIterable<Buffer> | Iterable<string>, response: ServerResponse): Promise<void> {
  try {
    await pipeline(pieces, response);
  } catch (error) {
    // That the client leaves is the end that is meant.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
