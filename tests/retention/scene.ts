import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { ensureMonths } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';

/** A district that ran something in a month long ago, and what that left. */
export async function aDistrictOf(app: App, name: string): Promise<string> {
  const id = `${name}-${randomBytes(3).toString('hex')}`;
  await sql`insert into district (id, name, time_zone) values (${id}, 'North Unified', 'America/Chicago')`.execute(
    app.db,
  );
  await sql`insert into connection (district_id, id, name, system) values (${id}, 1, 'files', 'oneroster-csv')`.execute(
    app.db,
  );
  await sql`insert into flow (district_id, no, job, source_id) values (${id}, 1, 'rostering', 1)`.execute(app.db);
  return id;
}

type Ran = {
  readonly no: number;
  readonly at: string;
  readonly rows?: number;
  readonly dry?: boolean;
  readonly open?: boolean;
};

/** A run with a part, refused records as rows and one pack of accepted ones. */
export async function ranOn(
  app: App,
  district: string,
  { no, at, rows = 3, dry = false, open = false }: Ran,
): Promise<void> {
  const when = new Date(at);
  await ensureMonths(app.db, when);
  const month = `${at.slice(0, 7)}-01`;
  const actor = JSON.stringify({ kind: 'system', id: null, name: 'Schedule' });
  const scope = JSON.stringify({ trigger: 'schedule', dry });
  await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, state, entered, invalid, asked_at, started_at, finished_at)
    values (${district}, ${no}, 1, 'schedule', ${actor}, ${scope}, ${open ? 'paused' : 'done'}, ${rows}, ${rows}, ${when}, ${when}, ${open ? null : when})`.execute(
    app.db,
  );
  await sql`insert into part (district_id, run_no, unit, flow_no, level, kind, source, state, entered, invalid)
    values (${district}, ${no}, 'users.csv', 1, 1, 'user', '{}', 'done', ${rows}, ${rows})`.execute(app.db);
  await sql`insert into outcome (district_id, month, run_no, unit, seq, kind, key, outcome, entry)
    select ${district}, ${month}::date, ${no}, 'users.csv', n, 'user', 's-' || n, 'invalid', 'oneroster.value_missing'
    from generate_series(1, ${rows}::int) n`.execute(app.db);
  await sql`insert into outcome_pack (district_id, month, run_no, unit, seq, kind, outcome, n, lo, hi, keys)
    values (${district}, ${month}, ${no}, 'users.csv', ${rows + 1}, 'user', 'created', 1, 'a', 'a', 'x')`.execute(
    app.db,
  );
}

export async function countOf(app: App, table: string, district: string): Promise<number> {
  const found = await sql<{
    n: number;
  }>`select count(*) as n from ${sql.table(table)} where district_id = ${district}`.execute(app.db);
  return found.rows[0]?.n ?? 0;
}

/** Names of a table’s months that are there. */
export async function monthsOf(app: App, table: string): Promise<readonly string[]> {
  const found = await sql<{ name: string }>`select relname as name from pg_class where relname like ${`${table}\\_2%`}
    and relkind = 'r' order by 1`.execute(app.db);
  return found.rows.map(({ name }) => name);
}
