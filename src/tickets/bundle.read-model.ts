import { sql } from 'kysely';
import { connectorOf } from '../connectors/registry.ts';
import { explain } from '../dictionary/explain.model.ts';
import { type OpenedExchange, readExchanges } from '../exchanges/exchange.repository.ts';
import { type Named, redactionOf } from '../exchanges/redaction.model.ts';
import { shownOf, textsOf } from '../exchanges/shown.model.ts';
import { versionOf } from '../passport/kept-reading.repository.ts';
import { recordAt } from '../passport/record.repository.ts';
import { storedOfFile, storedOfPush } from '../passport/stored.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { type Bundle, shortened } from './bundle.model.ts';
import type { TicketRow } from './ticket.repository.ts';

// Gathers what a bundle tells. What people typed and what other systems say goes through the same redaction as the
// sample calls: with the values of the records that these are about.

const mostSamples = 5;
const mostIds = 20;

type Deps = { readonly secrets: Secrets; readonly version: string };

export async function gatherBundle(
  db: Queries,
  { secrets, version }: Deps,
  district: string,
  row: TicketRow,
): Promise<Bundle> {
  const connection = Number(row.connection.id);
  const entry = row.error?.entry ?? row.issue?.entry ?? '';
  const samples = await readExchanges(
    db,
    secrets,
    district,
    sql`connection_id = ${connection} and entry = ${entry}`,
    mostSamples,
    ['refused'],
  );
  const values: Named[] = [];
  for (const sample of samples) values.push(...(await valuesOf(db, district, sample)));
  const texts = samples.flatMap(({ content }) => (content === null ? [] : textsOf(content)));
  const redact = redactionOf(texts, values, samples[0]?.kind ?? null);
  const explained = explain(entry, row.error?.facts ?? {});
  const { title, cause, meaning, owner, steps } = explained;
  const seen = await seenOf(db, district, row);
  const { flow, ...where } = await whereOf(db, district, connection);
  return {
    format: 'hallpass-handover-1',
    district: (await db.selectFrom('district').select('name').where('id', '=', district).executeTakeFirstOrThrow())
      .name,
    ticket: { no: row.no, openedAt: row.opened_at.toISOString(), words: redact(row.words) },
    about: {
      entry,
      title,
      cause,
      message: redact(explained.message),
      meaning: redact(meaning),
      owner,
      steps: steps.map(redact),
    },
    connection: { name: row.connection.name, system: row.connection.system, ...where },
    records: row.issue === null ? null : await recordsOf(db, district, row.issue),
    seen,
    tried: await triedOf(db, district, { flow, entry, since: seen.first }),
    samples: samples.map((sample) => shortened(shownOf(sample, values))),
    versions: await versionsOf(db, district, { connection, system: row.connection.system, version }),
  };
}

/** The values of the record that a call is about, so that none of them is told. */
async function valuesOf(db: Queries, district: string, { run, kind, key }: OpenedExchange): Promise<readonly Named[]> {
  if (kind === null || key === null) return [];
  const record = await recordAt(db, { district, schools: null }, { run, kind, key });
  if (record === null) return [];
  const stored = record.pushed
    ? await storedOfPush(db, record)
    : (await storedOfFile(db, record, await versionOf(db, record)))?.stored;
  return (stored?.values ?? []).flatMap(({ name, value }) => (value === null ? [] : [{ field: name, value }]));
}

async function seenOf(
  db: Queries,
  district: string,
  { issue, error, opened_at: opened }: TicketRow,
): Promise<Bundle['seen']> {
  if (issue === null) return { first: error?.since ?? opened.toISOString(), last: opened.toISOString() };
  const { rows } = await sql<{ first: Date; last: Date }>`select first_seen as first, last_seen as last from issue
    where district_id = ${district} and no = ${issue.no}`.execute(db);
  const { first = opened, last = opened } = rows[0] ?? {};
  return { first: first.toISOString(), last: last.toISOString() };
}

type Where = Pick<Bundle['connection'], 'addresses' | 'status' | 'lastSyncedAt'> & { readonly flow: number | null };

