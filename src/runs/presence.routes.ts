import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { listWorkers } from './presence.read-model.ts';
import { workersAnswer } from './presence.schema.ts';

/** Which processes work now. */
export function presenceRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/workers',
    {
      schema: {
        tags: ['Runs'],
        summary: 'The processes that carry out runs, and what they have in hand',
        response: { 200: workersAnswer, '4xx': refusalBody },
      },
    },
    async (request) => listWorkers(app, await actorOf(app, request), undefined),
  );
}
