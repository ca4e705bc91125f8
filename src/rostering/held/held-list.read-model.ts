import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import { heldRecords } from '../../runs/held.repository.ts';
import type { HoldOf } from '../../runs/job.ts';
import type { HoldDetail } from '../../runs/run.schema.ts';
import type { HeldChange } from '../../runs/unusual.model.ts';
import type { Kind } from '../oneroster/columns.model.ts';
import { schoolOfKey } from '../oneroster/school-of.repository.ts';
import { type ColumnValue, type RosterBody, rosterTables, valuesOfCopy } from '../roster-table.model.ts';

// What a held run would change of the roster: by school, and the first records with what stands now and what would stand then.

const stored = { district: sql`record.district_id`, connection: sql`flow.source_id` };
/** The school that a held record belongs to; '' where it is of none. */
export const heldSchool = (kind: string): RawBuilder<string> =>
  sql`coalesce(record.held_change ->> 'school', ${schoolOfKey(kind as Kind, stored, sql`record.key`)}, '')`;

const ofRow = (kind: Kind) => {
  const { table, key } = rosterTables[kind];
  return sql`${sql.table(table)} one where one.district_id = record.district_id and one.connection_id = flow.source_id
    and ${sql.ref(`one.${key}`)} = record.key`;
};

/** How a person would call a record of each kind. */
const nameOf: Readonly<Record<Kind, RawBuilder<string>>> = {
  org: sql`(select name from school one where one.district_id = record.district_id and one.id = record.key)`,
  academicSession: sql`(select title from ${ofRow('academicSession')})`,
  course: sql`(select title from ${ofRow('course')})`,
  class: sql`(select title from ${ofRow('class')})`,
  user: sql`(select given_name || ' ' || family_name from ${ofRow('user')})`,
  role: sql`(select person.given_name || ' ' || person.family_name || ', ' || one.role from person_role one
    join person on person.district_id = one.district_id and person.id = one.person_id
    where one.district_id = record.district_id and one.connection_id = flow.source_id and one.source_key = record.key)`,
  enrollment: sql`(select person.given_name || ' ' || person.family_name || ', ' || class.title from enrollment one
    join person on person.district_id = one.district_id and person.id = one.person_id
    join class on class.district_id = one.district_id and class.id = one.class_id
    where one.district_id = record.district_id and one.connection_id = flow.source_id and one.source_key = record.key)`,
};

const isKind = (kind: string): kind is Kind => kind in rosterTables;

/** How many records of each school a hold lists, the most first. */
export async function heldSchools(db: Queries, hold: HoldOf): Promise<HoldDetail['schools']> {
  if (!isKind(hold.kind)) return [];
  const found = await sql<HoldDetail['schools'][number]>`
    select held.id, coalesce((select name from school where district_id = ${hold.district} and school.id = held.id), held.id) as name, held.records
    from (select ${heldSchool(hold.kind)} as id, count(*) as records from ${heldRecords(hold)} group by 1) held
    order by held.records desc, held.id limit 500`.execute(db);
  return found.rows;
}

type Row = {
  readonly key: string;
  readonly name: string;
  readonly change: (HeldChange & { readonly body: RosterBody }) | null;
  readonly stored: readonly ColumnValue[] | null;
};
const shown = 50;

/** The first of what a hold lists; `named`: with names and values. */
export async function heldSample(db: Queries, hold: HoldOf, named: boolean): Promise<HoldDetail['sample']> {
  if (!isKind(hold.kind) || !named) {
    const keys = await sql<{
      key: string;
    }>`select record.key from ${heldRecords(hold)} order by record.key limit ${shown}`.execute(db);
    return keys.rows.map(({ key }) => ({ key, name: '' }));
  }
  const { kind } = hold;
  const columns = sql.join(rosterTables[kind].columns.map(([name]) => sql.ref(`one.${name}`)));
  const found = await sql<Row>`select record.key, coalesce(${nameOf[kind]}, '') as name, record.held_change as change,
      (select jsonb_build_array(${columns}) from ${ofRow(kind)}) as stored
    from ${heldRecords(hold)} order by record.key limit ${shown}`.execute(db);
  return found.rows.map((row) => sampleOf(kind, row));
}

function sampleOf(kind: Kind, { key, name, change, stored }: Row): HoldDetail['sample'][number] {
  if (change === null) return { key, name };
  const table = rosterTables[kind];
  const after = change.body.values ?? valuesOfCopy(table, change.body.copy ?? '');
  const fields = table.columns.flatMap(([field], at) => {
    const [was, is] = [told(stored?.[at]), told(after[at])];
    // Another parent has a number here that says nothing to anybody.
    if (was === is || (field.endsWith('_id') && field !== 'school_id')) return [];
    return [{ field, before: was, after: is }];
  });
  return { key, name: name === '' ? nameIn(kind, after) : name, changes: fields };
}

/** A value as a person reads it; null where nothing is said. */
function told(value: ColumnValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The name of a record that is not in the roster yet. */
function nameIn(kind: Kind, values: readonly ColumnValue[]): string {
  const parts = kind === 'user' ? ['given_name', 'family_name'] : kind === 'org' ? ['name'] : ['title'];
  const at = (name: string) => rosterTables[kind].columns.findIndex(([column]) => column === name);
  return parts
    .map((part) => told(values[at(part)]) ?? '')
    .join(' ')
    .trim();
}
