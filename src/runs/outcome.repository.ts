import type { PoolClient } from 'pg';
import type { Facts } from '../dictionary/facts.model.ts';
import type { Statements } from '../platform/database.ts';
import { packKeys } from './outcome-pack.model.ts';
import type { Claim } from './part.repository.ts';
import type { PushRun } from './push.repository.ts';
import type { Counts, Outcome } from './run.schema.ts';
import type { Left, Unusual } from './unusual.model.ts';

/** Stores the accepted keys of a page, packed; answers the next free number of the part. */
export async function storeAccepted(
  client: PoolClient,
  claim: Claim,
  outcome: Outcome,
  keys: readonly string[],
  seq: number,
): Promise<number> {
  const packs = packKeys(keys);
  if (packs.length === 0) return seq;
  await client.query(
    `insert into outcome_pack (district_id, month, run_no, unit, seq, kind, outcome, n, lo, hi, keys)
     select $1, $2, $3, $4, $5 + at - 1, $6, $7, n, lo, hi, keys from unnest($8::int[], $9::text[], $10::text[], $11::bytea[]) with ordinality as pack (n, lo, hi, keys, at)`,
    [
      claim.district,
      claim.month,
      claim.run,
      claim.unit,
      seq,
      claim.kind,
      outcome,
      packs.map((pack) => pack.n),
      packs.map((pack) => pack.lo),
      packs.map((pack) => pack.hi),
      packs.map((pack) => pack.keys),
    ],
  );
  return seq + packs.length;
}

/**
 * Stores the unusual of a page as history, and, but for a dry run, as the present of their records (a key may read like the name of a row
 * without one). A record that is refused in another way than before counts in another issue, which the end of the run says.
 */
export async function storeUnusual(
  client: PoolClient,
  claim: Claim,
  unusual: readonly Unusual[],
  seq: number,
): Promise<number> {
  if (unusual.length === 0) return seq;
  const rows = JSON.stringify(
    unusual.map((one, at) => ({
      ...one,
      seq: seq + at,
      by_line: one.byLine,
      waits_kind: one.waits?.kind ?? null,
      waits_key: one.waits?.id ?? null,
    })),
  );
  const as =
    'as now (key text, by_line boolean, outcome text, tried boolean, entry text, facts jsonb, waits_kind text, waits_key text, hold int, change jsonb, seq bigint)';
  await client.query(
    `insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, tried, entry, facts, waits_kind, waits_key, hold_no)
     select $1, $2, $3, $4, seq, $5, key, outcome, tried, entry, facts, waits_kind, waits_key, hold from jsonb_to_recordset($6::jsonb) ${as}`,
    [claim.district, claim.month, claim.run, claim.unit, claim.kind, rows],
  );
  if (claim.scope.dry) return seq + unusual.length;
  await client.query(
    `insert into record (district_id, flow_no, kind, key, state, unit, entry, facts, since_run, last_run, waits_kind, waits_key, hold_no, held_change, by_line)
     select distinct on (key) $1, $2, $3, key, outcome, $4, entry, facts, $5::bigint, $5::bigint, waits_kind, waits_key, hold, nullif(change, 'null'), by_line
     from jsonb_to_recordset($6::jsonb) ${as} order by key, by_line
     on conflict (district_id, flow_no, kind, key) do update set state = excluded.state, unit = excluded.unit, entry = excluded.entry, facts = excluded.facts,
       since_run = case when record.state = excluded.state and record.entry = excluded.entry then record.since_run else excluded.since_run end,
       issue_no = case when (record.state, record.entry) = (excluded.state, excluded.entry)
         and (record.waits_kind, record.waits_key) is not distinct from (excluded.waits_kind, excluded.waits_key) then record.issue_no end,
       last_run = excluded.last_run, waits_kind = excluded.waits_kind, waits_key = excluded.waits_key, hold_no = excluded.hold_no, held_change = excluded.held_change, by_line = excluded.by_line`,
    [claim.district, claim.flow, claim.kind, claim.unit, claim.run, rows],
  );
  return seq + unusual.length;
}

/** Stores what was left out by decision as history: it is fine as it is, and no record's present. */
export async function storeLeft(client: PoolClient, claim: Claim, left: readonly Left[], seq: number): Promise<number> {
  if (left.length === 0) return seq;
  await client.query(
    `insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, entry, facts)
     select $1, $2, $3, $4, $5 + at - 1, $6, one ->> 'key', 'unchanged', one ->> 'entry', one -> 'facts'
     from jsonb_array_elements($7::jsonb) with ordinality as list (one, at)`,
    [claim.district, claim.month, claim.run, claim.unit, seq, claim.kind, JSON.stringify(left)],
  );
  return seq + left.length;
}

