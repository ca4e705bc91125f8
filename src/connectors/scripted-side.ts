import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// The other side of a connector under test: a server of our own over real HTTP that answers by a script, or badly.

/** A request as it reached the other side. */
export type Heard = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Said = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};
/** An answer, or what happens instead of one: none at all; the connection is cut in the middle; no end. */
export type Reply = Said | 'hang' | 'cut' | 'endless';

export type ScriptedSide = {
  readonly origin: string;
  readonly heard: readonly Heard[];
  close(): Promise<void>;
};

/** Starts the other side; `reply` gets each request and its number, from 0. */
export async function startSide(reply: (heard: Heard, number: number) => Reply): Promise<ScriptedSide> {
  const heard: Heard[] = [];
  let defect: unknown = null;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = await hear(request);
    heard.push(one);
    give(response, reply(one, heard.length - 1));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      defect = error;
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      if (defect !== null) throw defect;
    },
  };
}

async function hear(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', `http://${request.headers.host}`),
    headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function give(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"', () => response.destroy());
  } else if (reply === 'endless') {
    response.writeHead(200, { 'content-type': 'application/json' });
    goOn(response);
  } else {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body);
  }
}

/** Writes until the reader leaves. */
function goOn(response: ServerResponse): void {
  const piece = ' '.repeat(64 * 1024);
  const write = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write).on('error', () => {});
  write();
}
