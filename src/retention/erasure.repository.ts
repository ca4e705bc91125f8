import { sql } from 'kysely';
import { samplesPurpose } from '../dictionary/unknown.repository.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { packKeys, unpackKeys } from '../runs/outcome-pack.model.ts';
import type { Samples, Texts } from './mentions.repository.ts';
import type { Pack, Place } from './theirs.repository.ts';
import { forgotten, type Sought, type Traces } from './traces.model.ts';

// The one place where history is changed: what it holds of a person who is forgotten is taken out of it.

const page = 2_000;

/** Removes a page of the person’s own rows; answers how many. */
export async function removeTheirs(tx: Tx, district: string, traces: Traces, place: Place): Promise<number> {
  const keys = sql.join(place.key.map((name) => sql.ref(name)));
  const gone = await sql`delete from ${sql.table(place.table)} where district_id = ${district} and (${keys}) in
    (select ${keys} from ${sql.table(place.table)} where district_id = ${district} and ${place.theirs(district, traces)}
     limit ${page})`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}

const at = ({ month, run_no, unit, seq }: Pack) =>
  sql`month = ${month} and run_no = ${run_no} and unit = ${unit} and seq = ${seq}`;

/** Packs a pack anew without some of its keys; one that held no other goes. The numbers of the run stay. */
export async function takeOutOfPack(tx: Tx, district: string, pack: Pack, held: readonly string[]): Promise<number> {
  const [fresh] = packKeys(unpackKeys(pack.keys).filter((key) => !held.includes(key)));
  const here = sql`district_id = ${district} and ${at(pack)}`;
  const table = sql.table('outcome_pack');
  const done =
    fresh === undefined
      ? await sql`delete from ${table} where ${here}`.execute(tx)
      : await sql`update ${table} set n = ${fresh.n}, lo = ${fresh.lo}, hi = ${fresh.hi}, keys = ${fresh.keys} where ${here}`.execute(
          tx,
        );
  return (done.numAffectedRows ?? 0n) > 0n ? held.length : 0;
}

/** Takes ids of the person out of lists that others keep: whose guardian they are, records that were asked for alone. */
export async function takeOutOfLists(
  tx: Tx,
  district: string,
  { connection, sourceKey, keys, person }: Traces,
): Promise<number> {
  const people = await sql`update ${sql.table('person')} set agent_keys = array_remove(agent_keys, ${sourceKey})
    where district_id = ${district} and connection_id = ${connection} and agent_keys @> array[${sourceKey}]`.execute(
    tx,
  );
  const words = await sql`update ${sql.table('value_mapping')} set except_keys =
      array(select one from unnest(except_keys) one where one <> all(${keys.map(({ key }) => key)}))
    where district_id = ${district} and connection_id = ${connection} and except_keys && ${keys.map(({ key }) => key)}::text[]`.execute(
    tx,
  );
  const ofFlow = JSON.stringify(keys);
  const named = sql`from jsonb_to_recordset(${ofFlow}::jsonb) as k (flow bigint, kind text, key text)`;
  const runs = await sql`update ${sql.table('run')} set scope = jsonb_set(scope, '{records}',
      (select jsonb_agg(case when exists (select 1 ${named} where k.flow = run.flow_no and k.key = one) then ${forgotten} else one end)
       from jsonb_array_elements_text(scope -> 'records') one))
    where district_id = ${district} and jsonb_typeof(scope -> 'records') = 'array'
      and exists (select 1 ${named} where k.flow = run.flow_no and scope -> 'records' ? k.key)`.execute(tx);
  const looked = await sql`update ${sql.table('looked')} set key = ${forgotten}, person_id = null
    where district_id = ${district} and (person_id = ${person}
      or (flow_no, kind, key) in (select k.flow, k.kind, k.key ${named}))`.execute(tx);
  return [people, words, runs, looked].reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0);
}

/** What was asked of a fix names the records that were picked. */
export async function takeOutOfFixes(tx: Tx, district: string, { keys }: Traces): Promise<number> {
  const found = await sql<{
    no: number;
    flow_no: number;
    asked: unknown;
    facts: unknown;
  }>`select no, flow_no, asked, facts from fix
    where district_id = ${district} and flow_no = any(${[...new Set(keys.map(({ flow }) => flow))]}::bigint[])`.execute(
    tx,
  );
  let changed = 0;
  for (const { no, flow_no: flow, asked, facts } of found.rows) {
    const own = new Set(keys.flatMap((one) => (one.flow === flow ? [one.key] : [])));
    const [after, about] = [withoutKeys(asked, own), withoutKeys(facts, own)];
    if (JSON.stringify([after, about]) === JSON.stringify([asked, facts])) continue;
    await sql`update ${sql.table('fix')} set asked = ${JSON.stringify(after)}, facts = ${JSON.stringify(about)}
      where district_id = ${district} and no = ${no}`.execute(tx);
    changed++;
  }
  return changed;
}

function withoutKeys(value: unknown, keys: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return keys.has(value) ? forgotten : value;
  if (Array.isArray(value)) return value.map((one) => withoutKeys(one, keys));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, withoutKeys(held, keys)]));
}

