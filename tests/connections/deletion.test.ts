import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { removePage } from '../../src/connections/deletion.repository.ts';
import {
  act,
  aHub,
  aProvider,
  auditOf,
  connected,
  type Fields,
  type Hub,
  keys,
  oauth2,
  rowsOf,
  show,
  syncNow,
  type View,
} from './scene.ts';

let hub: Hub;
let provider: Provider;
let other: Provider;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider();
  other = await aProvider(20);
});
afterAll(async () => {
  await provider.close();
  await other.close();
  await hub.close();
});

const remove = (connection: Pick<View, 'id'>, confirm?: string) =>
  hub.ask(
    'DELETE',
    `/api/v1/connections/${connection.id}${confirm === undefined ? '' : `?confirm=${encodeURIComponent(confirm)}`}`,
  );
const isEmpty = (rows: Readonly<Record<string, number>>) => Object.values(rows).every((n) => n === 0);
const names = async () => {
  const { body } = await hub.ask('GET', '/api/v1/connections');
  return (body as { connections: View[] }).connections.map(({ name }) => name);
};

describe('58: a connection can be deleted in any status', () => {
  test.each([
    ['synced', {}, null],
    ['in an error', { credentials: null }, null],
    ['paused', {}, 'pause'],
  ] as const)('%s', async (_, more, then) => {
    const connection = await connected(hub, provider, more);
    if (then !== null) await act(hub, connection, then);
    const gone = await remove(connection, connection.name);
    expect(gone.status).toBe(200);
    expect(gone.body).toMatchObject({ id: connection.id, name: connection.name });
    expect((await hub.ask('GET', `/api/v1/connections/${connection.id}`)).status).toBe(404);
    expect(await names()).not.toContain(connection.name);
  });
});

