import { IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './access.module.css';
import { type RoleView, rolesQuery } from './access-queries.ts';

const columns: readonly Column<RoleView>[] = [
  {
    id: 'name',
    head: text.roles.columns.name,
    width: '34%',
    cell: (role) => (
      <Link to="/roles/$id" params={{ id: role.id }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={role.name} />
        <span className={css.dim}>{role.description}</span>
      </Link>
    ),
  },
  {
    id: 'permissions',
    bare: true,
    head: text.roles.columns.permissions,
    cell: (role) => (
      <span className={css.names}>
        {role.permissions.map((permission) => (
          <span key={permission} className={css.name}>
            {permission}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'people',
    head: text.roles.columns.people,
    width: '90px',
    align: 'end',
    cell: (role) => text.number(role.people),
  },
  {
    id: 'origin',
    head: text.roles.columns.origin,
    width: '120px',
    cell: (role) => (role.builtIn ? text.roles.builtIn : text.roles.own),
  },
];

export function RolesPage() {
  const roles = useQuery(rolesQuery);
  const mayWrite = useCan('people.write');
  return (
    <>
      <PageHead
        title={text.roles.title}
        lead={text.roles.lead}
        actions={
          mayWrite && (
            <ButtonLink to="/roles/$id" params={{ id: 'new' }} leftSection={<IconPlus size={15} aria-hidden />}>
              {text.roles.create}
            </ButtonLink>
          )
        }
      />
      <PageStates
        asked={roles}
        isEmpty={(answer) => answer.roles.length === 0}
        empty={
          <EmptyState icon={IconShieldCheck} title={text.roles.title}>
            {text.roles.lead}
          </EmptyState>
        }
      >
        {(answer) => (
          <RecordList label={text.roles.title} columns={columns} rows={answer.roles} rowId={(role) => role.id} />
        )}
      </PageStates>
    </>
  );
}
