import { SegmentedControl } from '@mantine/core';
import { IconMessageCheck } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { UnknownView } from '../../dictionary/unknown.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './dictionary.module.css';
import { systemTitle } from './match-help.tsx';
import type { UnknownAnswer } from './own-queries.ts';
import { asSystem, SystemSelect } from './system-select.tsx';
import { Wording } from './wording.tsx';

const words = text.dictionary.unknown;

const columnsFor = (mayOpen: boolean): readonly Column<UnknownView>[] => [
  {
    id: 'message',
    head: words.columns.message,
    bare: true,
    cell: ({ id, template }) =>
      mayOpen ? (
        <Link to="/unknown/$id" params={{ id }} className={css.openWording ?? ''} {...rowOpen}>
          <Wording words={template} />
        </Link>
      ) : (
        <span className={css.mono}>
          <Wording words={template} />
        </span>
      ),
  },
  {
    id: 'system',
    head: words.columns.system,
    width: '14%',
    cell: ({ system }) => (system === null ? <span className={css.dim}>{words.notSaid}</span> : systemTitle(system)),
  },
  { id: 'count', head: words.columns.count, width: '80px', align: 'end', cell: ({ count }) => text.number(count) },
  { id: 'first', head: words.columns.first, width: '128px', cell: ({ firstSeen }) => <When at={firstSeen} /> },
  { id: 'last', head: words.columns.last, width: '128px', cell: ({ lastSeen }) => <When at={lastSeen} /> },
];

/** The messages that nobody could explain, put together by their wording. */
export function UnknownPage() {
  const search = useSearch({ from: '/frame/unknown' });
  const { state, ...asked } = search;
  const mayWrite = useCan('dictionary.write');
  const list = usePaged({
    key: ['unknown', 'list', search],
    page: (cursor, signal) =>
      get<UnknownAnswer>(
        apiPath(['dictionary', 'unknown'], { ...asked, ignored: state === 'ignored', cursor, limit: 50 }),
        signal,
      ),
    rows: (answer: UnknownAnswer) => answer.items,
  });
  const dropped = list.first?.dropped ?? 0;
  const filtered = search.q !== undefined || search.system !== undefined || search.state !== undefined;
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <ButtonLink to="/own-entries" variant="default">
            {text.dictionary.own.title}
          </ButtonLink>
        }
      />
      <Filters />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          filtered ? (
            <p className={css.dim}>{words.noneFiltered}</p>
          ) : (
            <EmptyState
              icon={IconMessageCheck}
              title={words.none}
              action={<ButtonLink to="/explain">{text.dictionary.explain.title}</ButtonLink>}
            >
              <p>{words.noneHelp}</p>
            </EmptyState>
          )
        }
      >
        {(rows) => (
          <RecordList
            label={words.title}
            columns={columnsFor(mayWrite)}
            rows={rows}
            rowId={({ id }) => id}
            more={list.more}
          />
        )}
      </PageStates>
      {dropped > 0 && <p className={css.dim}>{words.dropped(dropped)}</p>}
    </>
  );
}

function Filters() {
  const search = useSearch({ from: '/frame/unknown' });
  const navigate = useNavigate({ from: '/unknown' });
  const change = (part: 'q' | 'system' | 'state', value: string | undefined) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        ...(value === undefined || value === '' ? {} : { [part]: value }),
      }),
      replace: part === 'q',
    });
  return (
    <div className={css.filters}>
      <SearchField label={words.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <SystemSelect
        size="xs"
        width={220}
        value={asSystem(search.system)}
        onChange={(system) => change('system', system)}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.state}
        value={search.state ?? 'open'}
        onChange={(state) => change('state', state === 'ignored' ? state : undefined)}
        data={[
          { value: 'open', label: words.states.open },
          { value: 'ignored', label: words.states.ignored },
        ]}
      />
    </div>
  );
}
