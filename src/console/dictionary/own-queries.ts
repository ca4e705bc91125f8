import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { AnswersView } from '../../dictionary/answer.schema.ts';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import type { ownEntriesAnswer as OwnEntriesSchema, Preview } from '../../dictionary/own-entry.schema.ts';
import type { UnknownDetail, unknownAnswer as UnknownSchema } from '../../dictionary/unknown.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';

// What the district has of its own in the dictionary: its entries, the messages that nobody has named, and answers.

type OwnEntriesAnswer = z.infer<typeof OwnEntriesSchema>;
export type UnknownAnswer = z.infer<typeof UnknownSchema>;

export const dictionaryPath = (...segments: readonly string[]) => apiPath(['dictionary', ...segments]);

export const ownEntriesQuery = queryOptions({
  queryKey: ['dictionary', 'own'],
  queryFn: ({ signal }) => get<OwnEntriesAnswer>(dictionaryPath('entries'), signal),
  staleTime: 60_000,
});

export const unknownQuery = (id: string) =>
  queryOptions({
    queryKey: ['unknown', 'one', id],
    queryFn: ({ signal }) => get<UnknownDetail>(dictionaryPath('unknown', id), signal),
  });

/** Which unknown messages a template would explain; null: there is none yet. */
export const previewQuery = (asked: { system: SystemId; message: string; entry?: string } | null) =>
  queryOptions({
    queryKey: ['unknown', 'preview', asked],
    queryFn: ({ signal }) => send<Preview>('POST', dictionaryPath('entries', 'preview'), asked, signal),
    enabled: asked !== null,
  });

export const answersQuery = (entry: string) =>
  queryOptions({
    queryKey: ['dictionary', 'answers', entry],
    queryFn: ({ signal }) => get<AnswersView>(apiPath(['dictionary', 'answers'], { entry }), signal),
  });
