import { sql } from 'kysely';
import { z } from 'zod';
import { cursorOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import { explain } from '../dictionary/explain.model.ts';
import type { Queries } from '../platform/database.ts';
import { byBytes, unpackKeys } from './outcome-pack.model.ts';
import { monthOfRun } from './run.read-model.ts';
import type { OutcomeView, outcomesQuery } from './run.schema.ts';

type Query = z.output<typeof outcomesQuery> & { readonly run: number };
type Place = { readonly district: string; readonly month: string; readonly run: number };
type Unusual = {
  readonly kind: string;
  readonly key: string;
  readonly outcome: OutcomeView['outcome'];
  readonly entry: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly waits_kind: string | null;
  readonly waits_key: string | null;
};
type Row = Unusual & { readonly unit: string; readonly seq: number };

const packed: ReadonlySet<string> = new Set(['created', 'updated', 'deleted']);
const cursorShape = z.tuple([z.string(), z.string(), z.number()]);

/**
 * What became of the records of a run. The unusual first, as they stood in the file; then, where they are asked for,
 * the accepted in the order of their keys. `q` finds a key by its beginning.
 */
export const listOutcomes = reading('runs.read', async (db, scope, query: Query) => {
  const place = { district: scope.district, month: await monthOfRun(db, scope.district, query.run), run: query.run };
  const after = readCursor(query.cursor, cursorShape);
  const outcomes: OutcomeView[] = [];
  if (after?.[0] !== 'packs' && !packed.has(query.outcome ?? '')) {
    const rows = await unusualRows(db, place, query, after, query.limit + 1);
    outcomes.push(...rows.slice(0, query.limit).map(unusualView));
    const last = rows[query.limit - 1];
    if (rows.length > query.limit && last !== undefined)
      return { outcomes, nextCursor: cursorOf('rows', last.unit, last.seq) };
  }
  const wanted =
    query.entry === undefined && (query.outcome === undefined ? query.q !== undefined : packed.has(query.outcome));
  if (!wanted) return { outcomes, nextCursor: null };
  const behind = after?.[0] === 'packs' && after[1] !== '' ? nameFrom(after[1]) : null;
  const room = query.limit - outcomes.length;
  if (room === 0) return { outcomes, nextCursor: cursorOf('packs', '', 0) };
  const { found, next } = await acceptedKeys(db, place, query, behind, room);
  outcomes.push(...found);
  return { outcomes, nextCursor: next };
});

async function unusualRows(
  db: Queries,
  place: Place,
  query: Query,
  after: z.output<typeof cursorShape> | null,
  limit: number,
): Promise<readonly Row[]> {
  const found = await sql<Row>`
    select unit, seq, kind, key, outcome, entry, facts, waits_kind, waits_key from outcome
    where district_id = ${place.district} and month = ${place.month} and run_no = ${place.run}
      ${query.outcome === undefined ? sql`` : sql`and outcome = ${query.outcome}`}
      ${query.kind === undefined ? sql`` : sql`and kind = ${query.kind}`}
      ${query.entry === undefined ? sql`` : sql`and entry = ${query.entry}`}
      ${query.q === undefined || query.q === '' ? sql`` : sql`and starts_with(key, ${query.q})`}
      ${after === null ? sql`` : sql`and (unit, seq) > (${after[1]}, ${after[2]})`}
    order by unit, seq limit ${limit}`.execute(db);
  return found.rows;
}

/** A record that did not go through, as it is told. */
export function unusualView(row: Unusual): OutcomeView {
  const { facts } = row;
  return {
    kind: row.kind,
    key: row.key,
    outcome: row.outcome,
    file: facts['file'] ?? null,
    line: facts['line'] === undefined ? null : Number(facts['line']),
    column: facts['column'] ?? null,
    value: facts['value'] ?? null,
    expected: facts['expected'] ?? null,
    waitsFor: row.waits_kind === null || row.waits_key === null ? null : { kind: row.waits_kind, key: row.waits_key },
    explained: explain(row.entry, facts),
  };
}

type PackRow = { kind: string; outcome: OutcomeView['outcome']; keys: Buffer; lo: string };
type Name = { readonly kind: string; readonly key: string };
type Accepted = Name & { readonly outcome: OutcomeView['outcome'] };

// Two kinds may have the same key: a class 12 and a person 12. Neither holds a line feed.
const inOrder = (a: Name, b: Name) => byBytes(a.key, b.key) || byBytes(a.kind, b.kind);
const textOf = ({ kind, key }: Name) => `${kind}\n${key}`;
function nameFrom(text: string): Name {
  const end = text.indexOf('\n');
  return { kind: text.slice(0, end), key: text.slice(end + 1) };
}

/** Accepted keys behind a key, in their order, and one more than asked for as long as there is one. */
async function acceptedKeys(db: Queries, place: Place, query: Query, after: Name | null, limit: number) {
  const keys: Accepted[] = [];
  // Packs overlap and come in the order of their first keys: once enough keys lie before the next pack's first, none of it is wanted.
  for await (const pack of packsFrom(db, place, query, after?.key ?? '')) {
    const enough = keys[limit];
    if (enough !== undefined && byBytes(enough.key, pack.lo) < 0) break;
    for (const key of unpackKeys(pack.keys)) {
      const one = { kind: pack.kind, key, outcome: pack.outcome };
      if (key.startsWith(query.q ?? '') && (after === null || inOrder(one, after) > 0)) keys.push(one);
    }
    keys.sort(inOrder);
    keys.length = Math.min(keys.length, limit + 1);
  }
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  const found = shown.map(
    (one): OutcomeView => ({
      ...one,
      file: null,
      line: null,
      column: null,
      value: null,
      expected: null,
      waitsFor: null,
      explained: null,
    }),
  );
  return { found, next: keys.length > limit && last !== undefined ? cursorOf('packs', textOf(last), 0) : null };
}

async function* packsFrom(db: Queries, place: Place, query: Query, start: string): AsyncIterable<PackRow> {
  const prefix = query.q ?? '';
  for (let offset = 0; ; offset += 20) {
    const found = await sql<PackRow>`
      select kind, outcome, keys, lo from outcome_pack
      where district_id = ${place.district} and month = ${place.month} and run_no = ${place.run} and hi >= ${start}
        ${query.outcome === undefined ? sql`` : sql`and outcome = ${query.outcome}`}
        ${query.kind === undefined ? sql`` : sql`and kind = ${query.kind}`}
        ${prefix === '' ? sql`` : sql`and lo <= ${`${prefix}\u{10ffff}`} and hi >= ${prefix}`}
      order by lo, unit, seq limit 20 offset ${offset}`.execute(db);
    yield* found.rows;
    if (found.rows.length < 20) return;
  }
}
