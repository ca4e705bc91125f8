import { sql } from 'kysely';
import type { z } from 'zod';
import { decidedByDatabase } from '../access/constraint.model.ts';
import { type AuditLine, changing, type Scope } from '../access/use-case.ts';
import { isSameList } from '../connections/calendar.model.ts';
import { plannedOf } from '../connections/calendar.repository.ts';
import { type ConnectionRow, lockConnection } from '../connections/connection.repository.ts';
import { applyChange } from '../connections/connection.usecases.ts';
import { connectorOf } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { actorRow } from '../platform/actor.ts';
import { allocate, type Tx } from '../platform/database.ts';
import { askRosterRead } from '../rostering/source/ask-read.usecases.ts';
import { termsOfYear, withRollover } from './school-year.model.ts';
import { viewOf } from './school-year.read-model.ts';
import {
  archiveTerms,
  changeYear,
  openYear,
  termsOf,
  unarchiveTerms,
  type YearRow,
  yearConnections,
} from './school-year.repository.ts';
import type { SchoolYearView, schoolYearBegin, yearConfirm, yearDryRun, yearPause } from './school-year.schema.ts';

// Each step is one transaction, is told in the audit, and can be taken back; doing one again that is done changes nothing.

type Answer = { readonly answer: SchoolYearView; readonly audit: readonly AuditLine[] };

const lineOf = (
  { no, title }: Pick<YearRow, 'no' | 'title'>,
  action: AuditLine['action'],
  details: AuditLine['details'] = {},
): AuditLine => ({ action, subject: { kind: 'school_year', id: String(no), name: title }, details });

async function answered(tx: Tx, { district }: Scope, audit: readonly AuditLine[]): Promise<Answer> {
  return { answer: await viewOf(tx, district), audit };
}

async function theYear(tx: Tx, district: string): Promise<YearRow> {
  const year = await openYear(tx, district, true);
  if (year === null) throw refuse('request.not_found', { what: 'school year that is being begun', id: '' });
  return year;
}

const wrongState = ({ title }: YearRow, wanted: string, reason: string) =>
  refuse('request.school_year_state', { title, wanted, reason });

function confirmed({ title }: YearRow, { confirm }: z.output<typeof yearConfirm>): void {
  if (confirm.trim() !== title) throw refuse('request.school_year_confirm', { title });
}

const now = ({ now: at, actor }: Scope) => ({ at: at.toISOString(), by: actor.name });

export const beginYear = changing(
  'school_year.write',
  async (tx, scope, { title, endsOn }: z.output<typeof schoolYearBegin>) => {
    const { district } = scope;
    const open = await openYear(tx, district);
    if (open !== null) throw refuse('request.school_year_open', { title: open.title });
    const no = await allocate(tx, district, 'school_year');
    const insert = sql`insert into school_year (district_id, no, title, state, ends_on, made_by, made_at)
      values (${district}, ${no}, ${title}, 'open', ${endsOn}, ${JSON.stringify(actorRow(scope.actor))}, ${scope.now})`;
    await decidedByDatabase({ school_year_open: () => refuse('request.school_year_open', { title }) }, () =>
      insert.execute(tx),
    );
    return answered(tx, scope, [lineOf({ no, title }, 'school_year.begun', { endsOn })]);
  },
);

/** Changes connections as their own pages would, in the same transaction. */
async function changeConnections(
  tx: Tx,
  scope: Scope,
  ids: readonly (string | number)[],
  change: (row: ConnectionRow) => Parameters<typeof applyChange>[4],
): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = [];
  // In one order, so that two who change several do not wait for each other.
  for (const id of [...new Set(ids.map(String))].sort()) {
    const row = await lockConnection(tx, scope.district, id);
    const { audit } = await applyChange(tx, scope, connectorOf(row.system), row, change(row));
    lines.push(...audit);
  }
  return lines;
}

/** Plans one pause for the chosen connections; another that was planned here before is taken away. */
export const planYearPause = changing(
  'school_year.write',
  async (tx, scope, { connections, from, to }: z.output<typeof yearPause>) => {
    const year = await theYear(tx, scope.district);
    const undone = await withoutPause(tx, scope, year);
    const lines = await changeConnections(tx, scope, connections, (row) => ({
      pauses: [...plannedOf(row).filter((one) => one.from !== from), { from, to, reason: `School year ${year.title}` }],
    }));
    const pause = { ...now(scope), from, to, connections: connections.map(Number) };
    await changeYear(tx, scope.district, year, { steps: { ...year.steps, pause } });
    return answered(tx, scope, [...undone, ...lines]);
  },
);

async function withoutPause(tx: Tx, scope: Scope, { steps: { pause } }: YearRow): Promise<readonly AuditLine[]> {
  if (pause === undefined) return [];
  // One that was deleted since has no plans any more.
  const there = (await yearConnections(tx, scope.district, { dry: {}, since: null })).map(({ id }) => Number(id));
  const ids = pause.connections.filter((id) => there.includes(id));
  return changeConnections(tx, scope, ids, (row) => ({
    pauses: plannedOf(row).filter(({ from }) => from !== pause.from),
  }));
}

/** Takes the planned pause back. A connection that it has paused already stays so until a person resumes it. */
export const undoYearPause = changing('school_year.write', async (tx, scope, _: null) => {
  const year = await theYear(tx, scope.district);
  const lines = await withoutPause(tx, scope, year);
  const { pause: __, ...steps } = year.steps;
  await changeYear(tx, scope.district, year, { steps });
  return answered(tx, scope, lines);
});

