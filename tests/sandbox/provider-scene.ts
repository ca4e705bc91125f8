import { afterAll } from 'vitest';
import { type Provider, type ProviderOptions, startProvider } from '../../sandbox/oneroster/provider.ts';

// A OneRoster provider as a client meets it: over HTTP, with a token.

export type Row = { readonly sourcedId: string } & Readonly<Record<string, unknown>>;
export type Got = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The records of a list, whatever its envelope. */
  readonly rows: readonly Row[];
  readonly ids: readonly string[];
  readonly total: number;
};

export type Client = Provider & {
  /** A path below the base address, or a whole one. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Got>;
  post(path: string, input?: unknown): Promise<Got>;
};

export const prefix11 = 'https://purl.imsglobal.org/spec/or/v1p1/scope/';

/** Closed when the tests of the file are done. */
export async function aProvider(options: ProviderOptions = {}): Promise<Client> {
  const provider = await startProvider({ students: 100, ...options });
  afterAll(() => provider.close());
  let token: string | null = null;
  return {
    ...provider,
    async get(path, headers) {
      token ??= (await askToken(provider)).token;
      const url = path.startsWith('http') ? path : `${provider.address}/${path}`;
      return gotOf(await fetch(url, { headers: headers ?? { authorization: `Bearer ${token}` }, redirect: 'manual' }));
    },
    post: async (path, input = {}) =>
      gotOf(await fetch(`${provider.controlUrl}/${path}`, { method: 'POST', body: JSON.stringify(input) })),
  };
}

export type Asked = {
  readonly scope?: string;
  readonly grant?: string;
  readonly id?: string;
  readonly secret?: string;
};

/** The token endpoint, asked as RFC 6749 says; what is left out of `asked` is right. */
export async function askToken(provider: Provider, asked: Asked = {}): Promise<Got & { readonly token: string }> {
  const { clientId, clientSecret } = provider.credentials;
  const pair = [asked.id ?? clientId, asked.secret ?? clientSecret].map(encodeURIComponent).join(':');
  const scope = asked.scope === undefined ? {} : { scope: asked.scope };
  const got = gotOf(
    await fetch(provider.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      body: new URLSearchParams({ grant_type: asked.grant ?? 'client_credentials', ...scope }),
    }),
  );
  const read = await got;
  return { ...read, token: String(read.body['access_token']) };
}

export function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

/** The address of each relation in a Link header. */
export function linksIn({ headers }: Got): Readonly<Record<string, string>> {
  const links = [...(headers.get('link') ?? '').matchAll(/<([^>]*)>;\s*rel="(\w+)"/g)];
  return Object.fromEntries(links.map(([, address = '', rel = '']) => [rel, address]));
}

/** Reads a list to its end by its `next` links; at most so many pages. */
export async function readAll(client: Client, path: string, most = 100): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: string | undefined = path;
  for (let page = 0; next !== undefined && page < most; page++) {
    const got: Got = await client.get(next);
    ids.push(...got.ids);
    next = linksIn(got)['next'];
  }
  return ids;
}

async function gotOf(response: Response): Promise<Got> {
  const text = await response.text();
  const body = jsonOf(text);
  const list = Object.values(body).find(Array.isArray) ?? [];
  const rows = list as readonly Row[];
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    rows,
    ids: rows.map(({ sourcedId }) => sourcedId),
    total: Number(response.headers.get('x-total-count')),
  };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
