import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { dictionaryRoutes } from './dictionary-routes.tsx';
import { ownerNames } from './issues/owner-names.ts';
import {
  byText,
  frame,
  guarded,
  oneOf,
  reauthenticate,
  root,
  set,
  signIn,
  text,
  unsubscribe,
  welcome,
} from './route-frame.tsx';
import { outcomeWords } from './runs/outcome-words.ts';
import { NotFound, PageFailed } from './shell/plain-pages.tsx';
import { watchSession } from './shell/session-guard.ts';
import { webhookRoutes } from './webhook-routes.tsx';

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./runs/home-page.tsx'), 'HomePage'),
});

const runs = createRoute({
  getParentRoute: () => frame,
  path: '/runs',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      state: oneOf(search['state'], ['queued', 'running', 'paused', 'done', 'stopped', 'cancelled']),
      connection: text(search['connection']),
    }),
  component: guarded('runs.read', () => import('./runs/runs-page.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => frame,
  path: '/runs/$id',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      tab: oneOf(search['tab'], ['causes', 'records', 'parts', 'notes']),
      outcome: oneOf(search['outcome'], outcomeWords),
      kind: text(search['kind']),
      entry: text(search['entry']),
      q: text(search['q']),
    }),
  component: guarded('runs.read', () => import('./runs/run-page.tsx'), 'RunPage'),
});

const issues = createRoute({
  getParentRoute: () => frame,
  path: '/issues',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      state: oneOf(search['state'], ['open', 'regressed', 'snoozed', 'muted', 'resolved', 'all']),
      owner: oneOf(search['owner'], ownerNames),
      connection: text(search['connection']),
      mine: search['mine'] === true ? true : undefined,
      q: text(search['q']),
    }),
  component: guarded('issues.read', () => import('./issues/issues-page.tsx'), 'IssuesPage'),
});

const issue = createRoute({
  getParentRoute: () => frame,
  path: '/issues/$id',
  validateSearch: (search: Record<string, unknown>) =>
    set({ group: text(search['group']), tab: oneOf(search['tab'], ['waiting']), q: text(search['q']) }),
  component: guarded('issues.read', () => import('./issues/issue-page.tsx'), 'IssuePage'),
});

const fixes = createRoute({
  getParentRoute: () => frame,
  path: '/fixes',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      state: oneOf(search['state'], ['applied', 'proved', 'failed', 'undone']),
      connection: text(search['connection']),
    }),
  component: guarded('runs.read', () => import('./fixes/fixes-page.tsx'), 'FixesPage'),
});

const fix = createRoute({
  getParentRoute: () => frame,
  path: '/fixes/$id',
  component: guarded('runs.read', () => import('./fixes/fix-page.tsx'), 'FixPage'),
});

const hold = createRoute({
  getParentRoute: () => frame,
  path: '/holds/$id',
  component: guarded('runs.read', () => import('./runs/hold-page.tsx'), 'HoldPage'),
});

const connections = createRoute({
  getParentRoute: () => frame,
  path: '/connections',
  validateSearch: (search: Record<string, unknown>) =>
    set({ q: text(search['q']), show: oneOf(search['show'], ['synced', 'error', 'paused']) }),
  component: guarded('connections.read', () => import('./connections/connections-page.tsx'), 'ConnectionsPage'),
});

const expectations = createRoute({
  getParentRoute: () => frame,
  path: '/expectations',
  validateSearch: (search: Record<string, unknown>) =>
    set({ state: oneOf(search['state'], ['missed', 'met', 'muted']), connection: text(search['connection']) }),
  component: guarded('connections.read', () => import('./expectations/expectations-page.tsx'), 'ExpectationsPage'),
});

const expectation = createRoute({
  getParentRoute: () => frame,
  path: '/expectations/$id',
  component: guarded('connections.read', () => import('./expectations/expectation-page.tsx'), 'ExpectationPage'),
});

