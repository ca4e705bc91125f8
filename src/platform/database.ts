import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

export type Tx = Transaction<Tables>;
export type Database = {
  readonly kysely: Kysely<Tables>;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
};
/** Anything that can run a query: the pool or an open transaction. */
export type Queries = Kysely<Tables>;

const int8 = 20;
const date = 1082;
const types = { getTypeParser };

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  // Counters and numbers a district fit a double; fingerprints do not, and are always read as ::text.
  if (oid === int8 && format !== 'binary') return (text: string) => Number(text);
  // A calendar day has no zone: 2026-11-24 stays that text.
  if (oid === date) return (text: string) => text;
  return pg.types.getTypeParser(oid as never, format as never);
}

/** Every session of ours says whose it is, for whoever looks at the server. */
const sessionName = `hallpass-${process.pid}`;

/** How every pool of ours is opened. */
export const poolOptions = (url: string, size: number) => ({
  connectionString: url,
  max: size,
  types,
  application_name: sessionName,
  idleTimeoutMillis: 30_000,
});

export function openDatabase(url: string, size = 10): Database {
  const pool = new pg.Pool(poolOptions(url, size));
  // A server that goes away ends idle sessions; the next query opens a new one and tells its caller if that fails.
  pool.on('error', () => {});
  // So is one that is in use: whoever uses it is told by the query; without a listener the whole process would end.
  pool.on('connect', (client) => client.on('error', () => {}));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | undefined;
  return {
    kysely,
    pool,
    url,
    close() {
      // Kysely ends a pool only if it has used it.
      closed ??= kysely.destroy().then(() => (pool.ending ? undefined : pool.end()));
      return closed;
    },
  };
}

/** A session of its own, outside the pool: for locks held as long as the process lives, and for LISTEN. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: sessionName,
    types,
    connectionTimeoutMillis: 30_000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The next `n` numbers of a district's counter, as the first of them. Its own short statement: no transaction waits for another's row. */
export async function allocate(db: Queries, district: string, name: string, n = 1): Promise<number> {
  const row = await sql<{ value: number }>`
    insert into counter (district_id, name, value) values (${district}, ${name}, ${n})
    on conflict (district_id, name) do update set value = counter.value + ${n}
    returning value`.execute(db);
  return (row.rows[0]?.value ?? n) - n + 1;
}

/** Statements as text, in whatever transaction they are given for. */
export type Statements = {
  query<Row = unknown>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly rowCount: number }>;
};

/** The statements of an open transaction (or of none). */
export function statementsOf(db: Queries): Statements {
  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows: rows as Row[], rowCount: Number(numAffectedRows ?? rows.length) };
    },
  };
}

/** The statements of a session's transaction. */
export function statementsOfClient(client: pg.PoolClient): Statements {
  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const { rows, rowCount } = await client.query(text, [...values]);
      return { rows: rows as Row[], rowCount: rowCount ?? rows.length };
    },
  };
}

/** Makes sure that the month partitions of the history tables exist for this month and the next. */
export async function ensureMonths(db: Queries, now: Date): Promise<void> {
  const starts = [0, 1, 2].map((ahead) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10),
  );
  for (const table of ['outcome', 'outcome_pack', 'audit', 'looked', 'exchange_refused', 'exchange_accepted']) {
    // A transaction a table: one that waits for a writer's table holds no other that the writer may want next.
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('hallpass-months'))`.execute(tx);
      for (const [at, start] of starts.slice(0, 2).entries()) {
        const name = `${table}_${start.slice(0, 4)}_${start.slice(5, 7)}`;
        const there = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(tx);
        if (there.rows[0]?.there === true) continue;
        // Made beside its table and then attached, which neither waits for those who read and write the table nor lets
        // them wait; making it as a partition would do both.
        await sql`create table ${sql.table(name)} (like ${sql.table(table)} including all)`.execute(tx);
        await sql`alter table ${sql.table(table)} attach partition ${sql.table(name)}
          for values from (${sql.lit(start)}) to (${sql.lit(starts[at + 1])})`.execute(tx);
      }
    });
  }
}

/** Runs work in a transaction on a session of the pool; a session whose rollback fails is thrown away. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The PostgreSQL error's SQLSTATE, where it is one. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