/** Archives the terms of the year that ends, and with them the sections and enrollments that belong to them alone. */
export const archiveYear = changing('school_year.write', async (tx, scope, confirm: z.output<typeof yearConfirm>) => {
  const { district } = scope;
  const year = await theYear(tx, district);
  if (year.rolled_at !== null) return answered(tx, scope, []);
  confirmed(year, confirm);
  const old = termsOfYear(await termsOf(tx, district), year.ends_on);
  if (old.length === 0) throw wrongState(year, 'archived', `no term has ended by ${year.ends_on}`);
  await archiveTerms(tx, district, year.no, old);
  await changeYear(tx, district, year, { rolled_at: scope.now });
  const { answer } = await answered(tx, scope, []);
  const { sections, enrollments } = answer.archive;
  const details = { terms: old.length, sections, enrollments };
  return { answer, audit: [lineOf(year, 'school_year.archived', details)] };
});

/** What was archived is of now again, as if it had never been. */
export const unarchiveYear = changing('school_year.write', async (tx, scope, _: null) => {
  const { district } = scope;
  const year = await theYear(tx, district);
  if (year.rolled_at === null) return answered(tx, scope, []);
  await unarchiveTerms(tx, district, year.no);
  await changeYear(tx, district, year, { rolled_at: null });
  return answered(tx, scope, [lineOf(year, 'school_year.unarchived')]);
});

/** Gives every connection that brings a roster the thresholds of a rollover; how they stood is kept. */
export const setYearThresholds = changing('school_year.write', async (tx, scope, _: null) => {
  const { district } = scope;
  const year = await theYear(tx, district);
  if (year.before_thresholds !== null) return answered(tx, scope, []);
  const before: { connection: number; thresholds: ConnectionRow['thresholds'] }[] = [];
  const all = await yearConnections(tx, district, { dry: {}, since: null });
  const lines = await changeConnections(
    tx,
    scope,
    all.map(({ id }) => id),
    ({ id, thresholds }) => {
      before.push({ connection: id, thresholds });
      return { thresholds: [...withRollover(thresholds)] };
    },
  );
  const steps = { ...year.steps, thresholds: now(scope) };
  await changeYear(tx, district, year, { steps, before_thresholds: before });
  return answered(tx, scope, lines);
});

/** The rules are as they were; what somebody changed of them meanwhile stays, but for those of the rollover. */
async function withoutThresholds(tx: Tx, scope: Scope, year: YearRow): Promise<readonly AuditLine[]> {
  const there = (await yearConnections(tx, scope.district, { dry: {}, since: null })).map(({ id }) => Number(id));
  const before = new Map((year.before_thresholds ?? []).map((one) => [one.connection, one.thresholds]));
  return changeConnections(
    tx,
    scope,
    [...before.keys()].filter((id) => there.includes(id)),
    ({ id, thresholds }) => {
      const was = before.get(id) ?? [];
      if (isSameList(thresholds, withRollover(was))) return { thresholds: [...was] };
      return { thresholds: thresholds.filter(({ phase }) => phase !== 'rollover') };
    },
  );
}

export const undoYearThresholds = changing('school_year.write', async (tx, scope, _: null) => {
  const year = await theYear(tx, scope.district);
  const lines = await withoutThresholds(tx, scope, year);
  const { thresholds: __, ...steps } = year.steps;
  await changeYear(tx, scope.district, year, { steps, before_thresholds: null });
  return answered(tx, scope, lines);
});

/** Asks what the first night would do. It writes nothing, and so may also be asked for while the connection is paused. */
export const dryRunYear = changing(
  'school_year.write',
  async (tx, scope, { connection: id }: z.output<typeof yearDryRun>) => {
    const year = await theYear(tx, scope.district);
    const row = await lockConnection(tx, scope.district, id);
    if (connectorOf(row.system)?.roster === undefined)
      throw refuse('request.connection_not_fetched', { name: row.name });
    const asked = { connection: row.id, trigger: 'person', since: null, dry: true } as const;
    const { run, joined } = await askRosterRead(tx, scope.actor, scope.now, asked);
    const steps = { ...year.steps, dry: { ...year.steps.dry, [id]: run } };
    await changeYear(tx, scope.district, year, { steps });
    const line: AuditLine = {
      action: 'run.asked',
      subject: { kind: 'run', id: String(run), name: `run ${run}` },
      details: { connection: row.name, trigger: 'person', dry: true },
    };
    return answered(tx, scope, joined ? [] : [line]);
  },
);

/** The year has begun: thresholds are as they were, and what is archived stays so. */
export const finishYear = changing('school_year.write', async (tx, scope, confirm: z.output<typeof yearConfirm>) => {
  const year = await theYear(tx, scope.district);
  confirmed(year, confirm);
  const lines = await withoutThresholds(tx, scope, year);
  await sql`update school_year set state = 'done', done_at = ${scope.now}, before_thresholds = null
    where district_id = ${scope.district} and no = ${year.no}`.execute(tx);
  return answered(tx, scope, [...lines, lineOf(year, 'school_year.finished', { archived: year.rolled_at !== null })]);
});

/** Leaves it as if it had not been begun; what was archived has to be taken back before. */
export const leaveYear = changing('school_year.write', async (tx, scope, _: null) => {
  const year = await theYear(tx, scope.district);
  if (year.rolled_at !== null) throw wrongState(year, 'given up', 'its last year is archived; take that back first');
  const lines = [...(await withoutThresholds(tx, scope, year)), ...(await withoutPause(tx, scope, year))];
  await sql`delete from school_year where district_id = ${scope.district} and no = ${year.no}`.execute(tx);
  return answered(tx, scope, [...lines, lineOf(year, 'school_year.given_up')]);
});
