import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';

// Removes a deleted connection with all of its data, a page a transaction, from what hangs on other things to what they
// hang on. What is gone is gone, so that whoever goes on after a kill begins at the first step. Rows that data of another
// connection hangs on are not removed: they become that connection's.

type Of = { readonly district: string; readonly connection: number };
/** Handles one page; answers how many rows. */
type Step = (tx: Tx, of: Of) => Promise<number>;

const page = 5000;

/** Removes a page of rows of a table that nothing else hangs on. `key`: its whole key, behind the district. */
const drop =
  (table: string, key: readonly string[], where: (of: Of) => ReturnType<typeof sql>, rows = page): Step =>
  async (tx, of) => {
    const keys = sql.join(key.map((name) => sql.ref(name)));
    const gone = await sql`delete from ${sql.table(table)} where district_id = ${of.district} and (${keys}) in
      (select ${keys} from ${sql.table(table)} where district_id = ${of.district} and ${where(of)} limit ${rows})`.execute(
      tx,
    );
    return Number(gone.numAffectedRows ?? 0n);
  };

const own = ({ connection }: Of) => sql`connection_id = ${connection}`;
const ofFlows = ({ district, connection }: Of) =>
  sql`flow_no in (select no from flow where district_id = ${district} and source_id = ${connection})`;
const ofFixes = (of: Of) => sql`fix_no in (select no from fix where district_id = ${of.district} and ${ofFlows(of)})`;
const ofRekeys = (of: Of) =>
  sql`rekey_no in (select no from rekey where district_id = ${of.district} and ${ofFlows(of)})`;
const ofRuns = (of: Of) => sql`run_no in (select no from run where district_id = ${of.district} and ${ofFlows(of)})`;

const ofIssues = (of: Of) =>
  sql`issue_no in (select no from issue where district_id = ${of.district} and ${ofFlows(of)})`;

const ofTickets = (of: Of) =>
  sql`ticket_no in (select no from ticket where district_id = ${of.district} and ${own(of)})`;

const ofSubscriptions = (of: Of) =>
  sql`subscription_no in (select no from subscription where district_id = ${of.district} and ${ofFlows(of)})`;

type Kind = {
  readonly table: 'class' | 'person' | 'course' | 'term' | 'school';
  /** Rows of other tables that are removed with it. */
  readonly with: readonly { readonly table: string; readonly column: string }[];
  /** Who else needs it: pairs of its id and another connection, for the ids of a page. */
  readonly needed: (of: Of, ids: readonly (number | string)[]) => ReturnType<typeof sql>;
  /** Rows hang on rows of the same table: those that none hangs on go first. */
  readonly tree: boolean;
};

const kinds: readonly Kind[] = [
  {
    table: 'class',
    tree: false,
    with: [
      { table: 'class_staff', column: 'class_id' },
      { table: 'class_attendance', column: 'class_id' },
    ],
    needed: ({ district }, ids) => sql`
      select class_id as id, connection_id as by from enrollment where district_id = ${district} and class_id = any(${ids})
      union all select class_id, connection_id from session where district_id = ${district} and class_id = any(${ids})`,
  },
  {
    table: 'person',
    tree: false,
    with: [],
    needed: ({ district }, ids) => sql`
      select person_id as id, connection_id as by from enrollment where district_id = ${district} and person_id = any(${ids})
      union all select s.person_id, c.connection_id from class_staff s
        join class c on c.district_id = ${district} and c.id = s.class_id
        where s.district_id = ${district} and s.person_id = any(${ids})`,
  },
  {
    table: 'course',
    tree: false,
    with: [],
    needed: ({ district }, ids) =>
      sql`select course_id as id, connection_id as by from class where district_id = ${district} and course_id = any(${ids})`,
  },
  {
    table: 'term',
    tree: true,
    with: [],
    needed: ({ district }, ids) => sql`
      select t.term_id as id, c.connection_id as by from class_term t join class c on c.district_id = ${district} and c.id = t.class_id
        where t.district_id = ${district} and t.term_id = any(${ids})
      union all select school_year_id, connection_id from course where district_id = ${district} and school_year_id = any(${ids})
      union all select parent_id, connection_id from term where district_id = ${district} and parent_id = any(${ids})`,
  },
  {
    // A school also stays for what people have set for it; then no source brings it any more.
    table: 'school',
    tree: true,
    with: [],
    needed: ({ district, connection }, ids) => sql`
      select school_id as id, connection_id as by from class where district_id = ${district} and school_id = any(${ids})
      union all select school_id, connection_id from course where district_id = ${district} and school_id = any(${ids})
      union all select a.school_id, p.connection_id from account a join person p on p.district_id = ${district} and p.id = a.person_id
        where a.district_id = ${district} and a.school_id = any(${ids})
      union all select parent_id, connection_id from school where district_id = ${district} and parent_id = any(${ids})
      union all select school_id, null from grant_ where district_id = ${district} and school_id = any(${ids})
      union all select k.school_id, null from api_key_school k join api_key a on a.district_id = ${district} and a.id = k.api_key_id
        where k.district_id = ${district} and k.school_id = any(${ids}) and a.revoked_at is null
          and a.connection_id is distinct from ${connection}
      union all select id, null from school where district_id = ${district} and id = any(${ids}) and rostering is not null`,
  },
];

