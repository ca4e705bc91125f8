import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { SchoolView } from './school.schema.ts';

/** Writes the settings of a school for the rostering API; null: it is not configured. */
export async function writeRostering(
  db: Queries,
  district: string,
  school: string,
  rostering: SchoolView['rostering'],
): Promise<void> {
  const text = rostering === null ? null : JSON.stringify(rostering);
  await sql`update school set rostering = ${text}::jsonb where district_id = ${district} and id = ${school}`.execute(
    db,
  );
}
