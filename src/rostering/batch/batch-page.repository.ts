import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Queries } from '../../platform/database.ts';
import type { Secrets } from '../../platform/secrets.ts';
import type { BatchPage } from './batch-pages.model.ts';
import type { LineKind } from './line.model.ts';

// The pages of batches, as they are stored. Their lines hold children's data and are sealed for the time that they wait.

export const batchPurpose = 'batch page';

export type Place = { readonly district: string; readonly batch: string };

/** Stores a page that waits to be carried out; its run is told when there is one. */
export async function insertPage(
  db: Queries,
  secrets: Secrets,
  { district, batch }: Place,
  { kind, no, lines, body }: BatchPage,
  now: Date,
): Promise<void> {
  const sealed = secrets.seal(batchPurpose, body);
  await sql`insert into batch_page (district_id, batch_id, kind, no, lines, body, made_at)
    values (${district}, ${batch}, ${kind}, ${no}, ${lines}, ${sealed}, ${now})`.execute(db);
}

export async function tellRun(db: Queries, { district, batch }: Place, run: number): Promise<void> {
  await sql`update batch_page set run_no = ${run} where district_id = ${district} and batch_id = ${batch}`.execute(db);
}

/** The lines of a page; null: they are not there any more. */
export async function loadPage(
  db: Queries,
  secrets: Secrets,
  { district, batch }: Place,
  kind: LineKind,
  no: number,
): Promise<Pick<BatchPage, 'lines' | 'body'> | null> {
  const found = await sql<{ lines: Buffer; body: Buffer | null }>`select lines, body from batch_page
    where district_id = ${district} and batch_id = ${batch} and kind = ${kind} and no = ${no}`.execute(db);
  const row = found.rows[0];
  return row === undefined || row.body === null
    ? null
    : { lines: row.lines, body: secrets.unseal(batchPurpose, row.body) };
}

/** In the transaction that carries a page out: what became of its lines is kept, they themselves are not. */
export async function settlePage(
  client: PoolClient,
  { district, batch }: Place,
  page: { readonly kind: LineKind; readonly no: number; readonly codes: Buffer; readonly refused: Buffer | null },
): Promise<void> {
  await client.query(
    'update batch_page set body = null, codes = $5, refused = $6 where district_id = $1 and batch_id = $2 and kind = $3 and no = $4',
    [district, batch, page.kind, page.no, page.codes, page.refused],
  );
}

/** The names of users and courses of a batch that were refused, as prints with their lines. */
export async function loadRefused(db: Queries, { district, batch }: Place): Promise<readonly Buffer[]> {
  const found = await sql<{ refused: Buffer }>`select refused from batch_page
    where district_id = ${district} and batch_id = ${batch} and kind in ('user', 'course') and refused is not null order by kind, no`.execute(
    db,
  );
  return found.rows.map(({ refused }) => refused);
}

const keptFor = 3 * 86_400_000;

/** Lines of runs that were ended before they came to them are removed, and after some days what tells an answer again. */
export async function sweepPages(db: Queries, now: Date): Promise<void> {
  await sql`update batch_page set body = null from run
    where run.district_id = batch_page.district_id and run.no = batch_page.run_no and run.finished_at is not null
      and batch_page.body is not null`.execute(db);
  await sql`delete from batch_page using run
    where run.district_id = batch_page.district_id and run.no = batch_page.run_no and run.finished_at is not null
      and batch_page.made_at < ${new Date(now.getTime() - keptFor)}`.execute(db);
}
