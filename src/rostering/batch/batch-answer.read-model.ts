import { sql } from 'kysely';
import type { Facts } from '../../dictionary/facts.model.ts';
import type { Queries } from '../../platform/database.ts';
import type { ErrorRow } from '../../platform/tables.ts';
import { monthOfRun } from '../../runs/run.read-model.ts';
import { numbersOf } from './batch-pages.model.ts';
import { isRefused } from './outcome-code.model.ts';

// What became of the lines of a batch, in the order in which they were sent. Pages and refusals are read as they are told,
// so that an answer of any length is made in little memory.

export type RefusedLine = { readonly entry: string; readonly facts: Facts };
export type LineOutcome = { readonly line: number; readonly code: number; readonly refused: RefusedLine | null };
/** Lines of one kind in their order: a page at a time, and the refused ones of all pages. */
export type Lane = {
  readonly pages: AsyncIterator<LanePage>;
  readonly refused: AsyncIterator<RefusedLine>;
};
export type LanePage = { readonly lines: Int32Array; readonly codes: Uint8Array | null };

/** The lines of all lanes in one order. */
export async function* inOrder(lanes: readonly Lane[]): AsyncIterable<LineOutcome> {
  const heads: Head[] = lanes.map((lane) => ({ lane, page: null, at: 0 }));
  await Promise.all(heads.map(nextPage));
  for (;;) {
    const head = first(heads);
    if (head?.page == null) return;
    const line = head.page.lines[head.at] ?? 0;
    const code = head.page.codes?.[head.at] ?? 0;
    const refused = isRefused(code) ? await head.lane.refused.next() : null;
    yield { line, code, refused: refused?.value ?? null };
    head.at++;
    if (head.at >= head.page.lines.length) await nextPage(head);
  }
}

type Head = { readonly lane: Lane; page: LanePage | null; at: number };

function first(heads: readonly Head[]): Head | undefined {
  let best: Head | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const head of heads) {
    const line = head.page?.lines[head.at] ?? Number.POSITIVE_INFINITY;
    if (line >= least) continue;
    least = line;
    best = head;
  }
  return best;
}

async function nextPage(head: Head): Promise<void> {
  const { value, done } = await head.lane.pages.next();
  head.page = done === true ? null : value;
  head.at = 0;
}

export type BatchRun = {
  readonly counts: Readonly<Record<string, number>>;
  readonly requestId: string;
  /** Why lines were not reached, where a run was ended before its end. */
  readonly error: ErrorRow | null;
  readonly lanes: readonly Lane[];
};

type PartRow = { unit: string; kind: string; source: { requestId: string } };
type RunRow = { error: ErrorRow | null } & Readonly<Record<(typeof told)[number], number>>;

const told = ['entered', 'created', 'updated', 'deleted', 'unchanged', 'rejected', 'blocked'] as const;

/** The outcomes of a batch's run, as far as it came. */
export async function readBatch(
  db: Queries,
  district: string,
  asked: { run: number; batch: string },
): Promise<BatchRun> {
  const month = await monthOfRun(db, district, asked.run);
  const runs =
    await sql<RunRow>`select error, ${sql.raw(told.join(', '))} from run where district_id = ${district} and no = ${asked.run}`.execute(
      db,
    );
  const parts =
    await sql<PartRow>`select unit, kind, source from part where district_id = ${district} and run_no = ${asked.run}`.execute(
      db,
    );
  const { error, ...counts } = runs.rows[0] ?? { error: null };
  const lanes = parts.rows.map(({ unit, kind }) => ({
    pages: pagesOf(db, district, asked.batch, kind),
    refused: refusedOf(db, { district, month, run: asked.run, unit }),
  }));
  return { counts, error, requestId: parts.rows[0]?.source.requestId ?? '', lanes };
}

async function* pagesOf(db: Queries, district: string, batch: string, kind: string): AsyncGenerator<LanePage> {
  for (let no = 0; ; no++) {
    const found = await sql<{ lines: Buffer; codes: Buffer | null }>`select lines, codes from batch_page
      where district_id = ${district} and batch_id = ${batch} and kind = ${kind} and no = ${no}`.execute(db);
    const row = found.rows[0];
    if (row === undefined) return;
    yield { lines: numbersOf(row.lines), codes: row.codes };
  }
}

type Part = { readonly district: string; readonly month: string; readonly run: number; readonly unit: string };
const rowsAtOnce = 200;

async function* refusedOf(db: Queries, { district, month, run, unit }: Part): AsyncGenerator<RefusedLine> {
  for (let after = -1; ; ) {
    const found = await sql<RefusedLine & { seq: number }>`select seq, entry, facts from outcome
      where district_id = ${district} and month = ${month} and run_no = ${run} and unit = ${unit} and seq > ${after} order by seq limit ${rowsAtOnce}`.execute(
      db,
    );
    yield* found.rows;
    const last = found.rows.at(-1);
    if (last === undefined || found.rows.length < rowsAtOnce) return;
    after = last.seq;
  }
}
