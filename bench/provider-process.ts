import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { request } from 'undici';
import { connectionCreate } from '../src/connections/connection.schema.ts';
import { makeConnection } from '../src/connections/connection.usecases.ts';
import type { Actor } from '../src/platform/actor.ts';
import type { App } from '../src/platform/house.ts';

// OneRoster providers in a process of their own, so that their work is not counted as the hub's.

export type ProviderThere = {
  readonly address: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** An operation of its control (`sandbox/oneroster/control.ts`). */
  control<Answer>(operation: string, input?: object): Promise<Answer>;
};
type Providers = { readonly providers: readonly ProviderThere[]; close(): Promise<void> };

const folder = path.join(import.meta.dirname, '..');
export const aLargeProvider = (enrollments: number): Promise<Providers> =>
  providersOf(1, ['sandbox/oneroster/main.ts', '--enrollments', String(enrollments)]);
export const manyProviders = (count: number, students: number): Promise<Providers> =>
  providersOf(count, ['bench/many-providers/main.ts', String(count), String(students)]);

/** Starts a program, and reads what it says of its providers. */
async function providersOf(count: number, [program = '', ...args]: readonly string[]): Promise<Providers> {
  const child = spawn(process.execPath, [path.join(folder, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let told = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    told += text;
    if (valuesOf(told, 'Control').length === count) break;
  }
  child.stdout.resume();
  const of = (name: string) => valuesOf(told, name);
  const [addresses, tokenUrls, ids, secrets, controls] = [
    of('Base address'),
    of('Token address'),
    of('Client id'),
    of('Client secret'),
    of('Control'),
  ];
  const providers = addresses.map((address, at) => ({
    address,
    tokenUrl: tokenUrls[at] ?? '',
    clientId: ids[at] ?? '',
    clientSecret: secrets[at] ?? '',
    async control<Answer>(operation: string, input: object = {}) {
      const { body } = await request(`${controls[at]}/${operation}`, { method: 'POST', body: JSON.stringify(input) });
      return (await body.json()) as Answer;
    },
  }));
  if (providers.length !== count) throw new Error(`${program} ended before its providers were there`);
  return {
    providers,
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** `Base address      http://…`, as a provider tells it when it is ready. */
const valuesOf = (told: string, name: string): readonly string[] =>
  told
    .split('\n')
    .flatMap((line, at, all) => (at < all.length - 1 && line.startsWith(`${name} `) ? [line.slice(18)] : []));

/** A connection to a provider; answers its number. */
export async function connect(
  app: App,
  actor: Actor,
  provider: ProviderThere,
  more: { readonly name: string; readonly nightly: boolean },
): Promise<number> {
  const { address, tokenUrl, clientId, clientSecret } = provider;
  const body = connectionCreate.parse({
    name: more.name,
    system: 'oneroster',
    settings: { baseUrl: address, tokenUrl, version: '1.1' },
    credentials: { kind: 'oauth2', clientId, clientSecret },
    schedule: more.nightly ? { every: 'night' } : null,
    blackouts: [],
    pauses: [],
    thresholds: [],
  });
  const made = await makeConnection(app, actor, body);
  if (made.error !== null) throw new Error(`a connection begins with ${made.error.message}`);
  return Number(made.id);
}

/** Signs in, as whoever reads pages without a hub must too. */
export async function tokenOf({ tokenUrl, clientId, clientSecret }: ProviderThere): Promise<string> {
  const { body } = await request(tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return ((await body.json()) as { access_token: string }).access_token;
}
