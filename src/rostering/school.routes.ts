import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { schoolChange, schoolCreate, schoolsAnswer, schoolsQuery, schoolView } from './school.schema.ts';
import { changeSchool, getSchool, listSchools, makeSchool } from './school.usecases.ts';

const tags = ['Schools'];
const params = z.object({ id: z.string().max(400) });

export function schoolRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/schools',
    {
      schema: {
        tags,
        summary: 'Schools with their settings and counts',
        querystring: schoolsQuery,
        response: { 200: schoolsAnswer, '4xx': refusalBody },
      },
    },
    async (request) => listSchools(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/schools',
    {
      schema: { tags, summary: 'Make a school', body: schoolCreate, response: { 201: schoolView, '4xx': refusalBody } },
    },
    async (request, reply) => reply.status(201).send(await makeSchool(app, await actorOf(app, request), request.body)),
  );
  server.get(
    '/api/v1/schools/:id',
    { schema: { tags, summary: 'One school', params, response: { 200: schoolView, '4xx': refusalBody } } },
    async (request) => getSchool(app, await actorOf(app, request), request.params.id),
  );
  server.patch(
    '/api/v1/schools/:id',
    {
      schema: {
        tags,
        summary: 'Change a school’s name or settings',
        params,
        body: schoolChange,
        response: { 200: schoolView, '4xx': refusalBody },
      },
    },
    async (request) => changeSchool(app, await actorOf(app, request), { id: request.params.id, change: request.body }),
  );
}
