import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase, openSession } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { makeLog } from '../../src/platform/log.ts';
import { makeMetrics } from '../../src/platform/metrics.ts';
import { makeOutbound } from '../../src/platform/outbound.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { databaseOn } from './server.ts';

/** A database of its own for a test file, made from the migrated template, with an app over it; close it at the end. */
export async function freshDatabase(): Promise<App> {
  const server = inject('databaseServer');
  const name = `hallpass_${randomBytes(6).toString('hex')}`;
  const session = await openSession(server);
  // Copying a template fails while another copy of it is being made on a server older than 15's file copy; one at a time.
  await session.query("select pg_advisory_lock(hashtext('hallpass-template'))");
  await session.query(`create database ${name} template hallpass_template`);
  await session.end();
  const url = databaseOn(server, name);
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-files-'));
  const secretKey = randomBytes(24).toString('hex');
  const read = readConfig({
    DATABASE_URL: url,
    DATA_DIR: folder,
    SECRET_KEY: secretKey,
    LOG_LEVEL: 'silent',
    // Systems that tests connect to stand on this machine.
    OUTBOUND_ALLOW: '127.0.0.0/8',
  });
  if (!read.ok) throw new Error(read.problems.join('; '));
  const database = openDatabase(url, 8);
  const outbound = makeOutbound(read.config.outboundAllow);
  return {
    db: database.kysely,
    clock: systemClock,
    config: read.config,
    database,
    log: makeLog('silent'),
    metrics: makeMetrics(),
    outbound,
    secrets: makeSecrets(secretKey),
    files: { folder: path.join(folder, 'files'), store: name },
    async close() {
      await outbound.close();
      await database.close();
      const last = await openSession(server);
      await last.query(`drop database if exists ${name} with (force)`);
      await last.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
