import { z } from 'zod';
import { actorOf } from '../access/actor.routes.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { zipName } from './bundle.model.ts';
import { listDesks, nameDesk, removeDesk } from './desk.usecases.ts';
import { bundleZip, listTickets, showTicket } from './ticket.read-model.ts';
import {
  desksAnswer,
  deskView,
  deskWrite,
  ticketCreate,
  ticketDetail,
  ticketSaid,
  ticketSend,
  ticketsAnswer,
  ticketsQuery,
} from './ticket.schema.ts';
import {
  answerTicket,
  closeTicket,
  makeBundle,
  noteTicket,
  openIssueTicket,
  openTicket,
  reopenTicket,
  sendTicket,
} from './ticket.usecases.ts';

const params = z.object({ id: z.string().max(40) });
const refused = { '4xx': refusalBody };
const tags = ['Tickets'];
const opened = { 200: ticketDetail, 201: ticketDetail, ...refused };
const answered = { 200: ticketDetail, ...refused };

/** Tickets: what is asked of whoever looks after a system. `version`: of this Hallpass, which a bundle tells. */
export function ticketRoutes(server: Server, app: App, version: string): void {
  openingRoutes(server, app);
  readingRoutes(server, app);
  movingRoutes(server, app, version);
  deskRoutes(server, app);
}

function openingRoutes(server: Server, app: App): void {
  server.post(
    '/api/v1/connections/:id/ticket',
    {
      schema: {
        tags,
        summary: 'Open a ticket about a system error; one that is open for this error is answered',
        params,
        body: ticketCreate,
        response: opened,
      },
    },
    async (request, reply) => {
      const asked = { id: request.params.id, words: request.body?.words ?? '' };
      const { made, ticket } = await openTicket(app, await actorOf(app, request), asked);
      return reply.status(made ? 201 : 200).send(ticket);
    },
  );
  server.post(
    '/api/v1/issues/:id/ticket',
    {
      schema: {
        tags,
        summary: 'Open a ticket about an issue; one that there is already is answered',
        params: z.object({ id: z.coerce.number().int().positive() }),
        body: ticketCreate,
        response: opened,
      },
    },
    async (request, reply) => {
      const asked = { no: request.params.id, words: request.body?.words ?? '' };
      const { made, ticket } = await openIssueTicket(app, await actorOf(app, request), asked);
      return reply.status(made ? 201 : 200).send(ticket);
    },
  );
}

function readingRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/tickets',
    {
      schema: {
        tags,
        summary: 'Tickets, the newest first',
        querystring: ticketsQuery,
        response: { 200: ticketsAnswer, ...refused },
      },
    },
    async (request) => listTickets(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/tickets/:id',
    { schema: { tags, summary: 'One ticket, its bundle, and who would get it', params, response: answered } },
    async (request) => showTicket(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/tickets/:id/bundle',
    {
      schema: {
        tags,
        summary: 'The bundle as a zip, as it goes to the desk',
        params,
        produces: ['application/zip'],
        response: { 200: z.any(), ...refused },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await bundleZip(app, await actorOf(app, request), id);
      if (found === null) throw refuse('request.not_found', { what: 'bundle of ticket', id });
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${zipName(found.no)}"`)
        .send(found.content);
    },
  );
}

function movingRoutes(server: Server, app: App, version: string): void {
  server.post(
    '/api/v1/tickets/:id/bundle',
    { schema: { tags, summary: 'Make the bundle of what is known now, to be looked at', params, response: answered } },
    async (request) =>
      makeBundle(app, await actorOf(app, request), { id: request.params.id, secrets: app.secrets, version }),
  );
  server.post(
    '/api/v1/tickets/:id/send',
    {
      schema: {
        tags,
        summary: 'Send the bundle that was looked at to the desk',
        params,
        body: ticketSend,
        response: answered,
      },
    },
    async (request) => sendTicket(app, await actorOf(app, request), { id: request.params.id, ...request.body }),
  );
  server.post(
    '/api/v1/tickets/:id/notes',
    { schema: { tags, summary: 'Note something', params, body: ticketSaid, response: answered } },
    async (request) => noteTicket(app, await actorOf(app, request), { id: request.params.id, ...request.body }),
  );
  server.post(
    '/api/v1/tickets/:id/answer',
    { schema: { tags, summary: 'Paste in what the desk has answered', params, body: ticketSaid, response: answered } },
    async (request) => answerTicket(app, await actorOf(app, request), { id: request.params.id, ...request.body }),
  );
  server.post(
    '/api/v1/tickets/:id/close',
    { schema: { tags, summary: 'Close a ticket', params, response: answered } },
    async (request) => closeTicket(app, await actorOf(app, request), request.params.id),
  );
  server.post(
    '/api/v1/tickets/:id/reopen',
    { schema: { tags, summary: 'Open a closed ticket again', params, response: answered } },
    async (request) => reopenTicket(app, await actorOf(app, request), request.params.id),
  );
}

/** `all` stands for the systems that have no desk of their own. */
const ofSystem = z.object({ system: z.string().max(60) });
const systemIn = ({ system }: z.output<typeof ofSystem>) => (system === 'all' ? '' : system);

function deskRoutes(server: Server, app: App): void {
  server.get(
    '/api/v1/desks',
    { schema: { tags, summary: 'Who is asked about each system', response: { 200: desksAnswer, ...refused } } },
    async (request) => listDesks(app, await actorOf(app, request), undefined),
  );
  server.put(
    '/api/v1/desks/:system',
    {
      schema: {
        tags,
        summary: 'Name the desk of a system; of `all`: that for systems without one of their own',
        params: ofSystem,
        body: deskWrite,
        response: { 200: deskView, ...refused },
      },
    },
    async (request) =>
      nameDesk(app, await actorOf(app, request), { system: systemIn(request.params), ...request.body }),
  );
  server.delete(
    '/api/v1/desks/:system',
    { schema: { tags, summary: 'Remove a desk', params: ofSystem, response: { 204: z.null(), ...refused } } },
    async (request, reply) => {
      await removeDesk(app, await actorOf(app, request), systemIn(request.params));
      return reply.status(204).send(null);
    },
  );
}
