import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { answerBody, answersQuery, answersView } from './answer.schema.ts';
import { answer, showAnswers } from './answer.usecases.ts';
import { explanation } from './entry.schema.ts';
import { sizeOfLog } from './log-size.model.ts';
import {
  importAnswer,
  importBody,
  ownEntriesAnswer,
  ownEntry,
  ownEntryView,
  previewAnswer,
  previewBody,
} from './own-entry.schema.ts';
import {
  changeOwnEntry,
  exportEntries,
  importEntries,
  listOwnEntries,
  nameMessage,
  previewEntry,
  removeOwnEntry,
  showOwnEntry,
} from './own-entry.usecases.ts';
import { refuse } from './refusal.model.ts';
import { refusalBody } from './refusal.schema.ts';
import { explainBody, logAnswer, logBody, unknownAnswer, unknownDetail, unknownQuery } from './unknown.schema.ts';
import {
  type Desk,
  deskOf,
  explainHere,
  explainLogHere,
  ignoreUnknown,
  listUnknown,
  showUnknown,
} from './unknown.usecases.ts';

const tags = ['Dictionary'];
const refused = { '4xx': refusalBody };
const base = '/api/v1/dictionary';

/** The dictionary of a district: explaining by its own entries too, what is unknown, its entries, and whether the help helped. */
export async function dictionaryRoutes(server: Server, app: App): Promise<void> {
  const desk = deskOf(app);
  explaining(server, app, desk);
  await logs(server, app, desk);
  unknownMessages(server, app);
  ownEntries(server, app);
  entryFiles(server, app);
  answers(server, app);
}

/** A hundred thousand lines. */
const longestLog = 12 * 1024 * 1024;

function explaining(server: Server, app: App, desk: Desk): void {
  server.post(
    `${base}/explain`,
    {
      schema: {
        tags,
        summary: 'Explain a message by the district’s entries too; one that is unknown is kept',
        body: explainBody,
        response: { 200: explanation, ...refused },
      },
    },
    async (request) => explainHere(desk, await actorOf(app, request), request.body),
  );
}

/** A log is far longer than other bodies: what it would become is looked at before anything is made of it. */
async function logs(server: Server, app: App, desk: Desk): Promise<void> {
  await server.register(async (plain) => {
    // Of nobody who is not signed in is so much read.
    plain.addHook('onRequest', async (request) => void (await actorOf(app, request)));
    plain.removeContentTypeParser('application/json');
    plain.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: longestLog },
      async (_request: unknown, body: string) => parsed(body),
    );
    plain.withTypeProvider<ZodTypeProvider>().post(
      `${base}/log`,
      {
        schema: {
          tags,
          summary: 'Explain a whole log: lines, CSV, NDJSON or JSON, grouped by entry; what is unknown is kept',
          body: logBody,
          response: { 200: logAnswer, ...refused },
        },
      },
      async (request, reply) => {
        const log = await explainLogHere(desk, await actorOf(app, request), request.body);
        // As many as the log has lines: checking each against its shape once more would cost more than finding it.
        return reply.type('application/json').serializer(JSON.stringify).send(log);
      },
    );
  });
}

/** It holds one text: values by the thousand are none that anybody asked for. */
const mostOfBody = 100;

function parsed(body: string): unknown {
  if (sizeOfLog(body).values > mostOfBody) throw refuse('request.too_large', { expected: `${mostOfBody} values` });
  try {
    return JSON.parse(body);
  } catch {
    throw refuse('request.body_invalid', { reason: 'The body is no JSON.' });
  }
}

const numbered = z.object({ id: z.string().max(20) });

function unknownMessages(server: Server, app: App): void {
  const { secrets } = app;
  server.get(
    `${base}/unknown`,
    {
      schema: {
        tags,
        summary: 'Messages that nothing explains, alike ones as one, the most seen first',
        querystring: unknownQuery,
        response: { 200: unknownAnswer, ...refused },
      },
    },
    async (request) => listUnknown(app, await actorOf(app, request), request.query),
  );
  server.get(
    `${base}/unknown/:id`,
    {
      schema: {
        tags,
        summary: 'One of them, with a few of its messages as they came',
        params: numbered,
        response: { 200: unknownDetail, ...refused },
      },
    },
    async (request) => showUnknown(app, await actorOf(app, request), { ...request.params, secrets }),
  );
  for (const [verb, ignored] of [
    ['ignore', true],
    ['watch', false],
  ] as const)
    server.post(
      `${base}/unknown/:id/${verb}`,
      {
        schema: {
          tags,
          summary: ignored ? 'Ignore an unknown message; it goes on being counted' : 'Watch it again',
          params: numbered,
          response: { 200: unknownDetail, ...refused },
        },
      },
      async (request) => {
        const actor = await actorOf(app, request);
        await ignoreUnknown(app, actor, { ...request.params, ignored });
        return showUnknown(app, actor, { ...request.params, secrets });
      },
    );
}

