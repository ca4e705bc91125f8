import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { baseOf } from '../webhooks/webhook.job.ts';
import { previewSubscription } from './preview.read-model.ts';
import { previewAnswer, subscriptionsAnswer, subscriptionView, subscriptionWrite } from './subscription.schema.ts';
import {
  addSubscription,
  changeSubscription,
  endSubscription,
  listSubscriptions,
  resumeSubscription,
} from './subscription.usecases.ts';

const tags = ['Notifications'];
const numbered = z.object({ no: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** What one is told of by mail: one's own choices, and nobody else's. */
export function subscriptionRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/notifications',
    { schema: { tags, summary: 'What I am told of by mail', response: { 200: subscriptionsAnswer, ...refused } } },
    async (request) => ({
      ...(await listSubscriptions(app, await actorOf(app, request), null)),
      sending: app.config.smtpUrl !== undefined,
    }),
  );
  server.post(
    '/api/v1/notifications',
    {
      schema: {
        tags,
        summary: 'Tell me by mail',
        body: subscriptionWrite,
        response: { 201: subscriptionView, ...refused },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await addSubscription(app, await actorOf(app, request), request.body)),
  );
  server.put(
    '/api/v1/notifications/:no',
    {
      schema: {
        tags,
        summary: 'Change what I am told of',
        params: numbered,
        body: subscriptionWrite,
        response: { 200: subscriptionView, ...refused },
      },
    },
    async (request) => changeSubscription(app, await actorOf(app, request), { ...request.body, no: request.params.no }),
  );
  server.delete(
    '/api/v1/notifications/:no',
    { schema: { tags, summary: 'Tell me no more', params: numbered, response: { 204: z.null(), ...refused } } },
    async (request, reply) => {
      await endSubscription(app, await actorOf(app, request), request.params.no);
      return reply.status(204).send(null);
    },
  );
  server.post(
    '/api/v1/notifications/:no/resume',
    {
      schema: {
        tags,
        summary: 'Send to me again, after my address was refused',
        params: numbered,
        response: { 200: subscriptionView, ...refused },
      },
    },
    async (request) => resumeSubscription(app, await actorOf(app, request), request.params.no),
  );
  server.post(
    '/api/v1/notifications/preview',
    {
      schema: {
        tags,
        summary: 'What a choice would have sent in the last month',
        body: subscriptionWrite,
        response: { 200: previewAnswer, ...refused },
      },
    },
    async (request) =>
      previewSubscription(app, await actorOf(app, request), { wanted: request.body, base: baseOf(app.config) }),
  );
}
