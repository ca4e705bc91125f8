import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { aCrew } from '../connections/crew.ts';
import { act, aHub, aProvider, auditOf, connected, endOf, type Hub, syncNow, type View } from '../connections/scene.ts';
import { carriedOut, idsByKey, joinAll, members, newIds } from './scene.ts';

// A source gives new ids to what it had; Hallpass finds who is who, a person confirms, and nothing is lost by it.

let hub: Hub;
let provider: Provider;
let connection: View;
beforeEach(async () => {
  hub = await aHub();
  provider = await aProvider(150);
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
});
afterEach(async () => {
  await provider.close();
  await hub.close();
});

const openHolds = async () => {
  const { body } = await hub.ask('GET', '/api/v1/holds?state=open');
  return (body as { holds: { kind: string; records: number }[] }).holds.map(({ kind, records }) => [kind, records]);
};

describe('sections under new ids', () => {
  test('are proposed, joined, and unchanged the night after', async () => {
    const before = await idsByKey(hub, 'class', connection);
    const were = await members(hub, connection);
    provider.control.rekey({ collection: 'classes', suffix: '-N' });
    const night = await syncNow(hub, connection);
    expect(night['created']).toBe(before.size);
    expect(await openHolds()).toEqual([['class', before.size]]);

    const { groups, missing, fresh } = await newIds(hub, connection);
    expect([missing.class, fresh.class]).toEqual([before.size, before.size]);
    expect(groups.map(({ kind }) => kind).every((kind) => kind === 'class')).toBe(true);
    const pairs = groups.flatMap((group) => group.pairs);
    for (const { oldKey, newKey } of pairs) expect(newKey).toBe(`${oldKey}-N`);
    expect(groups.reduce((sum, { sure }) => sum + sure, 0)).toBe(before.size);

    const run = await carriedOut(hub, await joinAll(hub, connection));
    expect(run).toMatchObject({ state: 'done', entered: before.size, updated: before.size, created: 0, deleted: 0 });
    // Every section is the row that it was, under its new id, with the same people.
    const after = await idsByKey(hub, 'class', connection);
    expect(after).toEqual(new Map([...before].map(([key, id]) => [`${key}-N`, id])));
    expect(await members(hub, connection)).toEqual(were);
    expect(await openHolds()).toEqual([]);
    expect((await newIds(hub, connection)).missing.class).toBe(0);

    const next = await syncNow(hub, connection);
    expect(next).toMatchObject({ created: 0, updated: 0, deleted: 0, held: 0 });
    expect((await auditOf(hub, 'rekey.confirmed'))[0]?.details).toEqual({
      run: run['id'],
      people: 0,
      sections: before.size,
    });
  });

  test('of which somebody leaves one out stay apart, and that one stays held', async () => {
    provider.control.rekey({ collection: 'classes', suffix: '-N' });
    await syncNow(hub, connection);
    const { digest, groups } = await newIds(hub, connection);
    const left = groups[0]?.pairs[0]?.newKey ?? '';
    const asked = await hub.ask('POST', `/api/v1/connections/${connection.id}/new-ids`, {
      digest,
      groups: groups.map(({ id }) => id),
      without: [left],
    });
    await carriedOut(hub, (asked.body as { run: { id: number } }).run.id);
    expect(await openHolds()).toEqual([['class', 1]]);
  });
});

describe('people under new ids', () => {
  test('keep who they are in other systems, their sections, and their issues', async () => {
    const before = await idsByKey(hub, 'person', connection);
    const were = await members(hub, connection);
    const [first = ''] = [...before.keys()];
    // Another system, in which somebody said who the first of them is.
    const other = await connected(hub, provider, { name: 'LMS' });
    await sql`insert into identity (district_id, connection_id, person_id, their_id, matched, matched_at)
      values ('north', ${other.id}::bigint, ${before.get(first)}, '4711', 'sis_id', now())`.execute(hub.app.db);
    provider.control.rekey({ collection: 'users', suffix: '-N' });
    await syncNow(hub, connection);
    const run = await carriedOut(hub, await joinAll(hub, connection));
    expect(run['updated']).toBe(before.size);
    const after = await idsByKey(hub, 'person', connection);
    expect(after).toEqual(new Map([...before].map(([key, id]) => [`${key}-N`, id])));
    expect(await members(hub, connection)).toEqual(were);
    const identity = await sql<{ person: number }>`select person_id as person from identity
      where district_id = 'north' and connection_id = ${other.id}::bigint and their_id = '4711'`.execute(hub.app.db);
    expect(identity.rows).toEqual([{ person: before.get(first) }]);
    expect(await syncNow(hub, connection)).toMatchObject({ created: 0, updated: 0, deleted: 0, held: 0 });
  });
});

