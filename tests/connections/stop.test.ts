import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { startProvider } from '../../sandbox/oneroster/provider.ts';
import { openSession } from '../../src/platform/database.ts';
import { aCrew, type InHand } from './crew.ts';
import { act, aHub, connected, endOf, type Hub, runsOf, settingsOf } from './scene.ts';

// Processes of `hallpass work` that are asked to stop, as whoever runs them does it: by a signal.

type Owned = { readonly owner: string | null; readonly state: string; readonly attempt: number };
const reading = async ({ app }: Hub, run: number): Promise<Owned | undefined> => {
  const found = await sql<Owned>`select owner, state, attempt from part
    where district_id = 'north' and run_no = ${run} and kind = 'reading'`.execute(app.db);
  return found.rows[0];
};

async function begun(hub: Hub, provider: Awaited<ReturnType<typeof startProvider>>) {
  const connection = await connected(hub, provider, { settings: { ...settingsOf(provider), pageSize: '100' } });
  expect((await act(hub, connection, 'sync')).status).toBe(202);
  const [run] = await runsOf(hub, connection);
  return Number(run?.['id']);
}

describe('a worker that is asked to stop', () => {
  test('gives back at once what it reads, and the other goes on where it stood', async () => {
    const hub = await aHub();
    const provider = await startProvider({ students: 300 });
    const crew = await aCrew(hub, 2);
    try {
      provider.control.fault({ kind: 'slow', bytesPerSecond: 60_000 });
      const run = await begun(hub, provider);
      const { pid } = (await crew.seenAtWork(run, 'reading')) as InHand;
      await pause(1_500);
      const asked = Date.now();
      const stopped = crew.stop(pid);
      // Its lease lasts half a minute; the other has the part as soon as it is given back.
      let owned = await reading(hub, run);
      while (owned?.owner?.startsWith(`${pid}-`) !== false && Date.now() - asked < 20_000) {
        await pause(20);
        owned = await reading(hub, run);
      }
      expect(Date.now() - asked).toBeLessThan(8_000);
      const { exit, ms } = await stopped;
      expect(exit).toEqual([0, null]);
      expect(ms).toBeLessThan(10_000);
      provider.control.clear();
      expect(await endOf(hub, run)).toMatchObject({ state: 'done', partsLeft: 0, invalid: 0 });
      expect(await reading(hub, run)).toMatchObject({ state: 'done', attempt: 2 });
      // A page in hand and the one asked for ahead may be asked for again, no more.
      const pages = provider.control.requests().filter(({ target }) => target !== 'token');
      const again = pages.length - new Set(pages.map(({ path, query }) => `${path}?${query}`)).size;
      expect(again).toBeLessThanOrEqual(2);
      expect(crew.complaints()).toBe('');
    } finally {
      await crew.close();
      await provider.close();
      await hub.close();
    }
  });

  test('shares what there is with the others before', async () => {
    const hub = await aHub();
    const provider = await startProvider({ students: 60 });
    const crew = await aCrew(hub, 2);
    try {
      const runs: number[] = [];
      for (let n = 0; n < 6; n++) runs.push(await begun(hub, provider));
      for (const run of runs) expect(await endOf(hub, run)).toMatchObject({ state: 'done', partsLeft: 0 });
      const { rows } = await sql<{ pid: string; parts: number; again: number }>`
        select split_part(owner, '-', 1) as pid, count(*)::int as parts, count(*) filter (where attempt > 1)::int as again
        from part group by 1`.execute(hub.app.db);
      // A reading and six files of each; each was begun once, and neither process did it all.
      expect(rows.map(({ again }) => again)).toEqual([0, 0]);
      expect(rows.reduce((sum, { parts }) => sum + parts, 0)).toBe(6 * 7);
    } finally {
      await crew.close();
      await provider.close();
      await hub.close();
    }
  });

  test.each([
    ['ends within half a minute though its page does not', undefined, [0, null], 10_000, 30_000],
    ['ends at once when it is asked a second time', 500, [null, 'SIGTERM'], 500, 3_000],
  ] as const)('%s', async (_, again, exit, least, most) => {
    const hub = await aHub();
    const provider = await startProvider({ students: 60 });
    const crew = await aCrew(hub, 1);
    const locking = await openSession(hub.app.database.url);
    let next: Awaited<ReturnType<typeof aCrew>> | undefined;
    try {
      // Somebody's transaction keeps every page of people waiting.
      await locking.query('begin; lock table person in exclusive mode');
      const run = await begun(hub, provider);
      const { pid } = (await crew.seenAtWork(run, 'user')) as InHand;
      await pause(500);
      const stopped = await crew.stop(pid, again);
      expect(stopped.exit).toEqual(exit);
      expect(stopped.ms).toBeGreaterThanOrEqual(least);
      expect(stopped.ms).toBeLessThan(most);
      // What it had begun ends with it, and another carries the part to its end.
      await locking.query('rollback');
      await crew.forgetTheDead();
      next = await aCrew(hub, 1);
      expect(await endOf(hub, run)).toMatchObject({ state: 'done', partsLeft: 0, invalid: 0 });
    } finally {
      await locking.end();
      await crew.close();
      await next?.close();
      await provider.close();
      await hub.close();
    }
  });
});
