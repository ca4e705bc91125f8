import { sql } from 'kysely';
import { connectorOf } from '../connectors/registry.ts';
import { explain } from '../dictionary/explain.model.ts';
import { seenBy } from '../issues/sight.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { ActorRow, ConnectionError } from '../platform/tables.ts';
import type { Kind } from '../rostering/oneroster/columns.model.ts';
import { rosterTables } from '../rostering/roster-table.model.ts';
import type { PassportView, RecordNamed } from './passport.schema.ts';

/** A record and who looks at it. `pushed`: keys send it, one by one or in batches. */
export type RecordAt = Pick<RecordNamed, 'kind' | 'key'> & {
  readonly flow: number;
  readonly district: string;
  readonly schools: readonly string[] | null;
  readonly connection: {
    readonly id: number;
    readonly name: string;
    readonly system: string;
    readonly status: 'active' | 'paused';
    readonly error: ConnectionError | null;
  };
  readonly pushed: boolean;
  /** Its system gives out single records. */
  readonly givesOne: boolean;
};

/** Whether the roster holds records of a kind by the rows of their file. */
export const isRosterKind = (kind: string): kind is Kind => Object.hasOwn(rosterTables, kind);

type Sight = Pick<RecordAt, 'district' | 'schools'>;

/** Finds the flow that a record is of; null: there is none. */
export async function recordAt(db: Queries, sight: Sight, named: RecordNamed): Promise<RecordAt | null> {
  const { flow: given, run, kind, key } = named;
  const found = await sql<
    RecordAt['connection'] & { flow: number }
  >`select f.no as flow, c.id, c.name, c.system, c.status, c.error
    from flow f join connection c on c.district_id = f.district_id and c.id = f.source_id and c.deleted_at is null
    where f.district_id = ${sight.district} and f.no = coalesce(${given ?? null}::bigint,
      (select flow_no from run where district_id = ${sight.district} and no = ${run ?? null}::bigint))`.execute(db);
  const [row] = found.rows;
  if (row === undefined) return null;
  const { flow, ...connection } = row;
  const { district, schools } = sight;
  const { system } = connection;
  const givesOne = connectorOf(system)?.roster?.readOne !== undefined;
  return { flow, kind, key, district, schools, connection, pushed: system === 'rostering', givesOne };
}

const ofRecord = ({ district, flow, kind, key }: RecordAt) =>
  sql`district_id = ${district} and flow_no = ${flow} and kind = ${kind} and key = ${key}`;

/** Whether somebody of some schools may see it, by the same rule as in issues. */
export async function isSeen(db: Queries, record: RecordAt): Promise<boolean> {
  const { connection } = record;
  const found = await sql<{ seen: boolean }>`select ${seenBy(record)} as seen
    from (select ${record.kind}::text as kind, ${record.key}::text as key,
      (select last_run from record where ${ofRecord(record)}) as last_run) r
    cross join (select ${connection.id}::bigint as id, ${connection.system}::text as system) c`.execute(db);
  return found.rows[0]?.seen === true;
}

type Present = {
  readonly state: NonNullable<PassportView['present']>['outcome'];
  readonly entry: string;
  readonly facts: Record<string, string>;
  readonly since: Date;
  readonly since_run: number;
  readonly last_run: number;
  readonly waits_kind: string | null;
  readonly waits_key: string | null;
  readonly hold_no: number | null;
  readonly by_line: boolean;
  readonly issue: NonNullable<PassportView['present']>['issue'];
};

/** `line`: of a row without a key of its own, where it stands. */
export type PresentOf = {
  readonly view: PassportView['present'];
  readonly byLine: boolean;
  readonly line: number | null;
};

/** How the record stands, where it is not fine. */
export async function presentOf(db: Queries, record: RecordAt): Promise<PresentOf> {
  const found =
    await sql<Present>`select one.state, one.entry, one.facts, run.asked_at as since, one.since_run, one.last_run,
      one.waits_kind, one.waits_key, one.hold_no, one.by_line,
      (select json_build_object('id', issue.no, 'state', issue.state) from issue
        where issue.district_id = ${record.district} and issue.no = one.issue_no) as issue
    from (select * from record where ${ofRecord(record)}) one
    join run on run.district_id = ${record.district} and run.no = one.since_run`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return { view: null, byLine: false, line: null };
  const { waits_kind: kind, waits_key: key } = row;
  const view = {
    outcome: row.state,
    explained: explain(row.entry, row.facts),
    since: row.since.toISOString(),
    sinceRun: row.since_run,
    lastRun: row.last_run,
    waitsFor: kind === null || key === null ? null : { kind, key },
    hold: row.hold_no,
    issue: row.issue,
  };
  return { view, byLine: row.by_line, line: row.by_line ? Number(row.facts['line']) : null };
}

const mostNamed = 20;

/** What waits for the record. */
export async function waitingFor(db: Queries, record: RecordAt): Promise<PassportView['waiting']> {
  const { district, flow, kind, key, schools } = record;
  const waits = sql`from record where district_id = ${district} and flow_no = ${flow} and state = 'blocked'
    and waits_kind = ${kind} and waits_key = ${key}`;
  const counted = await sql<{ n: number }>`select count(*) as n ${waits}`.execute(db);
  const count = counted.rows[0]?.n ?? 0;
  if (count === 0 || schools !== null) return { count, records: [] };
  const named = await sql<{ kind: string; key: string }>`select kind, key ${waits}
    order by kind, key limit ${mostNamed}`.execute(db);
  return { count, records: named.rows };
}

type Exempt = {
  readonly decision: NonNullable<PassportView['exemption']>['decision'];
  readonly reason: string;
  readonly made_by: ActorRow;
  readonly made_at: Date;
  readonly until_at: Date | null;
};

export async function exemptionOf(db: Queries, record: RecordAt): Promise<PassportView['exemption']> {
  const found = await sql<Exempt>`select decision, reason, made_by, made_at, until_at from exemption
    where ${ofRecord(record)}`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return null;
  const { decision, reason, made_by: by, made_at: at, until_at: until } = row;
  return { decision, reason, by: by.name, at: at.toISOString(), until: until?.toISOString() ?? null };
}

type Fixed = Pick<PassportView['fixes'][number], 'id' | 'state'> & {
  readonly made_by: ActorRow;
  readonly made_at: Date;
};

/** The fixes that touched it, the newest first. */
export async function fixesOf(db: Queries, record: RecordAt): Promise<PassportView['fixes']> {
  const { district, flow, kind, key } = record;
  const found = await sql<Fixed>`select f.no as id, f.state, f.made_by, f.made_at
    from fix f join fix_record r on r.district_id = f.district_id and r.fix_no = f.no
    where f.district_id = ${district} and f.flow_no = ${flow} and r.kind = ${kind} and r.key = ${key}
    order by f.no desc limit ${mostNamed}`.execute(db);
  return found.rows.map(({ made_by: by, made_at: at, ...row }) => ({ ...row, by: by.name, at: at.toISOString() }));
}
