import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { dismissHold, listHolds, releaseHold, showHold } from './hold.usecases.ts';
import type { HeldBy } from './job.ts';
import { listOutcomes } from './outcome.read-model.ts';
import { listCauses, listRuns, showRun } from './run.read-model.ts';
import {
  causesAnswer,
  holdDecision,
  holdDetail,
  holdsAnswer,
  holdsQuery,
  holdView,
  outcomesAnswer,
  outcomesQuery,
  runAsked,
  runDetail,
  runsAnswer,
  runsQuery,
} from './run.schema.ts';
import { cancelRun } from './run.usecases.ts';

const numbered = z.object({ id: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** Runs, what became of every record, and the holds that wait for a person. */
export function runRoutes(server: Server, app: Hub & Pick<App, 'metrics'>): void {
  const tags = ['Runs'];
  server.get(
    '/api/v1/runs',
    {
      schema: {
        tags,
        summary: 'Runs, the newest first',
        querystring: runsQuery,
        response: { 200: runsAnswer, ...refused },
      },
    },
    async (request) => listRuns(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/runs/:id',
    { schema: { tags, summary: 'One run with its parts', params: numbered, response: { 200: runDetail, ...refused } } },
    async (request) => showRun(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/runs/:id/causes',
    {
      schema: {
        tags,
        summary: 'What went wrong in a run, by cause',
        params: numbered,
        response: { 200: causesAnswer, ...refused },
      },
    },
    async (request) => listCauses(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/runs/:id/outcomes',
    {
      schema: {
        tags,
        summary: 'What became of the records of a run',
        params: numbered,
        querystring: outcomesQuery,
        response: { 200: outcomesAnswer, ...refused },
      },
    },
    async (request) => listOutcomes(app, await actorOf(app, request), { ...request.query, run: request.params.id }),
  );
  server.post(
    '/api/v1/runs/:id/cancel',
    { schema: { tags, summary: 'Cancel a run', params: numbered, response: { 200: runDetail, ...refused } } },
    async (request) => {
      const actor = await actorOf(app, request);
      await cancelRun(app, actor, request.params.id);
      const run = await showRun(app, actor, request.params.id);
      if (!run.dry) app.metrics.ended(run);
      return run;
    },
  );
}

export function holdRoutes(server: Server, app: Hub, held: HeldBy): void {
  const tags = ['Holds'];
  server.get(
    '/api/v1/holds',
    {
      schema: {
        tags,
        summary: 'Holds, the newest first',
        querystring: holdsQuery,
        response: { 200: holdsAnswer, ...refused },
      },
    },
    async (request) => listHolds(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/holds/:id',
    {
      schema: {
        tags,
        summary: 'One hold with the first of its records',
        params: numbered,
        response: { 200: holdDetail, ...refused },
      },
    },
    async (request) => showHold(app, await actorOf(app, request), { no: request.params.id, held }),
  );
  server.post(
    '/api/v1/holds/:id/release',
    {
      schema: {
        tags,
        summary: 'Let what was held go through',
        params: numbered,
        body: holdDecision,
        response: { 202: runAsked, ...refused },
      },
    },
    async (request, reply) =>
      reply
        .status(202)
        .send(await releaseHold(app, await actorOf(app, request), { ...request.body, no: request.params.id, held })),
  );
  server.post(
    '/api/v1/holds/:id/dismiss',
    {
      schema: {
        tags,
        summary: 'Keep what was held',
        params: numbered,
        body: holdDecision,
        response: { 200: holdView, ...refused },
      },
    },
    async (request) => dismissHold(app, await actorOf(app, request), { ...request.body, no: request.params.id, held }),
  );
}
