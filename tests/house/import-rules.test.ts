import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { root } from '../../scripts/source-files.mjs';

type Case = { readonly file: string; readonly imports: string; readonly rule: string | null };

const from = (path: string, kind = 'import'): string => `${kind} { x } from '${path}';\nexport const y = x;`;
const type = (path: string): string => `import type { x } from '${path}';\nexport type Y = typeof x;`;

/** One file each, and the rule that it breaks (null: it is lawful). */
const cases: readonly Case[] = [
  { file: 'src/platform/a.ts', imports: from('../runs/run.usecases.ts'), rule: 'platform-knows-no-capability' },
  {
    file: 'src/platform/b.ts',
    imports: from('../dictionary/entry.schema.ts'),
    rule: 'platform-takes-only-the-entry-shape',
  },
  { file: 'src/platform/c.schema.ts', imports: from('../dictionary/entry.schema.ts'), rule: null },
  { file: 'src/dictionary/d.model.ts', imports: from('../runs/run.model.ts'), rule: 'dictionary-knows-no-capability' },
  { file: 'src/runs/e.model.ts', imports: from('./run.usecases.ts'), rule: 'models-decide-without-the-world' },
  { file: 'src/runs/f.model.ts', imports: from('../dictionary/entry.schema.ts'), rule: null },
  { file: 'src/runs/g.model.ts', imports: from('../platform/clock.ts'), rule: 'models-take-types-of-the-platform' },
  { file: 'src/runs/h.model.ts', imports: type('../platform/clock.ts'), rule: null },
  {
    file: 'src/runs/i.model.ts',
    imports: "import { readFile } from 'node:fs/promises';\nexport const y = readFile;",
    rule: 'models-do-no-io',
  },
  { file: 'src/runs/j.model.ts', imports: "import pg from 'pg';\nexport const y = pg;", rule: 'models-do-no-io' },
  {
    file: 'src/runs/k.model.ts',
    imports: "import { createHash } from 'node:crypto';\nexport const y = createHash;",
    rule: null,
  },
  { file: 'src/runs/l.schema.ts', imports: from('./run.repository.ts'), rule: 'schemas-are-shapes' },
  { file: 'src/runs/m.repository.ts', imports: from('./run.usecases.ts'), rule: 'repositories-ask-nobody' },
  { file: 'src/runs/n.usecases.ts', imports: from('./run.routes.ts'), rule: 'use-cases-know-no-edge' },
  { file: 'src/runs/o.routes.ts', imports: from('./run.repository.ts'), rule: 'edges-go-through-a-use-case' },
  { file: 'src/runs/p.routes.ts', imports: from('./run.usecases.ts'), rule: null },
  { file: 'src/runs/p.command.ts', imports: from('./run.repository.ts'), rule: 'edges-go-through-a-use-case' },
  {
    file: 'src/connectors/canvas/canvas.connector.ts',
    imports: from('../../runs/run.usecases.ts'),
    rule: 'connectors-know-the-contract-only',
  },
  {
    file: 'src/connectors/skyward/skyward.connector.ts',
    imports: from('../canvas/canvas.wire.ts'),
    rule: 'a-connector-knows-no-other',
  },
  {
    file: 'src/console/q.tsx',
    imports: from('../runs/run.usecases.ts'),
    rule: 'console-reads-shapes-and-the-dictionary',
  },
  { file: 'src/console/r.tsx', imports: from('../runs/run.schema.ts'), rule: 'console-takes-schemas-as-types' },
  { file: 'src/console/s.tsx', imports: type('../runs/run.schema.ts'), rule: null },
  {
    file: 'src/console/t.tsx',
    imports: "import { join } from 'node:path';\nexport const y = join;",
    rule: 'console-runs-in-a-browser',
  },
  { file: 'src/runs/u.usecases.ts', imports: from('../console/shell.ts'), rule: 'server-knows-no-console' },
  { file: 'src/runs/v.job.ts', imports: from('../app.ts'), rule: 'app-is-the-root' },
  { file: 'tests/w.test.ts', imports: from('../src/app.ts'), rule: null },
  { file: 'tests/x.test.ts', imports: from('../src/main.ts'), rule: 'main-is-imported-by-nobody' },
  { file: 'src/runs/z.job.ts', imports: from('../../sandbox/demo.ts'), rule: 'product-does-not-need-its-tests' },
  { file: 'src/commands.ts', imports: from('../tests/scene.ts'), rule: 'main-starts-the-sandbox-only' },
  {
    file: 'src/rostering/a.usecases.ts',
    imports: from('./roster-write.repository.ts'),
    rule: 'roster-is-written-by-its-job-only',
  },
  {
    file: 'src/runs/held.read-model.ts',
    imports: from('../rostering/roster.schema.ts'),
    rule: 'the-pipeline-knows-no-job',
  },
  { file: 'src/rostering/held.read-model.ts', imports: from('../runs/run.repository.ts'), rule: null },
  {
    file: 'src/connections/t.usecases.ts',
    imports: from('./deletion.repository.ts'),
    rule: 'data-goes-with-its-connection-only',
  },
  {
    file: 'src/connections/forget.usecases.ts',
    imports: from('../retention/erasure.repository.ts'),
    rule: 'history-goes-by-retention-only',
  },
  { file: 'src/rostering/oneroster/b.job.ts', imports: from('../roster-write.repository.ts'), rule: null },
  {
    file: 'src/rostering/oneroster/f.job.ts',
    imports: from('../api/write.repository.ts'),
    rule: 'pushed-records-are-written-with-their-outcome',
  },
  { file: 'src/rostering/api/g.usecases.ts', imports: from('./write.repository.ts'), rule: null },
  { file: 'src/runs/c.ts', imports: from('./d.ts'), rule: 'no-cycles' },
  { file: 'src/runs/lonely.ts', imports: 'export const y = 1;', rule: 'no-orphans' },
  { file: 'src/runs/nowhere.job.ts', imports: from('./gone.ts'), rule: 'imports-exist' },
  {
    file: 'src/runs/unnamed.job.ts',
    imports: "import swc from '@swc/types';\nexport const y = swc;",
    rule: 'packages-are-named',
  },
  {
    file: 'src/runs/dev.job.ts',
    imports: "import { build } from 'esbuild';\nexport const y = build;",
    rule: 'product-runs-without-dev-packages',
  },
];

