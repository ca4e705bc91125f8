import { type RawBuilder, sql } from 'kysely';
import type { HoldOf } from './job.ts';

/** Of what a hold lists only these records, or those of these schools; `school`: how their job tells it. Left out: all. */
export type Chosen = {
  readonly records?: readonly string[] | undefined;
  readonly schools?: readonly string[] | undefined;
  readonly school: RawBuilder<string>;
};

/** What a hold lists, as `record` with its `flow`. */
export const heldRecords = ({ district, no }: Pick<HoldOf, 'district' | 'no'>, chosen: Chosen | null = null) => sql`
  record join flow on flow.district_id = record.district_id and flow.no = record.flow_no
  where record.district_id = ${district} and record.hold_no = ${no}
    ${chosen?.records === undefined ? sql`` : sql`and record.key = any(${chosen.records})`}
    ${chosen?.schools === undefined ? sql`` : sql`and ${chosen.school} = any(${chosen.schools})`}`;
