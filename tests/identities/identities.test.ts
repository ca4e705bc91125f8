import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeAudit } from '../../src/access/use-case.ts';
import { listAudit } from '../../src/audit/audit.read-model.ts';
import { deleteConnection, removeAllDeleted } from '../../src/connections/connection-deletion.usecases.ts';
import { actingAs } from '../../src/identities/acting.model.ts';
import { identitiesOf, listIdentities } from '../../src/identities/identity.read-model.ts';
import { identityThere } from '../../src/identities/identity.repository.ts';
import type { ListState } from '../../src/identities/identity.schema.ts';
import { changeIdentity, matchIdentities, undoIdentity } from '../../src/identities/identity.usecases.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { aDistrict, aHall, aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';

// Two systems know the people of North High: the SIS, and a library with ids of its own.

let hall: Hall;
let district: District;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const head = 'sourcedId | enabledUser | orgSourcedIds | role | username | givenName | familyName | identifier | email';
const row = (id: string, name: string, identifier: string, email: string) =>
  `${id} | true | high | student | ${name} | ${name} | Kim | ${identifier} | ${email}`;
const sis = [
  row('s-mia', 'Mia', '100', 'family@north.example'),
  row('s-max', 'Max', '200', 'family@north.example'),
  row('s-leo', 'Leo', '', 'leo@north.example'),
  row('s-ada', 'Ada', '300', ''),
  row('s-eve', 'Eve', '400', 'eve@north.example'),
];
const library = [
  row('lib-1', 'Mia', '100', ''),
  row('lib-2', 'Leo', '', 'LEO@north.example'),
  row('lib-3', 'Ada', '300', ''),
  row('lib-4', 'Ada B', '300', ''),
  row('lib-5', 'Zoe', '999', 'zoe@north.example'),
];
const read = async (connection: string, people: readonly string[]) => {
  const run = await importFolder(
    district,
    await aSet(district, {
      ...(connection === 'sis' ? { orgs: northHigh.orgs } : {}),
      users: [head, ...people].join('\n'),
    }),
    { connection },
  );
  expect(run).toMatchObject({ state: 'done', invalid: 0, blocked: 0 });
  return run;
};

const idOf = async (table: 'person' | 'connection', name: string): Promise<string> => {
  const found = await sql<{ id: string }>`select id::text as id from ${sql.table(table)}
    where district_id = ${district.id} and ${sql.ref(table === 'person' ? 'source_key' : 'name')} = ${name}`.execute(
    district.app.db,
  );
  return found.rows[0]?.id ?? '0';
};
/** What stands over the library: who, how found, whom. */
const rows = async () => {
  const found = await sql<{ told: string }>`select p.source_key || ' ' || i.matched || ' ' ||
      coalesce(i.their_id, array_to_string(i.candidates, '+')) as told
    from identity i join person p on p.district_id = i.district_id and p.id = i.person_id
    where i.district_id = ${district.id} and i.connection_id = ${await idOf('connection', 'library')}::bigint
    order by 1`.execute(district.app.db);
  return found.rows.map(({ told }) => told);
};
const listed = async (state: ListState, actor: Actor = district.actor) => {
  const connection = await idOf('connection', 'library');
  const { identities, counts } = await listIdentities(district.app, actor, { connection, state, limit: 100 });
  return { names: identities.map(({ person }) => person.firstName), counts };
};
const matchedByItself = ['s-ada unclear lib-3+lib-4', 's-leo email lib-2', 's-mia sis_id lib-1'];
const named = async (person: string) => ({
  person: await idOf('person', person),
  connection: await idOf('connection', 'library'),
});
const say = async (person: string, theirId: string | null) =>
  changeIdentity(district.app, district.actor, { ...(await named(person)), theirId });
const matchAgain = async () => matchIdentities(district.app, district.actor, await idOf('connection', 'library'));
const audited = async (action: string) => (await listAudit(district.app, district.actor, { action, limit: 100 })).audit;

beforeEach(async () => {
  district = await aDistrict(hall);
  await read('sis', sis);
  await read('library', library);
  await matchAgain();
});

