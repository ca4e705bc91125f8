import { sql } from 'kysely';
import { type Actor, actorRow } from '../platform/actor.ts';
import { monthOf } from '../platform/clock.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';

// Who looked at whose record. A record of somebody is looked at by its passport; a page that is loaded anew a moment later
// is the same look.

const sameLookMs = 5 * 60_000;

export type LookedAt = {
  readonly district: string;
  readonly flow: number;
  readonly kind: string;
  readonly key: string;
  readonly person: number | null;
};

export async function noteLook(tx: Tx, actor: Actor, now: Date, { flow, kind, key, person }: LookedAt): Promise<void> {
  const { district } = actor;
  const by = JSON.stringify(actorRow(actor));
  const lately = await sql`select 1 from looked where district_id = ${district} and flow_no = ${flow} and kind = ${kind}
    and key = ${key} and at > ${new Date(now.getTime() - sameLookMs)} and actor = ${by}::jsonb limit 1`.execute(tx);
  if (lately.rows.length > 0) return;
  const no = await allocate(tx, district, 'looked');
  await sql`insert into looked (district_id, month, no, at, actor, flow_no, kind, key, person_id)
    values (${district}, ${monthOf(now)}, ${no}, ${now}, ${by}, ${flow}, ${kind}, ${key}, ${person})`.execute(tx);
}

/** The last looks at a record, the newest first. */
export async function looksAt(
  db: Queries,
  { district, flow, kind, key }: Omit<LookedAt, 'person'>,
): Promise<{ at: string; by: string }[]> {
  const { rows } = await sql<{ at: Date; actor: ActorRow }>`select at, actor from looked
    where district_id = ${district} and flow_no = ${flow} and kind = ${kind} and key = ${key}
    order by at desc limit 20`.execute(db);
  return rows.map(({ at, actor }) => ({ at: at.toISOString(), by: actor.name }));
}
