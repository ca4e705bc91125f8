import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { commandActor } from '../src/access/command-actor.model.ts';
import { openApp, startHub } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import { ensureMonths } from '../src/platform/database.ts';
import type { App } from '../src/platform/house.ts';
import { prune } from '../src/retention/prune.job.ts';
import { importSet } from '../src/rostering/oneroster/import.usecases.ts';
import { packKeys } from '../src/runs/outcome-pack.model.ts';
import { showRun } from '../src/runs/run.read-model.ts';
import { type Figure, timed } from './measure.ts';

// A year of outcomes has had its time and is removed, while the hub answers and a run carries records. Beside it the same
// answers and the same run when nothing is removed. The load comes from another process.

const run = promisify(execFile);
const keys = { send: 'hp_live_bench_retention_send', look: 'hp_live_bench_retention_look' } as const;
const district = `
district: { id: bench, name: Bench, timeZone: UTC }
schools: [{ id: s-1, name: Bench School, rostering: { attendanceSettings: [], duration: 60 } }]
apiKeys:
  - { name: send, secret: ${keys.send}, schools: [s-1] }
  - { name: look, secret: ${keys.look}, scopes: [manage] }
`;

export type Options = { readonly outcomes: number; readonly enrollments: number };
/** Of a hundred records so many are refused, held or left. */
const unusual = 2;
const nights = 30;