/** A page of one kind of the roster: what others need is handed over, the rest is removed. */
const removeKind =
  (kind: Kind): Step =>
  async (tx, of) => {
    const ids = await nextIds(tx, of, kind);
    if (ids.length === 0) return 0;
    const needed = await sql<Needed>`
      select id, min(by) as by from (${kind.needed(of, ids)}) needed group by id`.execute(tx);
    await handOver(tx, of, kind, needed.rows);
    const stays = new Set(needed.rows.map(({ id }) => id));
    await removeRows(
      tx,
      of,
      kind,
      ids.filter((id) => !stays.has(id)),
    );
    return ids.length;
  };

async function nextIds(tx: Tx, { district, connection }: Of, { table, tree }: Kind): Promise<(number | string)[]> {
  const rows = (leaves: boolean) => sql<{ id: number | string }>`select id from ${sql.table(table)} t
    where district_id = ${district} and connection_id = ${connection}
      ${leaves ? sql`and not exists (select 1 from ${sql.table(table)} child where child.district_id = ${district} and child.parent_id = t.id and child.connection_id = ${connection})` : sql``}
    order by id limit ${page}`;
  const found = await rows(tree).execute(tx);
  if (found.rows.length > 0 || !tree) return found.rows.map(({ id }) => id);
  // A source may have told that two are each other's parents.
  await sql`update ${sql.table(table)} set parent_id = null where district_id = ${district} and connection_id = ${connection}`.execute(
    tx,
  );
  return (await rows(true).execute(tx)).rows.map(({ id }) => id);
}

type Needed = { readonly id: number | string; readonly by: number | null };

/** A key at the new connection may be taken there by a row of its own: then it tells where it is from. */
async function handOver(tx: Tx, { district, connection }: Of, { table }: Kind, rows: readonly Needed[]): Promise<void> {
  if (rows.length === 0) return;
  const at = sql.table(table);
  const free = sql`, source_key = case when exists (select 1 from ${at} other where other.district_id = ${district}
      and other.connection_id = needed.by and other.source_key = old.source_key)
    then left(old.source_key, 360) || ${` (of connection ${connection})`} else old.source_key end`;
  await sql`update ${at} old set connection_id = needed.by ${table === 'school' ? sql`` : free}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as needed (id ${sql.raw(table === 'school' ? 'text' : 'bigint')}, by bigint)
    where old.district_id = ${district} and old.id = needed.id`.execute(tx);
  // Their new connection is matched anew: who has come to it was changed by none of its runs.
  if (table === 'person')
    await sql`update connection set people_matched_run = 0 where district_id = ${district}
      and id = any(${rows.flatMap(({ by }) => by ?? [])})`.execute(tx);
}

async function removeRows(tx: Tx, { district }: Of, kind: Kind, ids: readonly (number | string)[]): Promise<void> {
  if (ids.length === 0) return;
  for (const { table, column } of kind.with)
    await sql`delete from ${sql.table(table)} where district_id = ${district} and ${sql.ref(column)} = any(${ids})`.execute(
      tx,
    );
  if (kind.table === 'person')
    await sql`delete from mail where district_id = ${district} and about = any(${ids.map(String)}) and kind = 'welcome'`.execute(
      tx,
    );
  if (kind.table === 'school')
    // Keys that were revoked, or go with the connection, still name their schools.
    await sql`delete from api_key_school where district_id = ${district} and school_id = any(${ids})`.execute(tx);
  await sql`delete from ${sql.table(kind.table)} where district_id = ${district} and id = any(${ids})`.execute(tx);
}

