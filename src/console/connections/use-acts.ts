import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { text } from '../text/text.ts';
import { type ConnectionChanged, type ConnectionLists, connectionQuery, type RunsAsked } from './connection-queries.ts';

/** After something was done to a connection, what shows it is asked for anew, also where no stream tells of it. */
export function useRefresh(): (id: string) => Promise<void> {
  const queryClient = useQueryClient();
  return async (id) => {
    const keys = [['connections'], ['connection', id], ['tickets'], ['runs']];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}

/** Asks for a run, of everything or of what changed. */
export function useSync({ id }: Pick<ConnectionView, 'id'>) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (only: 'changed' | null) =>
      send<RunsAsked>('POST', apiPath(['connections', id, 'sync']), only === null ? {} : { only }),
    onSuccess: ({ run }) => notifications.show({ message: text.connections.asked(run.id) }),
    onSettled: () => refresh(id),
  });
}

/** Asks what a run would do, and leads to the run that says it. */
export function useDryRun({ id }: Pick<ConnectionView, 'id'>) {
  const navigate = useNavigate();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => send<RunsAsked>('POST', apiPath(['connections', id, 'sync']), { dry: true }),
    onSuccess: ({ run }) => navigate({ to: '/runs/$id', params: { id: String(run.id) } }),
    onSettled: () => refresh(id),
  });
}

/** Makes blackouts, planned pauses or rules what is given; what is left out stays. */
export function useSetLists({ id }: Pick<ConnectionView, 'id'>) {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (lists: ConnectionLists) =>
      send<ConnectionChanged>('PUT', apiPath(['connections', id, 'settings']), lists),
    onSuccess: ({ credentialsCleared: _, ...view }) => {
      queryClient.setQueryData(connectionQuery(id).queryKey, view);
      notifications.show({ message: text.shell.saved });
    },
    onSettled: () => refresh(id),
  });
}

/** Pauses what is active, resumes what is paused. */
export function usePause({ id, status }: Pick<ConnectionView, 'id' | 'status'>) {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  const act = status === 'paused' ? 'resume' : 'pause';
  return useMutation({
    mutationFn: () => send<ConnectionView>('POST', apiPath(['connections', id, act])),
    onSuccess: (view) => {
      queryClient.setQueryData(connectionQuery(id).queryKey, view);
      notifications.show({ message: view.status === 'paused' ? text.connections.paused : text.connections.resumed });
    },
    onSettled: () => refresh(id),
  });
}
