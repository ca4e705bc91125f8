import { Button, Tabs, VisuallyHidden } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { IssueDetail, IssueRecord } from '../../issues/issue.schema.ts';
import { OutcomeDetail } from '../runs/outcome-detail.tsx';
import { apiPath, get } from '../shell/api.ts';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import type { RecordsAnswer } from './issue-queries.ts';
import css from './issues.module.css';

const columns: readonly Column<IssueRecord>[] = [
  {
    id: 'record',
    head: text.issues.recordColumns.record,
    width: '28%',
    cell: (row) => (
      <span className={css.two}>
        <ForeignLine value={row.key} />
        <span className={css.dim}>{text.kinds(row.kind, 1)}</span>
      </span>
    ),
  },
  { id: 'why', head: text.issues.recordColumns.why, bare: true, cell: (row) => <Why row={row} /> },
  { id: 'where', head: text.issues.recordColumns.where, width: '20%', cell: (row) => <Where row={row} /> },
  { id: 'run', head: text.issues.recordColumns.run, width: '96px', cell: (row) => <RunOf row={row} /> },
];

function Why({ row }: { row: IssueRecord }) {
  if (row.waitsFor !== null)
    return <ForeignLine value={text.records.waitsFor(row.waitsFor.kind, row.waitsFor.key.slice(0, 80))} />;
  if (row.column !== null)
    return <ForeignLine value={text.records.columnValue(row.column, row.value?.slice(0, 120) ?? null)} />;
  return <Foreign value={row.explained?.message ?? ''} most={160} />;
}

function Where({ row }: { row: IssueRecord }) {
  if (row.file === null) return <span className={css.dim}>{text.records.noFile}</span>;
  return <Foreign value={row.line === null ? row.file : text.records.fileLine(row.file, row.line)} most={80} mono />;
}

/** Leads to the outcome of the record in the run that refused it last. */
function RunOf({ row }: { row: IssueRecord }) {
  const mayOpen = useCan('runs.read');
  const name = text.issues.inRun(row.run);
  if (!mayOpen) return name;
  return (
    <TextLink to="/runs/$id" params={{ id: String(row.run) }} search={{ tab: 'records', kind: row.kind, q: row.key }}>
      {name}
    </TextLink>
  );
}

/** The records that have the cause, and those that wait for them. */
export function IssueRecords({ issue }: { issue: IssueDetail }) {
  const { tab } = useSearch({ from: '/frame/issues/$id' });
  const navigate = useNavigate({ from: '/issues/$id' });
  const waiting = tab === 'waiting';
  return (
    <Tabs
      value={tab ?? 'records'}
      onChange={(to) => void navigate({ search: to === 'waiting' ? { tab: 'waiting' } : {}, resetScroll: false })}
      keepMounted={false}
    >
      <VisuallyHidden component="h2">{text.issues.tabs.label}</VisuallyHidden>
      <Tabs.List mb="md">
        <Tabs.Tab value="records">{text.issues.tabs.records(issue.records)}</Tabs.Tab>
        <Tabs.Tab value="waiting">{text.issues.tabs.waiting(issue.waiting)}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={tab ?? 'records'}>
        <Records issue={issue} waiting={waiting} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Records({ issue, waiting }: { issue: IssueDetail; waiting: boolean }) {
  const { group, q } = useSearch({ from: '/frame/issues/$id' });
  const filter = waiting ? { waiting: true, q } : { group, q };
  const list = usePaged({
    key: ['issue', String(issue.id), 'records', filter, issue.records, issue.waiting],
    page: (cursor, signal) =>
      get<RecordsAnswer>(apiPath(['issues', issue.id, 'records'], { ...filter, cursor, limit: 50 }), signal),
    rows: (answer: RecordsAnswer) => answer.records,
  });
  const none = waiting ? text.issues.noWaiting : text.issues.noRecords;
  const filtered = q !== undefined || (!waiting && group !== undefined);
  return (
    <>
      <Filters issue={issue} waiting={waiting} />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={<p className={css.dim}>{filtered ? text.issues.noRecordsFiltered : none}</p>}
      >
        {(rows) => (
          <RecordList
            label={text.issues.tabs.label}
            columns={columns}
            rows={rows}
            rowId={(row) => `${row.kind} ${row.key}`}
            detail={(row) => <OutcomeDetail row={row} run={row.run} />}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

function Filters({ issue, waiting }: { issue: IssueDetail; waiting: boolean }) {
  const search = useSearch({ from: '/frame/issues/$id' });
  const navigate = useNavigate({ from: '/issues/$id' });
  const group = waiting ? undefined : search.group;
  return (
    <div className={css.filters}>
      <SearchField
        label={text.records.search}
        value={search.q ?? ''}
        onSearch={(q) =>
          void navigate({
            search: ({ q: _before, ...rest }) => ({ ...rest, ...(q === '' ? {} : { q }) }),
            resetScroll: false,
            replace: true,
          })
        }
      />
      {group !== undefined && (
        <button
          type="button"
          className={css.chip}
          aria-label={text.issues.allGroups}
          onClick={() => void navigate({ search: ({ group: _before, ...rest }) => rest, resetScroll: false })}
        >
          {text.issues.onlyGroup}
          <IconX size={12} aria-hidden />
        </button>
      )}
      {issue.records + issue.waiting > 0 && (
        <Button
          component="a"
          href={apiPath(['issues', issue.id, 'records.csv'], { group })}
          download
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {text.issues.csv}
        </Button>
      )}
    </div>
  );
}