const schoolYear = createRoute({
  getParentRoute: () => frame,
  path: '/school-year',
  component: guarded('connections.read', () => import('./school-year/school-year-page.tsx'), 'SchoolYearPage'),
});

const newIds = createRoute({
  getParentRoute: () => frame,
  path: '/connections/$id/new-ids',
  component: guarded('connections.read', () => import('./school-year/new-ids-page.tsx'), 'NewIdsPage'),
});

const calendar = createRoute({
  getParentRoute: () => frame,
  path: '/calendar',
  component: guarded('connections.read', () => import('./connections/calendar-page.tsx'), 'CalendarPage'),
});

const newConnection = createRoute({
  getParentRoute: () => frame,
  path: '/connections/new',
  component: guarded('connections.write', () => import('./connections/new-connection-page.tsx'), 'NewConnectionPage'),
});

const connection = createRoute({
  getParentRoute: () => frame,
  path: '/connections/$id',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      tab: oneOf(search['tab'], ['runs', 'settings', 'calls', 'tickets', 'history']),
      // What its list leads to: the action that its error offers.
      do: oneOf(search['do'], ['reauthenticate', 'ticket']),
    }),
  component: guarded('connections.read', () => import('./connections/connection-page.tsx'), 'ConnectionPage'),
});

const tickets = createRoute({
  getParentRoute: () => frame,
  path: '/tickets',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      mine: search['mine'] === true ? true : undefined,
      state: oneOf(search['state'], ['open', 'sent', 'answered', 'closed']),
    }),
  component: guarded('connections.read', () => import('./tickets/tickets-page.tsx'), 'TicketsPage'),
});

const ticket = createRoute({
  getParentRoute: () => frame,
  path: '/tickets/$id',
  component: guarded('connections.read', () => import('./tickets/ticket-page.tsx'), 'TicketPage'),
});

const desks = createRoute({
  getParentRoute: () => frame,
  path: '/desks',
  component: guarded('connections.read', () => import('./tickets/desks-page.tsx'), 'DesksPage'),
});

const schools = createRoute({
  getParentRoute: () => frame,
  path: '/schools',
  validateSearch: byText,
  component: guarded('schools.read', () => import('./rostering/schools-page.tsx'), 'SchoolsPage'),
});

const school = createRoute({
  getParentRoute: () => frame,
  path: '/schools/$id',
  component: guarded('schools.read', () => import('./rostering/school-page.tsx'), 'SchoolPage'),
});

const users = createRoute({
  getParentRoute: () => frame,
  path: '/users',
  validateSearch: (search: Record<string, unknown>) =>
    set({ q: text(search['q']), school: text(search['school']), role: text(search['role']) }),
  component: guarded('roster.read', () => import('./rostering/users-page.tsx'), 'UsersPage'),
});

const user = createRoute({
  getParentRoute: () => frame,
  path: '/users/$id',
  component: guarded('roster.read', () => import('./rostering/user-page.tsx'), 'UserPage'),
});

const courses = createRoute({
  getParentRoute: () => frame,
  path: '/courses',
  validateSearch: (search: Record<string, unknown>) =>
    set({ q: text(search['q']), school: text(search['school']), state: oneOf(search['state'], ['archived']) }),
  component: guarded('roster.read', () => import('./rostering/courses-page.tsx'), 'CoursesPage'),
});

const course = createRoute({
  getParentRoute: () => frame,
  path: '/courses/$id',
  validateSearch: (search: Record<string, unknown>) =>
    set({ tab: oneOf(search['tab'], ['members', 'sessions']), view: oneOf(search['view'], ['weeks', 'list']) }),
  component: guarded('roster.read', () => import('./rostering/course-page.tsx'), 'CoursePage'),
});

