import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { monthOf } from '../platform/clock.ts';
import { allocate, type Queries, type Statements, statementsOf } from '../platform/database.ts';
import { makeSecrets, type Secrets } from '../platform/secrets.ts';
import { type KeptCall, type KeptContent, packContent, type Series, unpackContent } from './exchange.model.ts';

// Exchanges are sealed with a key of their connection, which is itself sealed with the installation's. To destroy that
// one key is to destroy what was kept of the connection, wherever copies of it are.

export const dataKeyPurpose = 'data key';
const purpose = 'exchange';

export type OfConnection = { readonly district: string; readonly connection: number };

/** Whose key a box is: it opens nowhere else. */
export const placeOfDataKey = (district: string, connection: number): string => JSON.stringify([district, connection]);

/** Keys by their boxes, as this process has opened them; some thousand connections are remembered. */
const opened = new Map<string, Secrets>();
const mostOpened = 5000;

/** The key of a connection, made when it is first needed; null: the connection is deleted, or this installation cannot open it. */
export async function dataKeyOf(db: Queries, secrets: Secrets, of: OfConnection, now: Date): Promise<Secrets | null> {
  const name = `${secrets.version} ${placeOfDataKey(of.district, of.connection)}`;
  const known = opened.get(name);
  if (known !== undefined) return known;
  const key = (await readDataKey(db, secrets, of)) ?? (await makeDataKey(db, secrets, of, now));
  // One that a transaction has made is nobody's before that is committed.
  if (key === null || db.isTransaction) return key;
  if (opened.size >= mostOpened) opened.clear();
  opened.set(name, key);
  return key;
}

async function readDataKey(db: Queries, secrets: Secrets, { district, connection }: OfConnection) {
  const found = await sql<{ sealed: Buffer }>`select sealed from data_key
    where district_id = ${district} and connection_id = ${connection}`.execute(db);
  const sealed = found.rows[0]?.sealed;
  if (sealed === undefined) return null;
  try {
    return makeSecrets(secrets.unseal(dataKeyPurpose, sealed, placeOfDataKey(district, connection)).toString('base64'));
  } catch {
    return null;
  }
}

/** Of two that make it at once the first is everybody's. */
async function makeDataKey(db: Queries, secrets: Secrets, of: OfConnection, now: Date): Promise<Secrets | null> {
  const { district, connection } = of;
  const sealed = secrets.seal(dataKeyPurpose, randomBytes(32), placeOfDataKey(district, connection));
  await sql`insert into data_key (district_id, connection_id, sealed, made_at)
    select district_id, id, ${sealed}, ${now} from connection
    where district_id = ${district} and id = ${connection} and deleted_at is null
    on conflict do nothing`.execute(db);
  return readDataKey(db, secrets, of);
}

/** Destroys the key of a connection, and with it all that was kept of its calls. */
export async function destroyDataKey(db: Queries, { district, connection }: OfConnection): Promise<void> {
  await sql`delete from data_key where district_id = ${district} and connection_id = ${connection}`.execute(db);
  for (const name of opened.keys()) if (name.endsWith(` ${placeOfDataKey(district, connection)}`)) opened.delete(name);
}

/** Where an exchange stands: the part of a run, and its number there. Run 0: it is a checklist's. */
export type ExchangeAt = {
  readonly district: string;
  readonly run: number;
  readonly unit: string;
  readonly seq: number;
};
type Of = {
  readonly connection: number;
  /** The first day of its month: of its run, where that stores its outcomes in it. */
  readonly month?: string;
  /** The record that it is about alone. */
  readonly record?: { readonly kind: string; readonly key: string } | null;
};

const placeIn = ({ district, run, unit, seq }: ExchangeAt) => JSON.stringify([district, run, unit, seq]);

