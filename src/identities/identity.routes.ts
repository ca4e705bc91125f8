import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { identitiesOf, listIdentities } from './identity.read-model.ts';
import {
  changeAnswer,
  identitiesAnswer,
  identityChange,
  listAnswer,
  listQuery,
  matchAnswer,
} from './identity.schema.ts';
import { changeIdentity, matchIdentities, undoIdentity } from './identity.usecases.ts';

const params = z.object({ id: z.string().max(40) });
const paramsOfOne = params.extend({ connection: z.string().max(40) });
const refused = { '4xx': refusalBody };
const tags = ['Identities'];

/** Who people are in other systems. */
export function identityRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/users/:id/identities',
    {
      schema: {
        tags,
        summary: 'Who a user is in each system',
        params,
        response: { 200: identitiesAnswer, ...refused },
      },
    },
    async (request) => identitiesOf(app, await actorOf(app, request), request.params.id),
  );
  server.patch(
    '/api/v1/users/:id/identities/:connection',
    {
      schema: {
        tags,
        summary: 'Say who a user is in a system, or whether Hallpass may act there as them',
        params: paramsOfOne,
        body: identityChange,
        response: { 200: changeAnswer, ...refused },
      },
    },
    async (request) => {
      const { id: person, connection } = request.params;
      return changeIdentity(app, await actorOf(app, request), { ...request.body, person, connection });
    },
  );
  server.delete(
    '/api/v1/users/:id/identities/:connection',
    {
      schema: {
        tags,
        summary: 'Take back what somebody said: what was matched before holds again',
        params: paramsOfOne,
        response: { 200: changeAnswer, ...refused },
      },
    },
    async (request) => {
      const { id: person, connection } = request.params;
      return undoIdentity(app, await actorOf(app, request), { person, connection });
    },
  );
  server.get(
    '/api/v1/connections/:id/identities',
    {
      schema: {
        tags,
        summary: 'Who the people of other connections are over this one, by how they were found',
        params,
        querystring: listQuery,
        response: { 200: listAnswer, ...refused },
      },
    },
    async (request) =>
      listIdentities(app, await actorOf(app, request), { ...request.query, connection: request.params.id }),
  );
  server.post(
    '/api/v1/connections/:id/identities/match',
    { schema: { tags, summary: 'Match people anew', params, response: { 200: matchAnswer, ...refused } } },
    async (request) => matchIdentities(app, await actorOf(app, request), request.params.id),
  );
}
