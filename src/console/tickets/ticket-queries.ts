import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  desksAnswer as DesksSchema,
  DeskView,
  TicketDetail,
  ticketsAnswer as TicketsSchema,
} from '../../tickets/ticket.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type TicketsAnswer = z.infer<typeof TicketsSchema>;

const most = 100;

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => get<TicketDetail>(apiPath(['tickets', id]), signal),
  });

/** Tickets of one connection. */
export const ticketsOfQuery = (connection: string) =>
  queryOptions({
    queryKey: ['tickets', 'of', connection],
    queryFn: ({ signal }) => get<TicketsAnswer>(apiPath(['tickets'], { connection, limit: most }), signal),
  });

/** The ticket of an issue, where there is one. */
export const ticketOfIssueQuery = (issue: number) =>
  queryOptions({
    queryKey: ['tickets', 'issue', issue],
    queryFn: ({ signal }) => get<TicketsAnswer>(apiPath(['tickets'], { issue, limit: 1 }), signal),
  });

export const desksQuery = queryOptions({
  queryKey: ['desks'],
  queryFn: ({ signal }) => get<z.infer<typeof DesksSchema>>(apiPath(['desks']), signal),
});

type Act = 'bundle' | 'send' | 'notes' | 'answer' | 'close' | 'reopen';

/** What a person does with a ticket; the answer is how it stands then. */
export function useTicketAct<Body = undefined>(id: number, act: Act, done: () => void = () => {}) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send<TicketDetail>('POST', apiPath(['tickets', id, act]), body),
    onSuccess: (ticket) => {
      queryClient.setQueryData(ticketQuery(String(id)).queryKey, ticket);
      done();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tickets'] }),
  });
}

export interface DeskGiven {
  system: string;
  name: string;
  email?: string;
  webhook?: string;
}

/** Names a desk; the empty system stands for all others. */
export function useNameDesk(done: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ system, ...desk }: DeskGiven) =>
      send<DeskView>('PUT', apiPath(['desks', system === '' ? 'all' : system]), desk),
    onSuccess: done,
    onSettled: () => refreshDesks(queryClient),
  });
}

export function useRemoveDesk(done: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (system: string) => send<void>('DELETE', apiPath(['desks', system === '' ? 'all' : system])),
    onSuccess: done,
    onSettled: () => refreshDesks(queryClient),
  });
}

/** Who would get a ticket stands on its page. */
const refreshDesks = (queryClient: ReturnType<typeof useQueryClient>) =>
  Promise.all([['desks'], ['ticket']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
