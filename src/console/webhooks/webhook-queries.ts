import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  EventDetail,
  eventsAnswer as EventsSchema,
  webhooksAnswer as WebhooksSchema,
  WebhookView,
} from '../../webhooks/webhook.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type WebhooksAnswer = z.infer<typeof WebhooksSchema>;
export type EventsAnswer = z.infer<typeof EventsSchema>;
export type WebhookSecret = { readonly webhook: WebhookView; readonly secret: string };

/** While something is under way its page looks often. */
const busyMs = 2_000;
const quietMs = 15_000;

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => get<WebhookView>(apiPath(['webhooks', id]), signal),
    refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? busyMs : quietMs),
  });

export const eventQuery = (id: string, no: string) =>
  queryOptions({
    queryKey: ['webhooks', 'event', id, no],
    queryFn: ({ signal }) => get<EventDetail>(apiPath(['webhooks', id, 'events', no]), signal),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? busyMs : false),
  });

export const refetchEvents = (answers: readonly EventsAnswer[]): number =>
  answers.some(({ events }) => events.some(({ state }) => state === 'queued')) ? busyMs : quietMs;

/** Something that changes a webhook; whatever is shown of webhooks is asked for anew. */
export function useAct<Answer, Input = void>(
  work: (input: Input) => Promise<Answer>,
  onSuccess: (answer: Answer) => void = () => {},
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
}
