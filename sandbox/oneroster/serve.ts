import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Answer, ApiRefusal, type Dialect, jsonAnswer, refusalAnswer } from './answer.ts';
import { carry } from './carry.ts';
import type { Fault } from './fault.schema.ts';
import { actOnSignIn, drift, type Faults, falsify, insteadOf, shiftWindow } from './faults.ts';
import { fieldsOf } from './fields.ts';
import type { District } from './load.ts';
import { pageAnswer, type Selections, type Window } from './page.ts';
import { queryOf, selected, selectionOf } from './query.ts';
import { allOf, envelopeOf, kindOf, type Nested, nestedReads, oneOf, type Parents, type View, views } from './reads.ts';
import type { Item, Version } from './record.ts';
import type { RequestLog } from './request-log.ts';
import type { Roster } from './roster.ts';
import { oauthFailure, type SignIn, scopesOf } from './sign-in.ts';

/** All that a request may meet. */
export type World = {
  readonly dialect: Dialect;
  readonly district: District;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly roster: Roster;
  readonly selections: Selections;
  readonly signIn: SignIn;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly maxLimit: number;
  readonly now: () => number;
};

/** Where each version has its reads (standards.md 2 and 3). */
export const basePaths: Record<Version, string> = {
  '1.1': '/ims/oneroster/v1p1',
  '1.2': '/ims/oneroster/rostering/v1p2',
};
export const tokenPath = '/oauth2/token';

type Target = View | 'token' | null;
/** A request on its way, and what strikes it. */
type Visit = {
  readonly world: World;
  readonly request: FastifyRequest;
  readonly faults: readonly Fault[];
  readonly number: number;
};
type AnswerTo = (visit: Visit) => Answer;

/** The server without its world, which needs the port that it will listen on. */
export function serverOf(version: Version, world: () => World | null): FastifyInstance {
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const base = basePaths[version];
  const handler =
    (target: Target, answerTo: AnswerTo) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
      visit(world(), target, answerTo, request, reply);

  app.post(tokenPath, handler('token', grantToken));
  for (const view of views) {
    app.get(
      `${base}/${view}`,
      handler(view, (of) => list(of, view)),
    );
    app.get(
      `${base}/${view}/:id`,
      handler(view, (of) => single(of, view)),
    );
  }
  for (const nested of nestedReads)
    app.get(
      `${base}/${nested.path}`,
      handler(nested.view, (of) => nestedList(of, nested)),
    );
  app.setNotFoundHandler(handler(null, notThere));
  app.setErrorHandler((error, request, reply) =>
    handler(null, () => {
      throw new ApiRefusal(400, 'invaliddata', (error as Error).message);
    })(request, reply),
  );
  return app;
}

async function visit(
  world: World | null,
  target: Target,
  answerTo: AnswerTo,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  if (world === null) return carry(reply.raw, { status: 503, headers: { 'retry-after': '1' }, body: '' }, []);
  const faults = target === null ? [] : world.faults.strike(target);
  const [path = '', query = ''] = splitOnce(request.url, '?');
  const kinds = faults.map(({ kind }) => kind);
  const logged = world.log.begin({ at: world.now(), method: request.method, path, query, target, faults: kinds });
  const answer = answerUnder(faults, target, answerTo, { world, request, faults, number: logged.number });
  const hangs = faults.some((fault) => fault.kind === 'hang' && !fault.afterHeaders);
  if (!hangs) logged.status = answer.status;
  await carry(reply.raw, answer, faults);
}

function answerUnder(faults: readonly Fault[], target: Target, answerTo: AnswerTo, of: Visit): Answer {
  const { world, request } = of;
  try {
    for (const fault of faults) actOnSignIn(fault, world.signIn);
    for (const fault of faults) {
      const instead = insteadOf(fault, request.url, world.now());
      if (instead instanceof ApiRefusal) throw instead;
      if (instead !== null) return instead;
    }
    return faults.reduce((answer, fault) => falsify(fault, answer), answerTo(of));
  } catch (error) {
    // A defect of the provider is told as one; nobody shall wait for an answer in vain.
    const refusal =
      error instanceof ApiRefusal ? error : new ApiRefusal(500, 'internal_server_error', (error as Error).message);
    return target === 'token' ? oauthFailure(refusal) : refusalAnswer(refusal, world.dialect, of.number);
  }
}

