import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openDatabase, openSession } from '../../src/platform/database.ts';
import { runsAsRoot, unprivileged } from '../../src/platform/embedded-binaries.ts';
import { migrate } from '../../src/platform/migrate.ts';

const run = promisify(execFile);
const major = 15;
const debian = `/usr/lib/postgresql/${major}/bin`;

/** What a document is made with is not on this machine. */
export class Absent extends Error {}

type Server = { readonly url: string; stop(): Promise<void> };

/** The schema that the migrations make, as pg_dump of PostgreSQL 15 tells it; the same on every day and machine. */
export async function dumpSchema(migrations: string): Promise<string> {
  const dump = await pgDump();
  const server = (await givenServer()) ?? (await throwAwayServer());
  const name = `hallpass_schema_${randomBytes(6).toString('hex')}`;
  try {
    await withSession(server.url, `create database ${name} template template0 encoding 'UTF8'`);
    const url = withDatabase(server.url, name);
    const database = openDatabase(url, 1);
    try {
      // Month partitions are made when the hub starts, not by a migration: none is in the dump.
      await migrate(database, migrations);
    } finally {
      await database.close();
    }
    const options = ['--schema-only', '--no-owner', '--no-privileges', '--dbname', url];
    const { stdout } = await run(dump, options, { maxBuffer: 64 * 1024 * 1024 });
    return normal(stdout);
  } finally {
    await withSession(server.url, `drop database if exists ${name} with (force)`).catch(() => {});
    await server.stop();
  }
}

/** pg_dump of the major version whose words are kept: others write the same schema in other words. */
async function pgDump(): Promise<string> {
  for (const program of ['pg_dump', path.join(debian, 'pg_dump')]) {
    const told = await run(program, ['--version']).catch(() => null);
    if (told?.stdout.includes(` ${major}.`) === true) return program;
  }
  throw new Absent(`there is no pg_dump of PostgreSQL ${major}, neither in PATH nor in ${debian}`);
}

/** The server that the tests were given, where it is of that major version. */
async function givenServer(): Promise<Server | null> {
  const url = process.env['TEST_DATABASE_SERVER_URL'];
  if (url === undefined || url === '') return null;
  const session = await openSession(url);
  const told = await session.query<{ version: string }>(
    "select current_setting('server_version_num')::int / 10000 as version",
  );
  await session.end();
  return Number(told.rows[0]?.version) === major ? { url, stop: async () => {} } : null;
}

/** A cluster in a temporary folder, reached by a socket that nobody else can open. PostgreSQL refuses root. */
async function throwAwayServer(): Promise<Server> {
  if (!existsSync(path.join(debian, 'initdb')))
    throw new Absent(
      `there is no PostgreSQL ${major} in ${debian}, and TEST_DATABASE_SERVER_URL names no server of that version`,
    );
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-schema-'));
  await chmod(folder, 0o700);
  if (runsAsRoot()) await chown(folder, unprivileged.uid, unprivileged.gid);
  const data = path.join(folder, 'data');
  const as = {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    ...(runsAsRoot() ? unprivileged : {}),
  };
  const control = (...args: string[]) => run(path.join(debian, 'pg_ctl'), ['-D', data, '-w', '-t', '60', ...args], as);
  const stop = async () => {
    await control('-m', 'immediate', 'stop').catch(() => {});
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run(path.join(debian, 'initdb'), ['-D', data, '-U', 'hallpass', '-A', 'trust', '-N', '--locale=C'], as);
    const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`;
    await control('-l', path.join(folder, 'log'), '-o', settings, 'start');
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgresql://hallpass@/postgres?host=${encodeURIComponent(folder)}`, stop };
}

async function withSession(url: string, statement: string): Promise<void> {
  const session = await openSession(url);
  try {
    await session.query(statement);
  } finally {
    await session.end();
  }
}

const withDatabase = (url: string, name: string) => url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

const head = `-- The schema that the migrations make, by "node scripts/docs.ts" from pg_dump of PostgreSQL ${major}. For reading and for
-- comparing; a database is made by the numbered files beside it. Partitions of single months are left out.`;

/** Without what differs between servers and days: comments, settings, and the marks against injected commands. */
function normal(dump: string): string {
  const noise = /^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict )/;
  const kept = dump.split('\n').filter((line) => !noise.test(line));
  return `${head}\n\n${kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
