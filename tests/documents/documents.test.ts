import { execFile } from 'node:child_process';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { filesBelow, root } from '../../scripts/source-files.mjs';
import { configKeys } from '../../src/config.ts';
import { entries } from '../../src/dictionary/entries.ts';
import { guideOf, guideSystems } from '../../src/dictionary/guide.model.ts';
import { codeIn, isThere, markdownFiles, placesIn, relativeLinks, tableBelow, textOf } from './markdown-files.ts';

const run = promisify(execFile);
const guides = ['README.md', 'CONTRIBUTING.md'];
const manifest = JSON.parse(textOf('package.json')) as Record<
  'scripts' | 'dependencies' | 'optionalDependencies',
  Record<string, string>
>;

/** Why a link of a page leads nowhere; null: it leads somewhere. */
function deadEnd(page: string, link: string): string | null {
  const [path = '', place] = link.split('#');
  const target = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), decodeURIComponent(path)));
  if (!isThere(target)) return `${page}: ${link} is not there`;
  if (place === undefined || !target.endsWith('.md') || placesIn(textOf(target)).has(place)) return null;
  return `${page}: ${link} has no such place`;
}

/** The commands that the help of a command names; of the whole command line for ''. */
async function commandsBelow(parent: string): Promise<readonly string[]> {
  const words = parent === '' ? [] : parent.split(' ');
  const { stdout } = await run(process.execPath, ['src/main.ts', ...words, '--help'], { cwd: root });
  const [, list = ''] = stdout.split('\nCommands:\n');
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => [...words, name].join(' '));
}

/** Scripts of npm that a text tells people to run. */
function npmScripts(text: string): readonly string[] {
  return codeIn(text).flatMap((code) => [
    ...[...code.matchAll(/npm (?:--prefix \S+ )?run (?:-s |--silent )?([a-z:]+)/g)].map((match) => match[1] ?? ''),
    ...[...code.matchAll(/npm (start|test)\b/g)].map((match) => match[1] ?? ''),
  ]);
}

/** Commands of Hallpass that a text names, such as `admin link`. */
function hallpassCommands(text: string): readonly string[] {
  return codeIn(text)
    .flatMap((code) => [...code.matchAll(/\bhallpass(?: --)? ([a-z]+(?:-[a-z]+)*(?: (?:link|reset))?)(?![a-z./=])/g)])
    .map((match) => match[1] ?? '');
}

