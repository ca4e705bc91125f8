import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/platform/house.ts';
import { readMigrations } from '../../src/platform/migrate.ts';
import { freshDatabase } from '../database/database.ts';
import { bareDatabase } from './bare-database.ts';
import { type Column, columnsOf, foreignKeysOf, indexesOf, tablesOf } from './catalogue.ts';
import { hashPartitioned, partitions, withoutDistrict } from './hash-partitioned.ts';
import { type ColumnShape, readTableTypes } from './table-types.ts';

const root = path.join(import.meta.dirname, '..', '..');
let app: App;
beforeAll(async () => {
  app = await freshDatabase();
});
afterAll(() => app.close());

const holdsDistricts = ({ table }: { readonly table: string }) => !withoutDistrict.includes(table);

describe('the schema can be spread over machines by district', () => {
  test('every key and index of district data begins with the district', async () => {
    const tables = (await tablesOf(app.database)).map(({ name }) => name);
    expect(tables.length).toBeGreaterThan(25);
    expect(withoutDistrict.filter((name) => !tables.includes(name))).toEqual([]);
    const indexes = (await indexesOf(app.database)).filter(holdsDistricts);
    const keyed = indexes.filter(({ primary }) => primary).map(({ table }) => table);
    expect(tables.filter((table) => !withoutDistrict.includes(table) && !keyed.includes(table))).toEqual([]);
    expect(indexes.filter(({ first }) => first !== 'district_id')).toEqual([]);
  });

  test('every foreign key leads to a row of the same district', async () => {
    const keys = (await foreignKeysOf(app.database)).filter(holdsDistricts);
    expect(keys.length).toBeGreaterThan(30);
    const straying = keys.filter(
      ({ to, columns, toColumns }) =>
        columns[0] !== 'district_id' || toColumns[0] !== (to === 'district' ? 'id' : 'district_id'),
    );
    expect(straying).toEqual([]);
  });

  test('every table of district data requires the district', async () => {
    const columns = (await columnsOf(app.database)).filter(holdsDistricts);
    const required = columns.filter(({ name, nullable }) => name === 'district_id' && !nullable);
    expect(required.map(({ table }) => table)).toEqual([...new Set(columns.map(({ table }) => table))]);
  });

  test('PostgreSQL builds the same schema hash-partitioned by the district, foreign keys included', async () => {
    const bare = await bareDatabase();
    try {
      const server = await bare.db.pool.query<{ no: number }>(
        "select current_setting('server_version_num')::int as no",
      );
      // Before 17 a partitioned table can hold no exclusion constraint: that of sessions stays whole there.
      const unspread = (server.rows[0]?.no ?? 0) < 170_000 ? ['session'] : [];
      const names = [];
      for (const { name, text } of await readMigrations(path.join(root, 'migrations'))) {
        await bare.db.pool.query(hashPartitioned(text, unspread));
        names.push(name);
      }
      expect(names.length).toBeGreaterThan(2);
      const [plain, spread] = await Promise.all([tablesOf(app.database), tablesOf(bare.db)]);
      const expected = plain.map(({ name }) => name).filter((name) => name !== 'migration');
      expect(spread.map(({ name }) => name)).toEqual(expected);
      const whole = spread.filter(
        ({ name, strategy, partitions: n }) =>
          !withoutDistrict.includes(name) && !unspread.includes(name) && (strategy !== 'h' || n !== partitions),
      );
      expect(whole).toEqual([]);
      const keys = async (of: typeof bare.db) =>
        (await foreignKeysOf(of)).map(({ table, columns, to }) => `${table} (${columns}) → ${to}`).sort();
      expect(await keys(bare.db)).toEqual(await keys(app.database));
    } finally {
      await bare.close();
    }
  });

  test.each([
    ['a key without the district', 'create table a (\n  district_id text not null,\n  id int primary key\n);'],
    [
      'a unique index without it',
      'create table a (\n  district_id text not null,\n  id int\n);\ncreate unique index on a (id);',
    ],
  ])('a schema with %s is not built', async (_, text) => {
    const bare = await bareDatabase();
    try {
      await bare.db.pool.query(text);
      await bare.db.pool.query('drop table a');
      await expect(bare.db.pool.query(hashPartitioned(text))).rejects.toThrow(/must include all partitioning columns/);
    } finally {
      await bare.close();
    }
  });

  test.each([
    'create table a (id int);',
    'create unlogged table a (\n  id int\n);',
    'create table a (\n  id int\n) partition by range (day);',
    'create table if not exists a (\n  id int\n);',
    'create table a as select 1;',
  ])('a table that would not be spread is noticed: %s', (text) => {
    expect(() => hashPartitioned(text)).toThrow('in a form that is understood');
  });
});

/** What a column of the catalogue may be in TypeScript. */
const reads: Readonly<Record<string, readonly string[]>> = {
  bigint: ['number'],
  integer: ['number'],
  'double precision': ['number'],
  boolean: ['boolean'],
  text: ['string'],
  date: ['string'],
  bytea: ['Buffer'],
  jsonb: ['json'],
  'text[]': ['string[]'],
  'timestamp with time zone': ['Date'],
};
/** Fingerprints have 64 bits, more than a number holds: they are always read as text. */
const isPrint = ({ name }: Column) => name === 'print';

function differences(column: Column, shape: ColumnShape): string[] {
  const told = `${column.table}.${column.name}`;
  const bases = isPrint(column) ? ['string'] : (reads[column.type] ?? []);
  return [
    ...(bases.includes(shape.base) ? [] : [`${told} is ${column.type}, its type says ${shape.base}`]),
    ...(shape.nullable === column.nullable ? [] : [`${told} ${column.nullable ? 'may' : 'may not'} be null`]),
    ...(shape.defaulted && !column.hasDefault ? [`${told} has no default`] : []),
  ];
}

describe('the types of the tables', () => {
  const types = readTableTypes(path.join(root, 'src', 'platform', 'tables.ts'));

  test('name every table and column of the database, and no other', async () => {
    const columns = (await columnsOf(app.database)).filter(({ table }) => table !== 'migration');
    const there = columns.map(({ table, name }) => `${table}.${name}`).sort();
    const told = [...types].flatMap(([table, shapes]) => [...shapes.keys()].map((name) => `${table}.${name}`)).sort();
    expect(told).toEqual(there);
    expect(there.length).toBeGreaterThan(250);
  });

  test('say of each column what it holds, whether it may be null, and whether it fills itself', async () => {
    const columns = (await columnsOf(app.database)).filter(({ table }) => table !== 'migration');
    const wrong = columns.flatMap((column) => {
      const shape = types.get(column.table)?.get(column.name);
      return shape === undefined ? [] : differences(column, shape);
    });
    expect(wrong).toEqual([]);
  });
});
