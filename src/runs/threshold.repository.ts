import type { Pool } from 'pg';
import type { Claim } from './part.repository.ts';
import { phaseOf } from './threshold.model.ts';
import type { Phase, Threshold } from './threshold.schema.ts';

export type FlowRules = { readonly rules: readonly Threshold[]; readonly phase: Phase | null };

/** What people set for a flow, and, where a rule asks for it, where in the school year its source is today. */
export async function flowRules(pool: Pool, { district, flow, connection }: Claim): Promise<FlowRules> {
  const found = await pool.query<{ thresholds: Threshold[] }>(
    'select thresholds from flow where district_id = $1 and no = $2',
    [district, flow],
  );
  const rules = found.rows[0]?.thresholds ?? [];
  if (!rules.some(({ phase }) => phase !== undefined)) return { rules, phase: null };
  if (rules.some(({ phase }) => phase === 'rollover') && (await isRolledOver(pool, district)))
    return { rules, phase: 'rollover' };
  // Years and grading periods begin within terms, and say nothing of their own.
  const terms = await pool.query<{ start: string; end: string; today: string }>(
    `select start_date::text as start, end_date::text as end from term
     where district_id = $1 and connection_id = $2 and status = 'active' and type in ('term', 'semester')`,
    [district, connection],
  );
  const today = await pool.query<{ today: string }>(
    'select (now() at time zone time_zone)::date::text as today from district where id = $1',
    [district],
  );
  return { rules, phase: phaseOf(terms.rows, today.rows[0]?.today ?? '') };
}

/** Whether a school year is being begun, so that more, and other things, may change than on other days. */
async function isRolledOver(pool: Pool, district: string): Promise<boolean> {
  const found = await pool.query("select 1 from school_year where district_id = $1 and state = 'open'", [district]);
  return found.rows.length > 0;
}
