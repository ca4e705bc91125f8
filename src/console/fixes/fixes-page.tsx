import { Select } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { FixState, FixView } from '../../fixes/fix.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import type { FixesAnswer } from './fix-queries.ts';
import { FixMark } from './fix-standing.tsx';
import css from './fixes.module.css';

const words = text.fixes;

const columns: readonly Column<FixView>[] = [
  {
    id: 'fix',
    head: words.columns.fix,
    cell: ({ id, title, group }) => (
      <Link to="/fixes/$id" params={{ id: String(id) }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={title} />
        <span className={css.dim}>
          <ForeignLine value={[words.one(id), ...Object.values(group.facts)].join(', ')} />
        </span>
      </Link>
    ),
  },
  { id: 'state', head: words.columns.state, width: '132px', cell: (fix) => <FixMark fix={fix} /> },
  {
    id: 'records',
    head: words.columns.records,
    width: '84px',
    align: 'end',
    cell: ({ records }) => text.number(records),
  },
  {
    id: 'connection',
    head: words.columns.connection,
    width: '18%',
    cell: ({ connection }) => <ForeignLine value={connection.name} />,
  },
  { id: 'by', head: words.columns.by, width: '16%', cell: ({ madeBy }) => <ForeignLine value={madeBy} /> },
  { id: 'when', head: words.columns.when, width: '128px', cell: ({ madeAt }) => <When at={madeAt} /> },
];

const states: readonly FixState[] = ['applied', 'proved', 'failed', 'undone'];

export function FixesPage() {
  const { state, connection } = useSearch({ from: '/frame/fixes' });
  const navigate = useNavigate({ from: '/fixes' });
  const list = usePaged({
    key: ['fixes', 'list', state, connection],
    page: (cursor, signal) => get<FixesAnswer>(apiPath(['fixes'], { state, connection, cursor }), signal),
    rows: (answer: FixesAnswer) => answer.fixes,
    refetchInterval: 5_000,
  });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className={css.filters}>
        <Select
          aria-label={words.filterState}
          placeholder={words.anyState}
          clearable
          data={states.map((value) => ({ value, label: words.states[value] }))}
          value={state ?? null}
          onChange={(chosen) =>
            void navigate({
              search: ({ state: _, ...rest }) => ({
                ...rest,
                ...(chosen === null ? {} : { state: chosen as FixState }),
              }),
            })
          }
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          state === undefined && connection === undefined ? (
            <EmptyState icon={IconWand} title={words.none}>
              <p>{words.noneHelp}</p>
            </EmptyState>
          ) : (
            <p className={css.plain}>{words.noneFiltered}</p>
          )
        }
      >
        {(rows) => (
          <RecordList
            label={words.title}
            columns={columns}
            rows={rows}
            rowId={({ id }) => String(id)}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}
