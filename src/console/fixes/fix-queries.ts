import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  FixDetail,
  fixesAnswer as FixesSchema,
  FixGroup,
  FixOffer,
  FixPreview,
  FixState,
  valueMappingsAnswer as MappingsSchema,
} from '../../fixes/fix.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type FixesAnswer = z.infer<typeof FixesSchema>;
type MappingsAnswer = z.infer<typeof MappingsSchema>;
export type Values = Readonly<Record<string, string>>;

/** A group of an issue as a fix is asked for it, and, of it, only some records. */
export interface FixTarget {
  readonly group: FixGroup;
  readonly records?: readonly string[];
}

const underWay = (state: FixState) => state === 'applied';

/** What a group can be put right with. */
export const offersQuery = ({ flow, entry, kind, facts }: FixGroup) =>
  queryOptions({
    queryKey: ['fixes', 'offers', flow, entry, kind, facts],
    queryFn: ({ signal }) => get<FixesAnswer>(apiPath(['fixes'], { ...facts, flow, entry, kind, limit: 1 }), signal),
    select: ({ offers }): readonly FixOffer[] => offers,
  });

export const askPreview = (
  { name }: FixOffer,
  { group, records }: FixTarget,
  values: Values,
  cursor: string | null,
  signal: AbortSignal,
) =>
  send<FixPreview>(
    'POST',
    apiPath(['fixes', 'preview']),
    { name, group, values, ...(records === undefined ? {} : { records }), ...(cursor === null ? {} : { cursor }) },
    signal,
  );

/** Asked again as long as it is not known what came of it. */
export const fixQuery = (id: string) =>
  queryOptions({
    queryKey: ['fix', id],
    queryFn: ({ signal }) => get<FixDetail>(apiPath(['fixes', id]), signal),
    refetchInterval: (query) => {
      const fix = query.state.data;
      if (fix === undefined || !underWay(fix.state)) return false;
      return fix.takesBack === null ? 1_000 : 15_000;
    },
  });

export const mappingsQuery = (connection: string) =>
  queryOptions({
    queryKey: ['value-mappings', connection],
    queryFn: ({ signal }) => get<MappingsAnswer>(apiPath(['connections', connection, 'value-mappings']), signal),
  });

/** What shows records, or what was done about them, is read anew. */
export function useRefresh() {
  const queryClient = useQueryClient();
  return () => {
    for (const key of ['fixes', 'fix', 'value-mappings', 'issue', 'issues', 'runs', 'run'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
}

export function useApply(offer: FixOffer, { group, records }: FixTarget, done: (fix: FixDetail) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (asked: { values: Values; without: readonly string[]; digest: string }) =>
      send<FixDetail>('POST', apiPath(['fixes']), {
        name: offer.name,
        group,
        ...(records === undefined ? {} : { records }),
        ...asked,
      }),
    onSuccess: (fix) => {
      refresh();
      done(fix);
    },
  });
}

export function useUndo(id: number, done: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => send<FixDetail>('POST', apiPath(['fixes', id, 'undo'])),
    onSuccess: () => {
      refresh();
      done();
    },
  });
}
