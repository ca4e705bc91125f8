import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';

/** As long as outcomes are kept: a school year and the summer. */
const keptDays = 400;

/** Lets go of unknown messages that nobody has met for long, of samples that are as old, and of old answers. */
export async function sweepDictionary(db: Queries, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  await sql`delete from unknown_message where last_seen < ${before}`.execute(db);
  await sql`update unknown_message set samples = null, samples_since = null where samples_since < ${before}`.execute(
    db,
  );
  await sql`delete from entry_answer where day < ${before}::date`.execute(db);
}
