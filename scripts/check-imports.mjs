// The import rules of .dependency-cruiser.mjs; also fails where fewer modules were read than source files exist.
import { cruise } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';
import { root, sourceFiles } from './source-files.mjs';

process.chdir(root);
const wanted = sourceFiles();
const { forbidden, options } = config;
const { output } = await cruise(wanted, { ...options, ruleSet: { forbidden }, validate: true });

const read = new Set(output.modules.filter((module) => !module.couldNotResolve).map((module) => module.source));
const unread = wanted.filter((path) => !read.has(path));
// A reader that understands nothing still lists every file, without one import.
const imports = output.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
const blind = wanted.length > 10 && imports < wanted.length / 2;

for (const { rule, from, to, cycle } of output.summary.violations) {
  const way = cycle === undefined ? to : cycle.map((step) => step.name).join(' → ');
  const { comment } = forbidden.find(({ name }) => name === rule.name);
  process.stdout.write(`${from} → ${way}\n  ${rule.name}: ${comment}\n`);
}
for (const path of unread) process.stdout.write(`${path}\n  was not read by dependency-cruiser\n`);
if (blind)
  process.stdout.write(
    `dependency-cruiser found ${imports} imports in ${wanted.length} files: its parser does not work\n`,
  );
process.stdout.write(
  `${wanted.length} files, ${imports} imports, ${output.summary.violations.length} against the rules\n`,
);
process.exitCode = output.summary.violations.length > 0 || unread.length > 0 || blind ? 1 : 0;
