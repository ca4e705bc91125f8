import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { runAsked } from '../runs/run.schema.ts';
import { rekeyAnswer, rekeyConfirm } from './rekey.schema.ts';
import { confirmRekey, showRekey } from './rekey.usecases.ts';
import { showSchoolYear } from './school-year.read-model.ts';
import { schoolYearBegin, schoolYearView, yearConfirm, yearDryRun, yearPause } from './school-year.schema.ts';
import {
  archiveYear,
  beginYear,
  dryRunYear,
  finishYear,
  leaveYear,
  planYearPause,
  setYearThresholds,
  unarchiveYear,
  undoYearPause,
  undoYearThresholds,
} from './school-year.usecases.ts';

const tags = ['School year'];
const refused = { '4xx': refusalBody };
const response = { 200: schoolYearView, ...refused };

/** A new school year, step by step. */
export function schoolYearRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/school-year',
    { schema: { tags, summary: 'How the school year stands that is being begun', response } },
    async (request) => showSchoolYear(app, await actorOf(app, request), null),
  );
  server.post(
    '/api/v1/school-year',
    { schema: { tags, summary: 'Begin a school year', body: schoolYearBegin, response } },
    async (request) => beginYear(app, await actorOf(app, request), request.body),
  );
  server.delete(
    '/api/v1/school-year',
    { schema: { tags, summary: 'Give it up, where nothing is archived', response } },
    async (request) => leaveYear(app, await actorOf(app, request), null),
  );
  server.post(
    '/api/v1/school-year/finish',
    { schema: { tags, summary: 'Finish it: its name typed', body: yearConfirm, response } },
    async (request) => finishYear(app, await actorOf(app, request), request.body),
  );
  stepRoutes(server, app);
  rekeyRoutes(server, app);
}

function stepRoutes(server: Server, app: Hub): void {
  server.put(
    '/api/v1/school-year/pause',
    { schema: { tags, summary: 'Plan one pause for several connections', body: yearPause, response } },
    async (request) => planYearPause(app, await actorOf(app, request), request.body),
  );
  server.delete(
    '/api/v1/school-year/pause',
    { schema: { tags, summary: 'Take the planned pause back', response } },
    async (request) => undoYearPause(app, await actorOf(app, request), null),
  );
  server.put(
    '/api/v1/school-year/archive',
    { schema: { tags, summary: 'Archive the year that ends: its name typed', body: yearConfirm, response } },
    async (request) => archiveYear(app, await actorOf(app, request), request.body),
  );
  server.delete(
    '/api/v1/school-year/archive',
    { schema: { tags, summary: 'Take the archive back', response } },
    async (request) => unarchiveYear(app, await actorOf(app, request), null),
  );
  server.put(
    '/api/v1/school-year/thresholds',
    { schema: { tags, summary: 'Give connections the thresholds of a rollover', response } },
    async (request) => setYearThresholds(app, await actorOf(app, request), null),
  );
  server.delete(
    '/api/v1/school-year/thresholds',
    { schema: { tags, summary: 'Make the thresholds what they were', response } },
    async (request) => undoYearThresholds(app, await actorOf(app, request), null),
  );
  server.post(
    '/api/v1/school-year/dry-run',
    { schema: { tags, summary: 'Ask what the first night would do', body: yearDryRun, response } },
    async (request) => dryRunYear(app, await actorOf(app, request), request.body),
  );
}

function rekeyRoutes(server: Server, app: Hub): void {
  const params = z.object({ id: z.string().max(30) });
  server.get(
    '/api/v1/connections/:id/new-ids',
    {
      schema: {
        tags,
        summary: 'Records that their source seems to have given new ids',
        params,
        response: { 200: rekeyAnswer, ...refused },
      },
    },
    async (request) => showRekey(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/connections/:id/new-ids',
    {
      schema: {
        tags,
        summary: 'Join the chosen pairs, by a run of its own',
        params,
        body: rekeyConfirm,
        response: { 202: runAsked, ...refused },
      },
    },
    async (request, reply) =>
      reply
        .status(202)
        .send(await confirmRekey(app, await actorOf(app, request), { ...request.body, id: request.params.id })),
  );
}
