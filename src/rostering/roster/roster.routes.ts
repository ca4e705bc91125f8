import { z } from 'zod';
import { actorOf } from '../../access/actor.routes.ts';
import type { Hub } from '../../access/use-case.ts';
import { refusalBody } from '../../dictionary/refusal.schema.ts';
import { pageQuery } from '../../platform/page.schema.ts';
import type { Server } from '../../platform/server.ts';
import { listCourses, listMembers, listSessions, showCourse } from './course.read-model.ts';
import { listKeyCauses, listKeyRuns, showKeyActivity } from './key.read-model.ts';
import {
  courseDetail,
  coursesAnswer,
  coursesQuery,
  keyActivity,
  keyCausesAnswer,
  keyCausesQuery,
  keyRunsAnswer,
  keyRunsQuery,
  membersAnswer,
  sessionsAnswer,
  subjectAnswer,
  subjectQuery,
  userDetail,
  usersAnswer,
  usersQuery,
} from './roster.schema.ts';
import { findSubject } from './subject.read-model.ts';
import { listUsers, showUser } from './user.read-model.ts';

const params = z.object({ id: z.string().max(40) });
const refused = { '4xx': refusalBody };

/** What people see of the roster, and of what keys sent. */
export function rosterRoutes(server: Server, app: Hub): void {
  userRoutes(server, app);
  courseRoutes(server, app);
  keyRoutes(server, app);
}

function userRoutes(server: Server, app: Hub): void {
  const tags = ['Roster'];
  server.get(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'Users: people with an account, by name',
        querystring: usersQuery,
        response: { 200: usersAnswer, ...refused },
      },
    },
    async (request) => listUsers(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/users/:id',
    {
      schema: {
        tags,
        summary: 'One user with accounts, memberships and open refusals',
        params,
        response: { 200: userDetail, ...refused },
      },
    },
    async (request) => showUser(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/roster/subject',
    {
      schema: {
        tags,
        summary: 'The user and the course that an outcome of a run speaks of',
        querystring: subjectQuery,
        response: { 200: subjectAnswer, ...refused },
      },
    },
    async (request) => findSubject(app, await actorOf(app, request), request.query),
  );
}

function courseRoutes(server: Server, app: Hub): void {
  const tags = ['Roster'];
  server.get(
    '/api/v1/courses',
    {
      schema: {
        tags,
        summary: 'Courses of files and of the API, by title',
        querystring: coursesQuery,
        response: { 200: coursesAnswer, ...refused },
      },
    },
    async (request) => listCourses(app, await actorOf(app, request), request.query),
  );
  server.get(
    '/api/v1/courses/:id',
    {
      schema: {
        tags,
        summary: 'One course with staff, attendance settings and open refusals',
        params,
        response: { 200: courseDetail, ...refused },
      },
    },
    async (request) => showCourse(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/courses/:id/members',
    {
      schema: {
        tags,
        summary: 'Members of a course, by name',
        params,
        querystring: pageQuery,
        response: { 200: membersAnswer, ...refused },
      },
    },
    async (request) => listMembers(app, await actorOf(app, request), { ...request.query, id: request.params.id }),
  );
  server.get(
    '/api/v1/courses/:id/sessions',
    {
      schema: {
        tags,
        summary: 'Attendance sessions of a course in the order of time',
        params,
        querystring: pageQuery,
        response: { 200: sessionsAnswer, ...refused },
      },
    },
    async (request) => listSessions(app, await actorOf(app, request), { ...request.query, id: request.params.id }),
  );
}

function keyRoutes(server: Server, app: Hub): void {
  const tags = ['API keys'];
  server.get(
    '/api/v1/api-keys/:id/activity',
    {
      schema: {
        tags,
        summary: 'A key and what was sent with it in the last 14 days',
        params,
        response: { 200: keyActivity, ...refused },
      },
    },
    async (request) => showKeyActivity(app, await actorOf(app, request), request.params.id),
  );
  server.get(
    '/api/v1/api-keys/:id/runs',
    {
      schema: {
        tags,
        summary: 'What was sent with a key, as runs, the newest first',
        params,
        querystring: keyRunsQuery,
        response: { 200: keyRunsAnswer, ...refused },
      },
    },
    async (request) => listKeyRuns(app, await actorOf(app, request), { ...request.query, id: request.params.id }),
  );
  server.get(
    '/api/v1/api-keys/:id/causes',
    {
      schema: {
        tags,
        summary: 'What was refused of a key’s records, by cause',
        params,
        querystring: keyCausesQuery,
        response: { 200: keyCausesAnswer, ...refused },
      },
    },
    async (request) => listKeyCauses(app, await actorOf(app, request), { ...request.query, id: request.params.id }),
  );
}
