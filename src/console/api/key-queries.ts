import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  keyCausesAnswer as CausesSchema,
  KeyActivity,
  keyRunsAnswer as RunsSchema,
} from '../../rostering/roster/roster.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type KeyCausesAnswer = z.infer<typeof CausesSchema>;
export type KeyRunsAnswer = z.infer<typeof RunsSchema>;

// Keys send at any time: what they sent is asked for again and again.
const often = 15_000;

export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: ['api-keys', 'activity', id],
    queryFn: ({ signal }) => get<KeyActivity>(apiPath(['api-keys', id, 'activity']), signal),
    refetchInterval: often,
  });

export const keyCausesQuery = (id: string, day: string | undefined) =>
  queryOptions({
    queryKey: ['api-keys', 'causes', id, day],
    queryFn: ({ signal }) => get<KeyCausesAnswer>(apiPath(['api-keys', id, 'causes'], { day }), signal),
    refetchInterval: often,
    placeholderData: (before) => before,
  });
