import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Pool } from 'undici';
import { commandActor } from '../src/access/command-actor.model.ts';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { syncConnection } from '../src/connections/connection-life.usecases.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { showRun } from '../src/runs/run.read-model.ts';
import type { RunDetail } from '../src/runs/run.schema.ts';
import { startWork } from '../src/work.ts';
import { benchDueAtOnce } from './due-at-once.ts';
import { type Figure, median, timed } from './measure.ts';
import { type ProcessorTime, processorTime, since } from './processor-time.ts';
import { aLargeProvider, connect, type ProviderThere, tokenOf } from './provider-process.ts';

// A provider's roster through the whole pipeline: what it costs beside COPY of the same rows, how fast it is read beside
// the same pages without a hub, and what a night writes in which nothing changed. The process that calls it is the hub;
// the providers stand in another.

export type Options = { readonly enrollments: number; readonly connections: number; readonly rounds: number };
const actor = commandActor('bench');

export async function benchEngine({ enrollments, connections, rounds }: Options): Promise<readonly Figure[]> {
  // First, so that its memory is its own.
  const due = await inHub((app) => benchDueAtOnce(app, connections));
  const large = await aLargeProvider(enrollments);
  const small = await aLargeProvider(Math.ceil(enrollments / 8));
  try {
    const [provider, other] = [...large.providers, ...small.providers] as [ProviderThere, ProviderThere];
    const told: Round[] = [];
    for (let round = 0; round < rounds; round++) told.push(await inHub((app) => oneRound(app, provider)));
    const [night, otherNight] = [
      await inHub((app) => quietNight(app, provider)),
      await inHub((app) => quietNight(app, other)),
    ];
    return [...costFigures(told), ...readingFigures(told, enrollments), ...nightFigures(night, otherNight), ...due];
  } finally {
    await large.close();
    await small.close();
  }
}