const named = z.object({ entry: z.string().max(100) });

function ownEntries(server: Server, app: App): void {
  const { secrets } = app;
  server.get(
    `${base}/entries`,
    { schema: { tags, summary: 'The district’s own entries', response: { 200: ownEntriesAnswer, ...refused } } },
    async (request) => listOwnEntries(app, await actorOf(app, request), undefined),
  );
  server.post(
    `${base}/entries`,
    {
      schema: {
        tags,
        summary: 'Name a message; from now on it is found like the built-in ones',
        body: ownEntry,
        response: { 201: ownEntryView, ...refused },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await nameMessage(app, await actorOf(app, request), { own: request.body, secrets })),
  );
  server.post(
    `${base}/entries/preview`,
    {
      schema: {
        tags,
        summary: 'What a message with placeholders would catch',
        body: previewBody,
        response: { 200: previewAnswer, ...refused },
      },
    },
    async (request) => previewEntry(app, await actorOf(app, request), { ...request.body, secrets }),
  );
  server.get(
    `${base}/entries/:entry`,
    { schema: { tags, summary: 'One of them', params: named, response: { 200: ownEntryView, ...refused } } },
    async (request) => showOwnEntry(app, await actorOf(app, request), request.params.entry),
  );
  server.put(
    `${base}/entries/:entry`,
    {
      schema: {
        tags,
        summary: 'Change an entry, all but its name',
        params: named,
        body: ownEntry,
        response: { 200: ownEntryView, ...refused },
      },
    },
    async (request) =>
      changeOwnEntry(app, await actorOf(app, request), { id: request.params.entry, own: request.body, secrets }),
  );
  server.delete(
    `${base}/entries/:entry`,
    {
      schema: {
        tags,
        summary: 'Remove an entry: its messages are unknown again',
        params: named,
        response: { 204: z.null(), ...refused },
      },
    },
    async (request, reply) => {
      await removeOwnEntry(app, await actorOf(app, request), request.params.entry);
      return reply.status(204).send(null);
    },
  );
}

function entryFiles(server: Server, app: App): void {
  server.get(
    `${base}/export`,
    {
      schema: {
        tags,
        summary: 'The district’s own entries as a file (YAML)',
        response: { 200: { description: 'The file', content: { 'text/yaml': { schema: z.string() } } }, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const text = await exportEntries(app, actor, undefined);
      const name = actor.district.replace(/[^A-Za-z0-9._-]/g, '_');
      return reply
        .type('text/yaml; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}-dictionary.yaml"`)
        .serializer(String)
        .send(text);
    },
  );
  server.post(
    `${base}/import`,
    {
      schema: {
        tags,
        summary: 'Take in a file of entries, by name: all of it or, where anything is wrong, nothing',
        body: importBody,
        response: { 200: importAnswer, ...refused },
      },
    },
    async (request) => importEntries(app, await actorOf(app, request), { ...request.body, secrets: app.secrets }),
  );
}

function answers(server: Server, app: App): void {
  server.get(
    `${base}/answers`,
    {
      schema: {
        tags,
        summary: 'Whether an entry’s help fixed it, beside what the last runs show',
        querystring: answersQuery,
        response: { 200: answersView, ...refused },
      },
    },
    async (request) => showAnswers(app, await actorOf(app, request), request.query.entry),
  );
  server.post(
    `${base}/answers`,
    {
      schema: {
        tags,
        summary: 'Say whether it fixed it; once a day and entry, and changeable',
        body: answerBody,
        response: { 200: answersView, ...refused },
      },
    },
    async (request) => answer(app, await actorOf(app, request), request.body),
  );
}
