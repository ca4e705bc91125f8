import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { unpackKeys } from '../runs/outcome-pack.model.ts';
import type { Traces } from './traces.model.ts';

// Rows that are a person's own: found by the flow, kind and key of a record, or by who they are about.

type Condition = RawBuilder<unknown>;
export type Place = {
  readonly name: string;
  readonly table: string;
  /** What tells its rows apart, behind the district. */
  readonly key: readonly string[];
  readonly theirs: (district: string, traces: Traces) => Condition;
};

/** An address is the same in whatever case it is written; other keys are not. */
const written = (key: Condition) => sql`case when strpos(${key}, '@') > 0 then lower(${key}) else ${key} end`;

/** Whether a row’s record is the person’s. `flow`: which flow the row is of. */
function ofRecord(flow: Condition, { keys, members }: Traces): Condition {
  const own = sql`(${flow}, kind, ${written(sql`key`)}) in (select k.flow, k.kind, ${written(sql`k.key`)}
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (flow bigint, kind text, key text))`;
  const member = sql`(kind = 'courseMember' and exists (select 1
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as m (flow bigint, before text)
    where m.flow = ${flow} and starts_with(lower(key), lower(m.before))))`;
  return sql`(${own} or ${member})`;
}

/** Or it waits for the person: an enrollment that came without them. */
function orWaiting(flow: Condition, district: string, traces: Traces): Condition {
  const own = sql`(select no from flow where district_id = ${district} and source_id = ${traces.connection})`;
  return sql`(${ofRecord(flow, traces)}
    or (waits_kind = 'user' and waits_key = ${traces.sourceKey} and ${flow} in ${own}))`;
}

const flowOfRun = (district: string, run = sql.ref('run_no')) =>
  sql`(select r.flow_no from run r where r.district_id = ${district} and r.no = ${run})`;
const flowOfFix = (district: string) =>
  sql`(select f.flow_no from fix f where f.district_id = ${district} and f.no = fix_no)`;
const flowOfRekey = (district: string) =>
  sql`(select y.flow_no from rekey y where y.district_id = ${district} and y.no = rekey_no)`;

const exchange = (series: 'refused' | 'accepted'): Place => ({
  name: 'exchanges',
  table: `exchange_${series}`,
  key: ['run_no', 'unit', 'seq', 'month'],
  theirs: (district, traces) => sql`key is not null and ${ofRecord(flowOfRun(district), traces)}`,
});

/** A record that was given a new key is the person’s by either. */
const rekeyed: Place['theirs'] = (
  district,
  { keys },
) => sql`exists (select 1 from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (flow bigint, kind text, key text)
    where k.kind = rekey_pair.kind and k.flow = ${flowOfRekey(district)} and k.key in (new_key, old_key))`;

/** What is removed with the person, from what hangs on other rows to these. */
export const places: readonly Place[] = [
  { name: 'enrollments', table: 'enrollment', key: ['id'], theirs: (_, { person }) => sql`person_id = ${person}` },
  {
    name: 'courseStaff',
    table: 'class_staff',
    key: ['class_id', 'person_id', 'role'],
    theirs: (_, { person }) => sql`person_id = ${person}`,
  },
  { name: 'roles', table: 'person_role', key: ['id'], theirs: (_, { person }) => sql`person_id = ${person}` },
  {
    name: 'accounts',
    table: 'account',
    key: ['school_id', 'person_id'],
    theirs: (_, { person }) => sql`person_id = ${person}`,
  },
  {
    name: 'identities',
    table: 'identity',
    key: ['connection_id', 'person_id'],
    theirs: (_, { person }) => sql`person_id = ${person}`,
  },
  { name: 'people', table: 'person', key: ['id'], theirs: (_, { person }) => sql`id = ${person}` },
  {
    name: 'records',
    table: 'record',
    key: ['flow_no', 'kind', 'key'],
    theirs: (district, traces) => orWaiting(sql.ref('flow_no'), district, traces),
  },
  {
    name: 'exemptions',
    table: 'exemption',
    key: ['flow_no', 'kind', 'key'],
    theirs: (_, traces) => sql`decision <> 'forgotten' and ${ofRecord(sql.ref('flow_no'), traces)}`,
  },
  {
    name: 'fixedRecords',
    table: 'fix_record',
    key: ['fix_no', 'kind', 'key'],
    theirs: (district, traces) => ofRecord(flowOfFix(district), traces),
  },
  { name: 'newIds', table: 'rekey_pair', key: ['rekey_no', 'kind', 'new_key'], theirs: rekeyed },
  {
    name: 'outcomes',
    table: 'outcome',
    key: ['month', 'run_no', 'unit', 'seq'],
    theirs: (district, traces) => orWaiting(flowOfRun(district), district, traces),
  },
  exchange('refused'),
  exchange('accepted'),
  {
    name: 'mails',
    table: 'mail_attachment',
    key: ['mail_no', 'no'],
    theirs: (district, { person }) =>
      sql`mail_no in (select no from mail where district_id = ${district} and about = ${String(person)} and kind = 'welcome')`,
  },
  {
    name: 'mails',
    table: 'mail',
    key: ['no'],
    theirs: (_, { person }) => sql`about = ${String(person)} and kind = 'welcome'`,
  },
];