const insertInto = (series: Series) => `insert into exchange_${series}
    (district_id, month, run_no, unit, seq, connection_id, at, took_ms, method, address, status, entry, kind, key, sealed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;
const texts: Readonly<Record<Series, string>> = { accepted: insertInto('accepted'), refused: insertInto('refused') };

/** Keeps a call, sealed, in whatever transaction it is given for. */
export async function storeExchange(
  client: Statements,
  key: Secrets,
  at: ExchangeAt,
  of: Of,
  call: KeptCall,
): Promise<void> {
  const series = call.refused ? 'refused' : 'accepted';
  await client.query(texts[series], [
    at.district,
    of.month ?? monthOf(call.at),
    at.run,
    at.unit,
    at.seq,
    of.connection,
    call.at,
    Math.round(call.tookMs),
    call.method,
    call.address,
    call.status,
    call.entry,
    of.record?.kind ?? null,
    of.record?.key ?? null,
    key.seal(purpose, packContent(call.content), placeIn(at)),
  ]);
}

/** The unit of checklists, which belong to no run. */
const checklist = { run: 0, unit: 'checklist' } as const;

/** Keeps the calls of a checklist that failed. */
export async function storeChecked(
  tx: Queries,
  secrets: Secrets,
  of: OfConnection,
  calls: readonly KeptCall[],
  now: Date,
): Promise<void> {
  const key = calls.length === 0 ? null : await dataKeyOf(tx, secrets, of, now);
  if (key === null) return;
  const first = await allocate(tx, of.district, counter, calls.length);
  for (const [at, call] of calls.entries())
    await storeExchange(statementsOf(tx), key, { district: of.district, ...checklist, seq: first + at }, of, call);
}

/** Keeps one call of a part of a run. */
export async function storeOfPart(
  db: Queries,
  secrets: Secrets,
  { district, connection, run, unit, record }: OfConnection & Pick<ExchangeAt, 'run' | 'unit'> & Pick<Of, 'record'>,
  call: KeptCall,
): Promise<void> {
  const key = await dataKeyOf(db, secrets, { district, connection }, call.at);
  if (key === null) return;
  const seq = await allocate(db, district, counter);
  await storeExchange(
    statementsOf(db),
    key,
    { district, run, unit, seq },
    { connection, record: record ?? null },
    call,
  );
}

const counter = 'exchange';

export type ExchangeRow = {
  readonly run: number;
  readonly unit: string;
  readonly seq: number;
  readonly connection: number;
  readonly at: Date;
  readonly took: number;
  readonly method: string;
  readonly address: string;
  readonly status: number | null;
  readonly entry: string | null;
  readonly kind: string | null;
  readonly key: string | null;
};
export type OpenedExchange = ExchangeRow & { readonly content: KeptContent | null };

const columns = sql.raw(`run_no as run, unit, seq, connection_id as connection, at, took_ms as took, method, address,
  status, entry, kind, key, sealed`);

/** Exchanges of both series that fulfil a condition, the newest first, opened; `content` null: their key is destroyed. */
export async function readExchanges(
  db: Queries,
  secrets: Secrets,
  district: string,
  where: ReturnType<typeof sql>,
  limit: number,
  series: readonly Series[] = ['refused', 'accepted'],
): Promise<readonly OpenedExchange[]> {
  const parts = series.map(
    (one) => sql`(select ${columns} from ${sql.table(`exchange_${one}`)}
      where district_id = ${district} and ${where} order by at desc, seq desc limit ${limit})`,
  );
  const found = await sql<ExchangeRow & { sealed: Buffer }>`
    select * from (${sql.join(parts, sql` union all `)}) one order by at desc, seq desc limit ${limit}`.execute(db);
  const keys = new Map<number, Secrets | null>();
  const all: OpenedExchange[] = [];
  for (const { sealed, ...row } of found.rows) {
    const of = { district, connection: row.connection };
    const key = keys.has(row.connection) ? (keys.get(row.connection) ?? null) : await readDataKey(db, secrets, of);
    keys.set(row.connection, key);
    all.push({ ...row, content: contentIn(key, sealed, { district, ...row }) });
  }
  return all;
}

function contentIn(key: Secrets | null, sealed: Buffer, at: ExchangeAt): KeptContent | null {
  try {
    return key === null ? null : unpackContent(key.unseal(purpose, sealed, placeIn(at)));
  } catch {
    return null;
  }
}
