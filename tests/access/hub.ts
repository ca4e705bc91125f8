import { pino } from 'pino';
import { accessRoutes } from '../../src/access/access.routes.ts';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { auditRoutes } from '../../src/audit/audit.routes.ts';
import { tellRefusals } from '../../src/dictionary/refusal.routes.ts';
import { districtRoutes } from '../../src/district/district.routes.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { ensureMonths } from '../../src/platform/database.ts';
import { makeServer } from '../../src/platform/server.ts';
import { schoolRoutes } from '../../src/rostering/school.routes.ts';
import { freshDatabase } from '../database/database.ts';

export const password = 'a long enough password';

type Asked = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Answer = {
  readonly status: number;
  readonly body: never;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly entry: string | undefined;
};

/** A hub with a database of its own, whose clock the test sets and whose log it can read. */
export async function aHub(publicUrl?: string) {
  const fresh = await freshDatabase();
  let now = new Date('2026-11-24T08:00:00Z');
  // The template's months are those of the day on which it was made.
  await ensureMonths(fresh.db, now);
  const app = { ...fresh, clock: () => now, config: { ...fresh.config, publicUrl } };
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const server = await makeServer({ log, trustProxy: [], secure: false });
  tellRefusals(server, { console: false });
  await accessRoutes(server, app);
  auditRoutes(server, app);
  schoolRoutes(server, app);
  districtRoutes(server, app);
  await server.ready();
  const ask = async (method: Method, url: string, { body, headers = {} }: Asked = {}): Promise<Answer> => {
    const payload =
      body === undefined
        ? {}
        : { payload: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
    const answer = await server.inject({ method, url, headers, ...payload });
    const json = answer.headers['content-type']?.toString().includes('json') === true ? answer.json() : undefined;
    return {
      status: answer.statusCode,
      body: json as never,
      text: answer.body,
      headers: answer.headers,
      entry: (json as { error?: { help: { entry: string } } } | undefined)?.error?.help.entry,
    };
  };
  return {
    app,
    logged,
    ask,
    later(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    async close() {
      await server.close();
      await fresh.close();
    },
  };
}
export type Hub = Awaited<ReturnType<typeof aHub>>;

export const minutes = (n: number) => n * 60_000;
export const hours = (n: number) => n * 3_600_000;
export const days = (n: number) => n * 86_400_000;

export const tokenOf = (link: string) => link.split('#')[1] ?? '';

/** What a browser sends with the session that an answer opened. */
export function browserOf(answer: Answer): Readonly<Record<string, string>> {
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  return { cookie, 'sec-fetch-site': 'same-origin' };
}

/** The first administrator founds North Unified; the headers are their browser's. */
export async function founded(hub: Hub): Promise<Readonly<Record<string, string>>> {
  const token = tokenOf(await adminLink(hub.app));
  const answer = await hub.ask('POST', '/api/v1/links', {
    body: {
      token,
      name: 'Ada Admin',
      email: 'ada@north.example',
      password,
      districtName: 'North Unified',
      timeZone: 'America/Chicago',
    },
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return browserOf(answer);
}

/** Somebody invited with these roles, who has used the link. */
export async function joined(
  hub: Hub,
  admin: Readonly<Record<string, string>>,
  email: string,
  grants: readonly { role: string; schoolId: string | null }[],
) {
  const invited = await hub.ask('POST', '/api/v1/people', {
    headers: admin,
    body: { name: email.split('@')[0], email, grants },
  });
  if (invited.status !== 201) throw new Error(invited.text);
  const { person, link } = invited.body as { person: { id: string }; link: string };
  const entered = await hub.ask('POST', '/api/v1/links', { body: { token: tokenOf(link), password } });
  return { id: person.id, browser: browserOf(entered), link };
}

export const aSchool = (hub: Hub, admin: Readonly<Record<string, string>>, id: string, name: string) =>
  hub.ask('POST', '/api/v1/schools', { headers: admin, body: { id, name } });

/** Somebody of the district who may do nothing at all. */
export const nobody: Actor = { kind: 'person', id: '999', name: 'Nobody', district: 'north-unified', grants: [] };
