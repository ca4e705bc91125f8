import { sql } from 'kysely';
import { z } from 'zod';
import { containing, numberIn, pageOf, readCursor } from '../../access/list-query.model.ts';
import { reading } from '../../access/use-case.ts';
import { refuse } from '../../dictionary/refusal.model.ts';
import type { Queries } from '../../platform/database.ts';
import { isPast } from '../archive.repository.ts';
import { fileRefusals, flowOfConnection, pushedRefusals, type Sight } from './refusal.read-model.ts';
import type { AccountView, MembershipView, RefusalView, UserDetail, UserView, usersQuery } from './roster.schema.ts';

type Row = {
  id: number;
  user_id: string | null;
  source_key: string;
  given_name: string;
  family_name: string;
  given_sort: string;
  family_sort: string;
  email: string | null;
  username: string | null;
  identifier: string | null;
  mapping_id: string | null;
  grades: string[];
  created_run: number;
  changed_run: number;
  connection_id: number;
  connection: UserView['connection'];
  accounts: AccountView[];
};
type Filter = {
  readonly id?: number;
  readonly q?: string | undefined;
  readonly school?: string | undefined;
  readonly role?: string | undefined;
  readonly after?: readonly [string, string, number] | null;
  readonly limit: number;
};

/** People with an account, by name; for somebody of some schools those who have one there, and only these accounts. */
export const listUsers = reading('roster.read', async (db, scope, query: z.output<typeof usersQuery>) => {
  const after = readCursor(query.cursor, z.tuple([z.string(), z.string(), z.number().int()]));
  const rows = await readUsers(db, scope, { ...query, after, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => [row.family_sort, row.given_sort, row.id]);
  return { users: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

const mostMemberships = 200;

export const showUser = reading('roster.read', async (db, scope, id: string): Promise<UserDetail> => {
  const number = numberIn(id);
  const row = number === null ? undefined : (await readUsers(db, scope, { id: number, limit: 1 }))[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'user', id });
  const [memberships, refusals, flow] = await Promise.all([
    membershipsOf(db, scope, row.id),
    refusalsOf(db, scope, row),
    flowOfConnection(db, scope.district, row.connection_id),
  ]);
  return {
    ...viewOf(row),
    flow,
    username: row.username,
    identifier: row.identifier,
    mappingId: row.mapping_id,
    grades: row.grades,
    createdRun: row.created_run,
    changedRun: row.changed_run,
    memberships: memberships.slice(0, mostMemberships),
    moreMemberships: memberships.length > mostMemberships,
    refusals,
  };
});

const seenAt = ({ schools }: Sight) => (schools === null ? sql`true` : sql`a.school_id = any(${schools})`);

async function readUsers(db: Queries, sight: Sight, filter: Filter): Promise<Row[]> {
  const { district } = sight;
  const { id, q, school, role, after } = filter;
  const found = await sql<Row>`
    select p.id, p.user_id, p.source_key, p.given_name, p.family_name, lower(p.given_name) as given_sort, lower(p.family_name) as family_sort,
      p.email, p.username, p.identifier, p.mapping_id, p.grades, p.created_run, p.changed_run, p.connection_id,
      json_build_object('id', c.id::text, 'name', c.name, 'system', c.system) as connection, own.accounts
    from person p
    join connection c on c.district_id = ${district} and c.id = p.connection_id
    join lateral (
      select json_agg(json_build_object('school', json_build_object('id', s.id, 'name', s.name), 'role', a.role,
        'primary', coalesce(a.is_primary, false), 'issuedId', a.issued_id, 'roles', coalesce(a.roles, '[]')) order by s.name, s.id) as accounts
      from account a join school s on s.district_id = ${district} and s.id = a.school_id
      where a.district_id = ${district} and a.person_id = p.id and ${seenAt(sight)}
    ) own on own.accounts is not null
    where p.district_id = ${district} and p.status = 'active'
      ${id === undefined ? sql`` : sql`and p.id = ${id}`}
      ${school === undefined && role === undefined ? sql`` : sql`and ${accountLike(sight, school, role)}`}
      ${q === undefined || q.trim() === '' ? sql`` : sql`and ${matching(sight, q.trim())}`}
      ${after == null ? sql`` : sql`and (lower(p.family_name), lower(p.given_name), p.id) > (${after[0]}, ${after[1]}, ${after[2]})`}
    order by lower(p.family_name), lower(p.given_name), p.id limit ${filter.limit}`.execute(db);
  return found.rows;
}

const accountLike = (sight: Sight, school: string | undefined, role: string | undefined) =>
  sql`exists (select 1 from account a where a.district_id = ${sight.district} and a.person_id = p.id and ${seenAt(sight)}
    ${school === undefined ? sql`` : sql`and a.school_id = ${school}`} ${role === undefined ? sql`` : sql`and (a.role = ${role} or a.roles @> ${JSON.stringify([{ role }])}::jsonb)`})`;

/** A part of the name as people say or file it, or of the address; ids are found whole. */
const matching = (sight: Sight, q: string) =>
  sql`(p.given_name || ' ' || p.family_name ilike ${containing(q)} or p.family_name || ', ' || p.given_name ilike ${containing(q)}
    or p.email ilike ${containing(q)} or p.user_id = ${q} or p.source_key = ${q} or p.identifier = ${q}
    or exists (select 1 from account a where a.district_id = ${sight.district} and a.person_id = p.id and a.issued_id = ${q} and ${seenAt(sight)}))`;

function viewOf(row: Row): UserView {
  return {
    id: String(row.id),
    userId: row.user_id,
    sourceId: row.source_key,
    firstName: row.given_name,
    lastName: row.family_name,
    email: row.email,
    connection: row.connection,
    accounts: row.accounts,
  };
}

/** Courses that somebody runs, then those that they are a member of. */
async function membershipsOf(db: Queries, { district, schools }: Sight, person: number): Promise<MembershipView[]> {
  const seen = schools === null ? sql`true` : sql`c.school_id = any(${schools})`;
  const found = await sql<MembershipView>`
    select json_build_object('id', c.id::text, 'title', c.title, 'courseId', c.api_id) as course,
      json_build_object('id', s.id, 'name', s.name) as school, one.role, one.staff, one.via_api as "viaApi"
    from (
      select class_id, role, true as staff, true as via_api, role = 'owner' as first from class_staff where district_id = ${district} and person_id = ${person}
      union all
      select class_id, role, false, via_api, false from enrollment where district_id = ${district} and person_id = ${person} and status = 'active'
    ) one
    join class c on c.district_id = ${district} and c.id = one.class_id and c.status = 'active' and ${seen}
      and not ${isPast('class', district, 'c')}
    join school s on s.district_id = ${district} and s.id = c.school_id
    order by one.staff desc, one.first desc, lower(c.title), c.id, one.role limit ${mostMemberships + 1}`.execute(db);
  return found.rows;
}

async function refusalsOf(db: Queries, sight: Sight, row: Row): Promise<RefusalView[]> {
  const email = row.email?.toLowerCase();
  const addresses = email === undefined ? [] : [email];
  const [byFile, pushed] = await Promise.all([
    fileRefusals(db, sight, { connection: row.connection_id, kind: 'user', key: row.source_key }),
    pushedRefusals(db, sight, [
      { kind: 'user', keys: [...(row.user_id === null ? [] : [row.user_id]), ...addresses] },
      { kind: 'courseMember', prefixes: addresses.map((address) => `${address} `) },
    ]),
  ]);
  return [...byFile, ...pushed];
}