/** A pack of accepted keys that holds some of the person’s. */
export type Pack = {
  readonly month: string;
  readonly run_no: number;
  readonly unit: string;
  readonly seq: number;
  readonly kind: string;
  readonly outcome: string;
  readonly keys: Buffer;
};
type Sought = { readonly from: string; readonly to: string };

const packsAPage = 100;
/** Behind every key that begins so. */
const last = '\u{10FFFF}';

/** Packs that hold keys of the person, a page at a time: a pack is found by its first and last key, and then opened. */
export async function* packsOf(
  db: Queries,
  district: string,
  { keys, members }: Traces,
): AsyncIterable<Pack & { readonly held: readonly string[] }> {
  const ranges = [
    ...keys.map(({ flow, kind, key }) => ({ flow, kind, from: key, to: key })),
    ...members.map(({ flow, before }) => ({ flow, kind: 'courseMember', from: before, to: `${before}${last}` })),
  ];
  for (let after: Pack | null = null; ; ) {
    const beyond: Condition =
      after === null
        ? sql``
        : sql`and (p.month, p.run_no, p.unit, p.seq) > (${after.month}, ${after.run_no}, ${after.unit}, ${after.seq})`;
    const found: { rows: (Pack & { sought: Sought[] })[] } = await sql<Pack & { sought: Sought[] }>`
      select p.month, p.run_no, p.unit, p.seq, p.kind, p.outcome, p.keys,
        (array_agg(jsonb_build_object('from', k.from, 'to', k.to))) as sought
      from outcome_pack p join run r on r.district_id = p.district_id and r.no = p.run_no
      join jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as k (flow bigint, kind text, "from" text, "to" text)
        on k.flow = r.flow_no and k.kind = p.kind and p.lo <= k.to collate "C" and p.hi >= k.from collate "C"
      where p.district_id = ${district} ${beyond}
      group by p.district_id, p.month, p.run_no, p.unit, p.seq
      order by p.month, p.run_no, p.unit, p.seq limit ${packsAPage}`.execute(db);
    for (const { sought, ...pack } of found.rows) {
      const held = unpackKeys(pack.keys).filter((key) => sought.some((one) => isIn(key, one)));
      if (held.length > 0) yield { ...pack, held };
    }
    after = found.rows.at(-1) ?? null;
    if (after === null || found.rows.length < packsAPage) return;
  }
}

const isIn = (key: string, { from, to }: Sought) => key === from || (to !== from && key.startsWith(from));

/** How many rows of a place are the person’s. */
export async function countTheirs(db: Queries, district: string, traces: Traces, place: Place): Promise<number> {
  const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(place.table)}
    where district_id = ${district} and ${place.theirs(district, traces)}`.execute(db);
  return found.rows[0]?.n ?? 0;
}
