import { adminLink } from '../../src/access/admin-link.command.ts';
import { mountRoutes } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { ensureMonths } from '../../src/platform/database.ts';
import { makeServer } from '../../src/platform/server.ts';
import { freshDatabase } from '../database/database.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Browser = Readonly<Record<string, string>>;
/** A body is what the test says that it is. */
type Answer<Body> = { readonly status: number; readonly body: Body; readonly text: string; readonly entry: string };
export type Unknown = {
  readonly id: string;
  readonly system: string | null;
  readonly template: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly ignored: boolean;
};
export type UnknownList = {
  readonly items: readonly Unknown[];
  readonly nextCursor: string | null;
  readonly dropped: number;
};
export type Explained = {
  readonly matches: readonly { readonly entry: string; readonly facts: Readonly<Record<string, string>> }[];
  readonly unknown: boolean;
};

const keys = { north: 'hp_live_north_0123456789abcd', west: 'hp_live_west_0123456789abcde' } as const;
const password = 'a long enough password';
const bearer = (secret: string): Browser => ({ authorization: `Bearer ${secret}` });

/** Two hubs on one database with North and West Unified in it, as behind a load balancer; the test sets their clock. */
export async function aDictionaryHub() {
  const fresh = await freshDatabase();
  let now = new Date('2026-11-24T08:00:00Z');
  const app = { ...fresh, clock: () => now };
  await ensureMonths(app.db, now);
  const aServer = async () => {
    const server = await makeServer({ log: fresh.log, trustProxy: [], secure: false });
    await mountRoutes(server, app, { demo: false });
    await server.ready();
    return server;
  };
  const servers = [await aServer(), await aServer()] as const;
  for (const [id, secret] of Object.entries(keys))
    await apply(app, {
      text: `district: { id: ${id}, name: ${id}, timeZone: America/Chicago }\nschools: [{ id: sch-1, name: High }]\napiKeys: [{ name: ops, secret: ${secret}, scopes: [manage] }]\n`,
      fileName: 'district.yaml',
      env: {},
    });

  const ask = async <Body>(
    method: Method,
    path: string,
    { body, as, hub = 0 }: { readonly body?: unknown; readonly as?: Browser; readonly hub?: 0 | 1 } = {},
  ): Promise<Answer<Body>> => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await servers[hub].inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...(as ?? bearer(keys.north)), ...json },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== '';
    const told = isJson ? answer.json() : undefined;
    const entry = (told as { error?: { help: { entry: string } } } | undefined)?.error?.help.entry ?? '';
    return { status: answer.statusCode, body: told as Body, text: answer.body, entry };
  };
  const entered = async (link: string, email: string): Promise<Browser> => {
    const answer = await servers[0].inject({
      method: 'POST',
      url: '/api/v1/links',
      payload: { token: link.split('#')[1] ?? '', name: email.split('@')[0], email, password },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
  };
  const admin = await entered(await adminLink(app, { district: 'north' }), 'ada@north.example');

  return {
    app,
    ask,
    admin,
    west: bearer(keys.west),
    /** Somebody of North Unified with a built-in role, in the whole district or at one school. */
    async person(role: string, schoolId: string | null = null): Promise<Browser> {
      const email = `${role}${schoolId ?? ''}@north.example`;
      const body = { name: role, email, grants: [{ role, schoolId }] };
      const invited = await ask<{ link: string }>('POST', '/people', { body, as: admin });
      if (invited.status !== 201) throw new Error(invited.text);
      return entered(invited.body.link, email);
    },
    explain: (message: string, more: { system?: string; as?: Browser; hub?: 0 | 1 } = {}) => {
      const { system, ...how } = more;
      return ask<Explained>('POST', '/dictionary/explain', { body: { message, system }, ...how });
    },
    /** The unknown messages of a district: how often each came. */
    async unknown(query = '', as?: Browser): Promise<readonly (readonly [template: string, count: number])[]> {
      const { body } = await ask<UnknownList>('GET', `/dictionary/unknown?${query}`, as === undefined ? {} : { as });
      return body.items.map(({ template, count }) => [template, count] as const);
    },
    async audit(
      subject: string,
    ): Promise<readonly { action: string; details: Record<string, unknown>; subject: unknown }[]> {
      return (await ask<{ audit: never[] }>('GET', `/audit?action=${subject}`)).body.audit;
    },
    later(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    async close() {
      for (const server of servers) await server.close();
      await fresh.close();
    },
  };
}
export type Hub = Awaited<ReturnType<typeof aDictionaryHub>>;

export const days = (n: number) => n * 86_400_000;

/** How a district names "Bucket 7 of algebra went stale". */
export const staleBucket = {
  name: 'stale_bucket',
  system: 'skyward',
  title: 'A bucket went stale',
  message: 'Bucket {bucket} of {course} went stale',
  cause: 'bucket.stale',
  blocking: true,
  retry: 'after_fix',
  causes: [
    {
      meaning: 'Nobody has opened the bucket {bucket} for a year.',
      owner: 'sis_admin',
      steps: ['Open {bucket} once.', 'Sync again.'],
      prevention: [],
    },
  ],
};
