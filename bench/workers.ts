import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandActor } from '../src/access/command-actor.model.ts';
import { syncConnection } from '../src/connections/connection-life.usecases.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { makeSlow, sizesOf } from './due-at-once.ts';
import { inHub } from './engine.ts';
import { type Figure, median } from './measure.ts';
import { connect, manyProviders, type ProviderThere } from './provider-process.ts';

// What a second worker brings where the outside systems are the slow part. Workers are processes of `hallpass work`, the
// providers stand in a process of their own, and whoever calls this does nothing but ask and count.

export type Options = { readonly connections: number; readonly rounds: number };

const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');
const students = 5;
const pageSeconds = 2;
/** From how many connections a worker reads at the same time: fewer than there are, or the second would find nothing to do. */
const readAtOnce = 4;

export async function benchWorkers({ connections, rounds }: Options): Promise<readonly Figure[]> {
  const { providers, close } = await manyProviders(connections, students);
  try {
    const alone: number[] = [];
    const together: number[] = [];
    // In turns, so that a machine that grows slower does so for both.
    for (let round = 0; round < rounds; round++) {
      alone.push(await inHub((app) => throughput(app, providers, 1)));
      together.push(await inHub((app) => throughput(app, providers, 2)));
    }
    const ratio = median(together.map((rate, round) => rate / (alone[round] ?? Number.NaN)));
    const rate = (values: readonly number[]) => median(values).toFixed(0);
    return [
      {
        work: `a second worker, ${connections} connections, ${readAtOnce} read at once by each`,
        against: `one worker; each page of each provider takes ${pageSeconds} seconds`,
        measured: `${rate(together)} / ${rate(alone)} records a second`,
        ratio: `${ratio.toFixed(2)} times the throughput`,
        goal: 'at least 1.7 times',
        holds: ratio >= 1.7,
      },
    ];
  } finally {
    await close();
  }
}

/** Records a second, from the question to the end of the last run. */
async function throughput(app: App, providers: readonly ProviderThere[], count: number): Promise<number> {
  const made: { readonly actor: ReturnType<typeof commandActor>; readonly id: string }[] = [];
  for (const [at, provider] of providers.entries()) {
    await provider.control('clear');
    // A district each: in one, the people of all would be matched with each other, which is no part of this.
    const id = `bench-${at}`;
    await apply(app, { text: `district: { id: ${id}, name: Bench, timeZone: UTC }`, fileName: 'bench.yaml', env: {} });
    const actor = commandActor(id);
    made.push({ actor, id: String(await connect(app, actor, provider, { name: 'Provider', nightly: false })) });
  }
  const [one] = providers;
  if (one !== undefined) await makeSlow(providers, await sizesOf(one), pageSeconds);
  const workers = await Promise.all(Array.from({ length: count }, () => aWorker(app)));
  try {
    const began = Date.now();
    for (const { actor, id } of made) await syncConnection(app, actor, { id });
    return await ratesOf(app, made.length, began);
  } finally {
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, 'exit')));
  }
}

/** A process of `hallpass work` on the database of this one, when it is ready. */
async function aWorker({ database, config }: App): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    DATA_DIR: config.dataDir,
    SECRET_KEY: readFileSync(path.join(config.dataDir, 'secret-key'), 'utf8').trim(),
    OUTBOUND_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    READ_AT_ONCE: String(readAtOnce),
  };
  const worker = spawn(process.execPath, [...process.execArgv, main, 'work'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(worker.stdout, 'data'),
    once(worker, 'exit').then(() => {
      throw new Error('a worker ended before it was ready');
    }),
  ]);
  worker.stdout.resume();
  return worker;
}

async function ratesOf(app: App, runs: number, began: number): Promise<number> {
  for (;;) {
    const found = await app.database.pool.query<{ done: number; bad: number; records: number; ended: Date }>(
      `select count(*) filter (where state = 'done')::int as done, sum(entered)::int as records, max(finished_at) as ended,
         count(*) filter (where finished_at is not null and state <> 'done')::int as bad from run`,
    );
    const [row] = found.rows;
    if ((row?.bad ?? 0) > 0) throw new Error('a run did not end well');
    if (row?.done === runs) return row.records / ((row.ended.getTime() - began) / 1000);
    await pause(100);
  }
}
