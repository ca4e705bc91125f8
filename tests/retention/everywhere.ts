import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { samplesPurpose } from '../../src/dictionary/unknown.repository.ts';
import { readExchanges } from '../../src/exchanges/exchange.repository.ts';
import type { App } from '../../src/platform/house.ts';
import { openSealed } from '../../src/platform/sealed-file.ts';
import { answerPurpose } from '../../src/rostering/api/idempotency.repository.ts';
import { batchPurpose } from '../../src/rostering/batch/batch-page.repository.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';

// Looks for words in everything that the hub holds: every column of every table, as text, opened where it is sealed and
// unpacked where it is packed, and every stored file.

type Found = string;

/** Where one of the words stands: `table.column`, or the name of a file. */
export async function everywhere(app: App, district: string, words: readonly string[]): Promise<readonly Found[]> {
  const sought = words.map((word) => word.toLowerCase());
  const holds = (text: string) => sought.some((word) => text.toLowerCase().includes(word));
  const found = new Set<Found>();
  const tables = await sql<{ name: string }>`select relname as name from pg_class
    where relkind in ('r') and relnamespace = 'public'::regnamespace order by 1`.execute(app.db);
  for (const { name } of tables.rows) {
    const rows = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(app.db);
    for (const row of rows.rows)
      for (const [column, value] of Object.entries(row))
        if (textsOf(app, district, value).some(holds)) found.add(`${name.replace(/_\d{4}_\d\d$/, '')}.${column}`);
  }
  const calls = await readExchanges(app.db, app.secrets, district, sql`true`, 1_000_000);
  if (calls.some((call) => holds(JSON.stringify(call)))) found.add('exchange');
  for (const file of await filesOf(app)) if (holds(await contentOf(app, file))) found.add('a stored file');
  return [...found].sort();
}

function textsOf({ secrets }: App, district: string, value: unknown): readonly string[] {
  if (!Buffer.isBuffer(value)) return [typeof value === 'string' ? value : (JSON.stringify(value) ?? '')];
  const ways = [
    () => value,
    ...[answerPurpose, batchPurpose, samplesPurpose(district), `erasure of ${district}`].map(
      (purpose) => () => secrets.unseal(purpose, value),
    ),
  ];
  return ways.flatMap((open) => {
    try {
      const opened = open();
      try {
        return [opened.toString('utf8'), zstdDecompressSync(opened).toString('utf8')];
      } catch {
        return [opened.toString('utf8')];
      }
    } catch {
      return [];
    }
  });
}

export async function filesOf(app: App): Promise<readonly string[]> {
  const entries = await readdir(app.files.folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
}

async function contentOf(app: App, file: string): Promise<string> {
  const source = await openSealed(file, storeOf(app).key);
  try {
    const bytes = Buffer.alloc(source.size);
    await source.read(bytes, 0);
    return bytes.toString('latin1');
  } finally {
    await source.close();
  }
}
