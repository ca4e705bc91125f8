import { sql } from 'kysely';
import { everything } from '../access/permission.model.ts';
import { changing } from '../access/use-case.ts';
import type { Actor } from '../platform/actor.ts';
import { statementsOf } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import { movedIssue, type Standing } from './issue-state.model.ts';
import { setStanding } from './standing.repository.ts';

const most = 500;

const calendarOf = (district: string): Actor => ({
  kind: 'system',
  id: null,
  name: 'Calendar',
  district,
  grants: everything,
});

/** Issues whose snooze has come to its day are as before. This looks at all districts. */
export async function wakeDueIssues(house: House): Promise<void> {
  const due = await sql<{ district: string; no: number }>`select district_id as district, no from issue
    where until_at <= ${house.clock()} order by until_at limit ${most}`.execute(house.db);
  for (const { district, no } of due.rows) await wakeOne(house, calendarOf(district), no);
}

type Due = Standing & { readonly entry: string };

const wakeOne = changing('issues.write', async (tx, { district, now }, no: number) => {
  const found = await sql<Due>`select entry, state, was from issue where district_id = ${district} and no = ${no}
    and until_at <= ${now} for no key update skip locked`.execute(tx);
  const row = found.rows[0];
  const to = row === undefined ? null : movedIssue(row, 'due');
  if (row === undefined || to === null) return { answer: null, audit: [] };
  await setStanding(statementsOf(tx), { district, no }, to, now);
  return {
    answer: null,
    audit: { action: 'issue.woken', subject: { kind: 'issue', id: String(no), name: row.entry } },
  };
});
