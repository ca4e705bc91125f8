import { sql } from 'kysely';
import type { z } from 'zod';
import { refuse } from '../dictionary/refusal.model.ts';
import { lockDistrict } from '../district/district.repository.ts';
import { slugOf } from '../district/district-id.model.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { roleView, roleWrite } from './access.schema.ts';
import { decidedByDatabase } from './constraint.model.ts';
import { permissionNames, permissions } from './permission.model.ts';
import { keepingAnAdministrator } from './sign-in.repository.ts';
import { changing, reading } from './use-case.ts';

type RoleView = z.output<typeof roleView>;
type RoleWrite = z.output<typeof roleWrite>;
type Row = { id: string; name: string; description: string; permissions: string[]; built_in: boolean; people: number };

/** All roles, built-in ones first, with how many people have each; for somebody of some schools, how many there. */
export const listRoles = reading('people.read', async (db, scope, _: undefined) => ({
  roles: (await readRoles(db, scope.district, scope.schools)).map(viewOf),
  permissions: permissionNames.map((name) => ({ name, allows: permissions[name] })),
}));

export const makeRole = changing('people.write', async (tx, scope, body: RoleWrite) => {
  await lockDistrict(tx, scope.district);
  const role = { ...body, name: body.name.trim(), permissions: distinct(body.permissions) };
  await refuseTaken(tx, scope.district, role.name, null);
  const id = await freeId(tx, scope.district, role.name);
  await sql`insert into role (district_id, id, name, description, permissions)
    values (${scope.district}, ${id}, ${role.name}, ${role.description}, ${role.permissions})`.execute(tx);
  return {
    answer: await roleOf(tx, scope.district, id),
    audit: {
      action: 'role.created',
      subject: { kind: 'role', id, name: role.name },
      details: { permissions: role.permissions },
    },
  };
});

export const changeRole = changing('people.write', async (tx, scope, input: { id: string; body: RoleWrite }) => {
  await lockDistrict(tx, scope.district);
  const before = await ownRole(tx, scope.district, input.id);
  const after = {
    name: input.body.name.trim(),
    description: input.body.description,
    permissions: distinct(input.body.permissions),
  };
  const same =
    before.name === after.name &&
    before.description === after.description &&
    before.permissions.join() === after.permissions.join();
  if (same) return { answer: before, audit: [] };
  await refuseTaken(tx, scope.district, after.name, before.id);
  await keepingAnAdministrator(tx, scope.district, () =>
    sql`update role set name = ${after.name}, description = ${after.description}, permissions = ${after.permissions}
      where district_id = ${scope.district} and id = ${before.id}`.execute(tx),
  );
  const details = { before: before.permissions, after: after.permissions };
  return {
    answer: await roleOf(tx, scope.district, before.id),
    audit: { action: 'role.changed', subject: { kind: 'role', id: before.id, name: after.name }, details },
  };
});

export const removeRole = changing('people.write', async (tx, scope, id: string) => {
  await lockDistrict(tx, scope.district);
  const role = await ownRole(tx, scope.district, id);
  const inUse = (count: number) => refuse('request.role_in_use', { name: role.name, count: String(count) });
  if (role.people > 0) throw inUse(role.people);
  await decidedByDatabase({ grant__district_id_role_id_fkey: () => inUse(1) }, () =>
    sql`delete from role where district_id = ${scope.district} and id = ${id}`.execute(tx),
  );
  return { answer: undefined, audit: { action: 'role.removed', subject: { kind: 'role', id, name: role.name } } };
});

async function readRoles(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  id?: string,
): Promise<Row[]> {
  const rows = await sql<Row>`
    select r.id, r.name, r.description, r.permissions, r.built_in, (
      select count(distinct g.sign_in_id) from grant_ g
      where g.district_id = ${district} and g.role_id = r.id ${schools === null ? sql`` : sql`and g.school_id = any(${schools})`}
    ) as people
    from role r where r.district_id = ${district} ${id === undefined ? sql`` : sql`and r.id = ${id}`}
    order by r.built_in desc, array_position(array['administrator', 'integration_manager', 'registrar', 'viewer'], r.id::text), lower(r.name)`.execute(
    db,
  );
  return rows.rows;
}

function viewOf(row: Row): RoleView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    permissions: permissionNames.filter((name) => row.permissions.includes(name)),
    builtIn: row.built_in,
    people: row.people,
  };
}

async function roleOf(db: Queries, district: string, id: string): Promise<RoleView> {
  const row = (await readRoles(db, district, null, id))[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'role', id });
  return viewOf(row);
}

async function ownRole(tx: Tx, district: string, id: string): Promise<RoleView> {
  const role = await roleOf(tx, district, id);
  if (role.builtIn) throw refuse('request.role_fixed', { name: role.name });
  return role;
}

async function refuseTaken(tx: Tx, district: string, name: string, but: string | null): Promise<void> {
  const taken =
    await sql`select id from role where district_id = ${district} and lower(name) = lower(${name}) and id is distinct from ${but}`.execute(
      tx,
    );
  if (taken.rows.length > 0) throw refuse('request.name_taken', { what: 'role', name });
}

/** Under the district's lock, so that nobody takes the id in between. */
async function freeId(tx: Tx, district: string, name: string): Promise<string> {
  const base = slugOf(name).replaceAll('-', '_') || 'role';
  const taken = new Set(
    (await tx.selectFrom('role').select('id').where('district_id', '=', district).execute()).map((row) => row.id),
  );
  let id = base;
  for (let no = 2; taken.has(id); no += 1) id = `${base}_${no}`;
  return id;
}

function distinct(names: RoleWrite['permissions']): RoleWrite['permissions'] {
  return permissionNames.filter((name) => names.includes(name));
}
