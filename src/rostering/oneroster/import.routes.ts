import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf, rosteringKeyOf } from '../../access/actor.routes.ts';
import { refuse } from '../../dictionary/refusal.model.ts';
import { refusalBody } from '../../dictionary/refusal.schema.ts';
import type { Actor } from '../../platform/actor.ts';
import type { App } from '../../platform/house.ts';
import type { Server } from '../../platform/server.ts';
import { listCausesOfConnection, showRunOfConnection } from '../../runs/run.read-model.ts';
import { causesAnswer, runAsked, runDetail } from '../../runs/run.schema.ts';
import { importSet } from './import.usecases.ts';

const zipTypes = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'];
const switchWord = z.enum(['true', 'false']).default('false').describe('true: deletions are not held, however many');
const drySwitch = z
  .enum(['true', 'false'])
  .default('false')
  .describe('true: nothing is written, and the run says what would be');
const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u);
const consoleQuery = z.object({
  connection: name.default('files'),
  allowDeletions: switchWord,
  dryRun: drySwitch,
  fileName: z.string().max(200).default('upload.zip'),
});
const apiQuery = z.object({ allowDeletions: switchWord, dryRun: drySwitch });
const numbered = z.object({ id: z.coerce.number().int().positive() });
/** No roster is larger zipped; a million students are some 300 MB. */
const mostBytes = 4 * 1024 ** 3;

/** Uploads of OneRoster files: by a signed-in person, or by an API key with rostering rights. */
export function importRoutes(server: Server, app: App): void {
  // The body is not read here but handed on as a stream, so that an upload of any size costs no memory.
  server.addContentTypeParser(zipTypes, { bodyLimit: mostBytes }, (_request, payload, done) => done(null, payload));
  const shared = { consumes: ['application/zip'], response: { 202: runAsked, '4xx': refusalBody } };
  const about = {
    summary: 'Import a zip of OneRoster CSV files',
    description: 'The body is the zip itself. The answer names the run; what became of every row is told there.',
  };
  server.post(
    '/api/v1/imports',
    { bodyLimit: mostBytes, schema: { ...shared, ...about, tags: ['Imports'], querystring: consoleQuery } },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const { connection, allowDeletions, dryRun, fileName } = request.query;
      const run = await receive(app, actor, request, {
        connection,
        name: fileName,
        allowDeletions: allowDeletions === 'true',
        dry: dryRun === 'true',
        trigger: 'person',
      });
      return reply.status(202).send({ run: { id: run } });
    },
  );
  server.post(
    '/rostering/v1/imports',
    { bodyLimit: mostBytes, schema: { ...shared, ...about, tags: ['Rostering'], querystring: apiQuery } },
    async (request, reply) => {
      const { actor } = await rosteringKeyOf(app, request);
      const run = await receive(app, actor, request, {
        connection: actor.name,
        name: 'upload.zip',
        allowDeletions: request.query.allowDeletions === 'true',
        dry: request.query.dryRun === 'true',
        trigger: 'api',
      });
      return reply.status(202).send({ run: { id: run } });
    },
  );
  server.get(
    '/rostering/v1/imports/:id',
    {
      schema: {
        tags: ['Rostering'],
        summary: 'What became of an import that this key sent',
        params: numbered,
        response: { 200: runDetail, '4xx': refusalBody },
      },
    },
    async (request) => {
      const { actor } = await rosteringKeyOf(app, request);
      return showRunOfConnection(app, actor, { no: request.params.id, connection: actor.name });
    },
  );
  server.get(
    '/rostering/v1/imports/:id/causes',
    {
      schema: {
        tags: ['Rostering'],
        summary: 'What went wrong in an import that this key sent, by cause',
        params: numbered,
        response: { 200: causesAnswer, '4xx': refusalBody },
      },
    },
    async (request) => {
      const { actor } = await rosteringKeyOf(app, request);
      return listCausesOfConnection(app, actor, { no: request.params.id, connection: actor.name });
    },
  );
}

type Asked = {
  readonly connection: string;
  readonly name: string;
  readonly allowDeletions: boolean;
  readonly dry: boolean;
  readonly trigger: 'person' | 'api';
};

async function receive(app: App, actor: Actor, request: FastifyRequest, asked: Asked): Promise<number> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (!zipTypes.includes(type)) throw refuse('request.content_type', { expected: 'application/zip' });
  const body = request.body as AsyncIterable<Uint8Array>;
  const { run } = await importSet(app, actor, asked, { upload: limited(body) });
  return run;
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw refuse('request.too_large', { expected: '4 GB' });
    yield chunk;
  }
}
