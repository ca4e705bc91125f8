import { Readable } from 'node:stream';
import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { runAsked } from '../runs/run.schema.ts';
import { exportIssueRecords, listAssignees, listIssueRecords, listIssues, showIssue } from './issue.read-model.ts';
import {
  assigneesAnswer,
  issueAssign,
  issueDetail,
  issueMute,
  issueRecordsAnswer,
  issueRecordsQuery,
  issueShown,
  issueSnooze,
  issuesAnswer,
  issuesQuery,
  issueView,
} from './issue.schema.ts';
import { assignIssue, muteIssue, retryIssue, snoozeIssue, unmuteIssue, wakeIssue } from './issue.usecases.ts';
import { csvOf } from './issue-csv.model.ts';

const tags = ['Issues'];
const params = z.object({ id: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** Issues: one cause on one flow, with the records that have it. */
export function issueRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/issues',
    {
      schema: {
        tags,
        summary: 'Issues, those that concern the most records first',
        querystring: issuesQuery,
        response: { 200: issuesAnswer, ...refused },
      },
    },
    async (request) => listIssues(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/issues/assignees',
    { schema: { tags, summary: 'Whom an issue may be given to', response: { 200: assigneesAnswer, ...refused } } },
    async (request) => listAssignees(app, await actorOf(app, request), null),
  );
  server.get(
    '/api/v1/issues/:id',
    {
      schema: {
        tags,
        summary: 'One issue with its help, its groups and its history',
        params,
        querystring: issueShown,
        response: { 200: issueDetail, ...refused },
      },
    },
    async (request) => showIssue(app, await actorOf(app, request), { no: request.params.id, ...request.query }),
  );
  recordRoutes(server, app);
  changeRoutes(server, app);
}

function recordRoutes(server: Server, app: Hub): void {
  server.get(
    '/api/v1/issues/:id/records',
    {
      schema: {
        tags,
        summary: 'The records of an issue, or those that wait for them',
        params,
        querystring: issueRecordsQuery,
        response: { 200: issueRecordsAnswer, ...refused },
      },
    },
    async (request) => listIssueRecords(app, await actorOf(app, request), { ...request.query, no: request.params.id }),
  );
  server.get(
    '/api/v1/issues/:id/records.csv',
    {
      schema: {
        tags,
        summary: 'All records of an issue as CSV, safe to open in a spreadsheet',
        params,
        querystring: issueShown,
        produces: ['text/csv'],
        response: refused,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const pages = await exportIssueRecords(app, await actorOf(app, request), { no: id, ...request.query });
      reply.header('content-disposition', `attachment; filename="issue-${id}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(Readable.from(csvOf(pages), { objectMode: false }) as never);
    },
  );
}

function changeRoutes(server: Server, app: Hub): void {
  const response = { 200: issueView, ...refused };
  server.post(
    '/api/v1/issues/:id/assign',
    { schema: { tags, summary: 'Give an issue to somebody, or to nobody', params, body: issueAssign, response } },
    async (request) => assignIssue(app, await actorOf(app, request), { ...request.body, no: request.params.id }),
  );
  server.post(
    '/api/v1/issues/:id/snooze',
    {
      schema: {
        tags,
        summary: 'Put an issue aside until a day, the end of the term, or until so many records have it',
        params,
        body: issueSnooze,
        response,
      },
    },
    async (request) => snoozeIssue(app, await actorOf(app, request), { ...request.body, no: request.params.id }),
  );
  server.post(
    '/api/v1/issues/:id/wake',
    { schema: { tags, summary: 'End a snooze', params, response } },
    async (request) => wakeIssue(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/issues/:id/mute',
    { schema: { tags, summary: 'Mute an issue, with a reason', params, body: issueMute, response } },
    async (request) => muteIssue(app, await actorOf(app, request), { ...request.body, no: request.params.id }),
  );
  server.post(
    '/api/v1/issues/:id/unmute',
    { schema: { tags, summary: 'End the mute of an issue', params, response } },
    async (request) => unmuteIssue(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/issues/:id/retry',
    {
      schema: { tags, summary: 'Read the source again now', params, response: { 202: runAsked, ...refused } },
    },
    async (request, reply) =>
      reply.status(202).send(await retryIssue(app, await actorOf(app, request), request.params.id)),
  );
}
