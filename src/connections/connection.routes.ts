import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refusalOf } from '../dictionary/refusal.routes.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import { pageQuery } from '../platform/page.schema.ts';
import type { Server } from '../platform/server.ts';
import { listRuns } from '../runs/run.read-model.ts';
import { runsAnswer, runsQuery } from '../runs/run.schema.ts';
import { answerChecked } from './checklist-lines.routes.ts';
import { listConnections, listConnectors, showConnection } from './connection.read-model.ts';
import {
  checksAnswer,
  connectionChange,
  connectionChanged,
  connectionChecked,
  connectionCreate,
  connectionDeleted,
  connectionsAnswer,
  connectionsQuery,
  connectionView,
  connectorsAnswer,
  credentials,
  historyAnswer,
  lossTold,
  removalsAnswer,
  runsAsked,
  syncAsk,
} from './connection.schema.ts';
import { changeConnection, makeConnection, setCredentials, testConnection } from './connection.usecases.ts';
import { deleteConnection, removeData } from './connection-deletion.usecases.ts';
import { pauseConnection, resumeConnection, syncConnection } from './connection-life.usecases.ts';
import { connectionHistory } from './history.read-model.ts';
import { lossInWords } from './loss.model.ts';
import { listRemovals } from './removal.read-model.ts';

const params = z.object({ id: z.string().max(40) });
const refused = { '4xx': refusalBody };
const tags = ['Connections'];
const lineByLine = 'To whoever accepts application/x-ndjson each check is told as it is done, the answer last.';
/** How long a deletion is waited for; what is left then is removed by the hub. */
const waitMs = 2_000;

/** Connections: made, looked at, changed. */
export function connectionRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/connectors',
    {
      schema: {
        tags,
        summary: 'The systems that can be connected, and their forms',
        response: { 200: connectorsAnswer, ...refused },
      },
    },
    async (request) => listConnectors(app, await actorOf(app, request), undefined),
  );
  server.get(
    '/api/v1/connections',
    {
      schema: {
        tags,
        summary: 'Connections, by name',
        querystring: connectionsQuery,
        response: { 200: connectionsAnswer, ...refused },
      },
    },
    async (request) => listConnections(app, await actorOf(app, request), request.query),
  );
  server.post(
    '/api/v1/connections',
    {
      schema: {
        tags,
        summary: 'Make a connection; its checklist says how it stands first',
        description: lineByLine,
        body: connectionCreate,
        response: { 201: connectionChecked, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      return answerChecked(request, reply, 201, (tell) => makeConnection(app, actor, request.body, tell));
    },
  );
  server.get(
    '/api/v1/connections/:id',
    { schema: { tags, summary: 'One connection', params, response: { 200: connectionView, ...refused } } },
    async (request) => showConnection(app, await actorOf(app, request), request.params.id),
  );
  server.put(
    '/api/v1/connections/:id/settings',
    {
      schema: {
        tags,
        summary: 'Change name, settings or schedule; another scheme, host or port of an address clears the credentials',
        params,
        body: connectionChange,
        response: { 200: connectionChanged, ...refused },
      },
    },
    async (request) =>
      changeConnection(app, await actorOf(app, request), { id: request.params.id, change: request.body }),
  );
  server.put(
    '/api/v1/connections/:id/credentials',
    {
      schema: {
        tags,
        summary: 'Re-authenticate: give what the connection signs in with',
        description: lineByLine,
        params,
        body: credentials,
        response: { 200: connectionChecked, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const given = { id: request.params.id, credentials: request.body };
      return answerChecked(request, reply, 200, (tell) => setCredentials(app, actor, given, tell));
    },
  );
  pastRoutes(server, app);
  lifeRoutes(server, app);
  deletionRoute(server, app);
}

/** What became of a connection so far. */
function pastRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/connections/:id/runs',
    {
      schema: {
        tags,
        summary: 'Runs of a connection, the newest first',
        params,
        querystring: runsQuery.omit({ connection: true }),
        response: { 200: runsAnswer, ...refused },
      },
    },
    async (request) => {
      const actor = await actorOf(app, request);
      const { id } = await showConnection(app, actor, request.params.id);
      return listRuns(app, actor, { ...request.query, connection: id });
    },
  );
  server.get(
    '/api/v1/connections/:id/history',
    {
      schema: {
        tags,
        summary: 'What happened to a connection, the newest first',
        params,
        querystring: pageQuery,
        response: { 200: historyAnswer, ...refused },
      },
    },
    async (request) =>
      connectionHistory(app, await actorOf(app, request), { id: request.params.id, query: request.query }),
  );
}

/** What a person does with a connection. */
function lifeRoutes(server: Server, app: App): void {
  const answer = { 200: connectionView, ...refused };
  server.post(
    '/api/v1/connections/:id/pause',
    { schema: { tags, summary: 'Pause: nothing comes over it until it is resumed', params, response: answer } },
    async (request) => pauseConnection(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/connections/:id/resume',
    { schema: { tags, summary: 'Resume: go on where it stopped, and catch up', params, response: answer } },
    async (request) => resumeConnection(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/connections/:id/sync',
    { schema: { tags, summary: 'Sync now', params, body: syncAsk, response: { 202: runsAsked, ...refused } } },
    async (request, reply) => {
      const asked = { id: request.params.id, ...request.body };
      return reply.status(202).send(await syncConnection(app, await actorOf(app, request), asked));
    },
  );
  server.post(
    '/api/v1/connections/:id/test',
    {
      schema: {
        tags,
        summary: 'Go through the checklist: address, sign-in, each right, each collection',
        description: lineByLine,
        params,
        response: { 200: checksAnswer, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      return answerChecked(request, reply, 200, (tell) => testConnection(app, actor, request.params.id, tell));
    },
  );
}

function deletionRoute(server: Server, app: App): void {
  server.get(
    '/api/v1/removals',
    {
      schema: {
        tags,
        summary: 'Deleted connections whose data is still being removed, and how far that is',
        response: { 200: removalsAnswer, ...refused },
      },
    },
    async (request) => listRemovals(app, await actorOf(app, request), undefined),
  );
  server.delete(
    '/api/v1/connections/:id',
    {
      schema: {
        tags,
        summary: 'Delete a connection with all of its data',
        description: 'Without its name in `confirm` nothing is deleted, and the answer counts what would be lost.',
        params,
        querystring: z.object({ confirm: z.string().max(200).optional() }),
        response: { 200: connectionDeleted, 409: refusalBody.extend(lossTold.shape), ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const asked = { id: request.params.id, confirm: request.query.confirm };
      const { id, name, confirmed, loss } = await deleteConnection(app, actor, asked);
      if (!confirmed) {
        const facts = { name, loss: lossInWords(loss.lost) };
        const violation = { pointer: '/confirm', entry: 'request.confirm_name', message: `must be the name ${name}` };
        const { status, body } = refusalOf('request.confirm_name', facts, [violation], request.id);
        return reply.status(status as 409).send({ ...body, ...loss });
      }
      const since = performance.now();
      const of = { district: actor.district, connection: Number(id) };
      await removeData(app, of, () => performance.now() - since > waitMs).catch((error: unknown) =>
        request.log.warn({ reason: String(error) }, 'What was deleted could not be removed yet; it is tried again.'),
      );
      return reply.status(200).send({ id, name, lost: loss.lost });
    },
  );
}