/** A hub of its own with a fresh database. */
export async function inHub<T>(work: (app: App) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-bench-'));
  // Root's stand-in runs the database and must reach its folder.
  await chmod(folder, 0o755);
  const config = readConfig({
    DATA_DIR: path.join(folder, 'data'),
    LOG_LEVEL: 'warn',
    PORT: '0',
    OUTBOUND_ALLOW: '127.0.0.0/8',
  });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const app = await openApp(config.config, 'hub');
  try {
    await apply(app, { text: 'district: { id: bench, name: Bench, timeZone: UTC }', fileName: 'bench.yaml', env: {} });
    return await work(app);
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Synced = {
  readonly records: number;
  /** Milliseconds from the start to the end of the part that reads. */
  readonly readingMs: number;
  readonly reading: ProcessorTime;
  readonly carrying: ProcessorTime;
};

/** Syncs a connection, to the end of its run. */
async function sync(app: App, connection: number): Promise<Synced> {
  const { pool } = app.database;
  const before = await processorTime(pool);
  const { run } = await syncConnection(app, actor, { id: String(connection) });
  const waitFor = async (what: string) => {
    const open = `select 1 from part where district_id = 'bench' and run_no = $1 and state in ('waiting', 'running') ${what}`;
    while ((await pool.query(open, [run.id])).rows.length > 0) await pause(20);
  };
  await waitFor("and kind = 'reading'");
  const between = await processorTime(pool);
  await waitFor('');
  let detail: RunDetail;
  do detail = await showRun(app, actor, run.id);
  while (detail.finishedAt === null);
  if (detail.state !== 'done') throw new Error(`run ${run.id} ended as ${detail.state}`);
  const part = detail.parts.find(({ kind }) => kind === 'reading');
  return {
    records: detail.entered,
    readingMs: Date.parse(part?.finishedAt ?? '') - Date.parse(part?.startedAt ?? ''),
    reading: since(before, between),
    carrying: since(between, await processorTime(pool)),
  };
}

type Round = Synced & {
  readonly copy: ProcessorTime;
  readonly pages: number;
  /** The same pages without a hub, one after the other. */
  readonly bareMs: number;
  /** Both again while the provider sends no faster than many do. */
  readonly paced: { readonly readingMs: number; readonly bareMs: number };
};

/** Bytes a second: a page of 2,000 enrollments (1 MB) takes 50 ms, where providers of schools take some hundreds. */
const fastPace = 20_000_000;

async function oneRound(app: App, provider: ProviderThere): Promise<Round> {
  const work = await startWork(app, null);
  try {
    const connection = await connect(app, actor, provider, { name: 'Provider', nightly: false });
    await provider.control('forgetRequests');
    const synced = await sync(app, connection);
    const pages = await pagesAskedOf(provider);
    const bare = await timed(() => readBare(provider, pages));
    const copy = await copySameRows(app);
    await provider.control('fault', { kind: 'slow', bytesPerSecond: fastPace });
    const { readingMs } = await sync(app, connection);
    const paced = { readingMs, bareMs: (await timed(() => readBare(provider, pages))).ms };
    await provider.control('clear');
    return { ...synced, copy, pages: pages.length, bareMs: bare.ms, paced };
  } finally {
    await work.stop();
  }
}

type Logged = { readonly path: string; readonly query: string; readonly target: string | null };
async function pagesAskedOf(provider: ProviderThere): Promise<readonly string[]> {
  const requests = await provider.control<readonly Logged[]>('requests');
  return requests.filter(({ target }) => target !== 'token').map(({ path: place, query }) => `${place}?${query}`);
}

/** Reads pages to their last byte, one after the other, as the connector does; nothing is made of them. */
async function readBare(provider: ProviderThere, pages: readonly string[]): Promise<void> {
  const pool = new Pool(new URL(provider.address).origin);
  const headers = { authorization: `Bearer ${await tokenOf(provider)}` };
  for (const place of pages) {
    const { statusCode, body } = await pool.request({ method: 'GET', path: place, headers });
    if (statusCode !== 200) throw new Error(`${place} was answered by ${statusCode}`);
    await body.arrayBuffer();
  }
  await pool.close();
}

const rosterTables = ['school', 'term', 'course', 'class', 'person', 'enrollment'];

/** Processor time of COPY of the very rows that the run stored, into empty tables with the same keys (foreign ones too) and indexes. */
async function copySameRows(app: App): Promise<ProcessorTime> {
  const { pool } = app.database;
  const client = await pool.connect();
  const fileOf = (table: string) => path.join(app.config.dataDir, `${table}.copy`);
  try {
    const references = await client.query<{ name: string; says: string }>(
      `select conrelid::regclass::text as name, pg_get_constraintdef(oid) as says from pg_constraint
       where contype = 'f' and conrelid = any ($1::regclass[])`,
      [rosterTables],
    );
    await client.query('create schema raw');
    for (const table of rosterTables) {
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(fileOf(table)));
      await client.query(`create table raw.${table} (like ${table} including all)`);
    }
    await client.query('set search_path to raw, public');
    for (const { name, says } of references.rows) await client.query(`alter table raw.${name} add ${says}`);
    await client.query('checkpoint');
    const before = await processorTime(pool);
    for (const table of rosterTables)
      await pipeline(
        createReadStream(fileOf(table), { highWaterMark: 1024 * 1024 }),
        client.query(copyFrom(`copy raw.${table} from stdin`)),
      );
    return since(before, await processorTime(pool));
  } finally {
    client.release(true);
  }
}

type Written = { readonly inserted: number; readonly updated: number; readonly deleted: number };
type Night = Written & { readonly records: number };

/** What a second night writes. */
async function quietNight(app: App, provider: ProviderThere): Promise<Night> {
  const work = await startWork(app, null);
  try {
    const connection = await connect(app, actor, provider, { name: 'Provider', nightly: false });
    await sync(app, connection);
    const before = await writtenSoFar(app);
    const { records } = await sync(app, connection);
    const after = await writtenSoFar(app);
    const of = (what: keyof Written) => after[what] - before[what];
    return { records, inserted: of('inserted'), updated: of('updated'), deleted: of('deleted') };
  } finally {
    await work.stop();
  }
}

/** A session tells the server what it wrote when it has had nothing to do for ten seconds. */
const toldAfterMs = 12_000;

/** Rows written in all tables so far, as the server counts them. */
async function writtenSoFar({ database }: App): Promise<Written> {
  await pause(toldAfterMs);
  const found = await database.pool.query<Written>(
    'select sum(n_tup_ins) as inserted, sum(n_tup_upd) as updated, sum(n_tup_del) as deleted from pg_stat_user_tables',
  );
  const { inserted, updated, deleted } = found.rows[0] ?? { inserted: 0, updated: 0, deleted: 0 };
  return { inserted: Number(inserted), updated: Number(updated), deleted: Number(deleted) };
}

const middle = (rounds: readonly Round[], pick: (round: Round) => number) => median(rounds.map(pick));
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const number = (n: number) => Math.round(n).toLocaleString('en');

function costFigures(rounds: readonly Round[]): readonly Figure[] {
  const sum = ({ here, database }: ProcessorTime) => here + database;
  const cost = (work: string, against: string, ours: (round: Round) => number, theirs: (round: Round) => number) => {
    const micro = (pick: (round: Round) => number) => middle(rounds, (round) => (pick(round) / round.records) * 1e6);
    const ratio = middle(rounds, (round) => ours(round) / theirs(round));
    const measured = `${micro(ours).toFixed(1)} µs / ${micro(theirs).toFixed(1)} µs a record`;
    return { work, against, measured, ratio: `${ratio.toFixed(2)} times`, value: ratio };
  };
  const { value, ...all } = cost(
    'processor time of a record: read, judged, stored, accounted for; the hub’s process and the database’s',
    'COPY of the same rows, same keys (foreign ones too) and indexes; client and database',
    (round) => sum(round.reading) + sum(round.carrying),
    (round) => sum(round.copy),
  );
  const { value: _, ...carrying } = cost(
    'of it without the reading',
    'the same',
    (round) => sum(round.carrying),
    (round) => sum(round.copy),
  );
  const { value: __, ...alone } = cost(
    'of it the hub’s process alone',
    'the client of COPY alone',
    (round) => round.reading.here + round.carrying.here,
    (round) => round.copy.here,
  );
  return [
    { ...all, goal: 'within 3', holds: value <= 3 },
    { ...carrying, goal: 'for comparison', holds: null },
    { ...alone, goal: 'for comparison', holds: null },
  ];
}

function readingFigures(rounds: readonly Round[], enrollments: number): readonly Figure[] {
  const { pages = 0, records = 0 } = rounds[0] ?? {};
  const read = (pick: (round: Round) => { readonly readingMs: number; readonly bareMs: number }) => {
    const ratio = middle(rounds, (round) => pick(round).readingMs / pick(round).bareMs);
    const [ours, bare] = [
      middle(rounds, (round) => pick(round).readingMs),
      middle(rounds, (round) => pick(round).bareMs),
    ];
    return { measured: `${seconds(ours)} / ${seconds(bare)}`, ratio: `${ratio.toFixed(2)} times`, value: ratio };
  };
  const { value, ...paced } = read((round) => round.paced);
  const { value: _, ...unpaced } = read((round) => round);
  const against = 'the same pages by undici, each asked for as soon as the one before is there';
  return [
    {
      work: `a full read of ${number(enrollments)} enrollments (${number(records)} records, ${pages} pages) of a provider that sends ${fastPace / 1e6} MB a second`,
      against,
      ...paced,
      goal: 'within 1.3',
      holds: value <= 1.3,
    },
    {
      work: 'the same of a provider in memory on the same machine, which nothing slows down',
      against,
      ...unpaced,
      goal: 'for comparison',
      holds: null,
    },
  ];
}

function nightFigures(large: Night, small: Night): readonly Figure[] {
  const of = (what: keyof Written) => `${large[what]} / ${small[what]}`;
  const left = ({ inserted, deleted }: Night) => inserted + deleted;
  return [
    {
      work: `rows that a night writes in which nothing changed, of ${number(large.records)} records`,
      against: `a night of ${number(small.records)} records`,
      measured: `${of('inserted')} inserted, ${of('deleted')} deleted`,
      ratio: `${(left(large) / left(small)).toFixed(2)} times`,
      goal: 'at most 1',
      holds: left(large) <= left(small),
    },
    {
      work: 'rows that it updates: place of the reading and pace, once a page',
      against: 'the same',
      measured: of('updated'),
      ratio: `${(large.updated / small.updated).toFixed(2)} times`,
      goal: 'for comparison',
      holds: null,
    },
  ];
}
