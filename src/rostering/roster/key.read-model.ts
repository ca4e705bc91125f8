import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../../access/list-query.model.ts';
import { reading } from '../../access/use-case.ts';
import { explain } from '../../dictionary/explain.model.ts';
import { refuse } from '../../dictionary/refusal.model.ts';
import type { Queries } from '../../platform/database.ts';
import { commonFacts } from '../../runs/cause.model.ts';
import { countNames } from '../../runs/count.model.ts';
import type { Counts, Outcome } from '../../runs/run.schema.ts';
import type { Sight } from './refusal.read-model.ts';
import type { KeyActivity, KeyCause, KeyRefused, KeyRun, keyRunsQuery } from './roster.schema.ts';

// What a key sent: the runs of its connection. For somebody of some schools only what was sent for these schools, which
// single calls tell; a batch does not know its school.

type Key = {
  id: number;
  name: string;
  scopes: string[];
  last_used_at: Date | null;
  revoked_at: Date | null;
  connection_id: number | null;
  connection_name: string | null;
  status: 'active' | 'paused' | null;
  flow: number | null;
  zone: string;
};
type Asked = { readonly id: string; readonly day?: string | undefined };

async function keyOf(db: Queries, { district, schools }: Sight, id: string): Promise<Key> {
  const number = numberIn(id);
  const here =
    schools === null
      ? sql`true`
      : sql`exists (select 1 from api_key_school s where s.district_id = ${district} and s.api_key_id = k.id and s.school_id = any(${schools}))`;
  const found = await sql<Key>`
    select k.id, k.name, k.scopes, k.last_used_at, k.revoked_at, c.id as connection_id, c.name as connection_name, c.status, f.no as flow, d.time_zone as zone
    from api_key k join district d on d.id = k.district_id
    left join connection c on c.district_id = k.district_id and c.id = k.connection_id
    left join flow f on f.district_id = k.district_id and f.source_id = c.id and f.job = 'rostering'
    where k.district_id = ${district} and k.id = ${number ?? 0} and ${here} limit 1`.execute(db);
  const key = found.rows[0];
  if (key === undefined) throw refuse('request.not_found', { what: 'API key', id });
  return key;
}

/** The runs of a key's connection, each with its day and school. Until a run has ended its numbers are those of its parts. */
function runsOf({ district, schools }: Sight, { flow, zone }: Key) {
  const numbers = sql.raw(
    countNames
      .map((n) => `case when r.finished_at is null then coalesce(p.${n}, 0) else r.${n} end as ${n}`)
      .join(', '),
  );
  const sums = sql.raw(countNames.map((n) => `sum(${n}) as ${n}`).join(', '));
  return sql`select r.no, r.trigger, r.state, r.asked_at, d.school_id, d.run_no is not null as singly,
      coalesce(d.day, (r.asked_at at time zone ${zone})::date) as day, ${numbers}
    from run r
    left join push_day d on d.district_id = r.district_id and d.run_no = r.no
    left join lateral (select ${sums} from part where part.district_id = r.district_id and part.run_no = r.no) p on r.finished_at is null
    where r.district_id = ${district} and r.flow_no = ${flow} ${schools === null ? sql`` : sql`and d.school_id = any(${schools})`}`;
}

const daysShown = 14;

export const showKeyActivity = reading('api_keys.read', async (db, scope, id: string): Promise<KeyActivity> => {
  const key = await keyOf(db, scope, id);
  const days = await sql<{ day: string; accepted: string; waiting: string; refused: string }>`
    with own as (${runsOf(scope, key)})
    select to_char(one.day, 'YYYY-MM-DD') as day, coalesce(sum(own.created + own.updated + own.deleted + own.unchanged), 0) as accepted,
      coalesce(sum(own.held + own.blocked), 0) as waiting, coalesce(sum(own.invalid + own.conflict + own.rejected), 0) as refused
    from generate_series(0, ${daysShown - 1}) as back
    cross join lateral (select (${scope.now} at time zone ${key.zone})::date - back as day) one
    left join own on own.day = one.day
    group by one.day order by one.day`.execute(db);
  return {
    apiKey: {
      id: String(key.id),
      name: key.name,
      scopes: key.scopes,
      lastUsedAt: key.last_used_at?.toISOString() ?? null,
      revokedAt: key.revoked_at?.toISOString() ?? null,
    },
    connection:
      key.connection_id === null
        ? null
        : { id: String(key.connection_id), name: key.connection_name ?? '', status: key.status ?? 'active' },
    days: days.rows.map(({ day, accepted, waiting, refused }) => ({
      day,
      accepted: Number(accepted),
      waiting: Number(waiting),
      refused: Number(refused),
    })),
  };
});

