import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { exchangeHeads, exchangeView } from './exchange.schema.ts';
import { listOfConnection, listOfRun, showOfConnection, showOfRun } from './exchange.usecases.ts';

const of = z.object({ id: z.string().max(40) });
const one = of.extend({ no: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** What was asked of other systems, and what they answered. */
export function exchangeRoutes(server: Server, app: App): void {
  const { secrets } = app;
  server.get(
    '/api/v1/runs/:id/exchanges',
    {
      schema: {
        tags: ['Runs'],
        summary: 'Calls of a run that were refused or failed, the newest first',
        params: of,
        response: { 200: exchangeHeads, ...refused },
      },
    },
    async (request) => listOfRun(app, await actorOf(app, request), { id: request.params.id, secrets }),
  );
  server.get(
    '/api/v1/runs/:id/exchanges/:no',
    {
      schema: {
        tags: ['Runs'],
        summary: 'A call of a run: what was asked and what was answered, without names',
        params: one,
        response: { 200: exchangeView, ...refused },
      },
    },
    async (request) => showOfRun(app, await actorOf(app, request), { ...request.params, secrets }),
  );
  server.get(
    '/api/v1/connections/:id/exchanges',
    {
      schema: {
        tags: ['Connections'],
        summary: 'Calls of a connection that were refused or failed, the newest first',
        params: of,
        response: { 200: exchangeHeads, ...refused },
      },
    },
    async (request) => listOfConnection(app, await actorOf(app, request), { id: request.params.id, secrets }),
  );
  server.get(
    '/api/v1/connections/:id/exchanges/:no',
    {
      schema: {
        tags: ['Connections'],
        summary: 'A call of a connection: what was asked and what was answered, without names',
        params: one,
        response: { 200: exchangeView, ...refused },
      },
    },
    async (request) => showOfConnection(app, await actorOf(app, request), { ...request.params, secrets }),
  );
}
