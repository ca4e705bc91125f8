import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureMonths, openDatabase, openSession } from '../../src/platform/database.ts';
import { openEmbedded } from '../../src/platform/embedded-postgres.ts';
import { makeLog } from '../../src/platform/log.ts';
import { migrate } from '../../src/platform/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** One real PostgreSQL for the whole suite, with a migrated template from which each test file gets its database in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_SERVER_URL'];
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-test-'));
  // Open to root's stand-in: in a private folder root's database would lie in /var/lib/hallpass and outlive the test.
  await chmod(folder, 0o755);
  const embedded = given === undefined ? await openEmbedded(folder, makeLog('warn'), true) : null;
  const url = given ?? embedded?.url.replace('/hallpass?', '/postgres?') ?? '';
  const session = await openSession(url);
  // Nothing in it outlives the run, and no test stops it: a write need not wait for the disk.
  if (embedded !== null) {
    for (const one of ['fsync', 'full_page_writes', 'synchronous_commit'])
      await session.query(`alter system set ${one} = off`);
    await session.query('select pg_reload_conf()');
  }
  await session.query('drop database if exists hallpass_template with (force)');
  await session.query("create database hallpass_template template template0 encoding 'UTF8'");
  const template = openDatabase(databaseOn(url, 'hallpass_template'), 2);
  await migrate(template, path.join(import.meta.dirname, '..', '..', 'migrations'));
  await ensureMonths(template.kysely, new Date());
  await template.close();
  project.provide('databaseServer', url);
  return async () => {
    await session.query('drop database if exists hallpass_template with (force)');
    await session.end();
    await embedded?.close();
    await rm(folder, { recursive: true, force: true });
  };
}

/** The address of another database on the same server. */
export function databaseOn(server: string, name: string): string {
  return server.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}
