import { zstdDecompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { District } from './scene.ts';

export type Told = {
  readonly run: number;
  readonly kind: string;
  readonly key: string;
  readonly outcome: string;
  readonly entry: string | null;
  readonly line: number | null;
  readonly facts: Readonly<Record<string, string>>;
};

/** Every outcome that was stored of a run (or of all runs), one a record, read from the tables themselves. */
export async function outcomesOf({ app, id }: District, run?: number): Promise<readonly Told[]> {
  const of = run === undefined ? sql`true` : sql`run_no = ${run}`;
  const rows = await sql<Omit<Told, 'line'>>`select run_no as run, kind, key, outcome, entry, facts from outcome
    where district_id = ${id} and ${of} order by run_no, unit, seq`.execute(app.db);
  const packs = await sql<{
    run: number;
    kind: string;
    outcome: string;
    n: number;
    keys: Buffer;
    lo: string;
    hi: string;
  }>`
    select run_no as run, kind, outcome, n, keys, lo, hi from outcome_pack where district_id = ${id} and ${of}`.execute(
    app.db,
  );
  const accepted = packs.rows.flatMap(({ run: no, kind, outcome, n, keys, lo, hi }) => {
    const list = zstdDecompressSync(keys).toString('utf8').split('\n');
    expect([list.length, list[0], list.at(-1)]).toEqual([n, lo, hi]);
    return list.map((key): Told => ({ run: no, kind, key, outcome, entry: null, line: null, facts: {} }));
  });
  const unusual = rows.rows.map((row) => ({
    ...row,
    line: row.facts['line'] === undefined ? null : Number(row.facts['line']),
  }));
  return [...unusual, ...accepted];
}

/** `kind key: outcome entry` of the records that did not simply go through, in the order of kinds and keys. */
export async function refusedOf(district: District, run: number): Promise<readonly string[]> {
  const told = await outcomesOf(district, run);
  return told
    .filter((one) => one.entry !== null)
    .map((one) => `${one.kind} ${one.key}: ${one.outcome} ${one.entry}`)
    .sort();
}

/** `kind key: outcome` of the records that were changed. */
export async function changedOf(district: District, run: number): Promise<readonly string[]> {
  const told = await outcomesOf(district, run);
  return told
    .filter((one) => one.entry === null)
    .map((one) => `${one.kind} ${one.key}: ${one.outcome}`)
    .sort();
}

export const tables = {
  org: ['school', 'id'],
  academicSession: ['term', 'source_key'],
  course: ['course', 'source_key'],
  class: ['class', 'source_key'],
  user: ['person', 'source_key'],
  role: ['person_role', 'source_key'],
  enrollment: ['enrollment', 'source_key'],
} as const;

export type Row = {
  readonly kind: string;
  readonly key: string;
  readonly id: string;
  readonly connection: number | null;
  readonly status: string;
  readonly created: number | null;
  readonly changed: number | null;
  readonly deleted: number | null;
  /** All that the row says, without numbers of runs and ids of its own making. */
  readonly says: Readonly<Record<string, unknown>>;
};

/** Every row of the roster of a district. */
export async function rosterOf({ app, id }: District): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (const [kind, [table, key]] of Object.entries(tables)) {
    const found = await sql<Record<string, unknown>>`select *, id::text as own from ${sql.table(table)}
      where district_id = ${id} order by ${sql.ref(key)}, connection_id`.execute(app.db);
    for (const { created_run, changed_run, deleted_run, connection_id, status, own, ...says } of found.rows) {
      all.push({
        kind,
        key: String(says[key]),
        id: String(own),
        connection: connection_id as number | null,
        status: String(status),
        created: created_run as number | null,
        changed: changed_run as number | null,
        deleted: deleted_run as number | null,
        says,
      });
    }
  }
  return all;
}

