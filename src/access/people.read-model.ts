import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { SignInView } from './access.schema.ts';
import { containing } from './list-query.model.ts';

type Row = {
  id: number;
  name: string;
  email: string;
  disabled: boolean;
  joined: boolean;
  last_sign_in_at: Date | null;
  sort: string;
  grants: SignInView['grants'];
};
export type PeopleFilter = {
  readonly id?: number;
  readonly q?: string | undefined;
  readonly after?: readonly [string, number] | null;
  readonly limit: number;
};

/** People who sign in, by name. `schools` limits the list to those who have a role there, and shows only these roles. */
export async function readPeople(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  filter: PeopleFilter,
): Promise<Row[]> {
  const here = schools === null ? sql`true` : sql`g.school_id = any(${schools})`;
  const rows = await sql<Row>`
    select s.id, s.name, s.email, s.disabled, s.password_hash is not null as joined, s.last_sign_in_at, lower(s.name) as sort, coalesce(own.grants, '[]') as grants
    from sign_in s
    left join lateral (
      select jsonb_agg(jsonb_build_object('role', r.id, 'roleName', r.name, 'schoolId', g.school_id, 'schoolName', c.name) order by g.no) as grants
      from grant_ g
      join role r on r.district_id = ${district} and r.id = g.role_id
      left join school c on c.district_id = ${district} and c.id = g.school_id
      where g.district_id = ${district} and g.sign_in_id = s.id and ${here}
    ) own on true
    where s.district_id = ${district}
      ${schools === null ? sql`` : sql`and own.grants is not null`}
      ${filter.id === undefined ? sql`` : sql`and s.id = ${filter.id}`}
      ${filter.q === undefined ? sql`` : sql`and (s.name ilike ${containing(filter.q)} or s.email ilike ${containing(filter.q)})`}
      ${filter.after == null ? sql`` : sql`and (lower(s.name), s.id) > (${filter.after[0]}, ${filter.after[1]})`}
    order by lower(s.name), s.id limit ${filter.limit}`.execute(db);
  return rows.rows;
}

export function personView(row: Row): SignInView {
  return {
    id: String(row.id),
    name: row.name,
    email: row.email,
    state: row.disabled ? 'disabled' : row.joined ? 'active' : 'invited',
    grants: row.grants,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  };
}
