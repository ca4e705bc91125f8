import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../dictionary/refusal.model.ts';
import { refusalOf } from '../dictionary/refusal.routes.ts';
import type { TellChecks } from './checklist.usecases.ts';
import type { ChecklistLine } from './connection.schema.ts';

const ndjson = 'application/x-ndjson';

/**
 * Answers what goes through a checklist: whole, or to those who accept NDJSON line by line as the checks are done. What
 * is refused before the first check is refused as anything else.
 */
export async function answerChecked<Answer>(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 200 | 201,
  work: (tell?: TellChecks) => Promise<Answer>,
): Promise<FastifyReply> {
  reply.status(status);
  if (request.headers.accept?.includes(ndjson) !== true) return reply.send(await work());
  const lines = new PassThrough();
  const write = (line: ChecklistLine<Answer>) => lines.write(`${JSON.stringify(line)}\n`);
  const begun = Promise.withResolvers<void>();
  const done = work((told) => {
    begun.resolve();
    write(told);
  });
  await Promise.race([begun.promise, done]);
  void done
    .then(
      (answer) => write({ answer }),
      (error: unknown) => write({ error: toldOf(request, error) }),
    )
    .then(() => lines.end());
  return reply.type(ndjson).send(lines);
}

function toldOf(request: FastifyRequest, error: unknown) {
  if (error instanceof Refusal) return refusalOf(error.entry, error.facts, error.violations, request.id).body.error;
  request.log.error({ err: error, route: request.routeOptions.url }, 'A request failed unexpectedly.');
  const reason = 'an unexpected failure, written to the log';
  return refusalOf('connection.defect', { reason }, [], request.id).body.error;
}
