import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

/** A list read page by page; `rows` of all pages so far, `more` for the list's foot, `first` for what an answer tells beside its rows. */
export function usePaged<Answer extends { nextCursor: string | null }, Row>(asked: {
  key: QueryKey;
  page: (cursor: string | null, signal: AbortSignal) => Promise<Answer>;
  rows: (answer: Answer) => readonly Row[];
  refetchInterval?: number | false | ((answers: readonly Answer[]) => number | false);
  enabled?: boolean;
}) {
  const { refetchInterval } = asked;
  const query = useInfiniteQuery({
    queryKey: asked.key,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => asked.page(pageParam, signal),
    getNextPageParam: (last) => last.nextCursor,
    enabled: asked.enabled ?? true,
    placeholderData: (before, earlier) =>
      earlier?.queryKey[0] === asked.key[0] && earlier?.queryKey[1] === asked.key[1] ? before : undefined,
    refetchInterval: (current) =>
      typeof refetchInterval === 'function'
        ? refetchInterval(current.state.data?.pages ?? [])
        : (refetchInterval ?? false),
  });
  const rows = query.data?.pages.flatMap((answer) => asked.rows(answer));
  return {
    asked: { data: rows, error: query.error, isFetching: query.isFetching, refetch: query.refetch },
    first: query.data?.pages[0],
    more: { has: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() },
  };
}
