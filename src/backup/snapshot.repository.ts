import type pg from 'pg';
import {
  type CopiedTable,
  type Partition,
  partitionsOf,
  plainText,
  quoted,
  tablesInOrder,
} from '../platform/table-copy.ts';

/** What a database holds at one moment, which the session that took it goes on seeing. */
export type Source = {
  readonly tables: readonly CopiedTable[];
  readonly partitions: readonly Partition[];
  readonly districts: readonly { readonly id: string; readonly name: string }[];
  readonly postgres: string;
  /** Names of the migrations that were applied. */
  readonly applied: readonly string[];
};

/** What processes write of themselves while they live is no data. */
const ofProcesses = ['worker'];

/**
 * Begins a transaction that sees one moment of all tables. They are locked first, against nothing but being altered or
 * dropped: what the moment shows is then there until the last of it was read.
 */
export async function takeSnapshot(client: pg.ClientBase): Promise<Source> {
  const names = (await tablesInOrder(client)).map(({ name }) => name);
  await client.query('begin transaction isolation level repeatable read, read only');
  await client.query(plainText);
  await client.query(`lock table ${names.map(quoted).join(', ')} in access share mode`);
  const { rows: districts } = await client.query<{ id: string; name: string }>(
    'select id, name from district order by id',
  );
  const { rows: applied } = await client.query<{ name: string }>('select name from migration order by name');
  const { rows: version } = await client.query<{ server_version: string }>('show server_version');
  return {
    tables: (await tablesInOrder(client)).filter(({ name }) => !ofProcesses.includes(name)),
    partitions: await partitionsOf(client),
    districts,
    postgres: version[0]?.server_version ?? '',
    applied: applied.map(({ name }) => name),
  };
}
