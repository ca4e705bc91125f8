import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Database, openDatabase } from '../../platform/database.ts';
import type { App } from '../../platform/house.ts';
import { makeNumbers } from '../../platform/numbers.ts';
import { openPipelined, type Pipelined } from '../../platform/pipelined.ts';
import type { Server } from '../../platform/server.ts';
import { batchRoute } from '../batch/batch.routes.ts';
import { refusalOf } from './answer.model.ts';
import { documentOf } from './api.schema.ts';
import { type Body, checkForm, type Operation } from './body.model.ts';
import {
  answerError,
  bytesOf,
  callerFirst,
  callerOf,
  fieldsOfDelete,
  managedBy,
  objectOf,
  rememberedOf,
  send,
  sentBy,
} from './call.routes.ts';
import { missingFaults } from './fault.model.ts';
import { listing } from './list.routes.ts';
import { makeMemory } from './memory.model.ts';
import { type Answer, once } from './once.usecases.ts';
import { missingCourse } from './place.model.ts';
import { type Api, judgePlace, type Pushed, push, pushAll, pushRemembered, works } from './push.usecases.ts';
import { Told, tell } from './told.model.ts';

const mostBytes = 1024 * 1024;

/** The rostering API of contract.md 3. It reads and answers bodies itself, so that everything is told in its envelope. */
export async function rosteringApi(server: Server, app: App, runs: Api['runs']): Promise<void> {
  // Numbers come over a session of their own: a transaction that waits for one holds a session of the pool.
  let counters: Database | undefined;
  server.addHook('onClose', async () => counters?.close());
  const numbers = makeNumbers(() => {
    counters ??= openDatabase(app.database.url, 1);
    return counters.kysely;
  });
  let ways: Pipelined | undefined;
  server.addHook('onClose', async () => ways?.close());
  const pipelined = () => {
    ways ??= openPipelined(app.database.url);
    return ways;
  };
  const api: Api = { app, memory: makeMemory(), numbers, runs, pipelined };
  await server.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        'application/json',
        { parseAs: 'buffer', bodyLimit: mostBytes },
        (_request, body, done) => done(null, body),
      );
      scope.setValidatorCompiler(() => (value) => ({ value }));
      scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
      scope.setErrorHandler(async (error: FastifyError, request, reply) =>
        answerError(request, reply, await callerFirst(api, request, error)),
      );
      scope.setNotFoundHandler((request, reply) =>
        answerError(
          request,
          reply,
          tell('rostering.request.not_found', { address: request.url.split('?')[0]?.slice(0, 200) ?? '' }),
        ),
      );
      scope.addHook('preParsing', async (request) => {
        if (!request.is404 && !mayWait(api, request)) await callerOf(api, request);
      });
      writing(scope as unknown as Server, api);
      sessionsAtOnce(scope as unknown as Server, api);
      listing(scope as unknown as Server, api);
      await batchRoute(scope as unknown as Server, api);
    },
    { prefix },
  );
}

type Endpoint = {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly operation: Operation;
  readonly status: number;
  readonly name: string;
  readonly body: (request: FastifyRequest) => Body;
};

const endpoints: readonly Endpoint[] = [
  { method: 'POST', url: '/users', operation: 'createUser', status: 201, name: 'user', body: objectOf },
  { method: 'PATCH', url: '/users', operation: 'updateUser', status: 200, name: 'user', body: objectOf },
  { method: 'DELETE', url: '/users', operation: 'deleteUser', status: 200, name: 'user', body: fieldsOfDelete },
  { method: 'POST', url: '/courses', operation: 'createCourse', status: 201, name: 'course', body: objectOf },
  { method: 'PATCH', url: '/courses', operation: 'updateCourse', status: 200, name: 'course', body: objectOf },
  {
    method: 'DELETE',
    url: '/courses/:courseID',
    operation: 'deleteCourse',
    status: 200,
    name: 'course',
    body: (request) => ({ courseID: (request.params as { courseID: string }).courseID }),
  },
  {
    method: 'POST',
    url: '/course-members',
    operation: 'createCourseMember',
    status: 201,
    name: 'courseMember',
    body: objectOf,
  },
  {
    method: 'PATCH',
    url: '/course-members',
    operation: 'updateCourseMember',
    status: 200,
    name: 'courseMember',
    body: objectOf,
  },
  {
    method: 'DELETE',
    url: '/course-members',
    operation: 'deleteCourseMember',
    status: 200,
    name: 'courseMember',
    body: fieldsOfDelete,
  },
  {
    method: 'POST',
    url: '/attendance-sessions',
    operation: 'createAttendanceSession',
    status: 201,
    name: 'attendanceSession',
    body: objectOf,
  },
  {
    method: 'DELETE',
    url: '/attendance-sessions',
    operation: 'deleteAttendanceSession',
    status: 200,
    name: 'attendanceSession',
    body: fieldsOfDelete,
  },
  {
    method: 'POST',
    url: '/attendance-sessions/bulk-delete',
    operation: 'deleteAttendanceSession',
    status: 200,
    name: 'attendanceSession',
    body: objectOf,
  },
];

