import type { z } from 'zod';
import { everything } from '../access/permission.model.ts';
import { type AuditLine, changing, reading, type Scope } from '../access/use-case.ts';
import type { Actor } from '../platform/actor.ts';
import { statementsOf, type Tx } from '../platform/database.ts';
import { blackoutsInWords, isSameList } from './calendar.model.ts';
import {
  type DuePlan,
  districtBlackouts,
  duePlans,
  type LockedPlan,
  pausedByPlan,
  planOf,
  planThatGoesOn,
  setDistrictBlackouts,
  setPlanState,
} from './calendar.repository.ts';
import type { calendar, calendarView } from './calendar.schema.ts';
import { type ConnectionRow, lockConnection } from './connection.repository.ts';
import { lookIn, resumeRow } from './connection-life.usecases.ts';
import { lockRuns, pauseRuns } from './connection-run.repository.ts';
import { moveConnection } from './move.repository.ts';
import type { OutsideDeps } from './outside.repository.ts';

type Calendar = z.output<typeof calendar>;

export const showCalendar = reading(
  'connections.read',
  async (db, { district }): Promise<z.infer<typeof calendarView>> => {
    const { zone, blackouts } = await districtBlackouts(db, district);
    return { timeZone: zone, blackouts };
  },
);

/** Makes the blackouts of the whole district these. */
export const changeCalendar = changing('connections.write', async (tx, { district }, { blackouts }: Calendar) => {
  const before = await districtBlackouts(tx, district);
  const answer = { timeZone: before.zone, blackouts };
  if (isSameList(before.blackouts, blackouts)) return { answer, audit: [] };
  await setDistrictBlackouts(tx, district, blackouts);
  return {
    answer,
    audit: {
      action: 'district.blackouts_set',
      subject: { kind: 'district', id: district, name: district },
      details: { before: blackoutsInWords(before.blackouts), after: blackoutsInWords(blackouts) },
    },
  };
});

/** Begins and ends the pauses that people planned, in their names. One that fails keeps no other waiting. */
export async function carryOutPlans(deps: OutsideDeps): Promise<void> {
  for (const plan of await duePlans(deps.db, deps.clock()))
    await carryOut(deps, plan).catch((error: unknown) =>
      deps.log.warn({ plan: plan.no, reason: String(error) }, 'A planned pause could not be carried out yet.'),
    );
}

async function carryOut(deps: OutsideDeps, { district, no, made_by: by }: DuePlan): Promise<void> {
  const actor: Actor = { ...by, district, grants: everything };
  const resumed = await beginOrEnd(deps, actor, no);
  if (resumed !== null) await lookIn(deps, actor, resumed);
}

/** Answers the connection that it resumed. */
const beginOrEnd = changing('connections.write', async (tx, scope, no: number) => {
  const { district, now } = scope;
  const nothing = { answer: null, audit: [] };
  const known = await planOf(tx, district, no);
  if (known === undefined) return nothing;
  await lockRuns(tx, district, known.connection_id);
  const row = await lockConnection(tx, district, String(known.connection_id));
  // Another process, or a person, may have been faster.
  const plan = await planOf(tx, district, no);
  if (plan === undefined) return nothing;
  if (plan.state === 'planned' && plan.begins_at <= now && plan.ends_at > now)
    return { answer: null, audit: await begin(tx, scope, row, plan) };
  if (plan.state === 'over' || plan.ends_at > now) return nothing;
  await setPlanState(tx, district, no, 'over');
  if (row.pause_plan_no !== no) return nothing;
  const other = await planThatGoesOn(tx, district, plan, now);
  if (other === null) return resumeRow(tx, scope, row, { why: whyOf(plan), trigger: 'schedule' });
  await setPlanState(tx, district, other, 'begun');
  await pausedByPlan(tx, district, row.id, other);
  return nothing;
});

/** What a person has paused stays theirs: such a plan is over before it began. */
async function begin(tx: Tx, { district, now }: Scope, row: ConnectionRow, plan: LockedPlan): Promise<AuditLine[]> {
  const byPerson = row.status === 'paused' && row.pause_plan_no === null;
  await setPlanState(tx, district, plan.no, byPerson ? 'over' : 'begun');
  if (row.status === 'paused') return [];
  const line = await moveConnection(statementsOf(tx), district, row, { event: 'pause' }, now, whyOf(plan));
  await pauseRuns(tx, district, row.id);
  await pausedByPlan(tx, district, row.id, plan.no);
  return line === null ? [] : [line];
}

const whyOf = ({ begins, ends }: LockedPlan) => ({ by: 'plan', from: begins, until: ends });
