import { z } from 'zod';
import { attemptLimit } from '../access/attempt-limit.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { unsubscribeView } from './subscription.schema.ts';
import { unsubscribe, viewUnsubscribe } from './unsubscribe.usecases.ts';

const withToken = z.object({ token: z.string().min(20).max(300) });
/** A mail program may open the links of many mails at once. */
const attempts = { max: 120, timeWindow: 15 * 60_000 };
const refused = { '4xx': refusalBody };

/**
 * The way out that stands in every mail, for whoever has it: the address in a mail shows a page that asks, and what a mail
 * program posts to it (RFC 8058) ends the subscription.
 */
export async function unsubscribeRoutes(server: Server, app: App): Promise<void> {
  const limit = await attemptLimit(server, attempts);
  await server.register(async (scoped) => {
    // What is posted says only that it is one click, in either of two forms; nothing of it is needed.
    scoped.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data'],
      { parseAs: 'buffer', bodyLimit: 10_000 },
      (_request, _body, done) => done(null, null),
    );
    const routes = scoped as unknown as Server;
    routes.get(
      '/api/v1/unsubscribe/:token',
      {
        schema: {
          tags: ['Notifications'],
          summary: 'What an unsubscribing address stops; looking stops nothing',
          params: withToken,
          response: { 200: unsubscribeView, ...refused },
        },
      },
      async (request) => {
        await limit(request);
        return viewUnsubscribe(app, request.params.token);
      },
    );
    routes.post(
      '/unsubscribe/:token',
      {
        schema: {
          tags: ['Notifications'],
          summary: 'One-click unsubscribe (RFC 8058)',
          params: withToken,
          response: { 204: z.null(), ...refused },
        },
      },
      async (request, reply) => {
        await limit(request);
        await unsubscribe(app, request.params.token);
        return reply.status(204).send(null);
      },
    );
  });
}