describe('59: with a connection all of its data is lost', () => {
  test('nothing of it is left, and nothing of another is touched', async () => {
    const kept = await connected(hub, other);
    const connection = await connected(hub, provider);
    await syncNow(hub, kept);
    await syncNow(hub, connection);
    const keptRows = await rowsOf(hub, kept);
    expect((await rowsOf(hub, connection))['enrollment']).toBeGreaterThan(0);
    expect((await remove(connection, connection.name)).status).toBe(200);
    await hub.removeDeleted();
    expect(await rowsOf(hub, connection)).toSatisfy(isEmpty);
    const left =
      await sql`select 1 from connection where district_id = 'north' and id = ${connection.id}::bigint`.execute(
        hub.app.db,
      );
    expect(left.rows).toEqual([]);
    expect(await rowsOf(hub, kept)).toEqual(keptRows);
    expect((await syncNow(hub, kept)).state).toBe('done');
    expect((await hub.ask('GET', `/api/v1/connections/${connection.id}`)).entry).toBe('request.not_found');
  });

  test('there is no way back: its name is free, and begins anew', async () => {
    const connection = await connected(hub, provider);
    await remove(connection, connection.name);
    const again = await connected(hub, provider, { name: connection.name });
    expect(again.id).not.toBe(connection.id);
    expect((await show(hub, again)).lastSyncedAt).toBeNull();
  });

  test('an API key whose connection is deleted opens nothing any more', async () => {
    const { body } = await hub.ask('GET', '/api/v1/connections?q=sender');
    const [sender] = (body as { connections: View[] }).connections;
    if (sender === undefined) throw new Error('the key has no connection');
    expect((await hub.ask('GET', '/rostering/v1/users', undefined, keys.push)).status).toBe(200);
    expect((await remove(sender, sender.name)).body).toMatchObject({ lost: { apiKeys: 1 } });
    expect((await hub.ask('GET', '/rostering/v1/users', undefined, keys.push)).status).toBe(401);
  });

  test('a deletion that was killed goes on where it was, its credentials gone from the first moment', async () => {
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    const of = { district: 'north', connection: Number(connection.id) };
    await sql`update connection set deleted_at = now(), status = 'paused', name = 'half' where district_id = 'north' and id = ${connection.id}::bigint`.execute(
      hub.app.db,
    );
    // A page is committed, the next is rolled back with the process that did it.
    await hub.app.db.transaction().execute((tx) => removePage(tx, of, 0));
    const killed = hub.app.db.transaction().execute(async (tx) => {
      await removePage(tx, of, 1);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect((await rowsOf(hub, connection))['enrollment']).toBe(0);
    expect((await rowsOf(hub, connection))['class']).toBeGreaterThan(0);
    await hub.removeDeleted();
    expect(await rowsOf(hub, connection)).toSatisfy(isEmpty);
  });

  test('what data of another connection hangs on stays, with that one', async () => {
    const keeper = await connected(hub, other);
    const connection = await connected(hub, provider);
    await syncNow(hub, keeper);
    await syncNow(hub, connection);
    const taught = await classOf(connection);
    await borrow(keeper, taught);
    const told = (await remove(connection)).body as { handedOver: Fields; lost: Fields };
    expect(told.handedOver).toMatchObject({ classes: 1, people: 1, courses: 1, terms: expect.any(Number) });
    const before = await rowsOf(hub, connection);
    expect(told.lost).toMatchObject({ people: (before['person'] ?? 0) - 1, classes: (before['class'] ?? 0) - 1 });
    await remove(connection, connection.name);
    await hub.removeDeleted();
    const owner = await sql<{ table: string; n: number }>`
      select 'class' as table, count(*)::int as n from class where district_id = 'north' and id = ${taught.id} and connection_id = ${keeper.id}::bigint
      union all select 'person', count(*)::int from person where district_id = 'north' and id = ${taught.person} and connection_id = ${keeper.id}::bigint
      union all select 'course', count(*)::int from course where district_id = 'north' and id = ${taught.course} and connection_id = ${keeper.id}::bigint
      union all select 'class_term', count(*)::int from class_term where district_id = 'north' and class_id = ${taught.id}`.execute(
      hub.app.db,
    );
    expect(owner.rows.map(({ table, n }) => [table, n > 0])).toEqual([
      ['class', true],
      ['person', true],
      ['course', true],
      ['class_term', true],
    ]);
    expect(await rowsOf(hub, connection)).toSatisfy(isEmpty);
  });
});

type Taught = { readonly id: number; readonly person: number; readonly course: number; readonly school: string };

async function classOf({ id }: Pick<View, 'id'>): Promise<Taught> {
  const found = await sql<Taught>`select c.id, c.course_id as course, c.school_id as school, e.person_id as person
    from class c join enrollment e on e.district_id = c.district_id and e.class_id = c.id
    where c.district_id = 'north' and c.connection_id = ${id}::bigint and c.course_id is not null limit 1`.execute(
    hub.app.db,
  );
  const [first] = found.rows;
  if (first === undefined) throw new Error('no class');
  return first;
}

/** An enrollment of one connection in a class of another. */
async function borrow({ id }: Pick<View, 'id'>, { id: taught, person, school }: Taught): Promise<void> {
  await sql`insert into enrollment (district_id, id, connection_id, source_key, class_id, person_id, school_id, role, print, created_run, changed_run)
    values ('north', 900000, ${id}::bigint, 'borrowed', ${taught}, ${person}, ${school}, 'student', 1, 1, 1)`.execute(
    hub.app.db,
  );
}

describe('60: before a deletion is told what would be lost', () => {
  test('without the right name nothing is deleted, and the answer counts', async () => {
    const connection = await connected(hub, provider);
    const run = await syncNow(hub, connection);
    const before = await rowsOf(hub, connection);
    for (const typed of [undefined, '', connection.name.toUpperCase(), `${connection.name} `]) {
      const told = await remove(connection, typed);
      expect([told.status, told.entry]).toEqual([409, 'request.confirm_name']);
      const { lost, error } = told.body as { lost: Fields; error: { message: string } };
      expect(lost).toMatchObject({
        schools: before['school'],
        terms: before['term'],
        courses: before['course'],
        classes: before['class'],
        people: before['person'],
        enrollments: before['enrollment'],
        runs: 1,
        outcomes: run['entered'],
      });
      expect(error.message).toContain(`Deleting ${connection.name} would lose for good: `);
      expect(error.message).toContain(`${before['person']} people`);
    }
    expect(await rowsOf(hub, connection)).toEqual(before);
    expect((await show(hub, connection)).health).toBe('synced');
  });

  test('the audit keeps who deleted it and what was lost', async () => {
    const connection = await connected(hub, provider);
    await remove(connection, connection.name);
    const [line] = await auditOf(hub, 'connection.deleted');
    expect(line).toMatchObject({ actor: { name: 'ops' }, details: { system: 'oneroster', lost: { runs: 0 } } });
  });
});

test('61: pausing is the way that loses nothing', async () => {
  const connection = await connected(hub, provider);
  await syncNow(hub, connection);
  const before = await rowsOf(hub, connection);
  await act(hub, connection, 'pause');
  expect(await rowsOf(hub, connection)).toEqual(before);
  await act(hub, connection, 'resume');
  const { snapshot: _, run: runs, part: parts, ...after } = await rowsOf(hub, connection);
  expect(before).toMatchObject(after);
  expect([runs, parts].every((n) => (n ?? 0) > 0)).toBe(true);
  expect((await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, oauth2(provider))).status).toBe(200);
});
