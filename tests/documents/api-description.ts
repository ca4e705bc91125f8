import { mountRoutes } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { App } from '../../src/platform/house.ts';
import { makeLog } from '../../src/platform/log.ts';
import { makeMetrics } from '../../src/platform/metrics.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { makeServer } from '../../src/platform/server.ts';

const never = (what: string) =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`describing the API asks the ${what} for nothing`);
      },
    },
  );

/** An app that can be described but not used: routes are mounted on it, and none is called. */
function appWithoutDatabase(): App {
  const read = readConfig({ LOG_LEVEL: 'silent' });
  if (!read.ok) throw new Error(read.problems.join('; '));
  return {
    db: never('database') as App['db'],
    clock: systemClock,
    config: read.config,
    database: never('database') as App['database'],
    outbound: never('outbound') as App['outbound'],
    log: makeLog('silent'),
    metrics: makeMetrics(),
    secrets: makeSecrets('no secret is made by describing the API'),
    files: { folder: '', store: '' },
    close: async () => {},
  };
}

/** The OpenAPI document of every route of the hub, as /openapi.json answers it; paths in the order of their letters. */
export async function describeApi(): Promise<string> {
  const app = appWithoutDatabase();
  const server = await makeServer({ log: app.log, trustProxy: [], secure: false });
  await mountRoutes(server, app, { demo: false });
  await server.ready();
  const document = server.swagger();
  await server.close();
  const paths = Object.entries(document.paths ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ ...document, paths: Object.fromEntries(paths) }, null, 2)}\n`;
}
