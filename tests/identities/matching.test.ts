import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchChanged, matchDistrict } from '../../src/identities/matching.repository.ts';
import type { Tx } from '../../src/platform/database.ts';
import { flowOf, insertRun } from '../../src/runs/run.repository.ts';
import { aDistrict, aHall, type District, type Hall } from '../import/scene.ts';

// People are matched again after each run that changed some. That costs what has changed, and finds what a matching of all
// people would find.

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

type Person = {
  readonly key: string;
  readonly identifier: string | null;
  readonly email: string | null;
  readonly gone?: boolean;
};

/** A district with some connections; each run is over as soon as it has written. */
async function aCity(connections: number) {
  const district = await aDistrict(hall);
  const { db } = hall.app;
  const ids = Array.from({ length: connections }, (_, at) => at + 1);
  for (const id of ids)
    await sql`insert into connection (district_id, id, name, system) values (${district.id}, ${id}, ${`system ${id}`}, 'oneroster-csv')`.execute(
      db,
    );
  const asks = async (connection: number) => {
    const flow = await flowOf(db, district.id, 'rostering', connection);
    return insertRun(db, district.actor, new Date(), {
      flow,
      scope: { trigger: 'person', dry: false },
      parts: [],
      notes: [],
    });
  };
  const ends = (run: number) =>
    sql`update run set state = 'done', finished_at = now() where district_id = ${district.id} and no = ${run}`.execute(
      db,
    );
  /** What a run of a connection leaves of these people. */
  const writes = (connection: number, run: number, people: readonly Person[]) =>
    sql`insert into person (district_id, id, connection_id, source_key, given_name, family_name, identifier, email, status, print, created_run, changed_run)
      select ${district.id}, coalesce((select max(id) from person where district_id = ${district.id}), 0) + row_number() over (), ${connection},
        key, 'A', 'B', identifier, email, case when gone then 'tobedeleted' else 'active' end, 1, ${run}, ${run}
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as one (key text, identifier text, email text, gone boolean)
      on conflict (district_id, connection_id, source_key) do update set identifier = excluded.identifier, email = excluded.email,
        status = excluded.status, changed_run = excluded.changed_run`.execute(db);
  return {
    ...district,
    connections: ids,
    asks,
    ends,
    writes,
    async run(connection: number, people: readonly Person[]) {
      const run = await asks(connection);
      await writes(connection, run, people);
      await ends(run);
    },
  };
}
type City = Awaited<ReturnType<typeof aCity>>;

const within = <Answer>(work: (tx: Tx) => Promise<Answer>) => hall.app.db.transaction().execute(work);
const match = ({ id }: District) => within((tx) => matchChanged(tx, id, new Date()));
/** How many matches all people together would change. */
async function left({ id, connections }: City): Promise<number> {
  let changed = 0;
  for (const connection of connections) changed += await within((tx) => matchDistrict(tx, id, connection, new Date()));
  return changed;
}
const identities = async ({ id }: District) => {
  const { rows } = await sql<{
    told: string;
  }>`select p.source_key || ' ' || i.connection_id || ' ' || i.matched || ' ' ||
      coalesce(i.their_id, array_to_string(i.candidates, '+')) as told
    from identity i join person p on p.district_id = i.district_id and p.id = i.person_id where i.district_id = ${id} order by 1`.execute(
    hall.app.db,
  );
  return rows.map(({ told }) => told);
};

