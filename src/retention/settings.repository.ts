import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { RetentionSettings } from './retention.schema.ts';

/** What a district has set, without what is as usual. */
export async function settingsOf(db: Queries, district: string): Promise<RetentionSettings> {
  const rows = await db.selectFrom('retention').select(['class', 'days']).where('district_id', '=', district).execute();
  return Object.fromEntries(rows.map((row) => [row.class, row.days]));
}

/** Makes the settings of a district these and no others. */
export async function writeSettings(db: Queries, district: string, settings: RetentionSettings): Promise<void> {
  const names = Object.keys(settings);
  await sql`delete from retention where district_id = ${district} and class <> all(${names})`.execute(db);
  for (const [name, days] of Object.entries(settings))
    await sql`insert into retention (district_id, class, days) values (${district}, ${name}, ${days})
      on conflict (district_id, class) do update set days = excluded.days`.execute(db);
}
