import type { Statements } from '../platform/database.ts';
import type { News, ToldNews } from './news.model.ts';

/**
 * Writes news in the transaction of the change that they tell of. What was told already is left as it was. They have their
 * numbers once the transaction is committed.
 */
export async function tellNews(db: Statements, district: string, now: Date, news: readonly News[]): Promise<void> {
  if (news.length === 0) return;
  await db.query(
    `insert into news (district_id, at, kind, subject, change, version, flow_no, connection_id, facts)
     select $1, $2, kind, subject, change, version, flow, connection, facts
     from jsonb_to_recordset($3::jsonb) as one
       (kind text, subject text, change text, version text, flow bigint, connection bigint, facts jsonb)
     on conflict do nothing`,
    [district, now, JSON.stringify(news)],
  );
}

/** Who reads news to deliver them; each has a place of its own. */
export type Reader = 'mail' | 'webhook';

/**
 * The next news of a district by their numbers, and the reader's place moved behind them: both hold if the transaction
 * commits, so that no news is taken twice and none is passed by. Answers none while another transaction takes them.
 */
export async function takeNews(
  db: Statements,
  district: string,
  reader: Reader,
  most: number,
): Promise<readonly ToldNews[]> {
  // Whoever finds a row does not try to make one: that would wait for the reader who has it.
  await db.query(
    `insert into news_reader (district_id, reader, no) select $1::key_text, $2::text, 0
     where not exists (select 1 from news_reader where district_id = $1 and reader = $2) on conflict do nothing`,
    [district, reader],
  );
  const place = await db.query<{ no: number }>(
    'select no from news_reader where district_id = $1 and reader = $2 for update skip locked',
    [district, reader],
  );
  const after = place.rows[0]?.no;
  if (after === undefined) return [];
  const { rows } = await db.query<ToldNews>(
    `select no, at, kind, subject, change, version, flow_no as flow, connection_id as connection, facts
     from news where district_id = $1 and no > $2 order by no limit $3`,
    [district, after, most],
  );
  const last = rows.at(-1);
  if (last !== undefined)
    await db.query('update news_reader set no = $3 where district_id = $1 and reader = $2', [
      district,
      reader,
      last.no,
    ]);
  return rows;
}

/** The districts with news that a reader has not taken yet. This looks at all districts. */
export async function districtsWithNews(db: Statements, reader: Reader): Promise<readonly string[]> {
  const { rows } = await db.query<{ district: string }>(
    `select c.district_id as district from counter c
     left join news_reader r on r.district_id = c.district_id and r.reader = $1
     where c.name = 'news' and c.value > coalesce(r.no, 0)`,
    [reader],
  );
  return rows.map(({ district }) => district);
}
