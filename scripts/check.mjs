// Runs the checks side by side and prints what failed, one block each. --quick: what is run often (under 45 s).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './source-files.mjs';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

/** A check: its name, its command, and a file without which there is nothing to check. */
const quick = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the console', command: ['tsc', '-p', 'src/console/tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '--max-diagnostics=50', '.'] },
  { name: 'import rules', command: ['node', 'scripts/check-imports.mjs'] },
];
const slow = [
  { name: 'unused code and packages', command: ['knip', '--no-progress'] },
  { name: 'generated documents', command: ['node', 'scripts/docs.ts', '--check'], needs: 'scripts/docs.ts' },
];

const checks = (values.quick ? quick : [...quick, ...slow]).filter(
  ({ needs }) => needs === undefined || existsSync(join(root, needs)),
);
const results = await Promise.all(checks.map(run));
for (const { name, output } of results.filter(({ ok }) => !ok))
  process.stdout.write(`\n── ${name}\n${output.trimEnd()}\n`);
process.stdout.write(
  `\n${results.map(({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`).join('\n')}\n`,
);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

function run({ name, command: [program, ...args] }) {
  const started = Date.now();
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, NO_COLOR: '1' };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    const end = (ok) => resolve({ name, ok, output, seconds: ((Date.now() - started) / 1000).toFixed(1) });
    child.on('error', (error) => {
      output += `${program} could not be started: ${error.message}\n`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
