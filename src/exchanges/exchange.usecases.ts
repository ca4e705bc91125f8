import { sql } from 'kysely';
import { numberIn } from '../access/list-query.model.ts';
import { changing, reading, type Scope } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { noteLook } from '../passport/looked.repository.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { type OpenedExchange, readExchanges } from './exchange.repository.ts';
import type { ExchangeHead, ExchangeView } from './exchange.schema.ts';
import { headOf, shownOf } from './shown.model.ts';

// Calls of connectors, as the pages of their run and their connection show them. What keys send is shown with its record.

type Asked = { readonly id: string; readonly secrets: Secrets };
type AskedOne = Asked & { readonly no: number };

const most = 50;

/** The calls of a run that were refused or failed; of one that asked for one record, all of them. */
export const listOfRun = reading('runs.read', async (db, scope, asked: Asked) => heads(await ofRun(db, scope, asked)));

/** One of them, with what was said. Who looks at the call of somebody's record is written down. */
export const showOfRun = changing('runs.read', async (tx, scope, asked: AskedOne) =>
  shown(tx, scope, (await ofRun(tx, scope, asked)).at(0), asked.no),
);

/** Calls of a connection that were refused or failed, the newest first, those of its checklists among them. */
export const listOfConnection = reading('connections.read', async (db, scope, asked: Asked) =>
  heads(await ofConnection(db, scope, asked)),
);

export const showOfConnection = changing('connections.read', async (tx, scope, asked: AskedOne) =>
  shown(tx, scope, (await ofConnection(tx, scope, asked)).at(0), asked.no),
);

const heads = (rows: readonly OpenedExchange[]): { exchanges: ExchangeHead[] } => ({ exchanges: rows.map(headOf) });

type Wanted = Asked & { readonly no?: number };
const isOne = (no: number | undefined) => (no === undefined ? sql`` : sql`and seq = ${no}`);

function ofRun(db: Queries, { district }: Scope, { id, secrets, no }: Wanted) {
  const run = numberIn(id);
  // A day of pushes is told record by record.
  const where = sql`run_no = ${run} and unit not in (select unit from part
    where district_id = ${district} and run_no = ${run} and kind = 'push') ${isOne(no)}`;
  return readExchanges(db, secrets, district, where, most);
}

function ofConnection(db: Queries, { district }: Scope, { id, secrets, no }: Wanted) {
  const where = sql`connection_id = ${numberIn(id)} and exists (select 1 from connection c
      where c.district_id = ${district} and c.id = connection_id and c.deleted_at is null and c.system <> 'rostering')
    ${isOne(no)}`;
  return readExchanges(db, secrets, district, where, most, ['refused']);
}

async function shown(tx: Tx, scope: Scope, found: OpenedExchange | undefined, no: number) {
  if (found === undefined) throw refuse('request.not_found', { what: 'call', id: String(no) });
  const { kind, key, run } = found;
  if (kind !== null && key !== null) await noteLookAt(tx, scope, run, { kind, key });
  const answer: ExchangeView = shownOf(found, []);
  return { answer, audit: [] };
}

async function noteLookAt(tx: Tx, { district, actor, now }: Scope, run: number, record: { kind: string; key: string }) {
  const flow = await sql<{ no: number }>`select flow_no as no from run
    where district_id = ${district} and no = ${run}`.execute(tx);
  const { no } = flow.rows[0] ?? {};
  if (no !== undefined) await noteLook(tx, actor, now, { district, flow: no, ...record, person: null });
}
