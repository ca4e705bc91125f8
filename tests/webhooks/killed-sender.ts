import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';
import { makeMetrics } from '../../src/platform/metrics.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { startWebhooks } from '../../src/webhooks/webhook.job.ts';
import { wayToReceivers } from './way.ts';

// A sender as a process of its own, for a test to kill or to stop.

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const { config } = read;
const database = openDatabase(config.databaseUrl ?? '', 3);
const worker = startWebhooks(
  {
    db: database.kysely,
    database,
    clock: () => new Date(),
    config,
    secrets: makeSecrets(config.secretKey ?? ''),
    log: makeLog('warn'),
    metrics: makeMetrics(),
  },
  wayToReceivers(),
);
process.once('SIGTERM', async () => {
  await worker.stop();
  await database.close();
});
process.stdout.write('ready\n');
