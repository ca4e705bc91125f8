import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Permission, SessionView } from '../../access/access.schema.ts';
import { apiPath, get } from './api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<SessionView>(apiPath(['session']), signal),
  staleTime: 60_000,
});

/** The signed-in person; only inside the frame, whose route has fetched it before. */
export function useSession(): SessionView {
  return useSuspenseQuery(sessionQuery).data;
}

export function useCan(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
