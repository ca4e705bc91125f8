import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import {
  peopleAnswer,
  peopleQuery,
  personChange,
  personCreate,
  personInvited,
  rolesAnswer,
  roleView,
  roleWrite,
  signInView,
} from './access.schema.ts';
import { actorOf } from './actor.routes.ts';
import { linkAddress } from './link.model.ts';
import { changePerson, getPerson, type Invited, invitePerson, linkForPerson, listPeople } from './people.usecases.ts';
import { changeRole, listRoles, makeRole, removeRole } from './role.usecases.ts';

const tags = ['People and roles'];
const params = z.object({ id: z.string().max(400) });

/** People who sign in, and the roles they have. */
export function peopleRoutes(server: Server, app: App): void {
  const invited = (request: FastifyRequest, { person, secret }: Invited) => ({
    person,
    link: linkAddress(app.config.publicUrl ?? `${request.protocol}://${request.host}`, secret),
  });

  server.get(
    '/api/v1/people',
    {
      schema: {
        tags,
        summary: 'People who sign in',
        querystring: peopleQuery,
        response: { 200: peopleAnswer, '4xx': refusalBody },
      },
    },
    async (request) => listPeople(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/people',
    {
      schema: {
        tags,
        summary: 'Invite a person',
        body: personCreate,
        response: { 201: personInvited, '4xx': refusalBody },
      },
    },
    async (request, reply) => {
      const made = await invitePerson(app, await actorOf(app, request), request.body);
      return reply.status(201).send(invited(request, made));
    },
  );
  server.get(
    '/api/v1/people/:id',
    { schema: { tags, summary: 'One person', params, response: { 200: signInView, '4xx': refusalBody } } },
    async (request) => getPerson(app, await actorOf(app, request), request.params.id),
  );
  server.patch(
    '/api/v1/people/:id',
    {
      schema: {
        tags,
        summary: 'Change name, roles, or whether they may sign in',
        params,
        body: personChange,
        response: { 200: signInView, '4xx': refusalBody },
      },
    },
    async (request) => changePerson(app, await actorOf(app, request), { id: request.params.id, change: request.body }),
  );
  server.post(
    '/api/v1/people/:id/link',
    {
      schema: {
        tags,
        summary: 'Make a new one-time link',
        params,
        response: { 200: personInvited, '4xx': refusalBody },
      },
    },
    async (request) => invited(request, await linkForPerson(app, await actorOf(app, request), request.params.id)),
  );
}

export function roleRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/roles',
    {
      schema: {
        tags,
        summary: 'Roles, and what each permission allows',
        response: { 200: rolesAnswer, '4xx': refusalBody },
      },
    },
    async (request) => listRoles(app, await actorOf(app, request), undefined),
  );
  server.post(
    '/api/v1/roles',
    { schema: { tags, summary: 'Make a role', body: roleWrite, response: { 201: roleView, '4xx': refusalBody } } },
    async (request, reply) => reply.status(201).send(await makeRole(app, await actorOf(app, request), request.body)),
  );
  server.patch(
    '/api/v1/roles/:id',
    {
      schema: {
        tags,
        summary: 'Change a role',
        params,
        body: roleWrite,
        response: { 200: roleView, '4xx': refusalBody },
      },
    },
    async (request) => changeRole(app, await actorOf(app, request), { id: request.params.id, body: request.body }),
  );
  server.delete(
    '/api/v1/roles/:id',
    {
      schema: {
        tags,
        summary: 'Remove a role that nobody has',
        params,
        response: { 204: z.null(), '4xx': refusalBody },
      },
    },
    async (request, reply) => {
      await removeRole(app, await actorOf(app, request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}
