import { Select } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ExpectationView } from '../../expectations/expectation.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ExpectationMark } from './expectation-mark.tsx';
import { type ExpectationsAnswer, lookEvery } from './expectation-queries.ts';
import css from './expectations.module.css';
import { ExpiriesPanel } from './expiries-panel.tsx';
import { said, titleOf } from './said.ts';

const words = text.expectations;
const filters = ['any', 'missed', 'met', 'muted'] as const;

const columns: readonly Column<ExpectationView>[] = [
  {
    id: 'what',
    head: words.columns.what,
    bare: true,
    width: '34%',
    cell: (one) => (
      <span className={css.two}>
        <Link to="/expectations/$id" params={{ id: String(one.id) }} className={css.title ?? ''} {...rowOpen}>
          {titleOf(one)}
        </Link>
        <span className={css.dim}>
          <ForeignLine value={whereOf(one)} />
        </span>
      </span>
    ),
  },
  { id: 'came', head: words.columns.came, cell: (one) => <span>{said(one)}</span> },
  {
    id: 'state',
    head: words.columns.state,
    width: '150px',
    cell: (one) => (
      <span className={css.two}>
        <ExpectationMark expectation={one} />
        <span className={css.dim}>
          <When at={one.since} />
        </span>
      </span>
    ),
  },
];

const whereOf = ({ connection, school }: ExpectationView) =>
  [connection?.name ?? words.hub, school?.name].filter((name) => name !== undefined).join(', ');

export function ExpectationsPage() {
  const search = useSearch({ from: '/frame/expectations' });
  const navigate = useNavigate({ from: '/expectations' });
  const list = usePaged({
    key: ['expectations', 'list', search],
    page: (cursor, signal) =>
      get<ExpectationsAnswer>(apiPath(['expectations'], { ...search, cursor, limit: 100 }), signal),
    rows: (answer: ExpectationsAnswer) => answer.expectations,
    refetchInterval: lookEvery,
  });
  const filtered = Object.keys(search).length > 0;
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className={css.filters}>
        <Select
          size="xs"
          w={180}
          aria-label={words.filterState}
          allowDeselect={false}
          value={search.state ?? 'any'}
          data={filters.map((value) => ({ value, label: words.filterStates[value] }))}
          onChange={(value) =>
            void navigate({
              search: ({ state: _before, ...rest }) => ({
                ...rest,
                ...(value === null || value === 'any' ? {} : { state: value }),
              }),
            })
          }
        />
        {list.first?.lookedAt != null && (
          <span className={css.dim}>
            {words.looked} <When at={list.first.lookedAt} />
          </span>
        )}
      </div>
      <div className={css.stack}>
        <PageStates
          asked={list.asked}
          isEmpty={(rows) => rows.length === 0}
          empty={
            filtered ? (
              <p className={css.dim}>{words.noneFiltered}</p>
            ) : (
              <EmptyState icon={IconEye} title={words.none}>
                {words.noneHelp}
              </EmptyState>
            )
          }
        >
          {(rows) => (
            <RecordList
              label={words.title}
              columns={columns}
              rows={rows}
              rowId={(one) => String(one.id)}
              more={list.more}
            />
          )}
        </PageStates>
        <ExpiriesPanel />
      </div>
    </>
  );
}
