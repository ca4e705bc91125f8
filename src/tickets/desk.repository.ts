import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import type { DeskView } from './ticket.schema.ts';

type Row = Omit<DeskView, 'webhook'> & { readonly webhook: { readonly id: string; readonly name: string } | null };

function desks(db: Queries, district: string, where: ReturnType<typeof sql>) {
  return sql<Row>`select d.system, d.name, d.email,
      case when d.webhook_no is not null then json_build_object('id', d.webhook_no::text, 'name', coalesce(w.name, '')) end as webhook
    from desk d left join webhook w on w.district_id = ${district} and w.no = d.webhook_no
    where d.district_id = ${district} and ${where} order by d.system desc`.execute(db);
}

/** The desks of a district by system, that for all others last. */
export const readDesks = async (db: Queries, district: string): Promise<readonly DeskView[]> =>
  (await desks(db, district, sql`true`)).rows;

/** Who is asked about a system: its own desk, or the one for all; null: nobody is named. */
export async function deskOf(db: Queries, district: string, system: string): Promise<DeskView | null> {
  const { rows } = await desks(db, district, sql`d.system in (${system}, '')`);
  return rows[0] ?? null;
}

export async function setDesk(
  tx: Tx,
  district: string,
  { system, name, email, webhook }: { system: string; name: string; email: string | null; webhook: number | null },
): Promise<void> {
  await sql`insert into desk (district_id, system, name, email, webhook_no)
    values (${district}, ${system}, ${name}, ${email}, ${webhook})
    on conflict (district_id, system) do update set name = excluded.name, email = excluded.email, webhook_no = excluded.webhook_no`.execute(
    tx,
  );
}

/** Answers whether there was one. */
export async function dropDesk(tx: Tx, district: string, system: string): Promise<boolean> {
  const gone = await sql`delete from desk where district_id = ${district} and system = ${system}`.execute(tx);
  return (gone.numAffectedRows ?? 0n) > 0n;
}

export async function hasWebhook(db: Queries, district: string, no: number | null): Promise<boolean> {
  const { rows } = await sql`select 1 from webhook where district_id = ${district} and no = ${no}`.execute(db);
  return rows.length > 0;
}
