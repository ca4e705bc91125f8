import type { Collection } from '../../connectors/connector.ts';

/** What the part knows of its reading; stored with it. `since`: only what changed since then; `only`: one record alone. */
export type ReadSource = {
  readonly mode: 'read';
  readonly folder: string;
  readonly since: string | null;
  readonly only?: { readonly collection: Collection; readonly key: string };
};
export const fileNameOf = (collection: Collection) => `${collection}.csv`;
export const isRead = (source: Readonly<Record<string, unknown>>): boolean => source['mode'] === 'read';
