import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading, type Scope } from '../access/use-case.ts';
import { stateOf } from '../connections/connection.repository.ts';
import { moved } from '../connections/connection-state.model.ts';
import { connectorOf } from '../connectors/registry.ts';
import { causes } from '../dictionary/causes.ts';
import { entries } from '../dictionary/entries.ts';
import type { Entry, OwnerName } from '../dictionary/entry.schema.ts';
import { entryOf, explain } from '../dictionary/explain.model.ts';
import type { Queries } from '../platform/database.ts';
import { commonFacts } from '../runs/cause.model.ts';
import { unusualView } from '../runs/outcome.read-model.ts';
import { readHistory } from './history.repository.ts';
import { type IssueRow, issueRow, readIssues } from './issue.repository.ts';
import type { IssueDetail, IssueRecord, IssueView, issueRecordsQuery, issuesQuery } from './issue.schema.ts';
import {
  exampleFacts,
  issueGroups,
  issueRecords,
  type RecordRow,
  type RecordsAsked,
} from './issue-record.repository.ts';

/** What the manager of an integration must fix is support's where they are the same people. */
const ownerOf = (owner: OwnerName, us: boolean): OwnerName =>
  owner === 'integration_manager' && us ? 'support' : owner;

export function issueViewOf(row: IssueRow): IssueView {
  const { entry, title, cause, retry, owner } = explain(row.entry, {});
  return {
    id: row.no,
    connection: { id: String(row.connection_id), name: row.connection_name, system: row.system },
    flow: row.flow_no,
    entry,
    title,
    cause,
    owner: ownerOf(owner, row.us),
    retry,
    state: row.state,
    since: row.since.toISOString(),
    assignee:
      row.assignee_id === null
        ? null
        : { id: String(row.assignee_id), name: row.assignee_name ?? String(row.assignee_id) },
    snooze: row.state === 'snoozed' ? { until: row.until_at?.toISOString() ?? null, records: row.until_records } : null,
    reason: row.state === 'muted' ? row.reason : null,
    records: row.records,
    waiting: row.waiting,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    firstRun: row.first_run,
    lastRun: row.last_run,
    trend: [...(row.trend ?? [])],
  };
}

