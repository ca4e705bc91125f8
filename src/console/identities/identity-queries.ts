import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  identitiesAnswer as AnswerSchema,
  changeAnswer as ChangedSchema,
  identityChange as ChangeSchema,
  IdentityList,
  matchAnswer as MatchedSchema,
} from '../../identities/identity.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

type Answer = z.infer<typeof AnswerSchema>;
type Changed = z.infer<typeof ChangedSchema>;

export type { IdentityList };

/** A person, and the connection over which they are meant. */
export interface Meant {
  person: string;
  connection: string;
}

export const identitiesQuery = (person: string) =>
  queryOptions({
    queryKey: ['identities', 'of', person],
    queryFn: ({ signal }) => get<Answer>(apiPath(['users', person, 'identities']), signal),
  });

function useAct<Asked, Answered>(act: (asked: Asked) => Promise<Answered>, done?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['identities'] });
      done?.();
    },
  });
}

export const useChange = ({ person, connection }: Meant, done?: () => void) =>
  useAct(
    (change: z.input<typeof ChangeSchema>) =>
      send<Changed>('PATCH', apiPath(['users', person, 'identities', connection]), change),
    done,
  );

export const useUndo = ({ person, connection }: Meant) =>
  useAct((_: undefined) => send<Changed>('DELETE', apiPath(['users', person, 'identities', connection])));

export const useMatch = (connection: string) =>
  useAct((_: undefined) =>
    send<z.infer<typeof MatchedSchema>>('POST', apiPath(['connections', connection, 'identities', 'match'])),
  );
