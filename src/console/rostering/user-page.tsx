import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AccountView, MembershipView, UserDetail } from '../../rostering/roster/roster.schema.ts';
import { PersonIdentities } from '../identities/person-identities.tsx';
import { PassportLink } from '../passport/passport-link.tsx';
import { PersonalData } from '../retention/personal-data.tsx';
import { Copyable } from '../shell/copyable.tsx';
import { Facts } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { text } from '../text/text.ts';
import { dayText } from './days.ts';
import { RefusalList } from './refusal-list.tsx';
import css from './roster.module.css';
import { userQuery } from './roster-queries.ts';
import { RunLink } from './run-link.tsx';
import { nameOf } from './users-page.tsx';

export function UserPage() {
  const { id } = useParams({ from: '/frame/users/$id' });
  const user = useQuery(userQuery(id));
  return <PageStates asked={user}>{(detail) => <ReadyUser user={detail} />}</PageStates>;
}

function ReadyUser({ user }: { user: UserDetail }) {
  return (
    <>
      <PageHead
        title={nameOf(user)}
        up={<TextLink to="/users">{text.users.title}</TextLink>}
        lead={<UserPassport user={user} />}
      />
      <div className={css.stack}>
        <Facts facts={factsOf(user)} />
        <RefusalList refusals={user.refusals} />
        <section>
          <h2 className={css.heading}>{text.users.accounts}</h2>
          <RecordList
            label={text.users.accounts}
            columns={accountColumns}
            rows={user.accounts}
            rowId={(account) => account.school.id}
            foot={null}
          />
        </section>
        <section>
          <h2 className={css.heading}>{text.users.memberships}</h2>
          <Memberships user={user} />
        </section>
        <PersonIdentities person={user.id} />
        <PersonalData person={user.id} name={nameOf(user)} />
      </div>
    </>
  );
}

/** Somebody whom a key sent is named by the userID, somebody of files by the id at the source. */
function UserPassport({ user: { flow, connection, userId, sourceId } }: { user: UserDetail }) {
  if (flow === null) return null;
  const key = connection.system === 'rostering' ? (userId ?? sourceId) : sourceId;
  return <PassportLink named={{ flow, kind: 'user', key }} />;
}

function Memberships({ user }: { user: UserDetail }) {
  const { memberships, moreMemberships } = user;
  if (memberships.length === 0) return <p className={css.dim}>{text.users.noMemberships}</p>;
  return (
    <RecordList
      label={text.users.memberships}
      columns={membershipColumns}
      rows={memberships}
      rowId={(one) => `${one.course.id} ${one.role} ${one.staff} ${one.viaApi}`}
      foot={moreMemberships ? text.users.moreMemberships(memberships.length) : null}
    />
  );
}

const accountColumns: readonly Column<AccountView>[] = [
  {
    id: 'school',
    head: text.users.accountColumns.school,
    cell: ({ school, primary }) => (
      <span className={css.two}>
        <ForeignLine value={school.name} />
        {primary && <span className={css.dim}>{text.users.ownSchool}</span>}
      </span>
    ),
  },
  {
    id: 'role',
    head: text.users.accountColumns.role,
    width: '34%',
    cell: (account) => <AccountRoles account={account} />,
  },
  {
    id: 'issued',
    head: text.users.accountColumns.issuedId,
    width: '30%',
    cell: ({ issuedId }) =>
      issuedId === null ? (
        <span className={css.dim}>{text.users.noIssuedId}</span>
      ) : (
        <Copyable value={issuedId} name={text.users.accountColumns.issuedId} />
      ),
  },
];

/** The word that counts; where roles are told one by one, each with its days. */
function AccountRoles({ account: { role, roles } }: { account: AccountView }) {
  if (roles.length === 0) return text.roster.roles(role);
  return (
    <span className={css.two}>
      {roles.map((one) => (
        <span key={`${one.role} ${one.type} ${one.begin} ${one.end}`}>
          {text.roster.roles(one.role)}{' '}
          <span className={css.dim}>
            {text.users.roleMore(one.type, one.begin && dayText(one.begin), one.end && dayText(one.end))}
          </span>
        </span>
      ))}
    </span>
  );
}

const membershipColumns: readonly Column<MembershipView>[] = [
  {
    id: 'course',
    head: text.users.membershipColumns.course,
    cell: ({ course }) => (
      <Link to="/courses/$id" params={{ id: course.id }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={course.title === '' ? text.roster.unnamed : course.title} />
      </Link>
    ),
  },
  { id: 'role', head: text.users.membershipColumns.role, width: '18%', cell: ({ role }) => text.roster.roles(role) },
  {
    id: 'school',
    head: text.users.membershipColumns.school,
    width: '28%',
    cell: ({ school }) => <ForeignLine value={school.name} />,
  },
  {
    id: 'via',
    head: text.users.membershipColumns.via,
    width: '14%',
    cell: ({ viaApi }) => (viaApi ? text.roster.viaApi : text.roster.viaFile),
  },
];

function factsOf(user: UserDetail): [string, ReactNode][] {
  const named: readonly (readonly [string, string | null])[] = [
    [text.roster.userId, user.userId],
    [text.users.email, user.email],
    [text.users.username, user.username],
    [text.users.identifier, user.identifier],
    [text.roster.mappingId, user.mappingId],
    [text.roster.sourceId, user.sourceId === user.userId ? null : user.sourceId],
  ];
  const facts: [string, ReactNode][] = named.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, <Copyable key={name} value={value} name={name} />]],
  );
  if (user.grades.length > 0) facts.push([text.users.grades, user.grades.join(text.shell.listComma)]);
  facts.push(
    [text.roster.broughtBy, <ForeignLine key="by" value={user.connection.name} />],
    [text.roster.createdBy, <RunLink key="created" run={user.createdRun} />],
    [text.roster.changedBy, <RunLink key="changed" run={user.changedRun} />],
  );
  return facts;
}
