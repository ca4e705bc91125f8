import { Button, Select } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { IssueView } from '../../issues/issue.schema.ts';
import { whileHeard } from '../runs/run-queries.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { OwnerMark } from '../shell/help.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { IssueMark } from './issue-mark.tsx';
import type { IssuesAnswer } from './issue-queries.ts';
import css from './issues.module.css';
import { ownerNames } from './owner-names.ts';
import { SmallTrend } from './trend.tsx';

const stateFilters = ['present', 'open', 'regressed', 'snoozed', 'muted', 'resolved', 'all'] as const;

const columnsOf = (most: number): readonly Column<IssueView>[] => [
  {
    id: 'issue',
    head: text.issues.columns.issue,
    bare: true,
    cell: (issue) => (
      <span className={css.two}>
        <Link to="/issues/$id" params={{ id: String(issue.id) }} className={css.title ?? ''} {...rowOpen}>
          {issue.title}
        </Link>
        <span className={css.dim}>
          <ForeignLine value={issue.connection.name} />
        </span>
      </span>
    ),
  },
  {
    id: 'records',
    head: text.issues.columns.records,
    width: '19%',
    cell: (issue) => <CountBar issue={issue} most={most} />,
  },
  {
    id: 'owner',
    head: text.issues.columns.owner,
    width: '20%',
    cell: (issue) => (
      <span className={css.two}>
        <OwnerMark owner={issue.owner} />
        {issue.assignee !== null && (
          <span className={css.dim}>
            <ForeignLine value={text.issues.assignedTo(issue.assignee.name)} />
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'state',
    head: text.issues.columns.state,
    width: '136px',
    cell: (issue) => (
      <span className={css.two}>
        <IssueMark state={issue.state} />
        <span className={css.dim}>
          <When at={issue.since} />
        </span>
      </span>
    ),
  },
  {
    id: 'trend',
    head: text.issues.columns.trend,
    width: '112px',
    cell: (issue) => <SmallTrend trend={issue.trend} />,
  },
];

/** How many records it concerns, as numbers and beside the others: those that have it, and those that wait for them. */
function CountBar({ issue, most }: { issue: IssueView; most: number }) {
  return (
    <span className={css.two}>
      <span className={css.count}>
        <strong>{text.number(issue.records)}</strong>
        <span className={css.bar} aria-hidden>
          <span style={{ width: `${(100 * issue.records) / most}%` }} />
          <span className={css.waitingBar} style={{ width: `${(100 * issue.waiting) / most}%` }} />
        </span>
      </span>
      {issue.waiting > 0 && <span className={css.dim}>{text.issues.wait(issue.waiting)}</span>}
    </span>
  );
}

export function IssuesPage() {
  const search = useSearch({ from: '/frame/issues' });
  const { state = 'present', ...filter } = search;
  const list = usePaged({
    key: ['issues', 'list', search],
    page: (cursor, signal) =>
      get<IssuesAnswer>(
        apiPath(['issues'], { ...filter, state: state === 'all' ? undefined : state, cursor, limit: 100 }),
        signal,
      ),
    rows: (answer: IssuesAnswer) => answer.issues,
    refetchInterval: whileHeard,
  });
  const filtered = Object.keys(search).length > 0;
  return (
    <>
      <PageHead title={text.issues.title} lead={text.issues.lead} />
      <Filters />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          filtered ? (
            <p className={css.dim}>{text.issues.noneFiltered}</p>
          ) : (
            <EmptyState icon={IconCircleCheck} title={text.issues.none}>
              {text.issues.noneHelp}
            </EmptyState>
          )
        }
      >
        {(rows) => (
          <>
            <p className={css.sum}>{sumOf(rows)}</p>
            <RecordList
              label={text.issues.title}
              columns={columnsOf(Math.max(1, ...rows.map(({ records, waiting }) => records + waiting)))}
              rows={rows}
              rowId={(issue) => String(issue.id)}
              more={list.more}
            />
          </>
        )}
      </PageStates>
    </>
  );
}

const sumOf = (rows: readonly IssueView[]) =>
  text.issues.sum(
    rows.length,
    rows.reduce((sum, { records }) => sum + records, 0),
    rows.reduce((sum, { waiting }) => sum + waiting, 0),
  );

function Filters() {
  const search = useSearch({ from: '/frame/issues' });
  const navigate = useNavigate({ from: '/issues' });
  const change = (part: 'state' | 'owner' | 'mine' | 'q', value: string | true | null) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        ...(value === null || value === '' ? {} : { [part]: value }),
      }),
      replace: part === 'q',
    });
  return (
    <div className={css.filters}>
      <SearchField label={text.issues.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <Select
        size="xs"
        w={160}
        aria-label={text.issues.filterState}
        allowDeselect={false}
        value={search.state ?? 'present'}
        data={stateFilters.map((value) => ({ value, label: text.issues.filterStates[value] }))}
        onChange={(value) => change('state', value === 'present' ? null : value)}
      />
      <Select
        size="xs"
        w={220}
        aria-label={text.issues.filterOwner}
        placeholder={text.issues.anyOwner}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={search.owner ?? null}
        data={ownerNames.map((value) => ({ value, label: text.owners[value] }))}
        onChange={(value) => change('owner', value)}
      />
      <Button
        variant={search.mine === undefined ? 'default' : 'light'}
        aria-pressed={search.mine !== undefined}
        onClick={() => change('mine', search.mine === undefined ? true : null)}
      >
        {text.issues.mine}
      </Button>
    </div>
  );
}
