import { type Answer, jsonAnswer } from './answer.ts';
import { type Query, selected } from './query.ts';
import type { Item } from './record.ts';

/** What was asked for, and what is shown: `from` and `endless` are other than true only under a fault. */
export type Window = {
  readonly offset: number;
  readonly limit: number;
  /** Where the records that are shown begin. */
  readonly from: number;
  /** A next page is always promised. */
  readonly endless: boolean;
};

/** Filtered and sorted lists, as long as nothing changes: a reader asks for page after page of the same one. */
export type Selections = {
  of(path: string, query: Query, revision: number, all: () => readonly Item[]): readonly Item[];
};

const keptSelections = 8;

export function emptySelections(): Selections {
  const kept = new Map<string, { readonly revision: number; readonly items: readonly Item[] }>();
  return {
    of(path, query, revision, all) {
      const key = `${path} ${query.text}`;
      const found = kept.get(key);
      if (found?.revision === revision) return found.items;
      const filtered = query.filter === null ? all() : all().filter(query.filter);
      const items = query.order === null ? filtered : filtered.toSorted(query.order);
      kept.delete(key);
      kept.set(key, { revision, items });
      for (const oldest of kept.keys()) if (kept.size > keptSelections) kept.delete(oldest);
      return items;
    },
  };
}

/** `address`: of the list itself, without its query. */
export function pageAnswer(
  items: readonly Item[],
  envelope: string,
  query: Query,
  window: Window,
  address: string,
  search: URLSearchParams,
): Answer {
  const shown = items.slice(window.from, window.from + window.limit);
  const body = { [envelope]: query.fields === null ? shown : shown.map((item) => selected(item, query.fields)) };
  return jsonAnswer(200, body, {
    'x-total-count': `${items.length}`,
    link: linksOf(window, items.length, address, search),
  });
}

function linksOf({ offset, limit, endless }: Window, total: number, address: string, search: URLSearchParams): string {
  const link = (rel: string, to: number): string => {
    const page = new URLSearchParams(search);
    page.set('limit', `${limit}`);
    page.set('offset', `${to}`);
    return `<${address}?${page.toString()}>; rel="${rel}"`;
  };
  const links = [link('first', 0), link('last', total === 0 ? 0 : Math.floor((total - 1) / limit) * limit)];
  if (endless || offset + limit < total) links.push(link('next', offset + limit));
  if (offset > 0) links.push(link('prev', Math.max(0, offset - limit)));
  return links.join(', ');
}
