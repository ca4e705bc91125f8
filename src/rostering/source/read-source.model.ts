import type { Collection } from '../../connectors/connector.ts';
import { carriedFiles, type Version } from '../oneroster/columns.model.ts';

/** What the part knows of its reading; stored with it. `since`: only what changed since then; `only`: one record alone. */
export type ReadSource = {
  readonly mode: 'read';
  readonly folder: string;
  readonly since: string | null;
  readonly only?: { readonly collection: Collection; readonly key: string };
};
/** In which form what is read of a provider of a version becomes files. */
export const formOf = (version: '1.1' | '1.2'): Version => (version === '1.2' ? '1.2 REST' : version);
export const fileNameOf = (collection: Collection) => `${collection}.csv`;
export const isRead = (source: Readonly<Record<string, unknown>>): boolean => source['mode'] === 'read';

/** The record that a reading asks for alone; null: it reads lists. */
export function recordAlone(source: Readonly<Record<string, unknown>>): { kind: string; key: string } | null {
  const { only } = source as Partial<ReadSource>;
  const spec = carriedFiles('1.1').find(({ name }) => only !== undefined && name === fileNameOf(only.collection));
  return only === undefined || spec === undefined ? null : { kind: spec.kind, key: only.key };
}
