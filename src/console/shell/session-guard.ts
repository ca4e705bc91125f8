import type { QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { statusOf } from './api.ts';
import { sessionQuery } from './session.ts';

/** When any answer says that the session has ended, the person signs in again and comes back to the same address. */
export function watchSession(queryClient: QueryClient, router: AnyRouter): void {
  const ended = (problem: unknown) => {
    const { pathname, href } = router.state.location;
    if (statusOf(problem) !== 401 || pathname === '/sign-in' || pathname === '/welcome') return;
    queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
    void router.navigate({ to: '/sign-in', search: { to: href } });
  };
  queryClient.getQueryCache().config.onError = ended;
  queryClient.getMutationCache().config.onError = ended;
}
