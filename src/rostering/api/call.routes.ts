import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, rosteringKeyOf } from '../../access/actor.routes.ts';
import { type ManagedBy, usedLately } from '../../access/api-key.model.ts';

import { Refusal } from '../../dictionary/refusal.model.ts';
import { askTogether } from '../../platform/pipelined.ts';
import { digestOf } from '../../platform/secrets.ts';
import { refusalOf } from './answer.model.ts';
import type { Body } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';
import { readJson } from './json-body.model.ts';
import type { Caller, Remembered } from './memory.model.ts';
import type { Api } from './push.usecases.ts';
import type { Sent } from './pushed-evidence.model.ts';
import { Told, tell } from './told.model.ts';

// What every call of the rostering API shares: who calls, what was sent, and the envelope of what is refused.

const pauseSeconds = 300;

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who calls; before the body is read, so that nobody's megabytes are. */
export async function callerOf({ app, memory, pipelined }: Api, request: FastifyRequest): Promise<Caller> {
  const known = callers.get(request);
  if (known !== undefined) return known;
  const { actor, key, schools } = await rosteringKeyOf(app, request, askTogether(app.db, pipelined()));
  const caller = { actor, key, schools, connection: key.connectionId ?? 0 };
  callers.set(request, caller);
  if (key.paused) throw new Told([fault('', 'rostering.request.paused')], pauseSeconds);
  // A use that was just written down has changed the key's row.
  if (usedLately(key, app.clock())) memory.found(digestOf(bearerOf(request) ?? ''), caller);
  return caller;
}

/** What is remembered of the key of a call; null where it must be looked up. */
export function rememberedOf({ app, memory }: Api, request: FastifyRequest): Remembered | null {
  const bearer = bearerOf(request);
  const remembered = bearer === null ? null : memory.of(digestOf(bearer));
  return remembered !== null && usedLately(remembered.caller.key, app.clock()) ? remembered : null;
}

/** Who may not call is told that, whatever else is wrong with the call. */
export async function callerFirst(api: Api, request: FastifyRequest, error: unknown): Promise<unknown> {
  if (callers.has(request) || rememberedOf(api, request) === null) return error;
  return callerOf(api, request).then(
    () => error,
    (refused: unknown) => refused,
  );
}

export function managedBy(request: FastifyRequest): ManagedBy | null {
  return callers.get(request)?.key.managedBy ?? null;
}

export function answerError(request: FastifyRequest, reply: FastifyReply, error: unknown) {
  const faults = faultsOf(error);
  if (faults[0]?.entry === 'connection.defect')
    request.log.error({ err: error, route: request.routeOptions.url }, 'A request failed unexpectedly.');
  if (error instanceof Told && error.retryAfter !== null) reply.header('retry-after', String(error.retryAfter));
  return send(reply, refusalOf(faults, { requestId: request.id, managedBy: managedBy(request) }));
}

function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof Told) return error.faults;
  if (error instanceof Refusal) return [refusalFault(error)];
  const { code, statusCode } = error as FastifyError;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return [fault('', 'rostering.request.too_large', { limit: '1 MB' })];
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return [fault('', 'rostering.request.content_type', { expected: 'application/json' })];
  if (statusCode !== undefined && statusCode < 500)
    return [
      fault('', 'rostering.request.not_json', { reason: 'the body does not have the length that was announced' }),
    ];
  return [fault('', 'connection.defect', { reason: 'an unexpected failure, written to the log' })];
}

function refusalFault({ entry, facts }: Refusal): Fault {
  if (entry === 'request.not_signed_in') return fault('', 'rostering.request.not_signed_in');
  if (entry === 'request.not_permitted') return fault('', 'rostering.request.not_permitted');
  if (entry === 'request.body_invalid')
    return fault('/cursor', 'rostering.request.query_invalid', {
      field: 'cursor',
      reason: 'it is not the nextCursor of the page before',
    });
  return fault('', entry, facts);
}

export const send = (reply: FastifyReply, { status, body }: { status: number; body: unknown }) =>
  reply.status(status).type('application/json').send(body);

/** The body as it was sent. */
export function bytesOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** The request as it is kept with its answer. */
export const sentBy = ({ app }: Api, request: FastifyRequest, reply: FastifyReply): Sent => ({
  at: app.clock(),
  began: performance.now() - reply.elapsedTime,
  method: request.method,
  url: request.url,
  headers: Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  ),
  body: bytesOf(request),
});

export function objectOf(request: FastifyRequest): Body {
  const bytes = bytesOf(request);
  if (bytes.length === 0) throw tell('rostering.request.not_json', { reason: 'it is empty' });
  const read = readJson(bytes);
  if (!read.ok) throw new Told([read.fault]);
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    throw tell('rostering.request.wrong_type', {
      field: 'the body',
      expected: 'an object',
      received: 'something else',
    });
  return read.value as Body;
}

/** Of a DELETE the fields stand in the body or in the query. */
export function fieldsOfDelete(request: FastifyRequest): Body {
  const query = request.query as Record<string, unknown>;
  return bytesOf(request).length > 0 ? { ...query, ...objectOf(request) } : query;
}
