import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { listFixes, listValueMappings, showFix } from './fix.read-model.ts';
import {
  fixApply,
  fixDetail,
  fixesAnswer,
  fixesQuery,
  fixPreview,
  fixPreviewAsk,
  valueMappingsAnswer,
} from './fix.schema.ts';
import { applyFix, undoFix } from './fix.usecases.ts';
import { previewFix } from './preview.usecases.ts';

const numbered = z.object({ id: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };
const tags = ['Fixes'];

/** Fixes: what a group of records can be put right with, what it would come to, applying it and taking it back. */
export function fixRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/fixes',
    {
      schema: {
        tags,
        summary: 'Fixes, the newest first, and what a group can be put right with',
        description:
          'With `flow` and `entry` it is about one group of records; its facts stand beside them under their own names, such as `column=role&value=Pupil`.',
        querystring: fixesQuery,
        response: { 200: fixesAnswer, ...refused },
      },
    },
    async (request) => listFixes(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/fixes/preview',
    {
      schema: {
        tags,
        summary: 'What a fix would make of each of its records',
        body: fixPreviewAsk,
        response: { 200: fixPreview, ...refused },
      },
    },
    async (request) => previewFix(app, await actorOf(app, request), request.body),
  );
  server.post(
    '/api/v1/fixes',
    {
      schema: {
        tags,
        summary: 'Apply a fix to the list that was seen',
        description: 'The same fix of the same list is applied once, however often it is asked for.',
        body: fixApply,
        response: { 202: fixDetail, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const { no } = await applyFix(app, actor, request.body);
      return reply.status(202).send(await showFix(app, actor, no));
    },
  );
  server.get(
    '/api/v1/fixes/:id',
    {
      schema: {
        tags,
        summary: 'One fix, and what would come of taking it back',
        params: numbered,
        response: { 200: fixDetail, ...refused },
      },
    },
    async (request) => showFix(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/fixes/:id/undo',
    { schema: { tags, summary: 'Take a fix back', params: numbered, response: { 202: fixDetail, ...refused } } },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      await undoFix(app, actor, request.params.id);
      return reply.status(202).send(await showFix(app, actor, request.params.id));
    },
  );
  server.get(
    '/api/v1/connections/:id/value-mappings',
    {
      schema: {
        tags,
        summary: 'What the words of a connection’s source are read as',
        params: z.object({ id: z.string().max(40) }),
        response: { 200: valueMappingsAnswer, ...refused },
      },
    },
    async (request) => listValueMappings(app, await actorOf(app, request), request.params.id),
  );
}
