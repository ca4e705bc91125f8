import { readConfig } from '../../src/config.ts';
import { startMail } from '../../src/mail/mail.job.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';

// A sender as a process of its own, for a test to kill. Its clock stands where the test's stands.

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const now = new Date(process.env['NOW'] ?? '');
startMail({
  database: openDatabase(read.config.databaseUrl ?? '', 2),
  clock: () => now,
  config: read.config,
  log: makeLog('warn'),
});