const passport = createRoute({
  getParentRoute: () => frame,
  path: '/passport',
  validateSearch: (search: Record<string, unknown>) =>
    set({
      flow: number(search['flow']),
      run: number(search['run']),
      kind: text(search['kind']),
      key: text(search['key']),
    }),
  component: guarded('roster.read', () => import('./passport/passport-page.tsx'), 'PassportPage'),
});

const identities = createRoute({
  getParentRoute: () => frame,
  path: '/connections/$id/identities',
  validateSearch: (search: Record<string, unknown>) =>
    set({ state: oneOf(search['state'], ['missing', 'matched', 'by_hand']) }),
  component: guarded('roster.read', () => import('./identities/identities-page.tsx'), 'IdentitiesPage'),
});

const people = createRoute({
  getParentRoute: () => frame,
  path: '/people',
  validateSearch: byText,
  component: guarded('people.read', () => import('./access/people-page.tsx'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => frame,
  path: '/people/$id',
  component: guarded('people.read', () => import('./access/person-page.tsx'), 'PersonPage'),
});

const roles = createRoute({
  getParentRoute: () => frame,
  path: '/roles',
  component: guarded('people.read', () => import('./access/roles-page.tsx'), 'RolesPage'),
});

const role = createRoute({
  getParentRoute: () => frame,
  path: '/roles/$id',
  component: guarded('people.read', () => import('./access/role-page.tsx'), 'RolePage'),
});

const apiKeys = createRoute({
  getParentRoute: () => frame,
  path: '/api-keys',
  component: guarded('api_keys.read', () => import('./access/api-keys-page.tsx'), 'ApiKeysPage'),
});

const apiKey = createRoute({
  getParentRoute: () => frame,
  path: '/api-keys/$id',
  validateSearch: (search: Record<string, unknown>) => set({ day: text(search['day']) }),
  component: guarded('api_keys.read', () => import('./api/key-page.tsx'), 'KeyPage'),
});

const tryIt = createRoute({
  getParentRoute: () => frame,
  path: '/try',
  validateSearch: (search: Record<string, unknown>) => set({ operation: text(search['operation']) }),
  component: lazyRouteComponent(() => import('./api/try-page.tsx'), 'TryPage'),
});

const notifications = createRoute({
  getParentRoute: () => frame,
  path: '/notifications',
  component: guarded(
    'notifications.receive',
    () => import('./notifications/notifications-page.tsx'),
    'NotificationsPage',
  ),
});

const mails = createRoute({
  getParentRoute: () => frame,
  path: '/mail',
  validateSearch: (search: Record<string, unknown>) =>
    set({ state: oneOf(search['state'], ['queued', 'sent', 'failed']), kind: text(search['kind']) }),
  component: guarded('mail.read', () => import('./mail/mails-page.tsx'), 'MailsPage'),
});

const mail = createRoute({
  getParentRoute: () => frame,
  path: '/mail/$no',
  component: guarded('mail.read', () => import('./mail/mail-page.tsx'), 'MailPage'),
});

const retention = createRoute({
  getParentRoute: () => frame,
  path: '/retention',
  component: guarded('retention.read', () => import('./retention/retention-page.tsx'), 'RetentionPage'),
});

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: byText,
  component: guarded('audit.read', () => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const nothing = createRoute({ getParentRoute: () => frame, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  welcome,
  reauthenticate,
  unsubscribe,
  frame.addChildren([
    home,
    runs,
    run,
    issues,
    issue,
    fixes,
    fix,
    hold,
    connections,
    expectations,
    expectation,
    schoolYear,
    newIds,
    calendar,
    newConnection,
    connection,
    tickets,
    ticket,
    desks,
    schools,
    school,
    users,
    user,
    courses,
    course,
    passport,
    identities,
    people,
    person,
    roles,
    role,
    apiKeys,
    apiKey,
    tryIt,
    notifications,
    mails,
    mail,
    retention,
    audit,
    ...webhookRoutes,
    ...dictionaryRoutes,
    nothing,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  });
  watchSession(queryClient, router);
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
