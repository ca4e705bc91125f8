import { parseArgs } from 'node:util';
import { table } from './measure.ts';
import { benchRosterImport } from './roster-import.ts';

const help = `Measures Hallpass against yardsticks in the same run and prints a table of ratios.

  npm run bench                            1,000,000 enrollments, 3 rounds
  npm run bench -- --enrollments 200000 --rounds 1
`;
const { values } = parseArgs({
  options: {
    enrollments: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(help);
else {
  const figures = await benchRosterImport({ enrollments: Number(values.enrollments), rounds: Number(values.rounds) });
  process.stdout.write(`${table(figures)}\n`);
  process.exitCode = figures.some((figure) => figure.holds === false) ? 1 : 0;
}
