import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import scalar from '@scalar/fastify-api-reference';
import { accessRoutes } from './access/access.routes.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import type { Config } from './config.ts';
import { tellRefusals } from './dictionary/refusal.routes.ts';
import { districtRoutes } from './district/district.routes.ts';
import { systemClock } from './platform/clock.ts';
import { type Database, ensureMonths, openDatabase } from './platform/database.ts';
import { openEmbedded } from './platform/embedded-postgres.ts';
import type { App } from './platform/house.ts';
import { makeLog } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { keptSecret, makeSecrets } from './platform/secrets.ts';
import { makeServer, type Server } from './platform/server.ts';
import { openSetFile } from './rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from './rostering/oneroster/import.job.ts';
import { importRoutes } from './rostering/oneroster/import.routes.ts';
import { storeOf, sweepUploads } from './rostering/oneroster/import.usecases.ts';
import { schoolRoutes } from './rostering/school.routes.ts';
import { holdRoutes, runRoutes } from './runs/run.routes.ts';
import { startWorker, type Worker } from './runs/worker.job.ts';

const migrations = path.join(import.meta.dirname, '..', 'migrations');

/** Opens the database (starting the embedded one where none is named), brings it to the newest schema, and closes all in the right order. */
export async function openApp(config: Config, role: 'hub' | 'command'): Promise<App> {
  // A command speaks for itself; its log tells only what went wrong.
  const log = makeLog(role === 'command' && config.logLevel === 'info' ? 'warn' : config.logLevel);
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config.dataDir, log, role === 'hub') : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  let database: Database | undefined;
  const close = async () => {
    await database?.close();
    await embedded?.close();
  };
  try {
    database = openDatabase(url);
    await migrate(database, migrations);
    await ensureMonths(database.kysely, systemClock());
    const folder = path.join(path.resolve(config.dataDir), 'files');
    return {
      db: database.kysely,
      clock: systemClock,
      config,
      database,
      log,
      secrets: makeSecrets(config.secretKey ?? keptSecret(path.join(config.dataDir, 'secret-key'))),
      files: { folder, store: keptSecret(path.join(config.dataDir, 'store-name')) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the worker of this process: parts of runs are carried out by it, two at a time. */
export async function startRuns(app: App): Promise<Worker> {
  const store = storeOf(app);
  const job = fileImportJob({ pool: app.database.pool, open: (source) => openSetFile(source, store) });
  const ended = () =>
    void sweepUploads(app).catch((error: unknown) =>
      app.log.warn({ reason: String(error) }, 'Uploads of ended runs could not be removed.'),
    );
  return startWorker(app, app.files.store, () => job, { parts: 2, onEnd: ended });
}

export type Hub = { readonly address: string; close(): Promise<void> };
const consoleFolder = path.join(import.meta.dirname, '..', 'dist', 'console');
const hour = 3_600_000;

/** The hub: HTTP, console and worker over an open app. */
export async function startHub(app: App, options: { readonly demo: boolean }): Promise<Hub> {
  const { config } = app;
  const server = await makeServer({
    log: app.log,
    trustProxy: config.trustProxy,
    secure: config.publicUrl?.startsWith('https') === true,
  });
  await mountRoutes(server, app, options);
  const worker = await startRuns(app);
  await sweepUploads(app);
  // Month partitions are made ahead, so that no outcome ever waits for one.
  const months = setInterval(() => void ensureMonths(app.db, app.clock()).catch(() => {}), hour);
  await server.listen({ host: config.host, port: config.port });
  const { port } = server.server.address() as AddressInfo;
  return {
    address: config.publicUrl ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    async close() {
      clearInterval(months);
      await server.close();
      await worker.stop();
    },
  };
}

/** Every route of the hub; also what `docs/openapi.json` is made from. */
export async function mountRoutes(server: Server, app: App, options: { readonly demo: boolean }): Promise<void> {
  tellRefusals(server, { console: existsSync(path.join(consoleFolder, 'index.html')) });
  if (existsSync(consoleFolder))
    await server.register(fastifyStatic, {
      root: consoleFolder,
      wildcard: false,
      preCompressed: false,
      immutable: true,
      maxAge: '1h',
      index: 'index.html',
      cacheControl: true,
    });
  server.get('/healthz', { schema: { hide: true } }, async () => {
    await app.database.pool.query('select 1');
    return { status: 'ok' };
  });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.register(scalar, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false },
  });
  await accessRoutes(server, app, options);
  auditRoutes(server, app);
  schoolRoutes(server, app);
  districtRoutes(server, app);
  runRoutes(server, app);
  holdRoutes(server, app);
  importRoutes(server, app);
}
