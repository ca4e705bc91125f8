import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { listExpectations, listExpiries, showExpectation } from './expectation.read-model.ts';
import {
  expectationAccept,
  expectationDetail,
  expectationMute,
  expectationsAnswer,
  expectationsQuery,
  expectationView,
  expiriesAnswer,
  expiryView,
  expiryWrite,
} from './expectation.schema.ts';
import { acceptExpectation, muteExpectation, setExpiry, unmuteExpectation } from './expectation.usecases.ts';

const tags = ['Expectations'];
const params = z.object({ id: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** What should have happened, and whether it has. */
export function expectationRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/expectations',
    {
      schema: {
        tags,
        summary: 'What should have happened: what is missed first',
        querystring: expectationsQuery,
        response: { 200: expectationsAnswer, ...refused },
      },
    },
    async (request) => listExpectations(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/expectations/expiries',
    {
      schema: { tags, summary: 'Secrets, and when they end', response: { 200: expiriesAnswer, ...refused } },
    },
    async (request) => ({ expiries: await listExpiries(app, await actorOf(app, request), null) }),
  );
  server.put(
    '/api/v1/expectations/expiries',
    {
      schema: {
        tags,
        summary: 'Say when a secret ends',
        body: expiryWrite,
        response: { 200: expiryView, ...refused },
      },
    },
    async (request) => setExpiry(app, await actorOf(app, request), request.body),
  );
  server.get(
    '/api/v1/expectations/:id',
    {
      schema: {
        tags,
        summary: 'One expectation, with what came on the last days',
        params,
        response: { 200: expectationDetail, ...refused },
      },
    },
    async (request) => showExpectation(app, await actorOf(app, request), request.params.id),
  );
  changeRoutes(server, app);
}

function changeRoutes(server: Server, app: Hub): void {
  const response = { 200: expectationView, ...refused };
  server.post(
    '/api/v1/expectations/:id/mute',
    {
      schema: {
        tags,
        summary: 'Tell nobody of it until a day, with a reason',
        params,
        body: expectationMute,
        response,
      },
    },
    async (request) => muteExpectation(app, await actorOf(app, request), { ...request.body, no: request.params.id }),
  );
  server.post(
    '/api/v1/expectations/:id/unmute',
    { schema: { tags, summary: 'End the mute of an expectation', params, response } },
    async (request) => unmuteExpectation(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/expectations/:id/accept',
    {
      schema: {
        tags,
        summary: 'Say that it is so from now on, with a reason: what was before is no longer learned from',
        params,
        body: expectationAccept,
        response,
      },
    },
    async (request) => acceptExpectation(app, await actorOf(app, request), { ...request.body, no: request.params.id }),
  );
}
