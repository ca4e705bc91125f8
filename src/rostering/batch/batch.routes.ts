import { Readable } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ManagedBy } from '../../access/api-key.model.ts';
import { countEnded } from '../../metrics/ended.job.ts';
import type { App } from '../../platform/house.ts';
import type { Server } from '../../platform/server.ts';
import { carryRun } from '../../runs/worker.job.ts';
import { refusalOf } from '../api/answer.model.ts';
import { documentOf } from '../api/api.schema.ts';
import { answerError, callerOf, managedBy } from '../api/call.routes.ts';
import type { Caller } from '../api/memory.model.ts';
import { idempotencyKey } from '../api/once.usecases.ts';
import type { Api } from '../api/push.usecases.ts';
import { tell } from '../api/told.model.ts';
import { batchJob } from './batch.job.ts';
import { askBatch, sweepBatches } from './batch.usecases.ts';
import { type BatchRun, inOrder, type LineOutcome, readBatch } from './batch-answer.read-model.ts';
import { faultsOfFacts } from './batch-facts.model.ts';
import { dryRun } from './dry-run.job.ts';
import { codeWords } from './outcome-code.model.ts';

const ndjson = 'application/x-ndjson';

/** `POST /rostering/v1/batch`: the request is read whole, carried out as a run, and answered line by line. */
export async function batchRoute(server: Server, api: Api): Promise<void> {
  const { app } = api;
  const carry = makeCarrier(app);
  // A hub that stops leaves runs at the end of the page in hand; whoever starts next goes on.
  server.addHook('preClose', () => carry.stop());
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([ndjson, 'application/json'], (_request, body, done) => done(null, body));
    scope.setErrorHandler((error: FastifyError, request, reply) => answerError(request, reply, ofBatch(error)));
    scope.post('/batch', { schema: documentOf('batch') }, async (request, reply) => {
      const caller = await callerOf(api, request);
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      if (isDry(request.query as Record<string, unknown>)) {
        const eye = { district: caller.actor.district, schools: caller.schools, connection: caller.connection };
        return answer(request, reply, await dryRun(app.db, eye, body, request.id), null);
      }
      const asked = await askBatch(api, caller, { body, requestId: request.id, once: onceOf(request, caller) });
      if (asked === null)
        return answer(request, reply, { counts: noLines, error: null, requestId: '', lanes: [] }, null);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      if (!(await carry.out({ district: caller.actor.district, run: asked.run }, gone.signal))) {
        // It is taken, and not lost: the sender hears of it by the same key.
        reply.hijack();
        reply.raw.destroy();
        return;
      }
      await sweepBatches(app);
      return answer(request, reply, await readBatch(app.db, caller.actor.district, asked), asked.run);
    });
  });
}

const runsAtOnce = 2;

/** Carries runs out for those who wait for their answers, a few at a time: a page takes memory. */
function makeCarrier(app: App) {
  const job = batchJob(app);
  const stopping = new AbortController();
  const underWay = new Set<Promise<boolean>>();
  return {
    /** False: the hub stops or the sender has gone, and the workers go on with the run. */
    async out(run: { readonly district: string; readonly run: number }, gone: AbortSignal): Promise<boolean> {
      while (underWay.size >= runsAtOnce) await Promise.race(underWay).catch(() => {});
      const stop = AbortSignal.any([stopping.signal, gone]);
      const ended = carryRun(
        app,
        () => job,
        { ...run, store: app.files.store },
        stop,
        (district, no) => void countEnded(app, district, no),
      );
      underWay.add(ended);
      return ended.finally(() => underWay.delete(ended));
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}

const noLines = { entered: 0, created: 0, updated: 0, deleted: 0, unchanged: 0, rejected: 0, blocked: 0 };

/** A batch takes lines of JSON. */
function ofBatch(error: FastifyError): Error {
  if (error.code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return error;
  return tell('rostering.request.content_type', { expected: ndjson });
}

function isDry(query: Record<string, unknown>): boolean {
  const wrong = (field: string, reason: string) =>
    tell('rostering.request.query_invalid', { field, reason }, `/${field}`);
  for (const name of Object.keys(query))
    if (name !== 'dryRun')
      throw wrong(name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100), 'there is no such parameter');
  const { dryRun: dry } = query;
  if (dry !== undefined && dry !== 'true' && dry !== 'false') throw wrong('dryRun', 'it must be true or false');
  return dry === 'true';
}

function onceOf(request: FastifyRequest, { actor, key: { id } }: Caller) {
  const key = idempotencyKey(request.headers['idempotency-key']);
  return key === null ? null : { district: actor.district, apiKey: id, path: request.routeOptions.url ?? '', key };
}

function answer(request: FastifyRequest, reply: FastifyReply, batch: BatchRun, run: number | null): FastifyReply {
  return reply
    .status(200)
    .type(ndjson)
    .send(Readable.from(textOf(batch, managedBy(request), run), { objectMode: false }));
}

const textAtOnce = 64 * 1024;

async function* textOf(batch: BatchRun, us: ManagedBy | null, runId: number | null): AsyncIterable<string> {
  let text = '';
  for await (const one of inOrder(batch.lanes)) {
    text += lineOf(one, batch, us);
    if (text.length < textAtOnce) continue;
    yield text;
    text = '';
  }
  yield `${text}${JSON.stringify({ summary: { ...batch.counts, runId } })}\n`;
}

function lineOf({ line, code, refused }: LineOutcome, batch: BatchRun, us: ManagedBy | null): string {
  const outcome = codeWords[code] ?? 'left';
  // The run was ended before it came to this line.
  const left = outcome === 'left' ? (batch.error ?? { entry: 'connection.defect', facts: {} }) : null;
  const told = refused ?? left;
  if (told === null) return `{"line":${line},"outcome":"${outcome}"}\n`;
  const faults = faultsOfFacts(told.entry, told.facts);
  const { status, body } = refusalOf(faults, { requestId: batch.requestId, managedBy: us });
  return `${JSON.stringify({ line, outcome, status, ...body })}\n`;
}