/** Environment variables that a text names: assigned, read, or as a code span of their own. */
function environment(text: string): readonly string[] {
  return codeIn(text).flatMap((code) => [
    ...[...code.matchAll(/\b([A-Z][A-Z0-9_]+)=/g)].map((match) => match[1] ?? ''),
    ...[...code.matchAll(/\$\{?([A-Z][A-Z0-9_]+)/g)].map((match) => match[1] ?? ''),
    ...(/^[A-Z][A-Z0-9_]+$/.test(code) ? [code] : []),
  ]);
}

const distinct = (names: readonly string[]) => [...new Set(names)].sort();

describe('what the documents are read for', () => {
  const page = [
    '# A page: with a name',
    'See [this](other.md#place) and `hallpass admin link`, not `[that](x.md)`.',
    '```sh',
    'PORT=1 npm run -s hallpass -- serve  # [no](link.md)',
    'echo $DATA_DIR && npm test && hallpass import ./a',
    '```',
    'Set `HOST`. The picture: ![a picture](https://pictures.example/a.png)',
  ].join('\n');

  test('links, without those in code and those to other sites', () => {
    expect(relativeLinks(page)).toEqual(['other.md#place']);
    expect([...placesIn(`${page}\n<a id="here"></a>`)]).toEqual(['a-page-with-a-name', 'here']);
  });

  test('commands and variables', () => {
    expect(distinct(npmScripts(page))).toEqual(['hallpass', 'test']);
    expect(distinct(hallpassCommands(page))).toEqual(['admin link', 'import', 'serve']);
    expect(distinct(environment(page))).toEqual(['DATA_DIR', 'HOST', 'PORT']);
  });

  test('a link to nowhere is found', () => {
    expect(deadEnd('README.md', 'docs/nowhere.md')).toBe('README.md: docs/nowhere.md is not there');
    expect(deadEnd('README.md', '#no-such-place')).toBe('README.md: #no-such-place has no such place');
    expect(deadEnd('docs/guides/oneroster.md', '../../README.md')).toBe(null);
  });
});

describe('documents', () => {
  test('every link leads somewhere', () => {
    const pages = markdownFiles();
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.flatMap((page) => relativeLinks(textOf(page)).flatMap((link) => deadEnd(page, link) ?? []))).toEqual(
      [],
    );
  });

  test('every npm script that people are told to run exists', () => {
    const named = distinct(guides.flatMap((page) => npmScripts(textOf(page))));
    expect(named).toContain('start');
    expect(named.filter((script) => manifest.scripts[script] === undefined)).toEqual([]);
  });

  test('every command of Hallpass that people are told to run exists', async () => {
    const pages = [
      ...guides,
      'docs/dictionary.md',
      ...markdownFiles().filter((page) => page.startsWith('docs/guides/')),
    ];
    const named = distinct(pages.flatMap((page) => hallpassCommands(textOf(page))));
    expect(named).toContain('import');
    const parents = distinct(['', ...named.map((command) => command.split(' ').slice(0, -1).join(' '))]);
    const there = await Promise.all(parents.map(commandsBelow));
    const known = new Set(there.flat());
    const missing = named.filter((command) => !known.has(command));
    expect(missing).toEqual([]);
  });

  test('a guide has a place for every error of its system, and a warning beside each step that destroys something', () => {
    const told = guideSystems.map((system) => {
      const page = textOf(`docs/guides/${system}.md`);
      const places = placesIn(page);
      const its = guideOf(system, entries).sections.flatMap((section) => section.entries);
      const destroying = its.flatMap(({ sayings }) =>
        sayings.flatMap((one) => one.causes.flatMap((cause) => cause.destroys)),
      );
      return {
        system,
        missing: its.filter(({ entry }) => !places.has(entry.replaceAll(/[._]/g, '-'))),
        warnings: page.split('**⚠ Careful with this step:**').length - 1,
        destroying: destroying.length,
      };
    });
    expect(told.flatMap(({ missing }) => missing)).toEqual([]);
    expect(told.filter(({ warnings, destroying }) => warnings !== destroying)).toEqual([]);
    expect(told.find(({ system }) => system === 'aeries')?.warnings).toBe(5);
  });

  test('the table of the configuration has every variable, and the README names no other', () => {
    const known = Object.values(configKeys).map(({ env }) => env);
    const rows = textOf('docs/configuration.md').match(/^\| `[A-Z_]+` \|/gm) ?? [];
    expect(distinct(rows.map((row) => row.slice(3, -3)))).toEqual(distinct(known));
    const named = distinct(environment(textOf('README.md')));
    expect(named).toContain('DATABASE_URL');
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('every package of the running product stands in the architecture with its reason', () => {
    const rows = tableBelow(textOf('ARCHITECTURE.md'), 'Packages of the running product');
    const named = rows.flatMap(([packages = '']) => codeIn(packages));
    const wanted = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect([...named].sort()).toEqual([...wanted].sort());
    expect(rows.filter(([, reason = '']) => reason.length < 8)).toEqual([]);
  });

  test('a decision is short, numbered without a gap, and says context, decision and what enforces it', () => {
    const decisions = filesBelow('docs/decisions');
    expect(decisions.length).toBeGreaterThan(5);
    const told = decisions.map((path, at) => {
      const text = textOf(path);
      const number = String(at + 1).padStart(4, '0');
      return {
        path: new RegExp(`^docs/decisions/${number}-[a-z0-9-]+\\.md$`).test(path) ? 'numbered' : path,
        title: text.startsWith(`# ${at + 1}. `),
        short: text.trimEnd().split('\n').length <= 30,
        headings: [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
      };
    });
    const right = {
      path: 'numbered',
      title: true,
      short: true,
      headings: ['Context', 'Decision', 'Enforced by'],
    };
    expect(told).toEqual(decisions.map(() => right));
  });
});
