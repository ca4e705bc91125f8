import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { from as copyFrom } from 'pg-copy-streams';
import { commandActor } from '../src/access/command-actor.model.ts';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { importSet } from '../src/rostering/oneroster/import.usecases.ts';
import { showRun } from '../src/runs/run.read-model.ts';
import type { RunDetail } from '../src/runs/run.schema.ts';
import { startRuns } from '../src/work.ts';
import { type Figure, median, timed } from './measure.ts';

// The import of a large roster, each time beside its yardstick in the same run on the same server: COPY of the raw file
// for a first import, sha256sum of the files for a second one.

const run = promisify(execFile);
export type Options = { readonly enrollments: number; readonly rounds: number };

/** Measures what issue and documents promise of imports; the process that calls it is the hub. */
export async function benchRosterImport(options: Options): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-bench-'));
  // Root's stand-in runs the database and must reach its folder.
  await chmod(folder, 0o755);
  try {
    const base = path.join(folder, 'base');
    const changed = path.join(folder, 'changed');
    await generate(base, options.enrollments, []);
    await generate(changed, options.enrollments, ['--changed', '0.01']);
    const rounds = [];
    for (let round = 0; round < options.rounds; round++) rounds.push(await oneRound(folder, base, changed, round));
    return figuresOf(rounds, options.enrollments);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, so that its memory is not counted as the hub's. */
async function generate(out: string, enrollments: number, more: readonly string[]): Promise<void> {
  await run(process.execPath, [
    path.join(import.meta.dirname, 'district', 'main.ts'),
    '--enrollments',
    String(enrollments),
    '--seed',
    '1',
    '--out',
    out,
    ...more,
  ]);
}

type Round = {
  readonly copy: number;
  readonly copyWithout: number;
  readonly first: number;
  readonly sum: number;
  readonly again: number;
  readonly sumChanged: number;
  readonly onePercent: number;
  readonly changedRows: number;
};

async function oneRound(folder: string, base: string, changed: string, round: number): Promise<Round> {
  const dataDir = path.join(folder, `data-${round}`);
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const app = await openApp(config.config, 'command');
  const worker = await startRuns(app);
  try {
    await apply(app, { text: 'district: { id: bench, name: Bench, timeZone: UTC }', fileName: 'bench.yaml' });
    const copy = await rawCopy(app, base, true);
    const first = await importFolder(app, base);
    const copyWithout = await rawCopy(app, base, false);
    const sum = await sha256sum(base);
    const again = await importFolder(app, base);
    const sumAgain = await sha256sum(base);
    const sumChanged = await sha256sum(changed);
    const onePercent = await importFolder(app, changed);
    expect(again.answer.unchanged === again.answer.entered, 'the second import of the same bytes changed something');
    const { created, updated, deleted } = onePercent.answer;
    expect(created + updated + deleted > 0, 'the changed set changed nothing');
    return {
      copy,
      copyWithout,
      first: enrollmentMs(first.answer),
      sum: (sum + sumAgain) / 2,
      again: again.ms,
      sumChanged,
      onePercent: onePercent.ms,
      changedRows: created + updated + deleted,
    };
  } finally {
    await worker.stop();
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

async function importFolder(app: App, folder: string): Promise<{ ms: number; answer: RunDetail }> {
  const actor = commandActor('bench');
  return timed(async () => {
    const asked = await importSet(
      app,
      actor,
      { connection: 'files', name: 'bench', allowDeletions: false, trigger: 'person' },
      { folder },
    );
    for (;;) {
      const detail = await showRun(app, actor, asked.run);
      if (detail.finishedAt !== null) {
        expect(detail.state === 'done', `run ${asked.run} ended as ${detail.state}`);
        return detail;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
}

/** From the start of the first to the end of the last part of enrollments.csv: hashing apart, all that is done for its rows. */
function enrollmentMs(detail: RunDetail): number {
  const parts = detail.parts.filter((part) => part.kind === 'enrollment');
  const start = Math.min(...parts.map((part) => Date.parse(part.startedAt ?? '')));
  return Math.max(...parts.map((part) => Date.parse(part.finishedAt ?? ''))) - start;
}

async function sha256sum(folder: string): Promise<number> {
  const files = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'].map((name) =>
    path.join(folder, `${name}.csv`),
  );
  const times: number[] = [];
  for (let time = 0; time < 3; time++) times.push((await timed(() => run('sha256sum', files))).ms);
  return median(times);
}

const rawTables = (references: boolean) => `
  create schema raw;
  create table raw.class (district_id text collate "C" not null default 'bench', sourced_id text collate "C" not null, primary key (district_id, sourced_id));
  create table raw.person (district_id text collate "C" not null default 'bench', sourced_id text collate "C" not null, primary key (district_id, sourced_id));
  create table raw.enrollment (district_id text collate "C" not null default 'bench', id bigint generated always as identity, connection_id bigint not null default 1,
    sourced_id text collate "C" not null, status text, date_last_modified text, class_id text collate "C" not null, school_id text, person_id text collate "C" not null,
    role text, is_primary text, begin_date text, end_date text, primary key (district_id, id), unique (district_id, connection_id, sourced_id)
    ${references ? ', foreign key (district_id, class_id) references raw.class, foreign key (district_id, person_id) references raw.person' : ''});
  create index on raw.enrollment (district_id, class_id);
  create index on raw.enrollment (district_id, person_id);`;

/** COPY of the raw enrollments.csv into a table with the same keys and indexes as `enrollment`; its parents are there before. */
async function rawCopy(app: App, folder: string, references: boolean): Promise<number> {
  const client = await app.database.pool.connect();
  const copy = async (into: string, file: string) =>
    pipeline(
      createReadStream(path.join(folder, file), { highWaterMark: 1024 * 1024 }),
      client.query(copyFrom(`copy ${into} from stdin (format csv, header true)`)),
    );
  try {
    await client.query(rawTables(references));
    await client.query(
      'create temp table all_columns (a text, b text, c text, d text, e text, f text, g text, h text, i text, j text, k text, l text, m text, n text, o text, p text, q text, r text)',
    );
    for (const [table, file, width] of [
      ['class', 'classes.csv', 14],
      ['person', 'users.csv', 18],
    ] as const) {
      await client.query('truncate all_columns');
      await copy(`all_columns (${'abcdefghijklmnopqr'.slice(0, width).split('').join(', ')})`, file);
      await client.query(`insert into raw.${table} (sourced_id) select a from all_columns`);
    }
    await client.query('analyze raw.class; analyze raw.person');
    const { ms } = await timed(() =>
      copy(
        'raw.enrollment (sourced_id, status, date_last_modified, class_id, school_id, person_id, role, is_primary, begin_date, end_date)',
        'enrollments.csv',
      ),
    );
    return ms;
  } finally {
    await client.query('drop table if exists all_columns; drop schema if exists raw cascade');
    client.release();
  }
}

function figuresOf(rounds: readonly Round[], enrollments: number): readonly Figure[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const speed = of((round) => round.copy / round.first);
  const speedWithout = of((round) => round.copyWithout / round.first);
  const again = of((round) => round.again / round.sum);
  const onePercent = of((round) => round.onePercent / round.sumChanged);
  const memory = process.resourceUsage().maxRSS / 1024;
  const rows = enrollments.toLocaleString('en');
  return [
    {
      work: `import of ${rows} enrollments, first time`,
      against: 'COPY of the raw file, same keys (foreign ones too) and indexes',
      measured: `${seconds(of((r) => r.first))} / ${seconds(of((r) => r.copy))}`,
      ratio: `${speed.toFixed(2)} of its speed`,
      goal: 'at least 0.5',
      holds: speed >= 0.5,
    },
    {
      work: 'the same',
      against: 'COPY without foreign keys',
      measured: `${seconds(of((r) => r.first))} / ${seconds(of((r) => r.copyWithout))}`,
      ratio: `${speedWithout.toFixed(2)} of its speed`,
      goal: 'for comparison',
      holds: null,
    },
    {
      work: 'the same bytes again',
      against: 'sha256sum of the files',
      measured: `${seconds(of((r) => r.again))} / ${seconds(of((r) => r.sum))}`,
      ratio: `${again.toFixed(2)} times`,
      goal: 'within 1.5',
      holds: again <= 1.5,
    },
    {
      work: `1 % of the rows changed (${rounds[0]?.changedRows.toLocaleString('en')} changes)`,
      against: 'sha256sum of the files',
      measured: `${seconds(of((r) => r.onePercent))} / ${seconds(of((r) => r.sumChanged))}`,
      ratio: `${onePercent.toFixed(2)} times`,
      goal: 'within 5',
      holds: onePercent <= 5,
    },
    {
      work: 'memory of the hub’s process, at most',
      against: '',
      measured: `${memory.toFixed(0)} MB`,
      ratio: '',
      goal: 'under 400 MB',
      holds: memory < 400,
    },
  ];
}
