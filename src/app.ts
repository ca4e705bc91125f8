import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { accessRoutes } from './access/access.routes.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import type { Bare } from './backup/restore.usecases.ts';
import type { Config } from './config.ts';
import { calendarRoutes } from './connections/calendar.routes.ts';
import { connectionRoutes } from './connections/connection.routes.ts';
import { reauthenticateRoutes } from './connections/reauthenticate.routes.ts';
import { dictionaryRoutes } from './dictionary/dictionary.routes.ts';
import { explainRoutes } from './dictionary/explain.routes.ts';
import { tellRefusals } from './dictionary/refusal.routes.ts';
import { districtRoutes } from './district/district.routes.ts';
import { exchangeRoutes } from './exchanges/exchange.routes.ts';
import { expectationRoutes } from './expectations/expectation.routes.ts';
import { fixRoutes } from './fixes/fix.routes.ts';
import { identityRoutes } from './identities/identity.routes.ts';
import { issueRoutes } from './issues/issue.routes.ts';
import { mailRoutes } from './mail/mail.routes.ts';
import { measureInstallation } from './metrics/figures.job.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { subscriptionRoutes } from './notifications/subscription.routes.ts';
import { unsubscribeRoutes } from './notifications/unsubscribe.routes.ts';
import { passportRoutes } from './passport/passport.routes.ts';
import { systemClock } from './platform/clock.ts';
import { type Database, ensureMonths, openDatabase } from './platform/database.ts';
import { docsPage } from './platform/docs-page.ts';
import { openEmbedded } from './platform/embedded-postgres.ts';
import type { App } from './platform/house.ts';
import { makeLog } from './platform/log.ts';
import { makeMetrics, watchProcess } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';
import { makeOutbound } from './platform/outbound.ts';
import { Problem } from './platform/problem.ts';
import { keptSecret, makeSecrets } from './platform/secrets.ts';
import { makeServer, type Server } from './platform/server.ts';
import { privacyRoutes } from './retention/privacy.routes.ts';
import { retentionRoutes } from './retention/retention.routes.ts';
import { rosteringApi } from './rostering/api/api.routes.ts';
import { heldRoster } from './rostering/held/held-roster.read-model.ts';
import { importRoutes } from './rostering/oneroster/import.routes.ts';
import { rosterRoutes } from './rostering/roster/roster.routes.ts';
import { schoolRoutes } from './rostering/school.routes.ts';
import { eventRoutes } from './runs/events.routes.ts';
import { presenceRoutes } from './runs/presence.routes.ts';
import { makePushRuns, type PushRuns } from './runs/push.repository.ts';
import { holdRoutes, runRoutes } from './runs/run.routes.ts';
import { schoolYearRoutes } from './school-year/school-year.routes.ts';
import { ticketRoutes } from './tickets/ticket.routes.ts';
import { webhookRoutes } from './webhooks/webhook.routes.ts';
import { startWork, type Work } from './work.ts';

