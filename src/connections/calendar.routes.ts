import { actorOf } from '../access/actor.routes.ts';
import type { Hub } from '../access/use-case.ts';
import { refusalBody } from '../dictionary/refusal.schema.ts';
import type { Server } from '../platform/server.ts';
import { calendar, calendarView } from './calendar.schema.ts';
import { changeCalendar, showCalendar } from './calendar.usecases.ts';

/** Blackouts of the whole district; those of a connection, and its planned pauses, are settings of the connection. */
export function calendarRoutes(server: Server, app: Hub): void {
  const shared = { tags: ['Connections'], response: { 200: calendarView, '4xx': refusalBody } };
  server.get(
    '/api/v1/calendar',
    { schema: { ...shared, summary: 'When no run of the district is asked for' } },
    async (request) => showCalendar(app, await actorOf(app, request), undefined),
  );
  server.put(
    '/api/v1/calendar',
    { schema: { ...shared, summary: 'Set when no run of the district is asked for', body: calendar } },
    async (request) => changeCalendar(app, await actorOf(app, request), request.body),
  );
}
