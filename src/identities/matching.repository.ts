import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import { changedSince, concernedBy, setMatched } from './concerned.repository.ts';
import {
  bringSeveral,
  lockMatching,
  type Over,
  type People,
  peopleOf,
  saidOf,
  storeMatches,
} from './identity.repository.ts';
import { matchPeople } from './match.model.ts';

/**
 * Matches the people that a connection brings with those of every other, both ways: who of the others is whom over it, and
 * who of its people is whom over them. Answers how many identities are otherwise than before.
 */
export async function matchDistrict(tx: Tx, district: string, connection: number, now: Date): Promise<number> {
  await lockMatching(tx, district);
  const all = Map.groupBy(await peopleOf(tx, district), (one) => one.connection);
  const its = all.get(connection) ?? [];
  const others = [...all].filter(([id]) => id !== connection);
  let changed = 0;
  // Somebody may stand here by each of three systems: only two people of one system are surely not the same.
  for (const [other, people] of others) {
    changed += await matchOver(tx, { district, connection }, people, its, now);
    changed += await matchOver(tx, { district, connection: other }, its, people, now);
  }
  return changed;
}

/**
 * Matches whoever has changed since the people of their connection were matched last, and whoever that concerns. It costs
 * what has changed and not what there is. Answers how many identities are otherwise than before.
 */
export async function matchChanged(tx: Tx, district: string, now: Date): Promise<number> {
  await lockMatching(tx, district);
  const { connections, people } = await changedSince(tx, district);
  if (people.length === 0) return 0;
  const concerned = Map.groupBy(await concernedBy(tx, district, people), (one) => one.connection);
  // Of a connection whose people have all left nobody is concerned, but whoever was somebody there is.
  const sides = new Set([...concerned.keys(), ...connections.keys()]);
  let changed = 0;
  for (const [connection, ours] of concerned) {
    for (const other of sides) {
      if (connection === other || !(connections.has(connection) || connections.has(other))) continue;
      changed += await matchOver(tx, { district, connection: other }, ours, concerned.get(other) ?? [], now);
    }
  }
  await setMatched(tx, district, connections);
  return changed;
}

async function matchOver(
  tx: Tx,
  over: Over,
  ours: readonly People[],
  theirs: readonly People[],
  now: Date,
): Promise<number> {
  const people = ours.map((one) => one.ours.person);
  const matches = matchPeople(
    ours.map((one) => one.ours),
    theirs.map((one) => one.theirs),
    await saidOf(tx, over, people),
  );
  return storeMatches(tx, over, people, matches, now);
}

/** Whether a run changed people who may stand here a second time; nothing is to be matched after any other. */
export async function changedPeople(db: Queries, district: string, run: number): Promise<boolean> {
  const { rows } = await sql`select 1
    from run r join flow f on f.district_id = r.district_id and f.no = r.flow_no and f.job = 'rostering'
    where r.district_id = ${district} and r.no = ${run} and exists (select 1 from part p
      where p.district_id = r.district_id and p.run_no = r.no and p.kind = 'user' and p.created + p.updated + p.deleted > 0)`.execute(
    db,
  );
  return rows.length > 0 && (await bringSeveral(db, district));
}