function grantToken({ world, request }: Visit): Answer {
  const { authorization, 'content-type': contentType } = request.headers;
  return world.signIn.grant({ authorization, contentType, body: String(request.body ?? '') });
}

function list(of: Visit, view: View): Answer {
  const { world, request } = of;
  const { core, plain } = scopesOf(world.roster.version);
  admit(world, request, [core, plain]);
  return page(of, view, () => allOf(world.roster, view));
}

function single({ world, request }: Visit, view: View): Answer {
  const { core, plain } = scopesOf(world.roster.version);
  admit(world, request, [core, plain]);
  const fields = selectionOf(searchOf(request), fieldsOf(kindOf(view), world.roster.version));
  const { id = '' } = request.params as { readonly id?: string };
  return jsonAnswer(200, { [envelopeOf(view).one]: selected(existing(world, view, id), fields) });
}

/** Nested reads are closed to the core scope. */
function nestedList(of: Visit, { view, find }: Nested): Answer {
  const { world, request } = of;
  admit(world, request, [scopesOf(world.roster.version).plain]);
  const parents = request.params as Parents;
  for (const parent of views) {
    const id = parents[parent];
    if (id !== undefined) existing(world, parent, id);
  }
  if (parents.schools !== undefined && parents.classes !== undefined) {
    const atSchool = world.roster.by('classes', 'school.sourcedId', parents.schools);
    if (!atSchool.some(({ sourcedId }) => sourcedId === parents.classes))
      throw new ApiRefusal(404, 'unknownobject', `There is no class ${parents.classes} in school ${parents.schools}.`);
  }
  return page(of, view, () => find(world.roster, parents));
}

function page({ world, request, faults, number }: Visit, view: View, all: () => readonly Item[]): Answer {
  const { roster, selections, maxLimit, origin } = world;
  const search = searchOf(request);
  const query = queryOf(search, fieldsOf(kindOf(view), roster.version), maxLimit);
  const [path = ''] = splitOnce(request.url, '?');
  const items = selections.of(path, query, roster.revision(), all);
  const asked: Window = { offset: query.offset, limit: query.limit, from: query.offset, endless: false };
  const window = faults.reduce((shown, fault) => shiftWindow(fault, shown), asked);
  const answer = pageAnswer(items, envelopeOf(view).many, query, window, `${origin}${path}`, search);
  for (const fault of faults) drift(fault, view, roster, number);
  return answer;
}

function notThere({ world, request }: Visit): Answer {
  const [path = ''] = splitOnce(request.url, '?');
  const isRead = path.startsWith(`${basePaths[world.roster.version]}/`);
  if (isRead && request.method !== 'GET')
    throw new ApiRefusal(405, 'unsupported', 'The roster can only be read.', { allow: 'GET' });
  throw new ApiRefusal(404, 'unknownobject', `There is nothing at ${path}.`);
}

function existing({ roster }: World, view: View, id: string): Item {
  const item = oneOf(roster, view, id);
  if (item === undefined) throw new ApiRefusal(404, 'unknownobject', `There is no ${id} in ${view}.`);
  return item;
}

/** The address is the one that the client wrote, for its signature holds for that one. */
function admit({ signIn, origin }: World, request: FastifyRequest, scopes: readonly string[]): void {
  const { host = new URL(origin).host, authorization } = request.headers;
  signIn.admit({ method: request.method, url: `http://${host}${request.url}`, authorization }, scopes);
}

function searchOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(splitOnce(request.url, '?')[1]);
}

function splitOnce(text: string, sign: string): readonly string[] {
  const at = text.indexOf(sign);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
