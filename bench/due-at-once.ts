import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { commandActor } from '../src/access/command-actor.model.ts';
import { startHub } from '../src/app.ts';
import { collections } from '../src/connectors/connector.ts';
import type { App } from '../src/platform/house.ts';
import type { Figure } from './measure.ts';
import { connect, manyProviders, type ProviderThere, tokenOf } from './provider-process.ts';

// A night at whose first minute everything is due, and every provider is slow. The hub is the process that calls it.

const students = 100;

export async function benchDueAtOnce(app: App, connections: number): Promise<readonly Figure[]> {
  const actor = commandActor('bench');
  const { providers, close } = await manyProviders(connections, students);
  const hub = await startHub(app, { demo: false });
  try {
    const waiting = [...providers.entries()];
    const connectNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        await connect(app, actor, next[1], { name: `Due ${next[0]}`, nightly: true });
    };
    await Promise.all(Array.from({ length: 8 }, connectNext));
    const [one] = providers;
    if (one !== undefined) await makeSlow(providers, await sizesOf(one));
    const due = await app.database.pool.query<{ at: Date }>(
      `with due as (update flow set next_due_at = clock_timestamp() where next_due_at is not null returning next_due_at)
       select min(next_due_at) as at from due`,
    );
    const { started, ended } = await lastOf(app, connections, due.rows[0]?.at ?? new Date());
    const memory = process.resourceUsage().maxRSS / 1024;
    return [
      {
        work: `${connections} connections due at the same minute, until the last one’s reading has begun`,
        against: 'each page of each provider takes a second; one hub',
        measured: `${started.toFixed(1)} s (the last run ended after ${ended.toFixed(1)} s)`,
        ratio: '',
        goal: 'within 60 s',
        holds: started <= 60,
      },
      {
        work: 'memory of that hub’s process, at most',
        against: '',
        measured: `${memory.toFixed(0)} MB`,
        ratio: '',
        goal: 'for comparison',
        holds: null,
      },
    ];
  } finally {
    await hub.close();
    await close();
  }
}

/** Bytes of the one page of each list; all providers have the same district. */
export async function sizesOf(provider: ProviderThere): Promise<ReadonlyMap<string, number>> {
  const { origin, pathname } = new URL(provider.address);
  const pool = new Pool(origin);
  const headers = { authorization: `Bearer ${await tokenOf(provider)}` };
  const sizes = new Map<string, number>();
  for (const collection of collections) {
    const { body } = await pool.request({ method: 'GET', path: `${pathname}/${collection}?limit=2000`, headers });
    sizes.set(collection, (await body.arrayBuffer()).byteLength);
  }
  await pool.close();
  return sizes;
}

/** Each page of each list takes so many seconds, whatever its size. */
export const makeSlow = (providers: readonly ProviderThere[], sizes: ReadonlyMap<string, number>, seconds = 1) =>
  Promise.all(
    providers.map(async ({ control }) => {
      for (const [collection, bytes] of sizes)
        await control('fault', { kind: 'slow', bytesPerSecond: Math.ceil(bytes / seconds), on: { collection } });
    }),
  );

/** Seconds until the last run’s first part was taken, and until the last run ended. */
async function lastOf(app: App, runs: number, due: Date): Promise<{ started: number; ended: number }> {
  for (;;) {
    const found = await app.database.pool.query<{ done: number; failed: number; started: number; ended: number }>(
      `select count(*) filter (where state = 'done')::int as done, count(*) filter (where state not in ('queued', 'running', 'done'))::int as failed,
         extract(epoch from max(started_at) - $1)::float8 as started, extract(epoch from max(finished_at) - $1)::float8 as ended
       from run where trigger = 'schedule'`,
      [due],
    );
    const [row] = found.rows;
    if ((row?.failed ?? 0) > 0) throw new Error('a run that was due did not end well');
    if (row?.done === runs) return row;
    await pause(500);
  }
}