/** The keys of a kind that are alive. */
export async function livingOf(district: District, kind: string): Promise<readonly string[]> {
  const rows = await rosterOf(district);
  return rows
    .filter((row) => row.kind === kind && row.status === 'active')
    .map((row) => row.key)
    .sort();
}

const words = ['created', 'updated', 'deleted', 'unchanged', 'invalid', 'held', 'conflict', 'rejected', 'blocked'];

/**
 * The books of a district balance: the numbers of every run and of its parts are those of the outcomes stored; no record has two
 * outcomes in one run; and every row of the roster was made, changed and deleted by the runs that say so, and by no other.
 */
export async function expectBalance(district: District): Promise<void> {
  const told = await outcomesOf(district);
  await expectNumbers(district, told);
  const named = told.map((one) => `${one.run} ${one.kind} ${one.key}`);
  const counted = Map.groupBy(named, (name) => name);
  expect([...counted].filter(([, all]) => all.length > 1).map(([name]) => name)).toEqual([]);
  await expectRows(district, told);
}

async function expectNumbers({ app, id }: District, told: readonly Told[]): Promise<void> {
  const runs = await sql<
    Record<string, number>
  >`select * from run where district_id = ${id} and finished_at is not null`.execute(app.db);
  for (const run of runs.rows) {
    const stored = words
      .filter((word) => word !== 'unchanged')
      .map((word) => [word, told.filter((one) => one.run === run['no'] && one.outcome === word).length]);
    expect(Object.fromEntries(stored), `run ${run['no']}`).toEqual(
      Object.fromEntries(words.filter((word) => word !== 'unchanged').map((word) => [word, run[word]])),
    );
    expect(words.reduce((sum, word) => sum + (run[word] ?? 0), 0)).toBe(run['entered']);
    const parts = await sql<
      Record<string, number>
    >`select * from part where district_id = ${id} and run_no = ${run['no']}`.execute(app.db);
    for (const word of [...words, 'entered'])
      expect(
        parts.rows.reduce((sum, part) => sum + (part[word] ?? 0), 0),
        `${word} of run ${run['no']}`,
      ).toBe(run[word]);
  }
}

const ended: Readonly<Record<string, string>> = { created: 'active', updated: 'active', deleted: 'tobedeleted' };

async function expectRows(district: District, told: readonly Told[]): Promise<void> {
  const flows = await sql<{
    run: number;
    connection: number;
  }>`select run.no as run, flow.source_id as connection from run
    join flow on flow.district_id = run.district_id and flow.no = run.flow_no where run.district_id = ${district.id}`.execute(
    district.app.db,
  );
  const connectionOf = new Map(flows.rows.map(({ run, connection }) => [run, connection]));
  // A school is one for the district; all else is the connection's own.
  const nameOf = (kind: string, key: string, connection: number | null | undefined) =>
    `${kind} ${key} ${kind === 'org' ? '' : connection}`;
  const accepted = Map.groupBy(
    told.filter((one) => one.outcome in ended).sort((a, b) => a.run - b.run),
    (one) => nameOf(one.kind, one.key, connectionOf.get(one.run)),
  );
  const rows = (await rosterOf(district)).filter((row) => row.changed !== null);
  for (const row of rows) {
    const mine = accepted.get(nameOf(row.kind, row.key, row.connection)) ?? [];
    const last = mine.at(-1);
    const made = mine.filter((one) => one.outcome === 'created').map((one) => one.run);
    const story = `${row.kind} ${row.key}: ${mine.map((one) => `${one.outcome} in ${one.run}`).join(', ')}`;
    expect([row.changed, row.status], story).toEqual([last?.run, ended[last?.outcome ?? '']]);
    expect(row.created === null ? [] : [row.created], story).toEqual(made);
    expect(row.deleted, story).toBe(row.status === 'active' ? null : row.changed);
  }
  const names = new Set(rows.map((row) => nameOf(row.kind, row.key, row.connection)));
  expect([...accepted.keys()].filter((name) => !names.has(name))).toEqual([]);
}