/** A generator of numbers that is the same in each run of the test. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe('what has changed', () => {
  test.each([1, 2, 3])('is matched as all people together would be, whatever becomes of them (%i)', async (seed) => {
    const roll = dice(seed * 7919);
    const city = await aCity(3);
    const word = (kind: string) => (roll(4) === 0 ? null : `${kind}${roll(6)}`);
    const somebody = (): Person => ({
      key: `k${roll(9)}`,
      identifier: word('id'),
      email: word('mail')?.concat('@north.example') ?? null,
      gone: roll(5) === 0,
    });
    for (let round = 0; round < 40; round++) {
      const people = new Map(Array.from({ length: 1 + roll(3) }, somebody).map((one) => [one.key, one]));
      await city.run(1 + roll(3), [...people.values()]);
      const own = roll(4) === 0 ? await say(city, roll) : null;
      // Several runs may end before people are matched.
      if (roll(3) === 0) continue;
      await match(city);
      const found = await identities(city);
      expect(await left(city), `round ${round}, ${own ?? 'nothing said'}: ${found.join('; ')}`).toBe(0);
    }
    expect((await identities(city)).length).toBeGreaterThan(3);
  });

  /** Somebody says that a person is somebody else, or nobody. */
  async function say({ id }: City, roll: (sides: number) => number): Promise<string> {
    const { rows } = await sql<{
      person: number;
      connection: number;
    }>`select p.id as person, c.id as connection from person p
      join connection c on c.district_id = p.district_id and c.id <> p.connection_id where p.district_id = ${id}
      order by p.id, c.id`.execute(hall.app.db);
    const one = rows[roll(rows.length)];
    const theirs = roll(3) === 0 ? null : `k${roll(9)}`;
    await sql`insert into identity (district_id, connection_id, person_id, their_id, matched, matched_at, said_by)
      values (${id}, ${one?.connection ?? 0}, ${one?.person ?? 0}, ${theirs}, 'by_hand', now(), '{}')
      on conflict (district_id, connection_id, person_id) do update set their_id = excluded.their_id, matched = 'by_hand', candidates = '{}', said_by = '{}'`.execute(
      hall.app.db,
    );
    // A word of somebody is a change of its own kind: what it frees or takes is looked at by all.
    for (const connection of [1, 2, 3]) await within((tx) => matchDistrict(tx, id, connection, new Date()));
    return `person ${one?.person} is ${theirs}`;
  }

  test('by a run that is not over yet is looked at again behind it', async () => {
    const city = await aCity(2);
    const slow = await city.asks(1);
    await city.run(2, [{ key: 'lib-1', identifier: '100', email: null }]);
    await city.writes(1, slow, [{ key: 's-1', identifier: '100', email: null }]);
    await match(city);
    expect(await identities(city)).toEqual(['lib-1 1 sis_id s-1', 's-1 2 sis_id lib-1']);
    await city.run(2, [{ key: 'lib-2', identifier: '200', email: null }]);
    await match(city);
    await city.writes(1, slow, [{ key: 's-2', identifier: '200', email: null }]);
    await city.ends(slow);
    await match(city);
    expect(await identities(city)).toEqual([
      'lib-1 1 sis_id s-1',
      'lib-2 1 sis_id s-2',
      's-1 2 sis_id lib-1',
      's-2 2 sis_id lib-2',
    ]);
  });

  test('costs the rows of those who have changed and of whom they share something with, among however many', async () => {
    const city = await aCity(2);
    const all = 3_000;
    const people = (system: string): Person[] =>
      Array.from({ length: all }, (_, at) => ({
        key: `${system}-${at}`,
        identifier: `id-${at}`,
        email: `${at}@north.example`,
      }));
    await city.run(1, people('s'));
    await city.run(2, people('lib'));
    await match(city);
    await sql`analyze person, identity`.execute(hall.app.db);
    expect((await identities(city)).length).toBe(2 * all);

    /** Rows of people and identities that this session has read so far. */
    const readSoFar = async (tx: Tx) => {
      const { rows } = await sql<{ n: number }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
        from pg_stat_xact_user_tables where relname in ('person', 'identity')`.execute(tx);
      return rows[0]?.n ?? 0;
    };
    const lookedAt = (work: (tx: Tx) => Promise<unknown>) =>
      within(async (tx) => {
        const before = await readSoFar(tx);
        await work(tx);
        return (await readSoFar(tx)) - before;
      });
    await city.run(2, [
      { key: 'lib-7', identifier: 'id-8', email: null },
      { key: 'lib-9', identifier: null, email: '9@north.example' },
      { key: 'lib-11', identifier: 'id-11', email: null, gone: true },
    ]);
    expect(await lookedAt((tx) => matchChanged(tx, city.id, new Date()))).toBeLessThan(300);
    // The measure sees what all people cost.
    expect(await lookedAt((tx) => matchDistrict(tx, city.id, 2, new Date()))).toBeGreaterThan(2 * all);
    expect((await identities(city)).filter((one) => /^s-(7|8|9|11) /.test(one))).toEqual([
      's-8 2 unclear lib-7+lib-8',
      's-9 2 email lib-9',
    ]);
    expect(await lookedAt((tx) => matchChanged(tx, city.id, new Date()))).toBeLessThan(20);
  });
});
