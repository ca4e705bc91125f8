import type { House } from '../platform/house.ts';
import { changedPeople, matchDistrict } from './matching.repository.ts';

/** After a run that changed people they are matched anew, if somebody may stand here twice. After any other nothing is. */
export async function matchAfterRun({ db, clock }: House, district: string, run: number): Promise<void> {
  const changed = await changedPeople(db, district, run);
  if (changed === null) return;
  await db.transaction().execute((tx) => matchDistrict(tx, district, changed.connection, clock()));
}
