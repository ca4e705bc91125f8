import { PassThrough } from 'node:stream';
import { actorOf } from '../access/actor.routes.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import { type Moved, makeMoves } from '../platform/moves.ts';
import type { Server } from '../platform/server.ts';
import { kindsFor } from './events.model.ts';

/** What moves in a moment is told together, each thing once. */
const gatherMs = 250;
/** More than this in a moment is told as “look at everything”. */
const mostAtOnce = 200;
/** A connection that says nothing for a minute is closed by many a proxy; whether somebody still may look is asked as often. */
const beatMs = 20_000;
/** Whoever does not read what was told is let go, and asks again when they can. */
const mostUnread = 256 * 1024;

const description = `Server-sent events, as EventSource reads them. \`moved\` says what has moved: \`{"kind": "run", "id": "12"}\`, of the kinds
run and connection, as far as the asking person or key may look at them. \`missed\` says that moves may have been missed, so that everything
shown should be asked for anew. A comment comes every 20 seconds; the stream ends when the sign-in does.`;

/** Tells by server-sent events what has moved in the asker's district: kinds and numbers, never what stands there. */
export function eventRoutes(server: Server, app: App): void {
  const moves = makeMoves(app.database, app.log);
  server.addHook('onClose', () => moves.close());
  server.get(
    '/api/v1/events',
    {
      schema: {
        tags: ['Events'],
        summary: 'What moves, as it moves',
        description,
        produces: ['text/event-stream'],
        response: { '4xx': refusalBody },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      if (kindsFor(actor).size === 0) throw refuse('request.not_permitted', { permission: 'runs.read' });
      const stream = new PassThrough();
      const telling = gathered(stream, kindsFor(actor));
      let unfollow = () => {};
      const beat = setInterval(async () => {
        try {
          telling.may(kindsFor(await actorOf(app, request)));
          stream.write(': here\n\n');
        } catch {
          stream.end();
        }
      }, beatMs);
      const end = () => {
        clearInterval(beat);
        unfollow();
        telling.stop();
        stream.destroy();
      };
      reply.raw.once('close', end);
      unfollow = await moves.follow(actor.district, telling.tell);
      // They may have gone meanwhile.
      if (reply.raw.destroyed) end();
      stream.write('retry: 2000\n\n');
      // A proxy that gathers an answer would tell it when it is over.
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(stream as never);
    },
  );
}

/** Writes moves of some kinds to a stream, those of a moment together. */
function gathered(stream: PassThrough, first: ReadonlySet<string>) {
  let kinds = first;
  let missed = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Map<string, Moved>();
  const write = () => {
    timer = undefined;
    if (stream.writableLength > mostUnread) return void stream.destroy();
    if (missed || waiting.size > mostAtOnce) stream.write('event: missed\ndata: {}\n\n');
    else for (const moved of waiting.values()) stream.write(`event: moved\ndata: ${JSON.stringify(moved)}\n\n`);
    missed = false;
    waiting.clear();
  };
  return {
    tell(moved: Moved | null) {
      if (moved === null) missed = true;
      else if (kinds.has(moved.kind)) waiting.set(`${moved.kind} ${moved.id}`, moved);
      else return;
      timer ??= setTimeout(write, gatherMs);
    },
    may(now: ReadonlySet<string>) {
      kinds = now;
    },
    stop: () => clearTimeout(timer),
  };
}
