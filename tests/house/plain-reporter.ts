import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';

type Counts = { passed: number; failed: number; skipped: number };
type Write = (text: string) => void;

/** The line that CI reads: alone on its line and the last one printed. */
export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * A line a file, every failure with its full name and error, every skipped test aloud, the closing line last.
 * A file or suite that breaks outside its tests, and an error that no test caught, count as failures of their own.
 */
export function plainReporter(write: Write = (text) => process.stdout.write(text)): Reporter {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    // At the very end of the process, since vitest itself still prints what breaks before the first test or after the last.
    onInit: () => {
      process.once('exit', (code) => {
        if (code !== 0 && counts.failed === 0) fail('outside every test (above)', [], counts, write);
        write(`\n${closingLine(counts)}\n`);
      });
    },
    onUserConsoleLog: ({ content }) => write(content),
    onTestModuleEnd: (module) => reportModule(module, counts, write),
    onTestRunEnd: (_modules, unhandled, reason) => {
      for (const error of unhandled) fail('outside every test', [error], counts, write);
      if (reason === 'interrupted') fail('the run was interrupted', [], counts, write);
    },
  };
}

function reportModule(module: TestModule, counts: Counts, write: Write): void {
  const before = { ...counts };
  const file = module.relativeModuleId;
  if (module.errors().length > 0) fail(file, module.errors(), counts, write);
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) fail(`${file} > ${suite.fullName}`, suite.errors(), counts, write);
  }
  for (const test of module.children.allTests()) reportTest(file, test, counts, write);
  const failed = counts.failed - before.failed;
  const skipped = counts.skipped - before.skipped;
  const parts = [
    `${counts.passed - before.passed} passed`,
    ...(failed > 0 ? [`${failed} FAILED`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const seconds = (module.diagnostic().duration / 1000).toFixed(1);
  write(`${failed > 0 ? 'FAILED' : 'ok    '} ${file}: ${parts.join(', ')} (${seconds} s)\n`);
}

function reportTest(file: string, test: TestCase, counts: Counts, write: Write): void {
  const result = test.result();
  const name = `${file} > ${test.fullName}`;
  if (result.state === 'passed') counts.passed += 1;
  else if (result.state === 'failed') fail(name, result.errors, counts, write);
  else if (result.state === 'skipped') {
    counts.skipped += 1;
    write(`skipped ${name}${reasonOf(test, result.note)}\n`);
  } else fail(`${name} did not end`, [], counts, write);
}

/** `context.skip(reason)` gives a note; tests of a suite whose hook broke are skipped by vitest, without one. */
function reasonOf(test: TestCase, note: string | undefined): string {
  if (note !== undefined) return `: ${note}`;
  const broken = parentsOf(test).find((suite) => suite.errors().length > 0);
  return broken === undefined ? ': no reason given' : ': its suite broke (above)';
}

function parentsOf(test: TestCase): TestSuite[] {
  const parents: TestSuite[] = [];
  for (let at = test.parent; at.type === 'suite'; at = at.parent) parents.push(at);
  return parents;
}

function fail(name: string, errors: readonly SerializedError[], counts: Counts, write: Write): void {
  counts.failed += 1;
  write(`\nFAILED ${name}\n`);
  for (const error of errors) write(`${indented(textOf(error))}\n`);
  write('\n');
}

function textOf(error: SerializedError): string {
  const diff = typeof error['diff'] === 'string' ? `\n${error['diff']}` : '';
  const cause = error.cause === undefined ? '' : `\ncaused by: ${textOf(error.cause)}`;
  const stack = (error.stacks ?? []).map(
    ({ method, file, line, column }) => `at ${method || '(top)'} ${file}:${line}:${column}`,
  );
  const where = stack.length > 0 ? `\n${stack.slice(0, 6).join('\n')}` : '';
  return stripVTControlCharacters(`${error.name ?? 'Error'}: ${error.message}${diff}${where}${cause}`);
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
