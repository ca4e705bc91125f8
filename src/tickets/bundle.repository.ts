import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { ZipFile } from 'yazl';
import type { Queries, Tx } from '../platform/database.ts';
import type { BundleFile } from './ticket.schema.ts';

export type StoredBundle = {
  readonly madeAt: Date;
  readonly digest: string;
  readonly files: readonly BundleFile[];
  readonly sentAt: Date | null;
};

/** Stores a bundle in the place of the one before. One that is the same as that stays the one that was sent. */
export async function storeBundle(
  tx: Tx,
  district: string,
  ticket: number,
  files: readonly BundleFile[],
  now: Date,
): Promise<void> {
  const plain = Buffer.from(JSON.stringify(files));
  const digest = createHash('sha256').update(plain).digest('hex').slice(0, 32);
  await sql`insert into ticket_bundle (district_id, ticket_no, made_at, digest, files)
    values (${district}, ${ticket}, ${now}, ${digest}, ${zstdCompressSync(plain)})
    on conflict (district_id, ticket_no) do update set made_at = excluded.made_at, digest = excluded.digest,
      files = excluded.files, sent_at = case when ticket_bundle.digest = excluded.digest then ticket_bundle.sent_at end`.execute(
    tx,
  );
}

export async function readBundle(db: Queries, district: string, ticket: number): Promise<StoredBundle | null> {
  const { rows } = await sql<{ at: Date; digest: string; files: Buffer; sent: Date | null }>`
    select made_at as at, digest, files, sent_at as sent from ticket_bundle
    where district_id = ${district} and ticket_no = ${ticket}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const files = JSON.parse(zstdDecompressSync(row.files).toString('utf8')) as readonly BundleFile[];
  return { madeAt: row.at, digest: row.digest, files, sentAt: row.sent };
}

export async function noteSent(tx: Tx, district: string, ticket: number, now: Date): Promise<void> {
  await sql`update ticket_bundle set sent_at = ${now} where district_id = ${district} and ticket_no = ${ticket}`.execute(
    tx,
  );
}

/** The files of a bundle as one zip; the same files give the same bytes. */
export async function zipOf({ files, madeAt }: Pick<StoredBundle, 'files' | 'madeAt'>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text } of files) zip.addBuffer(Buffer.from(text), name, { mtime: madeAt });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
