import { z } from 'zod';
import { actorOf, refuseOtherSitesThatSay } from '../access/actor.routes.ts';
import { attemptLimit } from '../access/attempt-limit.routes.ts';
import { linkAddress } from '../access/link.model.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { answerChecked } from './checklist-lines.routes.ts';
import { linkFor, linkMade, linkUse, linkUsed } from './connection.schema.ts';
import { makeReauthenticateLink, useReauthenticateLink, viewReauthenticateLink } from './reauthenticate.usecases.ts';

const tags = ['Connections'];
const refused = { '4xx': refusalBody };
/** By address: a person opens a link and mistypes a few times; who guesses is stopped, here and towards the other system. */
const attempts = { max: 30, timeWindow: 15 * 60_000 };

/** The link by which somebody outside gives a connection its credentials, and what its page asks. */
export async function reauthenticateRoutes(server: Server, app: App): Promise<void> {
  server.post(
    '/api/v1/connections/:id/reauthenticate-link',
    {
      schema: {
        tags,
        summary: 'Make a link for the person who holds the credentials: for this connection, once, for 24 hours',
        params: z.object({ id: z.string().max(40) }),
        response: { 201: linkMade, ...refused },
      },
    },
    async (request, reply) => {
      const actor = await actorOf(app, request);
      const { secret, expiresAt } = await makeReauthenticateLink(app, actor, request.params.id);
      const base = app.config.publicUrl ?? `${request.protocol}://${request.host}`;
      return reply.status(201).send({ link: linkAddress(base, secret, 'reauthenticate'), expiresAt });
    },
  );
  const limit = await attemptLimit(server, attempts);
  const params = z.object({ token: z.string().max(200) });
  server.get(
    '/api/v1/reauthenticate/:token',
    {
      schema: {
        tags,
        summary: 'What a re-authenticate link is for',
        params,
        response: { 200: linkFor, ...refused },
      },
    },
    async (request) => {
      await limit(request);
      return viewReauthenticateLink(app, request.params.token);
    },
  );
  server.post(
    '/api/v1/reauthenticate/:token',
    {
      schema: {
        tags,
        summary: 'Give the credentials; what the other system refuses is not stored, and the link still opens',
        params,
        body: linkUse,
        response: { 200: linkUsed, ...refused },
      },
    },
    async (request, reply) => {
      refuseOtherSitesThatSay(app, request);
      await limit(request);
      const given = { token: request.params.token, credentials: request.body.credentials };
      return answerChecked(request, reply, 200, (tell) => useReauthenticateLink(app, given, tell));
    },
  );
}