async function whereOf(db: Queries, district: string, connection: number): Promise<Where> {
  const { rows } = await sql<{
    settings: Record<string, unknown>;
    status: string;
    type: string | null;
    last: Date | null;
    system: string;
    flow: number | null;
  }>`select c.settings, c.status, c.error ->> 'type' as type, c.last_synced_at as last, c.system,
      (select min(no) from flow f where f.district_id = ${district} and f.source_id = c.id) as flow
    from connection c where c.district_id = ${district} and c.id = ${connection}`.execute(db);
  const [row] = rows;
  if (row === undefined) return { addresses: [], status: '', lastSyncedAt: null, flow: null };
  const fields = connectorOf(row.system)?.settings.filter(({ kind }) => kind === 'address') ?? [];
  return {
    addresses: fields.flatMap(({ name, label }) =>
      typeof row.settings[name] === 'string' ? [`${label}: ${row.settings[name]}`] : [],
    ),
    status: row.status === 'paused' ? 'paused' : row.type === null ? 'synced' : `in an error (${row.type})`,
    lastSyncedAt: row.last?.toISOString() ?? null,
    flow: row.flow,
  };
}

async function recordsOf(
  db: Queries,
  district: string,
  { no, entry }: NonNullable<TicketRow['issue']>,
): Promise<Bundle['records']> {
  const of = sql`from record where district_id = ${district} and issue_no = ${no}`;
  const kinds = await sql<{ kind: string; records: number; own: boolean }>`
    select kind, entry = ${entry} as own, count(*) as records ${of} group by 1, 2 order by 3 desc, 1`.execute(db);
  const ids = await sql<{ kind: string; id: string }>`select kind, key as id ${of} and entry = ${entry}
    order by kind, key limit ${mostIds}`.execute(db);
  const sum = (own: boolean) =>
    kinds.rows.filter((row) => row.own === own).reduce((all, { records }) => all + records, 0);
  // A key may be somebody's address.
  const redact = redactionOf([], [], null);
  return {
    refused: sum(true),
    waiting: sum(false),
    byKind: kinds.rows.filter(({ own }) => own).map(({ kind, records }) => ({ kind, records })),
    ids: ids.rows.map(({ kind, id }) => ({ kind, id: redact(id) })),
  };
}

type Run = {
  readonly no: number;
  readonly at: Date;
  readonly trigger: string;
  readonly state: string;
  readonly entered: number;
  readonly refused: number;
};
const mostRuns = 10;

/** What was done about it since it was first seen: fixes, and the last runs. */
async function triedOf(
  db: Queries,
  district: string,
  { flow, entry, since }: { readonly flow: number | null; readonly entry: string; readonly since: string },
): Promise<Bundle['tried']> {
  const fixes = await sql<{ at: Date; name: string; state: string; records: number }>`
    select made_at as at, name, state, records from fix
    where district_id = ${district} and flow_no = ${flow} and entry = ${entry} order by no desc limit ${mostRuns}`.execute(
    db,
  );
  const runs = await sql<Run>`select no, asked_at as at, trigger, state, entered, invalid + rejected as refused from run
    where district_id = ${district} and flow_no = ${flow} and finished_at >= ${since}::timestamptz
    order by no desc limit ${mostRuns}`.execute(db);
  const told = [
    ...fixes.rows.map(({ at, name, state, records }) => ({ at, what: `Fix ${name} for ${records} records: ${state}` })),
    ...runs.rows.map(({ at, no, trigger, state, entered, refused }) => ({
      at,
      what: `Run ${no} (${trigger}): ${state}, ${entered} records entered, ${refused} refused`,
    })),
  ];
  return told.sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ at, what }) => ({ at: at.toISOString(), what }));
}

async function versionsOf(
  db: Queries,
  district: string,
  { connection, system, version }: { readonly connection: number; readonly system: string; readonly version: string },
): Promise<Bundle['versions']> {
  const server = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  const spoken = await sql<{ version: string | null }>`select settings ->> 'version' as version from connection
    where district_id = ${district} and id = ${connection}`.execute(db);
  const theirs = spoken.rows[0]?.version ?? null;
  return {
    Hallpass: version,
    Node: process.versions.node,
    PostgreSQL: server.rows[0]?.version ?? 'unknown',
    Connector: connectorOf(system)?.title ?? system,
    ...(theirs === null ? {} : { 'Version that the system speaks': theirs }),
  };
}
