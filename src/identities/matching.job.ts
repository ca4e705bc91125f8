import type { House } from '../platform/house.ts';
import { changedPeople, matchDistrict } from './matching.repository.ts';

/** Matches after a run, one run after the other. */
export type Matching = (district: string, run: number) => Promise<void>;

/**
 * After a run that changed people they are matched anew, if somebody may stand here twice; after any other nothing is. One
 * at a time in a process: matchings of a district wait for each other, and many that wait would keep the database's
 * sessions from the runs.
 */
export function makeMatching({ db, clock }: House): Matching {
  let before: Promise<void> = Promise.resolve();
  return (district, run) => {
    const matched = before.then(async () => {
      const changed = await changedPeople(db, district, run);
      if (changed === null) return;
      await db.transaction().execute((tx) => matchDistrict(tx, district, changed.connection, clock()));
    });
    // One that fails keeps no other from its turn.
    before = matched.catch(() => {});
    return matched;
  };
}
