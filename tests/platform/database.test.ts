import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allocate, ensureMonths, inTransaction, openDatabase } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { freshDatabase } from '../database/database.ts';

let app: App;
const others: ReturnType<typeof openDatabase>[] = [];
beforeAll(async () => {
  app = await freshDatabase();
  for (let n = 0; n < 4; n++) others.push(openDatabase(app.database.url, 3));
  await app.database.pool.query(
    "insert into district (id, name, time_zone) values ('north', 'N', 'UTC'), ('south', 'S', 'UTC')",
  );
});
afterAll(async () => {
  for (const other of others) await other.close();
  await app.close();
});

const rows = async (text: string, values: unknown[] = []) => (await app.database.pool.query(text, values)).rows;
const bounds = async (table: string) =>
  (
    await rows(
      `select c.relname, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = $1::regclass order by 1`,
      [table],
    )
  ).map(({ relname, bound }) => `${relname} ${bound}`);

describe('the months of history', () => {
  test('at the turn of the year the next one belongs to the next year', async () => {
    for (const table of ['outcome', 'outcome_pack', 'audit'])
      for (const { relname } of await rows(
        'select inhrelid::regclass::text as relname from pg_inherits where inhparent = $1::regclass',
        [table],
      ))
        await rows(`drop table ${relname}`);
    const instants = [
      '2026-12-31T23:59:59.999Z',
      '2027-01-01T00:00:00Z',
      '2027-02-28T12:00:00Z',
      '2028-01-31T00:00:00Z',
    ];
    for (const instant of instants) await ensureMonths(app.db, new Date(instant));
    for (const table of ['outcome', 'outcome_pack', 'audit'])
      expect(await bounds(table)).toEqual([
        `${table}_2026_12 FOR VALUES FROM ('2026-12-01') TO ('2027-01-01')`,
        `${table}_2027_01 FOR VALUES FROM ('2027-01-01') TO ('2027-02-01')`,
        `${table}_2027_02 FOR VALUES FROM ('2027-02-01') TO ('2027-03-01')`,
        `${table}_2027_03 FOR VALUES FROM ('2027-03-01') TO ('2027-04-01')`,
        `${table}_2028_01 FOR VALUES FROM ('2028-01-01') TO ('2028-02-01')`,
        `${table}_2028_02 FOR VALUES FROM ('2028-02-01') TO ('2028-03-01')`,
      ]);
  });

  test('many processes may make them at once, while rows are written', async () => {
    const write = (month: string, no: number) =>
      app.database.pool.query(
        `insert into audit (district_id, month, no, at, actor, action, subject_kind, subject_id, subject_name)
         values ('north', $1, $2, now(), '{}', 'made', 'school', '1', 'One')`,
        [month, no],
      );
    await ensureMonths(app.db, new Date('2030-05-01T00:00:00Z'));
    const making = others.flatMap(({ kysely }) =>
      ['2030-05-31', '2030-06-01', '2030-07-01', '2030-12-01'].map((day) =>
        ensureMonths(kysely, new Date(`${day}T00:00:00Z`)),
      ),
    );
    const writing = Array.from({ length: 20 }, (_, no) => write('2030-05-01', no));
    await Promise.all([...making, ...writing]);
    expect(
      (await bounds('audit')).filter((text) => /_20(30|31)_/.test(text)).map((text) => text.split(' ')[0]),
    ).toEqual(['audit_2030_05', 'audit_2030_06', 'audit_2030_07', 'audit_2030_08', 'audit_2030_12', 'audit_2031_01']);
    expect(await rows("select count(*)::int as n from audit where month = '2030-05-01'")).toEqual([{ n: 20 }]);
  });
});

describe('numbers of a district', () => {
  test('begin at 1 and are given once, however many ask', async () => {
    expect(await allocate(app.db, 'north', 'first')).toBe(1);
    const asked = others.flatMap(({ kysely }) =>
      [1, 5, 100, 1, 3].map(async (n) => ({ from: await allocate(kysely, 'north', 'run', n), n })),
    );
    const given = (await Promise.all(asked)).flatMap(({ from, n }) => Array.from({ length: n }, (_, at) => from + at));
    expect(given.sort((a, b) => a - b)).toEqual(Array.from({ length: 440 }, (_, at) => at + 1));
    expect(await allocate(app.db, 'north', 'run')).toBe(441);
  });

  test('count in each district and for each name by themselves', async () => {
    expect(await allocate(app.db, 'north', 'own', 10)).toBe(1);
    expect(await allocate(app.db, 'south', 'own')).toBe(1);
    expect(await allocate(app.db, 'north', 'own')).toBe(11);
  });
});

describe('a pool', () => {
  test('reads counters as numbers, days as their text, and keeps fingerprints exact', async () => {
    expect(
      await rows(
        "select 9007199254740991::int8 as n, '2026-11-24'::date as day, (-9223372036854775808)::int8::text as print",
      ),
    ).toEqual([{ n: 9_007_199_254_740_991, day: '2026-11-24', print: '-9223372036854775808' }]);
  });

  test('rolls back what failed, and goes on', async () => {
    const failed = inTransaction(app.database.pool, async (client) => {
      await client.query("insert into district (id, name, time_zone) values ('east', 'E', 'UTC')");
      await client.query('select 1 / 0');
    });
    await expect(failed).rejects.toThrow('division by zero');
    expect(await rows("select id from district where id = 'east'")).toEqual([]);
  });

  test('outlives a session that the server ended', async () => {
    const cut = inTransaction(app.database.pool, (client) =>
      client.query('select pg_terminate_backend(pg_backend_pid())'),
    );
    await expect(cut).rejects.toThrow();
    expect(await rows('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('is closed although only plain queries went through it, and twice over', async () => {
    const database = openDatabase(app.database.url, 2);
    await database.pool.query('select 1');
    await Promise.all([database.close(), database.close()]);
    expect(database.pool.totalCount).toBe(0);
    await expect(database.pool.query('select 1')).rejects.toThrow();
  });
});
