import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { runAsked as RunAskedSchema } from '../../runs/run.schema.ts';
import type { rekeyConfirm as ConfirmSchema, RekeyAnswer } from '../../school-year/rekey.schema.ts';
import type { SchoolYearView } from '../../school-year/school-year.schema.ts';
import { whileHeard } from '../runs/run-queries.ts';
import { apiPath, get, send } from '../shell/api.ts';

export const schoolYearQuery = queryOptions({
  queryKey: ['school-year'],
  queryFn: ({ signal }) => get<SchoolYearView>(apiPath(['school-year']), signal),
  refetchInterval: whileHeard,
});

export type YearStep = 'pause' | 'archive' | 'thresholds' | 'dry-run' | 'finish' | null;

/** One step done or taken back; the page shows what the answer says. */
export function useYearStep<Body = undefined>(method: 'POST' | 'PUT' | 'DELETE', step: YearStep, done?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) =>
      send<SchoolYearView>(method, apiPath(['school-year', ...(step === null ? [] : [step])]), body),
    onSuccess: async (view) => {
      queryClient.setQueryData(schoolYearQuery.queryKey, view);
      await queryClient.invalidateQueries({ queryKey: ['connection'] });
      done?.();
    },
  });
}

export function useResume(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send('POST', apiPath(['connections', id, 'resume'])),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: schoolYearQuery.queryKey }),
  });
}

export const rekeyQuery = (connection: string) =>
  queryOptions({
    queryKey: ['new-ids', connection],
    queryFn: ({ signal }) => get<RekeyAnswer>(apiPath(['connections', connection, 'new-ids']), signal),
  });

export function useConfirmRekey(connection: string, done: (run: number) => void) {
  return useMutation({
    mutationFn: (body: z.input<typeof ConfirmSchema>) =>
      send<z.infer<typeof RunAskedSchema>>('POST', apiPath(['connections', connection, 'new-ids']), body),
    onSuccess: ({ run }) => done(run.id),
  });
}
