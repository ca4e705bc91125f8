import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { attemptsAnswer as AttemptsSchema, PassportView, SourceView } from '../../passport/passport.schema.ts';
import type { runAsked as AskedSchema } from '../../runs/run.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type AttemptsAnswer = z.infer<typeof AttemptsSchema>;
/** A record by its flow, or by any run of it. */
export type Named = { kind: string; key: string } & ({ flow: number } | { run: number });

export const passportQuery = (named: Named) =>
  queryOptions({
    queryKey: ['passport', named],
    queryFn: ({ signal }) => get<PassportView>(apiPath(['passport'], named), signal),
  });

export const sourceQuery = (named: Named) =>
  queryOptions({
    queryKey: ['passport', named, 'source'],
    queryFn: ({ signal }) => get<SourceView>(apiPath(['passport', 'source'], named), signal),
  });

/** Asks for a run that carries the record alone. */
export function useSyncAlone(named: Named) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send<z.infer<typeof AskedSchema>>('POST', apiPath(['passport', 'sync'], named)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['runs'] }),
  });
}
