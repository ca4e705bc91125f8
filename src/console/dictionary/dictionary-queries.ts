import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useCan } from '../shell/session.ts';
import { makeBook } from './book.ts';
import { ownEntriesQuery } from './own-queries.ts';

/** What comes with Hallpass: pure data, a chunk of its own, fetched when the first page needs it. */
const builtInQuery = queryOptions({
  queryKey: ['dictionary', 'built-in'],
  queryFn: async () => (await import('./built-in.ts')).builtIn,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
});

/** All entries that this person's district has: the built-in ones and its own. */
export function useBook() {
  const builtIn = useQuery(builtInQuery);
  const own = useQuery({ ...ownEntriesQuery, enabled: useCan('dictionary.read') });
  const book = useMemo(
    () => (builtIn.data === undefined ? undefined : makeBook(builtIn.data, own.data?.entries ?? [])),
    [builtIn.data, own.data],
  );
  return {
    data: own.isLoading ? undefined : book,
    error: builtIn.error ?? own.error,
    isFetching: builtIn.isFetching || own.isFetching,
    refetch: () => Promise.all([builtIn.refetch(), own.refetch()]),
  };
}
