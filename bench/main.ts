import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { benchDictionary } from './dictionary.ts';
import { benchEngine } from './engine.ts';
import { type Figure, table } from './measure.ts';
import { benchRetention } from './retention.ts';
import { benchRosterImport } from './roster-import.ts';
import { benchRosteringBatch } from './rostering-batch.ts';
import { benchRosteringUsers } from './rostering-users.ts';
import { benchWorkers } from './workers.ts';

const help = `Measures Hallpass against yardsticks in the same run and prints a table of ratios.

  npm run bench                            1,000,000 enrollments (800,000 of a provider), 100,000 members of a batch, 3 rounds
  npm run bench -- --enrollments 200000 --rounds 1
  npm run bench -- --only batch            one of: import, batch, users, dictionary, engine, retention, workers
  npm run bench -- --only retention --outcomes 1000000 --enrollments 20000
  npm run bench -- --only workers --connections 16 --rounds 1
  npm run bench -- --only engine --enrollments 40000 --connections 20 --rounds 1
`;
const { values } = parseArgs({
  options: {
    enrollments: { type: 'string' },
    connections: { type: 'string', default: '200' },
    members: { type: 'string', default: '100000' },
    outcomes: { type: 'string', default: '28000000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const rounds = Number(values.rounds);
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  import: () => benchRosterImport({ enrollments: Number(values.enrollments ?? 1_000_000), rounds }),
  users: () => benchRosteringUsers({ requests: 5000, rounds }),
  batch: () => benchRosteringBatch({ members: Number(values.members), rounds }),
  dictionary: async () => benchDictionary({ rounds }),
  engine: () =>
    benchEngine({
      enrollments: Number(values.enrollments ?? 800_000),
      connections: Number(values.connections),
      rounds,
    }),
  retention: () =>
    benchRetention({ outcomes: Number(values.outcomes), enrollments: Number(values.enrollments ?? 100_000) }),
  workers: () => benchWorkers({ connections: Math.min(24, Number(values.connections)), rounds }),
};

/** Each in a process of its own, so that the memory of one is not counted as the other's. */
async function apart(name: string): Promise<readonly Figure[]> {
  const words = ['--connections', values.connections, '--members', values.members, '--rounds', values.rounds];
  words.push('--outcomes', values.outcomes);
  if (values.enrollments !== undefined) words.push('--enrollments', values.enrollments);
  const file = import.meta.filename;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...process.execArgv, file, '--only', name, '--json', ...words],
    { maxBuffer: 1024 * 1024 },
  ).catch((error: { code?: unknown; stdout: string }) => {
    // A goal that was missed ends it with 1, and its figures are told.
    if (error.code === 1 && error.stdout.startsWith('[')) return error;
    throw error;
  });
  return JSON.parse(stdout) as readonly Figure[];
}

const unknown = values.only !== undefined && !Object.hasOwn(benches, values.only);
if (values.help || unknown) {
  process.stdout.write(help);
  process.exitCode = unknown ? 2 : 0;
} else {
  const figures: Figure[] = [];
  if (values.only === undefined) for (const name of Object.keys(benches)) figures.push(...(await apart(name)));
  else figures.push(...((await benches[values.only]?.()) ?? []));
  process.stdout.write(`${values.json ? JSON.stringify(figures) : table(figures)}\n`);
  process.exitCode = figures.some((figure) => figure.holds === false) ? 1 : 0;
}
