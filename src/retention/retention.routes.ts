import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { retentionBody, retentionView } from './retention.schema.ts';
import { changeRetention, showRetention } from './retention.usecases.ts';

/** How long what is kept. */
export function retentionRoutes(server: Server, app: App): void {
  const shared = { tags: ['Privacy'], response: { 200: retentionView, '4xx': refusalBody } };
  server.get(
    '/api/v1/retention',
    { schema: { ...shared, summary: 'How long what is kept, and what there is of it' } },
    async (request) => showRetention(app, await actorOf(app, request), undefined),
  );
  server.put(
    '/api/v1/retention',
    { schema: { ...shared, summary: 'Set how long what is kept', body: retentionBody } },
    async (request) => changeRetention(app, await actorOf(app, request), request.body.days),
  );
}
