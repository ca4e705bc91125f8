import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { listAudit } from './audit.read-model.ts';
import { auditAnswer, auditQuery } from './audit.schema.ts';

export function auditRoutes(server: Server, app: App): void {
  const schema = {
    tags: ['Audit'],
    summary: 'What was done, the newest first',
    querystring: auditQuery,
    response: { 200: auditAnswer, '4xx': refusalBody },
  };
  server.get('/api/v1/audit', { schema }, async (request) =>
    listAudit(app, await actorOf(app, request), request.query),
  );
}
