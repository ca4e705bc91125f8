// Judges what `hallpass import --json` printed.
//   first <what the generator expects> <result>   every row has the outcome that the generator foretold
//   again <first result> <second result>           nothing was lost by a kill: all that was created is unchanged now
import { readFileSync } from 'node:fs';

const outcomes = ['created', 'updated', 'deleted', 'unchanged', 'invalid', 'held', 'conflict', 'rejected', 'blocked'];
const [, , mode, firstFile, secondFile] = process.argv;
const problems =
  mode === 'first' ? judgeFirst(read(firstFile), runIn(secondFile)) : judgeAgain(runIn(firstFile), runIn(secondFile));

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The run, with its parts, as `RunDetail` of src/runs/run.schema.ts. */
function runIn(file) {
  const printed = read(file);
  const run = printed.run ?? printed;
  process.stdout.write(
    `run ${run.id}: ${run.entered} entered, ${outcomes.map((word) => `${run[word]} ${word}`).join(', ')}\n`,
  );
  return run;
}

function judgeFirst(expected, run) {
  const kinds = Object.entries(expected.expected);
  const all = kinds.flatMap(([kind, counts]) => {
    const parts = run.parts.filter((part) => part.kind === kind);
    const foretold = ['created', 'updated', 'deleted', 'unchanged', 'invalid', 'blocked'];
    return foretold
      .map((word) => ({ word, wanted: counts[word], got: sum(parts, word) }))
      .filter(({ wanted, got }) => wanted !== got)
      .map(({ word, wanted, got }) => `${kind}: ${got} ${word}, but the generator foretold ${wanted}`);
  });
  const refused = run.invalid + run.blocked;
  return [...all, ...addsUp(run), ...(refused > 0 ? [] : ['no row was refused, though 2 % are broken'])];
}

function judgeAgain(first, second) {
  const same = ['invalid', 'blocked', 'entered']
    .filter((word) => first[word] !== second[word])
    .map((word) => `${word}: ${first[word]} at first, ${second[word]} after the kill`);
  const lost =
    second.unchanged === first.created
      ? []
      : [`${first.created} rows were created, ${second.unchanged} of them are unchanged after the kill`];
  const newer =
    second.id > first.id ? [] : [`the second run is number ${second.id}, the first ${first.id}: the first was lost`];
  return [...same, ...lost, ...newer, ...addsUp(second)];
}

function addsUp(run) {
  const total = outcomes.reduce((at, word) => at + run[word], 0);
  const parts = sum(run.parts, 'entered');
  return [
    ...(run.entered === total ? [] : [`${run.entered} records entered, but the outcomes add up to ${total}`]),
    ...(run.entered === parts ? [] : [`${run.entered} records entered, but the parts add up to ${parts}`]),
  ];
}

function sum(parts, word) {
  return parts.reduce((at, part) => at + part[word], 0);
}
