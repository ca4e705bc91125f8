import { createHash } from 'node:crypto';
import { Failure } from './connector.ts';

// Whether the pages of a list add up. Most systems read pages by counting from the start, so a record that comes or goes
// meanwhile moves others from one page to another; a record that is passed over would look as if it had been deleted.

/** What is remembered from page to page; small enough to be stored in the mark of the next page. */
export type Seen = {
  readonly records: number;
  readonly total: number | null;
  /** Print of the whole page before, and of its last records, the last one at the end. */
  readonly page: string;
  readonly tail: readonly string[];
};
export type PageRead = {
  readonly keys: readonly string[];
  /** How many records there are, as the other side says. */
  readonly total: number | null;
  /** It was asked for from the last record of the page before, so that it must begin with it. */
  readonly overlaps: boolean;
};
/** The list that is read, and from where. */
export type Watched = { readonly what: string; readonly address: string };

const tailLength = 16;
/** No district has so many of anything; a list that goes on for ever ends here. */
const mostRecords = 50_000_000;

/** Takes note of a page; `fresh`: from which of its records on they are new. Throws a `Failure` where it does not follow from those before. */
export function watchPage(
  watched: Watched,
  before: Seen | null,
  { keys, total, overlaps }: PageRead,
): { readonly seen: Seen; readonly fresh: number } {
  const page = printOf(keys.join('\n'));
  const fresh = before === null ? 0 : freshFrom(watched, before, keys, page, overlaps);
  const records = (before?.records ?? 0) + keys.length - fresh;
  const announced = before?.total ?? total;
  if (total !== null && total !== announced)
    throw changed(watched, `${announced} records were announced first, then ${total}`);
  if (announced !== null && records > announced) throw miscounted(watched, announced, records);
  if (records > mostRecords)
    throw new Failure('sync', 'connection.list_endless', { ...watched, received: String(records) });
  const tail = [...(before?.tail ?? []), ...keys.slice(fresh).slice(-tailLength).map(printOf)].slice(-tailLength);
  return { seen: { records, total: announced, page, tail }, fresh };
}

function freshFrom(watched: Watched, before: Seen, keys: readonly string[], page: string, overlaps: boolean): number {
  const first = keys[0] === undefined ? null : printOf(keys[0]);
  if (overlaps && first === before.tail.at(-1)) return 1;
  if (first !== null && page === before.page) {
    // Who knows no pages answers with the whole list each time; it is whole if it is as long as announced.
    if (before.records === keys.length && before.total === keys.length) return keys.length;
    throw new Failure('sync', 'connection.page_repeated', { ...watched }, { anew: true });
  }
  if (overlaps) throw changed(watched, 'a page does not begin where the one before ended');
  if (first !== null && before.tail.includes(first))
    throw changed(watched, 'a page begins with a record of the one before');
  return 0;
}

/** The list has ended: as many must have come as were announced. */
export function watchEnd(watched: Watched, { records, total }: Seen): void {
  if (total !== null && records !== total) throw miscounted(watched, total, records);
}

const changed = (watched: Watched, reason: string) =>
  new Failure('sync', 'connection.changed_while_read', { ...watched, reason }, { anew: true });
const miscounted = (watched: Watched, expected: number, received: number) =>
  new Failure(
    'sync',
    'connection.count_wrong',
    { ...watched, expected: String(expected), received: String(received) },
    { anew: true },
  );

const printOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 11);
