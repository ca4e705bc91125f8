import type { Server } from '../../platform/server.ts';
import { documentOf } from './api.schema.ts';
import { callerOf, send } from './call.routes.ts';
import { type Fault, fault } from './fault.model.ts';
import * as lists from './list.read-model.ts';
import type { Api } from './push.usecases.ts';
import { Told } from './told.model.ts';

// What a key can read: its schools' users, courses, members and sessions.

const filtersOf = {
  users: { list: lists.listUsers, filters: ['userID', 'email', 'schoolID'], operation: 'listUsers', name: 'users' },
  courses: {
    list: lists.listCourses,
    filters: ['courseID', 'addCode', 'schoolID'],
    operation: 'listCourses',
    name: 'courses',
  },
  'course-members': {
    list: lists.listCourseMembers,
    filters: ['ID', 'courseID', 'addCode'],
    operation: 'listCourseMembers',
    name: 'courseMembers',
  },
  'attendance-sessions': {
    list: lists.listAttendanceSessions,
    filters: ['courseID', 'addCode', 'attendanceID'],
    operation: 'listAttendanceSessions',
    name: 'attendanceSessions',
  },
} as const;

export function listing(scope: Server, api: Api): void {
  for (const [path, { list, filters, operation, name }] of Object.entries(filtersOf)) {
    scope.get(`/${path}`, { schema: documentOf(operation) }, async (request, reply) => {
      const { actor, schools } = await callerOf(api, request);
      const asked = queryOf(request.query as Record<string, unknown>, filters);
      const { rows, nextCursor } = await list(api.app.db, { district: actor.district, schools }, asked);
      return send(reply, { status: 200, body: { [name]: rows, nextCursor } });
    });
  }
  scope.get('/schools/:schoolID', { schema: documentOf('showSchool') }, async (request, reply) => {
    const { actor, schools } = await callerOf(api, request);
    const { schoolID } = request.params as { schoolID: string };
    const school = await lists.showSchool(
      api.app.db,
      { district: actor.district, schools },
      schoolID.replaceAll('\u0000', ''),
    );
    if (school === null)
      throw new Told([fault('', 'rostering.user.school_not_authorized', { school: schoolID.slice(0, 400) })]);
    return send(reply, { status: 200, body: { school } });
  });
}

function queryOf(query: Record<string, unknown>, filters: readonly string[]): lists.Asked {
  const faults: Fault[] = [];
  const wrong = (field: string, reason: string) =>
    faults.push(fault(`/${field}`, 'rostering.request.query_invalid', { field, reason }));
  const limit = query['limit'] === undefined ? 100 : Number(query['limit']);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) wrong('limit', 'it must be a whole number from 1 to 500');
  for (const [name, value] of Object.entries(query)) {
    const field = name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);
    if (name !== 'limit' && name !== 'cursor' && !filters.includes(name)) wrong(field, 'there is no such filter');
    else if (typeof value !== 'string' || value.length > 2000 || value.includes('\u0000'))
      wrong(field, 'it must be given once, as a text');
  }
  if (faults.length > 0) throw new Told(faults);
  const cursor = query['cursor'];
  const given = Object.fromEntries(
    filters.flatMap((name) => (typeof query[name] === 'string' ? [[name, query[name]]] : [])),
  );
  return { limit, filters: given, ...(typeof cursor === 'string' ? { cursor } : {}) };
}
