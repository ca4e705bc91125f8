import LinkHeader from 'http-link-header';
import { type Asked, jsonOf, placeOf } from '../answer.ts';
import {
  type Collection,
  Failure,
  type Outside,
  type OutsideAnswer,
  type RosterPage,
  type Settings,
} from '../connector.ts';
import { type Seen, watchEnd, watchPage } from '../page-watch.ts';
import { sendSigned } from './oneroster.auth.ts';
import { failureIn, isRefusal, unexpected } from './oneroster.refusal.ts';
import { cellsOf, type Version } from './oneroster.wire.ts';

// Reading a list page by page. A page is asked for by counting from the start, and one record before its beginning, so that
// it shows whether anything moved since the page before; where a provider hands out a mark of its own, that is followed.

/** Where the next page begins: `url` is the provider's own, else it is counted. */
type Mark = { readonly url: string | null; readonly seen: Seen };

const usualLimit = 2000;
const limitOf = ({ pageSize }: Settings) => Number(pageSize ?? usualLimit);
export const versionOf = ({ version }: Settings): Version => (version === '1.1' ? '1.1' : '1.2');

/** The address of a list. */
export function listUrl(
  { baseUrl = '' }: Settings,
  collection: Collection,
  query: Readonly<Record<string, string>>,
): string {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${collection}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** Lists as people call them. */
export const listNames: Readonly<Record<Collection, string>> = {
  orgs: 'schools (orgs)',
  academicSessions: 'terms (academicSessions)',
  courses: 'courses',
  classes: 'classes',
  users: 'people (users)',
  enrollments: 'enrollments',
};

export type List = {
  readonly records: readonly unknown[];
  readonly total: number | null;
  readonly answer: OutsideAnswer;
};

/** Fetches one page of a list. */
export async function fetchList(outside: Outside, collection: Collection, asked: Asked): Promise<List> {
  const answer = await sendSigned(outside, { method: 'GET', url: asked.url });
  if (answer.status < 200 || answer.status >= 300) throw failureIn(outside, answer, asked);
  const body = jsonOf(outside, answer, asked);
  const records =
    typeof body === 'object' && body !== null && collection in body ? Reflect.get(body, collection) : null;
  if (Array.isArray(records)) return { records, total: totalIn(answer), answer };
  throw isRefusal(body) ? failureIn(outside, answer, asked) : unexpected(asked);
}

function totalIn({ headers }: OutsideAnswer): number | null {
  const said = headers['x-total-count']?.trim() ?? '';
  return /^\d+$/.test(said) ? Number(said) : null;
}

/** Reads one page; `at`: what the page before gave as its next. */
export async function readPage(
  outside: Outside,
  collection: Collection,
  at: string | null,
  since: Date | null,
): Promise<RosterPage> {
  const { settings } = outside;
  const mark = at === null ? null : (JSON.parse(at) as Mark);
  const url = mark?.url ?? countedUrl(settings, collection, mark, since);
  const asked = { what: listNames[collection], url };
  const watched = { what: asked.what, address: placeOf(url) };
  const { records, total, answer } = await fetchList(outside, collection, asked);
  const { seen, fresh } = watchPage(watched, mark?.seen ?? null, {
    keys: records.map(keyOf),
    total,
    overlaps: mark !== null && mark.url === null,
  });
  const next = nextOf(answer, asked, seen, records.length - fresh);
  if (next === null) watchEnd(watched, seen);
  const version = versionOf(settings);
  return {
    rows: records.slice(fresh).map((record) => cellsOf(version, collection, record, settings['timeZone'])),
    next: next === null ? null : JSON.stringify({ url: next.url, seen } satisfies Mark),
    total: seen.total,
  };
}

function countedUrl(settings: Settings, collection: Collection, mark: Mark | null, since: Date | null): string {
  return listUrl(settings, collection, {
    limit: String(limitOf(settings)),
    offset: String(Math.max(0, (mark?.seen.records ?? 0) - 1)),
    ...(since === null ? {} : { filter: `dateLastModified>='${since.toISOString()}'` }),
  });
}

/** Records without an id differ by what they hold. */
function keyOf(record: unknown): string {
  const id = typeof record === 'object' && record !== null ? Reflect.get(record, 'sourcedId') : null;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(record);
}

/** Where the next page is; null: this was the last. `fresh`: how many new records the page had. */
function nextOf(
  answer: OutsideAnswer,
  { what, url }: Asked,
  seen: Seen,
  fresh: number,
): { readonly url: string | null } | null {
  const link = linkIn(answer, url);
  // Without links the end is where nothing more comes: a total may be that of the page only.
  if (link === 'none') return fresh === 0 ? null : { url: null };
  if (link === 'last' || (fresh === 0 && seen.records === seen.total)) return null;
  const address = placeOf(url);
  if (fresh === 0) throw new Failure('sync', 'connection.page_repeated', { address, what }, { anew: true });
  if (link.searchParams.has('offset')) return { url: null };
  if (link.origin !== new URL(url).origin)
    throw new Failure('sync', 'connection.redirected', { address, host: link.host, target: placeOf(link.href) });
  return { url: link.href };
}

/** The next page by the header Link; `last`: it names pages, but no next one; `none`: there is no such header. */
function linkIn({ headers }: OutsideAnswer, url: string): URL | 'last' | 'none' {
  const { link } = headers;
  if (link === undefined) return 'none';
  try {
    const [next] = LinkHeader.parse(link).rel('next');
    return next === undefined ? 'last' : new URL(next.uri, url);
  } catch {
    return 'none';
  }
}
