import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { listMails, showMail } from './mail.read-model.ts';
import { mailDetail, mailsAnswer, mailsQuery } from './mail.schema.ts';
import { retryMail } from './mail.usecases.ts';

const numbered = z.object({ no: z.coerce.number().int().positive() });
const refused = { '4xx': refusalBody };

/** The outbox: what Hallpass writes to people, whether it went out, and why not. `wake` tells the sender of this process to look. */
export function mailRoutes(server: Server, app: Hub, { demo }: { readonly demo: boolean }, wake: () => void): void {
  const tags = ['Mail'];
  const links = demo ? ('whole' as const) : ('cut' as const);
  const sending = app.config.smtpUrl !== undefined;
  server.get(
    '/api/v1/mails',
    {
      schema: {
        tags,
        summary: 'Outgoing mail, the newest first',
        querystring: mailsQuery,
        response: { 200: mailsAnswer, ...refused },
      },
    },
    async (request) => ({
      ...(await listMails(app, await actorOf(app, request), { ...request.query, links })),
      sending,
    }),
  );
  server.get(
    '/api/v1/mails/:no',
    { schema: { tags, summary: 'One mail', params: numbered, response: { 200: mailDetail, ...refused } } },
    async (request) => ({
      ...(await showMail(app, await actorOf(app, request), { no: request.params.no, links })),
      sending,
    }),
  );
  server.post(
    '/api/v1/mails/:no/retry',
    {
      schema: {
        tags,
        summary: 'Try a mail again that was not sent',
        params: numbered,
        response: { 200: mailDetail, ...refused },
      },
    },
    async (request) => {
      const actor = await actorOf(app, request);
      const { no } = request.params;
      await retryMail(app, actor, no);
      wake();
      return { ...(await showMail(app, actor, { no, links })), sending };
    },
  );
}
