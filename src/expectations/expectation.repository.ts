import { sql } from 'kysely';
import type { News } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { allocate, type Queries, statementsOf, type Tx } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import type { ExpectationKind } from './expectation.schema.ts';
import { type Kept, type Next, settle, type Told } from './standing.model.ts';
import type { Verdict } from './watch.model.ts';

export type ExpectationRow = Kept & {
  readonly no: number;
  readonly kind: ExpectationKind;
  readonly subject: string;
  readonly connection_id: number | null;
  readonly muted_reason: string | null;
  readonly muted_by: ActorRow | null;
  readonly normal_reason: string | null;
  readonly normal_by: ActorRow | null;
};

export const nameOf = ({ kind, subject }: { readonly kind: string; readonly subject: string }) => `${kind} ${subject}`;

/** What is kept of these kinds, by kind and subject. */
export async function keptOf(
  db: Queries,
  district: string,
  kinds: readonly ExpectationKind[],
): Promise<ReadonlyMap<string, ExpectationRow>> {
  const found = await sql<ExpectationRow>`select * from expectation
    where district_id = ${district} and kind = any(${kinds})`.execute(db);
  return new Map(found.rows.map((row) => [nameOf(row), row]));
}

/** What a look came to: which expectations are missed now and were not, and the other way round. */
export type Turned = { readonly no: number; readonly kind: ExpectationKind; readonly to: 'missed' | 'met' };

type Write = Next & Pick<ExpectationRow, 'no' | 'kind' | 'subject' | 'connection_id'>;
type Look = { readonly district: string; readonly now: Date };
/** One expectation at a look: what is kept of it, what was judged of it now; at least one of both. */
type Pair = { readonly no: number; readonly row: ExpectationRow | null; readonly verdict: Verdict | null };

/** Stores the verdicts of a look at all of these kinds, and tells whom it concerns in the same transaction. */
export async function storeLook(
  tx: Tx,
  { district, now }: Look,
  kept: ReadonlyMap<string, ExpectationRow>,
  verdicts: readonly Verdict[],
): Promise<readonly Turned[]> {
  const news: News[] = [];
  const writes: Write[] = [];
  const turned: Turned[] = [];
  const gone: number[] = [];
  for (const pair of await pairsOf(tx, district, kept, verdicts)) {
    const { no, row } = pair;
    const { next, told } = settle(now, row, pair.verdict);
    const one = identityOf(pair);
    if (told !== null) news.push(newsOf(one, told));
    if (next === null) gone.push(no);
    else if (row === null || differs(row, next)) writes.push({ ...one, ...next });
    const to = next?.state ?? 'met';
    if (to !== (row?.state ?? 'met')) turned.push({ no, kind: one.kind, to });
  }
  await writeAll(tx, district, writes);
  if (gone.length > 0)
    await sql`delete from expectation where district_id = ${district} and no = any(${gone})`.execute(tx);
  await tellNews(statementsOf(tx), district, now, news);
  return turned;
}

async function pairsOf(
  tx: Tx,
  district: string,
  kept: ReadonlyMap<string, ExpectationRow>,
  verdicts: readonly Verdict[],
): Promise<readonly Pair[]> {
  const judged = new Map(verdicts.map((verdict) => [nameOf(verdict), verdict]));
  const fresh = verdicts.filter((verdict) => !kept.has(nameOf(verdict)));
  const first = fresh.length === 0 ? 0 : await allocate(tx, district, 'expectation', fresh.length);
  return [
    ...[...kept].map(([name, row]) => ({ no: row.no, row, verdict: judged.get(name) ?? null })),
    ...fresh.map((verdict, at) => ({ no: first + at, row: null, verdict })),
  ];
}

function identityOf({ no, row, verdict }: Pair): Omit<Write, keyof Next> {
  const one = verdict ?? row;
  if (one === null) throw new Error('neither kept nor judged');
  return {
    no,
    kind: one.kind,
    subject: one.subject,
    connection_id: row?.connection_id ?? verdict?.connection ?? null,
  };
}

const ofFlows: readonly ExpectationKind[] = ['run', 'rows', 'quiet'];

function newsOf({ no, kind, subject, connection_id }: Omit<Write, keyof Next>, { change, version, facts }: Told): News {
  return {
    kind: 'expectation',
    subject: String(no),
    change,
    version,
    flow: ofFlows.includes(kind) ? Number(subject.split(' ')[0]) : null,
    connection: connection_id,
    facts: { what: kind, ...facts },
  };
}

const differs = (row: ExpectationRow, next: Next) =>
  row.state !== next.state ||
  row.told !== next.told ||
  row.since.getTime() !== next.since.getTime() ||
  JSON.stringify(row.expected) !== JSON.stringify(sortedAs(row.expected, next.expected));

/** PostgreSQL keeps the names of a JSON value in an order of its own. */
function sortedAs(order: Next['expected'], facts: Next['expected']): Next['expected'] {
  const names = [...new Set([...Object.keys(order), ...Object.keys(facts)])];
  return Object.fromEntries(names.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));
}

async function writeAll(tx: Tx, district: string, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  await sql`insert into expectation (district_id, no, kind, subject, connection_id, state, since, expected, told)
    select ${district}, no, kind, subject, connection_id, state, since, expected, told
    from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb) as one
      (no bigint, kind text, subject text, connection_id bigint, state text, since timestamptz, expected jsonb, told text)
    on conflict (district_id, no) do update set state = excluded.state, since = excluded.since,
      expected = excluded.expected, told = excluded.told`.execute(tx);
}

/** When a district was last looked at, locked for whoever looks now; null: somebody else does. */
export async function lockLook(
  tx: Tx,
  district: string,
): Promise<{ readonly lookedAt: Date | null; readonly wholeAt: Date | null } | null> {
  await sql`insert into expectation_look (district_id, looked_at) values (${district}, '-infinity') on conflict do nothing`.execute(
    tx,
  );
  const found = await sql<{ looked: Date | null; whole: Date | null }>`
    select nullif(looked_at, '-infinity') as looked, whole_at as whole from expectation_look
    where district_id = ${district} for update skip locked`.execute(tx);
  const row = found.rows[0];
  return row === undefined ? null : { lookedAt: row.looked, wholeAt: row.whole };
}

export async function noteLook(tx: Tx, district: string, now: Date, whole: boolean): Promise<void> {
  await sql`update expectation_look set looked_at = ${now}, whole_at = ${whole ? sql`${now}` : sql`whole_at`}
    where district_id = ${district}`.execute(tx);
}

/** The districts that have not been looked at since. This looks at all districts. */
export async function districtsToLookAt(db: Queries, before: Date): Promise<readonly string[]> {
  const found = await sql<{ id: string }>`select d.id from district d
    left join expectation_look l on l.district_id = d.id
    where l.looked_at is null or l.looked_at < ${before} order by l.looked_at nulls first limit 200`.execute(db);
  return found.rows.map(({ id }) => id);
}