/** Takes the person out of a row’s texts. A row whose very key names them is removed. False: they do not stand in it. */
export async function takeOutOfRow(
  tx: Tx,
  district: string,
  { table, key, columns }: Texts,
  row: Readonly<Record<string, unknown>>,
  sought: Sought,
): Promise<boolean> {
  const changed = columns.flatMap(({ name, is }) => {
    const before = row[name];
    const after = sought.withoutIn(before);
    return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ name, is, after }];
  });
  if (changed.length === 0) return false;
  const here = sql`district_id = ${district} and ${sql.join(
    key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
    sql` and `,
  )}`;
  if (changed.some(({ name }) => key.includes(name))) {
    await sql`delete from ${sql.table(table)} where ${here}`.execute(tx);
    return true;
  }
  const set = changed.map(
    ({ name, is, after }) => sql`${sql.ref(name)} = ${is === 'jsonb' ? JSON.stringify(after) : after}`,
  );
  await sql`update ${sql.table(table)} set ${sql.join(set)} where ${here}`.execute(tx);
  return true;
}

/** Removes a kept call. */
export async function removeExchange(
  tx: Tx,
  district: string,
  { run, unit, seq }: { readonly run: number; readonly unit: string; readonly seq: number },
): Promise<void> {
  for (const table of ['exchange_refused', 'exchange_accepted'])
    await sql`delete from ${sql.table(table)} where district_id = ${district} and run_no = ${run} and unit = ${unit} and seq = ${seq}`.execute(
      tx,
    );
}

export async function removeAnswer(tx: Tx, district: string, key: Readonly<Record<string, unknown>>): Promise<void> {
  await sql`delete from ${sql.table('idempotency')} where district_id = ${district} and api_key_id = ${key['api_key_id']}
    and path = ${key['path']} and key = ${key['key']}`.execute(tx);
}

/** Keeps only those samples of an unknown message; null: the message itself goes. */
export async function keepSamples(
  tx: Tx,
  secrets: Secrets,
  district: string,
  id: number,
  samples: Samples['samples'] | null,
): Promise<void> {
  const table = sql.table('unknown_message');
  if (samples === null) {
    await sql`delete from ${table} where district_id = ${district} and id = ${id}`.execute(tx);
    return;
  }
  const sealed =
    samples.length === 0 ? null : secrets.seal(samplesPurpose(district), Buffer.from(JSON.stringify(samples)));
  await sql`update ${table} set samples = ${sealed}, samples_since = ${sealed === null ? null : sql`samples_since`}
    where district_id = ${district} and id = ${id}`.execute(tx);
}

export async function removeBundle(tx: Tx, district: string, ticket: number): Promise<void> {
  await sql`delete from ${sql.table('ticket_bundle')} where district_id = ${district} and ticket_no = ${ticket}`.execute(
    tx,
  );
}

/** What a connection read last is not known any more: it holds prints of the person’s lines. The next reading compares every row. */
export async function dropKnown(tx: Tx, district: string, { connection }: Pick<Traces, 'connection'>): Promise<number> {
  const gone =
    await sql`delete from ${sql.table('snapshot')} where district_id = ${district} and connection_id = ${connection}
    and kind in ('user', 'enrollment', 'role')`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}

/** Stored files of ended runs of a connection: where they lie, by store. */
export async function storedFiles(
  db: Queries,
  district: string,
  { connection }: Traces,
): Promise<readonly { store: string; folder: string }[]> {
  const found = await sql<{ store: string; folder: string }>`
    select distinct p.store, case when p.source ->> 'mode' = 'read' then p.source ->> 'folder' else p.source ->> 'path' end as folder
    from part p join run r on r.district_id = p.district_id and r.no = p.run_no
      join flow f on f.district_id = r.district_id and f.no = r.flow_no
    where p.district_id = ${district} and f.source_id = ${connection} and r.finished_at is not null and p.store is not null
      and (p.source ->> 'sealed' = 'true' or p.source ->> 'mode' = 'read') and (p.source ? 'path' or p.source ? 'folder')`.execute(
    db,
  );
  return found.rows;
}

/** From now on nobody looks for the files of ended runs of a connection, and each machine removes those that it has. */
export async function forgetFiles(tx: Tx, district: string, { connection }: Traces): Promise<void> {
  await sql`update ${sql.table('part')} p set source = p.source - 'path' - 'folder' from run r, flow f
    where p.district_id = ${district} and r.district_id = p.district_id and r.no = p.run_no and r.finished_at is not null
      and f.district_id = r.district_id and f.no = r.flow_no and f.source_id = ${connection}
      and p.store is not null and (p.source ? 'path' or p.source ? 'folder')`.execute(tx);
}

/** Runs that may still bring the person: of any file or reading of their connection, and of batches. */
export async function openRuns(db: Queries, district: string, { keys }: Traces): Promise<readonly number[]> {
  const flows = [...new Set(keys.map(({ flow }) => flow))];
  const found = await sql<{ no: number }>`select no from run where district_id = ${district} and finished_at is null
    and trigger <> 'push' and flow_no = any(${flows}::bigint[]) order by no`.execute(db);
  return found.rows.map(({ no }) => no);
}
