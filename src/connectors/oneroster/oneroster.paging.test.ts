import { describe, expect, test } from 'vitest';
import { Failure, type Outside } from '../connector.ts';
import { listUrl, readPage } from './oneroster.paging.ts';

type Page = { readonly ids: string; readonly link?: string; readonly total?: number };

/** An outside that gives one page after the other, whatever it is asked; and the addresses that were asked. */
function anOutside(pages: readonly Page[], baseUrl = 'https://sis.example/v1p1/') {
  const asked: string[] = [];
  const outside: Outside = {
    settings: { baseUrl, version: '1.1' },
    credentials: { kind: 'oauth1', consumerKey: 'k', consumerSecret: 's' },
    signal: new AbortController().signal,
    now: () => new Date(),
    memory: new Map(),
    async send({ url }) {
      const { ids, link, total } = pages[asked.length] ?? { ids: '' };
      asked.push(url.replace('https://sis.example', ''));
      const headers = {
        ...(link === undefined ? {} : { link }),
        ...(total === undefined ? {} : { 'x-total-count': String(total) }),
      };
      return {
        status: 200,
        headers,
        body: Buffer.from(JSON.stringify({ orgs: [...ids].map((sourcedId) => ({ sourcedId })) })),
      };
    },
  };
  return { outside, asked };
}

/** Reads to the end: what was taken, or the entry of the failure; and what was asked for. */
async function read(pages: readonly Page[], since: Date | null = null) {
  const { outside, asked } = anOutside(pages);
  let taken = '';
  let at: string | null = null;
  try {
    do {
      const page = await readPage(outside, 'orgs', at, since);
      taken += page.rows.map((row) => row['sourcedId']).join('');
      at = page.next;
    } while (at !== null);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.entry, error.facts['target'] ?? error.facts['what'], asked.length];
  }
  return [taken, asked];
}

const list = '/v1p1/orgs?limit=2000';

describe('the next page', () => {
  test('is counted from the last record, where there are no links', async () => {
    expect(
      await read([
        { ids: 'abc', total: 4 },
        { ids: 'cd', total: 4 },
        { ids: 'd', total: 4 },
      ]),
    ).toEqual(['abcd', [`${list}&offset=0`, `${list}&offset=2`, `${list}&offset=3`]]);
  });

  test('is counted as well where the link counts, wherever it points', async () => {
    const link = '<http://10.0.0.1/v1p1/orgs?limit=3&offset=3>; rel="next"';
    expect(
      await read([
        { ids: 'abc', link },
        { ids: 'cd', link: '<x>; rel="first"' },
      ]),
    ).toEqual(['abcd', [`${list}&offset=0`, `${list}&offset=2`]]);
  });

  test('is the provider’s own, where the link holds a mark', async () => {
    const pages = [
      { ids: 'abc', link: '<https://sis.example/v1p1/orgs?after=c>; rel="next", <x>; rel="last"' },
      { ids: 'de', link: '</v1p1/orgs?after=e>; rel="next"' },
      { ids: 'f', link: '<x>; rel="first"' },
    ];
    expect(await read(pages)).toEqual(['abcdef', [`${list}&offset=0`, '/v1p1/orgs?after=c', '/v1p1/orgs?after=e']]);
  });

  test('is not asked for at another place', async () => {
    const link = '<https://elsewhere.example/orgs?after=c>; rel="next"';
    expect(await read([{ ids: 'abc', link }])).toEqual(['connection.redirected', 'https://elsewhere.example/orgs', 1]);
  });

  test('that repeats a record of the one before is noticed, also behind a mark', async () => {
    const link = '<?after=c>; rel="next"';
    expect(
      await read([
        { ids: 'abc', link },
        { ids: 'bcd', link },
      ]),
    ).toEqual(['connection.changed_while_read', 'schools (orgs)', 2]);
  });

  test('that is promised and empty is noticed', async () => {
    const link = '<?after=c>; rel="next"';
    expect(
      await read([
        { ids: 'abc', link },
        { ids: '', link },
      ]),
    ).toEqual(['connection.page_repeated', 'schools (orgs)', 2]);
  });

  test('that is still promised when all have come is not needed', async () => {
    const link = '<?after=c>; rel="next"';
    expect(
      await read([
        { ids: 'abc', link, total: 3 },
        { ids: '', link, total: 3 },
      ]),
    ).toEqual(['abc', expect.anything()]);
  });

  test('cannot be told by a link that makes no sense', async () => {
    expect(
      await read([
        { ids: 'ab', link: 'next' },
        { ids: 'b', link: 'next' },
      ]),
    ).toEqual(['ab', expect.anything()]);
  });
});

test('a list stands below the address, whatever that ends in', () => {
  const urlOf = (baseUrl: string) => listUrl({ baseUrl }, 'users', { limit: '1' });
  expect(urlOf('https://sis.example/v1p1')).toBe('https://sis.example/v1p1/users?limit=1');
  expect(urlOf('https://sis.example//')).toBe('https://sis.example/users?limit=1');
  expect(urlOf('https://sis.example/v1p1/?tenant=7')).toBe('https://sis.example/v1p1/users?tenant=7&limit=1');
});

test('what changed since an instant is asked for on every page', async () => {
  const since = new Date('2026-09-01T08:00:00.000Z');
  const filter = 'filter=dateLastModified%3E%3D%272026-09-01T08%3A00%3A00.000Z%27';
  expect(await read([{ ids: 'ab' }, { ids: 'b' }], since)).toEqual([
    'ab',
    [`${list}&offset=0&${filter}`, `${list}&offset=1&${filter}`],
  ]);
});
