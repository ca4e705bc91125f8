import { sql } from 'kysely';
import type { z } from 'zod';
import { numberIn } from '../access/list-query.model.ts';
import { type AuditLine, changing, type Scope } from '../access/use-case.ts';
import { lockConnection, timeZoneOf } from '../connections/connection.repository.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { statementsOf, type Tx } from '../platform/database.ts';
import { askRosterRead } from '../rostering/source/ask-read.usecases.ts';
import { assignable, issueViewOf, notRetried } from './issue.read-model.ts';
import { type IssueRow, issueRow, lockIssue } from './issue.repository.ts';
import type { IssueView, issueAssign, issueMute, issueSnooze } from './issue.schema.ts';
import { type IssueEvent, movedIssue, type Standing } from './issue-state.model.ts';
import { dayAfterTerm, dayBegins, dayOf, type TermDates } from './snooze.model.ts';
import { setStanding, type Terms } from './standing.repository.ts';

type Numbered<Body> = Body & { readonly no: number };

const lineOf = (
  { no, entry }: IssueRow,
  action: AuditLine['action'],
  details: AuditLine['details'] = {},
): AuditLine => ({
  action,
  subject: { kind: 'issue', id: String(no), name: entry },
  details,
});

/** The issue as it stands after a change. */
async function changed(tx: Tx, { district }: Scope, row: IssueRow, audit: AuditLine | readonly AuditLine[]) {
  const answer: IssueView = issueViewOf(await issueRow(tx, { district, schools: null }, row.no));
  return { answer, audit };
}

/** Gives an issue to somebody, or to nobody. */
export const assignIssue = changing(
  'issues.write',
  async (tx, scope, { no, assignee }: Numbered<z.output<typeof issueAssign>>) => {
    const row = await lockIssue(tx, scope.district, no);
    const id = assignee === null ? null : numberIn(assignee);
    if (assignee !== null && (id === null || (await assignable(tx, scope.district, id)).length === 0))
      throw refuse('request.not_found', { what: 'person', id: assignee });
    if (id === row.assignee_id) return changed(tx, scope, row, []);
    await sql`update issue set assignee_id = ${id} where district_id = ${scope.district} and no = ${no}`.execute(tx);
    const line =
      id === null ? lineOf(row, 'issue.unassigned') : lineOf(row, 'issue.assigned', { assignee: String(id) });
    return changed(tx, scope, row, line);
  },
);

/** What a person does to an issue, or a refusal where it does not stand so. */
function moveOf(row: IssueRow, event: IssueEvent, wanted: string): Standing {
  const to = movedIssue(row, event);
  if (to === null) throw refuse('request.issue_state', { id: String(row.no), state: row.state, wanted });
  return to;
}

function stand(tx: Tx, { district, now }: Scope, no: number, to: Standing, terms: Terms = {}): Promise<void> {
  return setStanding(statementsOf(tx), { district, no }, to, now, terms);
}

const wrong = (field: string, message: string) =>
  refuse('request.body_invalid', { reason: `/${field}: ${message}` }, [
    { pointer: `/${field}`, entry: 'request.body_invalid', message },
  ]);

/** Puts an issue aside until a day, the end of the term, or until so many records have it. */
export const snoozeIssue = changing(
  'issues.write',
  async (tx, scope, { no, ...wanted }: Numbered<z.output<typeof issueSnooze>>) => {
    const row = await lockIssue(tx, scope.district, no);
    const to = moveOf(row, 'snooze', 'snoozed');
    const until = await endOf(tx, scope, wanted);
    const records = wanted.records ?? null;
    if (records !== null && records <= row.records)
      throw wrong('records', `must be more than the ${row.records} that it has`);
    await stand(tx, scope, no, to, { until, records });
    const details = {
      ...(until === null ? {} : { until: until.toISOString() }),
      ...(records === null ? {} : { records }),
    };
    return changed(tx, scope, row, lineOf(row, 'issue.snoozed', details));
  },
);

async function endOf(tx: Tx, { district, now }: Scope, wanted: z.output<typeof issueSnooze>): Promise<Date | null> {
  const { until, endOfTerm } = wanted;
  if (until === undefined && endOfTerm === undefined) return null;
  const zone = await timeZoneOf(tx, district);
  const today = dayOf(now, zone);
  if (until !== undefined) {
    if (until <= today) throw wrong('until', 'must be a day after today');
    return dayBegins(until, zone);
  }
  const terms = await sql<TermDates>`select type, start_date as start, end_date as "end" from term
    where district_id = ${district} and status = 'active' and start_date <= ${today} and end_date >= ${today}`.execute(
    tx,
  );
  const after = dayAfterTerm(terms.rows, today);
  if (after === null) throw refuse('request.no_term');
  return dayBegins(after, zone);
}

/** Ends a snooze before its time. */
export const wakeIssue = changing('issues.write', async (tx, scope, no: number) => {
  const row = await lockIssue(tx, scope.district, no);
  await stand(tx, scope, no, moveOf(row, 'wake', 'woken'));
  return changed(tx, scope, row, lineOf(row, 'issue.woken'));
});

/** Nobody is bothered with it any more, however often it comes again. The reason is for people, not for the audit. */
export const muteIssue = changing(
  'issues.write',
  async (tx, scope, { no, reason }: Numbered<z.output<typeof issueMute>>) => {
    const row = await lockIssue(tx, scope.district, no);
    await stand(tx, scope, no, moveOf(row, 'mute', 'muted'), { reason });
    return changed(tx, scope, row, lineOf(row, 'issue.muted', { records: row.records }));
  },
);

/** It is as before it was muted; where no record has it any more, it is resolved. */
export const unmuteIssue = changing('issues.write', async (tx, scope, no: number) => {
  const row = await lockIssue(tx, scope.district, no);
  const before = moveOf(row, 'unmute', 'unmuted');
  const gone = row.records + row.waiting === 0;
  await stand(tx, scope, no, (gone ? movedIssue(before, 'cleared') : null) ?? before);
  return changed(tx, scope, row, [
    lineOf(row, 'issue.unmuted'),
    ...(gone ? [lineOf(row, 'issue.resolved', { records: 0 })] : []),
  ]);
});

/** Asks for a run that reads the source again; one that waits or is under way is answered instead. */
export const retryIssue = changing('issues.write', async (tx, scope, no: number) => {
  const issue = await issueRow(tx, scope, no);
  const connection = await lockConnection(tx, scope.district, String(issue.connection_id));
  const refused = notRetried({ ...issue, connection_status: connection.status, connection_error: connection.error });
  if (refused !== null) throw refuse(refused, { name: connection.name });
  const trigger = scope.actor.kind === 'api_key' ? 'api' : 'person';
  const { run, joined } = await askRosterRead(tx, scope.actor, scope.now, {
    connection: connection.id,
    trigger,
    since: null,
  });
  const asked: AuditLine = {
    action: 'run.asked',
    subject: { kind: 'run', id: String(run), name: `run ${run}` },
    details: { connection: connection.name, trigger, issue: no },
  };
  return {
    answer: { run: { id: run } },
    audit: [...(joined ? [] : [asked]), lineOf(issue, 'issue.retried', { run })],
  };
});
