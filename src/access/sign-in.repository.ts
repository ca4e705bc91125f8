import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import { allocate, type Queries } from '../platform/database.ts';
import { digestOf } from '../platform/secrets.ts';
import { decidedByDatabase } from './constraint.model.ts';
import { sameEmail } from './email.model.ts';

export type SignIn = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly disabled: boolean;
};
export type GrantWrite = { readonly role: string; readonly schoolId: string | null };

/** By this digest the directory says in which district somebody signs in. */
function emailDigest(email: string): Buffer {
  return digestOf(sameEmail(email));
}

const columns = ['id', 'name', 'email', 'password_hash as passwordHash', 'disabled'] as const;

/** Whoever signs in by an e-mail. Where nobody does, as many questions are asked, so that the time tells nothing. */
export async function signInByEmail(db: Queries, email: string): Promise<{ district: string; signIn: SignIn } | null> {
  const place = await db
    .selectFrom('directory')
    .select(['district_id', 'subject'])
    .where('kind', '=', 'email')
    .where('digest', '=', emailDigest(email))
    .executeTakeFirst();
  const district = place?.district_id ?? '';
  const signIn = await signInById(db, district, Number(place?.subject ?? 0));
  return signIn === null ? null : { district, signIn };
}

export async function signInById(db: Queries, district: string, id: number): Promise<SignIn | null> {
  const row = await db
    .selectFrom('sign_in')
    .select(columns)
    .where('district_id', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** A sign-in held until the transaction ends, so that disabling, passwords and links of one person come one after the other. */
export async function lockSignIn(db: Queries, district: string, id: number): Promise<SignIn | null> {
  const row = await db
    .selectFrom('sign_in')
    .select(columns)
    .where('district_id', '=', district)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Makes a sign-in with its roles. An e-mail with which somebody signs in already, here or in another district of this hub, is refused. */
export async function insertSignIn(
  db: Queries,
  district: string,
  person: { name: string; email: string; passwordHash: string | null; grants: readonly GrantWrite[] },
  now: Date,
): Promise<number> {
  const taken = () => refuse('request.email_taken', { email: person.email });
  const id = await allocate(db, district, 'sign_in');
  await decidedByDatabase({ sign_in_email: taken, directory_pkey: taken }, async () => {
    await sql`insert into directory (kind, digest, district_id, subject) values ('email', ${emailDigest(person.email)}, ${district}, ${String(id)})`.execute(
      db,
    );
    await sql`insert into sign_in (district_id, id, name, email, password_hash, last_sign_in_at)
      values (${district}, ${id}, ${person.name}, ${person.email}, ${person.passwordHash}, ${person.passwordHash === null ? null : now})`.execute(
      db,
    );
  });
  await writeGrants(db, district, id, person.grants);
  return id;
}

/** Replaces the roles of a sign-in. A role or school that is not there is refused. */
export async function writeGrants(
  db: Queries,
  district: string,
  signIn: number,
  grants: readonly GrantWrite[],
): Promise<void> {
  const distinct = [...new Map(grants.map((grant) => [JSON.stringify([grant.role, grant.schoolId]), grant])).values()];
  await refuseUnknown(db, district, distinct);
  await sql`delete from grant_ where district_id = ${district} and sign_in_id = ${signIn}`.execute(db);
  const gone = (grant: GrantWrite) => ({
    grant__district_id_role_id_fkey: () => refuse('request.role_unknown', { role: grant.role }),
    grant__district_id_school_id_fkey: () => refuse('request.school_unknown', { school: grant.schoolId ?? '' }),
  });
  for (const [no, grant] of distinct.entries()) {
    await decidedByDatabase(gone(grant), () =>
      sql`insert into grant_ (district_id, sign_in_id, role_id, no, school_id) values (${district}, ${signIn}, ${grant.role}, ${no + 1}, ${grant.schoolId})`.execute(
        db,
      ),
    );
  }
}

async function refuseUnknown(db: Queries, district: string, grants: readonly GrantWrite[]): Promise<void> {
  const roles = new Set(
    (await db.selectFrom('role').select('id').where('district_id', '=', district).execute()).map((row) => row.id),
  );
  const schools = await knownSchools(
    db,
    district,
    grants.flatMap((grant) => grant.schoolId ?? []),
  );
  const violations = grants.flatMap((grant, at) => {
    const found = [];
    if (!roles.has(grant.role))
      found.push({
        pointer: `/grants/${at}/role`,
        entry: 'request.role_unknown',
        message: `No role is called ${grant.role}.`,
        fact: grant.role,
      });
    if (grant.schoolId !== null && !schools.has(grant.schoolId)) {
      found.push({
        pointer: `/grants/${at}/schoolId`,
        entry: 'request.school_unknown',
        message: `There is no school ${grant.schoolId}.`,
        fact: grant.schoolId,
      });
    }
    return found;
  });
  const first = violations[0];
  if (first === undefined) return;
  throw refuse(
    first.entry,
    { role: first.fact, school: first.fact },
    violations.map(({ pointer, entry, message }) => ({ pointer, entry, message })),
  );
}

/** Which of these ids are schools of the district. */
export async function knownSchools(
  db: Queries,
  district: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('school')
    .select('id')
    .where('district_id', '=', district)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** What a person may do, by all their roles. */
export async function grantsOf(db: Queries, district: string, signIn: number): Promise<Actor['grants']> {
  const rows = await sql<{ permissions: string[]; school_id: string | null }>`
    select r.permissions, g.school_id from grant_ g join role r on r.district_id = g.district_id and r.id = g.role_id
    where g.district_id = ${district} and g.sign_in_id = ${signIn}`.execute(db);
  return rows.rows.flatMap((row) =>
    row.permissions.map((permission) => ({ permission, schools: row.school_id === null ? null : [row.school_id] })),
  );
}

/** How many active people may give roles in the whole district. */
export async function administrators(db: Queries, district: string): Promise<number> {
  const rows = await sql<{ count: number }>`
    select count(distinct s.id) as count from sign_in s
    join grant_ g on g.district_id = s.district_id and g.sign_in_id = s.id and g.school_id is null
    join role r on r.district_id = g.district_id and r.id = g.role_id
    where s.district_id = ${district} and not s.disabled and s.password_hash is not null and 'people.write' = any(r.permissions)`.execute(
    db,
  );
  return rows.rows[0]?.count ?? 0;
}

/** Runs a change of rights; one that leaves nobody who may give roles is refused. The caller holds the district's lock. */
export async function keepingAnAdministrator<Answer>(
  db: Queries,
  district: string,
  change: () => Promise<Answer>,
): Promise<Answer> {
  const before = await administrators(db, district);
  const answer = await change();
  if (before > 0 && (await administrators(db, district)) === 0) throw refuse('request.last_administrator');
  return answer;
}
