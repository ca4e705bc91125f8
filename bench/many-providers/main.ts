import { readyText } from '../../sandbox/oneroster/arguments.ts';
import { startProvider } from '../../sandbox/oneroster/provider.ts';

// Many small OneRoster providers in one process, each at an address of its own: `main.ts <how many> <students of each>`.

const [count, students] = process.argv.slice(2).map(Number);
for (let no = 0; no < (count ?? 0); no++)
  process.stdout.write(readyText(await startProvider({ students: students ?? 0 })));
