import { Button, SegmentedControl, Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ListedIdentity, ListState } from '../../identities/identity.schema.ts';
import { nameOf } from '../rostering/users-page.tsx';
import { apiPath, get } from '../shell/api.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './identities.module.css';
import { Acts, There } from './identity-cells.tsx';
import { type IdentityList, useMatch } from './identity-queries.ts';

const words = text.identities;
const states: readonly ListState[] = ['unclear', 'missing', 'matched', 'by_hand'];

/** Who are the people of other connections in this system, and of whom is it not sure? */
export function IdentitiesPage() {
  const { id } = useParams({ from: '/frame/connections/$id/identities' });
  const state: ListState = useSearch({ from: '/frame/connections/$id/identities' }).state ?? 'unclear';
  const mayOpen = useCan('connections.read');
  const list = usePaged({
    key: ['identities', 'over', id, state],
    page: (cursor, signal) =>
      get<IdentityList>(apiPath(['connections', id, 'identities'], { state, cursor, limit: 100 }), signal),
    rows: (answer: IdentityList) => answer.identities,
  });
  const { first } = list;
  const system = first?.connection.name ?? '';
  return (
    <>
      <PageHead
        title={words.title}
        up={
          first !== undefined &&
          (mayOpen ? (
            <TextLink to="/connections/$id" params={{ id }}>
              <bdi>{system}</bdi>
            </TextLink>
          ) : (
            <bdi>{system}</bdi>
          ))
        }
        lead={words.lead}
        actions={<MatchButton connection={id} />}
      />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <>
            <States id={id} state={state} list={first} />
            <p className={css.dim}>{words.none[state]}</p>
          </>
        }
      >
        {(rows) => (
          <>
            <States id={id} state={state} list={first} />
            <RecordList
              label={words.title}
              columns={columnsOf(id, system)}
              rows={rows}
              rowId={({ person }) => person.id}
              more={list.more}
            />
          </>
        )}
      </PageStates>
    </>
  );
}

function States({ id, state, list }: { id: string; state: ListState; list: IdentityList | undefined }) {
  const navigate = useNavigate();
  const isNarrow = useMediaQuery('(max-width: 640px)');
  const data = states.map((value) => ({ value, label: words.stateOf(words.states[value], list?.counts[value] ?? 0) }));
  const show = (value: string | null) =>
    void navigate({
      to: '/connections/$id/identities',
      params: { id },
      search: value === null || value === 'unclear' ? {} : { state: value as Exclude<ListState, 'unclear'> },
      resetScroll: false,
    });
  return (
    <div className={css.filters}>
      {isNarrow ? (
        <Select aria-label={words.columns.how} data={data} value={state} onChange={show} allowDeselect={false} />
      ) : (
        <SegmentedControl aria-label={words.columns.how} data={data} value={state} onChange={show} />
      )}
    </div>
  );
}

function MatchButton({ connection }: { connection: string }) {
  const mayWrite = useCan('identities.write');
  const match = useMatch(connection);
  if (!mayWrite) return null;
  return (
    <div className={css.two}>
      <Button variant="default" loading={match.isPending} onClick={() => match.mutate(undefined)}>
        {words.match}
      </Button>
      <span role="status" className={css.dim}>
        {match.isSuccess && words.matched(match.data.changed)}
      </span>
      {match.isError && <RefusalPanel problem={match.error} />}
    </div>
  );
}

const columnsOf = (connection: string, system: string): readonly Column<ListedIdentity>[] => [
  {
    id: 'person',
    head: words.listColumns.person,
    cell: ({ person }) => (
      <Link to="/users/$id" params={{ id: person.id }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={nameOf(person)} />
        {person.email !== null && (
          <span className={css.dim}>
            <ForeignLine value={person.email} />
          </span>
        )}
      </Link>
    ),
  },
  {
    id: 'by',
    head: words.listColumns.broughtBy,
    width: '18%',
    cell: ({ broughtBy }) => <ForeignLine value={broughtBy.name} />,
  },
  { id: 'there', head: words.listColumns.there, width: '24%', cell: (row) => <There {...row} /> },
  {
    id: 'how',
    head: words.listColumns.how,
    width: '26%',
    cell: ({ person, matched, theirId, candidates }) => (
      <div className={css.two}>
        <span>{matched === null ? words.nobody : words.how[matched]}</span>
        <Acts
          meant={{ person: person.id, connection }}
          system={system}
          matched={matched}
          theirId={theirId}
          candidates={candidates}
        />
      </div>
    ),
  },
];
