import { sql } from 'kysely';
import { entryOf } from '../dictionary/explain.model.ts';
import type { Queries } from '../platform/database.ts';
import type { Outcome } from '../runs/run.schema.ts';
import type { IssueRow } from './issue.repository.ts';
import { type Sight, seenBy } from './sight.repository.ts';

// The records of an issue. Those that have its cause have its entry; the others wait for one of these.

export type RecordRow = {
  readonly kind: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly entry: string;
  readonly facts: Record<string, string>;
  readonly waits_kind: string | null;
  readonly waits_key: string | null;
  readonly run: number;
  readonly since: Date;
};
export type RecordsAsked = {
  /** The id of a group; left out: all that have the cause. */
  readonly group?: string | undefined;
  readonly waiting?: boolean | undefined;
  /** The beginning of a key. */
  readonly q?: string | undefined;
  readonly after: readonly [kind: string, key: string] | null;
  readonly limit: number;
};
type Of = Pick<IssueRow, 'no' | 'entry' | 'connection_id' | 'system'>;

/** What the records of a group share: their kind, and the facts that the entry groups by. */
const groupedBy = (entry: string) => entryOf(entry).groupBy ?? [];
const shared = (entry: string) =>
  sql`jsonb_build_array(r.kind ${sql.join(
    groupedBy(entry).map((fact) => sql`, r.facts ->> ${fact}::text`),
    sql``,
  )})`;
/** Values may be of people: a group is named by a print of them. */
const groupId = (entry: string) => sql`md5(${shared(entry)}::text)`;

const ofIssue = (sight: Sight, { no, connection_id, system }: Of) => sql`record r
  cross join (select ${connection_id}::bigint as id, ${system}::text as system) c
  where r.district_id = ${sight.district} and r.issue_no = ${no} and ${seenBy(sight)}`;

/** Records of an issue by kind and key. */
export async function issueRecords(db: Queries, sight: Sight, issue: Of, asked: RecordsAsked): Promise<RecordRow[]> {
  const { group, waiting = false, q, after, limit } = asked;
  const found = await sql<RecordRow>`
    select one.*, run.asked_at as since from (
      select r.kind, r.key, r.state as outcome, r.entry, r.facts, r.waits_kind, r.waits_key, r.last_run as run, r.since_run
      from ${ofIssue(sight, issue)} and ${waiting ? sql`r.entry <> ${issue.entry}` : sql`r.entry = ${issue.entry}`}
        ${group === undefined ? sql`` : sql`and ${groupId(issue.entry)} = ${group}`}
        ${q === undefined || q === '' ? sql`` : sql`and starts_with(r.key, ${q})`}
        ${after === null ? sql`` : sql`and (r.kind, r.key) > (${after[0]}, ${after[1]})`}
      order by r.kind, r.key limit ${limit}) one
    left join run on run.district_id = ${sight.district} and run.no = one.since_run
    order by one.kind, one.key`.execute(db);
  return found.rows;
}

export type GroupRow = {
  readonly id: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly records: number;
};

/** The groups of an issue, the largest first, and how many there are. */
export async function issueGroups(
  db: Queries,
  sight: Sight,
  issue: Of,
  limit: number,
): Promise<{ readonly groups: readonly GroupRow[]; readonly count: number }> {
  const facts = groupedBy(issue.entry);
  const found = await sql<{ id: string; shared: (string | null)[]; records: number; count: number }>`
    select md5(shared::text) as id, shared, count(*) as records, count(*) over () as count
    from (select ${shared(issue.entry)} as shared from ${ofIssue(sight, issue)} and r.entry = ${issue.entry}) one
    group by shared order by records desc, shared limit ${limit}`.execute(db);
  return {
    groups: found.rows.map(({ id, shared: [kind, ...values], records }) => ({
      id,
      kind: kind ?? '',
      facts: Object.fromEntries(
        facts.flatMap((name, at) => (typeof values[at] === 'string' ? [[name, values[at]]] : [])),
      ),
      records,
    })),
    count: found.rows[0]?.count ?? 0,
  };
}

/** Facts of some of the records of a group, from which it is told what all of them share. */
export async function exampleFacts(
  db: Queries,
  sight: Sight,
  issue: Of,
  group: string | undefined,
): Promise<readonly Record<string, string>[]> {
  return (await issueRecords(db, sight, issue, { group, after: null, limit: 50 })).map(({ facts }) => facts);
}
