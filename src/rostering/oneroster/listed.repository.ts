import { sql } from 'kysely';
import type { Cursor, Page, PartAtWork } from '../../runs/job.ts';

const recordsAPage = 10_000;

/** The records of a part that a fix lists, to be selected from. */
export const listed = ({ district, scope, kind }: PartAtWork) =>
  sql`fix_record listed where listed.district_id = ${district} and listed.fix_no = ${scope.fix} and listed.kind = ${kind}`;

/** A page of records in the order of their keys; the cursor is the last of them. */
export async function pageBehind<Item extends { readonly key: string }>(
  after: Cursor | null,
  read: (behind: string, limit: number) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const done = typeof after?.['done'] === 'number' ? after['done'] : 0;
  const items = await read(typeof after?.['key'] === 'string' ? after['key'] : '', recordsAPage);
  const last = items.at(-1);
  const progress = done + items.length;
  const next = items.length === recordsAPage && last !== undefined ? { key: last.key, done: progress } : null;
  return { items, same: 0, next, phase: 'rows', progress };
}
