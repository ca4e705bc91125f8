import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { ConnectionError } from '../platform/tables.ts';
import type { IssueState } from './issue.schema.ts';
import { type Sight, seenBy } from './sight.repository.ts';

export type IssueRow = {
  readonly no: number;
  readonly flow_no: number;
  readonly entry: string;
  readonly state: IssueState;
  readonly was: 'open' | 'regressed' | null;
  readonly since: Date;
  readonly assignee_id: number | null;
  readonly assignee_name: string | null;
  readonly until_at: Date | null;
  readonly until_records: number | null;
  readonly reason: string | null;
  readonly first_run: number;
  readonly last_run: number;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly connection_id: number;
  readonly connection_name: string;
  readonly system: string;
  readonly connection_status: 'active' | 'paused';
  readonly connection_error: ConnectionError | null;
  readonly next_due_at: Date | null;
  /** Whoever sends over it is managed by ourselves. */
  readonly us: boolean;
  readonly records: number;
  readonly waiting: number;
  readonly trend: readonly { run: number; records: number; waiting: number }[] | null;
};

/** So many of the last runs are told. */
const runsTold = 12;

/**
 * Issues with what they count: those that concern the most records first, with what waits for them. Whoever sees some schools only sees what their records count.
 * `where` may speak of the issue (`i`), its connection (`c`), its counts (`n`) and whether we manage it (`ours.us`).
 */
export async function readIssues(
  db: Queries,
  sight: Sight,
  { where, limit }: { readonly where: ReturnType<typeof sql>; readonly limit: number },
): Promise<IssueRow[]> {
  const { district, schools } = sight;
  const found = await sql<IssueRow>`
    select i.*, person.name as assignee_name, c.id as connection_id, c.name as connection_name, c.system,
      c.status as connection_status, c.error as connection_error, f.next_due_at, n.records, n.waiting,
      ours.us,
      ${
        schools === null
          ? sql`(select json_agg(json_build_object('run', last.run_no, 'records', last.records, 'waiting', last.waiting) order by last.run_no)
              from (select run_no, records, waiting from issue_run where district_id = ${district} and issue_no = i.no
                order by run_no desc limit ${runsTold}) last)`
          : sql`null`
      } as trend
    from issue i
    join flow f on f.district_id = ${district} and f.no = i.flow_no
    join connection c on c.district_id = ${district} and c.id = f.source_id and c.deleted_at is null
    cross join lateral (select exists (select 1 from api_key k where k.district_id = ${district} and k.connection_id = c.id
      and k.revoked_at is null and k.managed_by -> 'us' = 'true') as us) ours
    left join sign_in person on person.district_id = ${district} and person.id = i.assignee_id
    cross join lateral (
      select count(*) filter (where r.entry = i.entry) as records, count(*) filter (where r.entry <> i.entry) as waiting
      from record r where r.district_id = ${district} and r.issue_no = i.no and ${seenBy(sight)}) n
    where i.district_id = ${district} and ${where} ${schools === null ? sql`` : sql`and n.records + n.waiting > 0`}
    order by n.records + n.waiting desc, i.no desc limit ${limit}`.execute(db);
  return found.rows;
}

const notThere = (no: number) => refuse('request.not_found', { what: 'issue', id: String(no) });

export async function issueRow(db: Queries, sight: Sight, no: number): Promise<IssueRow> {
  const [row] = await readIssues(db, sight, { where: sql`i.no = ${no}`, limit: 1 });
  if (row === undefined) throw notThere(no);
  return row;
}

/** The issue, locked until the transaction ends: moves follow one another. */
export async function lockIssue(tx: Tx, district: string, no: number): Promise<IssueRow> {
  await sql`select 1 from issue where district_id = ${district} and no = ${no} for no key update`.execute(tx);
  return issueRow(tx, { district, schools: null }, no);
}

/** The number of the issue of an entry on a flow; null: nothing of it was ever refused so. */
export async function issueOf(db: Queries, district: string, flow: number, entry: string): Promise<number | null> {
  const found = await sql<{ no: number }>`select no from issue
    where district_id = ${district} and flow_no = ${flow} and entry = ${entry}`.execute(db);
  return found.rows[0]?.no ?? null;
}
