import type { House } from '../platform/house.ts';
import { changedPeople, matchChanged } from './matching.repository.ts';

export type Matching = {
  /** Matches after a run that changed people, if somebody may stand here twice; after any other nothing is done. */
  after(district: string, run: number): Promise<void>;
  /** Ends with the one in hand; who waits is matched after the next run of the district. */
  stop(): Promise<void>;
};

/**
 * Matches one run after the other: matchings of a district wait for each other, and many that wait would keep the
 * database's sessions from the runs.
 */
export function makeMatching({ db, clock }: House): Matching {
  let stopped = false;
  let before: Promise<void> = Promise.resolve();
  const match = async (district: string, run: number) => {
    if (stopped || !(await changedPeople(db, district, run))) return;
    await db.transaction().execute((tx) => matchChanged(tx, district, clock()));
  };
  return {
    after(district, run) {
      const matched = before.then(() => match(district, run));
      // One that fails keeps no other from its turn.
      before = matched.catch(() => {});
      return matched;
    },
    async stop() {
      stopped = true;
      await before;
    },
  };
}