type RunRow = Counts & {
  no: number;
  trigger: KeyRun['trigger'];
  state: KeyRun['state'];
  asked_at: Date;
  day: string;
  school: KeyRun['school'];
  singly: boolean;
};

/** What was sent, the newest first: single calls as one run a school and day, batches one by one. */
export const listKeyRuns = reading(
  'api_keys.read',
  async (db, scope, query: z.output<typeof keyRunsQuery> & { readonly id: string }) => {
    const key = await keyOf(db, scope, query.id);
    const before = readCursor(query.cursor, z.tuple([z.number().int()]));
    const found = await sql<RunRow>`
      with own as (${runsOf(scope, key)})
      select own.*, to_char(own.day, 'YYYY-MM-DD') as day,
        case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as school
      from own left join school s on s.district_id = ${scope.district} and s.id = own.school_id
      where true ${before === null ? sql`` : sql`and own.no < ${before[0]}`} ${query.day === undefined ? sql`` : sql`and own.day = ${query.day}::date`}
      order by own.no desc limit ${query.limit + 1}`.execute(db);
    const page = pageOf(found.rows, query.limit, (row) => [row.no]);
    return { runs: page.rows.map(runView), nextCursor: page.nextCursor };
  },
);

const runView = (row: RunRow): KeyRun => ({
  ...(Object.fromEntries(countNames.map((name) => [name, Number(row[name])])) as Counts),
  id: row.no,
  trigger: row.trigger,
  state: row.state,
  askedAt: row.asked_at.toISOString(),
  day: row.day,
  school: row.school,
  singly: row.singly,
});

type CauseRow = {
  kind: string;
  outcome: Outcome;
  entry: string;
  n: number;
  key: string;
  facts: Record<string, string>;
  run: number;
  at: Date;
  open: boolean;
};
const examplesEach = 10;

/** What was refused of a key's records by cause, on a day or in the days that are shown. It names records, which are people. */
export const listKeyCauses = reading(
  'roster.read',
  async (db, scope, asked: Asked): Promise<{ causes: KeyCause[] }> => {
    const key = await keyOf(db, scope, asked.id);
    const when =
      asked.day === undefined
        ? sql`own.day > (${scope.now} at time zone ${key.zone})::date - ${daysShown}::int`
        : sql`own.day = ${asked.day}::date`;
    const found = await sql<CauseRow>`
    with own as (${runsOf(scope, key)}),
    refused as (
      select o.kind, o.outcome, o.entry, o.key, o.facts, own.no as run, own.asked_at as at,
        count(*) over (partition by o.outcome, o.entry, o.kind) as n,
        row_number() over (partition by o.outcome, o.entry, o.kind order by own.no desc, o.seq desc) as at_row
      from own join outcome o on o.district_id = ${scope.district} and o.run_no = own.no
        and o.month = date_trunc('month', own.asked_at at time zone 'UTC')::date
      where ${when} and o.outcome in ('invalid', 'held', 'conflict', 'rejected', 'blocked')
    )
    select refused.kind, refused.outcome, refused.entry, refused.n::int as n, refused.key, refused.facts, refused.run, refused.at,
      exists (select 1 from record r where r.district_id = ${scope.district} and r.flow_no = ${key.flow} and r.kind = refused.kind and r.key = refused.key) as open
    from refused where at_row <= ${examplesEach}
    order by refused.n desc, refused.entry, refused.kind, refused.outcome, at_row`.execute(db);
    const groups = Map.groupBy(found.rows, (row) => `${row.entry} ${row.kind} ${row.outcome}`);
    return { causes: [...groups.values()].map(causeView) };
  },
);

function causeView(rows: readonly CauseRow[]): KeyCause {
  const [first] = rows;
  if (first === undefined) throw new Error('a cause has a record');
  const facts = rows.map((row) => row.facts);
  const message = (row: CauseRow) => explain(row.entry, row.facts).message;
  const records = rows.map(
    (row): KeyRefused => ({
      kind: row.kind,
      key: row.key,
      run: row.run,
      at: row.at.toISOString(),
      open: row.open,
      message: message(row),
    }),
  );
  return {
    kind: first.kind,
    outcome: first.outcome,
    count: first.n,
    // The help is told for all of them; the message is one example, whole.
    explained: { ...explain(first.entry, commonFacts(facts, first.n)), message: message(first) },
    records,
  };
}
