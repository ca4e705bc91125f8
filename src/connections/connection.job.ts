import { setTimeout as pause } from 'node:timers/promises';
import { carryOutPlans } from './calendar.usecases.ts';
import { removeAllDeleted } from './connection-deletion.usecases.ts';
import { askWhatIsDue } from './due.usecases.ts';
import type { OutsideDeps } from './outside.repository.ts';

// What happens to connections by itself: runs that are due are asked for, planned pauses begin and end, and the data of
// deleted ones is removed. Any number of processes may do it; who does what is decided by the database.

export type ConnectionKeeper = {
  /** Ends after the statement in hand. */
  stop(): Promise<void>;
};
const lookMs = 2_000;

export function startConnections(app: OutsideDeps): ConnectionKeeper {
  const ending = new AbortController();
  const { signal } = ending;
  const keep = async (what: string, work: () => Promise<unknown>) => {
    while (!signal.aborted) {
      await work().catch((error: unknown) => app.log.warn({ reason: String(error) }, `${what}; it is tried again.`));
      // Asked to stop, it does not wait.
      await pause(lookMs, undefined, { signal }).catch(() => {});
    }
  };
  // A large deletion must not keep a run waiting that is due, nor must another system that is asked after a pause.
  const loops = [
    keep('Planned pauses could not be carried out', () => carryOutPlans(app)),
    keep('What is due could not be asked for', () => askWhatIsDue(app)),
    keep('What was deleted could not be removed', () => removeAllDeleted(app, () => signal.aborted)),
  ];
  return {
    async stop() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
