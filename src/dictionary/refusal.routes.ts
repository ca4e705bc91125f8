import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import '@fastify/static';
import type { Server } from '../platform/server.ts';
import { entryOf, explain } from './explain.model.ts';
import type { Facts } from './facts.model.ts';
import { Refusal, type Violation } from './refusal.model.ts';
import type { RefusalBody } from './refusal.schema.ts';

/** The one body of every refusal: what, who puts it right, how, and every violation that could be told. */
export function refusalOf(
  entry: string,
  facts: Facts,
  violations: readonly Violation[],
  requestId: string,
): { status: number; body: RefusalBody } {
  const told = explain(entry, facts);
  return {
    status: entryOf(entry).status ?? 400,
    body: {
      error: {
        message: told.message,
        help: {
          entry: told.entry,
          requestId,
          owner: told.owner,
          retry: told.retry,
          meaning: told.meaning,
          steps: told.steps,
          violations: [...violations],
        },
      },
    },
  };
}

/** Every error that leaves a route, ours or the framework's, in the one shape. What was not expected is logged and told as our defect. */
export function tellRefusals(app: Server, options: { readonly console: boolean } = { console: false }): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { entry, facts, violations } = readError(error);
    if (entry === 'connection.defect')
      request.log.error({ err: error, route: request.routeOptions.url }, 'A request failed unexpectedly.');
    return send(reply, request, entry, facts, violations);
  });
  app.setNotFoundHandler((request, reply) => {
    const address = request.url.split('?')[0] ?? '';
    // Every address of the console is its one page; the console itself tells what is not there.
    if (options.console && (request.method === 'GET' || request.method === 'HEAD') && !machinePaths.test(address))
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return send(reply, request, 'request.not_found', { what: 'page', id: address.slice(0, 200) }, []);
  });
}

const machinePaths = /^\/(api|rostering|dictionary\/v1|assets|docs|openapi\.json|healthz|metrics)(\/|$)/;

function send(
  reply: FastifyReply,
  request: FastifyRequest,
  entry: string,
  facts: Facts,
  violations: readonly Violation[],
) {
  const { status, body } = refusalOf(entry, facts, violations, request.id);
  if (facts['seconds'] !== undefined) reply.header('retry-after', facts['seconds']);
  // Callers of the rostering API read `info` in every refusal.
  const pushed = request.url.startsWith('/rostering/');
  return reply
    .status(status)
    .type('application/json')
    .send(pushed ? { error: { ...body.error, info: {} } } : body);
}

function readError(error: FastifyError): { entry: string; facts: Facts; violations: readonly Violation[] } {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const violations = error.validation.map((problem) => ({
      pointer: problem.instancePath === '' ? '/' : problem.instancePath,
      entry: 'request.body_invalid',
      message: problem.message ?? 'has another form than the one documented',
    }));
    const first = violations[0];
    return {
      entry: 'request.body_invalid',
      facts: {
        reason: first === undefined ? 'The request is not as documented.' : `${first.pointer}: ${first.message}`,
      },
      violations,
    };
  }
  const none: readonly Violation[] = [];
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { entry: 'request.too_large', facts: { expected: 'bytes' }, violations: none };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { entry: 'request.content_type', facts: { expected: 'application/json' }, violations: none };
    default:
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return { entry: 'request.too_many', facts: { seconds: '60' }, violations: none };
  if (status >= 400 && status < 500)
    return { entry: 'request.body_invalid', facts: { reason: error.message }, violations: none };
  return {
    entry: 'connection.defect',
    facts: { reason: 'an unexpected failure, written to the log' },
    violations: none,
  };
}