test('enrollments that got new ids too go with their sections', async () => {
  const before = await idsByKey(hub, 'enrollment', connection);
  provider.control.rekey({ collection: 'enrollments', suffix: '-N' });
  provider.control.rekey({ collection: 'classes', suffix: '-N' });
  await syncNow(hub, connection);
  await carriedOut(hub, await joinAll(hub, connection));
  expect(await idsByKey(hub, 'enrollment', connection)).toEqual(
    new Map([...before].map(([key, id]) => [`${key}-N`, id])),
  );
  expect(await openHolds()).toEqual([]);
  expect(await syncNow(hub, connection)).toMatchObject({ created: 0, updated: 0, deleted: 0, held: 0 });
});

describe('nothing is joined', () => {
  test('that is not as it was shown, in a paused connection, or by somebody who may not', async () => {
    provider.control.rekey({ collection: 'classes', suffix: '-N' });
    await syncNow(hub, connection);
    const { groups, digest } = await newIds(hub, connection);
    const ask = (body: object, key?: string) =>
      hub.ask(
        'POST',
        `/api/v1/connections/${connection.id}/new-ids`,
        { groups: groups.map(({ id }) => id), ...body },
        key,
      );
    expect((await ask({ digest: 'another' })).entry).toBe('request.rekey_changed');
    expect((await ask({ digest }, 'hp_live_push_0123456789abcdefg')).status).toBe(403);
    expect((await ask({ digest }, 'hp_live_west_0123456789abcdefg')).status).toBe(404);
    await act(hub, connection, 'pause');
    expect((await ask({ digest })).entry).toBe('request.connection_paused');
  });

  test('where a source only brings what is new', async () => {
    expect((await newIds(hub, connection)).groups).toEqual([]);
  });
});

test('a worker that is killed between two rows joins nothing twice and loses nothing', async () => {
  const before = await idsByKey(hub, 'class', connection);
  const people = await idsByKey(hub, 'person', connection);
  const were = await members(hub, connection);
  provider.control.rekey({ collection: 'classes', suffix: '-N' });
  provider.control.rekey({ collection: 'users', suffix: '-N' });
  await syncNow(hub, connection);
  await hub.rest();
  const crew = await aCrew(hub, 1);
  const somebody = await hub.app.database.pool.connect();
  try {
    for (const [kind, table, ids] of [
      ['user', 'person', people],
      ['class', 'class', before],
    ] as const) {
      // Somebody holds one of the rows, so that the worker waits in the middle of its transaction.
      await somebody.query('begin');
      await somebody.query(`select 1 from ${table} where district_id = 'north' and id = $1 for update`, [
        [...ids.values()].at(-1),
      ]);
      const run = kind === 'user' ? await joinAll(hub, connection) : await theOpenRun();
      const part = await crew.seenAtWork(run, kind);
      expect(part).not.toBeNull();
      await waitsForARow();
      expect(await crew.kill(part?.pid ?? 0)).toBe(true);
      await somebody.query('rollback');
      await crew.forgetTheDead();
      if (kind === 'class') expect(await endOf(hub, run)).toMatchObject({ state: 'done', created: 0, deleted: 0 });
    }
  } finally {
    somebody.release();
    await crew.close();
  }
  const renamed = (ids: ReadonlyMap<string, number>) => new Map([...ids].map(([key, id]) => [`${key}-N`, id]));
  expect(await idsByKey(hub, 'class', connection)).toEqual(renamed(before));
  expect(await idsByKey(hub, 'person', connection)).toEqual(renamed(people));
  expect(await members(hub, connection)).toEqual(were);
  expect(await syncNow(hub, connection)).toMatchObject({ created: 0, updated: 0, deleted: 0, held: 0 });
});

async function theOpenRun(): Promise<number> {
  const found = await sql<{
    no: number;
  }>`select no from run where district_id = 'north' and finished_at is null`.execute(hub.app.db);
  return found.rows[0]?.no ?? 0;
}

/** Until a session of the database waits for a lock of another. */
async function waitsForARow(): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(20)) {
    const found =
      await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        hub.app.db,
      );
    if (found.rows.length > 0) return;
  }
  throw new Error('nobody waits');
}
