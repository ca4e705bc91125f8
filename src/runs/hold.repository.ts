import type { Pool, PoolClient } from 'pg';
import type { News } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { inTransaction, statementsOfClient } from '../platform/database.ts';
import type { Claim } from './part.repository.ts';
import type { Operation } from './threshold.schema.ts';

type Opened = {
  readonly operation: Operation;
  readonly reason: string;
  readonly schools: readonly string[] | null;
  readonly count: number;
  readonly known: number;
  readonly percent: number;
};

/** The open hold of a flow for changes of a kind: the one there is, or a new one. Its list is told when the part ends. */
export async function openHold(pool: Pool, claim: Claim, change: Opened): Promise<number> {
  return inTransaction(pool, async (client) => {
    const number = await client.query<{ value: number }>(
      "insert into counter (district_id, name, value) values ($1, 'hold', 1) on conflict (district_id, name) do update set value = counter.value + 1 returning value",
      [claim.district],
    );
    // Of the parts of one file each may hold other schools back; what an earlier run held is judged anew.
    const given = number.rows[0]?.value ?? 1;
    const found = await client.query<{ no: number }>(
      `insert into hold (district_id, no, flow_no, run_no, kind, operation, reason, records, known, percent, schools, digest, since)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', now())
       on conflict (district_id, flow_no, kind, operation, reason) where state = 'open' do update set run_no = excluded.run_no,
         known = excluded.known, records = excluded.records, percent = excluded.percent, schools = case
           when hold.run_no <> excluded.run_no then excluded.schools
           when hold.schools is not null and excluded.schools is not null
             then array(select distinct unnest(hold.schools || excluded.schools) order by 1) end
       returning no`,
      [
        claim.district,
        given,
        claim.flow,
        claim.run,
        claim.kind,
        change.operation,
        change.reason,
        change.count,
        change.known,
        change.percent,
        change.schools,
      ],
    );
    const no = found.rows[0]?.no ?? 0;
    // It has the number that was taken for it: no other was open.
    if (no === given)
      await tellNews(statementsOfClient(client), claim.district, new Date(), [newsOf(claim, no, change)]);
    return no;
  });
}

const newsOf = ({ flow, connection, run, kind }: Claim, no: number, change: Opened): News => ({
  kind: 'hold',
  subject: String(no),
  change: 'opened',
  version: String(no),
  flow,
  connection,
  facts: {
    run,
    kind,
    operation: change.operation,
    entry: change.reason,
    records: change.count,
    known: change.known,
    schools: change.schools?.length ?? null,
  },
});

/** What a hold was opened for, how many records, and of how many. */
export async function heldBy(pool: Pool, district: string, no: number): Promise<Omit<Opened, 'operation'> | null> {
  const found = await pool.query<Omit<Opened, 'operation'>>(
    'select reason, records as count, known, percent, schools from hold where district_id = $1 and no = $2',
    [district, no],
  );
  return found.rows[0] ?? null;
}

/** A held record as a digest knows it: the record, and what would become of it. */
export const inDigest = "key || coalesce(' ' || (held_change -> 'body' ->> 'print'), '')";

const mine = "hold.district_id = $1 and hold.flow_no = $2 and hold.kind = $3 and hold.state = 'open'";

/** Tells open holds of a flow and kind their present list, by which a release is bound to what was seen; one whose list is empty has settled itself and keeps its number. */
export async function refreshHolds(client: PoolClient, claim: Claim): Promise<void> {
  // Parts of one file end at once: whoever comes second counts what the first has committed.
  await client.query(`select 1 from hold where ${mine} for update`, [claim.district, claim.flow, claim.kind]);
  await client.query(
    `update hold set records = listed.records, digest = listed.digest
     from (select hold_no, count(*) as records, md5(string_agg(${inDigest}, chr(10) order by key)) as digest
           from record where district_id = $1 and flow_no = $2 and kind = $3 and hold_no is not null group by hold_no) listed
     where ${mine} and listed.hold_no = hold.no`,
    [claim.district, claim.flow, claim.kind],
  );
  const done = claim.scope.hold !== undefined || claim.scope.allowDeletions === true;
  const by = { kind: 'system', id: null, name: done ? `Run ${claim.run}` : 'No record is on its list any more' };
  await client.query(
    `update hold set state = $4, decided_at = now(), decided_by = coalesce(decided_by, $5)
     where ${mine} and not exists (select 1 from record where record.district_id = hold.district_id and record.hold_no = hold.no)`,
    [claim.district, claim.flow, claim.kind, done ? 'released' : 'dismissed', JSON.stringify(by)],
  );
}
