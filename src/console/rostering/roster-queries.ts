import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  CourseDetail,
  coursesAnswer as CoursesSchema,
  membersAnswer as MembersSchema,
  sessionsAnswer as SessionsSchema,
  subjectAnswer as SubjectSchema,
  UserDetail,
  usersAnswer as UsersSchema,
} from '../../rostering/roster/roster.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type UsersAnswer = z.infer<typeof UsersSchema>;
export type CoursesAnswer = z.infer<typeof CoursesSchema>;
export type MembersAnswer = z.infer<typeof MembersSchema>;
export type SessionsAnswer = z.infer<typeof SessionsSchema>;
type Subject = z.infer<typeof SubjectSchema>;

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => get<UserDetail>(apiPath(['users', id]), signal),
  });

export const courseQuery = (id: string) =>
  queryOptions({
    queryKey: ['courses', 'one', id],
    queryFn: ({ signal }) => get<CourseDetail>(apiPath(['courses', id]), signal),
  });

/** The person and the course that an outcome speaks of. */
export const subjectQuery = (asked: { run: number; kind: string; key: string }) =>
  queryOptions({
    queryKey: ['subject', asked],
    queryFn: ({ signal }) => get<Subject>(apiPath(['roster', 'subject'], asked), signal),
  });
