import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { samplesPurpose } from '../dictionary/unknown.repository.ts';
import { dataKeyPurpose, placeOfDataKey } from '../exchanges/exchange.repository.ts';
import type { ByteSource } from '../platform/byte-source.ts';
import type { Queries } from '../platform/database.ts';
import { openSealed, sealStream } from '../platform/sealed-file.ts';
import type { Secrets } from '../platform/secrets.ts';
import { erasurePurpose } from '../retention/erasing.repository.ts';
import { answerPurpose } from '../rostering/api/idempotency.repository.ts';
import { batchPurpose } from '../rostering/batch/batch-page.repository.ts';
import { placeOfWebhook, webhookPurpose } from '../webhooks/webhook.repository.ts';
import { credentialPurpose, placeOfCredential } from './credential.repository.ts';

// Everything that is sealed with the installation's key, and how it is sealed with another. What opens with the new key
// is done already, so that whoever goes on after a kill begins anew and loses nothing.

export type Row = { readonly district_id: string } & Readonly<Record<string, string | number | Buffer>>;
export type SealedColumn = {
  readonly table: string;
  readonly column: string;
  /** What tells its rows apart, behind the district. */
  readonly key: readonly string[];
  readonly purpose: (row: Row) => string;
  readonly place?: (row: Row) => string;
  readonly versioned?: true;
};

/** All of them. What moves to another installation is sealed by the same list. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'credential',
    column: 'sealed',
    key: ['connection_id', 'name'],
    purpose: () => credentialPurpose,
    place: (row) => placeOfCredential(row.district_id, Number(row['connection_id']), String(row['name'])),
    versioned: true,
  },
  {
    // What is kept of calls is sealed with these keys, and stays as it is.
    table: 'data_key',
    column: 'sealed',
    key: ['connection_id'],
    purpose: () => dataKeyPurpose,
    place: (row) => placeOfDataKey(row.district_id, Number(row['connection_id'])),
  },
  {
    table: 'unknown_message',
    column: 'samples',
    key: ['id'],
    purpose: (row) => samplesPurpose(row.district_id),
  },
  {
    table: 'idempotency',
    column: 'answer',
    key: ['api_key_id', 'path', 'key'],
    purpose: () => answerPurpose,
  },
  {
    table: 'webhook_secret',
    column: 'sealed',
    key: ['webhook_no', 'no'],
    purpose: () => webhookPurpose,
    place: (row) => placeOfWebhook(row.district_id, Number(row['webhook_no']), Number(row['no'])),
    versioned: true,
  },
  { table: 'erasure', column: 'sealed', key: ['no'], purpose: (row) => erasurePurpose(row.district_id) },
  { table: 'batch_page', column: 'body', key: ['batch_id', 'kind', 'no'], purpose: () => batchPurpose },
];

export type Keys = { readonly before: Secrets; readonly now: Secrets };
/** `unreadable`: what neither key opens. It is left as it is. */
export type Resealed = { resealed: number; already: number; unreadable: number };
type Found = { readonly plain: Buffer | null; readonly is: keyof Resealed };

/** Seals every column anew, some hundred rows at a time. */
export async function resealColumns(db: Queries, keys: Keys): Promise<Resealed> {
  const sum: Resealed = { resealed: 0, already: 0, unreadable: 0 };
  for (const column of sealedColumns) await resealColumn(db, keys, column, sum);
  return sum;
}

const page = 200;

async function resealColumn(db: Queries, keys: Keys, of: SealedColumn, sum: Resealed): Promise<void> {
  const names = ['district_id', ...of.key];
  for (let after: readonly unknown[] | null = null; ; ) {
    const rows: readonly Row[] = await pageOf(db, of, names, after);
    for (const row of rows) sum[await resealRow(db, keys, of, names, row)]++;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = names.map((name) => last[name]);
  }
}

async function pageOf(
  db: Queries,
  { table, column }: SealedColumn,
  names: readonly string[],
  after: readonly unknown[] | null,
): Promise<readonly Row[]> {
  const key = sql.join(names.map((name) => sql.ref(name)));
  const beyond = after === null ? sql`` : sql`and (${key}) > (${sql.join(after)})`;
  const found = await sql<Row>`select ${key}, ${sql.ref(column)} as box from ${sql.table(table)}
    where ${sql.ref(column)} is not null ${beyond} order by ${key} limit ${page}`.execute(db);
  return found.rows;
}

async function resealRow(
  db: Queries,
  { before, now }: Keys,
  of: SealedColumn,
  names: readonly string[],
  row: Row,
): Promise<keyof Resealed> {
  const box = row['box'] as Buffer;
  const [purpose, place] = [of.purpose(row), of.place?.(row)];
  const { plain, is } = opened(
    () => now.unseal(purpose, box, place),
    () => before.unseal(purpose, box, place),
  );
  if (plain === null) return is;
  const version = of.versioned === true ? sql`, key_version = ${now.version}` : sql``;
  const same = sql.join(
    names.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
    sql` and `,
  );
  // Whoever wrote it meanwhile has sealed it with a key of their own.
  await sql`update ${sql.table(of.table)} set ${sql.ref(of.column)} = ${now.seal(purpose, plain, place)}${version}
    where ${same} and ${sql.ref(of.column)} = ${box}`.execute(db);
  return is;
}

function opened(byNow: () => Buffer, byBefore: () => Buffer): Found {
  try {
    byNow();
    return { plain: null, is: 'already' };
  } catch {
    try {
      return { plain: byBefore(), is: 'resealed' };
    } catch {
      return { plain: null, is: 'unreadable' };
    }
  }
}

const half = '.resealing';

/** Seals stored files anew: each beside the old one, which it then replaces. */
export async function resealFiles(folder: string, before: Buffer, now: Buffer): Promise<Resealed> {
  const sum: Resealed = { resealed: 0, already: 0, unreadable: 0 };
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile())) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.name.endsWith(half)) await rm(place, { force: true });
    else if (await opensWith(place, now)) sum.already++;
    else if (await opensWith(place, before)) {
      await rm(`${place}${half}`, { force: true });
      const source = await openSealed(place, before);
      await sealStream(`${place}${half}`, now, contentOf(source)).finally(() => source.close());
      await rename(`${place}${half}`, place);
      sum.resealed++;
    } else sum.unreadable++;
  }
  return sum;
}

async function opensWith(place: string, key: Buffer): Promise<boolean> {
  try {
    const source = await openSealed(place, key);
    return await source
      .read(Buffer.alloc(1), 0)
      .then(() => true)
      .finally(() => source.close());
  } catch {
    return false;
  }
}

/** All bytes of a source, one after the other. */
export async function* contentOf(source: ByteSource): AsyncIterable<Uint8Array> {
  for (let at = 0; at < source.size; ) {
    const chunk = Buffer.alloc(Math.min(1024 * 1024, source.size - at));
    const got = await source.read(chunk, at);
    if (got === 0) throw new Error('a sealed file was cut off while it was read');
    yield chunk.subarray(0, got);
    at += got;
  }
}

/** Other processes of Hallpass on this database: they would go on sealing with the key that they began with. */
export async function otherProcesses(db: Queries): Promise<number> {
  const found = await sql<{ n: number }>`select count(distinct application_name)::int as n from pg_stat_activity
    where datname = current_database() and application_name like 'hallpass-%'
      and application_name <> current_setting('application_name')`.execute(db);
  return found.rows[0]?.n ?? 0;
}
