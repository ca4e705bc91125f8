import { createInterface } from 'node:readline';
import { openDatabase } from '../../src/platform/database.ts';
import { openEmbedded } from '../../src/platform/embedded-postgres.ts';
import { makeLog } from '../../src/platform/log.ts';

// A command that runs for as long as a test wants: it asks its database what each line says, and ends with its stdin.

const server = await openEmbedded(process.env['DATA_DIR'] ?? '', makeLog('warn'), false);
const database = openDatabase(server.url, 2);
process.stdout.write('in\n');
let asked = 0;
for await (const line of createInterface({ input: process.stdin })) {
  asked += 1;
  const answer = await database.pool.query(line).then(
    ({ rows }) => JSON.stringify(rows),
    (error: Error) => error.message,
  );
  process.stdout.write(`answer ${asked} ${answer}\n`);
}
await database.close();
await server.close();
