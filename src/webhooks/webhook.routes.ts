import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import { pageQuery } from '../platform/page.schema.ts';
import type { Server } from '../platform/server.ts';
import { baseOf } from './webhook.job.ts';
import { listEvents, listWebhooks, showEvent, showWebhook } from './webhook.read-model.ts';
import {
  eventDetail,
  eventsAnswer,
  eventsQuery,
  replayed,
  replaySpan,
  webhookChange,
  webhookCreate,
  webhookSecret,
  webhooksAnswer,
  webhookView,
} from './webhook.schema.ts';
import {
  changeWebhook,
  deleteWebhook,
  makeWebhook,
  replayWebhook,
  rotateWebhook,
  testWebhook,
} from './webhook.usecases.ts';

const params = z.object({ id: z.string().max(40) });
const eventParams = params.extend({ no: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };
const tags = ['Webhooks'];

/** Webhooks: which programs hear of what, and what they were told. `wake` tells the sender of this process to look. */
export function webhookRoutes(server: Server, app: App, wake: () => void): void {
  endpointRoutes(server, app);
  server.get(
    '/api/v1/webhooks/:id/events',
    {
      schema: {
        tags,
        summary: 'What a webhook was told, the newest first',
        params,
        querystring: eventsQuery,
        response: { 200: eventsAnswer, ...refused },
      },
    },
    async (request) => listEvents(app, await actorOf(app, request), { id: request.params.id, ...request.query }),
  );
  server.get(
    '/api/v1/webhooks/:id/events/:no',
    {
      schema: {
        tags,
        summary: 'One event with every attempt',
        params: eventParams,
        response: { 200: eventDetail, ...refused },
      },
    },
    async (request) => showEvent(app, await actorOf(app, request), request.params),
  );
  server.post(
    '/api/v1/webhooks/:id/events/:no/replay',
    {
      schema: {
        tags,
        summary: 'Send one event again, under the same id',
        params: eventParams,
        response: { 200: eventDetail, ...refused },
      },
    },
    async (request) => {
      const actor = await actorOf(app, request);
      await replayWebhook(app, actor, { ...request.params, base: baseOf(app.config) });
      wake();
      return showEvent(app, actor, request.params);
    },
  );
  server.post(
    '/api/v1/webhooks/:id/replay',
    {
      schema: {
        tags,
        summary: 'Send again what failed, or everything of a span of time',
        description:
          'With `{"failed": true}`: what failed for good. With `{"from", "to"}`: everything that happened in that span and that the webhook wants, delivered or not, also what was never sent since it was off. Events keep their ids.',
        params,
        body: z.union([z.object({ failed: z.literal(true) }), replaySpan]),
        response: { 202: replayed, ...refused },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const which = 'failed' in body ? { failed: true as const } : { from: new Date(body.from), to: new Date(body.to) };
      const asked = { id: request.params.id, base: baseOf(app.config), ...which };
      const queued = await replayWebhook(app, await actorOf(app, request), asked);
      wake();
      return reply.status(202).send({ queued });
    },
  );
  server.post(
    '/api/v1/webhooks/:id/test',
    {
      schema: {
        tags,
        summary: 'Send a test, once',
        description:
          'A test is sent also while the webhook is off. What came of it stands in the event that is answered.',
        params,
        response: { 202: eventDetail, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const no = await testWebhook(app, actor, request.params.id);
      wake();
      return reply.status(202).send(await showEvent(app, actor, { id: request.params.id, no }));
    },
  );
}

function endpointRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/webhooks',
    {
      schema: {
        tags,
        summary: 'Webhooks, the newest first',
        querystring: pageQuery,
        response: { 200: webhooksAnswer, ...refused },
      },
    },
    async (request) => listWebhooks(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/webhooks',
    {
      schema: {
        tags,
        summary: 'Make a webhook; its secret is shown once',
        description:
          'Messages are signed as Standard Webhooks says: the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The address must be public and begin with https://.',
        body: webhookCreate,
        response: { 201: webhookSecret, ...refused },
      },
    },
    async (request, reply) => {
      const asked = { ...request.body, secrets: app.secrets };
      return reply.status(201).send(await makeWebhook(app, await actorOf(app, request), asked));
    },
  );
  server.get(
    '/api/v1/webhooks/:id',
    { schema: { tags, summary: 'One webhook', params, response: { 200: webhookView, ...refused } } },
    async (request) => showWebhook(app, await actorOf(app, request), request.params.id),
  );
  server.patch(
    '/api/v1/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Change a webhook, switch it off or on',
        params,
        body: webhookChange,
        response: { 200: webhookView, ...refused },
      },
    },
    async (request) => {
      const { name, address, wants, state } = request.body;
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(address === undefined ? {} : { address }),
        ...(wants === undefined ? {} : { wants }),
        ...(state === undefined ? {} : { state }),
      };
      return changeWebhook(app, await actorOf(app, request), { id: request.params.id, change });
    },
  );
  server.delete(
    '/api/v1/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Delete a webhook with its delivery log',
        params,
        response: { 204: z.null(), ...refused },
      },
    },
    async (request, reply) => {
      await deleteWebhook(app, await actorOf(app, request), request.params.id);
      return reply.status(204).send(null);
    },
  );
  server.post(
    '/api/v1/webhooks/:id/rotate',
    {
      schema: {
        tags,
        summary: 'Give a webhook a new secret, shown once',
        description: 'For 24 hours messages are signed with the old secret as well, so that none is refused meanwhile.',
        params,
        response: { 200: webhookSecret, ...refused },
      },
    },
    async (request) => rotateWebhook(app, await actorOf(app, request), { id: request.params.id, secrets: app.secrets }),
  );
}
