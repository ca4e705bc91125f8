import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ErasurePreview, ErasureView, erasuresAnswer } from '../../retention/erasure.schema.ts';
import type { RetentionSettings, RetentionView } from '../../retention/retention.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type Kept = RetentionView['classes'][number];

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => get<RetentionView>(apiPath(['retention']), signal),
});

export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: ({ signal }) => get<z.infer<typeof erasuresAnswer>>(apiPath(['privacy', 'erasures']), signal),
  refetchInterval: ({ state }) => (state.data?.erasures.some((one) => one.state === 'asked') === true ? 3_000 : false),
});

export const previewQuery = (person: string) =>
  queryOptions({
    queryKey: ['erasure-preview', person],
    queryFn: ({ signal }) => get<ErasurePreview>(apiPath(['privacy', 'erasure'], { person }), signal),
    gcTime: 0,
  });

export const exportPath = (person: string): string => apiPath(['privacy', 'export'], { person });

/** Sets the days of one class (null: as usual), and leaves the others as they are. */
export function useKeep(classes: readonly Kept[]) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, days }: { name: Kept['name']; days: number | null }) => {
      const set = classes.map((one) => [one.name, one.name === name ? days : one.set] as const);
      const settings = Object.fromEntries(set.filter(([, n]) => n !== null)) as RetentionSettings;
      return send<RetentionView>('PUT', apiPath(['retention']), { days: settings });
    },
    onSuccess: (view) => queryClient.setQueryData(retentionQuery.queryKey, view),
  });
}

type Forget = { readonly person: string; readonly confirm: string; readonly keepAway: boolean };

export const forgetPerson = (asked: Forget): Promise<ErasureView> =>
  send<ErasureView>('POST', apiPath(['privacy', 'erasures']), asked);

export const letComeAgain = (asked: { connection: string; key: string }): Promise<{ readmitted: boolean }> =>
  send('POST', apiPath(['privacy', 'readmissions']), asked);
