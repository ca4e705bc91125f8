import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { finishErasures } from '../../src/retention/erasure.job.ts';
import { prune } from '../../src/retention/prune.job.ts';

// What removes old data and forgets people as a process of its own, for a test to kill.

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const app = await openApp(read.config, 'worker');
if (process.argv[2] === 'prune') await prune(app, new Date(process.env['NOW'] ?? ''));
else await finishErasures(app);
await app.close();
