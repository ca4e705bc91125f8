import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { type People, peopleFrom, peopleOf, type Side, sideOf } from './identity.repository.ts';

// Whose match may be another since people have changed: theirs, and that of everybody who is bound to them, directly or
// through others, by an id or an address that they share or by a match that stands. Whoever is bound to nobody of them is
// matched as before.

// Each row that is asked for is found by an index, one by one (`offset 0`): joined, a planner that expects many reads all
// people of the district for a few.

type Changed = { readonly connections: ReadonlyMap<number, number>; readonly people: readonly Side[] };
/** With more changes than these nearly everybody is concerned, and all are read at once. */
const mostChanged = 20_000;

/**
 * People who have changed since the people of their connection were matched, alive or not; `connections`: up to which run
 * those with changes are matched when these are. What a run that is not over yet writes is looked at again behind it.
 */
export async function changedSince(db: Queries, district: string): Promise<Changed> {
  const until = await sql<{ id: number; until: number }>`select c.id, coalesce(
      (select min(r.no) - 1 from flow f join run r on r.district_id = f.district_id and r.flow_no = f.no
        where f.district_id = c.district_id and f.source_id = c.id and r.finished_at is null),
      (select max(no) from run where run.district_id = c.district_id), 0) as until
    from connection c where c.district_id = ${district} and c.deleted_at is null`.execute(db);
  const found = await sql<Side>`select p.* from connection c
    cross join lateral (select ${sideOf} from person p where p.district_id = c.district_id and p.connection_id = c.id
      and p.changed_run > c.people_matched_run order by p.changed_run limit ${mostChanged + 1} offset 0) p
    where c.district_id = ${district} and c.deleted_at is null limit ${mostChanged + 1}`.execute(db);
  const having = new Set(found.rows.map(({ connection }) => connection));
  const all = found.rows.length > mostChanged;
  return {
    connections: new Map(until.rows.filter(({ id }) => all || having.has(id)).map((row) => [row.id, row.until])),
    people: found.rows,
  };
}

/** Everybody alive whom these changes concern. */
export async function concernedBy(db: Queries, district: string, changed: readonly Side[]): Promise<readonly People[]> {
  if (changed.length > mostChanged) return peopleOf(db, district);
  const known = new Map(changed.map((one) => [one.id, one]));
  const asked = { identifiers: new Set<string>(), emails: new Set<string>() };
  for (let fresh = changed; fresh.length > 0; ) {
    const found = await boundTo(db, district, fresh, {
      identifiers: unasked(
        asked.identifiers,
        fresh.map(({ identifier }) => identifier),
      ),
      emails: unasked(
        asked.emails,
        fresh.map(({ email }) => email?.toLowerCase() ?? null),
      ),
    });
    fresh = found.filter(({ id }) => !known.has(id));
    for (const one of fresh) known.set(one.id, one);
  }
  return [...known.values()].filter(({ alive }) => alive).map(peopleFrom);
}

/** Those words that were not asked for yet; from now on they are. */
function unasked(asked: Set<string>, words: readonly (string | null)[]): readonly string[] {
  const fresh = new Set(words.filter((word): word is string => word !== null && word !== '' && !asked.has(word)));
  for (const word of fresh) asked.add(word);
  return [...fresh];
}

type Words = { readonly identifiers: readonly string[]; readonly emails: readonly string[] };

/** Living people who share one of these words, or whom a match binds to one of these people. */
async function boundTo(
  db: Queries,
  district: string,
  people: readonly Side[],
  { identifiers, emails }: Words,
): Promise<readonly Side[]> {
  const ids = people.map(({ id }) => id);
  const connections = people.map(({ connection }) => connection);
  const keys = people.map(({ key }) => key);
  const { rows } = await sql<Side>`
    with bound as (
      select id from person where district_id = ${district} and identifier = any(${identifiers})
      union select id from person where district_id = ${district} and lower(email) = any(${emails}) and email is not null
      union select i.person_id from unnest(${connections}::bigint[], ${keys}::text[]) as own (connection, key)
        cross join lateral (select person_id from identity where district_id = ${district}
          and connection_id = own.connection and their_id = own.key offset 0) i
      union select other.id from unnest(${ids}::bigint[]) as one (id)
        cross join lateral (select connection_id, unnest(candidates || their_id) as key from identity
          where district_id = ${district} and person_id = one.id offset 0) there
        cross join lateral (select id from person where district_id = ${district}
          and connection_id = there.connection_id and source_key = there.key offset 0) other)
    select p.* from bound
    cross join lateral (select ${sideOf} from person p where p.district_id = ${district} and p.id = bound.id
      and p.status = 'active' offset 0) p
    join connection c on c.district_id = ${district} and c.id = p.connection and c.deleted_at is null`.execute(db);
  return rows;
}

/** From now on the people of these connections are matched up to these runs. */
export async function setMatched(db: Queries, district: string, connections: Changed['connections']): Promise<void> {
  for (const [id, until] of connections)
    await sql`update connection set people_matched_run = greatest(people_matched_run, ${until}::bigint)
      where district_id = ${district} and id = ${id} and people_matched_run < ${until}`.execute(db);
}
