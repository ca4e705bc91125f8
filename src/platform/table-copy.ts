import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

// Whole tables out of a database and into one, as COPY text, which every version of PostgreSQL reads alike.

/** A table as it is copied: the columns that are stored, and the tables whose rows must be there before its own. */
export type CopiedTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly after: readonly string[];
};
/** One month (or other stretch of days) of a table that is cut by them. */
export type Partition = { readonly name: string; readonly of: string; readonly from: string; readonly to: string };

/** A month that was detached from its table is on its way out, and no table of its own. */
const ours =
  "n.nspname = 'public' and t.relkind in ('r', 'p') and not t.relispartition and t.relname !~ '_[0-9]{4}_[0-9]{2}$'";

/** All tables of a database in the order in which their rows can be written: what is referred to comes first. */
export async function tablesInOrder(client: pg.ClientBase): Promise<readonly CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(
    `select t.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
          where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select coalesce(array_agg(distinct f.relname::text), '{}') from pg_constraint c join pg_class f on f.oid = c.confrelid
          where c.conrelid = t.oid and c.contype = 'f' and c.confrelid <> t.oid) as after
     from pg_class t join pg_namespace n on n.oid = t.relnamespace where ${ours} order by 1`,
  );
  return inOrder(rows);
}

function inOrder(tables: readonly CopiedTable[]): readonly CopiedTable[] {
  const done = new Set<string>();
  const ordered: CopiedTable[] = [];
  for (let left = [...tables]; left.length > 0; ) {
    const next = left.filter((table) => table.after.every((name) => done.has(name)));
    if (next.length === 0)
      throw new Error(`These tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`);
    for (const table of next) {
      done.add(table.name);
      ordered.push(table);
    }
    left = left.filter((table) => !done.has(table.name));
  }
  return ordered;
}

/** The stretches that exist. One of another kind than from day to day would be lost, so that it is no answer but a defect. */
export async function partitionsOf(client: pg.ClientBase): Promise<readonly Partition[]> {
  const { rows } = await client.query<{ name: string; of: string; bound: string }>(
    `select t.relname as name, p.relname as of, pg_get_expr(t.relpartbound, t.oid) as bound
     from pg_class t join pg_inherits i on i.inhrelid = t.oid join pg_class p on p.oid = i.inhparent
     join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = 'public' and t.relispartition and t.relkind in ('r', 'p') and not i.inhdetachpending order by 1`,
  );
  return rows.map(({ name, of, bound }) => {
    const [, from, to] = /^FOR VALUES FROM \('(\d{4}-\d\d-\d\d)'\) TO \('(\d{4}-\d\d-\d\d)'\)$/.exec(bound) ?? [];
    if (from === undefined || to === undefined) throw new Error(`Partition ${name} has an unknown bound: ${bound}`);
    return { name, of, from, to };
  });
}

/** How a value is written as text must not hang on how a server or a user is set up. */
export const plainText = [
  "set local datestyle to 'ISO, YMD'",
  "set local timezone to 'UTC'",
  "set local intervalstyle to 'postgres'",
  "set local bytea_output to 'hex'",
  'set local extra_float_digits to 1',
  "set local client_encoding to 'UTF8'",
  'set local statement_timeout to 0',
  'set local idle_in_transaction_session_timeout to 0',
  'set local search_path to public',
].join('; ');

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const listed = (names: readonly string[]) => names.map(quoted).join(', ');

/** The rows of a table as COPY text. `where`: a condition on its columns, of literals only. */
export function rowsOut(client: pg.ClientBase, { name, columns }: CopiedTable, where?: string) {
  const rows = `select ${listed(columns)} from ${quoted(name)}${where === undefined ? '' : ` where ${where}`}`;
  return client.query(copyTo(`copy (${rows}) to stdout`));
}

/** Writes COPY text into a table; answers how many rows that were. */
export async function rowsIn(
  client: pg.ClientBase,
  { name, columns }: CopiedTable,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const into = client.query(copyFrom(`copy ${quoted(name)} (${listed(columns)}) from stdin`));
  await pipeline(content, into);
  return into.rowCount;
}

/**
 * Makes the stretches that rows will fall into; names and days were checked by whoever read them. Each is made beside its
 * table and then attached, so that whoever writes meanwhile does not wait.
 */
export async function makePartitions(client: pg.ClientBase, partitions: readonly Partition[]): Promise<void> {
  for (const { name, of, from, to } of partitions) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      `public.${quoted(name)}`,
    ]);
    if (rows[0]?.there === true) continue;
    // One message, so that both are done or none.
    await client.query(
      `create table ${quoted(name)} (like ${quoted(of)} including all);
       alter table ${quoted(of)} attach partition ${quoted(name)} for values from ('${from}') to ('${to}')`,
    );
  }
}

/** Tables on which something of ours is done when a transaction commits, such as giving a number: rows that have theirs are put in while it is still. */
export async function tablesThatAct(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct t.relname as name from pg_trigger g join pg_class t on t.oid = g.tgrelid
     join pg_namespace n on n.oid = t.relnamespace where not g.tgisinternal and g.tgdeferrable and ${ours}`,
  );
  return rows.map(({ name }) => name);
}

/** Takes all foreign keys away and answers how to put them back: checked once at the end, not with each row. */
export async function dropForeignKeys(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %I drop constraint %I', t.relname, c.conname) as drop,
       format('alter table %I add constraint %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)) as add
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
     where c.contype = 'f' and c.conparentid = 0 and ${ours} order by t.relname, c.conname`,
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ add }) => add);
}

/** Statements that keep our triggers still, or let them speak again: rows that are put back are no news. */
export async function stillTriggers(
  client: pg.ClientBase,
  tables: readonly { readonly name: string }[],
  still: boolean,
): Promise<void> {
  for (const { name } of tables)
    await client.query(`alter table ${quoted(name)} ${still ? 'disable' : 'enable'} trigger user`);
}