/** Issues, those that concern the most records first. */
export const listIssues = reading('issues.read', async (db, scope, query: z.output<typeof issuesQuery>) => {
  const after = readCursor(query.cursor, z.tuple([z.number().int(), z.number().int()]));
  const conditions = [
    after === null ? null : sql`(n.records + n.waiting, i.no) < (${after[0]}, ${after[1]})`,
    stateIs(query.state),
    query.owner === undefined ? null : ownedBy(query.owner),
    query.connection === undefined ? null : sql`c.id = ${numberIn(query.connection)}`,
    query.mine === true ? sql`i.assignee_id = ${personOf(scope)}` : null,
    query.q === undefined || query.q === '' ? null : matches(scope.district, query.q),
  ];
  const where = sql.join([sql`true`, ...conditions.filter((one) => one !== null)], sql` and `);
  const rows = await readIssues(db, scope, { where, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => [row.records + row.waiting, row.no]);
  return { issues: page.rows.map(issueViewOf), nextCursor: page.nextCursor };
});

function stateIs(state: z.output<typeof issuesQuery>['state']) {
  if (state === undefined) return null;
  return state === 'present' ? sql`i.state in ('open', 'regressed')` : sql`i.state = ${state}`;
}

const personOf = ({ actor }: Scope) => (actor.kind === 'person' ? numberIn(actor.id ?? '') : null);

const isOneOf = (found: (entry: Entry) => boolean) =>
  sql`i.entry = any(${entries.filter(found).map(({ entry }) => entry)})`;

function ownedBy(owner: OwnerName) {
  const usually = (wanted: OwnerName) => isOneOf(({ causes: [first] }) => first?.owner === wanted);
  if (owner === 'integration_manager') return sql`${usually(owner)} and not ours.us`;
  if (owner === 'support') return sql`(${usually(owner)} or ${usually('integration_manager')} and ours.us)`;
  return usually(owner);
}

/** By words of the dictionary, or by a record that has it. */
function matches(district: string, q: string) {
  const wanted = q.toLowerCase();
  const says = ({ entry, title, cause }: Entry) =>
    [entry, title, cause, causes[cause]?.title ?? ''].some((text) => text.toLowerCase().includes(wanted));
  return sql`(${isOneOf(says)} or exists (select 1 from record r
    where r.district_id = ${district} and r.issue_no = i.no and starts_with(r.key, ${q})))`;
}

const groupsShown = 100;

/** `group`: the one that the help is told for; left out: the largest. */
type Shown = { readonly no: number; readonly group?: string | undefined };

/** One issue: the help of the dictionary, the groups of its records, what was done, and what happens next by itself. */
export const showIssue = reading('issues.read', async (db, scope, { no, group }: Shown): Promise<IssueDetail> => {
  const row = await issueRow(db, scope, no);
  const { groups, count } = await issueGroups(db, scope, row, groupsShown);
  const told = groups.find(({ id }) => id === group) ?? groups[0];
  const facts = await exampleFacts(db, scope, row, told?.id);
  const explained = explain(row.entry, commonFacts(facts, told?.records ?? 0));
  const owner = ownerOf(explained.owner, row.us);
  const fixes = [...new Set(entryOf(row.entry).causes.flatMap((cause) => cause.fixes ?? []))];
  const refused = notRetried(row);
  return {
    ...issueViewOf(row),
    // The help is told for all of the group; the message is one example, whole.
    explained: { ...explained, owner, message: explain(row.entry, facts[0] ?? {}).message },
    groups: groups.map((group) => ({ ...group, facts: { ...group.facts }, owner, fixes })),
    groupCount: count,
    explainedGroup: told?.id ?? null,
    history: scope.schools === null ? await readHistory(db, scope.district, no) : [],
    nextRun: refused === null ? (row.next_due_at?.toISOString() ?? null) : null,
    notRetried: refused === null ? null : explain(refused, { name: row.connection_name }),
  };
});

/** By which entry a run cannot be asked for from here; null: the source can be read again. */
export function notRetried(row: Pick<IssueRow, 'system' | 'connection_status' | 'connection_error'>): string | null {
  if (connectorOf(row.system)?.roster === undefined) return 'request.connection_not_fetched';
  const move = moved(stateOf({ status: row.connection_status, error: row.connection_error }), 'sync');
  return 'refused' in move ? move.refused : null;
}

type Asked = z.output<typeof issueRecordsQuery> & { readonly no: number };

/** The records of an issue by kind and key. */
export const listIssueRecords = reading('issues.read', async (db, scope, { no, ...query }: Asked) => {
  const row = await issueRow(db, scope, no);
  const after = readCursor(query.cursor, z.tuple([z.string(), z.string()]));
  const rows = await issueRecords(db, scope, row, { ...query, after, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, ({ kind, key }) => [kind, key]);
  return { records: page.rows.map(recordView), nextCursor: page.nextCursor };
});

const recordView = (row: RecordRow): IssueRecord => ({
  ...unusualView(row),
  run: row.run,
  since: row.since.toISOString(),
});

const rowsAtOnce = 1000;

/** All records that an issue affects, those that wait for them too, a page at a time, so that no list is too long. */
export const exportIssueRecords = reading(
  'issues.read',
  async (db, scope, { no, group }: { no: number; group?: string | undefined }) => {
    const row = await issueRow(db, scope, no);
    return recordsOf((asked) => issueRecords(db, scope, row, asked), group);
  },
);

async function* recordsOf(
  read: (asked: RecordsAsked) => Promise<readonly RecordRow[]>,
  group: string | undefined,
): AsyncIterable<readonly IssueRecord[]> {
  for (const waiting of group === undefined ? [false, true] : [false]) {
    let after: RecordsAsked['after'] = null;
    do {
      const rows: readonly RecordRow[] = await read({ group, waiting, after, limit: rowsAtOnce });
      const last = rows.at(-1);
      after = rows.length < rowsAtOnce || last === undefined ? null : [last.kind, last.key];
      yield rows.map(recordView);
    } while (after !== null);
  }
}

/** Whom an issue may be given to: whoever signs in and sees issues. */
export const listAssignees = reading('issues.write', async (db, { district }, _: null) => ({
  people: (await assignable(db, district, null)).map(({ id, name }) => ({ id: String(id), name })),
}));

/** People who sign in and see issues; `id`: only this one. */
export async function assignable(db: Queries, district: string, id: number | null) {
  const found = await sql<{ id: number; name: string }>`select p.id, p.name from sign_in p
    where p.district_id = ${district} and not p.disabled ${id === null ? sql`` : sql`and p.id = ${id}`}
      and exists (select 1 from grant_ g join role on role.district_id = ${district} and role.id = g.role_id
        where g.district_id = ${district} and g.sign_in_id = p.id and 'issues.read' = any(role.permissions))
    order by lower(p.name), p.id limit 500`.execute(db);
  return found.rows;
}
