import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import { heldRecords } from '../../runs/held.repository.ts';
import type { HoldOf } from '../../runs/job.ts';
import type { HoldDetail } from '../../runs/run.schema.ts';
import type { Kind } from '../oneroster/columns.model.ts';
import { livingBySchool } from '../oneroster/school-of.repository.ts';
import { rosterTables } from '../roster-table.model.ts';

// What looks odd about a mass change: the same records under new ids, everything of a school, everything there is.

type Oddity = HoldDetail['odd'][number];

export async function odditiesOf(db: Queries, hold: HoldOf, schools: HoldDetail['schools']): Promise<Oddity[]> {
  if (!(hold.kind in rosterTables)) return [];
  const kind = hold.kind as Kind;
  if (hold.operation === 'update') return [];
  const rekeyed = await rekeyedIn(db, hold, kind);
  if (hold.operation === 'create') return rekeyed;
  return [...rekeyed, ...(await gone(db, hold, kind, schools))];
}

/** By what the same record is known again when its id is another: the first of these that it has, and beside it the others. */
const marks: { readonly [kind in Kind]?: { readonly first: readonly string[]; readonly beside: readonly string[] } } = {
  org: { first: ['identifier', 'name'], beside: ['type'] },
  academicSession: { first: ['title'], beside: ['type', 'start_date'] },
  course: { first: ['course_code', 'title'], beside: ['school_id'] },
  class: { first: ['class_code', 'title'], beside: ['school_id'] },
  user: { first: ['identifier', 'username', 'email'], beside: [] },
};

type ColumnOf = (column: string) => RawBuilder<unknown>;
const inRoster: ColumnOf = (column) => sql`${sql.ref(`one.${column}`)}::text`;
/** In the text format of COPY, as a held new record is kept. */
const inCopy =
  (kind: Kind): ColumnOf =>
  (column) => {
    const at = rosterTables[kind].columns.findIndex(([name]) => name === column) + 1;
    return sql`nullif(split_part(record.held_change -> 'body' ->> 'copy', chr(9), ${at}), '\\N')`;
  };

function markBy(kind: Kind, column: ColumnOf): RawBuilder<string | null> | null {
  const mark = marks[kind];
  if (mark === undefined) return null;
  const first = sql.join(mark.first.map((name) => sql`nullif(${column(name)}, '')`));
  return sql`concat_ws(chr(10), coalesce(${first}) ${sql.join(
    mark.beside.map((name) => sql`, coalesce(${column(name)}, '')`),
    sql``,
  )})`;
}

/**
 * How many of a hold's records stand in the other list as well, under another id: of deletions, among what is new since
 * they are held, or would be; of new records, among what is known.
 */
async function rekeyedIn(db: Queries, hold: HoldOf, kind: Kind): Promise<Oddity[]> {
  const { table, key } = rosterTables[kind];
  const [stored, held] = [markBy(kind, inRoster), markBy(kind, inCopy(kind))];
  if (stored === null || held === null) return [];
  const ours = sql`one.district_id = ${hold.district} and one.connection_id = ${hold.connection}`;
  const own = sql`${sql.table(table)} one where ${ours}`;
  const keyOf = sql.ref(`one.${key}`);
  const listed = heldRecords(hold);
  const mine =
    hold.operation === 'create'
      ? sql`select record.key, ${held} as mark from ${listed}`
      : sql`select ${keyOf} as key, ${stored} as mark from listed join ${sql.table(table)} one on ${ours} and ${keyOf} = listed.key`;
  const theirs =
    hold.operation === 'create'
      ? sql`select ${keyOf} as key, ${stored} as mark from ${own}`
      : sql`select ${keyOf} as key, ${stored} as mark from ${own} and one.status = 'active'
            and one.created_run >= (select min(record.since_run) from ${listed})
          union all select record.key, ${held} as mark from record
          where record.district_id = ${hold.district} and record.kind = ${kind} and record.state = 'held'
            and record.held_change ->> 'operation' = 'create'
            and record.flow_no = (select flow_no from hold where district_id = ${hold.district} and no = ${hold.no})`;
  // Put together by mark and never joined: a list of thousands is new to the database's statistics, and a loop over both
  // lists would take minutes.
  const found = await sql<{ count: number; of: number }>`
    with listed as materialized (select record.key from ${listed}),
      of_both as (select key, mark, true as is_mine from (${mine}) one union all select key, mark, false from (${theirs}) other),
      by_mark as (select mark, count(*) filter (where is_mine) as mine, min(key) filter (where is_mine) as key,
        min(key) filter (where not is_mine) as first, max(key) filter (where not is_mine) as last from of_both group by mark)
    select coalesce(sum(mine) filter (where mark <> '' and (first <> key or last <> key)), 0)::int as count,
      coalesce(sum(mine), 0)::int as of from by_mark`.execute(db);
  const { count = 0, of = 0 } = found.rows[0] ?? {};
  if (count === 0 || count * 5 < of) return [];
  const where = hold.operation === 'create' ? 'are known already under other ids' : 'are there again under new ids';
  const message = `${count} of these ${of} ${kind} records ${where}, by the same code or name. This looks as if the source gave its records new ids, and not like a real change.`;
  return [{ what: 'rekey', count, of, school: null, message }];
}

/** A kind or a school of which nothing would be left. */
async function gone(db: Queries, hold: HoldOf, kind: Kind, schools: HoldDetail['schools']): Promise<Oddity[]> {
  const all = await sql<{ n: number }>`select count(*) as n from ${sql.table(rosterTables[kind].table)} one
    where one.district_id = ${hold.district} and one.connection_id = ${hold.connection} and one.status = 'active'`.execute(
    db,
  );
  const held = await sql<{ n: number }>`select count(*) as n from ${heldRecords(hold)}`.execute(db);
  const count = held.rows[0]?.n ?? 0;
  const of = all.rows[0]?.n ?? 0;
  if (count > 0 && count >= of)
    return [
      {
        what: 'kind_gone',
        count,
        of,
        school: null,
        message: `All ${of} ${kind} records that are known would be deleted: what was read has none of them any more.`,
      },
    ];
  const living = await livingBySchool(db, hold, kind, Number.MAX_SAFE_INTEGER);
  return schools.flatMap(({ id, name, records }): Oddity[] => {
    const known = living.get(id) ?? 0;
    if (id === '' || known < 2 || records < known || kind === 'org') return [];
    const message = `All ${known} ${kind} records of ${name} would be deleted.`;
    return [{ what: 'school_gone', count: records, of: known, school: id, message }];
  });
}
