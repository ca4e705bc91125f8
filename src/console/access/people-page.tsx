import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { SignInView } from '../../access/access.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './access.module.css';
import type { PeopleAnswer } from './access-queries.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { GrantWords, PersonState } from './person-state.tsx';

const columns: readonly Column<SignInView>[] = [
  {
    id: 'name',
    head: text.people.columns.name,
    width: '32%',
    cell: (person) => (
      <Link to="/people/$id" params={{ id: person.id }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={person.name} />
        <span className={css.dim}>
          <ForeignLine value={person.email} />
        </span>
      </Link>
    ),
  },
  {
    id: 'state',
    head: text.people.columns.state,
    width: '120px',
    cell: (person) => <PersonState state={person.state} />,
  },
  { id: 'roles', head: text.people.columns.roles, cell: (person) => <GrantWords grants={person.grants} /> },
  {
    id: 'last',
    head: text.people.columns.lastSignIn,
    width: '150px',
    cell: (person) => <When at={person.lastSignInAt} />,
  },
];

export function PeoplePage() {
  const { q } = useSearch({ from: '/frame/people' });
  const navigate = useNavigate({ from: '/people' });
  const mayWrite = useCan('people.write');
  const [inviting, { open, close }] = useDisclosure(false);
  const list = usePaged({
    key: ['people', 'list', q],
    page: (cursor, signal) => get<PeopleAnswer>(apiPath(['people'], { q, cursor }), signal),
    rows: (answer: PeopleAnswer) => answer.people,
  });
  return (
    <>
      <PageHead
        title={text.people.title}
        lead={text.people.lead}
        actions={
          mayWrite && (
            <Button leftSection={<IconUserPlus size={15} aria-hidden />} onClick={open}>
              {text.people.invite}
            </Button>
          )
        }
      />
      <div className={css.filters}>
        <SearchField
          label={text.people.search}
          value={q ?? ''}
          onSearch={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(people) => people.length === 0}
        empty={
          q === undefined ? (
            <EmptyState icon={IconUsers} title={text.people.none}>
              {text.people.lead}
            </EmptyState>
          ) : (
            <p className={css.dim}>{text.shell.noneFound(q)}</p>
          )
        }
      >
        {(people) => (
          <RecordList
            label={text.people.title}
            columns={columns}
            rows={people}
            rowId={(person) => person.id}
            more={list.more}
          />
        )}
      </PageStates>
      <InviteDialog opened={inviting} close={close} />
    </>
  );
}