/** What became of one record that was pushed. */
export type Pushed = {
  readonly outcome: Outcome;
  readonly kind: string;
  readonly key: string;
  /** Its key is no lasting one: it is history and no record's present. */
  readonly nameless: boolean;
  readonly tried: boolean;
  readonly entry: string;
  readonly facts: Facts;
};

/** Stores the outcome of a pushed record as history, and as its present: what went through is fine, and no record is kept of it. */
export async function storePushed(client: Statements, push: PushRun, seq: number, told: Pushed): Promise<void> {
  const { district, month, run, unit, flow } = push;
  const { outcome, kind, key, tried, entry, facts } = told;
  const history = `insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, tried, entry, facts)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
  const values = [district, month, run, unit, seq, kind, key, outcome, tried, entry, JSON.stringify(facts)];
  await client.query(history, values);
  if (told.nameless) return;
  if (outcome !== 'rejected' && outcome !== 'blocked') {
    await client.query('delete from record where district_id = $1 and flow_no = $2 and kind = $3 and key = $4', [
      district,
      flow,
      kind,
      key,
    ]);
    return;
  }
  await client.query(
    `insert into record (district_id, flow_no, kind, key, state, unit, entry, facts, since_run, last_run)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
    on conflict (district_id, flow_no, kind, key) do update set state = excluded.state, unit = excluded.unit, entry = excluded.entry, facts = excluded.facts,
      since_run = case when record.state = excluded.state and record.entry = excluded.entry then record.since_run else excluded.since_run end,
      issue_no = case when (record.state, record.entry) = (excluded.state, excluded.entry) then record.issue_no end,
      last_run = excluded.last_run`,
    [district, flow, kind, key, outcome, unit, entry, JSON.stringify(facts), run],
  );
}

/** Records that went through are fine: nothing more is kept of them than their own row. */
export async function clearRecords(client: PoolClient, claim: Claim, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query('delete from record where district_id = $1 and flow_no = $2 and kind = $3 and key = any($4)', [
    claim.district,
    claim.flow,
    claim.kind,
    keys,
  ]);
}

/** A record that its source shows again has changed: a decision to keep it without its source has served, and so has one that has ended. */
export async function clearExemptions(client: PoolClient, claim: Claim, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    `delete from exemption where district_id = $1 and flow_no = $2 and kind = $3 and key = any($4)
       and (decision <> 'ignore' or until_at <= now())`,
    [claim.district, claim.flow, claim.kind, keys],
  );
}

/** Whether there is anything to clear for this part's kind; asked once a part. */
export async function hasStanding(
  client: PoolClient,
  claim: Claim,
): Promise<{ records: boolean; exemptions: boolean }> {
  const found = await client.query<{ records: boolean; exemptions: boolean }>(
    `select exists (select 1 from record where district_id = $1 and flow_no = $2 and kind = $3) as records,
       exists (select 1 from exemption where district_id = $1 and flow_no = $2 and kind = $3) as exemptions`,
    [claim.district, claim.flow, claim.kind],
  );
  return found.rows[0] ?? { records: true, exemptions: true };
}

/** Everything stands as before: the refused of then are refused again in this run, with the same words. Answers what was counted. */
export async function restate(
  client: PoolClient,
  claim: Claim,
  { unit, since }: { readonly unit: string | null; readonly since: number },
  counts: Counts,
  seq: number,
): Promise<number> {
  const these = 'district_id = $1 and flow_no = $2 and kind = $3 and ($4::text is null or unit = $4)';
  const found = await client.query<{ outcome: Outcome; n: number }>(
    `with now as (
       insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, tried, entry, facts, waits_kind, waits_key, hold_no)
       select district_id, $5::date, $6, $7, $8 + row_number() over (order by key) - 1, kind, key, state, false, entry, facts, waits_kind, waits_key, hold_no
       from record where ${these} and last_run >= $9 returning outcome)
     select outcome, count(*)::int as n from now group by outcome`,
    [claim.district, claim.flow, claim.kind, unit, claim.month, claim.run, claim.unit, seq, since],
  );
  let total = 0;
  for (const { outcome, n } of found.rows) {
    counts[outcome] += n;
    counts.entered += n;
    total += n;
  }
  if (total > 0 && !claim.scope.dry) {
    await client.query(`update record set last_run = $5, unit = $6 where ${these} and last_run >= $7`, [
      claim.district,
      claim.flow,
      claim.kind,
      unit,
      claim.run,
      claim.unit,
      since,
    ]);
  }
  return seq + total;
}