const prefix = '/rostering/v1';
const quick: ReadonlySet<string> = new Set(
  endpoints
    .filter(({ operation }) => works[operation].asksSchoolOnly)
    .map(({ method, url }) => `${method} ${prefix}${url}`),
);

function writing(scope: Server, api: Api): void {
  for (const { method, url, operation, status, name, body } of endpoints) {
    const schema = documentOf(url.endsWith('/bulk-delete') ? 'deleteAttendanceSessions' : operation);
    scope.route({
      method,
      url,
      schema,
      handler: async (request, reply) => {
        const sent = sentBy(api, request, reply);
        const asked = { operation, body: body(request), requestId: request.id, sent };
        const remembered = mayWait(api, request) ? rememberedOf(api, request) : null;
        const done = remembered === null ? null : await pushRemembered(api, remembered, asked);
        if (done !== null) return send(reply, answer(request, done, status, name));
        const caller = await callerOf(api, request);
        const answerOf = (pushed: Pushed) => answer(request, pushed, status, name);
        if (method !== 'POST') return send(reply, answerOf(await push(api, caller, asked)));
        return sendText(
          reply,
          await once(api, caller, namedBy(request), (seal) =>
            push(api, caller, asked, seal && ((tx, pushed) => seal(tx, answerOf(pushed)))).then(answerOf),
          ),
        );
      },
    });
  }
}

/** The key of a call that asks for nothing but its school is looked up with what the call writes, where it is remembered. */
const mayWait = (api: Api, request: FastifyRequest) =>
  quick.has(`${request.method} ${request.routeOptions.url}`) &&
  request.headers['idempotency-key'] === undefined &&
  rememberedOf(api, request) !== null;

function answer(
  request: FastifyRequest,
  { faults, answer: record }: Pushed,
  status: number,
  name: string,
): { status: number; body: unknown } {
  if (faults.length === 0) return { status, body: { [name]: record } };
  return refusalOf(faults, { requestId: request.id, managedBy: managedBy(request) });
}

const namedBy = (request: FastifyRequest) => ({
  path: request.routeOptions.url ?? '',
  key: request.headers['idempotency-key'],
  bytes: bytesOf(request),
});

const sendText = (reply: FastifyReply, { status, body }: { readonly status: number; readonly body: string }) =>
  reply.status(status).type('application/json').send(body);

const mostSessions = 1000;

/** `POST /attendance-sessions/bulk`: each session has its own outcome. */
function sessionsAtOnce(scope: Server, api: Api): void {
  scope.post(
    '/attendance-sessions/bulk',
    { schema: documentOf('createAttendanceSessions') },
    async (request, reply) => {
      const caller = await callerOf(api, request);
      const { list, course } = sessionsOf(objectOf(request));
      const place = await judgePlace(api, caller, course);
      if (place.length > 0) throw new Told(place);
      const sent = sentBy(api, request, reply);
      const asked = list.map((one) => {
        const body = { ...one, ...course };
        const alone = { ...sent, body: JSON.stringify(body) };
        return { operation: 'createAttendanceSession' as const, body, requestId: request.id, sent: alone };
      });
      const answerAll = (all: readonly Pushed[]): Answer => ({
        status: 200,
        body: { outcomes: all.map((pushed, index) => outcomeOfSession(request, pushed, index)) },
      });
      const told = await once(api, caller, namedBy(request), async (seal) =>
        answerAll(await pushAll(api, caller, asked, async (tx, all) => seal?.(tx, answerAll(all)))),
      );
      return sendText(reply, told);
    },
  );
}

/** The course of a bulk, and the sessions that it holds. */
function sessionsOf(whole: Body): { readonly list: readonly Body[]; readonly course: Body } {
  const form = checkForm('bulk', whole);
  if (form.length > 0) throw new Told(form);
  const { session, ...course } = whole;
  const none = session === undefined || session === null || (Array.isArray(session) && session.length === 0);
  const lacks = [...missingCourse(course), ...(none ? ['session'] : [])];
  if (lacks.length > 0) throw new Told(missingFaults('rostering.attendance_session.parameter_missing', lacks));
  const wrong = (pointer: string, expected: string) =>
    tell('rostering.request.wrong_type', { field: 'session', expected, received: 'something else' }, pointer);
  if (!Array.isArray(session)) throw wrong('/session', 'a list of objects');
  if (session.length > mostSessions)
    throw tell(
      'rostering.request.value_malformed',
      { field: 'session', reason: `it has more than ${mostSessions} items` },
      '/session',
    );
  for (const [index, one] of session.entries())
    if (typeof one !== 'object' || one === null || Array.isArray(one)) throw wrong(`/session/${index}`, 'an object');
  return { list: session as readonly Body[], course };
}

function outcomeOfSession(request: FastifyRequest, pushed: Pushed, index: number) {
  if (pushed.faults.length === 0) return { index, outcome: 'created', attendanceSession: pushed.answer };
  const { status, body } = refusalOf(pushed.faults, {
    requestId: request.id,
    managedBy: managedBy(request),
  });
  return { index, outcome: 'rejected', status, error: body.error };
}
