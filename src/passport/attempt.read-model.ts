import { sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import type { Series } from '../exchanges/exchange.model.ts';
import { type OpenedExchange, readExchanges } from '../exchanges/exchange.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { ActorRow } from '../platform/tables.ts';
import { unusualView } from '../runs/outcome.read-model.ts';
import { unpackKeys } from '../runs/outcome-pack.model.ts';
import type { AttemptView, attemptsQuery } from './passport.schema.ts';
import type { RecordAt } from './record.repository.ts';

type Row = Parameters<typeof unusualView>[0] & {
  readonly run: number;
  readonly at: Date;
  readonly trigger: AttemptView['trigger'];
  readonly actor: ActorRow;
  readonly unit: string;
  readonly seq: number;
  readonly tried: boolean;
  readonly kept: boolean;
  /** Of an accepted record: the pack that may hold it. */
  readonly keys: Buffer | null;
};

const cursorShape = z.tuple([z.number().int(), z.number().int(), z.string()]);

/**
 * What became of one record over all runs of its flow but dry ones, the newest first. Runs in which it was as before leave nothing to
 * tell. Packs are found by their first and last key, so some are opened in vain.
 */
export async function attemptsOf(
  db: Queries,
  record: RecordAt,
  { cursor, limit }: Pick<z.output<typeof attemptsQuery>, 'cursor' | 'limit'>,
): Promise<{ readonly attempts: AttemptView[]; readonly nextCursor: string | null }> {
  const found: Row[] = [];
  let after = readCursor(cursor, cursorShape);
  while (found.length <= limit) {
    const rows = await candidates(db, record, after, limit + 1);
    found.push(...rows.filter(({ keys }) => keys === null || unpackKeys(keys).includes(record.key)));
    const last = rows.at(-1);
    if (rows.length <= limit || last === undefined) break;
    after = [last.run, last.seq, last.unit];
  }
  const page = pageOf(found, limit, ({ run, seq, unit }) => [run, seq, unit]);
  return { attempts: page.rows.map(viewOf), nextCursor: page.nextCursor };
}

/** What belongs to an attempt: of a pushed record its own call, of one that was asked for alone the calls that asked for it. */
const ofAttempt = sql`(e.unit, e.seq) = (one.unit, one.seq)`;
const ofRecord = sql`(e.kind, e.key) = (one.kind, one.key)`;
const isKept = (series: Series) => sql`case when r.trigger = 'push'
  then exists (select 1 from ${sql.table(`exchange_${series}`)} e where e.district_id = r.district_id and e.run_no = r.no and ${ofAttempt})
  else exists (select 1 from ${sql.table(`exchange_${series}`)} e where e.district_id = r.district_id and e.run_no = r.no and ${ofRecord}) end`;

async function candidates(
  db: Queries,
  { district, schools, flow, kind, key, pushed }: RecordAt,
  after: z.output<typeof cursorShape> | null,
  limit: number,
): Promise<readonly Row[]> {
  const seen =
    schools === null || !pushed
      ? sql`true`
      : sql`exists (select 1 from push_day d where d.district_id = ${district} and d.run_no = r.no and d.school_id = any(${schools}))`;
  const here = sql`district_id = ${district} and month = date_trunc('month', r.asked_at at time zone 'UTC')::date
    and run_no = r.no and kind = ${kind}`;
  const found = await sql<Row>`
    select r.no as run, r.asked_at as at, r.trigger, r.actor, one.*,
      ${isKept('refused')} or ${isKept('accepted')} as kept from run r
    cross join lateral (
      select unit, seq, kind, key, outcome, tried, entry, facts, waits_kind, waits_key, null::bytea as keys from outcome
      where ${here} and key = ${key}
      union all
      select unit, seq, kind, ${key}, outcome, true, '', '{}'::jsonb, null, null, keys from outcome_pack
      where ${here} and lo <= ${key} and hi >= ${key}
    ) one
    where r.district_id = ${district} and r.flow_no = ${flow} and r.scope ->> 'dry' = 'false' and ${seen}
      ${after === null ? sql`` : sql`and r.no <= ${after[0]} and (r.no, one.seq, one.unit) < (${after[0]}, ${after[1]}, ${after[2]})`}
    order by r.no desc, one.seq desc, one.unit desc limit ${limit}`.execute(db);
  return found.rows;
}

function viewOf({ run, unit, seq, at, trigger, actor, tried, kept, keys, ...row }: Row): AttemptView {
  const told = unusualView(row);
  // What went through has nothing to be explained.
  const explained = keys === null && row.entry !== '' ? told.explained : null;
  const id = `${run} ${seq} ${unit}`;
  return { ...told, id, explained, run, at: at.toISOString(), trigger, askedBy: actor.name, tried, kept };
}

/** The calls of one attempt, the newest first; none where the record has no such attempt, or it is not for whoever asks. */
export async function exchangesOf(
  db: Queries,
  secrets: Secrets,
  record: RecordAt,
  attempt: string,
): Promise<readonly OpenedExchange[]> {
  const [run = '', seq = ''] = attempt.split(' ', 2);
  const unit = attempt.slice(run.length + seq.length + 2);
  const after = [Number(run), Number(seq) + 1, ''] as const;
  if (!after.every((part) => typeof part === 'string' || Number.isSafeInteger(part))) return [];
  const [found] = (await candidates(db, record, [...after], mostOfOne)).filter(
    (row) => row.run === after[0] && row.seq === Number(seq) && row.unit === unit,
  );
  if (found === undefined) return [];
  const { kind, key } = record;
  const belongs =
    found.trigger === 'push' ? sql`unit = ${unit} and seq = ${found.seq}` : sql`kind = ${kind} and key = ${key}`;
  return readExchanges(db, secrets, record.district, sql`run_no = ${found.run} and ${belongs}`, mostOfOne);
}

const mostOfOne = 20;
