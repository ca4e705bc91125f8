import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import { type Key, type Known, type Traces, wordsOf } from './traces.model.ts';

type PersonRow = {
  readonly id: number;
  readonly connection: number;
  readonly source_key: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly middle_name: string | null;
  readonly preferred_given_name: string | null;
  readonly preferred_family_name: string | null;
  readonly username: string | null;
  readonly email: string | null;
  readonly sms: string | null;
  readonly phone: string | null;
  readonly identifier: string | null;
  readonly user_ids: string[];
  readonly user_id: string | null;
  readonly mapping_id: string | null;
};

const columns =
  sql.raw(`id, connection_id as connection, source_key, given_name, family_name, middle_name, preferred_given_name,
  preferred_family_name, username, email, sms, phone, identifier, user_ids, user_id, mapping_id`);

/** Somebody of the roster, living or not. By an address that several have nobody is meant. */
export async function findPerson(db: Queries, district: string, named: string): Promise<PersonRow> {
  const by = /^\d{1,15}$/.test(named) ? sql`id = ${Number(named)}` : sql`lower(email) = lower(${named})`;
  const found = await sql<PersonRow>`select ${columns} from person where district_id = ${district} and ${by}
    order by id limit 6`.execute(db);
  const [only, ...others] = found.rows;
  if (only === undefined) throw refuse('request.not_found', { what: 'person', id: named });
  if (others.length > 0)
    throw refuse('request.person_unclear', { named, ids: found.rows.map(({ id }) => id).join(', ') });
  return only;
}

/** By what all that is there of a person is found. */
export async function tracesOf(db: Queries, district: string, person: PersonRow): Promise<Traces> {
  const { id, connection, source_key: sourceKey, user_id: userId, email } = person;
  const flows = await flowsOf(db, district);
  const own = flows.filter((flow) => flow.connection === connection);
  const pushing = flows.filter(({ system }) => system === 'rostering');
  const named = [userId, email, email?.toLowerCase() ?? null].filter((one) => one !== null);
  const theirs = await sql<{ their_id: string | null }>`select their_id from identity
    where district_id = ${district} and person_id = ${id}`.execute(db);
  const keys = [
    ...own.map(({ no }) => ({ flow: no, kind: 'user', key: sourceKey })),
    ...pushing.flatMap(({ no }) => named.map((key) => ({ flow: no, kind: 'user', key }))),
    ...(await hangingKeys(db, district, id)),
  ];
  return {
    person: id,
    connection,
    sourceKey,
    keys: distinct([...keys, ...(await formerKeys(db, district, keys))]),
    members: pushing.flatMap(({ no }) => named.map((one) => ({ flow: no, before: `${one} ` }))),
    ...wordsOf({
      givenNames: [person.given_name, person.preferred_given_name],
      familyNames: [person.family_name, person.preferred_family_name],
      addresses: [email],
      ids: [
        sourceKey,
        userId,
        person.mapping_id,
        person.username,
        person.identifier,
        ...person.user_ids,
        ...theirs.rows.map((row) => row.their_id),
      ],
      phones: [person.sms, person.phone],
      ...(await sharedWith(db, district, person)),
    }),
  };
}

type Flow = { readonly no: number; readonly connection: number; readonly system: string };

async function flowsOf(db: Queries, district: string): Promise<readonly Flow[]> {
  const found = await sql<Flow>`select f.no, c.id as connection, c.system from flow f
    join connection c on c.district_id = f.district_id and c.id = f.source_id where f.district_id = ${district}`.execute(
    db,
  );
  return found.rows;
}

/** Enrollments and roles of the person, as their files name them. */
async function hangingKeys(db: Queries, district: string, person: number): Promise<readonly Key[]> {
  const found = await sql<Key>`
    select f.no as flow, one.kind, one.key from (
      select connection_id, 'enrollment' as kind, source_key as key from enrollment where district_id = ${district} and person_id = ${person}
      union all select connection_id, 'role', source_key from person_role where district_id = ${district} and person_id = ${person}
    ) one join flow f on f.district_id = ${district} and f.source_id = one.connection_id`.execute(db);
  return found.rows;
}

/** Keys that these records had before their source gave them new ones. */
async function formerKeys(db: Queries, district: string, keys: readonly Key[]): Promise<readonly Key[]> {
  const found = await sql<Key>`with recursive
      pair as (select y.flow_no as flow, p.kind, p.new_key, p.old_key from rekey_pair p
        join rekey y on y.district_id = p.district_id and y.no = p.rekey_no where p.district_id = ${district}),
      former as (
        select pair.flow, pair.kind, pair.old_key as key from pair
          join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (flow bigint, kind text, key text)
            on k.flow = pair.flow and k.kind = pair.kind and k.key = pair.new_key
        union select pair.flow, pair.kind, pair.old_key from pair
          join former on former.flow = pair.flow and former.kind = pair.kind and former.key = pair.new_key)
    select flow, kind, key from former`.execute(db);
  return found.rows;
}

/** Whether others have the same names or address, or somebody signs in by it: then these do not tell who is meant. */
async function sharedWith(
  db: Queries,
  district: string,
  { id, given_name: given, family_name: family, email }: PersonRow,
): Promise<Pick<Known, 'namesShared' | 'addressShared'>> {
  const found = await sql<{ namesShared: boolean; addressShared: boolean }>`select
    exists (select 1 from person where district_id = ${district} and id <> ${id} and lower(given_name) = lower(${given})
      and lower(family_name) = lower(${family}))
      or exists (select 1 from sign_in where district_id = ${district} and lower(name) = lower(${`${given} ${family}`})) as "namesShared",
    ${email !== null}::boolean and (
      exists (select 1 from person where district_id = ${district} and id <> ${id} and lower(email) = lower(${email}))
      or exists (select 1 from sign_in where district_id = ${district} and lower(email) = lower(${email}))) as "addressShared"`.execute(
    db,
  );
  return found.rows[0] ?? { namesShared: true, addressShared: true };
}

const distinct = (keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [`${key.flow} ${key.kind} ${key.key}`, key])).values(),
];
