import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../platform/house.ts';
import { finishErasures } from './erasure.job.ts';
import { prune } from './prune.job.ts';

export type Retention = {
  /** Ends after the statement in hand. */
  stop(): Promise<void>;
};

const firstMs = 60_000;
const pruneMs = 3_600_000;
const eraseMs = 5_000;

/** What becomes of old data by itself: what has had its time is removed, and people who are to be forgotten are. */
export function startRetention(app: App): Retention {
  const ending = new AbortController();
  const { signal } = ending;
  const stopping = () => signal.aborted;
  const keep = async (first: number, every: number, what: string, work: () => Promise<unknown>) => {
    for (let wait = first; !signal.aborted; wait = every) {
      await pause(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await work().catch((error: unknown) =>
        app.log.warn({ reason: String(error) }, `${what} could not be removed; it is tried again.`),
      );
    }
  };
  const loops = [
    keep(firstMs, pruneMs, 'What has had its time', () => prune(app, app.clock(), stopping)),
    keep(eraseMs, eraseMs, 'What is known of somebody who is to be forgotten', () => finishErasures(app, stopping)),
  ];
  return {
    async stop() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
