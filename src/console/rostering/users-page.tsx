import { Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AccountView, UserView } from '../../rostering/roster/roster.schema.ts';
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
import { text } from '../text/text.ts';
import css from './roster.module.css';
import type { UsersAnswer } from './roster-queries.ts';
import { SchoolFilter } from './school-filter.tsx';

export const nameOf = (user: { firstName: string; lastName: string }): string => {
  const name = text.users.fullName(user.firstName, user.lastName);
  return name === '' ? text.roster.nobody : name;
};

const columns: readonly Column<UserView>[] = [
  {
    id: 'name',
    head: text.users.columns.name,
    width: '32%',
    cell: (user) => (
      <span className={css.two}>
        <Link to="/users/$id" params={{ id: user.id }} className={css.open ?? ''} {...rowOpen}>
          <ForeignLine value={nameOf(user)} />
        </Link>
        <span className={css.dim}>
          <ForeignLine value={user.email ?? text.roster.noEmail} />
        </span>
      </span>
    ),
  },
  {
    id: 'ids',
    head: text.users.columns.ids,
    width: '20%',
    cell: (user) => <ForeignLine value={user.userId ?? user.sourceId} />,
  },
  {
    id: 'accounts',
    head: text.users.columns.accounts,
    cell: (user) => <Accounts accounts={user.accounts} />,
  },
  {
    id: 'by',
    head: text.users.columns.source,
    width: '22%',
    cell: (user) => <ForeignLine value={user.connection.name} />,
  },
];

const accountsShown = 2;

function Accounts({ accounts }: { accounts: readonly AccountView[] }) {
  const more = accounts.length - accountsShown;
  return (
    <span className={css.two}>
      {accounts.slice(0, accountsShown).map(({ school, role }) => (
        <span key={school.id}>
          {text.roster.roles(role)} <bdi className={css.dim}>{text.people.at(school.name)}</bdi>
        </span>
      ))}
      {more > 0 && <span className={css.dim}>{text.users.moreAccounts(more)}</span>}
    </span>
  );
}

export function UsersPage() {
  const search = useSearch({ from: '/frame/users' });
  const filtered = search.q !== undefined || search.school !== undefined || search.role !== undefined;
  const list = usePaged({
    key: ['users', 'list', search],
    page: (cursor, signal) => get<UsersAnswer>(apiPath(['users'], { ...search, cursor }), signal),
    rows: (answer: UsersAnswer) => answer.users,
  });
  return (
    <>
      <PageHead title={text.users.title} lead={text.users.lead} />
      <Filters />
      <PageStates
        asked={list.asked}
        isEmpty={(users) => users.length === 0}
        empty={filtered ? <NoneFound q={search.q} /> : <NoRoster words={text.users} icon={IconUsers} />}
      >
        {(users) => (
          <RecordList
            label={text.users.title}
            columns={columns}
            rows={users}
            rowId={(user) => user.id}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

export function NoneFound({ q }: { q: string | undefined }) {
  return <p className={css.dim}>{q === undefined ? text.roster.noneFiltered : text.shell.noneFound(q)}</p>;
}

/** Nothing has come in yet: how it does. */
export function NoRoster(props: { words: { none: string; noneHelp: string; noneDo: string }; icon: typeof IconUsers }) {
  const mayMakeKeys = useCan('api_keys.read');
  const { words, icon } = props;
  return (
    <EmptyState
      icon={icon}
      title={words.none}
      action={
        mayMakeKeys && (
          <ButtonLink to="/api-keys" variant="default">
            {text.apiKeys.title}
          </ButtonLink>
        )
      }
    >
      <p>{words.noneHelp}</p>
      <p>{words.noneDo}</p>
    </EmptyState>
  );
}

const roles = [
  'student',
  'instructor',
  'admin',
  'teacher',
  'administrator',
  'aide',
  'counselor',
  'principal',
  'siteAdministrator',
  'districtAdministrator',
  'systemAdministrator',
  'proctor',
  'guardian',
  'parent',
  'relative',
];

function Filters() {
  const search = useSearch({ from: '/frame/users' });
  const navigate = useNavigate({ from: '/users' });
  const change = (part: 'q' | 'school' | 'role', value: string | null) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        ...(value === null || value === '' ? {} : { [part]: value }),
      }),
      replace: part === 'q',
    });
  return (
    <div className={css.filters}>
      <SearchField label={text.users.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <SchoolFilter value={search.school} onChange={(school) => change('school', school)} />
      <Select
        size="xs"
        w={160}
        aria-label={text.roster.filterRole}
        placeholder={text.roster.anyRole}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={search.role ?? null}
        data={roles.map((role) => ({ value: role, label: text.roster.roles(role) }))}
        onChange={(role) => change('role', role)}
      />
    </div>
  );
}
