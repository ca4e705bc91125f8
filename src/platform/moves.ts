import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openSession } from './database.ts';
import type { Log } from './log.ts';

/** What has moved: a connection, a run; never more than its number. */
export type Moved = { readonly kind: string; readonly id: string };
/** Null: some may have been missed, so whatever is shown is asked for anew. */
type Tell = (moved: Moved | null) => void;

export type Moves = {
  /** Tells what moves in a district, until the answered function is called. */
  follow(district: string, tell: Tell): Promise<() => void>;
  close(): Promise<void>;
};

const againMs = 1_000;

/** Hears what moves, from all processes, by one session of the database however many follow; it is opened for the first who does. */
export function makeMoves(database: Database, log: Log): Moves {
  const followers = new Map<string, Set<Tell>>();
  const ending = new AbortController();
  let session: ReturnType<typeof openSession> | undefined;

  const hear = async () => {
    const opened = await openSession(database.url);
    opened.on('notification', ({ payload }) => {
      const [district, kind, id] = JSON.parse(payload ?? '[]') as [string, string, string];
      for (const tell of followers.get(district) ?? []) tell({ kind, id });
    });
    await opened.query('listen hallpass_moved');
    opened.on('end', () => void hearAgain());
    return opened;
  };
  /** What moved while nobody heard is not known: everybody is told that. */
  const hearAgain = async (): Promise<void> => {
    if (ending.signal.aborted) return;
    await pause(againMs, undefined, { signal: ending.signal }).catch(() => {});
    if (ending.signal.aborted) return;
    session = hear();
    try {
      await session;
      for (const tells of followers.values()) for (const tell of tells) tell(null);
    } catch (error) {
      log.warn({ reason: String(error) }, 'What moves cannot be heard of; it is tried again.');
      await hearAgain();
    }
  };

  return {
    async follow(district, tell) {
      session ??= hear();
      await session.catch((error: unknown) => {
        session = undefined;
        throw error;
      });
      const tells = followers.get(district) ?? new Set();
      followers.set(district, tells.add(tell));
      return () => {
        tells.delete(tell);
        if (tells.size === 0) followers.delete(district);
      };
    },
    async close() {
      ending.abort();
      await (await session?.catch(() => undefined))?.end();
    },
  };
}
