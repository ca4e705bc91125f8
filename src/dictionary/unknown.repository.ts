import { sql } from 'kysely';
import { allocate, type Queries, statementsOf, type Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { type Cluster, makeClusters, type Sample, someOf } from './cluster.model.ts';
import type { SystemId } from './entry.schema.ts';

/** A district keeps so many clusters; one that has more has other trouble. */
export const mostClusters = 2000;
/** So many rows with their samples are held at a time. */
const pageSize = 100;
export const samplesPurpose = (district: string) => `unknown message of ${district}`;
const droppedCounter = 'unknown_message_dropped';

/** While a transaction holds it, no other adds to the clusters of the district or takes from them. */
async function lockClusters(tx: Tx, district: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hallpass-unknown-${district}`}, 0))`.execute(tx);
}

export type Kept = { readonly clusters: readonly Cluster[]; readonly dropped: number };

/** Adds clusters to those that are stored, in a few statements however many messages are in them. */
export async function keepClusters(tx: Tx, secrets: Secrets, district: string, kept: Kept): Promise<void> {
  await lockClusters(tx, district);
  const gathered = makeClusters({ inAll: Number.POSITIVE_INFINITY, ofAShape: Number.POSITIVE_INFINITY });
  for (const row of await rowsLike(tx, district, kept.clusters)) gathered.add(clusterOfRow(row));
  const stored = new Set(gathered.all());
  for (const cluster of kept.clusters) gathered.add(cluster);
  const changed = gathered.all().filter((cluster) => !stored.has(cluster));
  for (let at = 0; at < changed.length; at += pageSize)
    await writeClusters(tx, secrets, district, changed.slice(at, at + pageSize));
  await makeRoom(tx, district, kept.dropped);
}

type Row = {
  id: number;
  system: SystemId | null;
  words: string[];
  loose: number;
  count: number;
  first_seen: Date;
  last_seen: Date;
  ignored: boolean;
};
const columns = sql.raw('id, system, words, loose, count, first_seen, last_seen, ignored');

/** The stored clusters that one of these may be like: of as many words. Without their samples. */
async function rowsLike(tx: Tx, district: string, clusters: readonly Cluster[]): Promise<readonly Row[]> {
  const lengths = [...new Set(clusters.map(({ words }) => words.length))];
  const found = await sql<Row>`select ${columns} from unknown_message
    where district_id = ${district} and cardinality(words) = any(${lengths}::int[]) order by id`.execute(tx);
  return found.rows;
}

const clusterOfRow = (row: Row): Cluster => ({
  system: row.system,
  words: row.words,
  loose: row.loose,
  count: row.count,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  samples: [],
  stored: [{ id: row.id, ignored: row.ignored }],
});

/** Each becomes the oldest of the rows that are in it, or a new one; the others are gone. Ignored is what was so altogether. */
async function writeClusters(tx: Tx, secrets: Secrets, district: string, clusters: readonly Cluster[]): Promise<void> {
  const ids = clusters.flatMap(({ stored }) => stored.map(({ id }) => id));
  const before = await samplesOf(tx, secrets, district, ids);
  const fresh = clusters.filter(({ stored }) => stored.length === 0).length;
  let next = fresh === 0 ? 0 : await allocate(tx, district, 'unknown_message', fresh);
  const rows = clusters.map(({ stored, ...cluster }) => {
    const samples = someOf([...stored.flatMap(({ id }) => before.get(id) ?? []), ...cluster.samples]);
    return {
      id: stored.length === 0 ? next++ : Math.min(...stored.map(({ id }) => id)),
      system: cluster.system,
      words: cluster.words,
      loose: cluster.loose,
      count: cluster.count,
      first_seen: cluster.firstSeen,
      last_seen: cluster.lastSeen,
      ignored: stored.length > 0 && stored.every(({ ignored }) => ignored),
      samples: sealed(secrets, district, samples).toString('hex'),
      samples_since: new Date(Math.min(...samples.map(({ at }) => at.getTime()))),
    };
  });
  const db = statementsOf(tx);
  await db.query('delete from unknown_message where district_id = $1 and id = any($2::bigint[])', [district, ids]);
  await db.query(
    `insert into unknown_message (district_id, id, system, words, loose, count, first_seen, last_seen, ignored, samples, samples_since)
     select $1, id, system, words, loose, count, first_seen, last_seen, ignored, decode(samples, 'hex'), samples_since
     from jsonb_to_recordset($2::jsonb) as now (id bigint, system text, words text[], loose int, count bigint,
       first_seen timestamptz, last_seen timestamptz, ignored boolean, samples text, samples_since timestamptz)`,
    [district, JSON.stringify(rows)],
  );
}

/** Lets the rarest go where there are too many, of these the oldest, and counts their messages and `more`. */
async function makeRoom(tx: Tx, district: string, more: number): Promise<void> {
  const gone = await sql<{ n: number }>`
    with rest as (select id from unknown_message where district_id = ${district}
      order by count desc, last_seen desc, id desc offset ${mostClusters}),
    gone as (delete from unknown_message using rest
      where unknown_message.district_id = ${district} and unknown_message.id = rest.id returning count)
    select coalesce(sum(count), 0)::bigint as n from gone`.execute(tx);
  const dropped = more + (gone.rows[0]?.n ?? 0);
  if (dropped > 0) await allocate(tx, district, droppedCounter, dropped);
}

/** How many messages a district has let go. */
export async function droppedMessages(db: Queries, district: string): Promise<number> {
  const row = await db
    .selectFrom('counter')
    .select('value')
    .where('district_id', '=', district)
    .where('name', '=', droppedCounter)
    .executeTakeFirst();
  return row?.value ?? 0;
}

type SampleRow = { id: number; samples: Buffer };

async function samplesOf(db: Queries, secrets: Secrets, district: string, ids: readonly number[]) {
  const found =
    ids.length === 0
      ? []
      : (
          await sql<SampleRow>`select id, samples from unknown_message
            where district_id = ${district} and id = any(${[...ids]}::bigint[]) and samples is not null`.execute(db)
        ).rows;
  return new Map(found.map(({ id, samples }) => [id, unsealed(secrets, district, samples)]));
}

function sealed(secrets: Secrets, district: string, samples: readonly Sample[]): Buffer {
  return secrets.seal(samplesPurpose(district), Buffer.from(JSON.stringify(samples)));
}

function unsealed(secrets: Secrets, district: string, bytes: Buffer): readonly Sample[] {
  const samples = JSON.parse(secrets.unseal(samplesPurpose(district), bytes).toString('utf8')) as {
    text: string;
    at: string;
  }[];
  return samples.map(({ text, at }) => ({ text, at: new Date(at) }));
}

export type UnknownRow = Omit<Row, 'loose'>;
export type SampledRow = UnknownRow & { readonly samples: readonly Sample[] };

/** A page of the unknown messages of a district, most seen first. */
export async function unknownRows(
  db: Queries,
  district: string,
  asked: {
    readonly after: readonly [count: number, id: number] | null;
    readonly pattern: string | null;
    readonly system: SystemId | null;
    readonly ignored: boolean | null;
    readonly limit: number;
  },
): Promise<readonly UnknownRow[]> {
  const { after, pattern, system, ignored } = asked;
  const found = await sql<Row>`select ${columns} from unknown_message where district_id = ${district}
      ${after === null ? sql`` : sql`and (-count, id) > (${-after[0]}, ${after[1]})`}
      ${pattern === null ? sql`` : sql`and array_to_string(words, ' ') ilike ${pattern}`}
      ${system === null ? sql`` : sql`and system = ${system}`}
      ${ignored === null ? sql`` : sql`and ignored = ${ignored}`}
    order by count desc, id limit ${asked.limit}`.execute(db);
  return found.rows;
}

/** One of them with what is kept of its messages; null: it is not there (any more). */
export async function unknownRow(
  db: Queries,
  secrets: Secrets,
  district: string,
  id: number,
): Promise<SampledRow | null> {
  const found =
    await sql<Row>`select ${columns} from unknown_message where district_id = ${district} and id = ${id}`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return null;
  return { ...row, samples: (await samplesOf(db, secrets, district, [id])).get(id) ?? [] };
}

/** Whether anything was changed by it; null: it is not there. */
export async function setIgnored(tx: Tx, district: string, id: number, ignored: boolean): Promise<boolean | null> {
  await lockClusters(tx, district);
  const found = await sql<{ was: boolean }>`select ignored as was from unknown_message
    where district_id = ${district} and id = ${id}`.execute(tx);
  const was = found.rows[0]?.was;
  if (was === undefined) return null;
  await sql`update unknown_message set ignored = ${ignored} where district_id = ${district} and id = ${id}`.execute(tx);
  return was !== ignored;
}

/** All clusters of a district with their samples, a page at a time. */
export async function* clustersWithSamples(db: Queries, secrets: Secrets, district: string): AsyncIterable<SampledRow> {
  for (let last = 0; ; ) {
    const found = await sql<Row & { samples: Buffer | null }>`select ${columns}, samples from unknown_message
      where district_id = ${district} and id > ${last} order by id limit ${pageSize}`.execute(db);
    for (const { samples, ...row } of found.rows)
      yield { ...row, samples: samples === null ? [] : unsealed(secrets, district, samples) };
    const end = found.rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/** Takes those clusters away that are known by now; answers how many. */
export async function takeKnown(
  tx: Tx,
  secrets: Secrets,
  district: string,
  isKnown: (cluster: SampledRow) => boolean,
): Promise<number> {
  await lockClusters(tx, district);
  const known: number[] = [];
  for await (const cluster of clustersWithSamples(tx, secrets, district)) if (isKnown(cluster)) known.push(cluster.id);
  await sql`delete from unknown_message where district_id = ${district} and id = any(${known}::bigint[])`.execute(tx);
  return known.length;
}
