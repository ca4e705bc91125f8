import type { Database } from '../../src/platform/database.ts';

// What PostgreSQL's own catalogue says of a database's schema. Partitions repeat their table and are left out.

export type Column = {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
};
export type Index = {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly first: string | null;
};
export type ForeignKey = {
  readonly table: string;
  readonly name: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly toColumns: readonly string[];
};

const ours = "n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition";
const read = async <T extends object>(db: Database, text: string): Promise<readonly T[]> =>
  (await db.pool.query<T & Record<string, unknown>>(text)).rows;

export const tablesOf = async (
  db: Database,
): Promise<readonly { name: string; kind: string; strategy: string | null; partitions: number }[]> =>
  read(
    db,
    `select t.relname as name, t.relkind as kind, p.partstrat as strategy,
       (select count(*)::int from pg_inherits i where i.inhparent = t.oid) as partitions
     from pg_class t join pg_namespace n on n.oid = t.relnamespace
     left join pg_partitioned_table p on p.partrelid = t.oid where ${ours} order by 1`,
  );

export const columnsOf = (db: Database) =>
  read<Column>(
    db,
    `select t.relname as table, a.attname as name, not (a.attnotnull or y.typnotnull) as nullable, a.atthasdef as "hasDefault",
       format_type(case when y.typbasetype = 0 then y.oid else y.typbasetype end, null) as type
     from pg_attribute a join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
     join pg_type y on y.oid = a.atttypid
     where ${ours} and a.attnum > 0 and not a.attisdropped order by 1, 2`,
  );

export const indexesOf = (db: Database) =>
  read<Index>(
    db,
    `select t.relname as table, i.relname as name, x.indisunique as unique, x.indisprimary as primary,
       (select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0]) as first
     from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     join pg_namespace n on n.oid = t.relnamespace where ${ours} order by 1, 2`,
  );

export const foreignKeysOf = (db: Database) =>
  read<ForeignKey>(
    db,
    `select t.relname as table, c.conname as name, f.relname as to,
       (select array_agg(a.attname::text order by k.at) from unnest(c.conkey) with ordinality k (no, at)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.no) as columns,
       (select array_agg(a.attname::text order by k.at) from unnest(c.confkey) with ordinality k (no, at)
          join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.no) as "toColumns"
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
     join pg_namespace n on n.oid = t.relnamespace
     where c.contype = 'f' and c.conparentid = 0 and ${ours} order by 1, 2`,
  );
