import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  exchangesAnswer as AllSchema,
  ExchangeView,
  exchangeHeads as HeadsSchema,
} from '../../exchanges/exchange.schema.ts';
import type { Named } from '../passport/passport-queries.ts';
import { apiPath, get } from '../shell/api.ts';

/** Whose calls: of a run, or of a connection. */
export type Of = readonly ['runs' | 'connections', string];

/** What is kept is not changed any more; that there is more of it, a run under way says when it ends. */
export const callsQuery = ([what, id]: Of) =>
  queryOptions({
    queryKey: ['exchanges', what, id],
    queryFn: ({ signal }) => get<z.infer<typeof HeadsSchema>>(apiPath([what, id, 'exchanges']), signal),
  });

export const callQuery = ([what, id]: Of, no: number) =>
  queryOptions({
    queryKey: ['exchanges', what, id, no],
    queryFn: ({ signal }) => get<ExchangeView>(apiPath([what, id, 'exchanges', no]), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What was sent and answered in one attempt of a record. */
export const attemptCallsQuery = (named: Named, attempt: string) =>
  queryOptions({
    queryKey: ['passport', named, 'exchanges', attempt],
    queryFn: ({ signal }) =>
      get<z.infer<typeof AllSchema>>(apiPath(['passport', 'exchanges'], { ...named, attempt }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
