import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import { exchangesAnswer } from '../exchanges/exchange.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { runAsked } from '../runs/run.schema.ts';
import {
  attemptQuery,
  attemptsAnswer,
  attemptsQuery,
  passportView,
  recordQuery,
  sourceView,
} from './passport.schema.ts';
import { listAttempts, showExchanges, showPassport, showSource } from './passport.usecases.ts';
import { syncAlone } from './sync-alone.usecases.ts';

const refused = { '4xx': refusalBody };
const tags = ['Passport'];

/** One record over all systems and runs. */
export function passportRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/passport',
    {
      schema: {
        tags,
        summary: 'A record: how it stands, what was decided, what is held of it now',
        querystring: recordQuery,
        response: { 200: passportView, ...refused },
      },
    },
    async (request) => showPassport(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/passport/source',
    {
      schema: {
        tags,
        summary: 'The row of a record as it was read last, and how it was read',
        querystring: recordQuery,
        response: { 200: sourceView, ...refused },
      },
    },
    async (request) => showSource(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/passport/attempts',
    {
      schema: {
        tags,
        summary: 'What became of a record in every run, the newest first',
        querystring: attemptsQuery,
        response: { 200: attemptsAnswer, ...refused },
      },
    },
    async (request) => listAttempts(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/passport/exchanges',
    {
      schema: {
        tags,
        summary: 'What was sent and answered in one attempt of a record, without names',
        querystring: attemptQuery,
        response: { 200: exchangesAnswer, ...refused },
      },
    },
    async (request) => showExchanges(app, await actorOf(app, request), { ...request.query, secrets: app.secrets }),
  );
  server.post(
    '/api/v1/passport/sync',
    {
      schema: {
        tags,
        summary: 'Sync this record alone',
        querystring: recordQuery,
        response: { 202: runAsked, ...refused },
      },
    },
    async (request, reply) => reply.status(202).send(await syncAlone(app, await actorOf(app, request), request.query)),
  );
}
