import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  connectionChanged as ChangedSchema,
  connectionChange as ChangeSchema,
  connectionChecked as CheckedSchema,
  connectionsAnswer as ConnectionsSchema,
  ConnectionView,
  connectionCreate as CreateSchema,
  connectionDeleted as DeletedSchema,
  historyAnswer as HistorySchema,
  LinkFor,
  lossTold as LossSchema,
  linkMade as MadeSchema,
  removalsAnswer as RemovalsSchema,
  runsAsked as RunsAskedSchema,
  connectorsAnswer as SystemsSchema,
  linkUsed as UsedSchema,
} from '../../connections/connection.schema.ts';
import { apiPath, get, RequestProblem, send } from '../shell/api.ts';

export type ConnectionsAnswer = z.infer<typeof ConnectionsSchema>;
export type ConnectionChecked = z.infer<typeof CheckedSchema>;
export type ConnectionChanged = z.infer<typeof ChangedSchema>;
export type ConnectionCreate = z.input<typeof CreateSchema>;
/** What of a connection is set one by one; a list that is given replaces the one before. */
export type ConnectionLists = Pick<z.input<typeof ChangeSchema>, 'blackouts' | 'pauses' | 'thresholds'>;
export type ConnectionDeleted = z.infer<typeof DeletedSchema>;
export type HistoryAnswer = z.infer<typeof HistorySchema>;
export type LinkMade = z.infer<typeof MadeSchema>;
export type LinkUsed = z.infer<typeof UsedSchema>;
export type RunsAsked = z.infer<typeof RunsAskedSchema>;
type LossTold = z.infer<typeof LossSchema>;
type RemovalsAnswer = z.infer<typeof RemovalsSchema>;
type ConnectorsAnswer = z.infer<typeof SystemsSchema>;

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: ({ signal }) => get<ConnectorsAnswer>(apiPath(['connectors']), signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id],
    queryFn: ({ signal }) => get<ConnectionView>(apiPath(['connections', id]), signal),
  });

const most = 100;

/** Those that need somebody. */
export const troubledQuery = queryOptions({
  queryKey: ['connections', 'troubled'],
  queryFn: ({ signal }) => get<ConnectionsAnswer>(apiPath(['connections'], { health: 'error', limit: most }), signal),
});

/** A removal moves without anybody being told of it. */
export const removalsQuery = queryOptions({
  queryKey: ['connections', 'removals'],
  queryFn: ({ signal }) => get<RemovalsAnswer>(apiPath(['removals']), signal),
  refetchInterval: (query) => (query.state.data?.removals.length ? 2_000 : false),
});

/** The mutation that deletes a connection. */
export const removalKey = (id: string) => ['remove', id] as const;

/** What would be lost with a connection: a deletion that nobody has confirmed is refused, and counts it. */
export const lossQuery = (id: string) =>
  queryOptions({
    queryKey: ['loss', id],
    staleTime: 0,
    queryFn: () =>
      send<never>('DELETE', apiPath(['connections', id])).catch((problem: unknown) => {
        if (problem instanceof RequestProblem && problem.status === 409) return problem.body as LossTold;
        throw problem;
      }),
  });

export const linkForQuery = (token: string) =>
  queryOptions({
    queryKey: ['reauthenticate', token],
    queryFn: ({ signal }) => get<LinkFor>(apiPath(['reauthenticate', token]), signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
