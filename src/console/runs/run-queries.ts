import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  runCause as CauseSchema,
  causesAnswer as CausesSchema,
  holdDetail as HoldDetailSchema,
  holdsAnswer as HoldsSchema,
  note as NoteSchema,
  outcomesAnswer as OutcomesSchema,
  partView as PartSchema,
  runAsked as RunAskedSchema,
  RunDetail,
  RunState,
  runsAnswer as RunsSchema,
} from '../../runs/run.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type RunsAnswer = z.infer<typeof RunsSchema>;
export type OutcomesAnswer = z.infer<typeof OutcomesSchema>;
export type HoldsAnswer = z.infer<typeof HoldsSchema>;
export type HoldDetail = z.infer<typeof HoldDetailSchema>;
export type PartView = z.infer<typeof PartSchema>;
export type RunCause = z.infer<typeof CauseSchema>;
export type RunAsked = z.infer<typeof RunAskedSchema>;
export type Note = z.infer<typeof NoteSchema>;
type CausesAnswer = z.infer<typeof CausesSchema>;

export const isUnderWay = (state: RunState): boolean => state === 'queued' || state === 'running';

/** Moves are heard of as they happen; asked again in between, should nothing be heard. */
export const whileHeard = 15_000;

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => get<RunDetail>(apiPath(['runs', id]), signal),
    refetchInterval: (query) =>
      query.state.data !== undefined && isUnderWay(query.state.data.state) ? whileHeard : false,
  });

/** Asked again whenever the number of refused records has moved. */
export const causesQuery = (id: string, seen: number) =>
  queryOptions({
    queryKey: ['run', id, 'causes', seen],
    queryFn: ({ signal }) => get<CausesAnswer>(apiPath(['runs', id, 'causes']), signal),
    placeholderData: (before) => before,
  });

/** Connections that files came by in the last runs, the newest first. Read when asked for only, so that a default does not change under the hand. */
export const fileConnectionsQuery = queryOptions({
  queryKey: ['file-connections'],
  staleTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  queryFn: ({ signal }) => get<RunsAnswer>(apiPath(['runs'], { limit: 100 }), signal),
  select: ({ runs }) => [
    ...new Set(
      runs.filter(({ connection }) => connection.system === 'oneroster-csv').map(({ connection }) => connection.name),
    ),
  ],
});

export const openHoldsQuery = queryOptions({
  queryKey: ['holds', 'open'],
  queryFn: ({ signal }) => get<HoldsAnswer>(apiPath(['holds'], { state: 'open' }), signal),
});

export const holdQuery = (id: string) =>
  queryOptions({ queryKey: ['hold', id], queryFn: ({ signal }) => get<HoldDetail>(apiPath(['holds', id]), signal) });