/** What the cases import. */
const scenery = {
  'src/runs/run.usecases.ts': '',
  'src/runs/run.model.ts': '',
  'src/runs/run.schema.ts': '',
  'src/runs/run.repository.ts': '',
  'src/runs/run.routes.ts': '',
  'src/dictionary/entry.schema.ts': '',
  'src/platform/clock.ts': '',
  'src/app.ts': '',
  'src/main.ts': '',
  'src/console/shell.ts': '',
  'src/connectors/canvas/canvas.wire.ts': '',
  'sandbox/demo.ts': '',
  'tests/scene.ts': '',
  'src/rostering/roster-write.repository.ts': '',
  'src/rostering/roster.schema.ts': '',
  'src/rostering/api/write.repository.ts': '',
  'src/connections/deletion.repository.ts': '',
  'src/retention/erasure.repository.ts': '',
  'src/runs/d.ts': from('./c.ts'),
};

let folder: string;
let result: ICruiseResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-imports-'));
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(scenery)) put(path, content || 'export const x = 1;');
  for (const { file, imports } of cases) put(file, imports);
  put('package.json', JSON.stringify({ type: 'module', dependencies: { pg: '*' }, devDependencies: { esbuild: '*' } }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const options = { ...config.options, baseDir: folder, ruleSet: { forbidden: config.forbidden }, validate: true };
  const { output } = await cruise(['src', 'sandbox', 'tests'], options as Parameters<typeof cruise>[1]);
  if (typeof output === 'string') throw new Error(output);
  result = output;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import rules', () => {
  test.each(cases)('$file: $rule', ({ file, rule }) => {
    const broken = result.summary.violations
      .filter((violation) => violation.from === file)
      .map((violation) => violation.rule.name);
    expect(new Set(broken)).toEqual(new Set(rule === null ? [] : [rule]));
  });

  test('every rule has a case that breaks it', () => {
    const tried = new Set(cases.map(({ rule }) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
