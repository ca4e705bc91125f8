import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from './connector.ts';

/** How long what may pass by itself is tried again within a run, in milliseconds; the first wait, which doubles each time. */
export type Patience = { readonly most: number; readonly first: number };
export const nightly: Patience = { most: 120_000, first: 500 };

/**
 * Tries again while the failure may pass by itself and patience lasts: after longer and longer waits, each a little
 * different, or as long as the other side asked for. What does not pass is thrown as it came.
 */
export async function withPatience<T>(
  work: () => Promise<T>,
  { most, first }: Patience,
  { signal, random = Math.random }: { readonly signal: AbortSignal; readonly random?: () => number },
): Promise<T> {
  let left = most;
  for (let wait = first; ; wait *= 2) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure) || !error.passing) throw error;
      const rest = error.retryAfterMs ?? wait * (0.75 + random() / 2);
      left -= rest;
      if (left < 0) throw error;
      await pause(rest, undefined, { signal });
    }
  }
}