const steps: readonly Step[] = [
  drop('enrollment', ['id'], own),
  drop('person_role', ['id'], own),
  drop('session', ['class_id', 'id'], own),
  drop('identity', ['connection_id', 'person_id'], own),
  ...kinds.map(removeKind),
  drop('outcome', ['month', 'run_no', 'unit', 'seq'], ofRuns),
  drop('outcome_pack', ['month', 'run_no', 'unit', 'seq'], ofRuns),
  drop('exchange_refused', ['run_no', 'unit', 'seq', 'month'], own),
  drop('exchange_accepted', ['run_no', 'unit', 'seq', 'month'], ofRuns),
  drop('batch_page', ['batch_id', 'kind', 'no'], ofRuns),
  drop('news', ['kind', 'subject', 'change', 'version'], own),
  drop('notification', ['subscription_no', 'kind', 'subject', 'change', 'version'], ofSubscriptions),
  drop('notification', ['subscription_no', 'kind', 'subject', 'change', 'version'], own),
  drop('subscription', ['no'], ofFlows),
  drop('push_day', ['connection_id', 'school_id', 'day'], own),
  drop('record', ['flow_no', 'kind', 'key'], ofFlows),
  drop('ticket_event', ['ticket_no', 'no'], ofTickets),
  drop('ticket_bundle', ['ticket_no'], ofTickets),
  drop('ticket', ['no'], own),
  drop(
    'webhook_attempt',
    ['event_no', 'no'],
    (of) => sql`event_no in (select no from webhook_event where district_id = ${of.district} and ${own(of)})`,
  ),
  drop('webhook_event', ['no'], own),
  drop('issue_run', ['issue_no', 'run_no'], ofIssues),
  drop('issue', ['no'], ofFlows),
  drop('exemption', ['flow_no', 'kind', 'key'], ofFlows),
  drop('hold', ['no'], ofFlows),
  drop('fix_record', ['fix_no', 'kind', 'key'], ofFixes),
  drop('value_mapping', ['connection_id', 'kind', 'column_name', 'value'], own),
  drop('fix', ['no'], ofFlows),
  drop('rekey_pair', ['rekey_no', 'kind', 'new_key'], ofRekeys),
  drop('rekey', ['no'], ofFlows),
  drop('expectation', ['no'], own),
  drop('expiry', ['subject'], own),
  drop('part', ['run_no', 'unit'], ofFlows),
  drop('run', ['no'], ofFlows),
  // Its rows are large.
  drop('snapshot', ['connection_id', 'kind', 'scope', 'patch'], own, 50),
  drop(
    'idempotency',
    ['api_key_id', 'path', 'key'],
    (of) => sql`api_key_id in (select id from api_key where district_id = ${of.district} and ${own(of)})`,
  ),
];

/** Does one page of the first step that is left, from a step on; answers where to go on, and null when all is gone. */
export async function removePage(tx: Tx, of: Of, from: number): Promise<number | null> {
  for (const [at, step] of steps.entries()) if (at >= from && (await step(tx, of)) > 0) return at;
  // What was being written when the connection was deleted may have come behind its step.
  if (from > 0) return 0;
  await removeLast(tx, of);
  return null;
}

async function removeLast(tx: Tx, { district, connection }: Of): Promise<void> {
  for (const table of ['data_key', 'credential', 'budget', 'pause_plan'])
    await sql`delete from ${sql.table(table)} where district_id = ${district} and connection_id = ${connection}`.execute(
      tx,
    );
  await sql`update api_key set connection_id = null where district_id = ${district} and connection_id = ${connection}`.execute(
    tx,
  );
  await sql`delete from flow where district_id = ${district} and source_id = ${connection}`.execute(tx);
  await sql`delete from connection where district_id = ${district} and id = ${connection}`.execute(tx);
}

/** Takes a deleted connection for one page, unless somebody else has it or it is gone. */
export async function lockDeleted(tx: Tx, { district, connection }: Of): Promise<boolean> {
  const found = await sql`select 1 from connection where district_id = ${district} and id = ${connection}
    and deleted_at is not null for update skip locked`.execute(tx);
  return found.rows.length > 0;
}

/** Deleted connections whose data is still there, in all districts. */
export async function deletedConnections(db: Queries): Promise<readonly Of[]> {
  const found = await sql<Of>`select district_id as district, id as connection from connection
    where deleted_at is not null order by deleted_at`.execute(db);
  return found.rows;
}

/** From now on nobody finds it and nothing comes over it. Its name is free. */
export async function markDeleted(tx: Tx, { district, connection }: Of, now: Date): Promise<void> {
  await sql`update connection set deleted_at = ${now}, status = 'paused', error = null,
      name = left(name, 60) || ${` (deleted, no. ${connection})`}
    where district_id = ${district} and id = ${connection}`.execute(tx);
}
