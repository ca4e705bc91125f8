import { z } from 'zod';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import { pageQuery } from '../platform/page.schema.ts';
import type { Server } from '../platform/server.ts';
import { apiKeyCreate, apiKeyCreated, apiKeysAnswer, apiKeyView } from './access.schema.ts';
import { actorOf } from './actor.routes.ts';
import { listKeys, makeKey, revokeKey } from './api-key.usecases.ts';

const tags = ['API keys'];

export function apiKeyRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/api-keys',
    {
      schema: {
        tags,
        summary: 'API keys, never their secrets',
        querystring: pageQuery,
        response: { 200: apiKeysAnswer, '4xx': refusalBody },
      },
    },
    async (request) => listKeys(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/api-keys',
    {
      schema: {
        tags,
        summary: 'Make an API key; its secret is answered once',
        body: apiKeyCreate,
        response: { 201: apiKeyCreated, '4xx': refusalBody },
      },
    },
    async (request, reply) => reply.status(201).send(await makeKey(app, await actorOf(app, request), request.body)),
  );
  const params = z.object({ id: z.string().max(40) });
  server.delete(
    '/api/v1/api-keys/:id',
    { schema: { tags, summary: 'Revoke an API key', params, response: { 200: apiKeyView, '4xx': refusalBody } } },
    async (request) => revokeKey(app, await actorOf(app, request), request.params.id),
  );
}