describe('people are matched', () => {
  test('by the SIS id, then by the e-mail; what could be two people is left to a person', async () => {
    expect(await rows()).toEqual(matchedByItself);
    expect(await listed('unclear')).toEqual({
      names: ['Ada'],
      counts: { unclear: 1, missing: 2, matched: 2, by_hand: 0 },
    });
    expect((await listed('missing')).names).toEqual(['Eve', 'Max']);
  });

  test('by themselves, after a run that changed people', async () => {
    await read('library', [...library, row('lib-6', 'Eve', '400', '')]);
    for (const until = Date.now() + 20_000; (await rows()).length < 4 && Date.now() < until; ) await pause(20);
    expect(await rows()).toEqual([
      's-ada unclear lib-3+lib-4',
      's-eve sis_id lib-6',
      's-leo email lib-2',
      's-mia sis_id lib-1',
    ]);
    expect((await listed('missing')).names).toEqual(['Max']);
  });

  test('and a night on which nothing changed writes nothing', async () => {
    const versions = () =>
      sql<{ x: string }>`select string_agg(xmin::text, ',' order by person_id, connection_id) as x from identity
        where district_id = ${district.id}`.execute(district.app.db);
    const before = await versions();
    await read('library', library);
    expect(await matchAgain()).toEqual({ changed: 0 });
    expect((await versions()).rows).toEqual(before.rows);
  });

  test('anew: who has left is nobody there any more, and an id goes to whom it is now', async () => {
    const now = library.map((one) => one.replace('lib-1 | true', 'lib-9 | true')).slice(0, 3);
    await importFolder(district, await aSet(district, { users: [head, ...now].join('\n') }), {
      connection: 'library',
      allowDeletions: true,
    });
    await matchAgain();
    expect(await rows()).toEqual(['s-ada sis_id lib-3', 's-leo email lib-2', 's-mia sis_id lib-9']);
  });
});

