import type { FastifyInstance } from 'fastify';
import type { ErrorShape } from './answer.ts';
import { type Control, controlOf, controlServer } from './control.ts';
import { noFaults } from './faults.ts';
import { districtOf, loadDistrict } from './load.ts';
import { emptySelections } from './page.ts';
import type { Version } from './record.ts';
import { emptyLog } from './request-log.ts';
import { emptyRoster } from './roster.ts';
import { basePaths, serverOf, tokenPath, type World } from './serve.ts';
import { type Credentials, signInOf } from './sign-in.ts';

export type ProviderOptions = {
  /** 1.1 where absent; it signs in by OAuth 2 and OAuth 1.0a, 1.2 by OAuth 2 only. */
  readonly version?: Version;
  /** The district of the generator: 1,000 students, seed 1. No students: an empty roster. */
  readonly students?: number;
  /** Instead of students: as many as give at least so many enrollments. */
  readonly enrollments?: number;
  readonly seed?: number;
  /** Free ones where absent. */
  readonly port?: number;
  readonly controlPort?: number;
  readonly credentials?: Partial<Credentials>;
  readonly tokenSeconds?: number;
  /** Asked for a scope that the client may not have, gives a token for the others instead of refusing. */
  readonly narrowsScopes?: boolean;
  readonly errors?: ErrorShape;
  readonly maxLimit?: number;
  /** Milliseconds since 1970: of tokens, timestamps, dateLastModified and pace. */
  readonly now?: () => number;
};

export type Provider = {
  /** The base address, below which the collections stand. */
  readonly address: string;
  readonly tokenUrl: string;
  readonly credentials: Credentials;
  /** Of `POST /control/<operation>`, without the operation. */
  readonly controlUrl: string;
  readonly control: Control;
  /** Ends requests that hang, too. */
  close(): Promise<void>;
};

const defaultCredentials: Credentials = {
  clientId: 'hallpass',
  clientSecret: 'sandbox-client-secret',
  consumerKey: 'hallpass-consumer',
  consumerSecret: 'sandbox-consumer-secret',
};

/** A OneRoster provider over HTTP that behaves by the standard, and badly when told to. */
export async function startProvider(options: ProviderOptions = {}): Promise<Provider> {
  const { version = '1.1', now = Date.now } = options;
  const credentials = { ...defaultCredentials, ...options.credentials };
  let world: World | null = null;
  const server = serverOf(version, () => world);
  const origin = await listen(server, options.port);
  try {
    // References are whole addresses, so the port comes before the records.
    world = await worldOf(origin, version, credentials, now, options);
    const control = controlOf(world);
    const controls = controlServer(control);
    const controlOrigin = await listen(controls, options.controlPort);
    return {
      address: `${origin}${basePaths[version]}`,
      tokenUrl: `${origin}${tokenPath}`,
      credentials,
      controlUrl: `${controlOrigin}/control`,
      control,
      async close() {
        await Promise.all([server.close(), controls.close()]);
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function worldOf(
  origin: string,
  version: Version,
  credentials: Credentials,
  now: () => number,
  options: ProviderOptions,
): Promise<World> {
  const { tokenSeconds = 3600, narrowsScopes = false, maxLimit = 10_000, errors = 'root', seed = 1 } = options;
  const district = districtOf(options.students, options.enrollments, seed);
  const roster = emptyRoster(version, `${origin}${basePaths[version]}`, now);
  await loadDistrict(roster, district);
  return {
    dialect: { version, errors },
    district,
    origin,
    roster,
    selections: emptySelections(),
    signIn: signInOf({ version, credentials, tokenSeconds, narrowsScopes, now }),
    faults: noFaults(now),
    log: emptyLog(),
    maxLimit,
    now,
  };
}

function listen(app: FastifyInstance, port = 0): Promise<string> {
  return app.listen({ host: '127.0.0.1', port });
}
