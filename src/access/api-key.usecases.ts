import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import type { apiKeyCreate, apiKeyView } from './access.schema.ts';
import { managePermissions } from './api-key.model.ts';
import { insertKey, newKeySecret, revokeKeyRow } from './api-key.repository.ts';
import { refuseField } from './constraint.model.ts';
import { numberIn, pageOf, readCursor } from './list-query.model.ts';
import { schoolsAllowed } from './permission.model.ts';
import { knownSchools } from './sign-in.repository.ts';
import { changing, reading, type Scope } from './use-case.ts';

type KeyView = z.output<typeof apiKeyView>;
type KeyCreate = z.output<typeof apiKeyCreate>;
type Row = {
  id: number;
  name: string;
  scopes: KeyView['scopes'];
  managed_by: KeyView['managedBy'];
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
  schools: KeyView['schools'];
};

/** Keys, the newest first; for somebody of some schools the keys of these schools. */
export const listKeys = reading(
  'api_keys.read',
  async (db, scope, query: { limit: number; cursor?: string | undefined }) => {
    const before = readCursor(query.cursor, z.tuple([z.number().int()]));
    const rows = await readKeys(db, scope.district, scope.schools, { before: before?.[0], limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => [row.id]);
    return { apiKeys: page.rows.map(viewOf), nextCursor: page.nextCursor };
  },
);

/** Makes a key. Its secret is in this answer and nowhere else. */
export const makeKey = changing('api_keys.write', async (tx, scope, body: KeyCreate) => {
  const key = {
    name: body.name.trim(),
    scopes: [...new Set(body.scopes)],
    schools: [...new Set(body.schools)],
    managedBy: body.managedBy,
  };
  if (key.name === '') throw refuseField('/name', 'must not be empty');
  if (key.schools.length > 0 && !key.scopes.includes('rostering'))
    throw refuseField('/schools', 'belong to the scope rostering; the scope manage is for the whole district');
  if (key.scopes.includes('manage')) refuseMore(scope);
  await refuseUnknownSchools(tx, scope.district, key.schools);
  const secret = newKeySecret();
  const id = await insertKey(tx, scope.district, key, secret);
  const answer = { apiKey: await keyOf(tx, scope.district, id), secret };
  return {
    answer,
    audit: {
      action: 'api_key.created',
      subject: { kind: 'api_key', id: String(id), name: key.name },
      details: { scopes: key.scopes, schools: key.schools },
    },
  };
});

/** Revokes a key: its next call is refused. Revoking it again changes nothing. */
export const revokeKey = changing('api_keys.write', async (tx, scope, id: string) => {
  const number = numberIn(id);
  if (number === null) throw refuse('request.not_found', { what: 'API key', id });
  const before = await keyOf(tx, scope.district, number);
  if (before.revokedAt !== null) return { answer: before, audit: [] };
  await revokeKeyRow(tx, scope.district, number, scope.now);
  return {
    answer: await keyOf(tx, scope.district, number),
    audit: { action: 'api_key.revoked', subject: { kind: 'api_key', id, name: before.name } },
  };
});

/** Nobody makes a key that may do more than they themselves. */
function refuseMore(scope: Scope): void {
  const lacking = managePermissions.find((permission) => schoolsAllowed(scope.actor, permission) !== null);
  if (lacking !== undefined) throw refuse('request.not_permitted', { permission: lacking });
}

async function refuseUnknownSchools(db: Queries, district: string, schools: readonly string[]): Promise<void> {
  const known = await knownSchools(db, district, schools);
  const violations = schools.flatMap((school, at) =>
    known.has(school)
      ? []
      : [
          {
            pointer: `/schools/${at}`,
            entry: 'request.school_unknown',
            message: `There is no school ${school}.`,
            received: school,
          },
        ],
  );
  const first = violations[0];
  if (first !== undefined) throw refuse('request.school_unknown', { school: first.received }, violations);
}

async function readKeys(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  filter: { id?: number; before?: number | undefined; limit: number },
): Promise<Row[]> {
  const here = schools === null ? sql`true` : sql`c.id = any(${schools})`;
  const rows = await sql<Row>`
    select k.id, k.name, k.scopes, k.managed_by, k.created_at, k.last_used_at, k.revoked_at, coalesce(own.schools, '[]') as schools
    from api_key k
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name, c.id) as schools
      from api_key_school s join school c on c.district_id = ${district} and c.id = s.school_id
      where s.district_id = ${district} and s.api_key_id = k.id and ${here}
    ) own on true
    where k.district_id = ${district}
      ${schools === null ? sql`` : sql`and own.schools is not null`}
      ${filter.id === undefined ? sql`` : sql`and k.id = ${filter.id}`}
      ${filter.before === undefined ? sql`` : sql`and k.id < ${filter.before}`}
    order by k.id desc limit ${filter.limit}`.execute(db);
  return rows.rows;
}

async function keyOf(db: Queries, district: string, id: number): Promise<KeyView> {
  const row = (await readKeys(db, district, null, { id, limit: 1 }))[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'API key', id: String(id) });
  return viewOf(row);
}

function viewOf(row: Row): KeyView {
  return {
    id: String(row.id),
    name: row.name,
    scopes: row.scopes,
    schools: row.schools,
    managedBy: row.managed_by,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
