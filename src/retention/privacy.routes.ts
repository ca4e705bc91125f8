import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import {
  erasureAsked,
  erasurePreview,
  erasuresAnswer,
  erasureView,
  readmission,
  readmitted,
} from './erasure.schema.ts';
import { askErasure, listErasures, previewErasure, readmit, showErasure } from './erasure.usecases.ts';
import { exportPerson } from './export.usecases.ts';

const tags = ['Privacy'];
const refused = { '4xx': refusalBody };
const person = z.object({ person: z.string().min(1).max(320).describe('The number of a user, or an e-mail address') });
const params = z.object({ no: z.coerce.number().int().positive() });

/** Everything about one person: taken out, or removed. */
export function privacyRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/privacy/export',
    {
      schema: {
        tags,
        summary: 'Everything that is known about one person, as a zip with a page and JSON; the audit says so',
        querystring: person,
        produces: ['application/zip'],
        response: { 200: z.unknown(), ...refused },
      },
    },
    async (request, reply) => {
      const exported = await exportPerson(app, await actorOf(app, request), request.query.person);
      reply.header('content-disposition', `attachment; filename="person-${exported.person}.zip"`);
      reply.header('cache-control', 'no-store');
      return reply.type('application/zip').send(exported.zip as never);
    },
  );
  server.get(
    '/api/v1/privacy/erasure',
    {
      schema: {
        tags,
        summary: 'What forgetting a person would remove',
        querystring: person,
        response: { 200: erasurePreview, ...refused },
      },
    },
    async (request) => previewErasure(app, await actorOf(app, request), request.query.person),
  );
  server.get(
    '/api/v1/privacy/erasures',
    {
      schema: { tags, summary: 'What was forgotten, the newest first', response: { 200: erasuresAnswer, ...refused } },
    },
    async (request) => listErasures(app, await actorOf(app, request), undefined),
  );
  server.get(
    '/api/v1/privacy/erasures/:no',
    { schema: { tags, summary: 'How far an erasure is', params, response: { 200: erasureView, ...refused } } },
    async (request) => {
      const erasure = await showErasure(app, await actorOf(app, request), request.params.no);
      if (erasure === null) throw refuse('request.not_found', { what: 'erasure', id: String(request.params.no) });
      return erasure;
    },
  );
  server.post(
    '/api/v1/privacy/erasures',
    {
      schema: {
        tags,
        summary: 'Forget a person; the word of the preview confirms it',
        body: erasureAsked,
        response: { 202: erasureView, ...refused },
      },
    },
    async (request, reply) => {
      const asked = await askErasure(app, await actorOf(app, request), { ...request.body, secrets: app.secrets });
      if (asked === null)
        throw refuse('request.body_invalid', {
          reason: 'confirm is not the word of the preview, so nobody was forgotten.',
        });
      return reply.status(202).send(asked);
    },
  );
  server.post(
    '/api/v1/privacy/readmissions',
    {
      schema: {
        tags,
        summary: 'Let somebody come again who was forgotten and kept away',
        body: readmission,
        response: { 200: readmitted, ...refused },
      },
    },
    async (request) => readmit(app, await actorOf(app, request), request.body),
  );
}
