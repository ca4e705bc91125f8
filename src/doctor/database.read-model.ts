import { sql } from 'kysely';
import { sealedColumns } from '../connections/resealing.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Sessions, Settings, Stuck } from './finding.model.ts';

// What the doctor reads from the database. It looks at all districts, and at the server itself.

const one = async <Row>(db: Queries, query: ReturnType<typeof sql<Row>>): Promise<Row> => {
  const { rows } = await query.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database answered nothing');
  return row;
};

export const serverVersion = (db: Queries) =>
  one(
    db,
    sql<{ version: string; no: number }>`select current_setting('server_version') as version,
      current_setting('server_version_num')::int as no`,
  );

export const settingsOf = (db: Queries) =>
  one(
    db,
    sql<Settings>`select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit, current_setting('autovacuum') as autovacuum`,
  );

export const sessionsOf = (db: Queries) =>
  one(
    db,
    sql<Sessions>`select current_setting('max_connections')::int as most, count(*)::int as used,
      count(*) filter (where application_name like 'hallpass-%')::int as ours from pg_stat_activity where backend_type = 'client backend'`,
  );

/** How far this machine's clock is ahead of the database's, in ms; half of the way there and back is taken off. */
export async function clockAhead(db: Queries): Promise<number> {
  const before = Date.now();
  const { at } = await one(db, sql<{ at: Date }>`select clock_timestamp() as at`);
  return Math.round((before + Date.now()) / 2 - at.getTime());
}

export async function migrationsOf(db: Queries): Promise<readonly string[] | null> {
  const { there } = await one(db, sql<{ there: boolean }>`select to_regclass('public.migration') is not null as there`);
  if (!there) return null;
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Tables cut by month that have no part for a day. */
export async function withoutMonth(db: Queries, day: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select t.relname as name from pg_partitioned_table p
    join pg_class t on t.oid = p.partrelid join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = 'public' and p.partstrat = 'r' and not exists (
      select 1 from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = t.oid and ${day} >= substring(pg_get_expr(c.relpartbound, c.oid) from 'FROM \\(''([0-9-]+)')
        and ${day} < substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''([0-9-]+)'))
    order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** Tables of which a good part is dead rows that nobody has cleared away for a day. */
export async function bloated(db: Queries): Promise<readonly { readonly name: string; readonly dead: number }[]> {
  const { rows } = await sql<{
    name: string;
    dead: number;
  }>`select relname as name, n_dead_tup as dead from pg_stat_user_tables
    where n_dead_tup > 100000 and n_dead_tup > n_live_tup * 0.3
      and coalesce(greatest(last_autovacuum, last_vacuum), '-infinity') < now() - interval '1 day'
    order by n_dead_tup desc limit 5`.execute(db);
  return rows;
}

/** Transactions that have been open for an hour: nothing is cleared away behind them. */
export async function longOpen(db: Queries): Promise<readonly { pid: number; name: string; minutes: number }[]> {
  const { rows } = await sql<{ pid: number; name: string; minutes: number }>`select pid, application_name as name,
      (extract(epoch from now() - xact_start) / 60)::int as minutes from pg_stat_activity
    where datname = current_database() and xact_start < now() - interval '1 hour' and pid <> pg_backend_pid() order by xact_start`.execute(
    db,
  );
  return rows;
}

/** Parts that wait or whose lease is over since ten minutes, while nothing says that they must. */
export const stuckOf = (db: Queries, store: string | null) =>
  one(
    db,
    sql<Stuck>`select count(*) filter (where mine)::int as parts, count(*) filter (where not mine)::int as "otherStore",
      coalesce(extract(epoch from now() - min(since)) * 1000, 0)::float8 as "oldestMs"
    from (select p.store is null or p.store is not distinct from ${store} as mine, case p.state when 'running' then p.lease_until else r.asked_at end as since
      from part p join run r on r.district_id = p.district_id and r.no = p.run_no
      join flow f on f.district_id = p.district_id and f.no = p.flow_no
      left join connection c on c.district_id = f.district_id and c.id = f.source_id
      where r.state in ('queued', 'running') and p.kind <> 'push' and coalesce(c.status, 'active') = 'active'
        and ((p.state = 'running' and p.lease_until < now() - interval '10 minutes')
          or (p.state = 'waiting' and r.asked_at < now() - interval '10 minutes' and not exists (
            select 1 from part busy where busy.district_id = p.district_id and busy.flow_no = p.flow_no
              and busy.state = 'running' and busy.lease_until > now())))) late`,
  );

export async function workersOf(db: Queries): Promise<readonly { kind: string; host: string; silent: boolean }[]> {
  const { rows } = await sql<{ kind: string; host: string; silent: boolean }>`select kind, host,
    seen_at < now() - interval '2 minutes' as silent from worker where not stopping order by started_at`.execute(db);
  return rows;
}

export type SealedCount = { readonly sealed: number; readonly closed: number };

/** How many sealed values there are, and how many do not open with the key; of each kind the first hundred are tried. */
export async function sealedOf(db: Queries, secrets: Secrets): Promise<SealedCount> {
  let [sealed, closed] = [0, 0];
  for (const column of sealedColumns) {
    const names = sql.join(['district_id', ...column.key].map((name) => sql.ref(name)));
    const { rows } = await sql<Parameters<typeof column.purpose>[0]>`select ${names}, ${sql.ref(column.column)} as box
      from ${sql.table(column.table)} where ${sql.ref(column.column)} is not null order by ${names} limit 100`.execute(
      db,
    );
    for (const row of rows) {
      sealed += 1;
      try {
        secrets.unseal(column.purpose(row), row['box'] as Buffer, column.place?.(row));
      } catch {
        closed += 1;
      }
    }
  }
  return { sealed, closed };
}

/** Stored files that open runs name. */
export async function filesNeeded(db: Queries, store: string): Promise<readonly string[]> {
  const { rows } = await sql<{ file: string }>`select distinct p.source ->> 'path' as file
    from part p join run r on r.district_id = p.district_id and r.no = p.run_no
    where r.finished_at is null and p.state in ('waiting', 'running') and p.store = ${store} and p.source ->> 'sealed' = 'true'`.execute(
    db,
  );
  return rows.map(({ file }) => file);
}

export async function lastBackup(db: Queries): Promise<{ readonly at: Date; readonly encrypted: boolean } | null> {
  const { rows } = await sql<{
    at: Date;
    encrypted: boolean;
  }>`select a.at, (a.details ->> 'encrypted')::boolean as encrypted
    from district d cross join lateral (select at, details from audit where district_id = d.id and action = 'backup.made'
      and month > now() - interval '400 days' order by no desc limit 1) a order by a.at desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Free room at the ends of the last days, the oldest first. */
export async function roomOfDays(db: Queries): Promise<readonly { readonly day: number; readonly free: number }[]> {
  const { rows } = await sql<{
    day: number;
    free: number;
  }>`select day - '2000-01-01'::date as day, min(free_bytes)::float8 as free
    from disk_day group by 1 order by 1`.execute(db);
  return rows;
}

/** Addresses of connections, one for each host. */
export async function outsideAddresses(db: Queries): Promise<readonly string[]> {
  const { rows } = await sql<{ url: string }>`select distinct settings ->> 'baseUrl' as url from connection
    where deleted_at is null and settings ->> 'baseUrl' is not null limit 20`.execute(db);
  return rows.map(({ url }) => url);
}
