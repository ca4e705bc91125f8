import { sql } from 'kysely';
import { numberIn } from '../access/list-query.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { ActorRow, IdentityBefore } from '../platform/tables.ts';
import type { IdentityThere } from './acting.model.ts';
import type { Matched } from './identity.schema.ts';
import type { Match, Ours, Said, Theirs } from './match.model.ts';

// Identities as they are stored. Who brings a person knows them by the key of the person's own row: that is read where it
// stands, and copied nowhere.

/** A person over a connection. */
export type Of = { readonly district: string; readonly connection: number; readonly person: number };
export type Over = Omit<Of, 'person'>;

export type IdentityRow = {
  readonly their_id: string | null;
  readonly matched: Matched;
  readonly candidates: string[];
  readonly may_act: boolean;
  readonly before: IdentityBefore | null;
};

type Connection = { readonly id: number; readonly name: string; readonly system: string };

export async function connectionOf(db: Queries, district: string, id: string): Promise<Connection> {
  const found = await sql<Connection>`select id, name, system from connection
    where district_id = ${district} and id = ${numberIn(id) ?? 0} and deleted_at is null`.execute(db);
  const connection = found.rows[0];
  if (connection === undefined) throw refuse('request.not_found', { what: 'connection', id });
  return connection;
}

const ofOne = ({ district, connection, person }: Of) =>
  sql`district_id = ${district} and connection_id = ${connection} and person_id = ${person}`;

export async function identityRow(db: Queries, of: Of): Promise<IdentityRow | undefined> {
  const found = await sql<IdentityRow>`select their_id, matched, candidates, may_act, before from identity
    where ${ofOne(of)}`.execute(db);
  return found.rows[0];
}

/** Who a person is over a connection, for whoever acts there; null: there is no such person or connection. */
export async function identityThere(db: Queries, of: Of): Promise<IdentityThere | null> {
  const { district, connection, person } = of;
  const found = await sql<{ name: string; id: string | null; may: boolean | null }>`
    select c.name, case when p.connection_id = c.id then p.source_key else i.their_id end as id, i.may_act as may
    from person p join connection c on c.district_id = p.district_id and c.id = ${connection} and c.deleted_at is null
    left join identity i on i.district_id = p.district_id and i.connection_id = c.id and i.person_id = p.id
    where p.district_id = ${district} and p.id = ${person} and p.status = 'active'`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return null;
  return { connection: { id: connection, name: row.name }, person, theirId: row.id, mayAct: row.may ?? true };
}

/** Matching is done by one at a time in a district. */
export async function lockMatching(tx: Tx, district: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`hallpass-identities ${district}`}))`.execute(tx);
}

/** A person (`p`) as either side of a match. What the district's systems share is the identifier; keys are each system's own. */
export type Side = {
  readonly id: number;
  readonly connection: number;
  readonly key: string;
  readonly identifier: string | null;
  readonly email: string | null;
  readonly alive: boolean;
};
export const sideOf = sql`p.id, p.connection_id as connection, p.source_key as key, p.identifier, p.email,
  p.status = 'active' as alive`;

export const peopleFrom = ({ id, connection, key, identifier, email }: Side): People => ({
  connection,
  ours: { person: id, sisIds: identifier === null ? [] : [identifier], email },
  theirs: { id: key, sisId: identifier, email },
});

export type People = {
  readonly ours: Ours;
  readonly theirs: Theirs;
  readonly connection: number;
};

/** All living people of a district as both sides see them. */
export async function peopleOf(db: Queries, district: string): Promise<readonly People[]> {
  const { rows } =
    await sql<Side>`select ${sideOf} from person p join connection c on c.district_id = p.district_id and c.id = p.connection_id and c.deleted_at is null
    where p.district_id = ${district} and p.status = 'active'`.execute(db);
  return rows.map(peopleFrom);
}

/** Whether people come over more than one connection, so that somebody may stand here twice. */
export async function bringSeveral(db: Queries, district: string): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from connection c
    where c.district_id = ${district} and c.deleted_at is null and exists (
      select 1 from person p where p.district_id = ${district} and p.connection_id = c.id)`.execute(db);
  return (rows[0]?.n ?? 0) > 1;
}

/** What was said by hand of some people over a connection. */
export async function saidOf(db: Queries, { district, connection }: Over, people: readonly number[]): Promise<Said> {
  const { rows } = await sql<{
    person: number;
    id: string | null;
  }>`select person_id as person, their_id as id from identity
    where district_id = ${district} and connection_id = ${connection} and matched = 'by_hand'
      and person_id = any(${people})`.execute(db);
  return {
    people: new Set(rows.map(({ person }) => person)),
    ids: new Set(rows.flatMap(({ id }) => (id === null ? [] : [id]))),
  };
}

/**
 * Stores how people were matched over a connection: writes what is otherwise than before, and takes away the matches of
 * those of `people` who are not there any more. What somebody said stays. Answers how many rows that were.
 */
