import { afterAll } from 'vitest';
import { type Provider, type ProviderOptions, startProvider } from '../../sandbox/oneroster/provider.ts';
import { type Collection, Failure, type Outside, type Settings } from '../../src/connectors/connector.ts';
import { oneroster } from '../../src/connectors/oneroster/oneroster.connector.ts';
import { readPage } from '../../src/connectors/oneroster/oneroster.paging.ts';
import { failureOf } from '../../src/connectors/outside-failure.ts';
import { makeOutbound } from '../../src/platform/outbound.ts';

// The connector against the provider of the sandbox, over HTTP.

export type Row = Readonly<Record<string, string>>;
export type Scene = {
  readonly provider: Provider;
  /** A way to it whose memory is empty. */
  outside(more?: Partial<Pick<Outside, 'credentials' | 'settings' | 'now'>>): Outside;
};

const limits = { connect: 1000, headers: 1000, body: 1000, whole: 5000, bytes: 5 * 1024 * 1024 };

/** A provider of a hundred students that answers with at most 50 records at once. */
export async function aScene(options: ProviderOptions = {}): Promise<Scene> {
  const provider = await startProvider({ students: 100, maxLimit: 50, ...options });
  const outbound = makeOutbound(['127.0.0.0/8'], { limits });
  afterAll(async () => {
    await outbound.close();
    await provider.close();
  });
  const { clientId, clientSecret } = provider.credentials;
  const settings: Settings = {
    baseUrl: provider.address,
    tokenUrl: provider.tokenUrl,
    version: options.version ?? '1.1',
  };
  return {
    provider,
    outside: (more = {}) => ({
      settings,
      credentials: { kind: 'oauth2', clientId, clientSecret },
      signal: new AbortController().signal,
      now: () => new Date(),
      memory: new Map(),
      send: (request) =>
        outbound.send(request).catch((error: unknown) => {
          throw failureOf(error);
        }),
      ...more,
    }),
  };
}

/** Reads a list to its end, anew where it did not add up, as the engine does. */
export async function readList(outside: Outside, list: Collection, since: Date | null = null): Promise<readonly Row[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(outside, list, since);
    } catch (error) {
      if (!(error instanceof Failure) || !error.anew || tries === 3) throw error;
    }
  }
}

async function readOnce(outside: Outside, list: Collection, since: Date | null): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let at: string | null = null;
  do {
    const page = await readPage(outside, list, at, since);
    rows.push(...page.rows);
    at = page.next;
  } while (at !== null);
  return rows;
}

export const idsOf = (rows: readonly Row[]) => rows.map((row) => row['sourcedId'] ?? '');

/** The failure in which reading ends: type, entry and facts. */
export async function failureOfReading(outside: Outside, list: Collection): Promise<Failure> {
  const found = await readList(outside, list).catch((error: unknown) => error);
  if (!(found instanceof Failure)) throw found instanceof Error ? found : new Error('it was read');
  return found;
}

/** The checklist: what each line found, or the entry of its failure. */
export async function checklist(outside: Outside): Promise<Readonly<Record<string, string>>> {
  const lines: [string, string][] = [];
  for (const { name, run } of oneroster.checks(outside.settings))
    lines.push([
      name,
      await run(outside).catch((error: unknown) => {
        if (error instanceof Failure) return `${error.type}: ${error.entry}`;
        throw error;
      }),
    ]);
  return Object.fromEntries(lines);
}