describe('somebody says who is who', () => {
  test('and no later matching changes it', async () => {
    await say('s-ada', 'lib-4');
    await say('s-mia', null);
    await matchAgain();
    expect(await rows()).toContain('s-ada by_hand lib-4');
    expect((await listed('by_hand')).names).toEqual(['Ada', 'Mia']);
  });

  test('the one who had the id by matching loses it', async () => {
    await say('s-max', 'lib-1');
    expect(await rows()).toContain('s-max by_hand lib-1');
    await matchAgain();
    expect((await rows()).filter((one) => one.endsWith('lib-1'))).toEqual(['s-max by_hand lib-1']);
  });

  test('taken back, it is as it was matched', async () => {
    await say('s-ada', 'lib-4');
    await say('s-ada', 'lib-3');
    expect(await undoIdentity(district.app, district.actor, await named('s-ada'))).toEqual({ changed: true });
    expect(await rows()).toEqual(matchedByItself);
    expect(await undoIdentity(district.app, district.actor, await named('s-ada'))).toEqual({ changed: false });
  });

  test('the audit says who did what, by numbers only', async () => {
    await say('s-ada', 'lib-4');
    await say('s-ada', 'lib-4');
    await undoIdentity(district.app, district.actor, await named('s-ada'));
    const person = await idOf('person', 's-ada');
    const lines = (await audited('identity')).filter(({ action }) => action !== 'identity.matched');
    expect(
      lines.map(({ action, subject, details }) => [action, subject.id, details['connection'], details['was']]),
    ).toEqual([
      ['identity.undone', person, 'library', 'by_hand'],
      ['identity.corrected', person, 'library', 'unclear'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Ada|Kim|lib-/);
  });

  test.each([
    ['an id that nobody has there', 's-eve', 'lib-77', 'request.not_found'],
    ['an id that was said to be somebody else’s', 's-eve', 'lib-4', 'request.identity_taken'],
    ['another id in the system that brings the person', 'lib-5', 'lib-1', 'request.identity_own'],
    ['somebody who is not there', 'nobody', 'lib-1', 'request.not_found'],
  ])('%s is refused', async (_, person, id, entry) => {
    await say('s-ada', 'lib-4');
    await expect(say(person, id)).rejects.toMatchObject({ entry });
  });

  test('who may not is refused, and another district has no such person', async () => {
    const reader = { ...district.actor, grants: [{ permission: 'roster.read', schools: null }] };
    const asked = { ...(await named('s-ada')), theirId: 'lib-4' };
    await expect(changeIdentity(district.app, reader, asked)).rejects.toMatchObject({ entry: 'request.not_permitted' });
    const west = await aDistrict(hall);
    await expect(changeIdentity(west.app, west.actor, asked)).rejects.toMatchObject({ entry: 'request.not_found' });
    await expect(identitiesOf(west.app, west.actor, asked.person)).rejects.toMatchObject({
      entry: 'request.not_found',
    });
  });
});

describe('a person’s identities', () => {
  const shown = async (person: string, actor = district.actor) => {
    const { identities, elsewhere } = await identitiesOf(district.app, actor, await idOf('person', person));
    return {
      is: identities.map(({ connection, theirId, matched }) => `${connection.name} ${theirId} ${matched}`),
      elsewhere: elsewhere.map(({ name }) => name),
    };
  };

  test('the system that brings them first, then the others; and where they may be somebody', async () => {
    expect(await shown('s-mia')).toEqual({ is: ['sis s-mia own', 'library lib-1 sis_id'], elsewhere: [] });
    expect(await shown('lib-1')).toEqual({ is: ['library lib-1 own', 'sis s-mia sis_id'], elsewhere: [] });
    expect(await shown('s-ada')).toEqual({ is: ['sis s-ada own', 'library null unclear'], elsewhere: [] });
    expect(await shown('s-max')).toEqual({ is: ['sis s-max own'], elsewhere: ['library'] });
  });

  test('their id in the system that brings them is copied nowhere', async () => {
    const own = await sql`select 1 from identity i join person p on p.district_id = i.district_id and p.id = i.person_id
      where i.district_id = ${district.id} and i.connection_id = p.connection_id`.execute(district.app.db);
    expect(own.rows).toEqual([]);
  });

  test('somebody of one school sees those of its people', async () => {
    const at = (school: string): Actor => ({
      ...district.actor,
      grants: [{ permission: 'roster.read', schools: [school] }],
    });
    expect((await shown('s-mia', at('high'))).is).toHaveLength(2);
    await expect(shown('s-mia', at('elem'))).rejects.toMatchObject({ entry: 'request.not_found' });
    expect(await listed('missing', at('elem'))).toMatchObject({ names: [], counts: { missing: 0, matched: 0 } });
  });
});

describe('acting as a person', () => {
  const there = async (person: string, connection: string) =>
    identityThere(district.app.db, {
      district: district.id,
      connection: Number(await idOf('connection', connection)),
      person: Number(await idOf('person', person)),
    });

  test('is done by the id of the system in question', async () => {
    expect(await there('s-mia', 'library')).toMatchObject({ theirId: 'lib-1', mayAct: true });
    expect(await there('s-mia', 'sis')).toMatchObject({ theirId: 's-mia', mayAct: true });
    expect(await there('s-ada', 'library')).toMatchObject({ theirId: null });
    expect(await there('nobody', 'library')).toBeNull();
  });

  test('can be forbidden, which outlives every matching', async () => {
    const forbid = (mayAct: boolean) => async (person: string, connection: string) =>
      changeIdentity(district.app, district.actor, {
        person: await idOf('person', person),
        connection: await idOf('connection', connection),
        mayAct,
      });
    await forbid(false)('s-mia', 'library');
    await forbid(false)('s-mia', 'sis');
    await expect(forbid(false)('s-max', 'library')).rejects.toMatchObject({ entry: 'request.identity_unknown' });
    await importFolder(district, await aSet(district, { users: [head, ...library.slice(1)].join('\n') }), {
      connection: 'library',
      allowDeletions: true,
    });
    await matchAgain();
    expect(await there('s-mia', 'library')).toMatchObject({ theirId: null });
    await read('library', library);
    await matchAgain();
    expect(await there('s-mia', 'library')).toMatchObject({ theirId: 'lib-1', mayAct: false });
    expect(await there('s-mia', 'sis')).toMatchObject({ theirId: 's-mia', mayAct: false });
    await forbid(true)('s-mia', 'sis');
    expect(await there('s-mia', 'sis')).toMatchObject({ theirId: 's-mia', mayAct: true });
    expect((await audited('identity.may_act')).length).toBe(1);
  });

  test('the audit names both: who acted, and as whom', async () => {
    const { app, actor } = district;
    const identity = await there('s-mia', 'library');
    const acting = identity === null ? null : actingAs('as_user_id', identity);
    const subject = { kind: 'line_item', id: '1', name: 'line item 1' };
    const line = { action: 'line_item.changed', subject, details: { column: 'due' } } as const;
    await writeAudit(app.db, actor, app.clock(), [acting === null ? line : { ...line, actedAs: acting.actedAs }]);
    const [told] = await audited('line_item');
    expect(told?.actor.name).toBe(actor.name);
    expect(told?.details).toEqual({
      column: 'due',
      actedAs: { connection: 'library', person: await idOf('person', 's-mia') },
    });
  });
});

test('identities go with their connection', async () => {
  await say('s-ada', 'lib-4');
  const id = await idOf('connection', 'library');
  await deleteConnection(district.app, district.actor, { id, confirm: 'library' });
  await removeAllDeleted(district.app, () => false);
  const left = await sql`select 1 from identity where district_id = ${district.id}`.execute(district.app.db);
  expect(left.rows).toEqual([]);
});
