import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { districtAsFile } from './district-file.read-model.ts';

export function districtRoutes(server: Server, app: App): void {
  const schema = {
    tags: ['District'],
    summary: 'The district as a district file (YAML), without secrets',
    response: {
      200: { description: 'The file', content: { 'text/yaml': { schema: z.string() } } },
      '4xx': refusalBody,
    },
  };
  server.get('/api/v1/district/file', { schema }, async (request, reply) => {
    const actor = await actorOf(app, request);
    const text = await districtAsFile(app, actor, undefined);
    const name = actor.district.replace(/[^A-Za-z0-9._-]/g, '_');
    return reply
      .type('text/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.yaml"`)
      .serializer(asItIs)
      .send(text);
  });
}

/** The file is text already, not JSON. */
const asItIs = (text: unknown) => String(text);
