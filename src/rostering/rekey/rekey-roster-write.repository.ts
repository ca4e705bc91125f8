import type { PoolClient } from 'pg';
import type { Owner } from '../roster.repository.ts';
import { rosterTables } from '../roster-table.model.ts';
import type { Join, RekeyKind } from './join.model.ts';

// A source gave a record a new id, and brought it as if it were another. The row that was there before goes on under the
// new key, with the new values and with all that hangs on both; the newer row keeps the old key, as one that is deleted.
// So whatever knows the record by its row (identities, corrections, history) goes on knowing it.

type Target = Owner & { readonly run: number; readonly flow: number; readonly kind: RekeyKind };

const pairs = `jsonb_to_recordset($2::jsonb) as pair (a bigint, b bigint, "oldKey" text, "newKey" text)`;

/** What moves from the newer row to the one that stays, before its values do. */
const moves: Readonly<Record<RekeyKind, readonly string[]>> = {
  class: [
    `update enrollment one set class_id = pair.a from ${pairs} where one.district_id = $1 and one.class_id = pair.b`,
    `delete from class_term one using ${pairs} where one.district_id = $1 and one.class_id = pair.a`,
    `update class_term one set class_id = pair.a from ${pairs} where one.district_id = $1 and one.class_id = pair.b`,
  ],
  user: [
    `update enrollment one set person_id = pair.a from ${pairs} where one.district_id = $1 and one.person_id = pair.b`,
    `update person_role one set person_id = pair.a from ${pairs} where one.district_id = $1 and one.person_id = pair.b`,
    // What the API gave stays with whom it was given to.
    `delete from account one using ${pairs} where one.district_id = $1 and one.person_id = pair.a and not one.via_api`,
    `delete from account one using ${pairs} where one.district_id = $1 and one.person_id = pair.b
       and exists (select 1 from account own where own.district_id = $1 and own.person_id = pair.a and own.school_id = one.school_id)`,
    `update account one set person_id = pair.a from ${pairs} where one.district_id = $1 and one.person_id = pair.b`,
    `delete from identity one using ${pairs} where one.district_id = $1 and one.person_id = pair.b
       and exists (select 1 from identity own where own.district_id = $1 and own.person_id = pair.a and own.connection_id = one.connection_id)`,
    `update identity one set person_id = pair.a from ${pairs} where one.district_id = $1 and one.person_id = pair.b`,
  ],
  enrollment: [],
};

/** What is known of a record by its key moves to the new one; that it was missing under the old one is no longer so. */
const known = [
  `delete from record one using ${pairs} where one.district_id = $1 and one.flow_no = $3 and one.kind = $4 and one.key = pair."oldKey"
     and (one.state = 'held' or exists (select 1 from record own where own.district_id = $1 and own.flow_no = $3 and own.kind = $4 and own.key = pair."newKey"))`,
  `update record one set key = pair."newKey" from ${pairs} where one.district_id = $1 and one.flow_no = $3 and one.kind = $4 and one.key = pair."oldKey"`,
  `update record one set waits_key = pair."newKey" from ${pairs} where one.district_id = $1 and one.flow_no = $3 and one.waits_kind = $4 and one.waits_key = pair."oldKey"`,
  `delete from exemption one using ${pairs} where one.district_id = $1 and one.flow_no = $3 and one.kind = $4 and one.key = pair."oldKey"
     and exists (select 1 from exemption own where own.district_id = $1 and own.flow_no = $3 and own.kind = $4 and own.key = pair."newKey")`,
  `update exemption one set key = pair."newKey" from ${pairs} where one.district_id = $1 and one.flow_no = $3 and one.kind = $4 and one.key = pair."oldKey"`,
];

/** Joins each pair of rows to one. The transaction is that in which the outcomes of the same records are stored. */
export async function joinRows(client: PoolClient, target: Target, joins: readonly Join[]): Promise<void> {
  const { district, run, flow, kind } = target;
  const list = JSON.stringify(joins);
  for (const statement of moves[kind]) await client.query(statement, [district, list]);
  await moveValues(client, target, list);
  const { table } = rosterTables[kind];
  // A key belongs to one row at a time, so that the two change theirs by way of a third that no source can send.
  await client.query(
    `update ${table} one set source_key = chr(1) || one.id from ${pairs} where one.district_id = $1 and one.id = pair.b`,
    [district, list],
  );
  await client.query(
    `update ${table} one set source_key = pair."newKey" from ${pairs} where one.district_id = $1 and one.id = pair.a`,
    [district, list],
  );
  await client.query(
    `update ${table} one set source_key = pair."oldKey", status = 'tobedeleted', deleted_run = $3, changed_run = $3
     from ${pairs} where one.district_id = $1 and one.id = pair.b`,
    [district, list, run],
  );
  for (const statement of known) await client.query(statement, [district, list, flow, kind]);
  await client.query(
    `update value_mapping one set except_keys = (select array_agg(coalesce(pair."newKey", key)) from unnest(one.except_keys) key
       left join ${pairs} on pair."oldKey" = key)
     where one.district_id = $1 and one.connection_id = $3 and one.kind = $4
       and one.except_keys && array(select pair."oldKey" from ${pairs})`,
    [district, list, target.connection, kind],
  );
}

async function moveValues(client: PoolClient, { district, run, kind }: Target, list: string): Promise<void> {
  const { table, columns } = rosterTables[kind];
  const set = columns.map(([name]) => `${name} = newer.${name}`).join(', ');
  await client.query(
    `update ${table} one set ${set}, print = newer.print, changed_run = $3, status = 'active', deleted_run = null
     from ${pairs} join ${table} newer on newer.district_id = $1 and newer.id = pair.b
     where one.district_id = $1 and one.id = pair.a`,
    [district, list, run],
  );
}
