import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  schoolsAnswer as SchoolsSchema,
  SchoolView,
  rosteringSettings as SettingsSchema,
} from '../../rostering/school.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type SchoolsAnswer = z.infer<typeof SchoolsSchema>;
export type RosteringSettings = z.infer<typeof SettingsSchema>;

export const schoolQuery = (id: string) =>
  queryOptions({
    queryKey: ['schools', 'one', id],
    queryFn: ({ signal }) => get<SchoolView>(apiPath(['schools', id]), signal),
  });

export const schoolsFound = (q: string) =>
  queryOptions({
    queryKey: ['schools', 'found', q],
    queryFn: ({ signal }) => get<SchoolsAnswer>(apiPath(['schools'], { q, limit: 50 }), signal),
    placeholderData: (before) => before,
  });
