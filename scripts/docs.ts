// Writes the documents that are made from the code, and migrations/schema.sql.
//   node scripts/docs.ts           writes them
//   node scripts/docs.ts --check   writes nothing; fails with the names of those that are out of date
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { configKeys } from '../src/config.ts';
import { entries } from '../src/dictionary/entries.ts';
import { guideOf, guideSystems } from '../src/dictionary/guide.model.ts';
import { describeApi } from '../tests/documents/api-description.ts';
import { causesPage } from './docs/causes-page.ts';
import { configurationPage } from './docs/configuration-page.ts';
import { dictionaryPage } from './docs/dictionary-page.ts';
import { errorsPage } from './docs/errors-page.ts';
import { guidePage } from './docs/guide-page.ts';
import { guidesIndex, readWritten } from './docs/guides-index.ts';
import { mailLayout } from './docs/mail-layout.ts';
import { isMade } from './docs/markdown.ts';
import { permissionsPage } from './docs/permissions-page.ts';
import { Absent, dumpSchema } from './docs/schema-dump.ts';
import { filesBelow, root } from './source-files.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const guides = guideSystems.map((system) => guideOf(system, entries));
const [madeGuides, writtenGuides] = guideFiles();

/** Each generated file and what makes it, one after the other: the schema needs a server of its own. */
const documents: readonly { readonly file: string; make(): string | Promise<string> }[] = [
  { file: 'src/notifications/news-mail-html.model.ts', make: mailLayout },
  { file: 'docs/configuration.md', make: () => configurationPage(Object.values(configKeys)) },
  { file: 'docs/errors.md', make: () => errorsPage(entries) },
  { file: 'docs/causes.md', make: () => causesPage(entries) },
  { file: 'docs/dictionary.md', make: dictionaryPage },
  ...guides.map((guide) => ({ file: `docs/guides/${guide.system}.md`, make: () => guidePage(guide) })),
  { file: 'docs/guides/README.md', make: () => guidesIndex(guides, writtenGuides) },
  { file: 'docs/permissions.md', make: permissionsPage },
  { file: 'docs/openapi.json', make: describeApi },
  { file: 'migrations/schema.sql', make: () => dumpSchema(path.join(root, 'migrations')) },
];

const inCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');
const stale: string[] = [];
let failed = false;

for (const { file, make } of documents) {
  try {
    const made = await make();
    if (textOf(file) === made) continue;
    stale.push(file);
    if (values.check) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), made);
    process.stdout.write(`${file} written\n`);
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
    process.stderr.write(`${inCi ? 'FAILED' : 'SKIPPED'} ${file}: ${error.message}\n`);
    failed ||= inCi;
  }
}

// A guide that was made once, of a system that is gone.
for (const file of madeGuides.filter((made) => !documents.some((document) => document.file === made))) {
  stale.push(file);
  if (values.check) continue;
  rmSync(path.join(root, file));
  process.stdout.write(`${file} removed\n`);
}

if (values.check && stale.length > 0) {
  process.stderr.write(`Out of date:\n${stale.map((file) => `  ${file}\n`).join('')}Run: node scripts/docs.ts\n`);
  failed = true;
}
process.exitCode = failed ? 1 : 0;

function textOf(file: string): string | null {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return null;
  }
}

/** The guides that are there: those made from the code, and those written by hand. */
function guideFiles() {
  const files = filesBelow('docs/guides').map((file) => ({ file, text: textOf(file) ?? '' }));
  return [
    files.filter(({ text }) => isMade(text)).map(({ file }) => file),
    files.filter(({ text }) => !isMade(text)).map(({ file, text }) => readWritten(path.basename(file), text)),
  ] as const;
}
