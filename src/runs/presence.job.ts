import { hostname } from 'node:os';
import type { App } from '../platform/house.ts';
import { type Presence, sayGone, sayPresent, sayStopping } from './presence.repository.ts';

const beatMs = 10_000;

/** Says that this process works, until it is told that it stops, and then that it has gone. */
export function startPresence(
  { db, clock, log }: Pick<App, 'db' | 'clock' | 'log'>,
  of: Pick<Presence, 'id' | 'kind'>,
) {
  const presence = { ...of, host: hostname(), pid: process.pid };
  const startedAt = clock();
  const tell = (error: unknown) =>
    log.debug({ reason: String(error) }, 'It could not be said that this process is here.');
  const beat = () => sayPresent(db, presence, startedAt).catch(tell);
  let beating = beat();
  const timer = setInterval(() => {
    beating = beat();
  }, beatMs);
  return {
    async stopping() {
      clearInterval(timer);
      await beating;
      await sayStopping(db, of.id).catch(tell);
    },
    gone: () => sayGone(db, of.id).catch(tell),
  };
}
