import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ExpectationDetail,
  expectationsAnswer as ExpectationsSchema,
  ExpectationView,
  expiriesAnswer as ExpiriesSchema,
  ExpiryView,
} from '../../expectations/expectation.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type ExpectationsAnswer = z.infer<typeof ExpectationsSchema>;
type ExpiriesAnswer = z.infer<typeof ExpiriesSchema>;

/** The hub looks once a minute. */
export const lookEvery = 60_000;

export const expectationQuery = (id: string) =>
  queryOptions({
    queryKey: ['expectation', id],
    queryFn: ({ signal }) => get<ExpectationDetail>(apiPath(['expectations', id]), signal),
    refetchInterval: lookEvery,
  });

/** What is missing of a connection. */
export const missingOfQuery = (connection: string) =>
  queryOptions({
    queryKey: ['expectations', 'missing', connection],
    queryFn: ({ signal }) =>
      get<ExpectationsAnswer>(apiPath(['expectations'], { state: 'missed', connection, limit: 50 }), signal),
    refetchInterval: lookEvery,
  });

export const expiriesQuery = queryOptions({
  queryKey: ['expiries'],
  queryFn: ({ signal }) => get<ExpiriesAnswer>(apiPath(['expectations', 'expiries']), signal),
});

export function useExpectationAction<Body = undefined>(
  id: number,
  what: 'mute' | 'unmute' | 'accept',
  done?: () => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send<ExpectationView>('POST', apiPath(['expectations', id, what]), body),
    onSuccess: async () => {
      await Promise.all(
        ['expectation', 'expectations'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
      done?.();
    },
  });
}

export function useSetExpiry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<ExpiryView, 'subject' | 'endsOn'>) =>
      send<ExpiryView>('PUT', apiPath(['expectations', 'expiries']), body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['expiries'] }),
  });
}
