import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '../access/access.schema.ts';
import { outcomeWords } from './runs/outcome-words.ts';
import { statusOf } from './shell/api.ts';
import { BareFailure, NoPermission, NotFound, PageFailed } from './shell/plain-pages.tsx';
import { sessionQuery, useCan } from './shell/session.ts';
import { watchSession } from './shell/session-guard.ts';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: BareFailure,
});

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === value);
/** Leaves out what is not set, so that addresses stay short. */
const set = <Value extends object>(values: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => set({ to: text(search['to']) }),
  component: lazyRouteComponent(() => import('./access/sign-in-page.tsx'), 'SignInPage'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./access/welcome-page.tsx'), 'WelcomePage'),
});

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ context, location }) => {
    await context.queryClient.ensureQueryData(sessionQuery).catch((problem: unknown) => {
      if (statusOf(problem) === 401)
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
      throw problem;
    });
  },
  component: lazyRouteComponent(() => import('./shell/frame.tsx'), 'Frame'),
  notFoundComponent: NotFound,
  errorComponent: BareFailure,
});

type PageComponent = () => ReactNode;

/** The page is drawn only for those who hold the permission; the others read why not. */
function guarded<Name extends string>(
  permission: Permission,
  load: () => Promise<Record<Name, PageComponent>>,
  name: Name,
) {
  const Page = lazyRouteComponent(
    async (): Promise<{ Page: PageComponent }> => ({ Page: (await load())[name] }),
    'Page',
  );
  function Guarded() {
    return useCan(permission) ? <Page /> : <NoPermission />;
  }
  Guarded.preload = async () => Page.preload?.();
  return Guarded;
}

const byText = (search: Record<string, unknown>) => set({ q: text(search['q']) });

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

const hold = createRoute({
  getParentRoute: () => frame,
  path: '/holds/$id',
  component: guarded('runs.read', () => import('./runs/hold-page.tsx'), 'HoldPage'),
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

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: byText,
  component: guarded('audit.read', () => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const explain = createRoute({
  getParentRoute: () => frame,
  path: '/explain',
  // The system only: a message may hold names, and an address is kept in many places.
  validateSearch: (search: Record<string, unknown>) => set({ system: text(search['system']) }),
  component: lazyRouteComponent(() => import('./dictionary/explain-page.tsx'), 'ExplainPage'),
});

const dictionary = createRoute({
  getParentRoute: () => frame,
  path: '/dictionary',
  validateSearch: (search: Record<string, unknown>) => set({ q: text(search['q']), system: text(search['system']) }),
  component: lazyRouteComponent(() => import('./dictionary/dictionary-page.tsx'), 'DictionaryPage'),
});

const entry = createRoute({
  getParentRoute: () => frame,
  path: '/dictionary/$entry',
  component: lazyRouteComponent(() => import('./dictionary/entry-page.tsx'), 'EntryPage'),
});

const causes = createRoute({
  getParentRoute: () => frame,
  path: '/causes',
  validateSearch: byText,
  component: lazyRouteComponent(() => import('./dictionary/causes-page.tsx'), 'CausesPage'),
});

const cause = createRoute({
  getParentRoute: () => frame,
  path: '/causes/$cause',
  component: lazyRouteComponent(() => import('./dictionary/cause-page.tsx'), 'CausePage'),
});

const guide = createRoute({
  getParentRoute: () => frame,
  path: '/guides/$system',
  component: lazyRouteComponent(() => import('./dictionary/guide-page.tsx'), 'GuidePage'),
});

const unknown = createRoute({
  getParentRoute: () => frame,
  path: '/unknown',
  validateSearch: (search: Record<string, unknown>) =>
    set({ q: text(search['q']), system: text(search['system']), state: oneOf(search['state'], ['ignored']) }),
  component: guarded('dictionary.read', () => import('./dictionary/unknown-page.tsx'), 'UnknownPage'),
});

const unknownOne = createRoute({
  getParentRoute: () => frame,
  path: '/unknown/$id',
  component: guarded('dictionary.write', () => import('./dictionary/unknown-one-page.tsx'), 'UnknownOnePage'),
});

const ownEntries = createRoute({
  getParentRoute: () => frame,
  path: '/own-entries',
  component: guarded('dictionary.read', () => import('./dictionary/own-entries-page.tsx'), 'OwnEntriesPage'),
});

const newEntry = createRoute({
  getParentRoute: () => frame,
  path: '/own-entries/new',
  validateSearch: (search: Record<string, unknown>) => set({ unknown: text(search['unknown']) }),
  component: guarded('dictionary.write', () => import('./dictionary/naming-page.tsx'), 'NewEntryPage'),
});

const ownEntry = createRoute({
  getParentRoute: () => frame,
  path: '/own-entries/$entry',
  component: guarded('dictionary.write', () => import('./dictionary/naming-page.tsx'), 'EditEntryPage'),
});

const nothing = createRoute({ getParentRoute: () => frame, path: '$', component: NotFound });

const routeTree = root.addChildren([
  signIn,
  welcome,
  frame.addChildren([
    home,
    runs,
    run,
    hold,
    schools,
    school,
    users,
    user,
    courses,
    course,
    people,
    person,
    roles,
    role,
    apiKeys,
    apiKey,
    tryIt,
    mails,
    mail,
    audit,
    explain,
    dictionary,
    entry,
    causes,
    cause,
    guide,
    unknown,
    unknownOne,
    ownEntries,
    newEntry,
    ownEntry,
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