export async function benchRetention({ outcomes, enrollments }: Options): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-bench-'));
  // Root's stand-in runs the database and must reach its folder.
  await chmod(folder, 0o755);
  const config = readConfig({ DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'warn', PORT: '0' });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const app = await openApp(config.config, 'hub');
  const hub = await startHub(app, { demo: false });
  try {
    await apply(app, { text: district, fileName: 'bench.yaml', env: {} });
    const months = await fill(app, outcomes);
    const sizes = await sizesOf(app, months);
    const sets = [path.join(folder, 'a'), path.join(folder, 'b'), path.join(folder, 'c')] as const;
    for (const [at, out] of sets.entries()) await generate(out, enrollments, at);
    await carry(app, sets[0]);
    const without = await underLoad(hub.address, 0, async () => ({ carried: await carry(app, sets[1]) }));
    const during = await underLoad(hub.address, 10_000_000, async () => {
      const [pruned, carried] = await Promise.all([timed(() => prune(app, app.clock())), carry(app, sets[2])]);
      return { pruned, carried };
    });
    const gone = during.did.pruned.answer?.months.filter(({ class: name }) => name === 'outcomes').length ?? 0;
    if (gone < months.length * 2) throw new Error(`${gone} months were dropped instead of ${months.length * 2}`);
    return figuresOf(outcomes, sizes, without, during);
  } finally {
    await hub.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Month = { readonly name: string; readonly ids: 'numeric' | 'uuid'; readonly keys: number; readonly rows: number };

/** Twelve months of which the last has ended more than 400 days ago; half with numeric ids, half with UUIDs. */
async function fill(app: App, outcomes: number): Promise<readonly Month[]> {
  const now = app.clock();
  const months: Month[] = [];
  const actor = JSON.stringify({ kind: 'system', id: null, name: 'Schedule' });
  await app.database.pool.query(
    `insert into connection (district_id, id, name, system) values ('bench', 900, 'old', 'oneroster-csv') on conflict do nothing`,
  );
  await app.database.pool.query(
    `insert into flow (district_id, no, job, source_id) values ('bench', 900, 'rostering', 900) on conflict do nothing`,
  );
  for (let back = 15; back < 27; back++) {
    const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    await ensureMonths(app.db, start);
    const day = start.toISOString().slice(0, 10);
    const ids = back % 2 === 0 ? 'numeric' : 'uuid';
    const rows = Math.round((outcomes / 12) * (unusual / 100));
    const accepted = Math.round(outcomes / 12) - rows;
    const firstRun = 1_000_000 + back * nights;
    await app.database.pool.query(
      `insert into run (district_id, no, flow_no, trigger, actor, scope, state, asked_at, finished_at)
       select 'bench', $1 + n, 900, 'schedule', $2, '{"trigger":"schedule","dry":false}', 'done', $3::date + n * interval '1 day', $3::date + n * interval '1 day'
       from generate_series(0, ${nights - 1}) n`,
      [firstRun, actor, day],
    );
    await app.database.pool.query(
      `insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, tried, entry, facts)
       select 'bench', $1, $2 + n % ${nights}, 'enrollments.csv', n, 'enrollment', ${ids === 'uuid' ? 'gen_random_uuid()::text' : '(100000000 + n)::text'}, 'invalid', false, 'oneroster.date_malformed',
         jsonb_build_object('file', 'enrollments.csv', 'line', n::text, 'key', (100000000 + n)::text, 'column', 'beginDate', 'value', '17.08.2026')
       from generate_series(1, $3::int) n`,
      [day, firstRun, rows],
    );
    await fillPacks(app, { day, firstRun, accepted, ids });
    months.push({ name: day.slice(0, 7).replace('-', '_'), ids, keys: accepted, rows });
  }
  await app.database.pool.query('checkpoint').catch(() => {});
  return months;
}

type Packs = {
  readonly day: string;
  readonly firstRun: number;
  readonly accepted: number;
  readonly ids: 'numeric' | 'uuid';
};

/** Packs of a thousand keys; a few hundred different ones are stored again and again. */
async function fillPacks(app: App, { day, firstRun, accepted, ids }: Packs): Promise<void> {
  const made = Array.from({ length: 100 }, (_, at) =>
    packKeys(
      Array.from({ length: 1000 }, (__, n) =>
        ids === 'uuid' ? randomUUID() : String(100_000_000 + at * 9_000 + n * 9),
      ),
    ),
  ).flat();
  const count = Math.ceil(accepted / 1000);
  for (let from = 0; from < count; from += 500) {
    const page = Array.from({ length: Math.min(500, count - from) }, (_, at) => made[(from + at) % made.length]).filter(
      (pack) => pack !== undefined,
    );
    await app.database.pool.query(
      `insert into outcome_pack (district_id, month, run_no, unit, seq, kind, outcome, n, lo, hi, keys)
       select 'bench', $1, $2 + at % ${nights}, 'enrollments.csv', $3 + at, 'enrollment', 'updated', n, lo, hi, keys
       from unnest($4::int[], $5::text[], $6::text[], $7::bytea[]) with ordinality as pack (n, lo, hi, keys, at)`,
      [
        day,
        firstRun,
        from,
        page.map(({ n }) => n),
        page.map(({ lo }) => lo),
        page.map(({ hi }) => hi),
        page.map((pack) => pack.keys),
      ],
    );
  }
}

type Sizes = Readonly<Record<'row' | 'numeric' | 'uuid' | 'all', number>>;

async function sizesOf(app: App, months: readonly Month[]): Promise<Sizes> {
  const size = async (table: string, of: readonly Month[]) => {
    const found = await app.database.pool.query<{ bytes: number }>(
      'select sum(pg_total_relation_size(name::regclass))::int8 as bytes from unnest($1::text[]) name',
      [of.map(({ name }) => `${table}_${name}`)],
    );
    return found.rows[0]?.bytes ?? 0;
  };
  const sum = (of: readonly Month[], pick: 'keys' | 'rows') => of.reduce((all, month) => all + month[pick], 0);
  const [numeric, uuid] = (['numeric', 'uuid'] as const).map((ids) => months.filter((month) => month.ids === ids)) as [
    Month[],
    Month[],
  ];
  const packs = { numeric: await size('outcome_pack', numeric), uuid: await size('outcome_pack', uuid) };
  const rows = await size('outcome', months);
  return {
    row: rows / sum(months, 'rows'),
    numeric: packs.numeric / sum(numeric, 'keys'),
    uuid: packs.uuid / sum(uuid, 'keys'),
    all: rows + packs.numeric + packs.uuid,
  };
}

async function generate(out: string, enrollments: number, seed: number): Promise<void> {
  const script = path.join(import.meta.dirname, 'district', 'main.ts');
  await run(process.execPath, [script, '--enrollments', String(enrollments), '--seed', String(seed + 1), '--out', out]);
}

/** Imports a set by the hub's own worker; answers how long its run took. */
async function carry(app: App, folder: string): Promise<number> {
  const actor = commandActor('bench');
  const asked = { connection: path.basename(folder), name: folder, allowDeletions: true, trigger: 'person' as const };
  const { ms } = await timed(async () => {
    const { run: no } = await importSet(app, actor, asked, { folder });
    for (;;) {
      const { finishedAt, state } = await showRun(app, actor, no);
      if (finishedAt !== null && state !== 'done') throw new Error(`the run ended as ${state}`);
      if (finishedAt !== null) return;
      await pause(50);
    }
  });
  return ms;
}

type Load = { readonly answers: number; readonly failed: number; readonly slowest: number; readonly most: number };
type Loaded<T> = { readonly load: Load; readonly did: T };

async function underLoad<T>(hub: string, from: number, work: () => Promise<T>): Promise<Loaded<T>> {
  const script = path.join(import.meta.dirname, 'answer-load.ts');
  const words = ['--hub', hub, '--send', keys.send, '--look', keys.look, '--from', String(from)];
  const child = spawn(process.execPath, [script, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  const told = text(child.stdout);
  // It is warm before anything counts.
  await pause(1000);
  const did = await work();
  child.stdin.end();
  const load = JSON.parse(await told) as Load;
  if (load.failed > 0) throw new Error(`${load.failed} requests were refused`);
  return { load, did };
}

type Pruning = { readonly pruned: { readonly ms: number }; readonly carried: number };

function figuresOf(
  outcomes: number,
  sizes: Sizes,
  without: Loaded<{ readonly carried: number }>,
  during: Loaded<Pruning>,
): readonly Figure[] {
  const { slowest, most, answers } = during.load;
  const before = without.load;
  const size = (bytes: number) => `${bytes.toFixed(1)} bytes`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const comparison = { ratio: '', goal: 'for comparison', holds: null };
  return [
    {
      work: `slowest of ${answers.toLocaleString('en')} answers of the hub while a year of ${outcomes.toLocaleString('en')} outcomes is removed and a run carries`,
      against: `the same when nothing is removed (${before.answers.toLocaleString('en')} answers)`,
      measured: `${slowest.toFixed(0)} ms / ${before.slowest.toFixed(0)} ms; of a thousand the slowest ${most.toFixed(0)} ms / ${before.most.toFixed(0)} ms`,
      ratio: `${(slowest / before.slowest).toFixed(2)} times`,
      goal: 'at most twice, or half a second',
      holds: slowest <= Math.max(500, 2 * before.slowest),
    },
    {
      work: 'removing them',
      against: '',
      measured: `${seconds(during.did.pruned.ms)}, ${(sizes.all / 1e9).toFixed(2)} GB`,
      ...comparison,
    },
    {
      work: 'the run meanwhile',
      against: 'a like run when nothing is removed',
      measured: `${seconds(during.did.carried)} / ${seconds(without.did.carried)}`,
      ...comparison,
      ratio: `${(during.did.carried / without.did.carried).toFixed(2)} times`,
    },
    { work: 'an outcome that is a row, with its indexes', against: '', measured: size(sizes.row), ...comparison },
    {
      work: 'an accepted outcome, a thousand a pack',
      against: '',
      measured: `${size(sizes.numeric)} with numeric ids, ${size(sizes.uuid)} with UUIDs`,
      ...comparison,
    },
  ];
}
