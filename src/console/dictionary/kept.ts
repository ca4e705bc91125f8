import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';

const halfAnHour = 30 * 60_000;

/** Something typed or answered that is still there when one comes back to its page; gone with the tab or the sign-out, and in no address. */
export function useKept<Value>(name: string, initial: Value): readonly [Value, (value: Value) => void] {
  const queryClient = useQueryClient();
  const queryKey = ['kept', name];
  const { data } = useQuery<Value>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: halfAnHour,
    structuralSharing: false,
  });
  return [data ?? initial, (value) => queryClient.setQueryData(queryKey, value)];
}
