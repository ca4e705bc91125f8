import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  apiKeyCreated as ApiKeyCreatedSchema,
  apiKeyCreate as ApiKeyCreateSchema,
  apiKeyView as ApiKeySchema,
  apiKeysAnswer as ApiKeysSchema,
  grantView as GrantViewSchema,
  grantWrite as GrantWriteSchema,
  linkUse as LinkUseSchema,
  linkView as LinkViewSchema,
  peopleAnswer as PeopleSchema,
  personInvited as PersonInvitedSchema,
  roleView as RoleSchema,
  rolesAnswer as RolesSchema,
  SignInView,
} from '../../access/access.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type ApiKeyView = z.infer<typeof ApiKeySchema>;
export type ApiKeysAnswer = z.infer<typeof ApiKeysSchema>;
export type ApiKeyCreate = z.input<typeof ApiKeyCreateSchema>;
export type ApiKeyCreated = z.infer<typeof ApiKeyCreatedSchema>;
export type GrantView = z.infer<typeof GrantViewSchema>;
export type GrantWrite = z.infer<typeof GrantWriteSchema>;
export type LinkUse = z.input<typeof LinkUseSchema>;
export type LinkView = z.infer<typeof LinkViewSchema>;
export type PeopleAnswer = z.infer<typeof PeopleSchema>;
export type PersonInvited = z.infer<typeof PersonInvitedSchema>;
export type RoleView = z.infer<typeof RoleSchema>;
export type RolesAnswer = z.infer<typeof RolesSchema>;

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => get<RolesAnswer>(apiPath(['roles']), signal),
});

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: ({ signal }) => get<SignInView>(apiPath(['people', id]), signal),
  });

export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['link', token],
    queryFn: ({ signal }) => get<LinkView>(apiPath(['links', token]), signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
