import type { z } from 'zod';
import { refuse } from '../dictionary/refusal.model.ts';

/** Where a list goes on: the sort keys of its last row, as text safe in addresses. */
export function cursorOf(...keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys of a cursor; null where the list begins. A cursor that is not ours refuses the request. */
export function readCursor<Keys>(cursor: string | undefined, shape: z.ZodType<Keys>): Keys | null {
  if (cursor === undefined) return null;
  const read = shape.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (read.success) return read.data;
  const reason = '/cursor: must be the nextCursor of the page before';
  throw refuse('request.body_invalid', { reason }, [
    { pointer: '/cursor', entry: 'request.body_invalid', message: 'must be the nextCursor of the page before' },
  ]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A page of one row more than asked for: whether there is another page is told by that row. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keys: (row: Row) => readonly (string | number)[],
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last !== undefined ? cursorOf(...keys(last)) : null };
}

/** An ILIKE pattern for a text as it was typed: `%` and `_` mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The number in an address such as /people/17; null where it is none, and so nothing is there. */
export function numberIn(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
