import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refuse } from '../dictionary/refusal.model.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { linkUse, linkView, sessionView, signInBody } from './access.schema.ts';
import { actorOf, refuseOtherSites, refuseOtherSitesThatSay, sessionCookie, sessionSecretOf } from './actor.routes.ts';
import { sameEmail } from './email.model.ts';
import { useLink, viewLink } from './link.usecases.ts';
import { sessionLongest } from './session.model.ts';
import { sessionOf, signOut } from './session.usecases.ts';
import { type Entered, signIn } from './sign-in.usecases.ts';

const quarterHour = 15 * 60 * 1000;
/** Attempts in a quarter of an hour: by e-mail against guessing one password, by address (a whole school may share one) against trying one password on all. */
const signInLimits = { email: 20, address: 300 } as const;

const tags = ['Session'];

/** Sign-in, sign-out and one-time links. */
export async function sessionRoutes(server: Server, app: App, options: { readonly demo: boolean }): Promise<void> {
  const limit = await attemptLimits(server);
  const secure = app.config.publicUrl?.startsWith('https:') ?? false;
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  const entered = async (reply: FastifyReply, { actor, secret }: Entered) => {
    // The server ends a session after 12 hours without use; the browser keeps the cookie as long as one can last at all.
    reply.setCookie(sessionCookie, secret, { ...cookie, maxAge: sessionLongest / 1000 });
    return sessionOf(app.db, actor, options.demo);
  };

  server.get(
    '/api/v1/session',
    {
      schema: {
        tags,
        summary: 'Who is signed in, and what they may do',
        response: { 200: sessionView, '4xx': refusalBody },
      },
    },
    async (request) => {
      return sessionOf(app.db, await actorOf(app, request), options.demo);
    },
  );

  server.post(
    '/api/v1/session',
    { schema: { tags, summary: 'Sign in', body: signInBody, response: { 200: sessionView, '4xx': refusalBody } } },
    async (request, reply) => {
      refuseOtherSitesThatSay(app, request);
      await limit(request);
      return entered(reply, await signIn(app, { ...request.body, replaces: sessionSecretOf(request) }));
    },
  );

  server.delete(
    '/api/v1/session',
    { schema: { tags, summary: 'Sign out', response: { 204: z.null(), '4xx': refusalBody } } },
    async (request, reply) => {
      const secret = sessionSecretOf(request);
      if (secret !== null) {
        refuseOtherSites(app, request);
        await signOut(app, secret);
      }
      return reply.clearCookie(sessionCookie, cookie).status(204).send(null);
    },
  );

  const params = z.object({ token: z.string().max(200) });
  server.get(
    '/api/v1/links/:token',
    {
      schema: { tags, summary: 'What a one-time link is for', params, response: { 200: linkView, '4xx': refusalBody } },
    },
    async (request) => {
      await limit(request);
      return viewLink(app, request.params.token);
    },
  );

  server.post(
    '/api/v1/links',
    {
      schema: {
        tags,
        summary: 'Use a one-time link: set the password and sign in',
        body: linkUse,
        response: { 200: sessionView, '4xx': refusalBody },
      },
    },
    async (request, reply) => {
      refuseOtherSitesThatSay(app, request);
      await limit(request);
      return entered(reply, await useLink(app, request.body));
    },
  );
}

/** Counts attempts by address and, where one is named to sign in, by e-mail; beyond the limit a request is told how long to wait. */
async function attemptLimits(server: Server): Promise<(request: FastifyRequest) => Promise<void>> {
  if (!server.hasDecorator('createRateLimit')) await server.register(rateLimit, { global: false });
  const byAddress = server.createRateLimit({ max: signInLimits.address, timeWindow: quarterHour });
  const byEmail = server.createRateLimit({
    max: signInLimits.email,
    timeWindow: quarterHour,
    keyGenerator: (request) => sameEmail(signInBody.parse(request.body).email),
  });
  const isSignIn = (request: FastifyRequest) =>
    request.method === 'POST' && request.routeOptions.url === '/api/v1/session';
  return async (request) => {
    for (const limit of isSignIn(request) ? [byAddress, byEmail] : [byAddress]) {
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded)
        throw refuse('request.too_many', { seconds: String(Math.max(1, counted.ttlInSeconds)) });
    }
  };
}
