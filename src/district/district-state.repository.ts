import { sql } from 'kysely';
import type { KeyScope, ManagedBy } from '../access/api-key.model.ts';
import { districtBlackouts, plannedOf } from '../connections/calendar.repository.ts';
import { readConnections } from '../connections/connection.repository.ts';
import { readCredentials } from '../connections/credential.repository.ts';
import { emailsOf, namedSubscriptions } from '../notifications/named.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { settingsOf } from '../retention/settings.repository.ts';
import type { SchoolView } from '../rostering/school.schema.ts';
import { districtIds, districtOf } from './district.repository.ts';
import type { ConnectionState, DistrictState, KeyState, SchoolState } from './district-change.model.ts';

type Wanted = {
  /** Of the secrets of the file. */
  readonly digests: readonly Buffer[];
  /** Also what each school holds. */
  readonly removing: boolean;
  /** Opens what connections sign in with; null: nobody compares it. */
  readonly secrets: Secrets | null;
};

/** The district as it is now, as far as a district file speaks of it. */
export async function readState(
  db: Queries,
  id: string,
  { digests, removing, secrets }: Wanted,
): Promise<DistrictState> {
  const ids = await districtIds(db);
  return {
    district: await districtOf(db, id),
    blackouts: (await districtBlackouts(db, id)).blackouts,
    retention: await settingsOf(db, id),
    otherDistricts: ids.filter((other) => other !== id),
    schools: await readSchools(db, id, removing ? await readHolds(db, id) : new Map()),
    templates: new Map(
      (
        await db
          .selectFrom('mail_template')
          .select(['name', 'subject', 'text'])
          .where('district_id', '=', id)
          .orderBy('name')
          .execute()
      ).map(({ name, ...rest }) => [name, rest]),
    ),
    keys: await readKeys(db, id),
    secrets: await readSecrets(db, digests),
    connections: await readConnectionStates(db, secrets, id),
    people: await emailsOf(db, id),
    notifications: await namedSubscriptions(db, id),
  };
}

async function readSchools(
  db: Queries,
  district: string,
  holds: ReadonlyMap<string, string>,
): Promise<Map<string, SchoolState>> {
  const rows = await sql<{ id: string; name: string; connection: string | null; rostering: SchoolView['rostering'] }>`
    select s.id, s.name, s.rostering, c.name as connection from school s
    left join connection c on c.district_id = ${district} and c.id = s.connection_id
    where s.district_id = ${district} order by s.id`.execute(db);
  return new Map(
    rows.rows.map((row) => [
      row.id,
      { name: row.name, connection: row.connection, rostering: row.rostering, holds: holds.get(row.id) ?? null },
    ]),
  );
}

async function readHolds(db: Queries, district: string): Promise<Map<string, string>> {
  const rows = await sql<{
    id: string;
    connection: string | null;
    classes: number;
    courses: number;
    people: number;
    grants: number;
    children: number;
  }>`
    select s.id, n.name as connection,
      (select count(*) from class c where c.district_id = ${district} and c.school_id = s.id) as classes,
      (select count(*) from course c where c.district_id = ${district} and c.school_id = s.id) as courses,
      (select count(*) from account a where a.district_id = ${district} and a.school_id = s.id) as people,
      (select count(*) from grant_ g where g.district_id = ${district} and g.school_id = s.id) as grants,
      (select count(*) from school k where k.district_id = ${district} and k.parent_id = s.id) as children
    from school s left join connection n on n.district_id = ${district} and n.id = s.connection_id
    where s.district_id = ${district}`.execute(db);
  const some = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  return new Map(
    rows.rows.flatMap((row): (readonly [string, string])[] => {
      const what = [
        ...some(row.classes, 'class', 'classes'),
        ...some(row.courses, 'course', 'courses'),
        ...some(row.people, 'person', 'people'),
        ...some(row.grants, 'role given for it', 'roles given for it'),
        ...some(row.children, 'school below it', 'schools below it'),
      ];
      if (row.connection !== null) return [[row.id, `the connection ${row.connection} brings it`]];
      return what.length === 0 ? [] : [[row.id, `it has ${what.join(', ')}`]];
    }),
  );
}

async function readKeys(db: Queries, district: string): Promise<Map<string, KeyState>> {
  const rows = await sql<{
    id: number;
    name: string;
    scopes: KeyScope[];
    managed_by: ManagedBy | null;
    schools: string[];
  }>`
    select k.id, k.name, k.scopes, k.managed_by,
      array(select s.school_id::text from api_key_school s where s.district_id = ${district} and s.api_key_id = k.id order by s.school_id) as schools
    from api_key k where k.district_id = ${district} and k.revoked_at is null order by k.name`.execute(db);
  return new Map(
    rows.rows.map((row) => [
      row.name,
      { id: row.id, scopes: row.scopes, managedBy: row.managed_by, schools: row.schools },
    ]),
  );
}

async function readSecrets(db: Queries, digests: readonly Buffer[]): Promise<DistrictState['secrets']> {
  if (digests.length === 0) return new Map();
  const rows = await db
    .selectFrom('directory')
    .select(['digest', 'district_id', 'subject'])
    .where('kind', '=', 'api_key')
    .where('digest', 'in', digests)
    .execute();
  return new Map(
    rows.map((row) => [row.digest.toString('hex'), { district: row.district_id ?? '', key: Number(row.subject) }]),
  );
}

async function readConnectionStates(
  db: Queries,
  secrets: Secrets | null,
  district: string,
): Promise<Map<string, ConnectionState>> {
  const states = new Map<string, ConnectionState>();
  for (const row of await readConnections(db, district, { limit: mostConnections })) {
    const { id, name, system, settings, schedule, blackouts, thresholds } = row;
    const kept = secrets === null ? null : await readCredentials(db, secrets, district, id);
    const signsInWith = (given: object) => kept !== null && sameValues(kept, given);
    states.set(name, { id, system, settings, schedule, blackouts, pauses: plannedOf(row), thresholds, signsInWith });
  }
  return states;
}

const mostConnections = 10_000;

const sameValues = (a: object, b: object) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
