import { type RawBuilder, sql } from 'kysely';
import type { Kind } from '../rostering/oneroster/columns.model.ts';
import { schoolOfKey } from '../rostering/oneroster/school-of.repository.ts';

// What a hold lists, as `record` with its `flow`.

export type HoldOf = { readonly district: string; readonly no: number; readonly kind: string };
/** Of what a hold lists only these records, or those of these schools; left out: all. */
export type Chosen = {
  readonly records?: readonly string[] | undefined;
  readonly schools?: readonly string[] | undefined;
};

const stored = { district: sql`record.district_id`, connection: sql`flow.source_id` };
/** The school that a held record belongs to; '' where it is of none. */
export const heldSchool = (kind: string): RawBuilder<string> =>
  sql`coalesce(record.held_change ->> 'school', ${schoolOfKey(kind as Kind, stored, sql`record.key`)}, '')`;

export const heldRecords = ({ district, no, kind }: HoldOf, { records, schools }: Chosen = {}) => sql`
  record join flow on flow.district_id = record.district_id and flow.no = record.flow_no
  where record.district_id = ${district} and record.hold_no = ${no}
    ${records === undefined ? sql`` : sql`and record.key = any(${records})`}
    ${schools === undefined ? sql`` : sql`and ${heldSchool(kind)} = any(${schools})`}`;
