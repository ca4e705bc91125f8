import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { listAttendanceSessions, listCourseMembers, listCourses, listUsers } from '../rostering/api/list.read-model.ts';
import { type Column, fileOf, type Kind, type Version } from '../rostering/oneroster/columns.model.ts';
import { rosterTables } from '../rostering/roster-table.model.ts';
import { rowOf } from '../rostering/stored-image.repository.ts';
import type { PassportView } from './passport.schema.ts';
import { isRosterKind, type RecordAt } from './record.repository.ts';

// What the hub, which is the target of a roster, holds of a record now: in the columns of its file, so that it stands
// beside what the source says, or in the fields of the API.

type Values = NonNullable<PassportView['stored']>['values'];
export type StoredRecord = {
  readonly title: string | null;
  readonly person: number | null;
  readonly stored: NonNullable<PassportView['stored']>;
};

export async function storedOfFile(db: Queries, record: RecordAt, version: Version): Promise<StoredRecord | null> {
  const { district, connection, kind, key } = record;
  if (!isRosterKind(kind)) return null;
  const columns = fileOf(version, kind).columns.flatMap((column): readonly RawBuilder<unknown>[] => {
    const held = heldIn(record, kind, column);
    return held === null ? [] : [sql`jsonb_build_object('name', ${column.name}::text, 'value', ${held})`];
  });
  const found = await sql<Row>`select ${titles[kind]} as title, ${persons[kind] ?? sql`null::bigint`} as person,
      t.status = 'active' as active, t.created_run, t.changed_run, t.deleted_run, t.metadata,
      jsonb_build_array(${sql.join(columns)}) as values
    from ${rowOf(kind, { district, connection: connection.id }, sql`${key}`)}`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return null;
  const metadata = Object.entries(row.metadata ?? {}).map(([name, value]) => ({ name: `metadata.${name}`, value }));
  return {
    title: row.title,
    person: row.person,
    stored: {
      active: row.active,
      createdRun: row.created_run,
      changedRun: row.changed_run,
      deletedRun: row.deleted_run,
      values: [...row.values, ...metadata],
    },
  };
}

type Row = {
  readonly title: string | null;
  readonly person: number | null;
  readonly active: boolean;
  readonly created_run: number | null;
  readonly changed_run: number | null;
  readonly deleted_run: number | null;
  readonly metadata: Record<string, string> | null;
  readonly values: Values;
};

const titles: Readonly<Record<Kind, RawBuilder<unknown>>> = {
  org: sql`t.name`,
  academicSession: sql`t.title`,
  course: sql`t.title`,
  class: sql`t.title`,
  user: sql`t.given_name || ' ' || t.family_name`,
  role: sql`null::text`,
  enrollment: sql`null::text`,
};
const persons: { readonly [kind in Kind]?: RawBuilder<unknown> } = {
  user: sql`t.id`,
  role: sql`t.person_id`,
  enrollment: sql`t.person_id`,
};

/** The text of what a column of the file became; null: nothing is kept of it. */
function heldIn(record: RecordAt, kind: Kind, column: Column): RawBuilder<unknown> | null {
  const { is, into } = column;
  if (is === 'key') return sql`t.${sql.ref(rosterTables[kind].key)}`;
  if (is === 'refs') return linked(record, column.to);
  if (into === 'primary_org') return accounts(record, sql`school_id`, sql`is_primary`);
  if (kind === 'user' && into === 'role') return accounts(record, sql`role`, sql`true`);
  if (is === 'roles') return roles(record);
  if (into === null) return null;
  const held = sql`t.${sql.ref(into)}`;
  if (is === 'ref') return column.to === 'org' ? held : keyOf(record, column.to, held);
  return is === 'list' ? sql`nullif(array_to_string(${held}, ','), '')` : sql`${held}::text`;
}

const keyOf = ({ district }: RecordAt, to: Kind, id: RawBuilder<unknown>) =>
  sql`(select named.source_key from ${sql.table(rosterTables[to].table)} named where named.district_id = ${district} and named.id = ${id})`;

/** Links that stand in tables of their own: the terms of a section, the schools of a person. */
const linked = (record: RecordAt, to: Kind) =>
  to === 'org'
    ? accounts(record, sql`school_id`, sql`true`)
    : sql`(select string_agg(${keyOf(record, to, sql`link.term_id`)}, ',') from class_term link
        where link.district_id = ${record.district} and link.class_id = t.id)`;

/** Of a person's accounts that came by files; of those at the schools of whoever looks. */
const accounts = ({ district, schools }: RecordAt, what: RawBuilder<unknown>, where: RawBuilder<unknown>) =>
  sql`(select string_agg(distinct ${what}, ',') from account link where link.district_id = ${district} and link.person_id = t.id
    and not link.via_api and ${where} and ${schools === null ? sql`true` : sql`link.school_id = any(${schools})`})`;

/** Each role as `roleText` says it. */
const roles = ({ district, schools }: RecordAt) =>
  sql`(select string_agg(one.told, '; ' order by one.told collate "C") from (
    select link.school_id || ': ' || concat_ws(', ', said ->> 'role', said ->> 'type', 'from ' || (said ->> 'begin'), 'until ' || (said ->> 'end')) as told
    from account link cross join jsonb_array_elements(link.roles) said
    where link.district_id = ${district} and link.person_id = t.id and ${schools === null ? sql`true` : sql`link.school_id = any(${schools})`}) one)`;

const lists: Readonly<
  Record<string, { readonly list: typeof listUsers; filters(key: string): Record<string, string> }>
> = {
  user: { list: listUsers, filters: (key) => (key.includes('@') ? { email: key } : { userID: key }) },
  course: { list: listCourses, filters: (courseID) => ({ courseID }) },
  courseMember: { list: listCourseMembers, filters: (key) => ({ ID: before(key), courseID: behind(key) }) },
  attendanceSession: {
    list: listAttendanceSessions,
    filters: (key) => ({ courseID: before(key), attendanceID: behind(key) }),
  },
};
const before = (key: string) => key.slice(0, Math.max(0, key.indexOf(' ')));
const behind = (key: string) => key.slice(key.indexOf(' ') + 1);

/** What a key would be answered that asks for the record. */
export async function storedOfPush(
  db: Queries,
  { district, schools, kind, key }: RecordAt,
): Promise<PassportView['stored']> {
  const asked = lists[kind];
  if (asked === undefined) return null;
  const { rows } = await asked.list(db, { district, schools }, { limit: 1, filters: asked.filters(key) });
  const [first] = rows;
  if (first === undefined) return null;
  const values = Object.entries(first).map(([name, value]) => ({ name, value: textOf(value) }));
  return { active: true, createdRun: null, changedRun: null, deletedRun: null, values };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
