import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';
import type { Tx } from '../../platform/database.ts';
import type { Tables } from '../../platform/tables.ts';

/** The queries of a transaction that pg carries: look-ups and mail join in the page that the pipeline stores. */
export function queriesOf(client: PoolClient): Tx {
  const session = { query: client.query.bind(client), release: () => {} };
  const pool = { connect: async () => session, end: async () => {} };
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pool as never }) });
  // It begins and ends where the pipeline says so.
  return db as unknown as Tx;
}
