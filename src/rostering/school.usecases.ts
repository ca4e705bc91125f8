import { sql } from 'kysely';
import { z } from 'zod';
import { decidedByDatabase } from '../access/constraint.model.ts';
import { containing, pageOf, readCursor } from '../access/list-query.model.ts';
import { type AuditLine, changing, reading } from '../access/use-case.ts';
import { type Refusal, refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import { settingsText } from './school.model.ts';
import { writeRostering } from './school.repository.ts';
import type { SchoolView, schoolChange, schoolCreate, schoolsQuery } from './school.schema.ts';

type Row = {
  id: string;
  name: string;
  sort: string;
  type: string;
  identifier: string | null;
  parent_id: string | null;
  connection_id: number | null;
  connection_name: string | null;
  classes: number;
  people: number;
  rostering: SchoolView['rostering'];
};
type SchoolFilter = {
  readonly id?: string;
  readonly q?: string | undefined;
  readonly after?: readonly [string, string] | null;
  readonly limit: number;
};

const notThere = (id: string): Refusal => refuse('request.not_found', { what: 'school', id });

/** Schools by name, with how many classes and people each has. */
export const listSchools = reading('schools.read', async (db, scope, query: z.output<typeof schoolsQuery>) => {
  const after = readCursor(query.cursor, z.tuple([z.string(), z.string()]));
  const rows = await readSchools(db, scope.district, scope.schools, { q: query.q, after, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => [row.sort, row.id]);
  return { schools: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

export const getSchool = reading('schools.read', (db, scope, id: string) =>
  schoolOf(db, scope.district, scope.schools, id),
);

/** Makes a school that no source has brought yet; the first that brings its id owns it from then on. */
export const makeSchool = changing('schools.write', async (tx, scope, body: z.output<typeof schoolCreate>) => {
  // A new school is in nobody's list of schools yet.
  if (scope.schools !== null) throw refuse('request.not_permitted', { permission: 'schools.write' });
  await decidedByDatabase({ school_pkey: () => refuse('request.name_taken', { what: 'school', name: body.id }) }, () =>
    sql`insert into school (district_id, id, name) values (${scope.district}, ${body.id}, ${body.name})`.execute(tx),
  );
  return {
    answer: await schoolOf(tx, scope.district, null, body.id),
    audit: { action: 'school.created', subject: { kind: 'school', id: body.id, name: body.name } },
  };
});

/** Changes a school's name (where no source brings it) and its settings for the rostering API; null takes the settings away. */
export const changeSchool = changing(
  'schools.write',
  async (tx, scope, input: { id: string; change: z.output<typeof schoolChange> }) => {
    await sql`select id from school where district_id = ${scope.district} and id = ${input.id} for no key update`.execute(
      tx,
    );
    const before = await schoolOf(tx, scope.district, scope.schools, input.id);
    const lines: AuditLine[] = [];
    const { name, rostering } = input.change;
    if (name !== undefined && name !== before.name) {
      if (before.connection !== null)
        throw refuse('request.name_from_source', { school: before.name, connection: before.connection.name });
      await sql`update school set name = ${name} where district_id = ${scope.district} and id = ${input.id}`.execute(
        tx,
      );
      lines.push({ action: 'school.renamed', subject: { kind: 'school', id: input.id, name } });
    }
    if (rostering !== undefined && settingsText(rostering) !== settingsText(before.rostering)) {
      await writeRostering(tx, scope.district, input.id, rostering);
      lines.push({
        action: 'school.rostering_changed',
        subject: { kind: 'school', id: input.id, name: name ?? before.name },
        details: { before: before.rostering, after: rostering },
      });
    }
    return { answer: await schoolOf(tx, scope.district, scope.schools, input.id), audit: lines };
  },
);

async function readSchools(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  filter: SchoolFilter,
): Promise<Row[]> {
  const rows = await sql<Row>`
    with page as (
      select s.id, s.name, lower(s.name) as sort, s.type, s.identifier, s.parent_id, s.connection_id, s.rostering
      from school s
      where s.district_id = ${district} and s.status = 'active'
        ${schools === null ? sql`` : sql`and s.id = any(${schools})`}
        ${filter.id === undefined ? sql`` : sql`and s.id = ${filter.id}`}
        ${filter.q === undefined || filter.q === '' ? sql`` : sql`and (s.name ilike ${containing(filter.q)} or s.id = ${filter.q} or s.identifier = ${filter.q})`}
        ${filter.after == null ? sql`` : sql`and (lower(s.name), s.id) > (${filter.after[0]}, ${filter.after[1]})`}
      order by lower(s.name), s.id limit ${filter.limit}
    ), classes as (
      select c.school_id, count(*) as n from class c
      where c.district_id = ${district} and c.status = 'active' and c.school_id in (select id from page) group by c.school_id
    ), people as (
      select a.school_id, count(*) as n from account a
      join person p on p.district_id = ${district} and p.id = a.person_id and p.status = 'active'
      where a.district_id = ${district} and a.school_id in (select id from page) group by a.school_id
    )
    select page.*, n.name as connection_name, coalesce(classes.n, 0) as classes, coalesce(people.n, 0) as people
    from page
    left join connection n on n.district_id = ${district} and n.id = page.connection_id
    left join classes on classes.school_id = page.id
    left join people on people.school_id = page.id
    order by page.sort, page.id`.execute(db);
  return rows.rows;
}

async function schoolOf(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  id: string,
): Promise<SchoolView> {
  const row = (await readSchools(db, district, schools, { id, limit: 1 }))[0];
  if (row === undefined) throw notThere(id);
  return viewOf(row);
}

function viewOf(row: Row): SchoolView {
  const connection =
    row.connection_id === null ? null : { id: String(row.connection_id), name: row.connection_name ?? '' };
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    identifier: row.identifier,
    parentId: row.parent_id,
    connection,
    classes: row.classes,
    people: row.people,
    rostering: row.rostering,
  };
}
