import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { sendDue } from '../../src/notifications/sending.job.ts';
import { spreadNews } from '../../src/notifications/spreading.job.ts';

// Tells people of news as a process of its own, again and again without a rest, for a test to kill.

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const app = await openApp(read.config, 'worker');
for (;;) {
  await spreadNews(app);
  await sendDue(app);
}
