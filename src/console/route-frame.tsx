import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '../access/access.schema.ts';
import { statusOf } from './shell/api.ts';
import { BareFailure, NoPermission, NotFound } from './shell/plain-pages.tsx';
import { sessionQuery, useCan } from './shell/session.ts';

// What every page stands in: the root, the doors for who is not signed in, and the frame for who is.

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: BareFailure,
});

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
export const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === value);
/** Leaves out what is not set, so that addresses stay short. */
export const set = <Value extends object>(values: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => set({ to: text(search['to']) }),
  component: lazyRouteComponent(() => import('./access/sign-in-page.tsx'), 'SignInPage'),
});

export const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./access/welcome-page.tsx'), 'WelcomePage'),
});

export const reauthenticate = createRoute({
  getParentRoute: () => root,
  path: '/reauthenticate',
  component: lazyRouteComponent(() => import('./connections/reauthenticate-page.tsx'), 'ReauthenticatePage'),
});

export const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe/$token',
  component: lazyRouteComponent(() => import('./notifications/unsubscribe-page.tsx'), 'UnsubscribePage'),
});

export const frame = createRoute({
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
export function guarded<Name extends string>(
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

export const byText = (search: Record<string, unknown>) => set({ q: text(search['q']) });
