import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { byText, frame, guarded, oneOf, set, text } from './route-frame.tsx';

// The pages of the dictionary, and of a district's own entries.

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

export const dictionaryRoutes = [
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
] as const;
