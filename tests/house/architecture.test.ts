import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, root, sourceFiles } from '../../scripts/source-files.mjs';
import { literalTexts } from './literal-text.ts';

const roles =
  'model schema usecases repository read-model routes job command connector wire auth paging single refusal recorded'.split(
    ' ',
  );
/** Files of src that carry no role, each kind with its reason. */
const withoutRole: readonly RegExp[] = [
  // The program itself.
  /^src\/(main|commands|app|work|config)\.ts$/,
  // One mechanism a file, named for what it does.
  /^src\/platform\/[a-z0-9-]+\.ts$/,
  // Data.
  /^src\/dictionary\/(entries|causes)\/[a-z0-9-]+\.ts$/,
  /^src\/dictionary\/(entries|causes|systems|built-in)\.ts$/,
  // What other programs import.
  /^src\/dictionary\/dictionary\.ts$/,
  // The contracts that every capability fulfils.
  /^src\/access\/use-case\.ts$/,
  /^src\/runs\/job\.ts$/,
  /^src\/fixes\/fix\.ts$/,
  /^src\/connectors\/[a-z0-9-]+\.ts$/,
  // Screens are named for what they show.
  /^src\/console\//,
];
const drawers = new Set(['util', 'utils', 'utilities', 'helper', 'helpers', 'common', 'misc', 'shared', 'stuff']);

const withRole = new RegExp(`/[a-z0-9-]+\\.(${roles.join('|')})\\.ts$`);
const hasItsRole = (path: string): boolean => withRole.test(path) || withoutRole.some((pattern) => pattern.test(path));
const isDrawer = (path: string): boolean => path.split(/[/.-]/).some((word) => drawers.has(word));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('names', () => {
  test.each([
    ['src/runs/run.schema.ts', true],
    ['src/rostering/oneroster/import.job.ts', true],
    ['src/platform/clock.ts', true],
    ['src/runs/run.ts', false],
    ['src/runs/run.service.ts', false],
    ['src/run.schema.tsx', false],
  ])('%s has its role: %s', (path, expected) => {
    expect(hasItsRole(path)).toBe(expected);
  });

  test('every file of the server says its role', () => {
    const server = sourceFiles().filter((path) => path.startsWith('src/') && !path.endsWith('.test.ts'));
    expect(server.length).toBeGreaterThan(20);
    expect(server.filter((path) => !hasItsRole(path))).toEqual([]);
  });

  test('no folder or file is a drawer for things without a name', () => {
    expect(['src/utils/a.ts', 'src/runs/run-helpers.ts', 'src/common.ts'].every(isDrawer)).toBe(true);
    expect(sourceFiles().filter(isDrawer)).toEqual([]);
  });

  test('a test stands beside what it tests, or below tests, bench or sandbox', () => {
    const tests = sourceFiles().filter((path) => /\.(spec|test)\.[a-z]+$/.test(path));
    expect(tests.filter((path) => !path.endsWith('.test.ts') || path.startsWith('scripts/'))).toEqual([]);
  });

  test('migrations are numbered without a gap', () => {
    const numbers = filesBelow('migrations').flatMap(
      (path) => path.match(/^migrations\/(\d{4})_[a-z0-9_]+\.sql$/)?.[1] ?? [],
    );
    expect(numbers.map(Number)).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('texts a person reads stand in the catalogue', () => {
  test.each([
    ['<p>Hello</p>', ['Hello']],
    ["<p>{'Hello'}</p>", ['Hello']],
    ['<p>{done ? `Done` : "Open"}</p>', ['Done', 'Open']],
    ["<p>{name ?? 'Nobody'}</p>", ['Nobody']],
    ['<Button title="Save" className="big">{text.save}</Button>', ['Save']],
    ['<Page empty={<p>None yet</p>} />', ['None yet']],
    ["<>{rows.map(() => <td key='a'>Row</td>)}</>", ['Row']],
    ["<p>{format('yyyy')} · {kind === 'run' ? text.run : text.part}</p>", []],
    ['<Group gap="md" role="status">{count}: {text.of} —</Group>', []],
  ])('%s', (source, expected) => {
    expect(literalTexts(`const view = ${source};`)).toEqual(expected);
  });

  test('no screen holds a literal', () => {
    const screens = filesBelow('src/console').filter((path) => path.endsWith('.tsx'));
    expect(screens.length).toBeGreaterThan(5);
    expect(screens.flatMap((path) => literalTexts(text(path)).map((words) => `${path}: ${words}`))).toEqual([]);
  });
});
