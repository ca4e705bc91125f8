import { Progress, Select } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { type ConnectionsAnswer, removalsQuery, troubledQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { ErrorAction } from './error-action.tsx';
import { Health, NextRun, Status } from './standing.tsx';
import { systemTitle } from './system-title.ts';

const words = text.connections;

const columns: readonly Column<ConnectionView>[] = [
  {
    id: 'name',
    head: words.columns.name,
    cell: (connection) => (
      <span className={css.two}>
        <Link to="/connections/$id" params={{ id: connection.id }} className={css.open ?? ''} {...rowOpen}>
          <ForeignLine value={connection.name} />
        </Link>
        <span className={css.dim}>{systemTitle(connection.system)}</span>
      </span>
    ),
  },
  {
    id: 'status',
    head: words.columns.status,
    width: '104px',
    cell: ({ status }) => <Status status={status} />,
  },
  {
    id: 'health',
    head: words.columns.health,
    width: '190px',
    cell: (connection) => <Health connection={connection} />,
  },
  {
    id: 'last',
    head: words.columns.lastSynced,
    width: '140px',
    cell: ({ lastSyncedAt }) => <When at={lastSyncedAt} />,
  },
  {
    id: 'next',
    head: words.columns.nextRun,
    width: '150px',
    cell: (connection) => <NextRun connection={connection} />,
  },
  {
    id: 'action',
    head: words.columns.action,
    width: '150px',
    cell: (connection) =>
      connection.error === null ? (
        <span className={css.dim}>{words.nothing}</span>
      ) : (
        <ErrorAction connection={connection} />
      ),
  },
];

type Show = keyof typeof words.filters;
const shows = Object.keys(words.filters) as Show[];
const queryOf = (show: Show | undefined) => (show === 'paused' ? { status: show } : { health: show });

export function ConnectionsPage() {
  const search = useSearch({ from: '/frame/connections' });
  const { q, show } = search;
  const list = usePaged({
    key: ['connections', 'list', search],
    page: (cursor, signal) => get<ConnectionsAnswer>(apiPath(['connections'], { q, ...queryOf(show), cursor }), signal),
    rows: (answer: ConnectionsAnswer) => answer.connections,
  });
  const filtered = q !== undefined || show !== undefined;
  const isEmpty = !filtered && list.asked.data?.length === 0;
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        mark={isEmpty ? undefined : <Standing />}
        actions={!isEmpty && <MakeOne />}
      />
      <Removals />
      {!isEmpty && <Filters q={q} show={show} />}
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={filtered ? <p className={css.dim}>{words.noneFiltered}</p> : <FirstConnection />}
      >
        {(rows) => (
          <RecordList
            label={words.title}
            columns={columns}
            rows={rows}
            rowId={(connection) => connection.id}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

function MakeOne() {
  if (!useCan('connections.write')) return null;
  return (
    <ButtonLink to="/connections/new" leftSection={<IconPlus size={15} aria-hidden />}>
      {words.make.title}
    </ButtonLink>
  );
}

/** Whether all is well, in one mark. */
function Standing() {
  const troubled = useQuery(troubledQuery).data?.connections.length;
  if (troubled === undefined) return null;
  if (troubled === 0) return <StateMark state="synced" word={words.calm} pill />;
  return <StateMark state="failed" word={words.troubled(troubled)} pill />;
}

function Filters({ q, show }: { q: string | undefined; show: Show | undefined }) {
  const navigate = useNavigate({ from: '/connections' });
  return (
    <div className={css.filters}>
      <SearchField
        label={words.search}
        value={q ?? ''}
        onSearch={(value) =>
          void navigate({
            search: ({ q: _, ...rest }) => ({ ...rest, ...(value === '' ? {} : { q: value }) }),
            replace: true,
          })
        }
      />
      <Select
        size="xs"
        w={{ base: '100%', xs: 180 }}
        aria-label={words.filter}
        placeholder={words.anyStanding}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={show ?? null}
        data={shows.map((value) => ({ value, label: words.filters[value] }))}
        onChange={(value) =>
          void navigate({
            search: ({ show: _, ...rest }) => ({ ...rest, ...(value === null ? {} : { show: value as Show }) }),
          })
        }
      />
    </div>
  );
}

/** Where nothing is connected yet. */
function FirstConnection() {
  return (
    <EmptyState icon={IconPlugConnected} title={words.none} action={<MakeOne />}>
      <p>{words.noneHelp}</p>
      <p>{words.noneFiles}</p>
    </EmptyState>
  );
}

/** Deleted connections whose data is still being removed. */
function Removals() {
  const removals = useQuery(removalsQuery).data?.removals ?? [];
  if (removals.length === 0) return null;
  return (
    <ul className={css.removals}>
      {removals.map(({ id, name, rows, left }) => (
        <li key={id} className={css.removal}>
          <span className={css.removalWords}>
            <span>{words.remove.underWay(name)}</span>
            <span className={css.dim}>{words.remove.left(left, rows)}</span>
          </span>
          {rows !== null && rows > 0 && (
            <Progress.Root size={6}>
              <Progress.Section
                value={Math.max(0, Math.min(100, (100 * (rows - left)) / rows))}
                aria-label={words.remove.progress(name)}
              />
            </Progress.Root>
          )}
        </li>
      ))}
    </ul>
  );
}