const root = path.join(import.meta.dirname, '..');
/** What commands that carry a whole hub elsewhere say of it. */
export const program = {
  migrations: path.join(root, 'migrations'),
  version: (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version,
} as const;

/** What the process is for: the hub, a worker beside it, or one command. */
export type Role = 'hub' | 'worker' | 'command';

/** Opens the database (starting the embedded one where none is named), brings it to the newest schema, and closes all in the right order. */
export async function openApp(config: Config, role: Role): Promise<App> {
  // A command speaks for itself; its log tells only what went wrong.
  const log = makeLog(role === 'command' && config.logLevel === 'info' ? 'warn' : config.logLevel);
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config.dataDir, log, role === 'hub') : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  let database: Database | undefined;
  const outbound = makeOutbound(config.outboundAllow);
  const close = async () => {
    await outbound.close();
    await database?.close();
    await embedded?.close();
  };
  try {
    database = openDatabase(url);
    await checkServer(database);
    await migrate(database, program.migrations);
    await ensureMonths(database.kysely, systemClock());
    const folder = path.join(path.resolve(config.dataDir), 'files');
    const metrics = makeMetrics();
    if (role !== 'command') watchProcess(metrics, database.pool);
    return {
      db: database.kysely,
      clock: systemClock,
      config,
      database,
      log,
      metrics,
      outbound,
      secrets: makeSecrets(config.secretKey ?? keptSecret(path.join(config.dataDir, 'secret-key'))),
      files: { folder, store: keptSecret(path.join(config.dataDir, 'store-name')) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The database as it is, of whatever version: for commands that put it in order. The embedded one is kept from any hub meanwhile. */
export async function openBare(config: Config): Promise<{ readonly bare: Bare; close(): Promise<void> }> {
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config.dataDir, makeLog('warn'), true) : null;
  const database = openDatabase(config.databaseUrl ?? embedded?.url ?? '', 3);
  const close = async () => {
    await database.close();
    await embedded?.close();
  };
  try {
    await checkServer(database);
    return { bare: { config, database, clock: systemClock }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server that does not answer is told in one sentence, with what to do. */
async function checkServer(database: Database): Promise<void> {
  await database.pool.query('select 1').catch((error: Error) => {
    const sentence = `The database does not answer: ${error.message || 'no connection'}. Check DATABASE_URL, and that the server runs and lets this user in.`;
    throw new Problem('connection.database_not_started', sentence);
  });
}

export type Hub = { readonly address: string; close(): Promise<void> };
const consoleFolder = path.join(import.meta.dirname, '..', 'dist', 'console');

/** The hub: HTTP, console and worker over an open app. */
export async function startHub(app: App, options: { readonly demo: boolean }): Promise<Hub> {
  const { config } = app;
  const server = await makeServer({
    log: app.log,
    metrics: app.metrics,
    trustProxy: config.trustProxy,
    secure: config.publicUrl?.startsWith('https') === true,
  });
  measureInstallation(app.metrics, app.db);
  let work: Work | null = null;
  const pushes = makePushRuns(app);
  const wakes = { onMail: () => work?.wakeMail(), onWebhook: () => work?.wakeWebhooks() };
  await mountRoutes(server, app, { ...options, ...wakes, pushes });
  await listenOrSay(server, config);
  work = await startWork(app, pushes);
  const { port } = server.server.address() as AddressInfo;
  const address = config.publicUrl ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  mkdirSync(config.dataDir, { recursive: true });
  writeFileSync(addressFile(config), address);
  return {
    address,
    async close() {
      rmSync(addressFile(config), { force: true });
      await server.close();
      await work?.stop();
    },
  };
}

/** What a worker answers to whoever looks after processes: that it is there and reaches its database, and its metrics. Null: nothing. */
export async function startWorkerServer(app: App): Promise<Hub | null> {
  const { workerPort: port, host, trustProxy } = app.config;
  if (port === undefined) return null;
  const server = await makeServer({ log: app.log, trustProxy, secure: false });
  tellRefusals(server);
  healthRoute(server, app);
  metricsRoutes(server, app);
  await listenOrSay(server, { ...app.config, port });
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close() {
      await server.close();
    },
  };
}

/** Answers 200 as long as the database does. */
function healthRoute(server: Server, app: App): void {
  server.get('/healthz', { schema: { hide: true } }, async () => {
    await app.database.pool.query('select 1');
    return { status: 'ok' };
  });
}

const addressFile = (config: Config) => path.join(config.dataDir, 'hub-address');

/** Where the hub of this data folder listens, as far as it has told; links that a command prints lead there. */
export function runningAddress(config: Config): string | undefined {
  return existsSync(addressFile(config)) ? readFileSync(addressFile(config), 'utf8') : undefined;
}

const listenProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there already. Stop it, or set PORT to another number.',
  EACCES: 'This user may not listen there. Set PORT to a number above 1023.',
  EADDRNOTAVAIL: 'This machine has no such address. Set HOST to one of its own.',
};

async function listenOrSay(server: Server, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const told = listenProblems[(error as NodeJS.ErrnoException).code ?? ''];
    if (told === undefined) throw error;
    throw new Problem('request.body_invalid', `The hub cannot listen on ${host}:${port}. ${told}`);
  }
}

/** Every route of the hub; also what `docs/openapi.json` is made from. */
export async function mountRoutes(
  server: Server,
  app: App,
  options: {
    readonly demo: boolean;
    readonly onMail?: () => void;
    readonly onWebhook?: () => void;
    readonly pushes?: PushRuns;
  },
): Promise<void> {
  tellRefusals(server, { console: existsSync(path.join(consoleFolder, 'index.html')) });
  if (existsSync(consoleFolder))
    await server.register(fastifyStatic, {
      root: consoleFolder,
      wildcard: false,
      preCompressed: true,
      index: 'index.html',
      cacheControl: false,
      // Names of assets change with what they hold; the page that names them is asked for anew each time.
      setHeaders: (reply, place) => {
        const lasting = place.includes(`${path.sep}assets${path.sep}`);
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  healthRoute(server, app);
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  metricsRoutes(server, app);
  await docsPage(server);
  await accessRoutes(server, app, options);
  await explainRoutes(server);
  await dictionaryRoutes(server, app);
  auditRoutes(server, app);
  schoolRoutes(server, app);
  rosterRoutes(server, app);
  identityRoutes(server, app);
  passportRoutes(server, app);
  retentionRoutes(server, app);
  privacyRoutes(server, app);
  exchangeRoutes(server, app);
  ticketRoutes(server, app, program.version);
  districtRoutes(server, app);
  runRoutes(server, app);
  holdRoutes(server, app, { rostering: heldRoster });
  presenceRoutes(server, app);
  fixRoutes(server, app);
  issueRoutes(server, app);
  importRoutes(server, app);
  eventRoutes(server, app);
  connectionRoutes(server, app);
  calendarRoutes(server, app);
  expectationRoutes(server, app);
  schoolYearRoutes(server, app);
  await reauthenticateRoutes(server, app);
  await rosteringApi(server, app, options.pushes ?? makePushRuns(app));
  webhookRoutes(server, app, options.onWebhook ?? (() => {}));
  subscriptionRoutes(server, app);
  await unsubscribeRoutes(server, app);
  mailRoutes(server, app, options, options.onMail ?? (() => {}));
}
