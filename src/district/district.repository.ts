import { sql } from 'kysely';
import { builtInRoles } from '../access/permission.model.ts';
import type { Queries } from '../platform/database.ts';
import { districtIdOf } from './district-id.model.ts';

export type NewDistrict = { readonly id: string; readonly name: string; readonly timeZone: string };

/** Makes a district with its built-in roles; false where there is one of this id already. */
export async function createDistrict(db: Queries, district: NewDistrict): Promise<boolean> {
  const made =
    await sql`insert into district (id, name, time_zone) values (${district.id}, ${district.name}, ${district.timeZone})
    on conflict (id) do nothing`.execute(db);
  if (made.numAffectedRows !== 1n) return false;
  await seedBuiltInRoles(db, district.id);
  return true;
}

/** Makes a district whose id is made from its name; a number is added where others have that id. */
export async function createDistrictNamed(db: Queries, name: string, timeZone: string): Promise<string> {
  const base = districtIdOf(name);
  for (let no = 1; ; no += 1) {
    const id = no === 1 ? base : `${base}-${no}`;
    if (await createDistrict(db, { id, name, timeZone })) return id;
  }
}

/** The roles that every district has, as this version of Hallpass means them. */
export async function seedBuiltInRoles(db: Queries, district: string): Promise<void> {
  for (const role of builtInRoles) {
    await sql`insert into role (district_id, id, name, description, permissions, built_in)
      values (${district}, ${role.id}, ${role.name}, ${role.description}, ${role.permissions}, true)
      on conflict (district_id, id) do update set name = excluded.name, description = excluded.description,
        permissions = excluded.permissions, built_in = true`.execute(db);
  }
}

/** Whoever gives or takes rights in a district does it one after the other, so that nobody's check is overtaken. */
export async function lockDistrict(db: Queries, district: string): Promise<void> {
  await sql`select id from district where id = ${district} for no key update`.execute(db);
}

/** All districts of this hub: the one list that is not of one district. */
export async function districtIds(db: Queries): Promise<readonly string[]> {
  const rows = await db.selectFrom('district').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

export async function districtOf(db: Queries, id: string): Promise<NewDistrict | null> {
  const row = await db
    .selectFrom('district')
    .select(['id', 'name', 'time_zone'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, name: row.name, timeZone: row.time_zone };
}
