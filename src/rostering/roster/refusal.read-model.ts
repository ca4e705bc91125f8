import { sql } from 'kysely';
import { explain } from '../../dictionary/explain.model.ts';
import type { Queries } from '../../platform/database.ts';
import type { Outcome } from '../../runs/run.schema.ts';
import type { RefusalView } from './roster.schema.ts';

// What stands open of one person or course: refusals name records by the keys that were sent, of which one thing has several.

/** Who looks: the district and the schools (null: all of it). */
export type Sight = { readonly district: string; readonly schools: readonly string[] | null };

/** Keys of one kind that mean the thing looked at: whole, by their beginning, or by what follows their first space. */
export type Names = {
  readonly kind: string;
  readonly keys?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly tails?: readonly string[];
  /** An addCode means this course in its own school only. A batch does not say which school it means: then it must be the `sole` one. */
  readonly addCode?: { readonly school: string; readonly sole: boolean };
};

type Row = {
  kind: string;
  key: string;
  state: Outcome;
  entry: string;
  facts: Record<string, string>;
  connection: RefusalView['connection'];
  run: number;
  at: Date;
  since: Date;
};

const most = 50;
/** Sorts behind every key that begins with the same text. */
const last = '\u{10ffff}';

/** Open refusals of what keys sent. One that named a school which the reader may not see, or none, is not told to them. */
export async function pushedRefusals(db: Queries, sight: Sight, names: readonly Names[]): Promise<RefusalView[]> {
  const all = names.flatMap((one) => {
    const { school = null, sole = true } = one.addCode ?? {};
    const of = (condition: ReturnType<typeof sql>) =>
      sql`select r.*, ${school}::text as of_school, ${sole}::boolean as sole from record r
        where r.district_id = ${sight.district} and r.flow_no = f.no and r.kind = ${one.kind} and ${condition}`;
    return [
      ...(one.keys ?? []).map((key) => of(sql`r.key = ${key}`)),
      ...(one.prefixes ?? []).map((text) => of(sql`r.key >= ${text} and r.key < ${`${text}${last}`}`)),
      ...(one.tails ?? []).map((text) => of(sql`substr(r.key, strpos(r.key, ' ') + 1) = ${text}`)),
    ];
  });
  if (all.length === 0) return [];
  const seen = sight.schools === null ? sql`true` : sql`d.school_id = any(${sight.schools})`;
  const where = sql`${seen} and (one.of_school is null or one.of_school = d.school_id or (d.run_no is null and one.sole))`;
  return told(db, sight, { connections: sql`c.system = 'rostering'`, rows: sql.join(all, sql` union `), where });
}

/** Open refusals of the row by which a file brings the thing. */
export function fileRefusals(
  db: Queries,
  sight: Sight,
  source: { readonly connection: number; readonly kind: string; readonly key: string },
): Promise<RefusalView[]> {
  const rows = sql`select r.* from record r where r.district_id = ${sight.district} and r.flow_no = f.no and r.kind = ${source.kind} and r.key = ${source.key}`;
  return told(db, sight, {
    connections: sql`c.system <> 'rostering' and c.id = ${source.connection}`,
    rows,
    where: sql`true`,
  });
}

async function told(
  db: Queries,
  { district }: Sight,
  { connections, rows, where }: Readonly<Record<'connections' | 'rows' | 'where', ReturnType<typeof sql>>>,
): Promise<RefusalView[]> {
  const found = await sql<Row>`
    select one.kind, one.key, one.state, one.entry, one.facts, json_build_object('id', c.id::text, 'name', c.name, 'system', c.system) as connection,
      one.last_run as run, l.asked_at as at, s.asked_at as since
    from flow f
    join connection c on c.district_id = f.district_id and c.id = f.source_id
    cross join lateral (${rows}) one
    join run l on l.district_id = ${district} and l.no = one.last_run
    join run s on s.district_id = ${district} and s.no = one.since_run
    left join push_day d on d.district_id = ${district} and d.run_no = one.last_run
    where f.district_id = ${district} and ${connections} and ${where}
    order by one.last_run desc, one.kind, one.key limit ${most}`.execute(db);
  return found.rows.map(({ state, entry, facts, at, since, ...row }) => ({
    ...row,
    outcome: state,
    at: at.toISOString(),
    since: since.toISOString(),
    explained: explain(entry, facts),
  }));
}

/** The flow by which a connection brings the roster, with which its records are named. */
export async function flowOfConnection(db: Queries, district: string, connection: number): Promise<number | null> {
  const found = await sql<{
    no: number;
  }>`select no from flow where district_id = ${district} and source_id = ${connection}
    and job = 'rostering' order by no limit 1`.execute(db);
  return found.rows[0]?.no ?? null;
}
