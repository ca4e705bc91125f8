import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import { isPast } from '../rostering/archive.repository.ts';
import type { Threshold } from '../runs/threshold.schema.ts';
import type { Term } from './school-year.model.ts';
import type { YearConnection } from './school-year.schema.ts';

type Said = { readonly at: string; readonly by: string };
export type Steps = {
  readonly pause?: Said & { readonly from: string; readonly to: string; readonly connections: readonly number[] };
  readonly thresholds?: Said;
  /** By connection, the dry run that was asked for last. */
  readonly dry?: Readonly<Record<string, number>>;
};

export type YearRow = {
  readonly no: number;
  readonly title: string;
  readonly ends_on: string;
  readonly rolled_at: Date | null;
  /** How the rules of connections stood before. */
  readonly before_thresholds:
    | readonly { readonly connection: number; readonly thresholds: readonly Threshold[] }[]
    | null;
  readonly steps: Steps;
  readonly made_by: ActorRow;
  readonly made_at: Date;
};

/** The school year that is being begun; `lock`: until the transaction ends. */
export async function openYear(db: Queries, district: string, lock = false): Promise<YearRow | null> {
  const found = await sql<YearRow>`select * from school_year where district_id = ${district} and state = 'open'
    ${lock ? sql`for update` : sql``}`.execute(db);
  return found.rows[0] ?? null;
}

export async function lastYear(
  db: Queries,
  district: string,
): Promise<{ readonly title: string; readonly doneAt: string } | null> {
  const found = await sql<{ title: string; at: Date }>`select title, done_at as at from school_year
    where district_id = ${district} and state = 'done' order by done_at desc limit 1`.execute(db);
  const row = found.rows[0];
  return row === undefined ? null : { title: row.title, doneAt: row.at.toISOString() };
}

type Change = {
  readonly steps?: Steps;
  readonly rolled_at?: Date | null;
  readonly before_thresholds?: YearRow['before_thresholds'];
};

export async function changeYear(tx: Tx, district: string, year: YearRow, change: Change): Promise<void> {
  const { steps, rolled_at, before_thresholds } = { ...year, ...change };
  await sql`update school_year set steps = ${JSON.stringify(steps)}, rolled_at = ${rolled_at},
      before_thresholds = ${before_thresholds === null ? null : JSON.stringify(before_thresholds)}
    where district_id = ${district} and no = ${year.no}`.execute(tx);
}

/** Living terms that no year has archived; `of`: those that this one has. */
export async function termsOf(db: Queries, district: string, of: number | null = null): Promise<readonly Term[]> {
  const found = await sql<Term>`select t.id, t.title, t.type, t.start_date as start, t.end_date as "end",
      t.connection_id as connection, t.parent_id as parent
    from term t join connection c on c.district_id = t.district_id and c.id = t.connection_id and c.deleted_at is null
    left join archived_term a on a.district_id = t.district_id and a.term_id = t.id
    where t.district_id = ${district} and ${of === null ? sql`t.status = 'active' and a.term_id is null` : sql`a.school_year_no = ${of}`}
    order by t.connection_id, t.start_date, t.end_date desc, t.id`.execute(db);
  return found.rows;
}

/** From now on these terms are of a year that is over, with all that belongs to them alone. */
export async function archiveTerms(tx: Tx, district: string, year: number, terms: readonly Term[]): Promise<void> {
  await sql`insert into archived_term (district_id, term_id, school_year_no)
    select ${district}, id, ${year} from unnest(${terms.map(({ id }) => id)}::bigint[]) id on conflict do nothing`.execute(
    tx,
  );
}

export async function unarchiveTerms(tx: Tx, district: string, year: number): Promise<void> {
  await sql`delete from archived_term where district_id = ${district} and school_year_no = ${year}`.execute(tx);
}

/** Sections and enrollments that are archived by now. */
export async function archivedCounts(
  db: Queries,
  district: string,
): Promise<{ readonly sections: number; readonly enrollments: number }> {
  const found = await sql<{ sections: number; enrollments: number }>`select
    (select count(*) from class one where one.district_id = ${district} and one.status = 'active' and ${isPast('class', district, 'one')}) as sections,
    (select count(*) from enrollment one where one.district_id = ${district} and one.status = 'active' and ${isPast('enrollment', district, 'one')}) as enrollments`.execute(
    db,
  );
  return found.rows[0] ?? { sections: 0, enrollments: 0 };
}

type ConnectionFacts = Omit<YearConnection, 'pause' | 'rolloverThresholds' | 'fetched'> & {
  readonly system: string;
  readonly thresholds: readonly Threshold[];
  readonly pauses: readonly NonNullable<YearConnection['pause']>[];
};

/** The connections that bring rosters, with how their flow stands. `dry`: a run by connection. */
export async function yearConnections(
  db: Queries,
  district: string,
  { dry, since }: { readonly dry: Readonly<Record<string, number>>; readonly since: Date | null },
): Promise<readonly ConnectionFacts[]> {
  const found = await sql<ConnectionFacts & { readAt: Date | string | null }>`
    select c.id::text as id, c.name, c.status, c.system, coalesce(f.thresholds, '[]') as thresholds,
      coalesce((select json_agg(json_build_object('from', begins, 'to', ends, 'state', state) order by begins_at) from pause_plan p
        where p.district_id = ${district} and p.connection_id = c.id), '[]') as pauses,
      (select json_build_object('run', r.no, 'state', r.state, 'entered', r.entered, 'created', r.created, 'updated', r.updated,
          'deleted', r.deleted, 'unchanged', r.unchanged, 'invalid', r.invalid, 'held', r.held, 'blocked', r.blocked)
        from run r where r.district_id = ${district} and r.no = (${JSON.stringify(dry)}::jsonb ->> c.id::text)::bigint) as "dryRun",
      (select count(*)::int from hold h where h.district_id = ${district} and h.flow_no = f.no and h.state = 'open') as "openHolds",
      (select max(r.finished_at) from run r where r.district_id = ${district} and r.flow_no = f.no and r.state = 'done'
        and r.scope -> 'dry' = 'false' and r.trigger in ('schedule', 'person', 'api') and r.asked_at > ${since}) as "readAt"
    from connection c
    join flow f on f.district_id = c.district_id and f.source_id = c.id and f.job = 'rostering'
    where c.district_id = ${district} and c.deleted_at is null and c.system <> 'rostering'
    order by lower(c.name), c.id`.execute(db);
  return found.rows.map(({ readAt, ...row }) => ({
    ...row,
    readAt: readAt === null ? null : new Date(readAt).toISOString(),
  }));
}