export async function storeMatches(
  tx: Tx,
  of: Over,
  people: readonly number[],
  matches: readonly Match[],
  now: Date,
): Promise<number> {
  const asked = JSON.stringify(
    matches.map(({ person, matched, theirId, candidates }) => ({ person, matched, id: theirId, candidates })),
  );
  const rows = sql`jsonb_to_recordset(${asked}::jsonb) as now (person bigint, matched text, id text, candidates text[])`;
  const own = sql`district_id = ${of.district} and connection_id = ${of.connection} and person_id = any(${people})
    and matched in ('sis_id', 'email', 'unclear')`;
  // Ids that change hands are free before they are taken.
  await sql`update identity set ${nobody} where ${own} and (their_id is not null or candidates <> '{}')
    and not exists (select 1 from ${rows} where now.person = identity.person_id
      and now.id is not distinct from identity.their_id)`.execute(tx);
  const written = await sql`
    insert into identity as i (district_id, connection_id, person_id, their_id, matched, candidates, matched_at)
    select ${of.district}, ${of.connection}, person, id, matched, candidates, ${now} from ${rows}
    on conflict (district_id, connection_id, person_id) do update set their_id = excluded.their_id,
        matched = excluded.matched, candidates = excluded.candidates, matched_at = excluded.matched_at
      where (i.their_id, i.matched, i.candidates) is distinct from (excluded.their_id, excluded.matched, excluded.candidates)
        and i.matched in ('sis_id', 'email', 'unclear')`.execute(tx);
  const gone = await sql`delete from identity where ${own} and ${isNobody} and may_act`.execute(tx);
  return Number(written.numAffectedRows ?? 0n) + Number(gone.numAffectedRows ?? 0n);
}

/** Nobody there, as far as matching goes. Such a row stays only where it says that nobody may act as the person. */
const nobody = sql`their_id = null, matched = 'unclear', candidates = '{}', said_by = null, before = null`;
const isNobody = sql`matched = 'unclear' and candidates = '{}'`;

/** An id that is another person's already. Only people whom the same connection brings are surely several. */
const isTheirs = ({ district, connection, person }: Of, id: string) => sql`
  i.district_id = ${district} and i.connection_id = ${connection} and i.their_id = ${id} and i.person_id in (
    select other.id from person one join person other on other.district_id = one.district_id
      and other.connection_id = one.connection_id and other.id <> one.id
    where one.district_id = ${district} and one.id = ${person} and other.id = i.person_id)`;

export async function isTaken(tx: Tx, of: Of, id: string, only = sql`true`): Promise<boolean> {
  const { rows } = await sql`select 1 from identity i where ${isTheirs(of, id)} and ${only} limit 1`.execute(tx);
  return rows.length > 0;
}
export const saidByHand = sql`i.matched = 'by_hand'`;

export type Saying = {
  readonly theirId: string | null;
  readonly by: ActorRow;
  readonly before: IdentityBefore | null;
  readonly at: Date;
};

/** Writes down who somebody says that a person is; a match of somebody else to the same id gives way. */
export async function say(tx: Tx, of: Of, { theirId, by, before, at }: Saying): Promise<void> {
  if (theirId !== null)
    await sql`update identity i set ${nobody} where ${isTheirs(of, theirId)} and i.matched <> 'by_hand'`.execute(tx);
  await sql`insert into identity (district_id, connection_id, person_id, their_id, matched, matched_at, said_by, before)
    values (${of.district}, ${of.connection}, ${of.person}, ${theirId}, 'by_hand', ${at}, ${JSON.stringify(by)}, ${textOf(before)})
    on conflict (district_id, connection_id, person_id) do update set their_id = excluded.their_id, matched = 'by_hand',
      candidates = '{}', matched_at = excluded.matched_at, said_by = excluded.said_by, before = excluded.before`.execute(
    tx,
  );
}

/** Puts back what stood before somebody said otherwise, unless the id is somebody else’s by now. */
export async function unsay(tx: Tx, of: Of, before: IdentityBefore | null, at: Date): Promise<void> {
  if (before === null || (before.theirId !== null && (await isTaken(tx, of, before.theirId)))) {
    await sql`update identity set ${nobody} where ${ofOne(of)}`.execute(tx);
    return;
  }
  await sql`update identity set their_id = ${before.theirId}, matched = ${before.matched}, candidates = ${before.candidates},
    matched_at = ${at}, said_by = null, before = null where ${ofOne(of)}`.execute(tx);
}

/** From now on Hallpass may, or may not, act there as this person. */
export async function letAct(tx: Tx, of: Of, may: boolean, own: boolean, at: Date): Promise<void> {
  if (own && may) await sql`delete from identity where ${ofOne(of)} and matched = 'own'`.execute(tx);
  else
    await sql`insert into identity (district_id, connection_id, person_id, matched, may_act, matched_at)
      values (${of.district}, ${of.connection}, ${of.person}, 'own', ${may}, ${at})
      on conflict (district_id, connection_id, person_id) do update set may_act = excluded.may_act`.execute(tx);
}

const textOf = (value: object | null) => (value === null ? null : JSON.stringify(value));
