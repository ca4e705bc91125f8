import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  PreviewAnswer,
  SubscriptionsAnswer,
  SubscriptionView,
  SubscriptionWrite,
} from '../../notifications/subscription.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';
import { text } from '../text/text.ts';

const key = ['notifications'];

export const subscriptionsQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) => get<SubscriptionsAnswer>(apiPath(['notifications']), signal),
});

/** Adds a choice, or puts it in place of the one that is there. */
export function useSave(no: number | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SubscriptionWrite) =>
      no === null
        ? send<SubscriptionView>('POST', apiPath(['notifications']), wanted)
        : send<SubscriptionView>('PUT', apiPath(['notifications', no]), wanted),
    onSuccess: () => notifications.show({ message: text.notifications.saved }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export function useEnd(no: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send<void>('DELETE', apiPath(['notifications', no])),
    onSuccess: () => notifications.show({ message: text.notifications.ended }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export function useResume(no: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send<SubscriptionView>('POST', apiPath(['notifications', no, 'resume'])),
    onSuccess: () => notifications.show({ message: text.notifications.rests.resumed }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}

export const usePreview = () =>
  useMutation({
    mutationFn: (wanted: SubscriptionWrite) =>
      send<PreviewAnswer>('POST', apiPath(['notifications', 'preview']), wanted),
  });
